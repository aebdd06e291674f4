//! One session whole, row by row; the reply that decided is marked.

use super::Draw;
use crate::evidence::formats::send_log::{Direction, Turn};
use crate::i18n::wizard::{ViewWord as V, more_rows, outcome_word, view_word};
use crate::i18n::{date_time, folded_certificate, to_the_second};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown, lifted};
use crate::wizard::{Overlay, TranscriptView};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Transcript(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = head(draw, view);
    match &view.text {
        None => sheet.say(Role::Muted, view_word(lang, V::ReadingSession)),
        Some(Err(why)) => sheet.say(Role::Danger, why),
        Some(Ok(_)) => {}
    }
    let above = sheet.height();
    let [top, below] = draw.split(above);
    sheet.draw(top, draw.buf, None);
    let mut list = draw.sheet();
    let room = usize::from(below.height);
    let turns = view.turns();
    let from = view.top.min(view.row);
    // A row takes a line at least: more than these cannot be seen.
    let to = turns.len().min(from.max(view.row) + room);
    for (nth, turn) in turns.iter().enumerate().take(to).skip(from) {
        row(draw, &mut list, view, (nth, turn));
    }
    if let Some(Ok(text)) = &view.text
        && text.more > 0
        && to == turns.len()
    {
        list.say(Role::Muted, &more_rows(lang, text.more));
    }
    let seen = list.draw_window(below, draw.buf);
    Shown {
        page: room,
        hits: list.hits(below, seen.start, room),
        ..Shown::default()
    }
}

fn head<'m>(draw: &Draw<'m, '_>, view: &TranscriptView) -> Sheet<'m> {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let mut sheet = draw.sheet();
    let Some(session) = view.row() else {
        return sheet;
    };
    let index = &view.held.sessions;
    let whose = format!("{}  {}", index.server(session), index.connector(session));
    let mut when = vec![ink.plain(&date_time(lang, session.started, &draw.model.zone))];
    if let Some(outcome) = session.outcome() {
        when.push(ink.muted("  "));
        when.push(ink.part(Role::Heading, outcome_word(lang, outcome)));
    }
    let first = [
        vec![ink.part(Role::Heading, &whose), ink.muted("  ")],
        when.clone(),
    ]
    .concat();
    match ink.columns(&first) <= sheet.width {
        true => sheet.row(first),
        // Long names stand whole, and when it was and what became of it below them.
        false => {
            sheet.heading(&whose);
            sheet.row(when);
        }
    }
    let at = view.turns().get(view.row);
    let at = at.map(|turn| format!("{}:{}", view.path(turn), turn.line));
    let start = || {
        let path = view.files.first().map_or("", |(_, path)| path);
        format!("{path}:{}", session.first().line)
    };
    let at = at.unwrap_or_else(start);
    sheet.row(vec![ink.ending(Role::Muted, &at, sheet.width)]);
    sheet.blank();
    sheet
}

fn row(draw: &Draw, sheet: &mut Sheet, view: &TranscriptView, (nth, turn): (usize, &Turn)) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let here = nth == view.row;
    let decided = view.decisive == Some(nth);
    let time = turn
        .time
        .map(|t| to_the_second(lang, t, &draw.model.zone, false));
    let role = match (turn.direction, decided) {
        (_, true) => decided_role(turn),
        (Direction::Sent | Direction::Received, false) => lifted(Role::Plain, here),
        _ => lifted(Role::Muted, here),
    };
    let mut first = vec![
        sheet.cursor(here),
        ink.muted(&format!("{:8} ", time.unwrap_or_default())),
        ink.part(role, &format!("{} ", turn.direction.mark())),
    ];
    let mut text = match &turn.certificate {
        Some(certificate) => folded_certificate(lang, certificate),
        None => turn.text.clone(),
    };
    if decided {
        let mark = view_word(lang, V::Decisive);
        text = format!("{text}  {} {mark}", ink.glyphs().quote);
    }
    let start = sheet.height();
    sheet.row_begins(nth, here);
    match here || decided {
        // What is looked at is shown whole.
        true => sheet.hang_parts(first, role, &text),
        false => {
            first.push(ink.part(role, &text));
            sheet.row(first);
        }
    }
    if here {
        sheet.focus_from(start);
    }
}

fn decided_role(turn: &Turn) -> Role {
    match turn.text.starts_with('2') {
        true => Role::Ok,
        false => Role::Danger,
    }
}
