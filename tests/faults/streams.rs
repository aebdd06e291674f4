//! Streams that nobody reads, that are full, or that are no terminal.

use std::fs::File;
use std::io::{Read as _, Write};
use std::process::{Command, Stdio};

use super::{fixed, incident, program, run};

fn commands() -> Vec<(Vec<String>, i32)> {
    let incident = incident();
    let diagnose = |format| fixed(&["diagnose", &incident, "--format", format]);
    let mut all: Vec<(Vec<String>, i32)> = ["text", "json", "markdown", "html"]
        .into_iter()
        .map(|format| (diagnose(format), 1))
        .collect();
    let others: [&[&str]; 4] = [
        &["explain"],
        &["explain", "RD101"],
        &["--help"],
        &["demo", "--list"],
    ];
    all.extend(others.map(|arguments| (fixed(arguments), 0)));
    all
}

#[test]
fn a_pipe_that_was_closed_after_a_few_bytes() {
    for (arguments, code) in commands() {
        let mut child = program()
            .args(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut few = [0; 3];
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut few).unwrap();
        drop(output);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {output:?}"
        );
        assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_device_that_is_full() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: no /dev/full here");
        return;
    };
    for (arguments, _) in commands() {
        let stdout = full.try_clone().unwrap();
        let status = program().args(&arguments).stdout(stdout).status().unwrap();
        assert_eq!(status.code(), Some(5), "{arguments:?}");
    }
    // Nobody is left to be told.
    let status = program()
        .args(["diagnose", "no-such-file"])
        .stdout(full.try_clone().unwrap())
        .stderr(full)
        .status();
    assert_eq!(status.unwrap().code(), Some(4));
}

#[test]
fn streams_that_are_closed_from_the_start() {
    let evidence = incident();
    for closed in ["<&-", "2>&-", ">&-", "<&- >&- 2>&-"] {
        let script = format!("exec \"$0\" \"$@\" {closed}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_relay-doctor")])
            .args(fixed(&["diagnose", &evidence]))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{closed}: {output:?}");
    }
}

#[test]
fn without_a_terminal_the_evidence_is_diagnosed() {
    let evidence = incident();
    let output = run(&[&evidence]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("RD101") && !said.contains('\u{1b}'), "{said}");
    let nothing = run(&[]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("diagnose"));
}

#[test]
fn standard_input_that_ends_in_the_middle_of_a_character() {
    let log = "2026-11-02T08:00:05.001Z,受";
    let mut child = program()
        .args(fixed(&["diagnose", "-"]))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&log.as_bytes()[..log.len() - 1]).unwrap();
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(3));
}
