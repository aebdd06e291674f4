//! What a person asks for, and what the world answers.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Analysis, Listing, Offered, Place, Predicted, Searched, SessionText, StepId};
use crate::case::{Case, Listed, Refused};
use crate::config::NotSaved;
use crate::diagnosis::Code;
use crate::report::RefusedList;

/// What a key, or a paste, asks for. Which keys mean what is one table in `tui`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// To the next step (confirms this one).
    Next,
    /// To the step before.
    Back,
    /// To a step.
    GoTo(StepId),
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Opens what is selected: the source line, the finding's page, the folder.
    Open,
    /// Closes what lies on top; else goes back.
    Close,
    /// The next pane of the step (the list or the input line).
    NextPane,
    /// The help of the place where one stands.
    Help,
    /// The other language.
    Language,
    /// Light or dark.
    Theme,
    /// Shows the lines that prove what is selected.
    Proof,
    /// The settings.
    Settings,
    /// The saved cases.
    Cases,
    /// Gives the selected case another name.
    Rename,
    /// Asks for what can be done here, to choose from.
    Jump,
    /// Does what was chosen there.
    Perform(Box<Action>),
    /// The page of a finding.
    Page(Code),
    /// To a row of the list, which was clicked.
    Select(usize),
    /// Takes the nth value of the selected row, from 1; 0 takes none.
    Pick(usize),
    /// Leaves the terminal to the shell until it gives it back.
    Suspend,
    /// What the rules predict beside what was answered.
    Table,
    /// Who must send again.
    Resend,
    /// Writes the scripts that gather the evidence.
    Collect,
    /// Opens the sessions of the logs.
    Sessions,
    /// Changes the filter of the sessions.
    Filter,
    /// Filters by the next outcome.
    NextOutcome,
    /// Asks for a text to be looked for.
    Search,
    /// Opens the certificates of the evidence.
    Certificates,
    /// Opens the what-if.
    WhatIf,
    /// Follows the logs while they are written, or ends that.
    Watch,
    /// Reads everything again.
    Reload,
    /// Changes the initials that ticks are signed with.
    Initials,
    /// Writes a note on the selected step of the checklist.
    Note,
    /// Copies what is selected: the command, the value, the collect command.
    Copy,
    /// Copies the undo of the selected step.
    CopyUndo,
    /// Shows it plainly, to be selected with the terminal's own means.
    ShowPlain,
    /// Shows differences only / everything.
    Differences,
    /// Chooses the selected option.
    Choose,
    /// Ticks the selected step of the checklist, or takes the tick back.
    Tick,
    /// Writes scripts and checklist to files.
    Save,
    /// Replaces names in the reports that are written, or leaves them.
    Redact,
    /// Opens the folder browser.
    Browse,
    /// Takes the selected input back.
    Remove,
    /// Says whose the objects of the selected file are.
    Whose,
    /// Completes the path that is being typed.
    Complete,
    /// Stops loading.
    Cancel,
    /// Leaves (asks only when something is unsaved).
    Quit,
    /// Leaves at once, the case saved.
    QuitNow,
    /// A character typed into the line that has the focus.
    Type(char),
    /// Deletes before the cursor.
    Backspace,
    /// Deletes at the cursor.
    Delete,
    /// Moves the cursor of the line.
    CursorLeft,
    /// Moves the cursor of the line.
    CursorRight,
    /// Takes what was typed.
    Submit,
    /// A paste: a bounce, cmdlet output, or paths.
    Paste(String),
    /// Answers a question.
    Yes,
    /// Answers a question.
    No,
}

