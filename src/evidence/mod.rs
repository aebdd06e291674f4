//! Bytes to records. Parsing never fails: it gives records and notes; only
//! "cannot open" is an error, and one bad file never stops the others.

mod location;
mod note;
pub mod record;
pub mod reply;
mod source;

pub mod formats;

pub use location::{Location, MAX_EXCERPT, SourceId, excerpt};
pub use note::{Note, NoteKind, Unread};
pub use source::{Encoding, Side, Source, SourceKind};
