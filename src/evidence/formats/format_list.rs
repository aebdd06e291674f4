//! `Format-List` text as admins paste it (formats.md section 4): prompts and
//! commands in between, indented, wrapped by the console, blank lines lost or doubled.
//!
//! `layout` tells lines apart and undoes wrapping, `value` reads what stands
//! after the colon, this file gathers fields into objects.

mod cut;
mod layout;
mod value;

use self::layout::{Continuation, Label, Layout, Line};
use super::Parsed;
use super::hint::Hint;
use super::paste::{PasteLine, paste_line};
use crate::evidence::note::Unread;
use crate::evidence::record::{Field, ObjectClass, Record};
use crate::evidence::{Note, NoteKind, classify, excerpt};

/// Reads every object of the text. Never fails: what is no `Name : value` line of
/// an object is passed over, and lists cut by the console are noted.
pub fn parse(text: &str) -> Parsed {
    let plain = layout::plain(text);
    let layout = Layout::of(&plain);
    let parsed = gather([text, &plain], layout, Blank::Separates);
    // Mail programs double every line end: then each field seems to be an object.
    let single = |r: &Record| r.fields.len() == 1;
    let name = |r: &Record| r.fields.first().map(|f| f.name.to_ascii_lowercase());
    let first = parsed.records.first().and_then(name);
    let others = parsed.records.iter().filter(|r| name(r) != first).count();
    if others >= 2 && parsed.records.iter().all(single) {
        return gather([text, &plain], layout, Blank::MeansNothing);
    }
    parsed
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Blank {
    #[default]
    Separates,
    MeansNothing,
}

/// `text` as it stands in the file, and without what a terminal or a mail added.
fn gather([raw, plain]: [&str; 2], layout: Layout, blank: Blank) -> Parsed {
    let mut state = Gatherer {
        layout,
        blank,
        ..Gatherer::default()
    };
    let mut above = "";
    for (number, (line, raw)) in (1..).zip(plain.lines().zip(raw.lines())) {
        state.raw = raw;
        state.line(number, line, above);
        above = line;
    }
    let ended = raw.ends_with(['\n', '\r']) || above.trim().is_empty();
    state.end_text(ended);
    state.parsed.notes.extend(state.hint.notes());
    state.parsed
}

/// Longest value, in bytes: a certificate printed as a list of numbers is shorter.
const MAX_VALUE: usize = 64 * 1024;
/// More properties than any object of Exchange has.
const MAX_FIELDS: usize = 1000;

/// A field whose value may go on in the next line.
struct Open {
    name: String,
    value: String,
    line: u64,
    excerpt: String,
    /// Cell at which the value stands.
    column: usize,
    /// The physical line that was read last, for telling how it was wrapped.
    last: Line,
}

#[derive(Default)]
struct Gatherer<'a> {
    /// The line as it stands in the file.
    raw: &'a str,
    layout: Layout,
    blank: Blank,
    parsed: Parsed,
    fields: Vec<Field>,
    open: Option<Open>,
    /// Cell of the colon in the record's last field.
    colon: usize,
    /// Names were padded so that the colons stand in one column.
    padded: bool,
    /// A blank line came after the last field.
    gap: bool,
    in_table: bool,
    hint: Hint,
}

