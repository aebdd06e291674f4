//! Lines gathered to entries, entries to the run.

use super::entry::{Head, continuation, head};
use super::objects::Objects;
use super::{HcwLog, Part, certificate, table, values};
use crate::evidence::formats::hcw::{Invocation, Level, Message, Outcome, Phase, Stamp, code_in};
use crate::evidence::record::{Field, Record, Value};
use crate::evidence::{Note, NoteKind, Side, classify, excerpt};

/// What one entry may hold (bytes); real ones have some hundred kilobytes.
const MAX_ENTRY: usize = 16 * 1024 * 1024;
/// A run has a few hundred of each.
const MAX_KEPT: usize = 20_000;
/// Notes about one file are not listed beyond this.
const MAX_NOTES: usize = 40;
/// Words of an error that are kept (characters).
const MAX_WORDS: usize = 2_000;
/// How many entries after the choice of a certificate its thumbprint may stand in.
const NEAR: u32 = 8;

/// The head of the entry that is being gathered, and its lines.
struct Entry {
    head_line: String,
    line: u64,
    parts: Vec<Part>,
    bytes: usize,
    indent: usize,
    cut: bool,
}

#[derive(Default)]
pub(super) struct Reader {
    log: HcwLog,
    objects: Objects,
    entry: Option<Entry>,
    /// The parameters of each invocation whose end is not seen: where it is in the run.
    open: Vec<(usize, Vec<Field>)>,
    utc: bool,
    /// Entries in which details of the chosen certificate are still looked for.
    near: u32,
}

impl Reader {
    pub(super) fn line(&mut self, number: u64, line: &str) {
        if let Some(head) = head(line) {
            self.close();
            self.entry = Some(Entry {
                head_line: line.to_owned(),
                line: number,
                parts: vec![Part {
                    line: number,
                    raw: line.to_owned(),
                    text: line.get(head.text_at..).unwrap_or_default().to_owned(),
                }],
                bytes: line.len(),
                indent: head.indent,
                cut: false,
            });
            return;
        }
        // What stands before the first head belongs to nothing that is known.
        let Some(entry) = &mut self.entry else {
            return;
        };
        entry.bytes = entry.bytes.saturating_add(line.len());
        if entry.bytes > MAX_ENTRY {
            entry.cut = true;
            return;
        }
        let text = continuation(line, entry.indent).to_owned();
        entry.parts.push(Part {
            line: number,
            raw: excerpt(line).to_owned(),
            text,
        });
    }

    pub(super) fn finish(mut self) -> HcwLog {
        self.close();
        self.log.records = self.objects.into_records();
        self.log
    }

    fn note(&mut self, note: Note) {
        if self.log.notes.len() < MAX_NOTES {
            self.log.notes.push(note);
        }
    }

    fn close(&mut self) {
        let Some(entry) = self.entry.take() else {
            return;
        };
        let Some(head) = head(&entry.head_line) else {
            return;
        };
        self.log.entries += 1;
        if entry.cut {
            self.note(Note::at(
                entry.line,
                NoteKind::LineTooLong(MAX_ENTRY as u64),
            ));
        }
        let text = Joined::of(&entry.parts);
        self.zone(&text.text);
        let stamp = self.stamp(head.stamp);
        let run = &mut self.log.run;
        run.started.get_or_insert_with(|| stamp.clone());
        run.ended = Some(stamp.clone());
        self.certificate(&entry.parts, &text.text);
        self.tables(&head, &entry.parts);
        self.command(&head, &stamp, &entry, &text);
        self.message(&head, &stamp, &entry, &text.text);
        self.dumps(&head, &stamp, &text);
    }

    /// `Current Time Zone: (UTC) Coordinated Universal Time`
    fn zone(&mut self, text: &str) {
        const LABEL: &str = "Current Time Zone:";
        if self.log.run.zone.is_some() {
            return;
        }
        let Some(at) = text.find(LABEL) else {
            return;
        };
        let zone = text
            .get(at + LABEL.len()..)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default()
            .trim();
        // `(UTC) Dublin, London` has a summer time.
        self.utc = zone.contains("Coordinated Universal Time")
            || ["UTC", "(UTC)", "Etc/UTC"].contains(&zone);
        self.log.run.zone = Some(zone.to_owned());
    }

