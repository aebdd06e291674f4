//! XML as the readers of CLIXML, `.xhcw` and CAPI2 events need it: pieces with the
//! line each stands at, no document types, no entities but the predefined ones,
//! and what was whole before a break is kept. Nothing outside the text is read.

mod entities;

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use crate::evidence::{MAX_EXCERPT, Note, NoteKind, XmlFault, excerpt};

/// The longest text of an element or an attribute (bytes) that is kept; a
/// certificate has a few thousand.
pub(super) const MAX_TEXT: usize = 1024 * 1024;

/// A line longer than this (bytes) is no use as a quotation.
const MAX_LINE: usize = 4 * MAX_EXCERPT;

/// Notes about one text are not listed beyond this.
const MAX_NOTES: usize = 20;

/// What comes next.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Open(Element<'a>),
    Close,
    Text(Cow<'a, str>),
    /// The text ends here, or is read no further.
    End,
}

/// An opening tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    /// Its name without a prefix.
    pub name: &'a str,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// Where it begins, in bytes.
    pub at: usize,
    /// The whole name and the attributes, without brackets.
    inside: &'a str,
    full_name: usize,
}

/// Reads a text piece by piece.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// How many elements are open.
    depth: usize,
    lines: Lines,
    broken: bool,
    notes: Vec<Note>,
}

/// Counts lines as reading goes on.
struct Lines {
    /// The line of the first byte, from 1.
    line: u64,
    counted: usize,
}

impl Lines {
    fn of(&mut self, text: &str, at: usize) -> u64 {
        let passed = text.as_bytes().get(self.counted..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = self.counted.max(at);
        self.line
    }
}

impl<'a> Xml<'a> {
    /// Reads `text`, whose first line is line `first` of its source.
    pub(super) fn new(text: &'a str, first: u64) -> Self {
        // The parser passes over a byte order mark, and its positions with it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            text,
            reader,
            depth: 0,
            lines: Lines {
                line: first,
                counted: 0,
            },
            broken: false,
            notes: Vec::new(),
        }
    }

    /// Whether the text ended early or was damaged: what is open is not whole.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// What was noticed.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// Notes a fault at a line; each kind once.
    pub(super) fn fault(&mut self, line: u64, fault: XmlFault) {
        let kind = NoteKind::BadXml(fault);
        if !self.notes.iter().any(|n| n.kind == kind) {
            self.note(line, kind);
        }
    }

