//! Step 2: what was read and what is missing, each with what to do about it.

use super::browser::offered_word;
use super::{Draw, input};
use crate::diagnosis::Need;
use crate::evidence::{NoteKind, Source};
use crate::i18n::wizard::{
    FileWord, KeyLabel, Word, all_at_once, file_word, files_of_folder, loading, notes_count,
    other_commands, rate, records, word,
};
use crate::i18n::{comma, date_time, need, note, place, words};
use crate::remedy::collect::{Collect, Version};
use crate::terminal::{Column, Overflow, Role, sanitise, truncate_middle};
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::{Analysis, EvidenceRow, Overlay};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let model = draw.model;
    let lang = model.lang;
    let mut sheet = draw.sheet();
    let field = &model.evidence;
    let hint = word(lang, Word::PathHint);
    sheet.heading(word(lang, Word::Path));
    input::draw(
        &mut sheet,
        &field.line,
        &field.candidates,
        field.typing,
        hint,
    );
    sheet.blank();
    if model.loading.as_ref().is_some_and(|l| !l.for_verify) {
        progress(draw, &mut sheet);
        sheet.blank();
    }
    let rows = model.evidence_rows();
    let selected = (!field.typing).then_some(field.selection.row);
    files(draw, &mut sheet, &rows, selected);
    missing(draw, &mut sheet, &rows, selected);
    draw.show(&sheet, None)
}

/// How loading goes on: a bar and the numbers.
pub(super) fn progress(draw: &Draw, sheet: &mut Sheet) {
    const CELLS: usize = 20;
    let Some(now) = &draw.model.loading else {
        return;
    };
    let done = match now.total {
        0 => (now.begun * CELLS).checked_div(now.files).unwrap_or(0),
        total => {
            let cells = u128::from(now.bytes) * CELLS as u128 / u128::from(total);
            usize::try_from(cells).unwrap_or(CELLS)
        }
    };
    let done = done.min(CELLS);
    let bar = format!("[{}{}] ", "#".repeat(done), ".".repeat(CELLS - done));
    let (files, bytes) = ((now.begun, now.files), (now.bytes, now.total));
    let text = loading(draw.model.lang, files, bytes, now.left);
    let first = vec![sheet.ink.part(Role::Accent, &bar)];
    sheet.hang_parts(first, Role::Plain, &text);
    let speed = now.rate.map(|bytes| rate(draw.model.lang, bytes));
    let file = Some(now.file.clone()).filter(|f| !f.is_empty());
    let more: Vec<String> = speed.into_iter().chain(file).collect();
    if !more.is_empty() {
        // The end of a path tells most.
        let text = sanitise(&more.join("  ")).into_owned();
        let room = sheet.width.saturating_sub(CURSOR);
        let ink = sheet.ink;
        let cut = truncate_middle(&text, room, ink.glyphs().ellipsis, ink.theme.ambiguous);
        let parts = vec![
            sheet.cursor(false),
            ink.clean(Role::Muted, cut.into_owned()),
        ];
        sheet.row(parts);
    }
}

fn files(draw: &Draw, sheet: &mut Sheet, rows: &[EvidenceRow], selected: Option<usize>) {
    let lang = draw.model.lang;
    let columns = [
        Column::left(Overflow::CutMiddle, 20),
        Column::left(Overflow::CutEnd, 12),
        Column::number(),
        Column::left(Overflow::Keep, 0),
    ];
    let listed: Vec<usize> = (0..rows.len())
        .filter(|&nth| !matches!(rows[nth], EvidenceRow::Need(_) | EvidenceRow::Offered(_)))
        .collect();
    if listed.is_empty() {
        if draw.model.loading.is_none() {
            sheet.say(Role::Warning, word(lang, Word::NothingGiven));
            sheet.say(Role::Plain, word(lang, Word::NothingGivenHint));
            offered(draw, sheet, rows, selected);
        }
        return;
    }
    sheet.heading(word(lang, Word::FilesRead));
    let cells: Vec<_> = listed.iter().map(|&nth| cells(draw, rows[nth])).collect();
    let details = |sheet: &mut Sheet, nth: usize| {
        let row = listed.get(nth).map(|&n| rows[n]);
        if let Some(source) = row.and_then(|row| source(draw, row)) {
            about_source(draw, sheet, source);
        }
        let hint = match row {
            Some(EvidenceRow::Source(index)) if draw.model.asks_whose(index).is_some() => {
                Some((KeyLabel::Whose, word(lang, Word::WhoseHint)))
            }
            Some(EvidenceRow::Source(index)) if draw.model.wants_password(index) => {
                Some((KeyLabel::OpenSource, file_word(lang, FileWord::LockedHint)))
            }
            Some(EvidenceRow::LeftOut(_)) => {
                Some((KeyLabel::LeaveOut, file_word(lang, FileWord::LeftOutHint)))
            }
            _ => None,
        };
        if let Some((label, hint)) = hint {
            let keys = draw.keys(label);
            sheet.hang("    ", Role::Accent, &format!("{keys} {hint}"));
        }
    };
    let at = selected.and_then(|row| listed.iter().position(|&n| n == row));
    let number = |nth: usize| listed.get(nth).copied();
    sheet.part_of_list(&columns, &cells, number, at, details);
}

