//! The sessions of the logs and their filter, and one session row by row.

use super::{numbered, pages};
use crate::evidence::formats::send_log::{Direction, Turn};
use crate::facts::sessions::{FilterField, SessionIndex, SessionRow};
use crate::i18n::linear::sessions_shown;
use crate::i18n::wizard::{ViewWord as V, left_out, messages, more_rows, outcome_word, view_word};
use crate::i18n::{
    comma, conditions, date_time, filter_name, filter_value, folded_certificate, from_to,
    session_certificate, to_the_second,
};
use crate::linear::offers::on_page;
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Model, SessionsView, TranscriptView};

pub(super) fn write(page: &mut Page, model: &Model, view: &SessionsView) {
    let lang = model.lang;
    counted(page, model, view);
    if view.form.is_some() {
        page.blank();
        (0..FilterField::ALL.len()).for_each(|nth| condition(page, model, view, nth));
        return;
    }
    let set = conditions(lang, &model.zone, view.index(), &view.filter);
    match set.is_empty() {
        true => page.say(Role::Muted, view_word(lang, V::AnyFilter)),
        false => page.say(Role::Plain, &set.join(comma(lang))),
    }
    page.blank();
    if view.shown.is_empty() {
        let why = match view.index().rows.is_empty() {
            true => V::NoSessions,
            false => V::NoneFits,
        };
        return page.say(Role::Plain, view_word(lang, why));
    }
    pages(page, model);
    for nth in on_page(model) {
        if let Some(row) = view.session(nth) {
            numbered(page, nth, Role::Plain, &session(model, view.index(), row));
        }
    }
}

fn counted(page: &mut Page, model: &Model, view: &SessionsView) {
    let (lang, index) = (model.lang, view.index());
    page.say(
        Role::Plain,
        &sessions_shown(lang, view.shown.len(), index.rows.len()),
    );
    if index.left_out > 0 {
        page.say(Role::Muted, &left_out(lang, index.left_out));
    }
}

/// When, what became of it, on which way, with which certificate.
fn session(model: &Model, index: &SessionIndex, row: &SessionRow) -> String {
    let lang = model.lang;
    let outcome = row.outcome().map_or("-", |o| outcome_word(lang, o));
    let told = [
        &to_the_second(lang, row.started, &model.zone, true),
        outcome,
        index.server(row),
        index.connector(row),
        session_certificate(lang, index.certificate(row)),
    ];
    told.join(comma(lang))
}

/// What the filter asks for in a row of its form.
fn condition(page: &mut Page, model: &Model, view: &SessionsView, nth: usize) {
    let Some(field) = FilterField::ALL.get(nth) else {
        return;
    };
    let lang = model.lang;
    let value = filter_value(lang, &model.zone, view.index(), &view.filter, *field);
    let (role, value) = match &value {
        Some(value) => (Role::Code, value.as_str()),
        None => (Role::Plain, view_word(lang, V::Any)),
    };
    let text = format!("{}: {value}", filter_name(lang, *field));
    numbered(page, nth, role, &text);
}

/// A row of the form after it was changed, and how many sessions fit now.
pub(super) fn changed(page: &mut Page, model: &Model, view: &SessionsView, nth: usize) {
    condition(page, model, view, nth);
    counted(page, model, view);
}

/// What the selected row of the form can be, the first so many.
pub(in crate::linear) fn values(page: &mut Page, model: &Model, view: &SessionsView, most: usize) {
    let Some(field) = view.form.as_ref().map(|form| form.field()) else {
        return;
    };
    let lang = model.lang;
    page.heading(filter_name(lang, field));
    for (nth, filter) in view.choices().take(most).enumerate() {
        let value = filter_value(lang, &model.zone, view.index(), &filter, field);
        let value = value.unwrap_or_else(|| view_word(lang, V::Any).to_owned());
        numbered(page, nth, Role::Plain, &value);
    }
}

/// One session whole, a page of its rows.
pub(super) fn transcript(page: &mut Page, model: &Model, view: &TranscriptView) {
    let lang = model.lang;
    if let Some(session) = view.row() {
        about(page, model, view, session);
    }
    page.blank();
    let more = match &view.text {
        Some(Ok(text)) => text.more,
        Some(Err(why)) => return page.say(Role::Danger, why),
        None => return page.say(Role::Muted, view_word(lang, V::ReadingSession)),
    };
    pages(page, model);
    let here = on_page(model);
    for (nth, row) in view.turns().iter().enumerate() {
        if here.contains(&nth) {
            turn(page, model, view, (nth, row));
        }
    }
    if more > 0 && here.end == view.turns().len() {
        page.say(Role::Muted, &more_rows(lang, more));
    }
}

/// What became of it, who wrote to whom, and as whom Exchange Online saw the server.
fn about(page: &mut Page, model: &Model, view: &TranscriptView, session: &SessionRow) {
    let (lang, index) = (model.lang, &view.held.sessions);
    let started = date_time(lang, session.started, &model.zone);
    let outcome = session.outcome().map(|o| outcome_word(lang, o));
    let way = [index.server(session), index.connector(session), &started];
    let told: Vec<&str> = way.into_iter().chain(outcome).collect();
    page.say(Role::Heading, &told.join(comma(lang)));
    let [sender, recipient] = from_to(index, session);
    let mut told = vec![
        format!("{}: {sender}", view_word(lang, V::Sender)),
        format!("{}: {recipient}", view_word(lang, V::Recipient)),
        messages(lang, session.messages),
    ];
    let seen = index.address(session);
    told.extend(seen.map(|a| format!("{} {a}", view_word(lang, V::SeenAs))));
    page.say(Role::Plain, &told.join(comma(lang)));
}

fn turn(page: &mut Page, model: &Model, view: &TranscriptView, (nth, turn): (usize, &Turn)) {
    let lang = model.lang;
    let time = turn
        .time
        .map(|t| to_the_second(lang, t, &model.zone, false));
    let mut text = match &turn.certificate {
        Some(certificate) => folded_certificate(lang, certificate),
        None => turn.text.clone(),
    };
    let role = match (view.decisive == Some(nth), turn.direction) {
        (true, _) => {
            text = format!("{text} ({})", view_word(lang, V::Decisive));
            Role::Accent
        }
        (false, Direction::Sent | Direction::Received) => Role::Plain,
        (false, _) => Role::Muted,
    };
    let mark = turn.direction.mark();
    let first = time.map_or_else(String::new, |time| format!("{time} "));
    numbered(page, nth, role, &format!("{first}{mark} {text}"));
}
