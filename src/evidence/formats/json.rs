//! `ConvertTo-Json` output (formats.md section 4): one object, an array, a
//! `{"value":[...],"Count":n}` wrapper, or several of these one after another.

mod reader;

use self::reader::{Kind, Member, Node, Reader};
use super::Parsed;
use super::hint::Hint;
use super::paste::{PasteLine, paste_line};
use crate::evidence::record::{Field, Record, Value, is_type_name};
use crate::evidence::{MAX_EXCERPT, Note, NoteKind, classify, excerpt};

/// Reads every object of the text. Where the text ends early or is broken, the
/// objects before the break are kept and a note tells the place.
pub fn parse(text: &str) -> Parsed {
    let mut gather = Gatherer {
        lines: Lines::of(text),
        text,
        hint: Hint::default(),
        parsed: Parsed::default(),
    };
    let (mut at, mut broken) = (0, 0);
    while let Some(start) = gather.next_document(at) {
        let mut reader = Reader::new(text, start);
        let node = reader.document();
        gather.document(&node);
        at = match reader.error() {
            None => reader.position(),
            Some(error) => {
                gather.broken(error.at, error.what);
                broken += 1;
                if broken == MAX_BROKEN {
                    break;
                }
                // The rest of a broken document is in pieces; the next one begins a line.
                gather.lines.end_of(error.at.max(start))
            }
        };
    }
    gather.parsed.notes.extend(gather.hint.notes());
    gather.parsed
}

/// A text with more broken documents than this is none of JSON.
const MAX_BROKEN: usize = 20;

struct Gatherer<'a> {
    text: &'a str,
    lines: Lines,
    hint: Hint,
    parsed: Parsed,
}

impl<'a> Gatherer<'a> {
    /// Where the next document begins at or after `at`; prompts and other text
    /// between documents are passed over.
    fn next_document(&mut self, mut at: usize) -> Option<usize> {
        while at < self.text.len() {
            let end = self.lines.end_of(at);
            let rest = &self.text[at..end];
            let blanks = rest.len() - rest.trim_start_matches(is_space).len();
            let found = rest[blanks..].trim_end();
            match paste_line(found) {
                Some(PasteLine::Command(command)) => self.hint.command(command),
                Some(PasteLine::OtherStream) => {}
                None if found.starts_with(['{', '[']) || found.starts_with("null") => {
                    return Some(at + blanks);
                }
                None => {}
            }
            at = end;
        }
        None
    }

    fn broken(&mut self, at: usize, what: &str) {
        let (line, start) = self.lines.line_of(at);
        let column = self.text[start..at].chars().count() + 1;
        let kind = NoteKind::BadJson(format!("{what}, line {line}, column {column}"));
        self.parsed.notes.push(Note::at(line, kind));
    }

    fn document(&mut self, node: &Node<'a>) {
        let before = self.parsed.records.len();
        self.objects(node);
        let is_page = |n: &Note| n.kind == NoteKind::MorePages;
        let empty = self.parsed.records.len() == before && is_empty_listing(node);
        // A page without objects is not yet the whole listing.
        if empty && node.complete && !self.parsed.notes.iter().any(is_page) {
            let (line, _) = self.lines.line_of(node.start);
            // Nothing of some is not nothing at all.
            let kind = match self.hint.empty_of_some() {
                Some(class) => NoteKind::AskedForSome(class),
                None => NoteKind::EmptyListing,
            };
            self.parsed.notes.push(Note::at(line, kind));
        }
    }

    /// The objects of a listing, looking through arrays and wrappers.
    fn objects(&mut self, node: &Node<'a>) {
        match &node.kind {
            Kind::Array(items) => items.iter().for_each(|item| self.objects(item)),
            Kind::Object(members) => match wrapped_list(members) {
                Some(list) => {
                    self.objects(list);
                    self.pages(members);
                }
                None if node.complete && !members.is_empty() => self.record(node, members),
                None => {}
            },
            _ => {}
        }
    }

    /// A listing by pages tells where the next one is.
    fn pages(&mut self, members: &[Member<'a>]) {
        let next = members.iter().find(|m| {
            let name = m.name.trim_start_matches('@');
            name.eq_ignore_ascii_case("odata.nextLink") && m.value.kind != Kind::Null
        });
        if let Some(next) = next {
            let (line, _) = self.lines.line_of(next.start);
            self.parsed.notes.push(Note::at(line, NoteKind::MorePages));
        }
    }

    fn record(&mut self, node: &Node<'a>, members: &[Member<'a>]) {
        let fields: Vec<Field> = members.iter().map(|m| self.field(m)).collect();
        let class = classify::class_or(&fields, self.hint.class());
        let (line, _) = self.lines.line_of(node.start);
        self.hint.gave(class, line);
        self.parsed.records.push(Record::new(class, fields, line));
    }

