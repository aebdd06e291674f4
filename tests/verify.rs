//! `relay-doctor verify`: newer evidence against a report and against a case.

#![allow(clippy::unwrap_used)]

#[path = "common/schema.rs"]
mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use relay_doctor::case::{Case, VERSION};
use schema::Schema;
use serde_json::Value;

fn evidence() -> PathBuf {
    evidence_of("rd101-renewed-certificate-other-name")
}

fn evidence_of(scenario: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/scenarios").join(scenario).join("evidence")
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .args(["--lang", "en", "--now", "2026-11-02T12:00:00Z"])
        .output()
        .unwrap()
}

/// What was written, which is as its schema says.
fn json(output: &Output) -> Value {
    let found = serde_json::from_slice(&output.stdout).unwrap();
    let complaints = Schema::of("docs/verify-schema.json").check(&found);
    assert_eq!(complaints, Vec::<String>::new());
    found
}

/// Exports of after the change: `from` became `to` in one of the files.
fn newer(folder: &Path, changes: &[(&str, &str, &str)]) -> PathBuf {
    let folder = folder.join("newer");
    fs::create_dir_all(&folder).unwrap();
    for (name, from, to) in changes {
        let text = fs::read_to_string(evidence().join(name)).unwrap();
        assert!(text.contains(from), "{name}");
        fs::write(folder.join(name), text.replace(from, to)).unwrap();
    }
    folder
}

const FIXED: (&str, &str, &str) = (
    "inbound-connector.txt",
    "TlsSenderCertificateName     : mail.contoso.com",
    "TlsSenderCertificateName     : smtp.contoso.com",
);
const BESIDES: (&str, &str, &str) = (
    "send-connector.txt",
    "SourceTransportServers       : {EX01}",
    "SourceTransportServers       : {EX01, EX02}",
);

/// A report of before the change.
fn report(folder: &Path) -> PathBuf {
    let path = folder.join("before.json");
    let evidence = evidence();
    let output = run(&["diagnose", evidence.to_str().unwrap(), "--format", "json"]);
    fs::write(&path, &output.stdout).unwrap();
    path
}

/// A case of before the change, in which the step was ticked.
fn case(folder: &Path) -> PathBuf {
    let tick = ("ab".to_owned(), 1_793_616_000);
    let steps = BTreeMap::from([("set-name-1".to_owned(), tick)]);
    let case = Case {
        version: VERSION,
        name: "contoso".to_owned(),
        paths: vec![evidence().to_str().unwrap().to_owned()],
        chosen: Some("manual".to_owned()),
        ticks: BTreeMap::from([("manual".to_owned(), steps)]),
        ..Case::default()
    };
    let path = folder.join("contoso.json");
    fs::write(&path, serde_json::to_vec(&case).unwrap()).unwrap();
    path
}

#[test]
fn what_was_planned_is_there_and_what_changed_besides_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let newer = newer(folder.path(), &[FIXED, BESIDES]);
    for before in [report(folder.path()), case(folder.path())] {
        let arguments = ["verify", before.to_str().unwrap(), newer.to_str().unwrap()];
        let found = json(&run(&[&arguments[..], &["--format", "json"]].concat()));
        assert_eq!(found["before"]["relay"], "refused");
        assert_eq!(found["before"]["root_causes"][0], "RD101");
        let planned = found["planned"].as_array().unwrap();
        let name = planned
            .iter()
            .find(|p| p["property"] == "TlsSenderCertificateName")
            .unwrap();
        assert_eq!(name["state"], "as-planned");
        assert_eq!(name["before"]["value"], "mail.contoso.com");
        assert_eq!(name["now"]["value"], "smtp.contoso.com");
        let changed = found["changed"].as_array().unwrap();
        assert!(!changed.is_empty());
        for row in changed {
            assert_eq!(row["property"], "SourceTransportServers", "{row}");
            assert_eq!(row["now"]["value"], "EX01, EX02");
        }
        let text = String::from_utf8(run(&arguments).stdout).unwrap();
        assert!(text.contains("as planned"), "{text}");
        assert!(text.contains("Changed besides"), "{text}");
    }
}

#[test]
fn what_a_case_leaves_out_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let newer = newer(folder.path(), &[FIXED]);
    let path = case(folder.path());
    let mut case: Case = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let left_out = evidence().join("inbound-connector.txt");
    assert!(left_out.is_file());
    case.left_out = vec![left_out.to_str().unwrap().to_owned()];
    fs::write(&path, serde_json::to_vec(&case).unwrap()).unwrap();
    let arguments = ["verify", path.to_str().unwrap(), newer.to_str().unwrap()];
    let found = json(&run(&[&arguments[..], &["--format", "json"]].concat()));
    assert_eq!(found["before"]["relay"], "unknown");
}

#[test]
fn a_value_that_was_not_changed_is_still_a_cause() {
    let folder = tempfile::tempdir().unwrap();
    let same = (FIXED.0, FIXED.1, FIXED.1);
    let newer = newer(folder.path(), &[same]);
    let before = case(folder.path());
    let output = run(&[
        "verify",
        before.to_str().unwrap(),
        newer.to_str().unwrap(),
        "--format",
        "json",
    ]);
    let found = json(&output);
    assert_eq!(found["planned"][0]["state"], "not-changed");
    assert_eq!(found["changed"].as_array().unwrap().len(), 0);
}

