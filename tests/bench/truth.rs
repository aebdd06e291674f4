//! What is true of generated logs, counted while they are made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Sessions, and how many of them were refused.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sessions {
    pub(crate) all: u64,
    pub(crate) refused: u64,
}

/// The counts of the report that the generator knows. Messages and recipients are
/// those of Exchange Online Protection, as in the report.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Truth {
    pub(crate) bytes: u64,
    pub(crate) files: u64,
    pub(crate) rows: u64,
    /// Lines that are no whole record.
    pub(crate) damaged: u64,
    pub(crate) sessions: u64,
    pub(crate) to_exchange_online: u64,
    pub(crate) sessions_refused: u64,
    pub(crate) sessions_without_certificate: u64,
    pub(crate) messages: u64,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    /// Lines that hold the word `TenantAttribution`, whatever they are.
    pub(crate) lines_with_the_word: u64,
    /// By thumbprint.
    pub(crate) by_certificate: BTreeMap<String, Sessions>,
    /// By Send connector.
    pub(crate) by_connector: BTreeMap<String, Sessions>,
}

impl Truth {
    /// What the JSON of the program's report differs in.
    pub(crate) fn differences(&self, report: &Value) -> Vec<String> {
        let traffic = &report["traffic"];
        let counts = [
            ("sessions", self.sessions),
            ("to_exchange_online", self.to_exchange_online),
            ("sessions_refused", self.sessions_refused),
            (
                "sessions_without_certificate",
                self.sessions_without_certificate,
            ),
            ("messages", self.messages),
            ("recipients_accepted", self.accepted),
            ("recipients_refused_5_7_64", self.refused),
        ];
        let mut differences = Vec::new();
        let mut same = |what: String, found: String, truth: String| {
            if found != truth {
                differences.push(format!("{what}: {found}, in truth {truth}"));
            }
        };
        for (name, truth) in counts {
            same(name.into(), traffic[name].to_string(), truth.to_string());
        }
        let rows: u64 = numbers(&report["sources"], "records").sum();
        same("rows".into(), rows.to_string(), self.rows.to_string());
        for (list, key, truth) in [
            ("by_certificate", "thumbprint", &self.by_certificate),
            ("by_connector", "connector", &self.by_connector),
        ] {
            let found = grouped(&traffic[list], key);
            same(list.into(), format!("{found:?}"), format!("{truth:?}"));
        }
        differences
    }
}

fn numbers<'v>(list: &'v Value, key: &'v str) -> impl Iterator<Item = u64> + 'v {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(move |item| item[key].as_u64())
}

fn grouped(list: &Value, key: &str) -> BTreeMap<String, Sessions> {
    let list = list.as_array().into_iter().flatten();
    list.map(|item| {
        let count = |name: &str| item[name].as_u64().unwrap_or_default();
        let sessions = Sessions {
            all: count("sessions"),
            refused: count("sessions_refused"),
        };
        (item[key].as_str().unwrap_or_default().to_owned(), sessions)
    })
    .collect()
}
