//! Step 6 while the logs are followed: how the proof stands, then what is new of it.

use crate::i18n::linear::{Line, line, new_since, way_watched};
use crate::i18n::watch as said;
use crate::i18n::watch::Since;
use crate::i18n::wizard::{
    Word, server_in_a_line, watch_missing_all, watch_next, watch_verdict, word,
};
use crate::linear::page::Page;
use crate::terminal::{Lang, Role};
use crate::watch::{Count, Outcome, RowKey, ServerView, Snapshot};
use crate::wizard::{Model, Watching};

/// All of it.
pub(in crate::linear) fn watching(page: &mut Page, model: &Model, watching: &Watching) {
    let lang = model.lang;
    page.heading(word(lang, Word::Watching));
    for folder in &watching.folders {
        page.say(Role::Muted, &folder.to_string_lossy());
    }
    let Some(seen) = seen(page, lang, watching) else {
        return;
    };
    verdict(page, lang, seen);
    page.say(Role::Plain, watch_next(lang, seen.verdict.outcome));
    let since = watching.ticked.map_or(Since::Now, Since::Ticked);
    page.say(Role::Muted, &said::since(lang, since, &model.zone));
    page.say(Role::Muted, &said::rule(lang, seen.rule, &seen.expectation));
    servers(page, model, seen, None);
    rows(page, lang, seen, None);
    page.blank();
    page.say(Role::Muted, line(lang, Line::WatchGoesOn));
}

/// How it stands now, and what is new since it was told before.
pub(in crate::linear) fn watched_since(
    page: &mut Page,
    model: &Model,
    watching: &Watching,
    before: Option<&Snapshot>,
) {
    let lang = model.lang;
    let Some(seen) = seen(page, lang, watching) else {
        return;
    };
    verdict(page, lang, seen);
    if before.is_none_or(|b| b.verdict.outcome != seen.verdict.outcome) {
        page.say(Role::Plain, watch_next(lang, seen.verdict.outcome));
    }
    let had = before.map_or_else(Count::default, |b| b.total);
    match since(seen.total, had) {
        Count { sessions: 0, .. } => page.say(Role::Muted, line(lang, Line::NothingNew)),
        new => page.say(Role::Plain, &new_since(lang, &said::counts(lang, new))),
    }
    servers(page, model, seen, before);
    rows(page, lang, seen, before);
}

/// Each server in a line: those whose counts are others than before.
fn servers(page: &mut Page, model: &Model, seen: &Snapshot, before: Option<&Snapshot>) {
    let known = |server: &ServerView| {
        let mut known = before.iter().flat_map(|b| &b.servers);
        known.any(|k| {
            let counts = (k.counts.count, k.away) == (server.counts.count, server.away);
            k.name == server.name && counts
        })
    };
    for server in seen.servers.iter().filter(|s| !known(s)) {
        let role = match server.is_refused_last() {
            true => Role::Danger,
            false => Role::Plain,
        };
        let line = server_in_a_line(model.lang, server, &model.zone);
        page.say(role, &line);
    }
}

/// What was seen; else why nothing was.
fn seen<'w>(page: &mut Page, lang: Lang, watching: &'w Watching) -> Option<&'w Snapshot> {
    match (&watching.failed, &watching.seen) {
        (Some(why), _) => page.say(Role::Danger, why),
        (None, None) => page.say(Role::Muted, word(lang, Word::WatchBegins)),
        (None, Some(seen)) => return Some(seen),
    }
    None
}

/// The verdict, and what is missing for the proof.
fn verdict(page: &mut Page, lang: Lang, seen: &Snapshot) {
    let verdict = &seen.verdict;
    let role = match verdict.outcome {
        Outcome::Proven => Role::Ok,
        Outcome::StillFailing => Role::Danger,
        Outcome::NotYet | Outcome::NoTraffic => Role::Warning,
    };
    page.say(role, &watch_verdict(lang, verdict.outcome, seen.total));
    if !verdict.findings.is_empty() {
        page.say(Role::Plain, &said::findings(lang, &verdict.findings));
    }
    if !verdict.missing.is_empty() {
        page.say(Role::Plain, line(lang, Line::MissingForProof));
    }
    for missing in watch_missing_all(lang, &verdict.missing) {
        page.hang("- ", Role::Plain, &missing);
    }
    if let Some(not_seen) = said::not_seen(lang, &seen.not_seen) {
        page.say(Role::Muted, &not_seen);
    }
    if let Some(notice) = &seen.notice {
        page.say(Role::Muted, &said::notice(lang, notice));
    }
}

/// The counts by server, Send connector, certificate and sender class: those that are
/// others than before.
fn rows(page: &mut Page, lang: Lang, seen: &Snapshot, before: Option<&Snapshot>) {
    let known = |row: &(RowKey, Count)| before.is_some_and(|b| b.rows.contains(row));
    for ((server, connector, sent, kind), count) in seen.rows.iter().filter(|row| !known(row)) {
        let name = seen.servers.get(*server).map_or("", |s| s.name.as_str());
        let role = match count.refused > 0 {
            true => Role::Danger,
            false => Role::Plain,
        };
        let sent = said::sent(lang, sent);
        let way = [name, connector, &sent, said::sender(lang, *kind)];
        let counts = said::counts(lang, *count);
        page.say(role, &way_watched(lang, way, &counts));
    }
}

/// What has come to the counts.
fn since(now: Count, before: Count) -> Count {
    Count {
        sessions: now.sessions.saturating_sub(before.sessions),
        refused: now.refused.saturating_sub(before.refused),
        accepted: now.accepted.saturating_sub(before.accepted),
        undecided: now.undecided.saturating_sub(before.undecided),
        own: now.own.saturating_sub(before.own),
    }
}
