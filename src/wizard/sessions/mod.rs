//! The sessions browser: all sessions of the logs, filtered, and one of them whole.

mod form;
mod transcript;
mod view;

pub use form::FilterForm;
pub use transcript::{SessionText, SessionToRead, TranscriptView};
pub use view::{SessionsToFilter, SessionsView};

pub(super) use transcript::{read, update as update_transcript};
pub(super) use view::{close, filtered, line_taken, open, open_for, open_with, update, window_top};
