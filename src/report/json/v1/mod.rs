//! Version 1. Every key is always present; text from evidence is lossless, with
//! C0, C1, bidi and zero-width characters as \uXXXX.

mod parts;
mod timeline;
mod traffic;
pub mod watch;
mod what_if;

use serde::Serialize;

pub use what_if::{Changed, what_if};

use crate::i18n::{Lang, Seen, summary};
use crate::report::Incident;
use crate::terminal::json_escape_invisible;

/// `schema_version`
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    schema_version: u32,
    tool: Tool,
    judged_at: Option<String>,
    lang: &'static str,
    verdict: Verdict,
    conditions: parts::Conditions,
    symptoms: Vec<parts::SymptomPart>,
    traffic: traffic::TrafficPart,
    comparison: Vec<parts::ComparisonPart>,
    findings: Vec<parts::FindingPart>,
    needs: Vec<parts::NeedPart>,
    plan: parts::PlanPart,
    truth_table: Vec<traffic::RowPart>,
    timeline: timeline::TimelinePart,
    settings: Vec<parts::SettingPart>,
    sources: Vec<parts::SourcePart>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Verdict {
    relay: &'static str,
    observed: &'static str,
    root_causes: Vec<String>,
    summary: String,
}

impl Tool {
    fn new() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

fn verdict(incident: &Incident, lang: Lang) -> Verdict {
    let diagnosis = incident.diagnosis;
    Verdict {
        relay: parts::relay(diagnosis.relay),
        observed: diagnosis.observed.code(),
        root_causes: diagnosis
            .root_causes()
            .map(|f| f.code.to_string())
            .collect(),
        summary: summary(
            lang,
            diagnosis.relay,
            &diagnosis.findings,
            Seen::of(incident.facts),
        ),
    }
}

/// The report as JSON, with a line end.
pub fn json(incident: &Incident, lang: Lang) -> String {
    let report = Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool::new(),
        judged_at: parts::seconds(incident.facts.now),
        lang: lang.code(),
        verdict: verdict(incident, lang),
        conditions: parts::conditions(incident, lang),
        symptoms: parts::symptoms(incident),
        traffic: traffic::traffic(incident),
        comparison: parts::comparison(incident, lang),
        findings: parts::findings(incident, lang),
        needs: parts::needs(incident, lang),
        plan: parts::plan(incident, lang),
        truth_table: traffic::truth_table(incident),
        timeline: timeline::timeline(&incident.diagnosis.timeline),
        settings: parts::settings(incident),
        sources: parts::sources(incident, lang),
    };
    finished(&report)
}

/// One line of a stream of events.
fn line(event: &impl Serialize) -> String {
    let text = serde_json::to_string(event).unwrap_or_default();
    let mut text = json_escape_invisible(&text).into_owned();
    text.push('\n');
    text
}

/// Text from evidence stays lossless, and cannot steer a terminal.
fn finished(report: &impl Serialize) -> String {
    // Serialising plain data into memory cannot fail.
    let text = serde_json::to_string_pretty(report).unwrap_or_default();
    let mut text = json_escape_invisible(&text).into_owned();
    text.push('\n');
    text
}