    /// Notes something at a line.
    pub(super) fn note(&mut self, line: u64, kind: NoteKind) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(Note::at(line, kind));
        }
    }

    /// The next piece; comments, declarations and document types are passed over.
    pub(super) fn next(&mut self) -> Piece<'a> {
        while !self.broken {
            let before = self.position();
            let piece = match self.event() {
                Event::Start(start) => {
                    let full_name = start.name().0.len();
                    let element = self.element(before, full_name);
                    // A tag that was cut runs on into the next one.
                    if element.inside.contains('<') {
                        self.stop(before, XmlFault::NotWellFormed);
                        return Piece::End;
                    }
                    Piece::Open(element)
                }
                Event::End(_) => Piece::Close,
                Event::Text(text) => Piece::Text(text.xml10_content()),
                Event::CData(text) => Piece::Text(text.xml10_content()),
                Event::GeneralRef(name) => Piece::Text(self.reference(&name).into()),
                Event::Eof => return Piece::End,
                _ => continue,
            };
            return piece;
        }
        Piece::End
    }

    /// Passes over the rest of the element that was opened last, without a look at
    /// what is in it.
    pub(super) fn skip(&mut self) {
        let depth = self.depth.saturating_sub(1);
        while self.depth > depth && !self.broken {
            self.event();
        }
    }

    /// The text of the element that was opened last, up to its end; elements in it
    /// are passed over. `None` when it is longer than [`MAX_TEXT`].
    pub(super) fn content(&mut self) -> Option<Cow<'a, str>> {
        let mut whole: Cow<'a, str> = Cow::Borrowed("");
        let mut fits = true;
        loop {
            match self.next() {
                Piece::Open(_) => self.skip(),
                Piece::Close | Piece::End => break,
                Piece::Text(_) if !fits => {}
                Piece::Text(text) if whole.len() + text.len() > MAX_TEXT => {
                    fits = false;
                    whole = Cow::Borrowed("");
                }
                Piece::Text(text) if whole.is_empty() => whole = text,
                Piece::Text(text) => whole.to_mut().push_str(&text),
            }
        }
        fits.then_some(whole)
    }

    /// An attribute's value; `None` where there is none, or it is longer than [`MAX_TEXT`].
    pub(super) fn attribute(&mut self, element: &Element<'a>, name: &str) -> Option<Cow<'a, str>> {
        let raw = element.raw(name)?;
        if raw.len() > MAX_TEXT {
            self.fault(element.line, XmlFault::TooLong);
            return None;
        }
        let (value, unknown) = entities::resolve(raw);
        if unknown {
            self.fault(element.line, XmlFault::UnknownEntity);
        }
        Some(value)
    }

    /// What is quoted of an element: the line that it begins in, or the element
    /// itself, from its tag on, where the line is too long to be of use.
    pub(super) fn excerpt(&self, element: &Element<'a>) -> String {
        let bytes = self.text.as_bytes();
        // A line of 37,000 characters is not searched for its ends at each element.
        let from = element.at.saturating_sub(MAX_LINE);
        let to = bytes.len().min(element.at + MAX_LINE);
        let begin = memchr::memrchr(b'\n', &bytes[from..element.at]).map(|at| from + at + 1);
        let end = memchr::memchr(b'\n', &bytes[element.at..to]).map(|at| element.at + at);
        let begin = begin.or((from == 0).then_some(0));
        let end = end.or((to == bytes.len()).then_some(to));
        if let (Some(begin), Some(end)) = (begin, end) {
            let line = self.text[begin..end].trim();
            if line.len() <= MAX_EXCERPT {
                return line.to_owned();
            }
        }
        let read = &self.text[element.at..self.position().max(element.at)];
        excerpt(read.split('\n').next().unwrap_or_default()).to_owned()
    }

    fn position(&self) -> usize {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        at.min(self.text.len())
    }

    /// The next event of the parser; what it refuses ends the reading.
    fn event(&mut self) -> Event<'a> {
        let before = self.position();
        match self.reader.read_event() {
            Ok(Event::Eof) if self.depth > 0 => self.stop(before, XmlFault::EndsEarly),
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    Event::DocType(_) => {
                        let line = self.lines.of(self.text, before);
                        self.fault(line, XmlFault::DocumentType);
                    }
                    _ => {}
                }
                event
            }
            Err(quick_xml::Error::Syntax(_)) => self.stop(before, XmlFault::EndsEarly),
            Err(_) => self.stop(before, XmlFault::NotWellFormed),
        }
    }

    fn stop(&mut self, at: usize, fault: XmlFault) -> Event<'a> {
        let line = self.lines.of(self.text, at);
        self.fault(line, fault);
        self.broken = true;
        Event::Eof
    }

    fn element(&mut self, before: usize, full_name: usize) -> Element<'a> {
        let end = self.position();
        let tag = self.text.get(before..end).unwrap_or_default();
        let at = before + tag.find('<').unwrap_or(0);
        let inside = self.text.get(at + 1..end).unwrap_or_default();
        let inside = inside.trim_end_matches('>').trim_end_matches('/');
        let full_name = full_name.min(inside.len());
        let name = &inside[..full_name];
        Element {
            name: name.rsplit_once(':').map_or(name, |(_, local)| local),
            line: self.lines.of(self.text, at),
            at,
            inside,
            full_name,
        }
    }

    fn reference(&mut self, name: &str) -> String {
        let raw = format!("&{name};");
        let (text, unknown) = entities::resolve(&raw);
        if unknown {
            let line = self.lines.of(self.text, self.position());
            self.fault(line, XmlFault::UnknownEntity);
        }
        text.into_owned()
    }
}

impl<'a> Element<'a> {
    /// Whether there is such an attribute, however long.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// An attribute's value as it stands there, whatever the case of its name.
    fn raw(&self, name: &str) -> Option<&'a str> {
        let mut attributes = Attributes::new(self.inside, self.full_name);
        attributes.with_checks(false);
        let found = attributes
            .map_while(Result::ok)
            .find(|a| a.key.0.eq_ignore_ascii_case(name))?;
        match found.value {
            Cow::Borrowed(raw) => Some(raw),
            Cow::Owned(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
