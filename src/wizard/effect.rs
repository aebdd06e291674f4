//! What the machine wants done outside. The worker does it off the drawing thread.

use std::path::PathBuf;

use crate::case::Case;
use crate::evidence::formats::certificate::Locked;
use crate::evidence::secret::Secret;
use crate::evidence::walk::Input;
use crate::evidence::{Side, SourceKind};
use crate::facts::SideGiven;

/// A file to be written; never over an existing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileToWrite {
    /// Its name within the folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A file of the older evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub input: Input,
    /// What it holds.
    pub kind: SourceKind,
    /// Whose values.
    pub side: Option<Side>,
    /// It holds objects of other kinds too, and is kept for their sake.
    pub mixed: bool,
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
        /// Whose objects are that do not tell it.
        sides: Vec<SideGiven>,
        /// Validity is judged as of then, seconds since the epoch.
        now: i64,
    },
    /// Read and judge newer evidence together with what the older tells of the
    /// configuration; answered as `Load`.
    LoadNewer {
        /// Which loading.
        run: u64,
        /// The newer evidence.
        newer: Vec<Input>,
        /// Files of the older evidence that tell of the configuration; those whose
        /// kind is among the newer evidence are left out.
        kept: Vec<Kept>,
        /// Only sessions that began after this count (milliseconds since the epoch).
        since: Option<i64>,
        /// Whose objects are that do not tell it.
        sides: Vec<SideGiven>,
        /// Validity is judged as of then, seconds since the epoch.
        now: i64,
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
    /// Write files into a new folder.
    WriteFiles {
        /// The folder; the worker appends the first number that is free (`-1`, `-2`, ...).
        folder: PathBuf,
        /// The files.
        files: Vec<FileToWrite>,
    },
    /// Try a password; answered by `Unlocked`.
    Unlock {
        /// The file.
        locked: Locked,
        /// What was typed; used once.
        password: Secret,
    },
    /// Leave.
    Quit,
}