#[test]
fn what_the_newer_evidence_does_not_tell_is_not_said_to_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let newer = newer(
        folder.path(),
        &[("accepted-domain.txt", "contoso.com", "contoso.com")],
    );
    let before = report(folder.path());
    let output = run(&[
        "verify",
        before.to_str().unwrap(),
        newer.to_str().unwrap(),
        "--format",
        "json",
    ]);
    let found = json(&output);
    assert_eq!(found["planned"][0]["state"], "not-told");
    assert_eq!(found["changed"].as_array().unwrap().len(), 0);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn what_is_neither_case_nor_report_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let junk = folder.path().join("junk.json");
    fs::write(&junk, "{\"schema_version\": 9}").unwrap();
    let evidence = evidence();
    for before in ["no-such-case", junk.to_str().unwrap()] {
        let output = run(&["verify", before, evidence.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(4), "{before}");
    }
}

/// Own senders pass, and `<>` and a stranger are refused, on MAILGW01.
const NOT_ALL: &str = "rd302-foreign-and-null-senders";

/// The evidence of two hours later, with its log as `log` makes it of the older one.
fn two_hours_later(folder: &Path, log: impl Fn(&str) -> String) -> PathBuf {
    const LOG: &str = "MAILGW01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG";
    let newer = folder.join("newer");
    fs::create_dir_all(newer.join(LOG).parent().unwrap()).unwrap();
    for name in [
        "inbound-connector.txt",
        "send-connector.txt",
        "accepted-domain.txt",
    ] {
        fs::copy(evidence_of(NOT_ALL).join(name), newer.join(name)).unwrap();
    }
    let text = fs::read_to_string(evidence_of(NOT_ALL).join(LOG)).unwrap();
    let later = log(&text.replace("2026-11-02T08:", "2026-11-02T10:"));
    fs::write(newer.join(LOG.replace("08-1", "10-1")), later).unwrap();
    newer
}

/// A report and a case of that evidence.
fn befores(folder: &Path) -> [PathBuf; 2] {
    let evidence = evidence_of(NOT_ALL);
    let evidence = evidence.to_str().unwrap();
    let report = folder.join("before.json");
    let output = run(&["diagnose", evidence, "--format", "json"]);
    fs::write(&report, &output.stdout).unwrap();
    let case = Case {
        version: VERSION,
        name: "contoso".to_owned(),
        paths: vec![evidence.to_owned()],
        ..Case::default()
    };
    let path = folder.join("contoso.json");
    fs::write(&path, serde_json::to_vec(&case).unwrap()).unwrap();
    [report, path]
}

#[test]
fn it_is_proven_only_when_all_that_were_refused_have_been_accepted() {
    const REFUSED: &str = "550 5.7.64 Relay Access Denied ATTR36. For more details please refer \
        to: https://support.microsoft.com/kb/4019940";
    let own_only = |log: &str| {
        let is_later = |line: &&str| line.starts_with('#') || line.contains("T10:12:");
        log.lines()
            .filter(is_later)
            .collect::<Vec<_>>()
            .join("\r\n")
    };
    let all_accepted = |log: &str| log.replace(REFUSED, "250 2.1.5 Recipient OK");
    let all_refused = |log: &str| log.replace("250 2.1.5 Recipient OK", REFUSED);
    type Log<'l> = &'l dyn Fn(&str) -> String;
    let table: [(Log, &str, &[&str], &str); 3] = [
        (
            &own_only,
            "undecided",
            &["foreign", "null"],
            "refused before, and not seen accepted since: MAILGW01 (foreign senders) and \
             MAILGW01 (null sender <>)",
        ),
        (&all_accepted, "proven", &[], "Proven: "),
        (
            &all_refused,
            "still-refused",
            &["own", "foreign", "null"],
            "Not proven: mail is still refused.",
        ),
    ];
    for (log, outcome, classes, said) in table {
        let folder = tempfile::tempdir().unwrap();
        let newer = two_hours_later(folder.path(), log);
        for before in befores(folder.path()) {
            let arguments = ["verify", before.to_str().unwrap(), newer.to_str().unwrap()];
            let found = json(&run(&[&arguments[..], &["--format", "json"]].concat()));
            assert_eq!(found["proof"]["outcome"], outcome, "{found:#}");
            let unproven = found["proof"]["unproven"].as_array().unwrap();
            let named: Vec<_> = unproven
                .iter()
                .map(|u| u["sender_class"].as_str().unwrap())
                .collect();
            assert_eq!(named, classes, "{found:#}");
            assert!(unproven.iter().all(|u| u["server"] == "MAILGW01"));
            let text = String::from_utf8(run(&arguments).stdout).unwrap();
            assert!(text.contains(said), "{text}");
            assert_eq!(text.contains("Proven: "), outcome == "proven", "{text}");
        }
    }
}
