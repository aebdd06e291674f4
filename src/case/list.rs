//! The cases of a folder: which there are, another name, away with one. Each by its
//! exact name; nothing here takes a pattern.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use super::store::{read, understood};
use super::{About, Case, Store, write_atomic};

/// A case in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name; of a file that cannot be understood, the file's.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// When it was saved, seconds since the epoch.
    pub saved: i64,
    /// The step on the screen, from 1; `None` when the file cannot be understood.
    pub step: Option<usize>,
    /// What it was about when it was last judged.
    pub about: Option<About>,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no case of that name.
    #[error("no such case")]
    NoSuchCase,
    /// There is another one of the new name.
    #[error("the name is taken")]
    NameTaken,
    /// The new name is empty.
    #[error("no name")]
    NoName,
    /// Another window has it open, and would save it again.
    #[error("open elsewhere")]
    OpenElsewhere,
    /// The file cannot be understood.
    #[error("not understood")]
    NotUnderstood,
    /// The words of the system.
    #[error("{0}")]
    System(String),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::System(error.to_string())
    }
}

impl Store {
    /// All cases, the last saved first. Files are only read.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = |path: PathBuf| {
            let case = read(&path).ok().and_then(|text| understood(&text));
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            Listed {
                name: case.as_ref().map_or(stem.into_owned(), |c| c.name.clone()),
                saved: saved(&path),
                step: case.as_ref().map(|c| c.step),
                about: case.and_then(|c| c.about),
                path,
            }
        };
        Ok(self.by_age()?.into_iter().map(listed).collect())
    }

    /// The case of that exact name, also where its file was given another.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn find(&self, name: &str) -> Result<Listed, Refused> {
        let expected = self.path(name);
        let mut all = self.list()?;
        let named = |at: &Listed| at.name == name;
        let place = all.iter().position(|c| named(c) && c.path == expected);
        let place = place.or_else(|| all.iter().position(named));
        place
            .map(|at| all.swap_remove(at))
            .ok_or(Refused::NoSuchCase)
    }

    /// Reads a case by its exact name; a file that cannot be understood stays where it is.
    ///
    /// # Errors
    /// When there is none, or it cannot be read or understood.
    pub fn open(&self, name: &str) -> Result<Case, Refused> {
        let found = self.find(name)?;
        understood(&read(&found.path)?).ok_or(Refused::NotUnderstood)
    }

    /// Gives a case another name, and its file with it. Nothing is written over.
    ///
    /// # Errors
    /// When there is no such case, it is open, the name is taken or empty, or the system
    /// refuses.
    pub fn rename(&self, from: &str, to: &str) -> Result<PathBuf, Refused> {
        let to = to.trim();
        if to.is_empty() {
            return Err(Refused::NoName);
        }
        let _lock = self.lock();
        let found = self.find(from)?;
        if self.is_open(from) {
            return Err(Refused::OpenElsewhere);
        }
        let mut case = understood(&read(&found.path)?).ok_or(Refused::NotUnderstood)?;
        let place = self.path(to);
        if fs::symlink_metadata(&place).is_ok() {
            return Err(Refused::NameTaken);
        }
        to.clone_into(&mut case.name);
        write(&place, &case)?;
        fs::remove_file(&found.path)?;
        self.clear_mark(from);
        Ok(place)
    }

    /// Deletes the case of that exact name.
    ///
    /// # Errors
    /// When there is no such case, it is open, or the system refuses.
    pub fn delete(&self, name: &str) -> Result<PathBuf, Refused> {
        let _lock = self.lock();
        let found = self.find(name)?;
        if self.is_open(name) {
            return Err(Refused::OpenElsewhere);
        }
        fs::remove_file(&found.path)?;
        self.clear_mark(name);
        Ok(found.path)
    }

    /// Held while something is compared and then written, so that two programs do it
    /// one after the other. Where the system has no such lock (some shares), the
    /// comparison alone has to do.
    pub(super) fn lock(&self) -> Option<fs::File> {
        let mut how = fs::File::options();
        let path = self.folder().join(LOCK);
        let file = how
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .ok()?;
        file.lock().ok()?;
        Some(file)
    }
}

/// No case: its name has no ending.
const LOCK: &str = ".lock";

/// A case as it is written.
pub(super) fn write(path: &Path, case: &Case) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(case)?;
    text.push(b'\n');
    write_atomic(path, &text)
}

fn saved(path: &Path) -> i64 {
    let modified = fs::metadata(path).and_then(|m| m.modified());
    let since = modified
        .unwrap_or(SystemTime::UNIX_EPOCH)
        .duration_since(UNIX_EPOCH);
    since.map_or(0, |s| i64::try_from(s.as_secs()).unwrap_or(i64::MAX))
}
