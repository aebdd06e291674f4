//! Rows and cells: quotes, doubled quotes, line breaks within quotes; and the way
//! back to the rows behind a quote that is never closed.

/// A row. Its cells end before the damage, if there is one.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// The line at which it begins, from 1, and that line.
    pub line: u64,
    pub line_text: &'a str,
    pub cells: Vec<Cell<'a>>,
    /// A quote is never closed, or something stands behind the closing one.
    pub damaged: bool,
}

#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub text: String,
    pub quoted: bool,
    /// The line at which it begins, from 1, and that line.
    pub line: u64,
    pub line_text: &'a str,
    /// As it stands in the text.
    pub raw: &'a str,
}

/// More cells than any object has properties.
const MAX_CELLS: usize = 1000;

/// Longest cell, in bytes: no value of Exchange is longer.
const MAX_CELL: usize = 64 * 1024;

pub(super) struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    /// The line that holds `at`, without its end.
    line_text: &'a str,
    /// Where the next line begins.
    next_line: usize,
    /// `None` until a head has told it: then a comma.
    pub separator: Option<char>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut rows = Self {
            text,
            at: 0,
            line: 1,
            line_text: "",
            next_line: 0,
            separator: None,
        };
        rows.measure(0);
        rows
    }

    /// Takes the measures of the line that begins at `start`.
    fn measure(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest.as_bytes());
        self.next_line = start + end.map_or(rest.len(), |at| at + 1);
        // Files that were put together keep their marks.
        let line = rest[..end.unwrap_or(rest.len())].trim_end_matches('\r');
        self.line_text = line.trim_start_matches('\u{feff}');
    }

    /// The next line that is not blank; `None` at the end.
    pub(super) fn peek(&mut self) -> Option<&'a str> {
        loop {
            if self.rest().starts_with('\u{feff}') {
                self.at += '\u{feff}'.len_utf8();
            }
            if self.rest().is_empty() {
                return None;
            }
            if !self.line_text.trim().is_empty() {
                return Some(self.line_text);
            }
            self.skip_line();
        }
    }

    pub(super) fn skip_line(&mut self) {
        self.at = self.next_line;
        self.line += 1;
        self.measure(self.at);
    }

    pub(super) fn next_row(&mut self) -> Row<'a> {
        if self.peek().is_none() {
            return Row::default();
        }
        let separator = self.separator.unwrap_or(',');
        let mut row = Row {
            line: self.line,
            line_text: self.line_text,
            ..Row::default()
        };
        loop {
            let Some((cell, after)) = self.cell(separator) else {
                row.damaged = true;
                self.skip_line();
                return row;
            };
            row.cells.push(cell);
            match after {
                After::Cell if row.cells.len() < MAX_CELLS => {}
                After::Cell => {
                    row.damaged = true;
                    self.skip_line();
                    return row;
                }
                After::Row => return row,
            }
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The cell that begins here; `None` where its quote does not close. Then the
    /// position stays in the line of that quote.
    fn cell(&mut self, separator: char) -> Option<(Cell<'a>, After)> {
        let rest = self.rest();
        let (line, line_text) = (self.line, self.line_text);
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let quoted = rest[blanks..].starts_with('"');
        let (text, length) = match quoted {
            true => {
                let (text, length) = quoted_cell(&rest[blanks..])?;
                (text, blanks + length)
            }
            false => {
                let end = rest.find([separator, '\n']).unwrap_or(rest.len());
                let cell = rest[..end].trim_end_matches('\r');
                (cell.to_owned(), cell.len())
            }
        };
        let raw = &rest[..length];
        let behind = &rest[length..];
        let tail = behind.trim_start_matches([' ', '\r']);
        let skipped = behind.len() - tail.len();
        let (after, step) = match tail.chars().next() {
            // A tab may be the separator, and so may stand behind a carriage return.
            Some(c) if c == separator => (After::Cell, skipped + c.len_utf8()),
            Some('\n') => (After::Row, skipped + 1),
            None => (After::Row, skipped),
            Some(_) => return None,
        };
        let passed = &rest.as_bytes()[..length + step];
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.measure(self.at + last + 1);
        }
        self.at += length + step;
        let cell = Cell {
            text,
            quoted,
            line,
            line_text,
            raw,
        };
        Some((cell, after))
    }
}

/// The cells of one line.
pub(super) fn one(line: &str, separator: char) -> Row<'_> {
    let mut rows = Rows::new(line);
    rows.separator = Some(separator);
    rows.next_row()
}

enum After {
    Cell,
    Row,
}

/// What the quotes at the beginning hold, and how long it is with them.
fn quoted_cell(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut at = 1;
    loop {
        let rest = &text[at..];
        let end = memchr::memchr(b'"', &rest.as_bytes()[..rest.len().min(MAX_CELL)])?;
        value.push_str(&rest[..end]);
        at += end + 1;
        if !text[at..].starts_with('"') {
            return (value.len() <= MAX_CELL).then_some((value, at));
        }
        value.push('"');
        at += 1;
        if value.len() > MAX_CELL {
            return None;
        }
    }
}
