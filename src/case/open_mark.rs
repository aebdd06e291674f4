//! Which cases are open: a file beside the case is locked as long as a window has it,
//! so that no other one deletes or renames it meanwhile. The system lets go of the lock
//! when a program is killed. Where it has no such lock (some shares), nothing is refused.

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use super::{Store, file_stem};

/// A case that this program has open.
#[derive(Debug)]
pub(super) struct OpenMark {
    /// Its name.
    pub(super) name: String,
    /// Held locked.
    file: File,
}

impl Store {
    /// No case: it has no ending of one.
    fn mark(&self, name: &str) -> PathBuf {
        self.folder().join(format!(".{}.open", file_stem(name)))
    }

    /// Marks a case as open. The store is locked by the caller, here and below, so that
    /// nobody takes a mark away that another one is about to hold.
    pub(super) fn mark_open(&self, name: &str) -> Option<OpenMark> {
        let mut how = File::options();
        let how = how.read(true).write(true).create(true).truncate(false);
        let file = how.open(self.mark(name)).ok()?;
        file.try_lock_shared().ok()?;
        Some(OpenMark {
            name: name.to_owned(),
            file,
        })
    }

    /// Whether any window has the case open.
    pub(super) fn is_open(&self, name: &str) -> bool {
        let mut how = File::options();
        let Ok(file) = how.read(true).write(true).open(self.mark(name)) else {
            return false;
        };
        matches!(file.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// Takes the mark back; the last one takes the file away.
    pub(super) fn mark_closed(&self, mark: OpenMark) {
        let OpenMark { name, file } = mark;
        drop(file);
        self.clear_mark(&name);
    }

    /// Takes a mark away that nobody holds.
    pub(super) fn clear_mark(&self, name: &str) {
        if !self.is_open(name) {
            let _ = fs::remove_file(self.mark(name));
        }
    }
}
