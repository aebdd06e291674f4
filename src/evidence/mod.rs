//! Bytes to records. Parsing never fails: it gives records and notes; only
//! "cannot open" is an error, and one bad file never stops the others.

pub mod archive;
pub mod classify;
pub mod decode;
pub mod loader;
mod location;
mod note;
pub mod record;
pub mod reply;
mod rewrite;
pub mod secret;
pub mod sniff;
mod source;
pub mod unlock;
pub mod walk;

pub mod formats;

pub use location::{Location, MAX_EXCERPT, SourceId, excerpt};
pub use note::{Note, NoteKind, Unread, XmlFault};
pub use rewrite::Rewrite;
pub use source::{Encoding, Side, Source, SourceKind};
