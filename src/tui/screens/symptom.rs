//! Step 1: what the error is and is not, and the bounce.

use super::{Draw, input};
use crate::facts::Symptom;
use crate::i18n::wizard::{
    KeyLabel, Word, first_last, more_replies, pasted, times, what_attr36_is, what_it_is,
    who_resends, word,
};
use crate::i18n::{comma, date_time, explanation, list, title};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::{Analysis, is_about_attribution, is_attr36, other_fault};

/// The reply that this is all about.
const REPLY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";

/// Files that are named here; step 2 lists them all.
const FEW: usize = 2;

/// Replies that are shown: what is asked for stands below them and must stay in sight.
const REPLIES: usize = 3;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let mut sheet = draw.sheet();
    match draw.analysis() {
        None => explained(draw, &mut sheet),
        Some(analysis) => seen(draw, &mut sheet, analysis),
    }
    let (lang, field) = (draw.model.lang, &draw.model.symptom);
    sheet.heading(word(lang, Word::PasteHere));
    input::draw(&mut sheet, &field.line, &field.candidates, field.typing, "");
    given(draw, &mut sheet);
    draw.show(&sheet, None)
}

/// With nothing given yet there is room to say what it is and what it is not.
fn explained(draw: &Draw, sheet: &mut Sheet) {
    let lang = draw.model.lang;
    sheet.heading(REPLY);
    for (role, text) in [
        (Role::Plain, what_it_is(lang)),
        (Role::Plain, word(lang, Word::WhatItIsNot)),
        (Role::Warning, word(lang, Word::WhatNow)),
    ] {
        sheet.say(role, text);
        sheet.blank();
    }
}

/// The refusals in everything given so far, and what they mean for the senders.
fn seen(draw: &Draw, sheet: &mut Sheet, analysis: &Analysis) {
    let lang = draw.model.lang;
    let facts = &analysis.gathered.facts;
    sheet.heading(match facts.symptoms.is_empty() {
        true => REPLY,
        false => word(lang, Word::SeenSoFar),
    });
    match &facts.symptoms[..] {
        [only] => symptom(draw, sheet, only),
        several => in_lines(sheet, several),
    }
    if !facts.symptoms.is_empty() {
        sheet.blank();
    }
    if !is_about_attribution(analysis) {
        return another(sheet, analysis);
    }
    sheet.say(Role::Warning, word(lang, Word::WhatNow));
    let mut paths = facts.traffic.paths.iter();
    if paths.any(|path| path.refused.last.is_some()) {
        let keys = draw.keys(KeyLabel::Resend);
        // While a line is typed a letter is no key.
        if !keys.is_empty() {
            sheet.say(Role::Muted, &who_resends(lang, &keys));
        }
    }
    sheet.blank();
    let what = match is_attr36(analysis) {
        true => what_attr36_is(lang),
        false => what_it_is(lang),
    };
    sheet.say(Role::Plain, what);
    sheet.blank();
}

/// What another fault is: whether its mail is lost, and what mends it, depend on its code.
fn another(sheet: &mut Sheet, analysis: &Analysis) {
    let Some(finding) = other_fault(analysis) else {
        return;
    };
    let lang = sheet.ink.lang;
    sheet.say(Role::Warning, &title(lang, finding));
    sheet.say(Role::Plain, &explanation(lang, finding));
    sheet.blank();
}

/// What was pasted and given so far.
fn given(draw: &Draw, sheet: &mut Sheet) {
    let model = draw.model;
    let lang = model.lang;
    if let Some(text) = &model.symptom.pasted {
        let first = text
            .lines()
            .find(|l| !l.trim().is_empty())
            .unwrap_or_default();
        let head = pasted(lang, text.lines().count());
        sheet.row(vec![
            sheet.ink.part(Role::Ok, &head),
            sheet.ink.muted("  "),
            sheet.ink.muted(first.trim()),
        ]);
    }
    let given: Vec<&str> = model.given.iter().map(|g| g.shown.as_str()).collect();
    if !given.is_empty() {
        let head = format!("{}: ", word(lang, Word::GivenSoFar));
        let first = sheet.ink.part(Role::Plain, &head);
        sheet.hang_after(vec![first], 2, Role::Muted, &list(lang, &given, FEW));
    }
    if model.loading.is_some() {
        super::evidence::progress(draw, sheet);
    }
}

fn symptom(draw: &Draw, sheet: &mut Sheet, symptom: &Symptom) {
    let model = draw.model;
    let time = |at: i64| date_time(model.lang, at, &model.zone);
    let mut facts = times(model.lang, symptom.count);
    if let (Some(first), Some(last)) = (symptom.first_seen, symptom.last_seen) {
        let span = first_last(model.lang, &time(first), &time(last));
        facts = [facts, span].join(comma(model.lang));
    }
    sheet.hang("  ", Role::Danger, &symptom.reply);
    sheet.hang("  ", Role::Muted, &facts);
}

/// Several replies, each in a line behind how often it was seen.
fn in_lines(sheet: &mut Sheet, several: &[Symptom]) {
    let ink = sheet.ink;
    let shown = || several.iter().take(REPLIES);
    let often = shown().map(|s| times(ink.lang, s.count));
    let columns = often.map(|t| ink.width(&t)).max().unwrap_or(0);
    for symptom in shown() {
        let often = ink.muted(&times(ink.lang, symptom.count));
        let mut parts = vec![ink.muted("  ")];
        parts.extend(ink.cell(vec![often], columns + 2));
        parts.push(ink.part(Role::Danger, &symptom.reply));
        sheet.row(parts);
    }
    let more = several.len().saturating_sub(REPLIES);
    if more > 0 {
        sheet.hang("  ", Role::Muted, &more_replies(ink.lang, more));
    }
}
