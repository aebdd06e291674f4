//! What the follower asks of a file system.

use std::io;
use std::path::{Path, PathBuf};

/// A file or folder as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path.
    pub path: PathBuf,
    /// It is a folder.
    pub is_folder: bool,
    /// Bytes.
    pub size: u64,
    /// When it was last written, in any unit: only a change tells something.
    pub modified: u128,
    /// What tells it from another file of its name, where the system says so: only a
    /// change tells something.
    pub identity: u64,
}

/// Files that others write. Nothing is locked, and nothing stays open between two calls:
/// Exchange deletes its logs and makes new ones of the same name.
pub trait Shelf {
    /// What is in a folder, in any order.
    ///
    /// # Errors
    /// What the system says: the folder, or its share, is not there now.
    fn list(&mut self, folder: &Path) -> io::Result<Vec<Listed>>;

    /// A file as it is now. Windows shows in a listing the size that a file had when
    /// it was last closed, and Exchange keeps its log open.
    ///
    /// # Errors
    /// What the system says.
    fn look(&mut self, file: &Path) -> io::Result<Listed>;

    /// Reads from an offset, until `into` is full or the file ends.
    ///
    /// # Errors
    /// What the system says.
    fn read(&mut self, file: &Path, at: u64, into: &mut [u8]) -> io::Result<usize>;
}
