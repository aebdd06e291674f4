//! Step 6: what is followed live, and what it comes to.

use super::Draw;
use crate::i18n::watch as said;
use crate::i18n::watch::Since;
use crate::i18n::wizard::{Word, watch_missing, watch_next, word};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::sheet::Sheet;
use crate::watch::{Outcome, Snapshot};
use crate::wizard::Watching;

pub(super) fn draw(draw: &Draw, sheet: &mut Sheet, watching: &Watching) {
    let lang = draw.model.lang;
    sheet.heading(word(lang, Word::Watching));
    let since = watching.ticked.map_or(Since::Now, Since::Ticked);
    if let Some(why) = &watching.failed {
        sheet.say(Role::Danger, why);
        return;
    }
    let Some(seen) = &watching.seen else {
        sheet.say(Role::Muted, word(lang, Word::WatchBegins));
        return;
    };
    verdict(draw, sheet, seen);
    sheet.hang(
        "  ",
        Role::Muted,
        &said::since(lang, since, &draw.model.zone),
    );
    let rule = said::rule(lang, seen.rule, &seen.expectation);
    sheet.hang("  ", Role::Muted, &rule);
    if let Some(notice) = &seen.notice {
        sheet.hang("  ", Role::Muted, &said::notice(lang, notice));
    }
    table(draw, sheet, seen);
}

/// The verdict, what is missing for it, and what to do next.
fn verdict(draw: &Draw, sheet: &mut Sheet, seen: &Snapshot) {
    let lang = draw.model.lang;
    let glyphs = draw.ink.glyphs();
    let verdict = &seen.verdict;
    let (role, mark) = match verdict.outcome {
        Outcome::Proven => (Role::Ok, glyphs.ok),
        Outcome::StillFailing => (Role::Danger, glyphs.mismatch),
        Outcome::NotYet | Outcome::NoTraffic => (Role::Warning, glyphs.unknown),
    };
    let text = format!(
        "{} {}",
        said::outcome(lang, verdict.outcome),
        said::counts(lang, seen.total)
    );
    sheet.hang(&format!("{mark} "), role, &text);
    sheet.hang("  ", Role::Plain, watch_next(lang, verdict.outcome));
    if !verdict.findings.is_empty() {
        let findings = said::findings(lang, &verdict.findings);
        sheet.hang("  ", Role::Plain, &findings);
    }
    let bullet = format!("  {} ", glyphs.bullet);
    for missing in &verdict.missing {
        sheet.hang(&bullet, Role::Plain, &watch_missing(lang, missing));
    }
    if let Some(not_seen) = said::not_seen(lang, &seen.not_seen) {
        sheet.hang("  ", Role::Muted, &not_seen);
    }
}

/// The counts by server, Send connector, certificate and sender class.
fn table(draw: &Draw, sheet: &mut Sheet, seen: &Snapshot) {
    let lang = draw.model.lang;
    if seen.rows.is_empty() {
        return;
    }
    let columns = [
        Column::left(Overflow::CutMiddle, 12),
        Column::left(Overflow::Keep, 8),
        Column::left(Overflow::CutEnd, 6),
        Column::number(),
        Column::number(),
        Column::number(),
    ];
    let head = said::columns(lang).map(|text| (Role::Muted, text.to_owned()));
    let mut rows: Vec<Vec<(Role, String)>> = vec![head.into()];
    for ((server, connector, sent, kind), count) in &seen.rows {
        let name = seen.servers.get(*server).map_or("", |s| s.name.as_str());
        let role = match count.refused > 0 {
            true => Role::Danger,
            false => Role::Plain,
        };
        let number = |n: u64| (Role::Plain, n.to_string());
        rows.push(vec![
            (Role::Plain, format!("{name} / {connector}")),
            (Role::Muted, said::sent(lang, sent)),
            (Role::Plain, said::sender(lang, *kind).to_owned()),
            number(count.sessions),
            number(count.accepted),
            (role, count.refused.to_string()),
        ]);
    }
    sheet.blank();
    sheet.table(&columns, &rows, None, |_, _| {});
    for server in &seen.servers {
        let counts = &server.counts;
        let moments = said::moments(
            lang,
            counts.first_accepted.as_ref(),
            counts.last_refused.as_ref(),
            &draw.model.zone,
        );
        sheet.hang("  ", Role::Muted, &format!("{}: {moments}", server.name));
    }
}
