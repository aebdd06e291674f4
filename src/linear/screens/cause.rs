//! Step 4: what the logs answered and when it broke, then the findings, root causes
//! first.

use super::{numbered, proof, verdict};
use crate::diagnosis::{Finding, Severity, WayInTime};
use crate::i18n::wizard::{Word, more_places, refused_accepted, word};
use crate::i18n::words::{Heading, heading};
use crate::i18n::{broke, comma, date_time, explanation, moment, title, words};
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Analysis, Answers, Model};

/// Lines that prove a root cause in the list; all of them are said by `proof`.
const PROOFS: usize = 2;
/// Ways whose changes are told.
const WAYS: usize = 6;

pub(super) fn write(page: &mut Page, model: &Model, analysis: &Analysis) {
    let lang = model.lang;
    verdict(page, model, analysis);
    over_time(page, model, analysis);
    let roots = analysis.diagnosis.root_causes().count();
    let mut section = None;
    for (nth, finding) in analysis.diagnosis.findings.iter().enumerate() {
        let here = section_of(finding, roots);
        if section.replace(here) != Some(here) {
            page.heading(word(lang, here));
        }
        let sure = words::confidence(lang, finding.confidence);
        let text = format!("{}  {} ({sure})", finding.code, title(lang, finding));
        let role = match finding.is_root_cause() {
            true => Role::Danger,
            false => Role::Plain,
        };
        numbered(page, nth, role, &text);
        if finding.is_root_cause() {
            page.below(Role::Plain, &explanation(lang, finding));
            for place in finding.locations.iter().take(PROOFS) {
                proof(page, model, place);
            }
            let more = finding.locations.len().saturating_sub(PROOFS);
            if more > 0 {
                let key = format!("proof {}", nth + 1);
                page.below(Role::Muted, &more_places(lang, more, &key));
            }
        }
    }
}

/// The section that a finding stands in.
fn section_of(finding: &Finding, roots: usize) -> Word {
    match (finding.is_root_cause(), finding.entry().severity) {
        (true, _) if roots > 1 => Word::RootCauses,
        (true, _) => Word::RootCause,
        (false, Severity::Blocking) => Word::Consequences,
        (false, Severity::Warning | Severity::Note) => Word::AlsoSeen,
    }
}

/// How often relay was refused and accepted, when last, when it broke, and what
/// changed on each way.
fn over_time(page: &mut Page, model: &Model, analysis: &Analysis) {
    let traffic = &analysis.gathered.facts.traffic;
    if traffic.eop_paths().next().is_none() {
        return;
    }
    let lang = model.lang;
    let answers = Answers::of(analysis);
    page.heading(heading(lang, Heading::Timeline));
    let counts = refused_accepted(lang, answers.refused.count, answers.accepted.count);
    page.say(Role::Plain, &counts);
    let rows = [
        (Word::LastRefused, answers.refused.last),
        (Word::LastAccepted, answers.accepted.last),
    ];
    for (name, at) in rows {
        let at = match at {
            Some(at) => date_time(lang, at, &model.zone),
            None => word(lang, Word::Never).to_owned(),
        };
        page.say(Role::Plain, &format!("{}: {at}", word(lang, name)));
    }
    let timeline = &analysis.diagnosis.timeline;
    if let Some(said) = timeline.broke().and_then(|w| broke(lang, w, &model.zone)) {
        page.say(Role::Plain, &said);
    }
    let mut ways: Vec<&WayInTime> = timeline.ways.iter().collect();
    ways.retain(|w| !w.moments.is_empty());
    ways.sort_by_key(|w| (w.first_bad.is_none(), w.first_bad));
    for way in ways.into_iter().take(WAYS) {
        let of = [&*way.server, &*way.connector].join(comma(lang));
        page.say(Role::Plain, &format!("{of}:"));
        for one in &way.moments {
            page.hang("   - ", Role::Plain, &moment(lang, one, &model.zone));
        }
    }
}

pub(super) fn row(page: &mut Page, model: &Model, analysis: &Analysis, row: usize) {
    if let Some(finding) = analysis.diagnosis.findings.get(row) {
        page.blank();
        whole(page, model, finding);
    }
}

/// A finding whole.
pub(super) fn whole(page: &mut Page, model: &Model, finding: &Finding) {
    let lang = model.lang;
    let sure = words::confidence(lang, finding.confidence);
    let text = format!("{}  {} ({sure})", finding.code, title(lang, finding));
    page.say(Role::Heading, &text);
    page.say(Role::Plain, &explanation(lang, finding));
    if !finding.explained_by.is_empty() {
        let codes = finding.explained_by.iter().map(ToString::to_string);
        let codes: Vec<String> = codes.collect();
        let text = format!(
            "{} {}",
            word(lang, Word::ExplainedBy),
            codes.join(comma(lang))
        );
        page.say(Role::Muted, &text);
    }
    for place in &finding.locations {
        proof(page, model, place);
    }
}