/// While nothing was given: the folders in which evidence lies by default.
fn offered(draw: &Draw, sheet: &mut Sheet, rows: &[EvidenceRow], selected: Option<usize>) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    if draw.model.offered.is_empty() {
        return;
    }
    sheet.blank();
    sheet.heading(file_word(lang, FileWord::Offered));
    for (nth, row) in rows.iter().enumerate() {
        let EvidenceRow::Offered(index) = *row else {
            continue;
        };
        let Some(folder) = draw.model.offered.get(index) else {
            continue;
        };
        let here = selected == Some(nth);
        let start = sheet.height();
        sheet.row_begins(nth, here);
        let what = file_word(lang, offered_word(folder.kind));
        let parts = vec![
            sheet.cursor(here),
            ink.part(lifted(Role::Plain, here), what),
        ];
        sheet.row(parts);
        sheet.hang("    ", Role::Muted, &folder.path.to_string_lossy());
        if here {
            sheet.focus_from(start);
        }
    }
}

fn source<'m>(draw: &Draw<'m, '_>, row: EvidenceRow) -> Option<&'m Source> {
    match row {
        EvidenceRow::Source(index) => draw.analysis()?.gathered.sources.get(index),
        _ => None,
    }
}

fn is_locked(draw: &Draw, row: EvidenceRow) -> bool {
    matches!(row, EvidenceRow::Source(index) if draw.model.wants_password(index))
}

fn cells(draw: &Draw, row: EvidenceRow) -> Vec<(Role, String)> {
    let lang = draw.model.lang;
    if let Some(source) = source(draw, row) {
        let notes = match source.notes.len() {
            _ if is_locked(draw, row) => file_word(lang, FileWord::Locked).to_owned(),
            0 => String::new(),
            n => notes_count(lang, n),
        };
        let role = if source.records == 0 {
            Role::Warning
        } else {
            Role::Plain
        };
        return vec![
            (role, source.path.clone()),
            (role, words::source_kind(lang, source.kind).to_owned()),
            (Role::Muted, records(lang, source.records)),
            (Role::Warning, notes),
        ];
    }
    match row {
        EvidenceRow::Given(index) => given(draw, index),
        EvidenceRow::LeftOut(index) => {
            let path = draw.model.left_out_as_shown(index).unwrap_or_default();
            let state = file_word(lang, FileWord::LeftOut).to_owned();
            vec![(Role::Muted, path), (Role::Warning, state)]
        }
        EvidenceRow::Source(_) | EvidenceRow::Need(_) | EvidenceRow::Offered(_) => Vec::new(),
    }
}

/// A folder above its files, or something that waits to be read.
fn given(draw: &Draw, index: usize) -> Vec<(Role, String)> {
    let (lang, model) = (draw.model.lang, draw.model);
    let path = model.given.get(index).map(|g| g.shown.clone());
    let path = path.unwrap_or_default();
    match (model.came_with(index), model.left_out_of(index)) {
        (0, 0) => vec![
            (Role::Plain, path),
            (Role::Muted, word(lang, Word::NotReadYet).to_owned()),
        ],
        (read, left_out) => {
            let folder = file_word(lang, FileWord::Folder).to_owned();
            let [read, left_out] = files_of_folder(lang, read, left_out);
            vec![
                (Role::Heading, path),
                (Role::Muted, folder),
                (Role::Muted, read),
                (Role::Warning, left_out),
            ]
        }
    }
}