/// What comes back from outside.
#[derive(Debug, Clone)]
pub enum Event {
    /// How loading goes on; `run` tells which loading.
    Progress {
        /// Which loading.
        run: u64,
        /// Files known.
        files: usize,
        /// Files begun.
        begun: usize,
        /// Bytes read.
        bytes: u64,
        /// Bytes there are to be read.
        total: u64,
        /// Seconds that are left at this pace, once that can be told.
        left: Option<u64>,
        /// Bytes a second, once that can be told.
        rate: Option<u64>,
        /// The file that is being read, as it is shown.
        file: String,
    },
    /// Loading has ended.
    Loaded {
        /// Which loading.
        run: u64,
        /// The judgement.
        analysis: Arc<Analysis>,
    },
    /// Loading has failed altogether: a bug of ours, or the thread could not be had.
    LoadFailed {
        /// Which loading.
        run: u64,
        /// The words of the system.
        why: String,
    },
    /// The lines of a source cannot be shown.
    SourceFailed {
        /// The path as it is shown.
        path: String,
        /// The words of the system.
        why: String,
    },
    /// The lines of a source around a place.
    SourceText {
        /// The path as it is shown.
        path: String,
        /// The first line's number.
        first_line: u64,
        /// The lines, raw.
        lines: Vec<String>,
        /// The line that was asked for.
        line: u64,
    },
    /// The rows of a session, or why they cannot be read.
    SessionRead {
        /// Its position in the index.
        session: u32,
        /// The rows.
        text: Result<SessionText, String>,
    },
    /// The sessions that fit a filter.
    SessionsFiltered {
        /// Which filtering.
        run: u64,
        /// Their positions in the index.
        shown: Arc<[u32]>,
    },
    /// What the replay says under changed values.
    Replayed {
        /// Which replay.
        run: u64,
        /// What it says.
        after: Predicted,
    },
    /// How a search goes on.
    Found {
        /// Which search.
        run: u64,
        /// Lines found since it was told last.
        lines: Vec<Place>,
        /// How far it has come.
        searched: Searched,
    },
    /// What is in a folder.
    Folder {
        /// What was asked for.
        asked: PathBuf,
        /// Which folder that is.
        path: PathBuf,
        /// What is in it; or why it cannot be read.
        listing: Result<Listing, String>,
    },
    /// Folders in which evidence lies by default.
    FoldersFound(Vec<Offered>),
    /// Completions of a path that is being typed.
    Completed {
        /// What was typed.
        typed: String,
        /// The longest that all candidates share.
        text: String,
        /// The candidates, a few.
        candidates: Vec<String>,
    },
    /// What was seen of the logs that are followed, or why they cannot be.
    Watched {
        /// Which following.
        run: u64,
        /// What was seen.
        seen: Result<Arc<crate::watch::Snapshot>, String>,
    },
    /// A password was tried.
    Unlocked {
        /// The file's [`id`](crate::evidence::formats::certificate::Locked::id).
        id: [u8; 20],
        /// Whether it was the right one.
        right: bool,
    },
    /// Who must send again.
    Refused(Arc<RefusedList>),
    /// Files were written, or why not.
    Written(Result<Vec<PathBuf>, String>),
    /// The case was saved, or why not.
    CaseSaved(Result<(), String>),
    /// The case was saved under this name of its own: another program had saved it meanwhile.
    CaseAsOwn(String),
    /// The case is new and saved under this name: that which it had was taken.
    CaseNamed(String),
    /// A setting was saved, or why not.
    SettingSaved(Result<(), NotSaved>),
    /// The saved cases, the last saved first; or why they cannot be read.
    Cases {
        /// Where they are.
        folder: PathBuf,
        /// The cases.
        listed: Result<Vec<Listed>, String>,
    },
    /// A case to go on with, or why there is none.
    CaseOpened(Result<Box<Case>, (String, Refused)>),
    /// A case has a new name, the second; or why not.
    CaseRenamed {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
        /// Why not.
        result: Result<(), Refused>,
    },
    /// The case of that name was deleted, or why not.
    CaseDeleted(String, Result<(), Refused>),
    /// There is no shell to leave the terminal to.
    NotSuspended,
    /// Something was copied, by which way; or why not.
    Copied(Result<(), String>),
    /// What was asked for was not done: a bug of ours, or the thread could not be had.
    Failed(String),
}

impl Event {
    /// Whether it tells only how something goes on, whose end is another event.
    pub fn is_progress(&self) -> bool {
        match self {
            Self::Progress { .. } => true,
            Self::Found { searched, .. } => !searched.done,
            _ => false,
        }
    }
}
