//! What the READMEs show is what the program shows.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

const FILES: [(&str, &str); 2] = [("en", "README.md"), ("ja", "README.ja.md")];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// A stored screen under the name that the demo has; those have the name of a case.
fn as_the_demo(screen: &str) -> String {
    const WIDTH: usize = 80;
    let name = relay_doctor::demo::INCIDENTS[0].name;
    let title = format!("─ {name} ");
    let rule = "─".repeat(WIDTH - title.chars().count());
    let mut lines: Vec<&str> = screen.lines().collect();
    let title = title + &rule;
    assert!(lines[1].starts_with("─ "), "{screen}");
    lines[1] = &title;
    lines.join("\n")
}

/// That the demo shows this, `tests/pty.rs` holds.
#[test]
fn the_screen_is_a_stored_one_under_the_name_of_the_demo() {
    for (lang, file) in FILES {
        let screen = read(&format!("tests/tui/{lang}-80x24/3-compare.txt"));
        let screen = as_the_demo(screen.replace('\r', "").trim_end());
        let readme = read(file).replace('\r', "");
        assert!(readme.contains(&screen), "{file} lacks\n{screen}");
    }
}

#[test]
fn the_report_is_that_of_the_demo() {
    for (lang, file) in FILES {
        let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(["demo", "--lang", lang, "--color", "never"])
            .env("TZ", "UTC")
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        let readme = read(file);
        // The first lines up to who is hit, and the last block with the command.
        let lines: Vec<&str> = report.lines().collect();
        let blank = lines.iter().position(|l| l.is_empty()).unwrap();
        let first = lines[..blank + 5].join("\n");
        let last = lines[lines.len() - 5..].join("\n");
        assert!(readme.contains(&first), "{file} lacks\n{first}");
        assert!(readme.contains(&last), "{file} lacks\n{last}");
    }
}

/// Joining two changes can leave both versions of a line.
#[test]
fn no_paragraph_stands_twice() {
    const BEGINNING: usize = 40;
    for (_, file) in FILES {
        let readme = read(file);
        // Screens in code blocks repeat their frames.
        let prose = readme.split("```").step_by(2);
        let mut seen = std::collections::BTreeSet::new();
        for line in prose.flat_map(str::lines) {
            let beginning: String = line.chars().take(BEGINNING).collect();
            let is_long = beginning.chars().count() == BEGINNING;
            assert!(!is_long || seen.insert(beginning), "{file}: {line}");
        }
    }
}

#[test]
fn both_name_the_two_commands_and_every_command_that_exists() {
    for (_, file) in FILES {
        let readme = read(file);
        for text in [
            "cargo run --release -- demo\ncargo test",
            "relay-doctor diagnose PATH...",
            "relay-doctor simulate PATH... --set",
            "relay-doctor rehearse PATH... --certificate NEW",
            "relay-doctor fix PATH...",
            "relay-doctor collect --out DIR",
            "relay-doctor explain [CODE]",
            "relay-doctor demo [SCENARIO]",
            "relay-doctor watch LOGDIR...",
            "relay-doctor verify CASE",
            "relay-doctor cases",
            "relay-doctor config",
            "relay-doctor info",
            "relay-doctor completions",
            "relay-doctor man",
            "relay-doctor [PATH...]",
        ] {
            assert!(readme.contains(text), "{file} lacks {text}");
        }
    }
}
