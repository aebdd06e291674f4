//! The files: what each is, how much was taken from it, what was noticed.

use jiff::tz::TimeZone;

use super::page::{INDENT, Page};
use super::{TextInput, words};
use crate::evidence::{Encoding, Source, SourceKind};
use crate::i18n::words::{Heading, encoding, heading, side, size, source_kind};
use crate::i18n::{date_time, note, text};
use crate::terminal::Role;

/// Files that are listed; a folder of logs may hold thousands.
const MAX_FILES: usize = 30;
/// Notes of one file.
const MAX_NOTES: usize = 5;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    page.heading(heading(lang, Heading::Evidence));
    if report.sources.is_empty() {
        page.prose(INDENT, Role::Muted, words::nothing_given(lang));
    }
    for source in listed(report.sources) {
        file(page, source, &report.zone);
    }
    if let Some(more @ 1..) = report.sources.len().checked_sub(MAX_FILES) {
        page.prose(INDENT, Role::Muted, &words::more_files(lang, more));
    }
}

/// The files in their order; where they are too many, those with notes first.
fn listed(sources: &[Source]) -> Vec<&Source> {
    let mut all: Vec<&Source> = sources.iter().collect();
    if all.len() > MAX_FILES {
        all.sort_by_key(|source| source.notes.is_empty());
        all.truncate(MAX_FILES);
    }
    all
}

fn file(page: &mut Page, source: &Source, zone: &TimeZone) {
    let lang = page.lang;
    page.prose(INDENT, Role::Plain, &source.path);
    let mut facts = vec![source_kind(lang, source.kind).to_owned()];
    facts.extend(source.side.map(|of| side(lang, of).to_owned()));
    if is_unusual(source.encoding) {
        facts.push(encoding(lang, source.encoding).to_owned());
    }
    if source.records > 0 || source.kind != SourceKind::Unrecognised {
        facts.push(words::lines_read(lang, source.records));
    }
    facts.push(size(source.bytes));
    let as_of = source.as_of.map(|t| t.as_millisecond());
    facts.extend(as_of.map(|t| date_time(lang, t, zone)));
    page.prose(
        2 * INDENT,
        Role::Muted,
        &facts.join(text!(lang, ", ", "、")),
    );
    for noticed in source.notes.iter().take(MAX_NOTES) {
        let text = note(lang, &noticed.kind);
        let text = match noticed.line {
            Some(line) => format!("{}: {text}", words::line_number(lang, line)),
            None => text,
        };
        page.prose(2 * INDENT, Role::Plain, &text);
    }
    if let Some(more @ 1..) = source.notes.len().checked_sub(MAX_NOTES) {
        page.prose(2 * INDENT, Role::Muted, &words::more(lang, more));
    }
}

/// What PowerShell writes by itself is usual.
fn is_unusual(encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf16Le | Encoding::Binary => false,
        Encoding::Utf16Be
        | Encoding::Cp932
        | Encoding::Windows1250
        | Encoding::Windows1251
        | Encoding::Windows1252
        | Encoding::Windows1253
        | Encoding::Windows1254 => true,
    }
}
