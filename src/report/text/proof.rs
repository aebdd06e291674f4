//! The two conditions with their reasons, and the lines that prove the cause.

use super::page::{INDENT, Lead, Page};
use super::verdict::is_relay_refusal;
use super::{TextInput, words};
use crate::attribution::Status;
use crate::evidence::{Location, Source, SourceKind};
use crate::i18n::words::{Heading, dated, heading, status};
use crate::i18n::{connector_reason, organization_reason};
use crate::terminal::{Role, sanitise};

/// Lines of evidence that are shown; the rest is named with its finding.
const MAX_LINES: usize = 6;
/// Columns of a line number.
const NUMBER_COLUMNS: usize = 5;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let (lang, diagnosis) = (report.lang, report.diagnosis);
    page.heading(heading(lang, Heading::Proof));
    let (organization, why_organization) = &diagnosis.organization;
    let (connector, why_connector) = &diagnosis.connector;
    let reasons = [
        (*organization, organization_reason(lang, why_organization)),
        (*connector, connector_reason(lang, why_connector)),
    ];
    let names = words::conditions(lang);
    let name_columns = page.widest(names);
    let statuses = [Status::Met, Status::Broken, Status::Unknown].map(|s| status(lang, s));
    let status_columns = page.widest(statuses);
    for (name, (met, reason)) in names.into_iter().zip(reasons) {
        let lead = Lead {
            indent: INDENT,
            parts: vec![
                (Role::Plain, page.pad(name, name_columns + 2)),
                (
                    status_role(met),
                    page.pad(status(lang, met), status_columns + 2),
                ),
            ],
        };
        page.entry(&lead, Role::Plain, &reason);
    }
    page.prose(INDENT, Role::Muted, words::both_needed(lang));
    let proof = lines_of_proof(report);
    for (source, locations) in by_source(report, &proof) {
        page.blank();
        page.prose(INDENT, Role::Muted, &dated(page.lang, &source.path, source));
        for location in locations {
            cited(page, source, location);
        }
    }
}

/// The places of each file, the files in the order of their first, lines ascending.
pub(in crate::report) fn by_source<'a>(
    report: &TextInput<'a>,
    locations: &[&'a Location],
) -> Vec<(&'a Source, Vec<&'a Location>)> {
    let mut groups: Vec<(&Source, Vec<&Location>)> = Vec::new();
    for location in locations {
        let Some(source) = report.sources.get(location.source.0 as usize) else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|(known, _)| std::ptr::eq(*known, source))
        {
            Some((_, of_source)) => of_source.push(location),
            None => groups.push((source, vec![location])),
        }
    }
    for (_, of_source) in &mut groups {
        of_source.sort_by_key(|location| location.line);
    }
    groups
}

pub(in crate::report) fn status_role(status: Status) -> Role {
    match status {
        Status::Met => Role::Ok,
        Status::Broken => Role::Danger,
        Status::Unknown => Role::Warning,
    }
}

/// The best lines of the root causes, and the refusal itself; without a cause
/// whatever was complained of.
pub(in crate::report) fn lines_of_proof<'a>(report: &TextInput<'a>) -> Vec<&'a Location> {
    let mut lines: Vec<&Location> = Vec::new();
    let causes: Vec<_> = report.diagnosis.root_causes().collect();
    let each = (MAX_LINES - 1) / causes.len().max(1);
    let of_causes = causes
        .iter()
        .flat_map(|cause| cause.locations.iter().take(each.max(1)));
    let symptoms = report.facts.symptoms.iter();
    let complaints = symptoms
        .filter(|s| is_relay_refusal(s) || causes.is_empty())
        .filter_map(|s| s.locations.first());
    for location in of_causes.take(MAX_LINES - 1).chain(complaints) {
        if lines.len() < MAX_LINES && !lines.contains(&location) {
            lines.push(location);
        }
    }
    lines
}

/// The line with its number, as a compiler cites it.
fn cited(page: &mut Page, source: &Source, location: &Location) {
    let excerpt = sanitise(location.excerpt.trim());
    if excerpt.is_empty() {
        return;
    }
    let number = match location.line {
        0 => String::new(),
        line => line.to_string(),
    };
    let lead = format!("{number:>NUMBER_COLUMNS$} {} ", page.glyphs.quote);
    let room = page.width.saturating_sub(INDENT + page.columns(&lead));
    let shown = match source.kind {
        SourceKind::SmtpSendLog if page.columns(&excerpt) > room => {
            page.cut(&log_row(page, &excerpt), room)
        }
        _ => page.cut(&excerpt, room),
    };
    page.line(INDENT, &[(Role::Muted, lead), (Role::Plain, shown)]);
}

/// A row of a send log without what stands between its time and its event: the
/// connector, session, and addresses would push out the words that prove something.
fn log_row(page: &Page, row: &str) -> String {
    let mut quoted = false;
    let mut commas = row.char_indices().filter(|&(_, c)| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    let (Some((time, _)), Some((event, _))) = (commas.next(), commas.nth(4)) else {
        return row.to_owned();
    };
    let (head, tail) = (row.get(..time), row.get(event + 1..));
    match (head, tail) {
        (Some(head), Some(tail)) => format!("{head} {} {tail}", page.ellipsis),
        _ => row.to_owned(),
    }
}
