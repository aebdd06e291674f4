//! Saves the case of one wizard, again and again, and notices when somebody else has
//! saved it in between: two windows on one case do not write over each other. While it
//! is open here, no other window deletes or renames it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::open_mark::OpenMark;
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
    /// It is a new case, and its name was taken: it is saved under this one.
    Named(String),
}

/// Saves the case of one wizard.
#[derive(Debug)]
pub struct Keeper {
    store: Store,
    /// The generation that we have read or written last, by name.
    known: BTreeMap<String, u64>,
    /// Cases that we have read or written, by name: what is saved of another one is new.
    ours: BTreeSet<String>,
    /// Names under which we go on, by the name that the wizard still uses.
    moved: BTreeMap<String, String>,
    /// The case that is open.
    open: Option<OpenMark>,
}

impl Keeper {
    /// Of a store.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            known: BTreeMap::new(),
            ours: BTreeSet::new(),
            moved: BTreeMap::new(),
            open: None,
        }
    }

    /// With a case that was read already, to go on with it.
    #[must_use]
    pub fn going_on_with(mut self, name: &str) -> Self {
        let lock = self.store.lock();
        self.mark(name);
        drop(lock);
        self.ours.insert(name.to_owned());
        self
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Saves the case. Its generation is the one it was read with, 0 for a new one. A new
    /// one never gets the file of another: two may begin within one second.
    ///
    /// # Errors
    /// What the system says; what was saved before is then as it was.
    pub fn keep(&mut self, case: &Case) -> io::Result<Kept> {
        make_private(self.store.folder())?;
        let _lock = self.store.lock();
        let mut name = self.name(&case.name).to_owned();
        let mut known = self.known.get(&name).copied().unwrap_or(case.generation);
        let mut kept = Kept::Saved;
        if !self.ours.contains(&name) && self.is_taken(&name) {
            name = self.store.free_name(&name);
            self.moved.insert(case.name.clone(), name.clone());
            kept = Kept::Named(name.clone());
        } else if self.saved(&name).is_some_and(|on_disk| on_disk != known) {
            name = free(&name, |name| self.is_taken(name), |n| format!(" ({n})"));
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
        self.mark(&name);
        self.ours.insert(name.clone());
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
        let is_ours = self.open.as_ref().is_some_and(|open| open.name == from);
        if is_ours {
            self.close();
        }
        let renamed = self.store.rename(&from, to);
        if is_ours {
            let _lock = self.store.lock();
            self.mark(if renamed.is_ok() { to } else { &from });
        }
        renamed?;
        if let Some(known) = self.known.remove(&from) {
            self.known.insert(to.to_owned(), known);
        }
        if self.ours.remove(&from) {
            self.ours.insert(to.to_owned());
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
        {
            let _lock = self.store.lock();
            self.mark(&case.name);
        }
        self.moved.remove(&case.name);
        self.ours.insert(case.name.clone());
        self.known.insert(case.name.clone(), case.generation);
        Ok(case)
    }

    /// Marks a case as the open one, the one before as closed. The store is locked.
    fn mark(&mut self, name: &str) {
        if self.open.as_ref().is_some_and(|open| open.name == name) {
            return;
        }
        let before = self.open.take();
        self.open = self.store.mark_open(name);
        if let Some(before) = before {
            self.store.mark_closed(before);
        }
    }

    /// Marks the open case as closed.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let _lock = self.store.lock();
            self.store.mark_closed(open);
        }
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

    fn is_taken(&self, name: &str) -> bool {
        self.store.is_taken(name)
    }
}

/// The first name of this kind that is free.
fn free(name: &str, is_taken: impl Fn(&str) -> bool, end: impl Fn(u32) -> String) -> String {
    let mut names = (2_u32..).map(|n| format!("{name}{}", end(n)));
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

impl Store {
    /// Whether a file has that name, whatever is in it.
    fn is_taken(&self, name: &str) -> bool {
        std::fs::symlink_metadata(self.path(name)).is_ok()
    }

    /// The name for a new case, or the next one that no case has; no shell wants it quoted
    /// for that.
    pub fn free_name(&self, name: &str) -> String {
        match self.is_taken(name) {
            true => free(name, |name| self.is_taken(name), |n| format!("-{n}")),
            false => name.to_owned(),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close();
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
        let mut keeper = Keeper::new(store.clone()).going_on_with("contoso");
        assert_eq!(keeper.keep(&case(2, 0)).unwrap(), Kept::Saved);
        assert_eq!(step(&store, "contoso"), Some(2));
    }

    #[test]
    fn two_cases_that_begin_within_a_second_have_each_a_name_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let mut first = Keeper::new(store.clone());
        let mut second = Keeper::new(store.clone());
        assert_eq!(first.keep(&case(1, 0)).unwrap(), Kept::Saved);
        let own = "contoso-2".to_owned();
        assert_eq!(second.keep(&case(5, 0)).unwrap(), Kept::Named(own.clone()));
        // The wizard may still use the old name when it saves again.
        assert_eq!(second.keep(&case(6, 0)).unwrap(), Kept::Saved);
        assert_eq!(first.keep(&case(2, 0)).unwrap(), Kept::Saved);
        assert_eq!(
            (step(&store, "contoso"), step(&store, &own)),
            (Some(2), Some(6))
        );
        assert_eq!(store.free_name("contoso"), "contoso-3");
        assert_eq!(store.free_name("fabrikam"), "fabrikam");
        // Each is found by its name, to go on with it.
        let names: Vec<String> = store.list().unwrap().into_iter().map(|c| c.name).collect();
        assert_eq!(names.len(), 2);
        drop(second);
        let mut again = Keeper::new(store);
        assert_eq!(again.open(&own).unwrap().step, 6);
        assert_eq!(
            again.keep(&case(7, 2)).unwrap(),
            Kept::Named("contoso-3".to_owned())
        );
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

    #[test]
    fn a_case_that_is_open_in_another_window_is_neither_deleted_nor_renamed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let mut first = Keeper::new(store.clone());
        first.keep(&case(1, 0)).unwrap();
        let mut second = Keeper::new(store.clone());
        let refused = Err(Refused::OpenElsewhere);
        assert_eq!(second.store().delete("contoso").map(drop), refused);
        assert_eq!(second.rename("contoso", "fabrikam"), refused);
        // Both have it open, and one leaves.
        second.open("contoso").unwrap();
        drop(first);
        let third = Keeper::new(store.clone());
        assert_eq!(third.store().delete("contoso").map(drop), refused);
        assert_eq!(step(&store, "contoso"), Some(1));
        // The last one leaves it for another case: nothing brings it back.
        let other = Case {
            name: "other".to_owned(),
            ..case(1, 0)
        };
        second.keep(&other).unwrap();
        third.store().delete("contoso").unwrap();
        second.keep(&other).unwrap();
        assert_eq!(step(&store, "contoso"), None);
        assert_eq!(third.store().delete("other").map(drop), refused);
        drop(second);
        drop(third);
        let left = std::fs::read_dir(folder.path()).unwrap();
        let left: Vec<String> = left
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".open"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn a_case_that_was_resumed_is_open_before_it_is_saved_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.save(&case(1, 1)).unwrap();
        let mut resumed = Keeper::new(store.clone()).going_on_with("contoso");
        let refused = Err(Refused::OpenElsewhere);
        assert_eq!(store.delete("contoso").map(drop), refused);
        // It may be renamed where it is open, and is open then under its new name.
        resumed.rename("contoso", "fabrikam").unwrap();
        assert_eq!(store.delete("fabrikam").map(drop), refused);
        drop(resumed);
        store.delete("fabrikam").unwrap();
    }
}
