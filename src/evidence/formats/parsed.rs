//! What the readers of cmdlet output hand back.

use crate::evidence::Note;
use crate::evidence::record::Record;

/// Objects in the order of the text, and what was noticed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The objects.
    pub records: Vec<Record>,
    /// What was noticed.
    pub notes: Vec<Note>,
}
