//! `simulate` and `rehearse`: before and after (contract.md, JSON).

use serde::Serialize;

use super::{SCHEMA_VERSION, Tool, Verdict, finished, parts, traffic, verdict};
use crate::attribution::{Difference, Shown, Status};
use crate::i18n::{Lang, caution, subject};
use crate::remedy::{Caution, Step};
use crate::report::Incident;
use crate::report::text::Counts;

#[derive(Serialize)]
struct Report {
    schema_version: u32,
    tool: Tool,
    judged_at: Option<String>,
    lang: &'static str,
    changes: Vec<ChangePart>,
    before: Side,
    after: Side,
    warnings: Vec<WarningPart>,
    steps: Vec<parts::StepPart>,
    after_steps: &'static str,
}

#[derive(Serialize)]
struct ChangePart {
    subject: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Serialize)]
struct Side {
    verdict: Verdict,
    conditions: parts::Conditions,
    messages: CountsPart,
    truth_table: Vec<traffic::RowPart>,
}

#[derive(Serialize)]
struct CountsPart {
    accepted: u64,
    refused: u64,
    unknown: u64,
}

#[derive(Serialize)]
struct WarningPart {
    id: &'static str,
    message: String,
}

/// What was replayed.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// What would be changed.
    pub differences: &'a [Difference],
    /// What to watch for.
    pub cautions: &'a [Caution],
    /// What to do, in order.
    pub steps: &'a [Step],
    /// What is predicted once the steps are done.
    pub predicted: Status,
}

/// The report as JSON, with a line end.
pub fn what_if(before: &Incident, after: &Incident, changed: Changed, lang: Lang) -> String {
    let change = |difference: &Difference| ChangePart {
        subject: subject(lang, &difference.subject),
        before: value(&difference.before),
        after: value(&difference.after),
    };
    let warning = |one: &Caution| WarningPart {
        id: one.code(),
        message: caution(lang, one),
    };
    finished(&Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool::new(),
        judged_at: parts::seconds(after.facts.now),
        lang: lang.code(),
        changes: changed.differences.iter().map(change).collect(),
        before: side(before, lang),
        after: side(after, lang),
        warnings: changed.cautions.iter().map(warning).collect(),
        steps: changed.steps.iter().map(|s| parts::step(s, lang)).collect(),
        after_steps: parts::relay(changed.predicted),
    })
}

/// Unknown is null, and nothing is empty.
fn value(shown: &Shown) -> Option<String> {
    match shown {
        Shown::Text(text) => Some(text.clone()),
        Shown::Empty => Some(String::new()),
        Shown::Unknown => None,
    }
}

fn side(incident: &Incident, lang: Lang) -> Side {
    let counts = Counts::of(&incident.verdicts.rows);
    Side {
        verdict: verdict(incident, lang),
        conditions: parts::conditions(incident, lang),
        messages: CountsPart {
            accepted: counts.accepted,
            refused: counts.refused,
            unknown: counts.unknown,
        },
        truth_table: traffic::truth_table(incident),
    }
}
