//! Everything that the wizard knows. The face draws it and changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::state::Pending;
use super::{
    Analysis, AskedPassword, Browser, CertificateView, CertificatesView, Offered, Progress,
    SearchView, SessionsView, StepId, TranscriptView, WhatIfView,
};
use crate::case::{Listed, Refused};
use crate::config::{NotSaved, Settings, Trouble};
use crate::evidence::Side;
use crate::evidence::walk::Input;
use crate::remedy::OptionId;
use crate::report::RefusedList;
use crate::terminal::Lang;

/// The wizard.
#[derive(Debug, Clone)]
pub struct Model {
    /// Language of the screen.
    pub lang: Lang,
    /// The language of the system; handed in.
    pub system_lang: Lang,
    /// Theme, symbols, mouse: as they are set by now.
    pub settings: Settings,
    /// Where settings are kept, and what is wrong there.
    pub settings_file: SettingsFile,
    /// What the terminal says of its background.
    pub light: bool,
    /// The step on the screen.
    pub step: StepId,
    /// The furthest step that was confirmed.
    pub reached: StepId,
    /// The name of the case.
    pub name: String,
    /// The time as of which validity is judged, seconds since the epoch; handed in.
    pub now: i64,
    /// The time of day, for ticks; the run loop sets it before each action.
    pub clock: i64,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// What `~` stands for; handed in.
    pub home: Option<PathBuf>,
    /// How much the face shows at once.
    pub size: ViewSize,
    /// Whether the case is kept on disk (not that of a demo).
    pub keeps_case: bool,
    /// What was given so far.
    pub given: Vec<Given>,
    /// Files of it that are left out, as [`Origin::location`](crate::evidence::walk::Origin::location)
    /// tells where they are.
    pub left_out: BTreeSet<PathBuf>,
    /// Whose the objects of files are that do not tell it, as was said here: the
    /// path of the file, or the name of the pasted text.
    pub sides: BTreeMap<String, Side>,
    /// What was given has changed since the judgement, and loading was stopped.
    pub stale: bool,
    /// The judgement of it.
    pub analysis: Option<Arc<Analysis>>,
    /// Loading, while it goes on.
    pub loading: Option<Loading>,
    /// Step 1.
    pub symptom: SymptomView,
    /// Step 2.
    pub evidence: EvidenceView,
    /// Step 3: the row, and whether only differences are shown.
    pub compare: (Selection, bool),
    /// Step 3: the side whose value is opened and copied.
    pub compare_side: Side,
    /// Step 4: the finding.
    pub cause: Selection,
    /// Step 5.
    pub fix: FixView,
    /// Step 6.
    pub verify: VerifyView,
    /// What lies on top.
    pub overlay: Option<Overlay>,
    /// What lies below it, and comes back when it is closed.
    pub under: Vec<Overlay>,
    /// One line about what has just happened.
    pub notice: Option<Notice>,
    /// Whether something confirmed is not yet in the saved case.
    pub unsaved: bool,
    /// Folders in which evidence lies by default, where these exist.
    pub offered: Vec<Offered>,
    /// The folder that the browser showed last.
    pub browsed: Option<PathBuf>,
    /// What is under way.
    pub(super) pending: Pending,
}

/// Where settings are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsFile {
    /// The file; `None` where there is no place for it, or nothing is kept.
    pub path: Option<PathBuf>,
    /// What is wrong in it.
    pub troubles: Vec<Trouble>,
}

/// How much the face shows at once; the run loop sets it after drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewSize {
    /// Rows of a page.
    pub page: usize,
    /// The furthest that the text on top can be scrolled.
    pub scroll_end: usize,
}

/// Something given, with how it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What.
    pub input: Input,
    /// A path, or "pasted text".
    pub shown: String,
}

/// A position in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// The selected row.
    pub row: usize,
}

/// A line that is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineEdit {
    /// The text.
    pub text: String,
    /// The cursor, in characters (`char`); never within what is seen as one letter.
    pub cursor: usize,
}

/// Loading that goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loading {
    /// Which.
    pub run: u64,
    /// Files known.
    pub files: usize,
    /// Files begun.
    pub begun: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes there are to be read.
    pub total: u64,
    /// Bytes a second, once that can be told.
    pub rate: Option<u64>,
    /// The file that is being read, as it is shown.
    pub file: String,
    /// Seconds that are left at this pace, once that can be told.
    pub left: Option<u64>,
    /// It is for step 6.
    pub for_verify: bool,
}

