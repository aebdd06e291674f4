//! What was judged before: a report of this program, by schema version 1. It may have
//! come from anywhere, so that only what is looked for is taken of it, and bounded.

use serde::Deserialize;

use crate::report::json::v1::SCHEMA_VERSION;
use crate::report::settings::{Planned, Setting};

/// Values and steps that are taken of a report.
const MAX: usize = 20_000;

/// What is taken of a report.
#[derive(Debug, Clone, Default)]
pub(super) struct Older {
    /// `accepted`, `refused`, `unknown`; empty where it says something else.
    pub(super) relay: String,
    /// Codes as they stand there.
    pub(super) root_causes: Vec<String>,
    /// `None` of a report that was made before it had them.
    pub(super) settings: Option<Vec<Setting>>,
    /// What the chosen option sets, else the recommended one.
    pub(super) planned: Vec<Planned>,
    /// The newest answer in its log, milliseconds since the epoch.
    pub(super) newest: Option<i64>,
}

#[derive(Deserialize)]
struct Report {
    schema_version: u32,
    verdict: Verdict,
    #[serde(default)]
    traffic: Traffic,
    #[serde(default)]
    plan: Plan,
    #[serde(default)]
    settings: Option<Vec<SettingPart>>,
}

#[derive(Deserialize)]
struct Verdict {
    relay: String,
    root_causes: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Traffic {
    last_refused: Option<String>,
    last_accepted: Option<String>,
}

#[derive(Deserialize, Default)]
struct Plan {
    #[serde(default)]
    options: Vec<PlanOption>,
}

#[derive(Deserialize)]
struct PlanOption {
    #[serde(default)]
    id: String,
    #[serde(default)]
    recommended: bool,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    sets: Vec<SetPart>,
}

#[derive(Deserialize)]
struct SettingPart {
    object: String,
    identity: String,
    property: String,
    value: Option<String>,
}

#[derive(Deserialize)]
struct SetPart {
    object: String,
    identity: String,
    property: String,
    wanted: Option<String>,
}

impl Older {
    /// Reads a report; `None` when it is none of this version. `chosen`: the id of the
    /// option that was taken.
    pub(super) fn read(text: &str, chosen: Option<&str>) -> Option<Self> {
        let report: Report = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        if report.schema_version != SCHEMA_VERSION {
            return None;
        }
        let times = [&report.traffic.last_refused, &report.traffic.last_accepted];
        let times = times.into_iter().flatten();
        let newest = times
            .filter_map(|t| t.parse::<jiff::Timestamp>().ok())
            .map(|t| t.as_millisecond())
            .max();
        let settings = report.settings.map(|all| {
            let setting = |s: SettingPart| Setting {
                object: s.object,
                identity: s.identity,
                property: s.property,
                value: s.value,
            };
            all.into_iter().take(MAX).map(setting).collect()
        });
        Some(Self {
            relay: report.verdict.relay,
            root_causes: report.verdict.root_causes.into_iter().take(MAX).collect(),
            settings,
            planned: planned(report.plan, chosen),
            newest,
        })
    }
}

fn planned(plan: Plan, chosen: Option<&str>) -> Vec<Planned> {
    let is_chosen = |o: &PlanOption| chosen.is_some_and(|c| o.id == c);
    let at = plan
        .options
        .iter()
        .position(is_chosen)
        .or_else(|| plan.options.iter().position(|o| o.recommended));
    let option = at.and_then(|at| plan.options.into_iter().nth(at));
    let steps = option.into_iter().flat_map(|o| o.steps);
    let set = |s: SetPart| Planned {
        object: s.object,
        identity: s.identity,
        property: s.property,
        wanted: s.wanted,
    };
    steps.flat_map(|s| s.sets).take(MAX).map(set).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_no_report_of_this_version_is_none() {
        for text in [
            "",
            "[]",
            "{\"schema_version\": 1}",
            "{\"schema_version\": 2, \"verdict\": {\"relay\": \"accepted\", \"root_causes\": []}}",
            "{\"schema_version\": 1, \"verdict\": 7}",
        ] {
            assert!(Older::read(text, None).is_none(), "{text}");
        }
    }

    #[test]
    fn an_older_report_without_values_is_read_all_the_same() {
        let text = "{\"schema_version\": 1, \"verdict\": {\"relay\": \"refused\", \
            \"root_causes\": [\"RD101\"]}, \"traffic\": {\"last_refused\": \
            \"2026-11-02T08:00:00Z\", \"last_accepted\": \"nonsense\"}}";
        let older = Older::read(text, None).unwrap();
        assert_eq!((older.relay.as_str(), older.settings), ("refused", None));
        assert_eq!(older.newest, Some(1_793_606_400_000));
    }
}
