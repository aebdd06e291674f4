//! The causes in full, the other findings as a table.

use super::build::section;
use super::words::{self, Contents};
use super::{Block, Section, Table, cell};
use crate::diagnosis::{Finding, Severity};
use crate::evidence::Location;
use crate::i18n::words::{Heading, confidence, dated, heading, severity};
use crate::i18n::{explanation, pages, text, title};
use crate::report::text::{TextInput, cause, proof, words as said};
use crate::terminal::Role;

/// Root causes, and what the error itself says where there is none.
pub(super) fn causes(report: &TextInput) -> Option<Section> {
    let mut blocks = Vec::new();
    for finding in report
        .diagnosis
        .findings
        .iter()
        .filter(|f| is_cause(report, f))
    {
        blocks.extend(in_full(report, finding));
    }
    section(
        Contents::Cause,
        heading(report.lang, Heading::Cause),
        blocks,
    )
}

fn is_cause(report: &TextInput, finding: &Finding) -> bool {
    finding.is_root_cause() || cause::complaints(report.diagnosis).contains(&finding)
}

fn in_full(report: &TextInput, finding: &Finding) -> Vec<Block> {
    let lang = report.lang;
    let how_sure = [
        severity(lang, finding.entry().severity),
        confidence(lang, finding.confidence),
    ];
    let comma = text!(lang, ", ", "、");
    let head = format!("{} {}", finding.code, title(lang, finding));
    let mut blocks = vec![
        Block::Heading(head),
        Block::Prose(Role::Plain, explanation(lang, finding)),
        Block::Prose(Role::Muted, how_sure.join(comma)),
    ];
    let locations: Vec<&Location> = finding.locations.iter().collect();
    let by_source = proof::by_source(report, &locations);
    if !by_source.is_empty() {
        blocks.push(Block::Prose(Role::Muted, words::read_at(lang).to_owned()));
    }
    for (source, locations) in by_source {
        let lines = locations
            .iter()
            .map(|l| (l.line, l.excerpt.trim().to_owned()))
            .collect();
        blocks.push(Block::Cited(dated(lang, &source.path, source), lines));
    }
    let links: Vec<(String, String)> = pages::references(finding.code)
        .into_iter()
        .map(|r| (r.title.to_owned(), r.url.to_owned()))
        .collect();
    if !links.is_empty() {
        blocks.push(Block::Prose(
            Role::Muted,
            words::references(lang).to_owned(),
        ));
        blocks.push(Block::Links(links));
    }
    blocks.push(Block::Prose(
        Role::Muted,
        words::explain(lang, finding.code),
    ));
    blocks
}

/// What else was found.
pub(super) fn others(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let findings = report.diagnosis.findings.iter();
    let rows = findings.filter(|f| !is_cause(report, f)).map(|finding| {
        let mut what = title(lang, finding);
        if !finding.explained_by.is_empty() {
            let codes: Vec<String> = finding
                .explained_by
                .iter()
                .map(ToString::to_string)
                .collect();
            let codes = codes.join(text!(lang, ", ", "、"));
            what = format!("{what} ({})", said::explained_by(lang, &codes));
        }
        let weight = finding.entry().severity;
        let role = match weight {
            Severity::Blocking | Severity::Warning => Role::Warning,
            Severity::Note => Role::Muted,
        };
        vec![
            cell(Role::Plain, finding.code.to_string()),
            cell(role, severity(lang, weight)),
            cell(Role::Plain, confidence(lang, finding.confidence)),
            cell(Role::Plain, what),
        ]
    });
    let table = Table {
        head: words::finding_columns(lang).map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let blocks = match table.rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(table)],
    };
    section(
        Contents::Findings,
        heading(lang, Heading::OtherFindings),
        blocks,
    )
}
