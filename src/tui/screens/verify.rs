//! Step 6: the numbers before and after, by the newer log.

use super::{Draw, input};
use crate::i18n::wizard::{
    FileWord, KeyLabel, Word, file_word, how_to_tell_server, log_of, log_of_nobody, not_proven,
    refused_accepted, server_name, server_not_told, since, word,
};
use crate::i18n::{date_time, words};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::ink::Part;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::{
    Answers, CauseState, Outcome, Progress, Unproven, VerifyRow, WayNow, WhoseLog,
};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let model = draw.model;
    let lang = model.lang;
    let mut sheet = draw.sheet();
    let field = &model.verify;
    let rows = model.verify_rows();
    let selected = (!field.typing).then_some(field.selection.row);
    match &field.progress {
        Some(progress) => {
            answer(draw, &mut sheet, progress);
            numbers(draw, &mut sheet, progress);
            causes(draw, &mut sheet, progress, &rows, selected);
        }
        None if field.watching.is_some() => {}
        None => {
            sheet.say(Role::Plain, word(lang, Word::VerifyIntro));
            sheet.say(Role::Muted, word(lang, Word::VerifyHow));
        }
    }
    if let Some(watching) = &field.watching {
        if field.progress.is_some() {
            sheet.blank();
        }
        super::watching::draw(draw, &mut sheet, watching);
    }
    sheet.blank();
    sheet.heading(word(lang, Word::NewerEvidence));
    let hint = word(lang, Word::PathHint);
    let candidates = &field.candidates;
    input::draw(&mut sheet, &field.line, candidates, field.typing, hint);
    if model.loading.is_some() {
        super::evidence::progress(draw, &mut sheet);
    }
    given(draw, &mut sheet, &rows, selected);
    if let Some(progress) = &field.progress {
        ways(draw, &mut sheet, progress);
    }
    draw.show(&sheet, field.scroll.filter(|_| !field.typing))
}

fn given(draw: &Draw, sheet: &mut Sheet, rows: &[VerifyRow], selected: Option<usize>) {
    for (nth, row) in rows.iter().enumerate() {
        let VerifyRow::Given(index) = row else {
            continue;
        };
        let path = draw.model.verify.given.get(*index);
        let here = selected == Some(nth);
        sheet.row_begins(nth, here);
        let mut parts = vec![
            sheet.cursor(here),
            draw.ink.plain(path.map_or("", |g| g.shown.as_str())),
        ];
        let whose = draw.model.whose_log(*index);
        parts.extend(whose_part(draw, &whose));
        let lang = draw.model.lang;
        let is_locked = draw.model.newer_wants_password(*index);
        if is_locked {
            let text = format!("  {}", file_word(lang, FileWord::Locked));
            parts.push(draw.ink.part(Role::Warning, &text));
        }
        let start = sheet.height();
        sheet.row(parts);
        if here && let Some(how) = how_to_tell(draw, &whose) {
            sheet.hang("    ", Role::Accent, &how);
        }
        if here && is_locked {
            let keys = draw.keys(KeyLabel::OpenRow);
            let how = format!("{keys} {}", file_word(lang, FileWord::LockedHint));
            sheet.hang("    ", Role::Accent, &how);
        }
        if here {
            sheet.focus_from(start);
        }
    }
}

/// Whose a log is that does not tell it.
fn whose_part(draw: &Draw, whose: &WhoseLog) -> Option<Part> {
    let lang = draw.model.lang;
    let (role, text) = match whose {
        WhoseLog::Plain => return None,
        WhoseLog::Said(server) => {
            let server = std::slice::from_ref(server);
            (Role::Muted, log_of(lang, server, true))
        }
        WhoseLog::ByAddress(servers) => (Role::Muted, log_of(lang, servers, false)),
        WhoseLog::Unknown { can_be_said } => {
            (Role::Warning, log_of_nobody(lang, *can_be_said).to_owned())
        }
    };
    Some(draw.ink.part(role, &format!("  {text}")))
}

/// How that is settled, below the row.
fn how_to_tell(draw: &Draw, whose: &WhoseLog) -> Option<String> {
    let lang = draw.model.lang;
    let keys = draw.keys(KeyLabel::WhoseLog);
    match whose {
        WhoseLog::Plain | WhoseLog::ByAddress(_) => None,
        WhoseLog::Said(_) => Some(how_to_tell_server(lang, Some(&keys), true)),
        WhoseLog::Unknown { can_be_said } => {
            let keys = can_be_said.then_some(keys.as_str());
            Some(how_to_tell_server(lang, keys, false))
        }
    }
}

