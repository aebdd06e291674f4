//! HCW's `.log` (formats.md section 2): the cmdlets of a run with their parameters,
//! the objects that it dumped, what it compared before and after, the certificate that
//! was chosen, warnings and errors. Read entry by entry; what is damaged becomes a note.

mod certificate;
mod entry;
mod objects;
mod reader;
mod table;
mod values;

use self::reader::Reader;
use super::HcwRun;
use crate::evidence::Note;
use crate::evidence::record::Record;

/// A run of HCW and the objects of both sides as the log shows them last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HcwLog {
    /// What was run.
    pub run: HcwRun,
    /// The objects in the order in which they were first seen.
    pub records: Vec<Record>,
    /// Entries of the log.
    pub entries: u64,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// Reads a log, or a part of one that was pasted.
pub fn parse(text: &str) -> HcwLog {
    let mut reader = Reader::default();
    for (nth, line) in text.lines().enumerate() {
        reader.line(nth as u64 + 1, line);
    }
    reader.finish()
}

/// A line of an entry.
#[derive(Debug, Clone)]
struct Part {
    /// From 1.
    line: u64,
    /// As it stands in the file.
    raw: String,
    /// Without the head, or the indent.
    text: String,
}

#[cfg(test)]
mod tests;
