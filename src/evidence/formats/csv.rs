//! `Export-Csv` and `ConvertTo-Csv` (formats.md section 4): with or without
//! `#TYPE`, with any of the usual separators, several exports in one file, quoted
//! or not. Lists come out as the name of their type: those values are unknown.
//!
//! `rows` takes the text apart, this file makes objects of the rows.

mod rows;

use std::cmp::Ordering;

use self::rows::{Cell, Row, Rows};
use super::Parsed;
use super::hint::Hint;
use super::paste::{PasteLine, paste_line};
use crate::evidence::record::{Field, ObjectClass, Record, Value, is_type_name};
use crate::evidence::{MAX_EXCERPT, Note, NoteKind, classify, excerpt};

/// Reads every object of the text. Never fails: a damaged row keeps what stands
/// before the damage, and notes tell what is not known.
pub fn parse(text: &str) -> Parsed {
    let mut gather = Gatherer::default();
    let mut rows = Rows::new(text);
    while let Some(line) = rows.peek() {
        if let Some(type_name) = line.strip_prefix("#TYPE") {
            gather.hint.set(classify::class_of_type(type_name));
            gather.names.clear();
            rows.skip_line();
        } else if let Some(separator) = line.strip_prefix("sep=") {
            // Excel's own first line.
            rows.separator = separator.chars().next().filter(char::is_ascii);
            rows.skip_line();
        } else if let Some(found) = paste_line(line) {
            if let PasteLine::Command(command) = found {
                gather.hint.command(command);
                gather.names.clear();
            }
            rows.skip_line();
        } else if gather.names.is_empty() || is_head(line) {
            rows.separator = rows.separator.or_else(|| separator_of(line));
            if gather.begun {
                rows.separator = separator_of(line);
            }
            let head = rows.next_row();
            gather.head(head);
        } else {
            let row = rows.next_row();
            gather.row(row);
        }
    }
    gather.parsed.notes.extend(gather.hint.notes());
    gather.parsed
}

/// Whether a head of several names and a row of values follow each other: for
/// telling such a text from others.
pub(crate) fn is_csv(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("#TYPE ") || text.starts_with("sep=") {
        return true;
    }
    let mut rows = Rows::new(text);
    let Some(line) = rows.peek() else {
        return false;
    };
    rows.separator = separator_of(line);
    let (head, row) = (rows.next_row(), rows.next_row());
    let quoted = head.cells.iter().all(|c| c.quoted);
    // Without quotes (PowerShell 7 can), prose has commas too: all must be words.
    let words = head.cells.iter().all(|c| !c.text.contains(' '));
    let names = head.cells.iter().all(is_name);
    // One quoted name alone is a list of words unless it is a name of Exchange.
    let enough = head.cells.len() > 1 || quoted && class_of_names(&head).0 > 0;
    let same = row.cells.len() >= head.cells.len() || row.damaged;
    enough && names && (quoted || words) && same
}

/// The separator that parts a head into the most names.
fn separator_of(line: &str) -> Option<char> {
    let parts = |separator: char| {
        let row = rows::one(line, separator);
        let names = row.cells.iter().all(is_name);
        if names { row.cells.len() } else { 0 }
    };
    // Of equal ones the first.
    let mut best = (',', parts(','));
    for separator in [';', '\t', '|'] {
        let found = parts(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    (best.1 > 0).then_some(best.0)
}

/// The name of a property.
fn is_name(cell: &Cell) -> bool {
    let name = cell.text.trim();
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '@');
    !name.is_empty() && name.len() <= 80 && name.chars().all(word)
}

/// Whether a line in the middle is the head of another export: at least two names
/// that a known class has.
fn is_head(line: &str) -> bool {
    // Most rows hold a character that no name has.
    let usual = |c: char| c.is_alphanumeric() || "_-. @\",;\t|".contains(c);
    if !line.chars().all(usual) {
        return false;
    }
    let Some(separator) = separator_of(line) else {
        return false;
    };
    class_of_names(&rows::one(line, separator)).0 > 1
}

/// How many names of a known class stand in a head, and which class that is.
fn class_of_names(head: &Row) -> (usize, ObjectClass) {
    classify::names_known(head.cells.iter().map(|c| c.text.trim()))
}

#[derive(Default)]
struct Gatherer {
    parsed: Parsed,
    names: Vec<String>,
    hint: Hint,
    /// A head has been read.
    begun: bool,
}

impl Gatherer {
    fn head(&mut self, row: Row) {
        // A head read within a run has no command or type of its own.
        if !self.names.is_empty() {
            self.hint.set(None);
        }
        let name = |cell: Cell| cell.text.trim().to_owned();
        self.names = row.cells.into_iter().map(name).collect();
        self.begun = true;
    }

    fn row(&mut self, row: Row) {
        let (cells, names) = (row.cells.len(), self.names.len());
        // Of a row that breaks off the last value may be cut, and a separator within
        // an unquoted value may stand anywhere.
        let known = match cells.cmp(&names) {
            _ if row.damaged => cells,
            Ordering::Less => cells.saturating_sub(1),
            Ordering::Equal => cells,
            Ordering::Greater => 0,
        };
        if row.damaged {
            self.note(row.line, NoteKind::OpenQuote);
        } else if cells != names {
            let fields = cells;
            self.note(row.line, NoteKind::RowWidth { fields, names });
        }
        let field = |(at, name): (usize, &String)| match row.cells.get(at) {
            Some(cell) if at < known => field(name, cell),
            _ => Field {
                name: name.clone(),
                value: Value::Opaque,
                line: row.line,
                excerpt: excerpt(row.line_text).to_owned(),
            },
        };
        let mut fields: Vec<Field> = self.names.iter().enumerate().map(field).collect();
        let class = classify::class_or(&fields, self.hint.class());
        // What is not known is not there, but tells what the object is.
        fields.truncate(known);
        self.hint.gave(class, row.line);
        let record = Record::new(class, fields, row.line);
        self.parsed.records.push(record);
    }

    fn note(&mut self, line: u64, kind: NoteKind) {
        match self.parsed.notes.len() {
            0..MAX_NOTES => self.parsed.notes.push(Note::at(line, kind)),
            MAX_NOTES => self
                .parsed
                .notes
                .push(Note::whole(NoteKind::MoreDamagedLines(1))),
            _ => {
                if let Some(NoteKind::MoreDamagedLines(more)) =
                    self.parsed.notes.last_mut().map(|n| &mut n.kind)
                {
                    *more += 1;
                }
            }
        }
    }
}

/// Damaged rows that are noted one by one.
const MAX_NOTES: usize = 20;

fn field(name: &str, cell: &Cell) -> Field {
    let line = excerpt(cell.line_text);
    // Of a long line the value itself is shown.
    let shown = match line.chars().nth(MAX_EXCERPT - 1) {
        Some(_) => cell.raw.lines().next().unwrap_or_default(),
        None => line,
    };
    Field {
        name: name.to_owned(),
        value: value(cell),
        line: cell.line,
        excerpt: excerpt(shown).to_owned(),
    }
}

fn value(cell: &Cell) -> Value {
    let text = cell.text.trim();
    match text {
        "" if !cell.quoted => Value::Null,
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        text if is_type_name(text) => Value::Opaque,
        _ => Value::Text(cell.text.clone()),
    }
}

#[cfg(test)]
mod tests;
