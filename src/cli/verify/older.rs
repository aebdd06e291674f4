//! What was judged before: a report of this program, by schema version 1. It may have
//! come from anywhere, so that only what is looked for is taken of it, and bounded.

use serde::Deserialize;

use crate::attribution::{LastAnswer, SenderClass};
use crate::report::json::v1::SCHEMA_VERSION;
use crate::report::settings::{Planned, Setting};
use crate::wizard::RefusedBefore;

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
    /// Who was refused.
    pub(super) refused: RefusedBefore,
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
    #[serde(default)]
    truth_table: Vec<RowPart>,
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
    /// Reports have it since it is asked for here.
    last_answers: Option<Vec<AnswerPart>>,
}

#[derive(Deserialize)]
struct AnswerPart {
    server: String,
    sender_class: String,
    last_accepted: Option<String>,
    last_refused: Option<String>,
}

#[derive(Deserialize)]
struct RowPart {
    #[serde(default)]
    server: String,
    #[serde(default)]
    sender_class: String,
    #[serde(default)]
    refused: u64,
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
        let newest = times.into_iter().filter_map(time).max();
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
            refused: refused(report.traffic.last_answers, report.truth_table),
        })
    }
}

fn time(text: &Option<String>) -> Option<i64> {
    let time = text.as_deref()?.parse::<jiff::Timestamp>().ok()?;
    Some(time.as_millisecond())
}

/// Who was refused last. A report that does not tell what came last names all that were
/// refused: whoever was accepted after it has to be seen again, and nobody is forgotten.
fn refused(answers: Option<Vec<AnswerPart>>, rows: Vec<RowPart>) -> RefusedBefore {
    let class = |code: &str| SenderClass::ALL.into_iter().find(|c| c.code() == code);
    let all: Vec<(String, String, bool)> = match answers {
        Some(answers) => {
            let answers = answers.into_iter().take(MAX).map(|a| {
                let last = LastAnswer {
                    refused: time(&a.last_refused),
                    accepted: time(&a.last_accepted),
                };
                (a.server, a.sender_class, last.is_refused())
            });
            answers.collect()
        }
        None => {
            let rows = rows.into_iter().take(MAX);
            rows.map(|r| (r.server, r.sender_class, r.refused > 0))
                .collect()
        }
    };
    let mut before = RefusedBefore::default();
    for (server, code, is_refused) in all {
        before.servers.insert(server.clone());
        if let Some(class) = class(&code).filter(|_| is_refused) {
            before.refused.insert((server, class));
        }
    }
    before
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
        assert_eq!(older.refused, RefusedBefore::default());
    }

    #[test]
    fn who_was_refused_last_is_read_and_without_it_all_that_were() {
        let report = |rest: &str| {
            let text = format!(
                "{{\"schema_version\": 1, \"verdict\": {{\"relay\": \"refused\", \
                 \"root_causes\": []}}, {rest}}}"
            );
            Older::read(&text, None).unwrap().refused
        };
        let row = |class: &str, refused: u64| {
            format!(
                "{{\"server\": \"EX01\", \"sender_class\": \"{class}\", \"refused\": {refused}}}"
            )
        };
        let rows = [
            row("own", 2),
            row("null", 1),
            row("foreign", 0),
            row("x", 1),
        ]
        .join(",");
        let table = format!("\"truth_table\": [{rows}]");
        let own = ("EX01".to_owned(), SenderClass::Own);
        let null = ("EX01".to_owned(), SenderClass::Null);
        let before = report(&table);
        assert_eq!(before.refused, [own.clone(), null].into());
        assert_eq!(before.servers, ["EX01".to_owned()].into());

        let answer = |class: &str, accepted: &str, refused: &str| {
            format!(
                "{{\"server\": \"EX01\", \"sender_class\": \"{class}\", \
                 \"last_accepted\": {accepted}, \"last_refused\": {refused}}}"
            )
        };
        let (early, late) = ("\"2026-11-02T08:00:00Z\"", "\"2026-11-02T09:00:00Z\"");
        let answers = [
            answer("own", early, late),
            answer("null", late, early),
            answer("foreign", "null", "null"),
        ]
        .join(",");
        let before = report(&format!(
            "\"traffic\": {{\"last_answers\": [{answers}]}}, {table}"
        ));
        assert_eq!(before.refused, [own].into());
    }
}
