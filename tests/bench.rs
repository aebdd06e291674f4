//! The logs that the benchmark reads, in small: the program counts in them what is
//! true of them. Times are measured by `cargo bench` (docs/performance.md).

#![allow(clippy::unwrap_used)]

#[path = "bench/mod.rs"]
mod made;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

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
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command.args(["diagnose", "--format", "json", "--lang", "en", "--portable"]);
    command.args(["--now", "2026-12-01T00:00:00Z"]);
    command.args(["--threads", threads]);
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
    assert_eq!(printed, report(folder.path(), "3"));
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