/// Step 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SymptomView {
    /// The bounce as it was pasted (kept although it is skipped and come back to).
    pub pasted: Option<String>,
    /// A path or text being typed.
    pub line: LineEdit,
    /// Whether the line has the focus.
    pub typing: bool,
    /// Completions shown below it.
    pub candidates: Vec<String>,
}

/// Step 2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceView {
    /// The row of [`Model::evidence_rows`]: files first, then what is missing.
    pub selection: Selection,
    /// Which command of what is missing, where there are several.
    pub command: usize,
    /// The path being typed.
    pub line: LineEdit,
    /// Whether the line has the focus.
    pub typing: bool,
    /// Completions shown below it.
    pub candidates: Vec<String>,
}

/// Step 5.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FixView {
    /// The option under the cursor.
    pub selection: Selection,
    /// The option chosen: its checklist is shown.
    pub chosen: Option<OptionId>,
    /// The step under the cursor.
    pub step: Selection,
    /// The ticks of each option.
    pub checklists: BTreeMap<OptionId, Checklist>,
    /// The initials that ticks are signed with.
    pub initials: String,
    /// The folder below which files are written, as it was last typed.
    pub folder: String,
}

/// The ticks and notes of one option by the step's id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist {
    /// Who and when.
    pub ticks: BTreeMap<String, Tick>,
    /// What was noted; none is empty.
    pub notes: BTreeMap<String, String>,
}

/// A tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Initials.
    pub by: String,
    /// Seconds since the epoch.
    pub at: i64,
}

/// Step 6.
#[derive(Debug, Clone, Default)]
pub struct VerifyView {
    /// Newer evidence.
    pub given: Vec<Given>,
    /// Whose logs of it are that do not tell it, as was said here: by the path of the file,
    /// or the name of the pasted text.
    pub servers: BTreeMap<String, String>,
    /// Its judgement.
    pub newer: Option<Arc<Analysis>>,
    /// It beside the older.
    pub progress: Option<Progress>,
    /// The logs that are followed.
    pub watching: Option<super::Watching>,
    /// The path being typed.
    pub line: LineEdit,
    /// Whether the line has the focus.
    pub typing: bool,
    /// Completions shown below it.
    pub candidates: Vec<String>,
    /// The row of [`Model::verify_rows`].
    pub selection: Selection,
    /// The first line that is seen; `None` while the selected row leads.
    pub scroll: Option<usize>,
}

/// What lies on top of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// Keys and what to do here.
    Help {
        /// Lines scrolled.
        scroll: usize,
    },
    /// The lines of a source.
    Source(Viewer),
    /// The page of a finding.
    Page {
        /// Its code.
        code: crate::diagnosis::Code,
        /// Lines scrolled.
        scroll: usize,
    },
    /// The truth table, and its selected row.
    Table(Selection),
    /// Who must send again.
    Refused {
        /// `None` while the logs are read.
        list: Option<Arc<RefusedList>>,
        /// The selected one of its senders.
        selection: Selection,
    },
    /// The sessions of the logs.
    Sessions(Box<SessionsView>),
    /// One session whole.
    Transcript(Box<TranscriptView>),
    /// The certificates of the evidence.
    Certificates(Box<CertificatesView>),
    /// One certificate.
    Certificate(Box<CertificateView>),
    /// Values changed, and what would come of it.
    WhatIf(Box<WhatIfView>),
    /// The search across all evidence.
    Search(Box<SearchView>),
    /// A text to be selected with the terminal's own means.
    Plain {
        /// The text.
        text: String,
        /// Lines scrolled.
        scroll: usize,
    },
    /// The folder browser.
    Browser(Browser),
    /// Who ticks.
    Initials(LineEdit),
    /// What is noted on the selected step of the checklist.
    Note(LineEdit),
    /// Where files are written.
    SaveTo {
        /// Which.
        what: ToWrite,
        /// The folder below which a new one is made.
        line: LineEdit,
        /// Completions shown below it.
        candidates: Vec<String>,
    },
    /// The password of a file.
    Password(AskedPassword),
    /// The settings.
    Settings(Selection),
    /// The saved cases.
    Cases(CaseList),
    /// The new name of a case.
    CaseName {
        /// The name it has.
        from: String,
        /// The name that is typed.
        line: LineEdit,
    },
    /// Delete the case of that name?
    AskDelete(String),
    /// What can be done here, to choose from.
    Jump {
        /// What it is narrowed down by.
        line: LineEdit,
        /// The selected one of those that are left.
        selection: Selection,
    },
    /// Take back a folder with all its files?
    AskRemove(ToRemove),
    /// Leave although something is unsaved?
    AskQuit,
}

