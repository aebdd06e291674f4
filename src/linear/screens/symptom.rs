//! Step 1: what the error is and is not, and the bounce.

use crate::i18n::wizard::{Word, first_last, pasted, times, what_it_is, word};
use crate::i18n::{comma, date_time, explanation, list, title};
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Model, is_about_attribution, other_fault};

/// The reply that this is all about.
const REPLY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";
/// Files that are named here; step 2 lists them all.
const FEW: usize = 3;

pub(super) fn write(page: &mut Page, model: &Model) {
    let lang = model.lang;
    let symptoms = model
        .analysis
        .iter()
        .flat_map(|a| &a.gathered.facts.symptoms);
    let symptoms: Vec<_> = symptoms.collect();
    if symptoms.is_empty() {
        page.heading(REPLY);
        page.say(Role::Plain, what_it_is(lang));
        page.say(Role::Plain, word(lang, Word::WhatItIsNot));
    } else {
        page.heading(word(lang, Word::SeenSoFar));
    }
    let time = |at: i64| date_time(lang, at, &model.zone);
    for symptom in symptoms {
        page.say(Role::Danger, &symptom.reply);
        let mut seen = times(lang, symptom.count);
        if let (Some(first), Some(last)) = (symptom.first_seen, symptom.last_seen) {
            let span = first_last(lang, &time(first), &time(last));
            seen = [seen, span].join(comma(lang));
        }
        page.below(Role::Muted, &seen);
    }
    let analysis = model.analysis.as_deref();
    if analysis.is_none_or(is_about_attribution) {
        page.say(Role::Warning, word(lang, Word::WhatNow));
    } else if let Some(finding) = analysis.and_then(other_fault) {
        page.say(Role::Warning, &title(lang, finding));
        page.say(Role::Plain, &explanation(lang, finding));
    }
    if let Some(text) = &model.symptom.pasted {
        page.say(Role::Ok, &pasted(lang, text.lines().count()));
    }
    let given: Vec<&str> = model.given.iter().map(|g| g.shown.as_str()).collect();
    if !given.is_empty() {
        let text = format!(
            "{}: {}",
            word(lang, Word::GivenSoFar),
            list(lang, &given, FEW)
        );
        page.say(Role::Muted, &text);
    }
}
