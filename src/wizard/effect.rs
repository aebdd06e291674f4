//! What the machine wants done outside. The worker does it off the drawing thread.

use std::path::PathBuf;

use crate::case::Case;
use crate::evidence::walk::Input;

/// A file to be written; never over an existing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileToWrite {
    /// Its name within the folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read and judge; answered by progress and one `Loaded`.
    Load {
        /// Which loading.
        run: u64,
        /// What was given.
        inputs: Vec<Input>,
    },
    /// Stop the loading.
    Cancel,
    /// Read the lines of a source around a place.
    ReadSource {
        /// What was given.
        inputs: Vec<Input>,
        /// The path as the source shows it.
        path: String,
        /// The line.
        line: u64,
    },
    /// List a folder.
    ListFolder(PathBuf),
    /// Complete a path.
    Complete(String),
    /// Copy to the clipboard.
    Copy(String),
    /// Save the case.
    SaveCase(Box<Case>),
    /// Write files into a new folder (made beside its parent's others).
    WriteFiles {
        /// The folder.
        folder: PathBuf,
        /// The files.
        files: Vec<FileToWrite>,
    },
    /// Leave.
    Quit,
}