    fn field(&self, member: &Member<'a>) -> Field {
        let (line, start) = self.lines.line_of(member.value.start);
        let whole = self.text[start..self.lines.end_of(start)].trim_end();
        // Compressed JSON has one line for everything: then the property itself is shown.
        let shown = if whole.chars().nth(MAX_EXCERPT).is_some() {
            &self.text[member.start.max(start)..member.value.end]
        } else {
            whole
        };
        Field {
            name: member.name.to_string(),
            value: value(&member.value),
            line,
            excerpt: excerpt(shown).to_owned(),
        }
    }
}

/// `{"value": [...], "Count": n}` and OData's `{"@odata.context": ..., "value": [...]}`
/// with what it notes of other properties (`adminapi.warnings@odata.type`).
fn wrapped_list<'n, 'a>(members: &'n [Member<'a>]) -> Option<&'n Node<'a>> {
    let is_value = |m: &&Member| m.name == "value" && matches!(m.value.kind, Kind::Array(_));
    let aside =
        |m: &Member| m.name == "Count" || m.name.contains('@') || m.name.starts_with("odata.");
    let list = members.iter().find(is_value)?;
    let only = members.iter().all(|m| aside(m) || m.name == "value");
    only.then_some(&list.value)
}

fn is_empty_listing(node: &Node) -> bool {
    match &node.kind {
        Kind::Null => true,
        Kind::Array(items) => items.iter().all(is_empty_listing),
        Kind::Object(members) => wrapped_list(members).is_some_and(is_empty_listing),
        _ => false,
    }
}

fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(yes) => Value::Bool(*yes),
        Kind::Number(text) => text
            .parse()
            .map_or_else(|_| Value::Text((*text).to_owned()), Value::Int),
        // Windows PowerShell writes what lies below its depth as the name of a type.
        Kind::Text(text) if is_type_name(text) => Value::Opaque,
        Kind::Text(text) => Value::Text(text.to_string()),
        Kind::Array(items) => Value::List {
            items: items.iter().map(value).collect(),
            complete: true,
        },
        Kind::Object(members) => object(members),
    }
}

/// Lists and scalars that Windows PowerShell wraps when it serialises them, and
/// other nested objects with the text they print as.
fn object(members: &[Member]) -> Value {
    if let Some(list) = wrapped_list(members) {
        return value(list);
    }
    let named = |name: &str| members.iter().find(|m| m.name == name).map(|m| &m.value);
    // A date is {"value": "/Date(..)/", "DisplayHint": 2, "DateTime": ".."}.
    let dressed = |m: &Member| matches!(&*m.name, "value" | "DisplayHint" | "DateTime");
    if let Some(inner) = named("value").filter(|_| members.iter().all(dressed)) {
        return value(inner);
    }
    // An enum is {"value__": 1}, {"Value": "OnPremises"} or both.
    let of_enum = |m: &Member| {
        let named = ["value__", "value"]
            .iter()
            .any(|n| n.eq_ignore_ascii_case(&m.name));
        named && !matches!(m.value.kind, Kind::Array(_) | Kind::Object(_))
    };
    if members.iter().all(of_enum) {
        let text = |m: &&Member| matches!(m.value.kind, Kind::Text(_));
        let told = members.iter().find(text).or_else(|| members.first());
        if let Some(told) = told {
            return value(&told.value);
        }
    }
    const PRINTED: [&str; 3] = ["IPAddressToString", "Expression", "DistinguishedName"];
    let printed = PRINTED.iter().find_map(|name| match &named(name)?.kind {
        Kind::Text(text) => Some(text.to_string()),
        _ => None,
    });
    Value::Object {
        text: printed,
        fields: members
            .iter()
            .map(|m| (m.name.to_string(), value(&m.value)))
            .collect(),
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '\u{feff}')
}

/// Where the lines begin.
struct Lines {
    starts: Vec<usize>,
    len: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
            len: text.len(),
        }
    }

    /// The number of the line that holds the byte `at`, and where it begins.
    fn line_of(&self, at: usize) -> (u64, usize) {
        let number = self.starts.partition_point(|&start| start <= at).max(1);
        let start = self.starts.get(number - 1).copied().unwrap_or(0);
        (number as u64, start)
    }

    /// Where the line after the one that holds `at` begins.
    fn end_of(&self, at: usize) -> usize {
        let next = self.starts.partition_point(|&start| start <= at);
        self.starts.get(next).copied().unwrap_or(self.len)
    }
}

#[cfg(test)]
mod tests;
