//! Step 6: what the newer log shows, beside what was before.

use super::numbered;
use crate::i18n::wizard::{
    FileWord, Word, file_word, how_to_tell_server, log_of, log_of_nobody, not_proven,
    refused_accepted, server_name, server_not_told, since, word,
};
use crate::i18n::{comma, date_time, words};
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{
    Answers, CauseState, Model, Outcome, Progress, Unproven, VerifyRow, WayNow, WhoseLog,
};

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;

pub(super) fn write(page: &mut Page, model: &Model) {
    let lang = model.lang;
    match &model.verify.progress {
        Some(progress) => {
            answer(page, model, progress);
            numbers(page, model, progress);
        }
        None => page.say(Role::Plain, word(lang, Word::VerifyIntro)),
    }
    if let Some(watching) = &model.verify.watching {
        super::watching(page, model, watching);
    }
    let rows = model.verify_rows();
    if !rows.is_empty() {
        page.heading(word(lang, Word::NewerEvidence));
    }
    for (nth, _) in rows.iter().enumerate() {
        listed(page, model, nth);
    }
    if let Some(progress) = &model.verify.progress
        && !progress.ways.is_empty()
    {
        page.heading(word(lang, Word::NowByWay));
        for way in &progress.ways {
            way_now(page, model, way);
        }
    }
}

pub(super) fn row(page: &mut Page, model: &Model, row: usize) {
    listed(page, model, row);
    let Some(VerifyRow::Cause(code)) = model.verify_rows().get(row).copied() else {
        return;
    };
    let newer = model.verify.newer.iter();
    let all = newer.chain(&model.analysis);
    let mut found = all.flat_map(|a| &a.diagnosis.findings);
    if let Some(finding) = found.find(|f| f.code == code) {
        page.below(Role::Plain, &crate::i18n::title(model.lang, finding));
        page.below(Role::Plain, &crate::i18n::explanation(model.lang, finding));
    }
}

fn listed(page: &mut Page, model: &Model, nth: usize) {
    let lang = model.lang;
    match model.verify_rows().get(nth) {
        Some(VerifyRow::Given(index)) => {
            let given = model.verify.given.get(*index);
            let shown = given.map_or("", |g| g.shown.as_str());
            let whose = match model.whose_log(*index) {
                WhoseLog::Plain => None,
                WhoseLog::Said(server) => Some(log_of(lang, &[server], true)),
                WhoseLog::ByAddress(servers) => Some(log_of(lang, &servers, false)),
                WhoseLog::Unknown { can_be_said } => {
                    Some(log_of_nobody(lang, can_be_said).to_owned())
                }
            };
            let text = whose.map_or(shown.to_owned(), |w| format!("{shown}: {w}"));
            numbered(page, nth, Role::Plain, &text);
            if model.newer_wants_password(*index) {
                let hint = file_word(lang, FileWord::LockedHint);
                page.below(Role::Accent, &format!("open {} {hint}", nth + 1));
            }
            let settles = match model.whose_log(*index) {
                WhoseLog::Unknown { can_be_said: true } => Some(format!("server {}", nth + 1)),
                WhoseLog::Unknown { can_be_said: false } => None,
                _ => return,
            };
            let how = how_to_tell_server(lang, settles.as_deref(), false);
            page.below(Role::Accent, &how);
        }
        Some(VerifyRow::Cause(code)) => {
            let causes = model.verify.progress.iter().flat_map(|p| &p.causes);
            let Some(cause) = causes.into_iter().find(|c| c.code == *code) else {
                return;
            };
            let (role, state) = match cause.state {
                CauseState::Gone => (Role::Ok, Word::CauseGone),
                CauseState::Still => (Role::Danger, Word::CauseStill),
                CauseState::New => (Role::Danger, Word::CauseNew),
                CauseState::Untold => (Role::Warning, Word::CauseUntold),
            };
            numbered(page, nth, role, &format!("{code}: {}", word(lang, state)));
        }
        None => {}
    }
}

/// What it comes to.
fn answer(page: &mut Page, model: &Model, progress: &Progress) {
    let lang = model.lang;
    let (role, text) = match progress.outcome {
        Outcome::Proven => (Role::Ok, Word::Proven),
        Outcome::StillRefused => (Role::Danger, Word::StillRefused),
        Outcome::Undecided => (Role::Warning, Word::Undecided),
    };
    page.blank();
    let unproven: Vec<_> = progress.unproven.iter().map(Unproven::parts).collect();
    let named = progress.outcome == Outcome::Undecided && !unproven.is_empty();
    match named {
        true => page.say(role, &not_proven(lang, &unproven)),
        false => page.say(role, word(lang, text)),
    }
    if let Some(logs) = model.unproven_for_want_of_a_server() {
        page.say(Role::Plain, &server_not_told(lang, &logs));
    }
    if let (Some(first), Some(last)) = (progress.first, progress.last) {
        let time = |at| date_time(lang, at, &model.zone);
        page.say(
            Role::Plain,
            &since(lang, progress.sessions, &time(first), &time(last)),
        );
    }
    if progress.connectors_are_old {
        page.say(Role::Warning, word(lang, Word::ConnectorsAreOld));
    }
}

/// Before and now.
fn numbers(page: &mut Page, model: &Model, progress: &Progress) {
    let lang = model.lang;
    let old = model.analysis.as_deref().map(Answers::of);
    let old = old.unwrap_or_default();
    let mut rows = vec![(
        Word::Answers,
        refused_accepted(lang, old.refused.count, old.accepted.count),
        refused_accepted(lang, progress.refused, progress.accepted),
    )];
    // What is judged from the older export is no news.
    if !progress.connectors_are_old {
        rows.push((
            Word::Expected,
            words::relay(lang, progress.before).to_owned(),
            words::relay(lang, progress.now).to_owned(),
        ));
    }
    for (name, before, now) in rows {
        page.heading(word(lang, name));
        page.labelled(word(lang, Word::Before), Role::Plain, &before);
        page.labelled(word(lang, Word::After), Role::Plain, &now);
    }
}

/// A server and Send connector, and the certificate sent last.
fn way_now(page: &mut Page, model: &Model, way: &WayNow) {
    let role = match way.is_refused() {
        true => Role::Danger,
        false => Role::Plain,
    };
    let server = server_name(model.lang, &way.server);
    let mut told = vec![server.to_owned(), way.connector.clone()];
    if let Some((certificate, print)) = &way.certificate {
        let print: String = print.chars().take(DIGITS).collect();
        told.push(format!("{certificate} ({print})"));
    }
    let name = told.join(comma(model.lang));
    let now = refused_accepted(model.lang, way.refused, way.accepted);
    page.say(role, &format!("{name}: {now}"));
}
