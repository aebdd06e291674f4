//! The real program, headless, while files are written. Nothing sleeps: what is
//! expected is waited for.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use relay_doctor::attribution::SenderClass;
use serde_json::Value;

use super::schema::Schema;
use super::writer::{NEW, OLD, Session, Writer};
use super::{BEGIN, evidence};

pub(crate) struct Watching {
    pub(crate) child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    schema: Schema,
}

impl Watching {
    pub(crate) fn start(folders: &[&std::path::Path], arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
        command
            .arg("watch")
            .args(folders)
            .args(["--format", "json", "--poll-milliseconds", "10"])
            .args(["--lang", "en", "--now", "2026-11-02T08:57:00Z"])
            .args(arguments);
        if !arguments.contains(&"--timeout") {
            command.args(["--timeout", "120s"]);
        }
        command
            .env("HOME", folders[0])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let schema = Schema::of("docs/watch-schema.json");
        Self {
            child,
            lines,
            schema,
        }
    }

    /// The next event, which is as its schema says.
    fn next(&mut self) -> Option<Value> {
        let line = self.lines.next()?.unwrap();
        let event = serde_json::from_str(&line).unwrap();
        assert_eq!(self.schema.check(&event), Vec::<String>::new());
        Some(event)
    }

    /// The next event that is wanted; those before it are passed over.
    pub(crate) fn until(&mut self, mut wanted: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let event = self.next().expect("the program goes on");
            if wanted(&event) {
                return event;
            }
        }
    }

    /// The last event, and the exit code.
    pub(crate) fn end(mut self) -> (Value, Option<i32>) {
        let mut last = Value::Null;
        while let Some(event) = self.next() {
            last = event;
        }
        (last, self.child.wait().unwrap().code())
    }
}

fn is(event: &Value, key: &str, value: &str) -> bool {
    event[key] == value
}

#[test]
fn it_ends_with_0_when_it_is_proven() {
    let folder = tempfile::tempdir().unwrap();
    let mut ex01 = Writer::new(folder.path(), "EX01", BEGIN - 60_000);
    ex01.whole(Session::one(OLD, SenderClass::Own, true));
    let evidence = evidence();
    let evidence = evidence.to_str().unwrap();
    let mut watching = Watching::start(
        &[folder.path()],
        &[
            "--until-proven",
            "--accepted",
            "2",
            "--quiet-for",
            "0",
            "--evidence",
            evidence,
        ],
    );
    let start = watching.until(|e| is(e, "event", "start"));
    assert_eq!(start["expected"]["from"], "planned");
    assert_eq!(start["accepted_domains_known"], true);
    watching.until(|e| is(e, "kind", "follows"));
    let expected = start["expected"]["thumbprints"][0].as_str().unwrap();
    let expected: &'static str = Box::leak(expected.to_owned().into_boxed_str());
    ex01.clock = BEGIN + 1000;
    ex01.whole(Session::one(expected, SenderClass::Own, true));
    let refused = watching.until(|e| is(e, "event", "session"));
    assert_eq!(refused["answer"], "refused");
    assert!(refused["line"].as_u64().unwrap() > 5);
    let failing = watching.until(|e| is(e, "event", "verdict"));
    assert_eq!(failing["verdict"], "still-failing");
    assert_eq!(failing["findings"][0], "RD101");
    for _ in 0..2 {
        ex01.whole(Session::one(expected, SenderClass::Own, false));
    }
    let (last, code) = watching.end();
    assert_eq!(
        (&last["verdict"], &last["final"]),
        (&"proven".into(), &true.into())
    );
    assert_eq!(last["counts"]["sessions"], 3);
    assert_eq!(last["counts"]["accepted"], 2);
    assert_eq!(last["counts"]["refused"], 1);
    assert_eq!(code, Some(0));
}

#[test]
fn without_evidence_nothing_is_proven() {
    let folder = tempfile::tempdir().unwrap();
    let mut ex01 = Writer::new(folder.path(), "EX01", BEGIN - 60_000);
    ex01.flush_all();
    let mut watching = Watching::start(
        &[folder.path()],
        &["--until-proven", "--accepted", "1", "--quiet-for", "0"],
    );
    watching.until(|e| is(e, "kind", "follows"));
    ex01.clock = BEGIN + 1000;
    ex01.whole(Session::one(NEW, SenderClass::Own, false));
    let verdict = watching.until(|e| is(e, "event", "verdict"));
    assert_eq!(verdict["verdict"], "not-yet");
    let missing = verdict["missing"].as_array().unwrap();
    assert!(missing.iter().any(|m| m["kind"] == "accepted-domains"));
    interrupt(&watching);
    let (last, code) = watching.end();
    assert_eq!(
        (&last["verdict"], &last["final"]),
        (&"not-yet".into(), &true.into())
    );
    assert_eq!(code, Some(3));
}

/// As Ctrl-C does.
#[cfg(unix)]
pub(crate) fn interrupt(watching: &Watching) {
    let id = watching.child.id().to_string();
    let status = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(status.success());
}

#[cfg(not(unix))]
fn interrupt(_: &Watching) {}

#[test]
fn a_refusal_since_then_ends_with_1_and_the_time_that_is_over_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut ex01 = Writer::new(folder.path(), "EX01", BEGIN - 60_000);
    ex01.whole(Session::one(NEW, SenderClass::Own, true));
    let mut watching = Watching::start(
        &[folder.path()],
        &["--since", "2026-11-02T08:00:00Z", "--timeout", "1s"],
    );
    watching.until(|e| is(e, "event", "verdict"));
    let (last, code) = watching.end();
    assert_eq!(last["verdict"], "still-failing");
    assert_eq!(code, Some(1));
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("none");
    let watching = Watching::start(&[&none], &[]);
    let (_, code) = watching.end();
    assert_eq!(code, Some(4));
}