impl Gatherer<'_> {
    fn line(&mut self, number: u64, text: &str, above: &str) {
        if text.trim().is_empty() {
            self.gap = true;
            self.in_table = false;
            return;
        }
        // In the value's column nothing but the value can stand.
        let line = Line::of(text);
        let label = Label::of(text);
        if self.continues(&line, label.as_ref(), text) {
            return;
        }
        match paste_line(text) {
            Some(PasteLine::Command(command)) => return self.command(command),
            Some(PasteLine::OtherStream) => return self.close(),
            None => {}
        }
        if layout::is_ruler(text, above) {
            self.table(number, above);
        }
        match label {
            Some(label) if !self.in_table && self.is_field(&label) => {
                self.field(number, &label, line);
            }
            _ => self.close(),
        }
    }

    fn continues(&mut self, line: &Line, label: Option<&Label>, text: &str) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let aligned = label.is_some_and(|label| label.colon == self.colon);
        // A paste that lost the indentation of its first line only.
        let first = self.fields.is_empty() && line.indent != open.column;
        if aligned || first && label.is_some_and(|label| label.spaced) {
            return false;
        }
        let continuation = self.layout.continuation(&open.last, line, open.column);
        if open.value.len() > MAX_VALUE {
            return false;
        }
        let unclosed = || value::is_unclosed(&open.value);
        let glue = match continuation {
            Continuation::InColumn(glue) => glue,
            // A paragraph of a text may be blank, but a gap ends everything else.
            _ if self.gap => return false,
            Continuation::AtMargin(glue) if !label.is_some_and(|l| l.spaced) || unclosed() => glue,
            Continuation::No if label.is_none() && unclosed() => " ",
            _ => return false,
        };
        let in_column = matches!(continuation, Continuation::InColumn(_));
        if !in_column && paste_line(text).is_some() {
            return false;
        }
        let glue = if open.value.trim_end().ends_with(',') {
            " "
        } else {
            glue
        };
        if glue == " " {
            open.value.truncate(open.value.trim_end().len());
        }
        if !open.value.is_empty() {
            open.value.push_str(glue);
        }
        open.value.push_str(text.trim_start());
        open.last = *line;
        self.gap = false;
        true
    }

    /// Whether a line that looks like a field is one here.
    fn is_field(&self, label: &Label) -> bool {
        // Where fields have a blank before the colon, `smtp:` and `Note:` are no fields.
        label.spaced || !self.layout.spaced && label.plain
    }

    fn field(&mut self, number: u64, label: &Label, line: Line) {
        self.close();
        let gap = std::mem::take(&mut self.gap) && self.blank == Blank::Separates;
        let repeated = self
            .fields
            .iter()
            .any(|f| f.name.eq_ignore_ascii_case(label.name));
        // Two listings without a line between them align their colons differently.
        let realigned = self.padded && self.fields.len() > 1 && label.colon != self.colon;
        if gap || repeated || realigned || self.fields.len() >= MAX_FIELDS {
            self.end_record();
        }
        self.colon = label.colon;
        self.padded |= label.padded;
        self.open = Some(Open {
            name: label.name.to_owned(),
            value: label.value.to_owned(),
            line: number,
            excerpt: excerpt(self.raw).to_owned(),
            column: label.colon + 2,
            last: line,
        });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let value = value::read(&open.value);
        if value::is_cut(&value) {
            let property = open.name.clone();
            let kind = NoteKind::TruncatedList { property };
            self.parsed.notes.push(Note::at(open.line, kind));
        }
        self.fields.push(Field {
            name: open.name,
            value,
            line: open.line,
            excerpt: open.excerpt,
        });
    }

    fn end_record(&mut self) {
        self.close();
        self.padded = false;
        let fields = std::mem::take(&mut self.fields);
        let Some(line) = fields.first().map(|f| f.line) else {
            return;
        };
        let class = classify::class_or(&fields, self.hint.class());
        self.hint.gave(class, line);
        self.parsed.records.push(Record::new(class, fields, line));
    }

    /// The end of the text. Half a value that stands there is no value.
    fn end_text(&mut self, ended: bool) {
        // What is no field in the last line stands behind the last whole value.
        let open = !ended && self.open.is_some();
        self.close();
        let Some(first) = self.fields.first().map(|f| f.line) else {
            return;
        };
        let class = classify::class_or(&self.fields, self.hint.class());
        let before = &self.parsed.records;
        let cut = cut::breaks_off(class, &self.fields, open, before, &self.hint);
        // A text that ends with a line end may be a selection without the name.
        let known = self.hint.shows_all() || before.iter().any(|r| r.class == class);
        let sure = !ended || known;
        if !cut || !sure {
            return self.end_record();
        }
        let line = self.fields.last().map_or(first, |f| f.line);
        self.parsed.notes.push(Note::at(line, NoteKind::ObjectCut));
        self.hint.gave(class, first);
        if open {
            self.fields.pop();
        }
        let fields = std::mem::take(&mut self.fields);
        if !fields.is_empty() {
            self.parsed.records.push(Record::new(class, fields, first));
        }
    }

    fn command(&mut self, command: &str) {
        self.end_record();
        self.gap = false;
        self.in_table = false;
        self.hint.command(command);
    }

    fn table(&mut self, number: u64, head: &str) {
        self.end_record();
        self.in_table = true;
        let class = match classify::names_known(head.split_whitespace()) {
            (0, _) => self.hint.class().unwrap_or(ObjectClass::Unknown),
            (_, class) => class,
        };
        let kind = NoteKind::NotRead(Unread::FormatTable(class));
        self.parsed.notes.push(Note::at(number, kind));
    }
}

#[cfg(test)]
mod tests;