/// What it comes to, in one line.
fn answer(draw: &Draw, sheet: &mut Sheet, progress: &Progress) {
    let lang = draw.model.lang;
    let glyphs = draw.ink.glyphs();
    let (role, mark, text) = match progress.outcome {
        Outcome::Proven => (Role::Ok, glyphs.ok, Word::Proven),
        Outcome::StillRefused => (Role::Danger, glyphs.mismatch, Word::StillRefused),
        Outcome::Undecided => (Role::Warning, glyphs.unknown, Word::Undecided),
    };
    let unproven: Vec<_> = progress.unproven.iter().map(Unproven::parts).collect();
    let named = progress.outcome == Outcome::Undecided && !unproven.is_empty();
    let text = match named {
        true => not_proven(lang, &unproven),
        false => word(lang, text).to_owned(),
    };
    sheet.hang(&format!("{mark} "), role, &text);
    if let Some(logs) = draw.model.unproven_for_want_of_a_server() {
        sheet.hang("  ", Role::Plain, &server_not_told(lang, &logs));
    }
    if let (Some(first), Some(last)) = (progress.first, progress.last) {
        let time = |at| date_time(lang, at, &draw.model.zone);
        let text = since(lang, progress.sessions, &time(first), &time(last));
        sheet.hang("  ", Role::Muted, &text);
    }
    if progress.connectors_are_old {
        sheet.hang("  ", Role::Muted, word(lang, Word::ConnectorsAreOld));
    }
}

/// Before and now, then each server and Send connector.
fn numbers(draw: &Draw, sheet: &mut Sheet, progress: &Progress) {
    let lang = draw.model.lang;
    sheet.blank();
    let columns = [
        Column::left(Overflow::CutMiddle, 12),
        Column::left(Overflow::Wrap, 16),
        Column::left(Overflow::Wrap, 16),
    ];
    let head = |w: Word| (Role::Muted, word(lang, w).to_owned());
    let old = draw.analysis().map(Answers::of).unwrap_or_default();
    let row = |label: &str, before: String, now: (Role, String)| {
        vec![(Role::Plain, label.to_owned()), (Role::Plain, before), now]
    };
    let mut rows = vec![
        vec![
            (Role::Muted, String::new()),
            head(Word::Before),
            head(Word::After),
        ],
        row(
            word(lang, Word::Answers),
            refused_accepted(lang, old.refused.count, old.accepted.count),
            (
                Role::Heading,
                refused_accepted(lang, progress.refused, progress.accepted),
            ),
        ),
    ];
    // What is judged from the older export is no news.
    if !progress.connectors_are_old {
        rows.push(row(
            word(lang, Word::Expected),
            words::relay(lang, progress.before).to_owned(),
            (Role::Plain, words::relay(lang, progress.now).to_owned()),
        ));
    }
    sheet.table(&columns, &rows, None, |_, _| {});
}

/// Each server and Send connector by itself.
fn ways(draw: &Draw, sheet: &mut Sheet, progress: &Progress) {
    if progress.ways.is_empty() {
        return;
    }
    let columns = [
        Column::left(Overflow::CutMiddle, 12),
        Column::left(Overflow::CutEnd, 12),
        Column::left(Overflow::Keep, 0),
    ];
    let rows: Vec<_> = progress.ways.iter().map(|w| way_row(draw, w)).collect();
    sheet.blank();
    sheet.heading(word(draw.model.lang, Word::NowByWay));
    sheet.table(&columns, &rows, None, |_, _| {});
}

fn way_row(draw: &Draw, way: &WayNow) -> Vec<(Role, String)> {
    let lang = draw.model.lang;
    let role = if way.is_refused() {
        Role::Danger
    } else {
        Role::Plain
    };
    let name = format!("{} / {}", server_name(lang, &way.server), way.connector);
    let certificate = way
        .certificate
        .as_ref()
        .map_or_else(String::new, |(name, print)| {
            format!("{name} ({})", print.chars().take(8).collect::<String>())
        });
    let now = refused_accepted(lang, way.refused, way.accepted);
    vec![(role, name), (Role::Muted, certificate), (role, now)]
}

/// What became of the root causes.
fn causes(
    draw: &Draw,
    sheet: &mut Sheet,
    progress: &Progress,
    rows: &[VerifyRow],
    selected: Option<usize>,
) {
    let lang = draw.model.lang;
    for cause in &progress.causes {
        let nth = rows.iter().position(|r| *r == VerifyRow::Cause(cause.code));
        let here = nth.is_some() && nth == selected;
        let (role, state) = match cause.state {
            CauseState::Gone => (Role::Ok, Word::CauseGone),
            CauseState::Still => (Role::Danger, Word::CauseStill),
            CauseState::New => (Role::Danger, Word::CauseNew),
            CauseState::Untold => (Role::Warning, Word::CauseUntold),
        };
        let start = sheet.height();
        if let Some(nth) = nth {
            sheet.row_begins(nth, here);
        }
        let name = format!("{}  ", cause.code);
        let parts = vec![
            sheet.cursor(here),
            draw.ink.plain(&name),
            draw.ink.part(role, word(lang, state)),
        ];
        sheet.row(parts);
        if here {
            sheet.focus_from(start);
        }
    }
}