    fn stamp(&self, text: &str) -> Stamp {
        Stamp {
            text: text.to_owned(),
            at: self.utc.then(|| moment(text)).flatten(),
        }
    }

    fn certificate(&mut self, parts: &[Part], text: &str) {
        if let Some(chosen) = certificate::selected(parts) {
            self.log.run.certificate = Some(chosen);
            self.near = NEAR;
        } else if self.near > 0 {
            self.near -= 1;
            if let Some(chosen) = &mut self.log.run.certificate
                && chosen.thumbprint.is_none()
                && text.to_ascii_lowercase().contains("thumbprint")
            {
                certificate::add_details(chosen, text);
            }
        }
    }

    fn tables(&mut self, head: &Head, parts: &[Part]) {
        let phase = match head.value("Phase") {
            Some(p) if p.eq_ignore_ascii_case("CheckConfiguration") => Some(Phase::Before),
            Some(p) if p.eq_ignore_ascii_case("ValidateConfiguration") => Some(Phase::After),
            _ => None,
        };
        let room = MAX_KEPT.saturating_sub(self.log.run.tables.len());
        let found = table::tables(parts, phase).into_iter().take(room);
        self.log.run.tables.extend(found);
    }

    fn command(&mut self, head: &Head, stamp: &Stamp, entry: &Entry, text: &Joined) {
        const OLDER: &str = "Running command:";
        let body = text.text.as_str();
        let of_cmdlet = head.number == Some(10276) || head.value("Cmdlet").is_some();
        let begun = match body.strip_prefix("START ") {
            Some(command) if of_cmdlet => Some((command, Outcome::Unseen)),
            // The older wizards say nothing of the end where all went well.
            _ => body
                .strip_prefix(OLDER)
                .map(|command| (command, Outcome::Finished)),
        };
        if let Some((command, outcome)) = begun {
            let offset = body.len() - command.len();
            self.begin(head, stamp, entry, text, (command, offset), outcome);
        } else if body.starts_with("FINISH") && of_cmdlet {
            self.end(head, body);
        }
    }

    fn begin(
        &mut self,
        head: &Head,
        stamp: &Stamp,
        entry: &Entry,
        text: &Joined,
        (command, offset): (&str, usize),
        outcome: Outcome,
    ) {
        let Some((cmdlet, parameters)) = values::command(command) else {
            return;
        };
        let class = classify::class_of_cmdlet(&cmdlet);
        let record = class.map(|class| Record::new(class, Vec::new(), entry.line));
        let side = head
            .side()
            .or_else(|| record.as_ref().and_then(classify::side));
        let fields: Vec<Field> = parameters
            .into_iter()
            .map(|(name, value, at)| text.field(name, value, offset + at))
            .collect();
        let named = |f: &Field| (f.name.clone(), f.value.clone());
        let invocation = Invocation {
            stamp: stamp.clone(),
            side,
            cmdlet,
            parameters: fields.iter().map(named).collect(),
            outcome,
            gave: None,
            line: entry.line,
            excerpt: excerpt(&entry.head_line).to_owned(),
        };
        let finished = invocation.outcome == Outcome::Finished;
        if finished {
            self.objects.apply(&invocation, &fields);
        }
        let run = &mut self.log.run;
        if run.invocations.len() < MAX_KEPT {
            run.invocations.push(invocation);
            if !finished {
                self.open.push((run.invocations.len() - 1, fields));
            }
        }
    }

    /// The end of the last open invocation of that cmdlet and side.
    fn end(&mut self, head: &Head, body: &str) {
        let cmdlet = head.value("Cmdlet").unwrap_or_default();
        let invocations = &mut self.log.run.invocations;
        let is_it = |(at, _): &(usize, Vec<Field>)| {
            let invocation: &Invocation = &invocations[*at];
            let named = cmdlet.is_empty() || invocation.cmdlet.eq_ignore_ascii_case(cmdlet);
            named && (head.side().is_none() || invocation.side == head.side())
        };
        let Some(place) = self.open.iter().rposition(is_it) else {
            return;
        };
        let (at, fields) = self.open.remove(place);
        let failed = head.level == Some(Level::Error) || body.contains("failed to invoke");
        let words = body.split_once("Results=").map_or(body, |(_, words)| words);
        invocations[at].outcome = match failed {
            true => Outcome::Failed(words.chars().take(MAX_WORDS).collect()),
            false => Outcome::Finished,
        };
        if !failed {
            self.objects.apply(&invocations[at], &fields);
        }
    }

