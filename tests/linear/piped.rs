//! The real program, its input a pipe.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::bench::{INCIDENT, is_plain, scenario};

fn piped(home: &Path, arguments: &[&str], input: &[u8]) -> Output {
    piped_with(home, arguments, &[], input)
}

fn piped_with(home: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .env("HOME", home)
        .env("RELAY_DOCTOR_HOME", home.join("kept"))
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever has left reads no more.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let written = String::from_utf8(output.stdout.clone()).unwrap();
    is_plain(&written);
    written
}

#[test]
fn a_folder_becomes_a_saved_bundle_and_the_case_is_resumed() {
    let home = tempfile::tempdir().unwrap();
    let folder = scenario(INCIDENT);
    let to = home.path().to_string_lossy();
    let script = format!("step 5\r\nchoose 1\nsave\n{to}\nquit\n");
    let arguments = [
        "--linear",
        "--lang",
        "en",
        "--now",
        "2026-11-02T12:00:00Z",
        &folder,
    ];
    let written = text(&piped(home.path(), &arguments, script.as_bytes()));
    assert!(written.contains("Written to"), "{written}");
    assert!(
        written.ends_with("relay-doctor goes on here next time.\n"),
        "{written}"
    );
    let bundle = std::fs::read_dir(home.path()).unwrap().any(|entry| {
        let entry = entry.unwrap();
        entry.path().join("exchange-online.ps1").exists()
    });
    assert!(bundle);
    // Nothing but the end of input: resumed in the checklist, and left again.
    let written = text(&piped(home.path(), &["--linear", "--lang", "ja"], b""));
    assert!(written.contains("前回の続きから再開しました"), "{written}");
    assert!(written.contains("6 件中 0 件完了"), "{written}");
}

#[test]
fn bytes_that_are_no_text_and_no_last_line_end_do_no_harm() {
    let home = tempfile::tempdir().unwrap();
    let input = b"\xff\xfe\x1b[2J\n550 5.7.64 TenantAttribution\n\x00\nnext";
    text(&piped(home.path(), &["--linear", "--lang", "en"], input));
}

#[test]
fn the_built_in_incident_opens_too_and_colours_are_colours_only() {
    let home = tempfile::tempdir().unwrap();
    let output = piped(
        home.path(),
        &["demo", "--linear", "--lang", "en", "--color", "always"],
        b"step 4\nhelp\nquit\n",
    );
    assert_eq!(output.status.code(), Some(0));
    let written = String::from_utf8(output.stdout).unwrap();
    assert!(
        written.contains("quit: leave; no case is kept"),
        "{written}"
    );
    assert!(!written.contains("the case is saved"), "{written}");
    assert!(written.contains("Step 4 of 6: Cause"), "{written}");
    for sequence in written.split('\u{1b}').skip(1) {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        assert!(
            sequence.starts_with('[') && &sequence[end..=end] == "m",
            "{sequence:?}"
        );
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_whatever_reads_is_said_and_the_wizard_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let folder = scenario(INCIDENT);
    for (lang, said) in [
        ("en", "Could not be read: asked for by RELAY_DOCTOR_PANIC"),
        ("ja", "読み取れません: asked for by RELAY_DOCTOR_PANIC"),
    ] {
        let arguments = ["--linear", "--new", "--lang", lang, &folder];
        // A file, a session, a replay, the refused list: none of them answers.
        let script = "step 4\nproof 1\nsessions\n1\nback\nback\nwhatif\n1\na.contoso.com\n\
                      back\nresend\nstep 5\nquit\n";
        let variables = [("RELAY_DOCTOR_PANIC", "read")];
        let output = piped_with(home.path(), &arguments, &variables, script.as_bytes());
        let written = text(&output);
        assert!(written.contains(said), "{written}");
        assert!(written.contains("RELAY_DOCTOR_PANIC"), "{written}");
        let faults = written.matches("relay-doctor の不具合").count()
            + written.matches("by a fault in relay-doctor").count();
        assert_eq!(faults, 3, "folders, replay, list: {written}");
        assert!(written.contains(match lang {
            "en" => "Step 5 of 6",
            _ => "手順 5 / 6",
        }));
    }
}

// Windows names the folder of settings itself, so there this would change somebody's own.
#[cfg(unix)]
#[test]
fn settings_without_colours_win_over_clicolor_force() {
    let home = tempfile::tempdir().unwrap();
    let forced = [("CLICOLOR_FORCE", "1")];
    let painted = |arguments: &[&str], script: &str| {
        let output = piped_with(home.path(), arguments, &forced, script.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    let demo = ["demo", "--linear", "--lang", "en"];
    let with = |choice| [&demo[..], &["--color", choice]].concat();
    assert!(painted(&demo, "quit\n"));
    assert!(!painted(&with("never"), "quit\n"));
    // By dark, light and high contrast to none, which is saved.
    assert!(painted(&demo, "settings\n2\n2\n2\n2\nquit\n"));
    assert!(!painted(&demo, "step 4\nquit\n"));
    assert!(painted(&with("always"), "quit\n"));
}
