//! The logs that the benchmark reads, in small: the program counts in them what is
//! true of them. Times are measured by `cargo bench` (docs/performance.md).

#![allow(clippy::unwrap_used)]

#[path = "bench/mod.rs"]
mod made;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use relay_doctor::evidence::loader::{Step, Threads};
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Given, gather};

use made::{Options, PARTS, Truth, generate};
use serde_json::Value;

fn small() -> Options {
    Options {
        bytes: 3_000_000,
        files: 4,
        open: 9,
        certificates: 3,
        damaged: 5_000,
        ..Options::default()
    }
}

/// What the program says of a folder, as it prints it.
fn report(folder: &Path, threads: &str) -> Vec<u8> {
    report_with(folder, threads, &[])
}

fn report_with(folder: &Path, threads: &str, also: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command.args(["diagnose", "--format", "json", "--lang", "en", "--portable"]);
    command.args(["--now", "2026-12-01T00:00:00Z"]);
    command.args(["--threads", threads]).args(also);
    command.arg(folder).output().unwrap().stdout
}

/// Lines that a note calls damaged.
fn damaged(report: &Value) -> u64 {
    let sources = report["sources"].as_array().unwrap();
    let notes = sources.iter().flat_map(|s| s["notes"].as_array().unwrap());
    let count = |note: &Value| match note["kind"].as_str() {
        Some("short-line" | "open-quote") => 1,
        Some("more-damaged-lines") => {
            let mut words = note["message"].as_str().unwrap().split(' ');
            words.find_map(|word| word.parse().ok()).unwrap()
        }
        _ => 0,
    };
    notes.map(count).sum()
}

fn check(options: &Options) -> (Truth, Value) {
    let folder = tempfile::tempdir().unwrap();
    let truth = generate(folder.path(), options).unwrap();
    let printed = report(folder.path(), "1");
    assert!(printed == report(folder.path(), "3"));
    // Whoever else takes the sessions needs them one after the other.
    let elsewhere = tempfile::tempdir().unwrap();
    let list = elsewhere.path().join("refused.csv");
    let listed = report_with(
        folder.path(),
        "3",
        &["--refused-csv", list.to_str().unwrap()],
    );
    assert!(printed == listed);
    let report: Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(truth.differences(&report), [""; 0]);
    (truth, report)
}

#[test]
fn the_report_on_generated_logs_is_the_truth() {
    let (truth, report) = check(&small());
    // Each certificate before and after the change; all that makes counting hard is there.
    assert_eq!(truth.by_certificate.len(), 6);
    assert!(truth.damaged > 20, "{}", truth.damaged);
    assert_eq!(damaged(&report), truth.damaged);
    assert!(truth.sessions_refused > 20 && truth.accepted > 500);
    assert!(truth.sessions_without_certificate > 5);
    assert!(truth.lines_with_the_word.abs_diff(truth.refused) * 20 > truth.refused);
}

#[test]
fn the_truth_holds_with_many_sessions_open_at_once() {
    let options = Options {
        seed: 2,
        open: 700,
        servers: 1,
        ..small()
    };
    check(&options);
}

#[test]
fn the_same_options_give_the_same_logs() {
    let content = |seed| {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            seed,
            bytes: 200_000,
            ..small()
        };
        let truth = generate(folder.path(), &options).unwrap();
        let mut files = BTreeMap::new();
        for server in fs::read_dir(folder.path()).unwrap() {
            let server = server.unwrap();
            for file in fs::read_dir(server.path()).unwrap() {
                let file = file.unwrap();
                let name = (server.file_name(), file.file_name());
                files.insert(name, fs::read(file.path()).unwrap());
            }
        }
        assert_eq!(files.len(), 8);
        assert_eq!(
            files.values().map(Vec::len).sum::<usize>() as u64,
            truth.bytes
        );
        (truth, files)
    };
    assert_eq!(content(7), content(7));
    assert_ne!(content(7).1, content(8).1);
}

#[test]
fn the_page_names_the_command_and_all_of_its_parts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/performance.md")).unwrap();
    assert!(page.contains("cargo bench\n") || page.contains("cargo bench "));
    for part in PARTS {
        assert!(page.contains(&format!("`{part}`")), "{part}");
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("path = \"tests/bench/measure.rs\""));
    // The table is of the logs that are made unless others are asked for.
    let made = Options::default();
    assert!(page.contains(&format!("{} files", made.files * made.servers)));
}

#[test]
fn reading_several_servers_at_once_stops_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        bytes: 9_000_000,
        files: 3,
        servers: 3,
        ..small()
    };
    generate(folder.path(), &options).unwrap();
    let given = Given {
        threads: Threads::new(3),
        ..Given::default()
    };
    let read = |stop_at: u64| {
        let mut told = 0;
        let inputs = [Input::Path(folder.path().to_owned())];
        let gathered = gather(&inputs, given.clone(), 1_800_000_000, &mut |step| {
            if let Step::Bytes(bytes) = step {
                told += bytes;
            }
            match told >= stop_at {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        let rows: u64 = gathered.sources.iter().map(|s| s.records).sum();
        (gathered.cancelled, rows)
    };
    let (cancelled, all) = read(u64::MAX);
    assert!(!cancelled);
    let (cancelled, rows) = read(500_000);
    assert!(cancelled);
    // What was under way counts, and hardly more.
    assert!(rows > 0 && rows < all / 2, "{rows} of {all}");
}
