//! Step 1: what the error is and is not, and the bounce.

use super::{Draw, input};
use crate::facts::Symptom;
use crate::i18n::date_time;
use crate::i18n::wizard::{Word, first_last, pasted, times, what_it_is, word};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};

/// The reply that this is all about.
const REPLY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let model = draw.model;
    let lang = model.lang;
    let mut sheet = draw.sheet();
    // With nothing given yet there is room to breathe.
    let airy = draw.analysis().is_none();
    let paragraphs = [
        (Role::Heading, REPLY),
        (Role::Plain, what_it_is(lang)),
        (Role::Plain, word(lang, Word::WhatItIsNot)),
        (Role::Warning, word(lang, Word::WhatNow)),
    ];
    for (nth, (role, text)) in paragraphs.into_iter().enumerate() {
        sheet.say(role, text);
        if airy && nth > 0 {
            sheet.blank();
        }
    }
    if !airy {
        sheet.blank();
    }
    let field = &model.symptom;
    sheet.heading(word(lang, Word::PasteHere));
    input::draw(&mut sheet, &field.line, &field.candidates, field.typing, "");
    seen(draw, &mut sheet);
    draw.show(&sheet, None)
}

/// What was pasted, and the refusals in everything given so far.
fn seen(draw: &Draw, sheet: &mut Sheet) {
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
        sheet.hang_after(vec![first], 2, Role::Muted, &given.join(", "));
    }
    if model.loading.is_some() {
        super::evidence::progress(draw, sheet);
    }
    let Some(analysis) = &model.analysis else {
        return;
    };
    let symptoms = &analysis.gathered.facts.symptoms;
    if !symptoms.is_empty() {
        sheet.blank();
        sheet.heading(word(lang, Word::SeenSoFar));
    }
    symptoms.iter().for_each(|s| symptom(draw, sheet, s));
}

fn symptom(draw: &Draw, sheet: &mut Sheet, symptom: &Symptom) {
    let model = draw.model;
    let time = |at: i64| date_time(model.lang, at, &model.zone);
    let mut facts = times(model.lang, symptom.count);
    if let (Some(first), Some(last)) = (symptom.first_seen, symptom.last_seen) {
        facts = format!(
            "{facts}, {}",
            first_last(model.lang, &time(first), &time(last))
        );
    }
    sheet.hang("  ", Role::Danger, &symptom.reply);
    sheet.hang("  ", Role::Muted, &facts);
}
