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
mod effect;
mod model;
mod step;

pub use action::{Action, Event};
pub use analysis::Analysis;
pub use effect::{Effect, FileToWrite};
pub use model::{
    Browser, BrowserEntry, Checklist, EvidenceView, FixView, Given, LineEdit, Loading, Model,
    Notice, Overlay, Selection, SymptomView, Tick, VerifyView, Viewer,
};
pub use step::StepId;
