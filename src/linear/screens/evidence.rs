//! Step 2: what was read and what is missing, each with what to do about it.

use super::numbered;
use crate::evidence::{Note, NoteKind, Source};
use crate::i18n::linear::more_notes;
use crate::i18n::wizard::{FileWord, Word, all_at_once, file_word, files_of_folder, records, word};
use crate::i18n::{comma, date_time, need, note, place, words};
use crate::linear::page::Page;
use crate::remedy::collect::Version;
use crate::terminal::Role;
use crate::wizard::{Analysis, EvidenceRow, Model};

/// Notes of a file in the list; all of them are one number away.
const FEW: usize = 2;

pub(super) fn write(page: &mut Page, model: &Model) {
    let lang = model.lang;
    let rows = model.evidence_rows();
    let is_need = |row: &EvidenceRow| matches!(row, EvidenceRow::Need(_));
    let needs = rows.iter().position(is_need).unwrap_or(rows.len());
    let offers = matches!(rows.first(), Some(EvidenceRow::Offered(_)));
    if needs == 0 || offers {
        page.heading(word(lang, Word::NothingGiven));
        page.say(Role::Plain, word(lang, Word::NothingGivenHint));
    }
    if offers {
        page.heading(file_word(lang, FileWord::Offered));
    } else if needs > 0 {
        page.heading(word(lang, Word::FilesRead));
    }
    for (nth, row) in rows.iter().enumerate() {
        if nth == needs {
            page.heading(word(lang, Word::Missing));
        }
        listed(page, model, nth, *row);
    }
    let Some(analysis) = &model.analysis else {
        return;
    };
    match analysis.diagnosis.needs.len() {
        0 => page.heading(word(lang, Word::NothingMissing)),
        1 => {}
        _ => page.say(Role::Muted, &all_at_once(lang, "collect")),
    }
}

fn listed(page: &mut Page, model: &Model, nth: usize, row: EvidenceRow) {
    let lang = model.lang;
    match (row, &model.analysis) {
        (EvidenceRow::Source(index), Some(analysis)) => {
            let Some(source) = analysis.gathered.sources.get(index) else {
                return;
            };
            let kind = words::source_kind(lang, source.kind);
            let text = format!(
                "{}: {kind}{}{}",
                source.path,
                comma(lang),
                records(lang, source.records)
            );
            numbered(page, nth, Role::Plain, &text);
            for found in source.notes.iter().take(FEW) {
                noticed(page, model, found);
            }
            if model.wants_password(index) {
                let hint = file_word(lang, FileWord::LockedHint);
                page.below(Role::Accent, &format!("source {} {hint}", nth + 1));
            }
            let more = source.notes.len().saturating_sub(FEW);
            if more > 0 {
                page.below(Role::Muted, &more_notes(lang, more, nth + 1));
            }
            if model.asks_whose(index).is_some() && source.side.is_none() {
                page.below(Role::Accent, &whose(model, nth));
            }
        }
        (EvidenceRow::Need(index), Some(analysis)) => {
            if let Some(missing) = analysis.diagnosis.needs.get(index) {
                let kind = words::source_kind(lang, missing.reason.kind());
                numbered(page, nth, Role::Warning, kind);
            }
        }
        (EvidenceRow::Given(index), _) => {
            let shown = model.given.get(index).map_or("", |g| g.shown.as_str());
            let state = match (model.came_with(index), model.left_out_of(index)) {
                (0, 0) => word(lang, Word::NotReadYet).to_owned(),
                (read, left_out) => {
                    let counts = files_of_folder(lang, read, left_out);
                    let counts = counts.into_iter().filter(|c| !c.is_empty());
                    counts.collect::<Vec<_>>().join(comma(lang))
                }
            };
            numbered(page, nth, Role::Plain, &format!("{shown}: {state}"));
        }
        (EvidenceRow::LeftOut(index), _) => {
            let shown = model.left_out_as_shown(index).unwrap_or_default();
            let text = format!("{shown}: {}", file_word(lang, FileWord::LeftOut));
            numbered(page, nth, Role::Muted, &text);
        }
        (EvidenceRow::Offered(index), _) => {
            if let Some(folder) = model.offered.get(index) {
                numbered(page, nth, Role::Plain, &folder.path.to_string_lossy());
            }
        }
        (_, None) => {}
    }
}

/// How it is said whose a file's objects are.
fn whose(model: &Model, nth: usize) -> String {
    format!("whose {} {}", nth + 1, word(model.lang, Word::WhoseHint))
}

fn noticed(page: &mut Page, model: &Model, found: &Note) {
    // How a password is given here, stands beside it.
    if matches!(
        found.kind,
        NoteKind::PasswordNeeded | NoteKind::WrongPassword
    ) {
        return;
    }
    let text = note(model.lang, &found.kind);
    let text = match found.line {
        Some(line) => format!("{line}: {text}"),
        None => text,
    };
    page.hang("   - ", Role::Warning, &text);
}

pub(super) fn row(page: &mut Page, model: &Model, row: usize) {
    let analysis = model.analysis.as_deref();
    match (model.evidence_rows().get(row), analysis) {
        (Some(EvidenceRow::Source(index)), Some(analysis)) => {
            if let Some(source) = analysis.gathered.sources.get(*index) {
                about_source(page, model, source);
                if model.asks_whose(*index).is_some() {
                    page.below(Role::Accent, &whose(model, row));
                }
            }
        }
        (Some(EvidenceRow::Need(index)), Some(analysis)) => {
            about_need(page, model, analysis, *index);
        }
        (Some(given), _) => listed(page, model, row, *given),
        (None, _) => {}
    }
}

/// Whose values it holds, as of when, and what was noticed.
fn about_source(page: &mut Page, model: &Model, source: &Source) {
    let lang = model.lang;
    page.heading(&source.path);
    let mut facts = vec![
        words::source_kind(lang, source.kind).to_owned(),
        records(lang, source.records),
        words::size(source.bytes),
        words::encoding(lang, source.encoding).to_owned(),
    ];
    facts.extend(source.side.map(|side| words::side(lang, side).to_owned()));
    facts.extend(source.server.clone());
    let as_of = source.as_of.map(|t| t.as_millisecond());
    facts.extend(as_of.map(|t| date_time(lang, t, &model.zone)));
    page.below(Role::Plain, &facts.join(comma(lang)));
    for found in &source.notes {
        noticed(page, model, found);
    }
}

/// Why it is needed, and each command with where to run it.
fn about_need(page: &mut Page, model: &Model, analysis: &Analysis, index: usize) {
    let lang = model.lang;
    let Some(missing) = analysis.diagnosis.needs.get(index) else {
        return;
    };
    page.heading(words::source_kind(lang, missing.reason.kind()));
    page.say(Role::Plain, &need(lang, &missing.reason));
    for collect in model.collect(index) {
        let mut runs = place(lang, collect.place).to_owned();
        let version = collect.version.map(|version| match version {
            Version::Exchange2010 => "Exchange 2010",
            Version::Exchange2013Later => "Exchange 2013 +",
        });
        if let Some(version) = version {
            runs = format!("{runs}, {version}");
        }
        page.labelled(word(lang, Word::RunIn), Role::Muted, &runs);
        page.code("     ", &collect.command.to_text());
    }
}
