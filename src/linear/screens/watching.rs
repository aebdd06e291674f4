//! Step 6 while the logs are followed: how the proof stands, then what is new of it.

use crate::i18n::linear::{Line, line, new_since, way_watched};
use crate::i18n::watch as said;
use crate::i18n::watch::Since;
use crate::i18n::wizard::{Word, watch_missing, watch_next, word};
use crate::linear::page::Page;
use crate::terminal::{Lang, Role};
use crate::watch::{Count, Outcome, RowKey, Snapshot};
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
    rows(page, lang, seen, None);
    for server in &seen.servers {
        let counts = &server.counts;
        let (first, last) = (counts.first_accepted.as_ref(), counts.last_refused.as_ref());
        let moments = said::moments(lang, first, last, &model.zone);
        page.say(Role::Muted, &format!("{}: {moments}", server.name));
    }
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
    rows(page, lang, seen, before);
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
    let outcome = said::outcome(lang, verdict.outcome);
    let counts = said::counts(lang, seen.total);
    page.say(role, &format!("{outcome} {counts}"));
    if !verdict.findings.is_empty() {
        page.say(Role::Plain, &said::findings(lang, &verdict.findings));
    }
    if !verdict.missing.is_empty() {
        page.say(Role::Plain, line(lang, Line::MissingForProof));
    }
    for missing in &verdict.missing {
        page.hang("- ", Role::Plain, &watch_missing(lang, missing));
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