/// Whether a folder is taken back with all its files.
pub(super) fn asked(draw: &mut Draw) -> Shown {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.blank();
    if let Some(Overlay::AskRemove(what)) = &draw.model.overlay {
        let [files, _] = files_of_folder(lang, what.files, 0);
        sheet.heading(file_word(lang, FileWord::AskRemove));
        sheet.hang_parts(Vec::new(), Role::Plain, &what.shown);
        sheet.say(Role::Muted, &files);
        sheet.blank();
        sheet.say(Role::Plain, file_word(lang, FileWord::NothingDeleted));
    }
    draw.show(&sheet, None)
}

/// Below the selected file: whose values it holds, as of when, and what was noticed.
fn about_source(draw: &Draw, sheet: &mut Sheet, source: &Source) {
    let lang = draw.model.lang;
    let mut facts = vec![
        words::size(source.bytes),
        words::encoding(lang, source.encoding).to_owned(),
    ];
    facts.extend(source.side.map(|side| words::side(lang, side).to_owned()));
    facts.extend(source.server.clone());
    let as_of = source.as_of.map(|t| t.as_millisecond());
    facts.extend(as_of.map(|t| date_time(lang, t, &draw.model.zone)));
    sheet.hang("    ", Role::Muted, &facts.join(comma(lang)));
    // How a password is given here, the hint below says.
    let notes = source
        .notes
        .iter()
        .filter(|n| !matches!(n.kind, NoteKind::PasswordNeeded | NoteKind::WrongPassword));
    for found in notes {
        let text = match found.line {
            Some(line) => format!("{line}: {}", note(lang, &found.kind)),
            None => note(lang, &found.kind),
        };
        sheet.hang("    ! ", Role::Warning, &text);
    }
}

fn missing(draw: &Draw, sheet: &mut Sheet, rows: &[EvidenceRow], selected: Option<usize>) {
    let lang = draw.model.lang;
    let Some(analysis) = draw.analysis() else {
        return;
    };
    sheet.blank();
    if analysis.diagnosis.needs.is_empty() {
        sheet.say(Role::Ok, word(lang, Word::NothingMissing));
        return;
    }
    sheet.heading(word(lang, Word::Missing));
    if analysis.diagnosis.needs.len() > 1 {
        let keys = draw.keys(KeyLabel::Collect);
        sheet.say(Role::Muted, &all_at_once(lang, &keys));
    }
    for (nth, row) in rows.iter().enumerate() {
        if let EvidenceRow::Need(index) = *row {
            sheet.row_begins(nth, selected == Some(nth));
            need_row(draw, sheet, analysis, index, selected == Some(nth));
        }
    }
}

fn need_row(draw: &Draw, sheet: &mut Sheet, analysis: &Analysis, index: usize, selected: bool) {
    let Some(missing) = analysis.diagnosis.needs.get(index) else {
        return;
    };
    let start = sheet.height();
    let lang = draw.model.lang;
    let kind = words::source_kind(lang, missing.reason.kind());
    let role = if selected { Role::Heading } else { Role::Plain };
    let parts = vec![
        sheet.cursor(selected),
        sheet.ink.part(Role::Warning, draw.ink.glyphs().unknown),
        sheet.ink.plain(" "),
        sheet.ink.part(role, kind),
    ];
    sheet.row(parts);
    if selected {
        about_need(draw, sheet, missing, index);
        sheet.focus_from(start);
    }
}

/// Below the selected need: why, where to run what.
fn about_need(draw: &Draw, sheet: &mut Sheet, missing: &Need, index: usize) {
    let lang = draw.model.lang;
    sheet.hang("    ", Role::Plain, &need(lang, &missing.reason));
    let commands = draw.model.collect(index);
    let last = commands.len().saturating_sub(1);
    let chosen = draw.model.evidence.command.min(last);
    let Some(collect) = commands.get(chosen) else {
        return;
    };
    let mut runs = format!(
        "{}: {}",
        word(lang, Word::RunIn),
        place(lang, collect.place)
    );
    if let Some(version) = version(collect) {
        runs = format!("{runs}, {version}");
    }
    if last > 0 {
        let keys = draw.keys(KeyLabel::OtherCommand);
        let others = other_commands(lang, chosen + 1, last + 1, &keys);
        runs = format!("{runs} ({others})");
    }
    sheet.hang("    ", Role::Muted, &runs);
    sheet.code(sheet.margin(CURSOR + 2), &collect.command.to_text());
}

fn version(collect: &Collect) -> Option<&'static str> {
    Some(match collect.version? {
        Version::Exchange2010 => "Exchange 2010",
        Version::Exchange2013Later => "Exchange 2013 +",
    })
}
