//! What the program writes is what the schemas in docs say: reports for every scenario,
//! what-if, and the events of watch. Those of verify are held to theirs in its tests.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "common/schema.rs"]
mod schema;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use schema::Schema;

const REPORT: &str = "docs/json-schema.json";

#[test]
fn every_report_is_as_the_schema_says() {
    let schema = Schema::of(REPORT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut complaints = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let evidence = entry.unwrap().path().join("evidence");
        if !evidence.is_dir() {
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(["diagnose", "--format", "json", "--lang", "ja"])
            .arg(&evidence)
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        complaints.extend(schema.check(&report));
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn the_validator_sees_what_is_wrong() {
    let schema = Schema::of(REPORT);
    let wrong = serde_json::json!({"schema_version": "1", "verdict": {"relay": "perhaps"}});
    let complaints = schema.check(&wrong);
    for part in ["schema_version", "perhaps", "truth_table is missing"] {
        assert!(
            complaints.iter().any(|c| c.contains(part)),
            "{part} in {complaints:#?}"
        );
    }
}

#[test]
fn what_if_is_as_the_schema_says() {
    let schema = Schema::of(REPORT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = root.join("rd101-renewed-certificate-other-name/evidence");
    let certificate = "A2AA1E87717291488F76C52DE7427F9BFD2C6BA1";
    let asked = [
        vec!["simulate", "--set", "egress-ip=203.0.113.9"],
        vec!["simulate", "--set", "accepted-domain:add=fabrikam.com"],
        vec!["rehearse", "--certificate", certificate],
    ];
    let part = schema.root.pointer("/$defs/what_if").unwrap();
    for arguments in asked {
        let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(&arguments)
            .arg(&scenario)
            .args(["--format", "json", "--now", "2026-11-02T12:00:00Z"])
            .output()
            .unwrap();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let complaints = schema.complaints(part, &json, "");
        assert!(complaints.is_empty(), "{arguments:?}: {complaints:?}");
    }
}

#[test]
fn the_events_of_watch_are_as_their_schema_says() {
    let schema = Schema::of("docs/watch-schema.json");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let evidence = root.join("rd101-renewed-certificate-other-name/evidence");
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("watch")
        .arg(evidence.join("EX01"))
        .arg("--evidence")
        .arg(&evidence)
        .args(["--since", "2026-11-01T00:00:00Z", "--timeout", "2s"])
        .args(["--format", "json", "--now", "2026-11-02T12:00:00Z"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut events = Vec::new();
    for line in text.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let name = event["event"].as_str().unwrap().to_owned();
        // The part itself: it says more of what is wrong than the choice between all.
        let part = schema.root.pointer(&format!("/$defs/{name}")).unwrap();
        let complaints = schema.complaints(part, &event, "");
        assert!(complaints.is_empty(), "{complaints:?}");
        events.push(name);
    }
    assert_eq!(events.first().map(String::as_str), Some("start"));
    for name in ["session", "notice", "verdict"] {
        assert!(events.iter().any(|e| e == name), "{name}");
    }
}