    fn message(&mut self, head: &Head, stamp: &Stamp, entry: &Entry, text: &str) {
        let Some(level) = head.level else {
            return;
        };
        if self.log.run.messages.len() >= MAX_KEPT {
            return;
        }
        let value = |name: &str| head.value(name).map(str::to_owned);
        // Of the older wizards' errors only the command before tells what they are about.
        self.log.run.messages.push(Message {
            level,
            code: code_in(text),
            text: text.chars().take(MAX_WORDS).collect(),
            cmdlet: value("Cmdlet"),
            activity: value("Activity").or_else(|| value("Workflow")),
            stamp: Some(stamp.clone()),
            line: entry.line,
            excerpt: excerpt(&entry.head_line).to_owned(),
        });
    }

    fn dumps(&mut self, head: &Head, stamp: &Stamp, text: &Joined) {
        for dump in values::dumps(&text.text) {
            let line = text.part(dump.at).map_or(0, |p| p.line);
            if !dump.whole {
                self.note(Note::at(line, NoteKind::ObjectCut));
            }
            let fields: Vec<Field> = dump
                .fields
                .into_iter()
                .map(|(name, value, at)| text.field(name, value, at))
                .collect();
            let mut record = Record::new(dump.class, fields, line);
            record.side = head.side().or_else(|| of_class(&record));
            record.as_of = stamp.at;
            record.read_by = stamp.latest();
            self.objects.put(record);
        }
    }
}

fn of_class(record: &Record) -> Option<Side> {
    classify::side(record)
}

/// A stamp as if it were UTC: `2026.02.19 03:26:39.330`.
fn moment(text: &str) -> Option<jiff::Timestamp> {
    let (date, time) = text.split_once(' ')?;
    let civil: jiff::civil::DateTime = format!("{}T{time}", date.replace('.', "-")).parse().ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
}

/// The lines of an entry joined with nothing between, each place traced to its line.
struct Joined<'p> {
    text: String,
    parts: &'p [Part],
    /// Where each part begins in the text.
    begins: Vec<usize>,
}

impl<'p> Joined<'p> {
    fn of(parts: &'p [Part]) -> Self {
        let mut joined = Self {
            text: String::new(),
            parts,
            begins: Vec::with_capacity(parts.len()),
        };
        for part in parts {
            joined.begins.push(joined.text.len());
            joined.text.push_str(&part.text);
        }
        joined
    }

    fn part(&self, at: usize) -> Option<&'p Part> {
        let nth = self.begins.partition_point(|&begin| begin <= at);
        self.parts.get(nth.checked_sub(1)?)
    }

    fn field(&self, name: String, value: Value, at: usize) -> Field {
        let part = self.part(at);
        Field {
            name,
            value,
            line: part.map_or(0, |p| p.line),
            excerpt: part.map_or(String::new(), |p| excerpt(&p.raw).to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_entry_is_kept_up_to_a_limit() {
        let head = "2026.02.19 03:00:00.330         10276 [Client=UX] Words";
        for (more, noted) in [("12345678", 0), ("123456789", 1)] {
            let mut reader = Reader::default();
            reader.line(1, head);
            // As if most of it had been read.
            reader.entry.as_mut().unwrap().bytes = MAX_ENTRY - 8;
            reader.line(2, more);
            assert_eq!(reader.entry.as_ref().unwrap().parts.len(), 2 - noted);
            reader.line(3, head);
            let log = reader.finish();
            assert_eq!(log.entries, 2);
            let note = Note::at(1, NoteKind::LineTooLong(MAX_ENTRY as u64));
            assert_eq!(log.notes, vec![note; noted], "{more}");
        }
    }
}
