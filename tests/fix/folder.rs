//! The folder of a bundle: whole or not at all, and nothing overwritten unasked.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::evidence_of;

fn fix(scenario: &str, option: &str, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("fix")
        .arg(evidence_of(scenario))
        .args(["--option", option, "--now", "2026-11-02T12:00:00Z"])
        .arg("--out")
        .arg(out)
        .args(match more.contains(&"--lang") {
            true => &[][..],
            false => &["--lang", "en"],
        })
        .args(more)
        .output()
        .unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const RD101: &str = "rd101-renewed-certificate-other-name";

#[test]
fn a_bundle_is_written_and_said() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("new/out");
    let output = fix(RD101, "manual", &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = [
        "CHECKLIST.md",
        "exchange-online.ps1",
        "report.html",
        "report.json",
        "report.md",
        "rollback-exchange-online.ps1",
        "verify.ps1",
    ];
    assert_eq!(names(&out), expected);
    for name in expected {
        assert!(said.contains(name), "{said}");
    }
    let list = fs::read_to_string(out.join("CHECKLIST.md")).unwrap();
    for held in ["- [ ] **1. ", ".\\exchange-online.ps1", "Undo:"] {
        assert!(list.contains(held), "{list}");
    }
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["verdict"]["root_causes"][0], "RD101");

    // The same again, byte for byte, in the other language but for the scripts.
    let again = root.path().join("again");
    let japanese = root.path().join("ja");
    fix(RD101, "manual", &again, &["--quiet"]);
    fix(RD101, "manual", &japanese, &["--lang", "ja"]);
    for name in expected {
        let first = fs::read(out.join(name)).unwrap();
        assert_eq!(first, fs::read(again.join(name)).unwrap(), "{name}");
        let same = first == fs::read(japanese.join(name)).unwrap();
        assert_eq!(same, name.ends_with(".ps1"), "{name}");
    }
}

#[test]
fn nothing_is_overwritten_without_force() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path();
    // A file of another bundle counts too: two plans must not lie side by side.
    fs::write(out.join("on-premises.ps1"), "mine").unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let refused = fix(RD101, "manual", out, &[]);
    assert_eq!(refused.status.code(), Some(5));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("on-premises.ps1") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(names(out), ["notes.txt", "on-premises.ps1"]);
    assert_eq!(fs::read(out.join("on-premises.ps1")).unwrap(), b"mine");

    let forced = fix(RD101, "manual", out, &["--force"]);
    assert_eq!(forced.status.code(), Some(0), "{forced:?}");
    let written = names(out);
    assert!(written.contains(&"exchange-online.ps1".to_owned()));
    assert!(
        !written.contains(&"on-premises.ps1".to_owned()),
        "of another plan"
    );
    assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
    assert_eq!(written.len(), 8, "{written:?}");
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("file"), "mine").unwrap();
    let below = fix(RD101, "manual", &root.path().join("file/out"), &[]);
    assert_eq!(below.status.code(), Some(5), "{below:?}");
    assert!(!below.stderr.is_empty());
    // A folder stands where a file should go: found only while writing.
    let out = root.path().join("out");
    fs::create_dir_all(out.join("verify.ps1")).unwrap();
    let blocked = fix(RD101, "manual", &out, &["--force"]);
    assert_eq!(blocked.status.code(), Some(5), "{blocked:?}");
    assert_eq!(names(&out), ["verify.ps1"]);
    if cfg!(target_os = "linux") {
        // No folder can be made there, whoever asks.
        let nowhere = fix(RD101, "manual", Path::new("/proc/relay-doctor"), &[]);
        assert_eq!(nowhere.status.code(), Some(5), "{nowhere:?}");
    }
}

#[test]
fn with_nothing_to_write_it_is_said_and_nothing_is_made() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    for (scenario, option) in [
        ("rd101-miss-letter-case", "manual"),
        ("rd102-address-of-new-provider", "hcw-rerun"),
    ] {
        let output = fix(scenario, option, &out, &[]);
        assert_eq!(output.status.code(), Some(3), "{scenario}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(option), "{said}");
        assert!(!out.exists());
    }
}

#[test]
fn arguments_are_looked_at_first() {
    let root = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(arguments)
            .current_dir(root.path())
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(run(&["fix", "x", "--out", "o"]), Some(2));
    assert_eq!(run(&["fix", "x", "--option", "manual"]), Some(2));
    assert_eq!(
        run(&["fix", "x", "--option", "other", "--out", "o"]),
        Some(2)
    );
    assert_eq!(run(&["fix", "--option", "manual", "--out", "o"]), Some(2));
    assert_eq!(
        run(&["fix", "not-there", "--option", "manual", "--out", "o"]),
        Some(4)
    );
    assert!(!root.path().join("o").exists());
}

#[test]
fn a_certificate_that_must_be_replaced_is_not_the_one_to_be_seen() {
    let table = [
        // Its issuer is at fault, and no other is installed.
        ("rd204-self-signed", false),
        ("rd204-private-ca", false),
        // Another one must be installed first.
        ("plan-other-certificate-than-configured", false),
        // Its chain is at fault: it stays.
        ("rd205-capi2-event", true),
        (RD101, true),
    ];
    for (scenario, named) in table {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        let output = fix(scenario, "manual", &out, &[]);
        assert_eq!(output.status.code(), Some(0), "{scenario}: {output:?}");
        let list = fs::read_to_string(out.join("CHECKLIST.md")).unwrap();
        let verify = fs::read_to_string(out.join("verify.ps1")).unwrap();
        assert_eq!(
            list.contains("It must show the thumbprint"),
            named,
            "{scenario}"
        );
        assert_eq!(verify.contains("$thumbprint = '"), named, "{scenario}");
    }
}
