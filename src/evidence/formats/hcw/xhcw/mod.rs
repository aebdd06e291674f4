//! HCW's `.xhcw` (formats.md section 3): every cmdlet that the wizard ran on both
//! sides, with its parameters and what it gave. Read as a stream, one invocation at a
//! time. An object counts as the last cmdlet of the run left it: what a `Get` gave, or
//! what a `New` or `Set` wrote over that.

mod fragments;
mod invoke;
mod said;
mod state;
mod value;

use std::io::{self, Read};

use self::fragments::Fragments;
use self::invoke::Invoke;
use self::state::State;
use super::{HcwRun, Message};
use crate::evidence::formats::xml::{Piece, Xml};
use crate::evidence::record::Record;
use crate::evidence::{Note, NoteKind, XmlFault};

/// A run of HCW and the objects of both sides as it left them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Xhcw {
    /// What was run.
    pub run: HcwRun,
    /// The objects in the order in which they were first seen.
    pub records: Vec<Record>,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// A run has a few hundred.
const MAX_INVOCATIONS: usize = 20_000;

/// Warnings and errors that are kept.
const MAX_MESSAGES: usize = 20_000;

/// Damaged places in one fragment after which the rest of it is left.
const MAX_BROKEN: usize = 20;

/// Notes about one file are not listed beyond this.
const MAX_NOTES: usize = 40;

/// Reads UTF-8; bytes that are none become U+FFFD.
///
/// # Errors
/// When `input` cannot be read on; what was read before is lost.
pub fn read(input: impl Read) -> io::Result<Xhcw> {
    let mut fragments = Fragments::of(input);
    let mut gather = Gatherer::default();
    while let Some(fragment) = fragments.next()? {
        gather.fragment(&fragment.text, fragment.line);
        if fragment.cut {
            gather.note(Note::at(fragment.line, NoteKind::BadXml(XmlFault::TooLong)));
        }
    }
    if gather.state.is_full() {
        gather.note(Note::whole(NoteKind::BadXml(XmlFault::TooMany)));
    }
    Ok(Xhcw {
        run: gather.run,
        records: gather.state.into_records(),
        notes: gather.notes,
    })
}

#[derive(Default)]
struct Gatherer {
    run: HcwRun,
    state: State,
    notes: Vec<Note>,
}

impl Gatherer {
    fn note(&mut self, note: Note) {
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// One fragment. Where an invocation is damaged, reading goes on at the next.
    fn fragment(&mut self, text: &str, first_line: u64) {
        let mut at = 0;
        for _ in 0..MAX_BROKEN {
            let rest = &text[at..];
            let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64;
            let mut xml = Xml::new(rest, first_line + lines);
            let begun = self.pieces(&mut xml);
            let broken = xml.is_broken();
            for note in xml.into_notes() {
                self.note(note);
            }
            // The tag that broke is passed, so that reading goes on.
            let after = begun.unwrap_or(0) + 1;
            let tail = rest.as_bytes().get(after..).unwrap_or_default();
            let next = memchr::memmem::find(tail, b"<invoke ");
            match next {
                Some(next) if broken => at += after + next,
                _ => return,
            }
        }
    }

    /// The elements at the top; where the last invocation begins.
    fn pieces(&mut self, xml: &mut Xml) -> Option<usize> {
        let mut begun = None;
        loop {
            let mut element = match xml.next() {
                Piece::Open(element) => element,
                Piece::Close | Piece::Text(_) => continue,
                Piece::End => return begun,
            };
            // An invocation without its end is followed by the next one.
            while element.name == "invoke" {
                begun = Some(element.at);
                let (invoke, next) = invoke::read(xml, &element);
                self.invocation(invoke);
                match next {
                    Some(next) => element = next,
                    None => break,
                }
            }
            if element.name != "invoke" && said::level_of_list(element.name).is_none() {
                let message = said::between(xml, &element);
                self.messages(message);
            }
        }
    }

    fn messages(&mut self, said: impl IntoIterator<Item = Message>) {
        let room = MAX_MESSAGES.saturating_sub(self.run.messages.len());
        self.run.messages.extend(said.into_iter().take(room));
    }

    fn invocation(&mut self, invoke: Invoke) {
        let stamp = &invoke.invocation.stamp;
        if !stamp.text.is_empty() {
            self.run.started.get_or_insert_with(|| stamp.clone());
            self.run.ended = Some(stamp.clone());
        }
        self.state.apply(&invoke);
        self.messages(invoke.messages);
        if self.run.invocations.len() < MAX_INVOCATIONS {
            self.run.invocations.push(invoke.invocation);
        } else {
            let kind = NoteKind::BadXml(XmlFault::TooMany);
            if !self.notes.iter().any(|n| n.kind == kind) {
                self.note(Note::at(invoke.invocation.line, kind));
            }
        }
    }
}

#[cfg(test)]
mod tests;
