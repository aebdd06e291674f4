//! Saves the case of one wizard, again and again, and notices when somebody else has
//! saved it in between: two windows on one case do not write over each other.

use std::collections::BTreeMap;
use std::io;

use super::store::{make_private, read, understood};
use super::{Case, Refused, Store};

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is saved.
    Saved,
    /// Another program has saved the case meanwhile. That stays; this state is saved
    /// as a case of its own, of this name.
    AsOwn(String),
}

/// Saves the case of one wizard.
#[derive(Debug)]
pub struct Keeper {
    store: Store,
    /// The generation that we have read or written last, by name.
    known: BTreeMap<String, u64>,
    /// Names under which we go on, by the name that the wizard still uses.
    moved: BTreeMap<String, String>,
}

impl Keeper {
    /// Of a store.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            known: BTreeMap::new(),
            moved: BTreeMap::new(),
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Saves the case. Its generation is the one it was read with, 0 for a new one.
    ///
    /// # Errors
    /// What the system says; what was saved before is then as it was.
    pub fn keep(&mut self, case: &Case) -> io::Result<Kept> {
        make_private(self.store.folder())?;
        let _lock = self.store.lock();
        let mut name = self.name(&case.name).to_owned();
        let mut known = self.known.get(&name).copied().unwrap_or(case.generation);
        let mut kept = Kept::Saved;
        if self.saved(&name).is_some_and(|on_disk| on_disk != known) {
            name = self.free(&name);
            known = 0;
            self.moved.insert(case.name.clone(), name.clone());
            kept = Kept::AsOwn(name.clone());
        }
        let generation = known.saturating_add(1);
        self.store.save(&Case {
            name: name.clone(),
            generation,
            ..case.clone()
        })?;
        self.known.insert(name, generation);
        Ok(kept)
    }

    /// Gives a case another name; saves under the old one that are still to come go
    /// to the new one.
    ///
    /// # Errors
    /// As [`Store::rename`].
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), Refused> {
        let from = self.name(from).to_owned();
        let to = to.trim();
        self.store.rename(&from, to)?;
        if let Some(known) = self.known.remove(&from) {
            self.known.insert(to.to_owned(), known);
        }
        self.moved.insert(from, to.to_owned());
        self.moved.remove(to);
        Ok(())
    }

    /// Reads a case to go on with it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(&mut self, name: &str) -> Result<Case, Refused> {
        let case = self.store.open(name)?;
        self.moved.remove(&case.name);
        self.known.insert(case.name.clone(), case.generation);
        Ok(case)
    }

    /// Where a name leads by now.
    fn name<'n>(&'n self, name: &'n str) -> &'n str {
        let mut name = name;
        for _ in 0..=self.moved.len() {
            match self.moved.get(name) {
                Some(next) => name = next,
                None => break,
            }
        }
        name
    }

    /// The generation on the disk; `None` without a file that can be understood.
    fn saved(&self, name: &str) -> Option<u64> {
        let text = read(&self.store.path(name)).ok()?;
        Some(understood(&text)?.generation)
    }

    /// The first name of this kind that no file has.
    fn free(&self, name: &str) -> String {
        let taken = |name: &String| std::fs::symlink_metadata(self.store.path(name)).is_ok();
        let mut names = (2_u32..).map(|n| format!("{name} ({n})"));
        names.find(|name| !taken(name)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::case::{Loaded, VERSION};

    fn case(step: usize, generation: u64) -> Case {
        Case {
            version: VERSION,
            name: "contoso".to_owned(),
            step,
            generation,
            ..Case::default()
        }
    }

    fn step(store: &Store, name: &str) -> Option<usize> {
        match store.load(name).unwrap() {
            Loaded::Case(case) => Some(case.step),
            _ => None,
        }
    }

    #[test]
    fn two_windows_on_one_case_do_not_write_over_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let mut first = Keeper::new(store.clone());
        assert_eq!(first.keep(&case(1, 0)).unwrap(), Kept::Saved);
        assert_eq!(first.keep(&case(2, 0)).unwrap(), Kept::Saved);
        // A second window resumes it, and both go on.
        let mut second = Keeper::new(store.clone());
        let seen = second.open("contoso").unwrap().generation;
        assert_eq!(seen, 2);
        assert_eq!(first.keep(&case(3, 0)).unwrap(), Kept::Saved);
        let own = "contoso (2)".to_owned();
        let told = second.keep(&case(5, seen)).unwrap();
        assert_eq!(told, Kept::AsOwn(own.clone()));
        assert_eq!(
            second.keep(&case(6, seen)).unwrap(),
            Kept::Saved,
            "said once"
        );
        assert_eq!(first.keep(&case(4, 0)).unwrap(), Kept::Saved);
        assert_eq!(
            (step(&store, "contoso"), step(&store, &own)),
            (Some(4), Some(6))
        );
    }

    #[test]
    fn a_case_of_an_earlier_version_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.save(&case(1, 0)).unwrap();
        let mut keeper = Keeper::new(store.clone());
        assert_eq!(keeper.keep(&case(2, 0)).unwrap(), Kept::Saved);
        assert_eq!(step(&store, "contoso"), Some(2));
    }

    #[test]
    fn a_new_name_holds_for_what_is_still_to_be_saved() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let mut keeper = Keeper::new(store.clone());
        keeper.keep(&case(1, 0)).unwrap();
        keeper.rename("contoso", " Fabrikam ").unwrap();
        assert_eq!(keeper.keep(&case(2, 0)).unwrap(), Kept::Saved);
        assert_eq!(
            (step(&store, "contoso"), step(&store, "Fabrikam")),
            (None, Some(2))
        );
        // And back, which is no circle.
        keeper.rename("contoso", "contoso").unwrap();
        assert_eq!(keeper.keep(&case(3, 0)).unwrap(), Kept::Saved);
        assert_eq!(step(&store, "contoso"), Some(3));
    }
}
