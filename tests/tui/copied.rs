//! The command that the what-if copies: it counts what the screen counts, also of what
//! is left out of a folder or an archive.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use relay_doctor::case::Store;
use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{EvidenceRow, Overlay, StepId, WhatIfView};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{NOW, Script, model, theme, worker};

const INCIDENT: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";
const OLD_LOG: &str = "SEND2026110117-1.LOG";

fn files(folder: &Path, below: &str, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => files(&path, &format!("{name}/"), into),
            false => into.push((name, fs::read(path).unwrap())),
        }
    }
}

fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is given: a folder, an archive, one archive within another.
fn given(root: &Path) -> [PathBuf; 3] {
    let mut all = Vec::new();
    files(Path::new(INCIDENT), "", &mut all);
    let folder = root.join("it's a folder");
    for (name, content) in &all {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let (archive, outer) = (root.join("evidence.zip"), root.join("outer.zip"));
    let inner = zipped(&all);
    fs::write(&archive, &inner).unwrap();
    fs::write(&outer, zipped(&[("in/inner.zip".to_owned(), inner)])).unwrap();
    [folder, archive, outer]
}

/// Leaves out a file and changes the first value; what was copied, and the view.
fn copied(given: &Path, left_out: &str) -> (String, WhatIfView) {
    let mut wizard = model(Lang::En);
    let begin = wizard.begin_with([Input::Path(given.to_owned())]);
    let played = |keys: &str| {
        let mut model = wizard.clone();
        model.step = StepId::Evidence;
        let mut script = Script::new((120, 36), keys);
        let mut work = worker(Store::new(""));
        let model = run(&mut script, &mut work, &theme(), model, begin.clone()).unwrap();
        (script, model)
    };
    let (_, read) = played("");
    let sources = &read.analysis.as_ref().unwrap().gathered.sources;
    let row = read.evidence_rows().iter().position(
        |row| matches!(row, EvidenceRow::Source(at) if sources[*at].path.ends_with(left_out)),
    );
    let keys = format!("<home>{}x4w<right>c", "<down>".repeat(row.unwrap()));
    let (script, model) = played(&keys);
    assert_eq!(model.left_out.len(), 1, "{}", script.screen());
    match model.overlay {
        Some(Overlay::WhatIf(view)) => (script.copied[0].clone(), *view),
        other => panic!("{other:?}"),
    }
}

/// A command line of quoted words as PowerShell hands it over.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut letters = command.chars().peekable();
    while let Some(letter) = letters.next() {
        let word = words.last_mut().unwrap();
        match letter {
            '\'' if quoted && letters.peek() == Some(&'\'') => {
                letters.next();
                word.push('\'');
            }
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => word.push(letter),
        }
    }
    words
}

fn run_headless(arguments: &[String]) -> (i32, String, String) {
    let now = jiff::Timestamp::from_second(NOW).unwrap().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .args(["--now", &now, "--lang", "en", "--quiet"])
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

/// Messages to outside recipients: accepted, refused and unknown by the rules.
fn counts(state: &Value) -> [u64; 3] {
    ["accepted", "refused", "unknown"].map(|status| {
        let rows = state["truth_table"].as_array().unwrap().iter();
        let rows = rows.filter(|r| r["recipient_class"] != "own" && r["predicted"] == status);
        rows.map(|r| r["messages"].as_u64().unwrap()).sum()
    })
}

#[test]
fn the_copied_command_counts_what_the_screen_counts() {
    let root = tempfile::tempdir().unwrap();
    for given in given(root.path()) {
        let (command, view) = copied(&given, OLD_LOG);
        let mut words = words(&command);
        assert_eq!(words.remove(0), "relay-doctor");
        assert!(words.contains(&"--without".to_owned()), "{command}");
        words.extend(["--format".to_owned(), "json".to_owned()]);
        let (code, out, err) = run_headless(&words);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        let told: Value = serde_json::from_str(&out).unwrap();
        let after = view.after.unwrap();
        for (state, shown) in [("before", view.before), ("after", after)] {
            let shown = [shown.accepted, shown.refused, shown.unknown];
            assert_eq!(counts(&told[state]), shown, "{state}: {command}");
            assert!(shown.iter().sum::<u64>() > 0);
        }
        assert_ne!(view.before, after);
        // With all of it there is more.
        let at = words.iter().position(|w| w == "--without").unwrap();
        words.drain(at..at + 2);
        let whole: Value = serde_json::from_str(&run_headless(&words).1).unwrap();
        let all = |state: &Value| counts(state).iter().sum::<u64>();
        assert!(all(&whole["before"]) > all(&told["before"]), "{command}");
    }
}

#[test]
fn without_is_known_to_every_command_that_judges_and_what_is_nowhere_is_said() {
    let root = tempfile::tempdir().unwrap();
    let [folder, archive, outer] = given(root.path());
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let read = |arguments: &[String]| {
        let (_, out, err) = run_headless(arguments);
        let told: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        let sources = told["sources"].as_array().unwrap().clone();
        let names = sources
            .iter()
            .map(|s| s["path"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let diagnose = |given: &Path, without: &Path| {
        [
            "diagnose",
            "--format",
            "json",
            &text(given),
            "--without",
            &text(without),
        ]
        .map(str::to_owned)
    };
    let gone = read(&diagnose(&archive, &archive.join("inbound-connector.txt")));
    assert!(gone.iter().all(|p| !p.ends_with("inbound-connector.txt")));
    assert_eq!(gone.len(), 6, "the archive and five of its files: {gone:?}");
    let gone = read(&diagnose(&outer, &outer.join("in/inner.zip")));
    assert_eq!(gone, ["outer.zip"]);
    // A folder goes with all that is in it.
    let gone = read(&diagnose(&folder, &folder.join("EX01")));
    assert_eq!(gone.len(), 4, "{gone:?}");
    for command in [
        vec!["diagnose"],
        vec!["simulate", "--set", "egress-ip=203.0.113.7"],
        vec![
            "rehearse",
            "--certificate",
            "FF6315FFD8449AAA72BC8E01DB3103CA4F56253D",
        ],
        vec!["fix", "--option", "manual", "--out", "never-written"],
    ] {
        let mut arguments: Vec<String> = command.iter().map(|w| (*w).to_owned()).collect();
        let nowhere = archive.join("no-such.txt");
        arguments.extend([text(&archive), "--without".to_owned(), text(&nowhere)]);
        let (code, out, err) = run_headless(&arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{command:?}");
        assert!(
            err.contains("no-such.txt") && err.contains("ARCHIVE/FILE"),
            "{err}"
        );
    }
    let report = root.path().join("report.json");
    fs::write(
        &report,
        run_headless(&diagnose(&folder, &folder.join("EX01"))).1,
    )
    .unwrap();
    let verify = [
        "verify",
        &text(&report),
        &text(&archive),
        "--format",
        "json",
        "--without",
    ];
    let mut verify = verify.map(str::to_owned).to_vec();
    verify.push(text(
        &archive.join(format!("EX01/Hub/ProtocolLog/SmtpSend/{OLD_LOG}")),
    ));
    let (code, _, err) = run_headless(&verify);
    assert!(code != 2 && err.is_empty(), "{code}: {err}");
}
