//! A redacted copy of whole evidence, and what other commands make of redacted evidence.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::{RESTS_ON_WHAT_GOES, common, gist, left, originals, report, report_of, scenarios};

fn program(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .args(["--lang", "en", "--now", "2026-11-02T12:00:00Z"])
        .current_dir(folder)
        .output()
        .unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

fn copied(evidence: &Path, to: &Path) -> Output {
    let (evidence, to) = (evidence.to_str().unwrap(), to.to_str().unwrap());
    program(
        evidence.as_ref(),
        &["collect", "--redact", evidence, "--out", to],
    )
}

/// Every how manyth scenario is copied: all forms of evidence come up, and the suite
/// stays short. `EVERY=1` copies all.
fn every() -> usize {
    let said = std::env::var("EVERY").ok();
    said.and_then(|n| n.parse().ok()).unwrap_or(6)
}

/// What it is told on the command line names its owner, whom the copy no longer knows.
const TOLD: &str = "rd301-miss-sender-told";

#[test]
fn a_copy_diagnoses_the_same_and_names_nobody() {
    let scenarios = scenarios().into_iter().step_by(every());
    let mut wrong = Vec::new();
    for scenario in scenarios {
        let name = scenario.file_name().unwrap().to_str().unwrap().to_owned();
        let root = tempfile::tempdir().unwrap();
        let copy = root.path().join("copy");
        let output = copied(&scenario.join("evidence"), &copy);
        if output.status.code() != Some(0) {
            wrong.push(format!("{name}: {output:?}"));
            continue;
        }
        let json = ["--format", "json"];
        let before: Value = serde_json::from_str(&report(&scenario, &json)).unwrap();
        let after: Value = serde_json::from_str(&report_of(&scenario, &copy, &json)).unwrap();
        let (before, after) = (gist(&before), gist(&after));
        let may_differ = RESTS_ON_WHAT_GOES.contains(&name.as_str()) || name == TOLD;
        if before != after && !may_differ {
            wrong.push(format!("{name}: {before}\nbecame {after}"));
        }
        let originals = originals(&common::gather_path(&scenario.join("evidence")));
        for file in files(&copy) {
            let path = file
                .strip_prefix(&copy)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let text = format!(
                "{path}\n{}",
                String::from_utf8_lossy(&fs::read(&file).unwrap())
            );
            let left = left(&text, &originals);
            if !left.is_empty() {
                wrong.push(format!("{name}: {path}: {left:?} left"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_copy_says_what_it_holds_and_what_was_left_out() {
    let root = tempfile::tempdir().unwrap();
    let evidence = root.path().join("contoso-case");
    fs::create_dir(&evidence).unwrap();
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = scenario.join("rd101-new-certificate-in-pfx/evidence");
    for file in files(&scenario) {
        fs::copy(&file, evidence.join(file.file_name().unwrap())).unwrap();
    }
    let copy = root.path().join("copy");
    let output = copied(&evidence, &copy);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let page = fs::read_to_string(copy.join("REDACTED.txt")).unwrap();
    let (kept, left_out) = page.split_once("Left out").unwrap();
    for file in files(&copy) {
        let shown = file
            .strip_prefix(&copy)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        assert!(
            shown == "REDACTED.txt" || kept.contains(&shown),
            "{shown}: {page}"
        );
        assert!(!shown.ends_with(".pfx"), "{shown}");
    }
    assert!(left_out.contains(".pfx"), "{page}");

    // A folder with something in it stays as it is.
    let again = copied(&evidence, &copy);
    assert_eq!(again.status.code(), Some(5), "{again:?}");
    assert_eq!(fs::read_to_string(copy.join("REDACTED.txt")).unwrap(), page);
}

#[test]
fn paths_are_for_redact_alone() {
    let root = tempfile::tempdir().unwrap();
    for arguments in [
        &["collect", "--out", "x", "evidence"][..],
        &["collect", "--out", "x", "--redact"],
    ] {
        assert_eq!(
            program(root.path(), arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
    let nothing = program(root.path(), &["collect", "--out", "x", "--redact", "none"]);
    assert_eq!(nothing.status.code(), Some(4));
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

const INCIDENT: &str = "rd101-renewed-certificate-other-name";

fn incident() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/scenarios")
        .join(INCIDENT)
}

#[test]
fn a_bundle_keeps_real_values_in_the_scripts_alone() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("bundle");
    let out_text = out.to_str().unwrap();
    let fix = [
        "fix", "evidence", "--option", "manual", "--out", out_text, "--redact",
    ];
    let output = program(&incident(), &fix);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let originals = originals(&common::gather_path(&incident().join("evidence")));
    for file in files(&out) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let is_report = name.starts_with("report.");
        assert_eq!(left(&text, &originals).is_empty(), is_report, "{name}");
    }
}

#[test]
fn values_are_changed_by_their_real_names() {
    let originals = originals(&common::gather_path(&incident().join("evidence")));
    let listing = report(&incident(), &["--format", "json"]);
    let listing: Value = serde_json::from_str(&listing).unwrap();
    let connector = listing["conditions"]["connector"]["connector"].as_str();
    let facts = common::gather_path(&incident().join("evidence")).facts;
    let connector = connector.unwrap_or(&facts.tenant.connectors()[0].name);
    let sent = facts.sent.iter().max_by_key(|c| c.not_before).unwrap();
    let name = sent.names.common_name.as_ref().unwrap().to_string();
    let setting = format!("inbound:{connector}.TlsSenderCertificateName={name}");
    let shown = |redact: &[&str]| {
        let arguments = [&["simulate", "evidence", "--set", &setting][..], redact].concat();
        let output = program(&incident(), &arguments);
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, plain) = shown(&[]);
    let (redacted_code, redacted) = shown(&["--redact"]);
    assert_eq!(
        (code, redacted_code),
        (Some(0), Some(0)),
        "{plain}\n{redacted}"
    );
    assert!(!left(&plain, &originals).is_empty());
    assert!(left(&redacted, &originals).is_empty(), "{redacted}");

    let thumbprint = sent.thumbprint.as_str();
    let rehearsed = |redact: &[&str]| {
        let arguments = ["rehearse", "evidence", "--certificate", thumbprint];
        let output = program(&incident(), &[&arguments[..], redact].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), text)
    };
    let (code, _) = rehearsed(&[]);
    let (redacted_code, redacted) = rehearsed(&["--redact"]);
    assert_eq!(code, redacted_code, "{redacted}");
    assert!(left(&redacted, &originals).is_empty(), "{redacted}");
}
