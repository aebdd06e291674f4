//! A redacted report says the same of somebody who cannot be recognised: for every
//! scenario the diagnosis stays, and no original name is left in any report.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[path = "../common/mod.rs"]
mod common;
mod copy;

use relay_doctor::facts::Gathered;

const NOW: [&str; 4] = ["--now", "2026-11-02T12:00:00Z", "--lang", "en"];

fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let folders = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path());
    let mut found: Vec<PathBuf> = folders.filter(|p| p.join("evidence").exists()).collect();
    found.sort();
    found
}

fn report(scenario: &Path, arguments: &[&str]) -> String {
    report_of(scenario, Path::new("evidence"), arguments)
}

/// The diagnosis of evidence as it is asked for in a scenario.
fn report_of(scenario: &Path, evidence: &Path, arguments: &[&str]) -> String {
    let expected = std::fs::read_to_string(scenario.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let own = expected["args"].as_array().cloned().unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command.arg("diagnose").arg(evidence).current_dir(scenario);
    command.args(own.iter().filter_map(Value::as_str));
    if own.iter().all(|a| a != "--now") {
        command.args(NOW);
    }
    let output = command.args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// What a diagnosis comes to, without any name.
fn gist(report: &Value) -> Value {
    let codes = |key: &str| -> Vec<String> {
        let all = report[key].as_array().unwrap();
        let mut codes: Vec<String> = all.iter().map(|f| f["code"].to_string()).collect();
        codes.sort();
        codes
    };
    let rows: Vec<Value> = report["comparison"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| serde_json::json!([row["id"], row["status"]]))
        .collect();
    let traffic = &report["traffic"];
    serde_json::json!({
        "relay": report["verdict"]["relay"],
        "observed": report["verdict"]["observed"],
        "causes": report["verdict"]["root_causes"],
        "organization": report["conditions"]["organization"]["status"],
        "connector": report["conditions"]["connector"]["status"],
        "findings": codes("findings"),
        "rows": rows,
        "sessions": traffic["sessions"],
        "refused": traffic["recipients_refused_5_7_64"],
        "accepted": traffic["recipients_accepted"],
        "recommended": report["plan"]["options"].as_array().unwrap().iter()
            .filter(|o| o["recommended"] == true).map(|o| o["id"].clone()).collect::<Vec<_>>(),
    })
}

/// The names of an incident that nobody may see: what stands for its owner.
fn originals(gathered: &Gathered) -> BTreeSet<String> {
    const COMMON: [&str; 30] = [
        "mail",
        "smtp",
        "mx",
        "www",
        "autodiscover",
        "owa",
        "relay",
        "gateway",
        "hybrid",
        "edge",
        "exchange",
        "local",
        "internal",
        "com",
        "net",
        "org",
        "onmicrosoft",
        "example",
        "sub",
        "host",
        "server",
        "new",
        "old",
        "test",
        "send",
        "default",
        "internet",
        "inbound",
        "outbound",
        "office365",
    ];
    let facts = &gathered.facts;
    let mut names = BTreeSet::new();
    let mut domain = |text: &str| {
        let labels: Vec<&str> = text.split('.').collect();
        for label in &labels[..labels.len().saturating_sub(1)] {
            if label.len() > 3 && !COMMON.contains(label) {
                names.insert((*label).to_owned());
            }
        }
    };
    facts
        .tenant
        .domains()
        .iter()
        .for_each(|d| domain(d.domain.as_str()));
    facts.traffic.domains.iter().for_each(|d| {
        if !d.as_str().ends_with("outlook.com") {
            domain(d.as_str());
        }
    });
    for certificate in facts.certificates.iter().chain(&facts.sent) {
        if certificate.thumbprint.len() == 40 {
            names.insert(certificate.thumbprint.to_lowercase());
        }
        names.extend(
            certificate
                .serial
                .iter()
                .map(|s| s.to_lowercase())
                .filter(|s| s.len() > 16),
        );
    }
    for path in &facts.traffic.paths {
        if let Some(std::net::IpAddr::V4(address)) = path.key.address {
            names.insert(address.to_string());
        }
    }
    let servers = facts.traffic.servers.iter();
    names.extend(
        servers
            .map(|s| s.to_lowercase())
            .filter(|s| s.starts_with("ex")),
    );
    names
}

/// Whether `name` stands in `text` as a word of its own.
fn holds(text: &str, name: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, _)| {
        !inside(text[..at].chars().next_back()) && !inside(text[at + name.len()..].chars().next())
    })
}

/// Those of the names that stand in a text.
fn left<'n>(text: &str, names: &'n BTreeSet<String>) -> Vec<&'n String> {
    let text = text.to_lowercase();
    names.iter().filter(|name| holds(&text, name)).collect()
}

/// Scenarios that rest on what a redacted copy leaves out (a `.pfx` holds a key, a
/// `.p7b` its bytes), or on the length of a name.
const RESTS_ON_WHAT_GOES: [&str; 3] = [
    "rd101-new-certificate-in-pfx",
    "rd109-chain-in-p7b",
    "rd215-name-too-long-for-edge",
];

/// How many scenarios lie between two whose every report is looked at.
const EVERY: usize = 20;

/// What is wrong with one scenario's redacted reports.
fn wrong(nth: usize, scenario: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let name = scenario.file_name().unwrap().to_str().unwrap().to_owned();
    let original = report(scenario, &["--format", "json"]);
    let redacted = report(scenario, &["--format", "json", "--redact"]);
    let before = gist(&serde_json::from_str(&original).unwrap());
    let after = gist(&serde_json::from_str(&redacted).unwrap());
    if before != after && !RESTS_ON_WHAT_GOES.contains(&name.as_str()) {
        let keys = before.as_object().unwrap().keys();
        let differing = keys
            .filter(|key| before[*key] != after[*key])
            .map(|key| format!("{name}: {key}: {} became {}", before[key], after[key]));
        wrong.extend(differing);
    }
    let gathered = common::gather_path(&scenario.join("evidence"));
    let originals = originals(&gathered);
    let formats = ["json", "html", "text", "markdown"];
    let looked_at = if nth.is_multiple_of(EVERY) {
        formats.len()
    } else {
        1
    };
    for format in formats.into_iter().take(looked_at) {
        let shown = match format {
            "json" => redacted.clone(),
            other => report(scenario, &["--format", other, "--redact"]),
        };
        let left = left(&shown, &originals);
        if !left.is_empty() {
            wrong.push(format!("{name} {format}: {left:?} left"));
        }
    }
    wrong
}

#[test]
fn the_diagnosis_stays_and_no_name_does() {
    let all: Vec<(usize, PathBuf)> = scenarios().into_iter().enumerate().collect();
    let half = |odd: usize| {
        let mine = all.iter().filter(move |(nth, _)| nth % 2 == odd);
        mine.flat_map(|(nth, scenario)| wrong(*nth, scenario))
            .collect::<Vec<String>>()
    };
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        [half(0), other.join().unwrap()].concat()
    });
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_told_on_the_command_line_is_replaced_too() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = root.join("rd101-renewed-certificate-other-name");
    let told = [
        "--egress-ip",
        "203.0.113.7",
        "--mail-from",
        "kim@contoso.com",
    ];
    let shown = report(&scenario, &[&told[..], &["--redact"]].concat());
    assert!(shown.contains("d1.com"), "{shown}");
    for original in ["203.0.113.7", "contoso", "kim"] {
        assert!(
            !shown.to_lowercase().contains(original),
            "{original}: {shown}"
        );
    }
}
