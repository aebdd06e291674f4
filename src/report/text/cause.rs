//! The root causes in full, the other findings in a line each.

use super::page::{INDENT, Lead, Page};
use super::proof::by_source;
use super::{TextInput, words};
use crate::diagnosis::{Diagnosis, Finding, Severity};
use crate::evidence::Location;
use crate::i18n::words::{Heading, confidence, dated, heading, severity};
use crate::i18n::{explanation, text, title};
use crate::terminal::Role;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    let complaints = complaints(report.diagnosis);
    let in_full = |f: &&Finding| f.is_root_cause() || complaints.contains(f);
    let findings = report.diagnosis.findings.iter();
    let (causes, others): (Vec<&Finding>, Vec<&Finding>) = findings.partition(in_full);
    if !causes.is_empty() {
        page.heading(heading(lang, Heading::Cause));
    }
    for (nth, cause) in causes.iter().enumerate() {
        if nth > 0 {
            page.blank();
        }
        root_cause(page, report, cause);
    }
    if others.is_empty() {
        return;
    }
    page.heading(heading(lang, Heading::OtherFindings));
    let labels = [Severity::Blocking, Severity::Warning, Severity::Note];
    let columns = page.widest(labels.map(|s| severity(lang, s)));
    for finding in others {
        other(page, finding, columns);
    }
}

/// Without a root cause, what the error itself says is the answer: another fault,
/// one seen from inside, a loop in the cloud.
pub(in crate::report) fn complaints(diagnosis: &Diagnosis) -> Vec<&Finding> {
    if diagnosis.root_causes().next().is_some() {
        return Vec::new();
    }
    let telling = |f: &&Finding| matches!(f.code.0, 1 | 2 | 405);
    diagnosis.findings.iter().filter(telling).collect()
}

fn root_cause(page: &mut Page, report: &TextInput, cause: &Finding) {
    let lang = report.lang;
    let code_role = match cause.is_root_cause() {
        true => Role::Danger,
        false => Role::Heading,
    };
    let lead = Lead {
        indent: INDENT,
        parts: vec![(code_role, format!("{}  ", cause.code))],
    };
    page.entry(&lead, Role::Title, &title(lang, cause));
    page.prose(INDENT, Role::Plain, &explanation(lang, cause));
    let how_sure = [
        severity(lang, cause.entry().severity).to_owned(),
        confidence(lang, cause.confidence).to_owned(),
        words::explain(cause.code),
    ];
    let comma = text!(lang, ", ", "、");
    page.prose(INDENT, Role::Muted, &how_sure.join(comma));
    places(page, report, cause);
}

/// `file:line, line`.
fn places(page: &mut Page, report: &TextInput, cause: &Finding) {
    let label = format!("{}  ", words::read_at(page.lang));
    let columns = page.columns(&label);
    let locations: Vec<&Location> = cause.locations.iter().collect();
    for (nth, (source, locations)) in by_source(report, &locations).into_iter().enumerate() {
        let label = if nth == 0 { label.as_str() } else { "" };
        let lead = Lead {
            indent: INDENT,
            parts: vec![(Role::Muted, page.pad(label, columns))],
        };
        let lines = locations.iter().map(|l| l.line).filter(|line| *line > 0);
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        let place = match lines.is_empty() {
            true => source.path.clone(),
            false => format!("{}:{}", source.path, lines.join(",")),
        };
        page.entry(&lead, Role::Muted, &dated(page.lang, &place, source));
    }
}

fn other(page: &mut Page, finding: &Finding, columns: usize) {
    let lang = page.lang;
    let weight = finding.entry().severity;
    let role = match weight {
        Severity::Blocking | Severity::Warning => Role::Plain,
        Severity::Note => Role::Muted,
    };
    let label = page.pad(severity(lang, weight), columns + 2);
    let lead = Lead {
        indent: INDENT,
        parts: vec![(Role::Plain, format!("{}  ", finding.code)), (role, label)],
    };
    page.entry(&lead, Role::Plain, &title(lang, finding));
    let mut beneath = Vec::new();
    if !finding.explained_by.is_empty() {
        let codes: Vec<String> = finding
            .explained_by
            .iter()
            .map(ToString::to_string)
            .collect();
        let codes = codes.join(text!(lang, ", ", "、"));
        beneath.push(words::explained_by(lang, &codes));
    }
    beneath.push(words::explain(finding.code));
    let taken: usize = lead.parts.iter().map(|(_, text)| page.columns(text)).sum();
    page.prose(
        INDENT + taken,
        Role::Muted,
        &beneath.join(text!(lang, "; ", "。")),
    );
}