/// Something given that is to be taken back with all its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRemove {
    /// It is newer evidence, of step 6.
    pub newer: bool,
    /// Index into [`Model::given`], or into [`VerifyView::given`].
    pub given: usize,
    /// How it is shown.
    pub shown: String,
    /// How many files came with it.
    pub files: usize,
}

/// What is written into a folder that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToWrite {
    /// Scripts, checklist and reports of the chosen option.
    Bundle {
        /// In the reports names are replaced, so that they can be passed on.
        redacted: bool,
    },
    /// The scripts that gather the evidence.
    Collection,
}

/// The lines of a source around a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    /// The path as it is shown.
    pub path: String,
    /// The first line's number.
    pub first_line: u64,
    /// The lines, raw.
    pub lines: Vec<String>,
    /// The line that was asked for.
    pub line: u64,
    /// The surroundings of the line have come.
    pub arrived: bool,
    /// Lines scrolled.
    pub scroll: usize,
    /// Columns scrolled.
    pub column: usize,
    /// All places of the value that was opened, the best first.
    pub places: Vec<Place>,
    /// Which of them is shown.
    pub place: usize,
}

/// A line of a file that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What holds it.
    pub input: Input,
    /// The path as it is shown.
    pub path: String,
    /// The line, from 1.
    pub line: u64,
    /// The line as it was read.
    pub excerpt: String,
}

/// The saved cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseList {
    /// Where they are; empty until that is known.
    pub folder: PathBuf,
    /// The cases, the last saved first; `None` while they are read.
    pub listed: Option<Vec<Listed>>,
    /// Why they cannot be read.
    pub trouble: Option<String>,
    /// The selected one.
    pub selection: Selection,
}

/// One line about what has just happened; worded by `i18n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Copied to the clipboard: what it was, shortened.
    Copied(String),
    /// Copying is not possible here: use "show plain".
    NotCopied,
    /// Files were written to this folder.
    Written(PathBuf),
    /// They are being made; of many logs that takes a while.
    Writing,
    /// They were not, and why.
    NotWritten(String),
    /// The case is saved.
    CaseSaved,
    /// It is not, and why.
    CaseNotSaved(String),
    /// Another program has saved the case; this one is saved under this name.
    CaseElsewhere(String),
    /// A case of an earlier time was resumed.
    Resumed,
    /// The saved case could not be read and was kept aside here.
    CaseKeptAside(PathBuf),
    /// A setting was saved to this file.
    SettingSaved(PathBuf),
    /// It holds until the wizard is left: there is no file to save it to.
    SettingForNow,
    /// It holds until the wizard is left: why it was not saved.
    SettingNotSaved(NotSaved),
    /// Nothing is kept here, so there are no cases.
    NoCases,
    /// Why nothing was done with the case of that name.
    CaseRefused(String, Refused),
    /// A case was renamed to this.
    CaseRenamed(String),
    /// The case of that name was deleted.
    CaseDeleted(String),
    /// The case that is open is not deleted.
    CaseIsOpen,
    /// There is no shell to go back to.
    NotSuspended,
    /// Something in the settings file cannot be used.
    SettingsTrouble,
    /// Loading was cancelled.
    Cancelled,
    /// Evidence is needed first.
    NeedsEvidence,
    /// No folder with a send log is known.
    NoLogToWatch,
    /// No such path.
    NoSuchPath(String),
    /// A paste is evidence, and this step takes none.
    PasteNotHere,
    /// There is nothing to copy here.
    NothingToCopy,
    /// What was pasted into the browser is no path.
    NoPathPasted,
    /// What was pasted is neither a path nor anything that is read.
    PasteTellsNothing,
    /// This file is left out from now on.
    LeftOut(String),
    /// This file, which was left out, is read again.
    ReadAgain(String),
    /// This was taken back, with so many files.
    TakenBack(String, usize),
    /// It had been given already, itself or with its folder: it is read once.
    GivenAlready(String),
    /// Nothing shows where this was read.
    NoPlace,
    /// No session sent this certificate.
    NeverSent,
    /// This option is not open in this case.
    NotOffered,
    /// It would change what is right.
    NothingToMend,
    /// A file could not be read again, or reading failed altogether: the words of the system.
    NotRead(String),
    /// What was asked for was not done, by a fault of ours: its words.
    Failed(String),
}
