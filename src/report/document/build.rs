//! The sections in their order.

use super::words::{self, Contents};
use super::{Block, Document, Section, Table, cell, comparison, findings, plan, timeline, traffic};
use crate::i18n::words::{Heading, dated, heading, source_kind, status};
use crate::i18n::{
    Seen, connector_reason, date_time, need, note, organization_reason, summary, title,
};

use crate::report::Digests;
use crate::report::text::{TextInput, cause, next, proof, verdict, words as said};
use crate::terminal::Role;

/// Makes the document. `digests` are the SHA-256 of the files, where they were asked for.
pub(in crate::report) fn build(report: &TextInput, digests: &Digests) -> Document {
    let lang = report.lang;
    let seen = Seen::of(report.facts);
    let diagnosis = report.diagnosis;
    let judged_at = date_time(lang, report.facts.now.saturating_mul(1000), &report.zone);
    let sections = [
        verdict_section(report),
        comparison::section(report),
        proof_section(report),
        timeline::section(report),
        findings::causes(report),
        plan::options(report),
        plan::steps(report),
        missing(report),
        findings::others(report),
        traffic::truth(report),
        evidence(report, digests),
    ];
    Document {
        lang,
        title: summary(lang, diagnosis.relay, &diagnosis.findings, seen),
        made_by: words::made_by(lang, env!("CARGO_PKG_VERSION"), &judged_at),
        sections: sections.into_iter().flatten().collect(),
    }
}

/// A section, if there is anything in it.
pub(super) fn section(
    id: Contents,
    heading: impl Into<String>,
    blocks: Vec<Block>,
) -> Option<Section> {
    (!blocks.is_empty()).then(|| Section {
        id,
        heading: heading.into(),
        blocks,
    })
}

fn verdict_section(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let mut blocks = Vec::new();
    for complaint in cause::complaints(report.diagnosis)
        .into_iter()
        .filter(|f| f.code.0 != 1)
    {
        blocks.push(Block::Prose(Role::Title, title(lang, complaint)));
    }
    let mut facts = Vec::new();
    if Seen::of(report.facts).evidence {
        for fact in verdict::facts(report) {
            let label = said::label(lang, fact.label).trim().to_owned();
            facts.push((label, fact.role, fact.text));
        }
    }
    let next = next::next(report);
    if let Some(title) = &next.title {
        let label = said::label(lang, said::Label::Next).to_owned();
        facts.push((label, Role::Accent, title.clone()));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    if let Some(command) = next.command {
        blocks.push(Block::Code(Some(command.place), command.lines.to_text()));
    }
    section(Contents::Verdict, heading(lang, Heading::Verdict), blocks)
}

fn proof_section(report: &TextInput) -> Option<Section> {
    let (lang, diagnosis) = (report.lang, report.diagnosis);
    let (organization, why_organization) = &diagnosis.organization;
    let (connector, why_connector) = &diagnosis.connector;
    let reasons = [
        (*organization, organization_reason(lang, why_organization)),
        (*connector, connector_reason(lang, why_connector)),
    ];
    let names = said::conditions(lang);
    let facts = names.into_iter().zip(reasons).map(|(name, (met, reason))| {
        let text = format!("{}: {reason}", status(lang, met));
        (name.to_owned(), proof::status_role(met), text)
    });
    let mut blocks = vec![
        Block::Facts(facts.collect()),
        Block::Prose(Role::Muted, said::both_needed(lang).to_owned()),
    ];
    let lines = proof::lines_of_proof(report);
    for (source, locations) in proof::by_source(report, &lines) {
        let cited = locations
            .iter()
            .map(|l| (l.line, l.excerpt.trim().to_owned()))
            .collect();
        blocks.push(Block::Cited(dated(lang, &source.path, source), cited));
    }
    section(Contents::Proof, heading(lang, Heading::Proof), blocks)
}

fn missing(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let mut blocks = Vec::new();
    for (needs, commands) in crate::report::text::needs::groups(report) {
        let reasons = needs.iter().map(|n| need(lang, &n.reason)).collect();
        blocks.push(Block::List(reasons));
        for command in commands {
            let place = next::collect_place(report, &command);
            blocks.push(Block::Code(Some(place), command.command.to_text()));
        }
    }
    section(
        Contents::Missing,
        heading(lang, Heading::MissingEvidence),
        blocks,
    )
}

fn evidence(report: &TextInput, digests: &Digests) -> Option<Section> {
    let lang = report.lang;
    let rows = report.sources.iter().map(|source| {
        let as_of = source.as_of.map(|t| t.as_millisecond());
        let as_of = as_of.map(|t| date_time(lang, t, &report.zone));
        vec![
            cell(Role::Plain, source.path.clone()),
            cell(Role::Plain, source_kind(lang, source.kind)),
            cell(Role::Plain, source.records.to_string()),
            cell(Role::Plain, as_of.unwrap_or_default()),
            cell(Role::Code, digests.of(&source.path).unwrap_or_default()),
        ]
    });
    let table = Table {
        head: words::file_columns(lang).map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    if table.rows.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table(table)];
    let mut notes = Vec::new();
    for source in report.sources {
        for noticed in &source.notes {
            let text = note(lang, &noticed.kind);
            let place = match noticed.line {
                Some(line) => format!("{}:{line}", source.path),
                None => source.path.clone(),
            };
            notes.push(format!("{place}: {text}"));
        }
    }
    if !notes.is_empty() {
        blocks.push(Block::Heading(words::noticed(lang).to_owned()));
        blocks.push(Block::List(notes));
    }
    section(Contents::Evidence, heading(lang, Heading::Evidence), blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_without_blocks_is_none() {
        assert!(section(Contents::Verdict, "x", Vec::new()).is_none());
    }
}
