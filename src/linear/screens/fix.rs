//! Step 5: the ways out, the recommended one first; then the checklist of the one
//! chosen.

use super::numbered;
use crate::attribution::Status;
use crate::i18n::linear::{Line, done_by, line};
use crate::i18n::wizard::{Word, ticked, word};
use crate::i18n::{
    comma, date_time, option_name, option_why, place, resets, step_text, step_title, words,
};
use crate::linear::page::Page;
use crate::remedy::{PlanOption, Step};
use crate::terminal::Role;
use crate::wizard::{Analysis, Course, Model};

pub(super) fn write(page: &mut Page, model: &Model, analysis: &Analysis) {
    page.blank();
    if let Some(option) = model.chosen_option() {
        return checklist(page, model, option);
    }
    if Course::of(analysis) == Course::Nothing {
        let lang = model.lang;
        page.say(Role::Ok, word(lang, Word::NothingToMend));
        page.say(Role::Plain, word(lang, Word::WhatYouCanDo));
    }
    for (nth, option) in analysis.plan.options.iter().enumerate() {
        one(page, model, nth, option);
    }
}

pub(super) fn row(page: &mut Page, model: &Model, analysis: &Analysis, row: usize) {
    page.blank();
    if let Some(option) = model.chosen_option() {
        if let Some(step) = option.steps.get(row) {
            listed(page, model, option, (row, step));
            details(page, model, option, step);
        }
        return;
    }
    let Some(option) = analysis.plan.options.get(row) else {
        return;
    };
    one(page, model, row, option);
    if !option.steps.is_empty() {
        page.heading(word(model.lang, Word::Steps));
    }
    for (nth, step) in option.steps.iter().enumerate() {
        numbered(page, nth, Role::Plain, &step_title(model.lang, step));
    }
}

fn one(page: &mut Page, model: &Model, nth: usize, option: &PlanOption) {
    let lang = model.lang;
    let name = option_name(lang, option.id);
    let (role, text) = match (option.recommended, option.offered) {
        (true, _) => (
            Role::Ok,
            format!("{name} ({})", word(lang, Word::Recommended)),
        ),
        (false, false) => (
            Role::Muted,
            format!("{name} ({})", word(lang, Word::NotOpen)),
        ),
        (false, true) => (Role::Plain, name.to_owned()),
    };
    numbered(page, nth, role, &text);
    let why = option_why(lang, option.why, Some(option));
    page.labelled(word(lang, Word::Why), Role::Plain, why);
    // What comes of a way that is not taken is nobody's business.
    if !option.can_be_taken() {
        return;
    }
    let predicted = match option.predicted {
        Status::Met => Role::Ok,
        Status::Broken => Role::Danger,
        Status::Unknown => Role::Warning,
    };
    let after = words::relay(lang, option.predicted);
    page.labelled(word(lang, Word::Predicted), predicted, after);
    let resets = match option.resets.is_empty() {
        true => word(lang, Word::WritesOverNothing).to_owned(),
        false => resets(lang, &option.resets),
    };
    page.labelled(word(lang, Word::WritesOver), Role::Plain, &resets);
}

/// How far the checklist is.
pub(in crate::linear) fn ticked_so_far(page: &mut Page, model: &Model) {
    let Some(option) = model.chosen_option() else {
        return;
    };
    let is_done = |s: &&Step| model.tick(option.id, &s.id).is_some();
    let done = option.steps.iter().filter(is_done).count();
    page.say(Role::Ok, &ticked(model.lang, done, option.steps.len()));
}

fn checklist(page: &mut Page, model: &Model, option: &PlanOption) {
    let lang = model.lang;
    page.say(Role::Heading, option_name(lang, option.id));
    ticked_so_far(page, model);
    let after = words::relay(lang, option.predicted);
    let after = format!("{}: {after}", word(lang, Word::Predicted));
    page.say(Role::Plain, &after);
    for (nth, step) in option.steps.iter().enumerate() {
        listed(page, model, option, (nth, step));
    }
}

fn listed(page: &mut Page, model: &Model, option: &PlanOption, (nth, step): (usize, &Step)) {
    let lang = model.lang;
    let title = step_title(lang, step);
    let (role, state) = match model.tick(option.id, &step.id) {
        Some(tick) => {
            let at = date_time(lang, tick.at.saturating_mul(1000), &model.zone);
            (Role::Ok, done_by(lang, &tick.by, &at))
        }
        None => (Role::Plain, line(lang, Line::ToDo).to_owned()),
    };
    numbered(page, nth, role, &format!("[{state}] {title}"));
}

fn details(page: &mut Page, model: &Model, option: &PlanOption, step: &Step) {
    let lang = model.lang;
    let mut at = place(lang, step.place).to_owned();
    if let Some(role) = step.role {
        let needs = format!("{} {}", word(lang, Word::Needs), role.name());
        at = [at, needs].join(comma(lang));
    }
    page.below(Role::Muted, &at);
    page.below(Role::Plain, &step_text(lang, step));
    if let Some(note) = model.note(option.id, &step.id) {
        page.labelled(word(lang, Word::Noted), Role::Ok, note);
    }
    let commands = [
        (Word::Command, &step.command),
        (Word::Undo, &step.rollback),
        (Word::Check, &step.check),
    ];
    for (name, lines) in commands {
        if let Some(lines) = lines {
            page.below(Role::Muted, &format!("{}:", word(lang, name)));
            page.code("     ", &lines.to_text());
        }
    }
}
