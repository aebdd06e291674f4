//! What the machine wants done outside. The worker does it off the drawing thread.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Analysis, SessionToRead, SessionsToFilter, ToReplay, ToSearch};
use crate::case::Case;
use crate::config::Setting;
use crate::evidence::formats::certificate::Locked;
use crate::evidence::secret::Secret;
use crate::evidence::walk::Input;
use crate::evidence::{Side, SourceKind};
use crate::facts::{ServersTold, SideGiven, Window};
use crate::remedy::OptionId;
use crate::report::checklist::Mark;
use crate::terminal::Lang;

/// The files of an option, to be made and written into a new folder.
#[derive(Debug, Clone)]
pub struct BundleToWrite {
    /// The folder; the worker appends the first number that is free (`-1`, `-2`, ...).
    pub folder: PathBuf,
    /// The option.
    pub option: OptionId,
    /// The name of the case.
    pub case: String,
    /// The language.
    pub lang: Lang,
    /// The zone of its times.
    pub zone: TimeZone,
    /// What was ticked and noted, by the step's id.
    pub marks: BTreeMap<String, Mark>,
    /// What was judged.
    pub analysis: Arc<Analysis>,
    /// What was given, for its digests.
    pub inputs: Vec<Input>,
    /// In the reports names are replaced.
    pub redacted: bool,
}

/// One judgement is equal to itself alone: that is all a test asks.
impl PartialEq for BundleToWrite {
    fn eq(&self, other: &Self) -> bool {
        self.folder == other.folder
            && self.option == other.option
            && self.case == other.case
            && self.lang == other.lang
            && self.zone == other.zone
            && self.marks == other.marks
            && Arc::ptr_eq(&self.analysis, &other.analysis)
            && self.inputs == other.inputs
            && self.redacted == other.redacted
    }
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
        /// Whose logs are that do not tell it.
        servers: ServersTold,
        /// Validity is judged as of then, seconds since the epoch.
        now: i64,
    },
    /// Follow logs while they are written, instead of others; answered by `Watched`.
    Watch(Box<super::ToWatch>),
    /// Look once at logs, at what has come to them since the last look of the same
    /// following; answered by `Watched`.
    Look(Box<super::ToWatch>),
    /// Stop following.
    StopWatch,
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
        /// What was read in it: of a line that is too long to be shown its surroundings are.
        excerpt: String,
    },
    /// Read the rows of a session; answered by `SessionRead`.
    ReadSession(SessionToRead),
    /// Replay under changed values; answered by `Replayed`.
    Replay(Box<ToReplay>),
    /// Look for a text in all files; answered by `Found` until it is done.
    Search(Box<ToSearch>),
    /// Stop the search.
    StopSearch,
    /// Filter the sessions; answered by `SessionsFiltered`.
    FilterSessions(Box<SessionsToFilter>),
    /// Look for the folders in which evidence lies by default.
    FindFolders,
    /// List a folder.
    ListFolder(PathBuf),
    /// Complete a path.
    Complete(String),
    /// Copy to the clipboard.
    Copy(String),
    /// Save the case.
    SaveCase(Box<Case>),
    /// Try a password; answered by `Unlocked`.
    Unlock {
        /// The file.
        locked: Locked,
        /// What was typed; used once.
        password: Secret,
    },
    /// Make the files of an option and write them into a new folder.
    WriteBundle(Box<BundleToWrite>),
    /// Write the scripts that gather the evidence into a new folder.
    WriteCollection {
        /// The folder; the worker appends the first number that is free.
        folder: PathBuf,
        /// Of the page beside them.
        lang: Lang,
    },
    /// Read the logs for who must send again; answered by `Refused`.
    ListRefused {
        /// What was given.
        inputs: Vec<Input>,
        /// The sessions that count.
        window: Window,
    },
    /// Change a setting in its file.
    SaveSetting {
        /// The file.
        path: PathBuf,
        /// Which.
        setting: Setting,
        /// What it is from now on.
        value: &'static str,
    },
    /// List the saved cases.
    ListCases,
    /// Read the case of that name, to go on with it.
    OpenCase(String),
    /// Give a case another name.
    RenameCase {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// Delete the case of that name.
    DeleteCase(String),
    /// Leave the terminal to the shell for a while.
    Suspend,
    /// Leave.
    Quit,
}

impl Effect {
    /// Whether an answer comes of it, which somebody may wait for.
    pub fn is_answered(&self) -> bool {
        !matches!(
            self,
            Self::Cancel | Self::StopSearch | Self::StopWatch | Self::Quit
        )
    }
}
