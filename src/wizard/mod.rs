//! The wizard without a screen: a pure state machine. Its face (`tui`) turns keys
//! into [`Action`]s and draws the [`Model`]; everything slow or outside is an
//! [`Effect`] that the run loop hands to the worker, whose answers come back as
//! [`Event`]s.
//!
//! ```text
//! key -> keymap -> Action -> update(&mut Model) -> Effects -> worker -> Event -> update
//!                                   |
//!                                   v
//!                              view(&Model)
//! ```

mod action;
mod analysis;
mod answers;
mod browser;
mod cases;
mod cause;
mod certificates;
mod compare;
mod course;
mod effect;
mod evidence;
mod fix;
mod give;
mod handle;
mod held;
mod left_out;
mod line_edit;
mod model;
mod offered;
mod outgoing;
mod overlay;
mod password;
mod paths;
mod progress;
mod refused;
mod resume;
mod rows;
mod search;
mod sessions;
mod settings;
mod spot;
mod state;
mod step;
mod symptom;
mod truth_table;
mod update;
mod verify;
mod watching;
mod what_if;
mod whose_log;
pub mod worker;

pub use action::{Action, Event};
pub use analysis::Analysis;
use analysis::{input_of, owns};
pub use answers::{AnswerCount, Answers};
pub use browser::{Browser, BrowserEntry, FileKind, Listing};
pub use certificates::{CertificateView, CertificatesView};
pub use course::{Course, is_about_attribution, is_attr36, other_fault};
pub use effect::{BundleToWrite, Effect, Kept};
pub use handle::handle;
pub use held::Held;
pub use model::{
    CaseList, Checklist, EvidenceView, FixView, Given, LineEdit, Loading, Model, Notice, Overlay,
    Place, Selection, SettingsFile, SymptomView, Tick, ToRemove, ToWrite, VerifyView, ViewSize,
    Viewer,
};
pub use offered::{Offered, OfferedKind};
use outgoing::open_place;
pub use password::{AskedPassword, SecretLine};
pub use progress::{
    CauseNow, CauseState, Outcome, Progress, RefusedBefore, Unproven, WayNow,
    compare as compare_progress, outcome as outcome_of, unproven, ways as ways_now,
};
pub use rows::{CompareRow, EvidenceRow, VerifyRow};
pub use search::{Hit, SearchView, Searched, ToSearch};
pub use sessions::{
    FilterForm, SessionText, SessionToRead, SessionsToFilter, SessionsView, TranscriptView,
};
pub use spot::Spot;
pub use state::Focus;
pub use step::StepId;
pub use update::update;
pub use watching::{ToWatch, Watching};
pub use what_if::{Predicted, Target, ToReplay, WhatIfView};
pub use whose_log::WhoseLog;
