//! Step 6: what is followed live, and what it comes to.

use std::cmp::Reverse;

use super::Draw;
use crate::i18n::watch as said;
use crate::i18n::watch::Since;
use crate::i18n::wizard::{
    Word, last_answer, server_columns, servers_in_short, watch_missing_all, watch_next,
    watch_verdict, word,
};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::sheet::Sheet;
use crate::watch::{Answer, Outcome, ServerView, Snapshot};
use crate::wizard::Watching;

/// More servers than this are counted too, above their lines.
const FEW: usize = 6;

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
    servers(draw, sheet, seen);
    missing(draw, sheet, seen);
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

/// The verdict, and what to do next.
fn verdict(draw: &Draw, sheet: &mut Sheet, seen: &Snapshot) {
    let lang = draw.model.lang;
    let glyphs = draw.ink.glyphs();
    let verdict = &seen.verdict;
    let (role, mark) = match verdict.outcome {
        Outcome::Proven => (Role::Ok, glyphs.ok),
        Outcome::StillFailing => (Role::Danger, glyphs.mismatch),
        Outcome::NotYet | Outcome::NoTraffic => (Role::Warning, glyphs.unknown),
    };
    let text = watch_verdict(lang, verdict.outcome, seen.total);
    sheet.hang(&format!("{mark} "), role, &text);
    sheet.hang("  ", Role::Plain, watch_next(lang, verdict.outcome));
    if !verdict.findings.is_empty() {
        let findings = said::findings(lang, &verdict.findings);
        sheet.hang("  ", Role::Plain, &findings);
    }
}

/// Each server in its own line; those first that ask for something.
fn servers(draw: &Draw, sheet: &mut Sheet, seen: &Snapshot) {
    let lang = draw.model.lang;
    if seen.servers.is_empty() {
        return;
    }
    let is_open = |s: &ServerView| {
        s.away
            || seen
                .verdict
                .missing
                .iter()
                .any(|m| m.server() == Some(&s.name))
    };
    let mut servers: Vec<&ServerView> = seen.servers.iter().collect();
    servers.sort_by(|a, b| a.name.cmp(&b.name));
    servers.sort_by_key(|s| Reverse((s.is_refused_last(), is_open(s))));
    sheet.blank();
    if servers.len() > FEW {
        let last = |answer| {
            let last = servers.iter().filter_map(|s| s.counts.last_answer());
            last.filter(|(a, _)| *a == answer).count()
        };
        let (refused, accepted) = (last(Answer::Refused), last(Answer::Accepted));
        let short = servers_in_short(lang, servers.len(), refused, accepted);
        sheet.hang("  ", Role::Plain, &short);
    }
    let columns = [
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::CutMiddle, 8),
        Column::number(),
        Column::number(),
        Column::left(Overflow::Keep, 0),
    ];
    let head = server_columns(lang).map(|text| (Role::Muted, text.to_owned()));
    let mut rows = vec![vec![(Role::Plain, String::new())]];
    rows[0].extend(head);
    let glyphs = draw.ink.glyphs();
    rows.extend(servers.into_iter().map(|server| {
        let (role, mark) = match (server.is_refused_last(), is_open(server)) {
            (true, _) => (Role::Danger, glyphs.mismatch),
            (false, true) => (Role::Warning, glyphs.unknown),
            (false, false) => (Role::Ok, glyphs.ok),
        };
        let count = &server.counts.count;
        let number = |n: u64| (Role::Plain, n.to_string());
        vec![
            (role, mark.to_owned()),
            (Role::Plain, server.name.clone()),
            number(count.accepted),
            number(count.refused),
            (role, last_answer(lang, server, &draw.model.zone)),
        ]
    }));
    sheet.table(&columns, &rows, None, |_, _| {});
    sheet.blank();
}

/// What is missing for the proof.
fn missing(draw: &Draw, sheet: &mut Sheet, seen: &Snapshot) {
    let lang = draw.model.lang;
    let bullet = format!("  {} ", draw.ink.glyphs().bullet);
    for missing in watch_missing_all(lang, &seen.verdict.missing) {
        sheet.hang(&bullet, Role::Plain, &missing);
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
}
