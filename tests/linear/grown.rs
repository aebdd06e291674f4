//! A log grows between two Enters, and the real program tells so.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::bench::{INCIDENT, is_plain, scenario};
use crate::watching::{log, server};

fn append(file: &Path, text: &str) {
    let mut file = fs::File::options().append(true).open(file).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// The program, driven line by line.
struct Driven {
    child: Child,
    stdin: Option<ChildStdin>,
    bytes: Receiver<Vec<u8>>,
    seen: String,
}

impl Driven {
    fn new(home: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(arguments)
            .env("HOME", home)
            .env("RELAY_DOCTOR_HOME", home.join("kept"))
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, bytes) = channel();
        let mut stdout = child.stdout.take().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = stdout.read(&mut buffer) {
                let _ = tell.send(buffer[..count].to_vec());
            }
        });
        Self {
            stdin: child.stdin.take(),
            child,
            bytes,
            seen: String::new(),
        }
    }

    /// Types a line; what is written until the prompt, as one line.
    fn says(&mut self, line: &str, prompt: &str) -> String {
        self.seen.clear();
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(format!("{line}\n").as_bytes()).unwrap();
        while !self.seen.ends_with(prompt) {
            let more = self.bytes.recv_timeout(Duration::from_secs(60));
            let more = more.unwrap_or_else(|_| panic!("no {prompt}: {}", self.seen));
            self.seen += &String::from_utf8(more).unwrap();
        }
        is_plain(&self.seen);
        self.seen.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether nothing was written that nobody has asked for.
    fn is_silent(&self) -> bool {
        self.bytes.try_recv().is_err()
    }
}

#[test]
fn a_log_that_grows_between_two_enters_proves_it() {
    let home = tempfile::tempdir().unwrap();
    let evidence = scenario(INCIDENT);
    let arguments = ["--linear", "--lang", "en", "--now", "2026-11-02T12:00:00Z"];
    // A case whose change was made long before the log, by every clock.
    let first = [&arguments[..], &[evidence.as_str()]].concat();
    let mut first = Driven::new(home.path(), &first);
    first.says("step 5", "5 Fix> ");
    first.says("choose 1", "5 Fix> ");
    first.says("done 1", "> ");
    first.says("kt", "5 Fix> ");
    drop(first.stdin.take());
    assert!(first.child.wait().unwrap().success());
    let cases = home.path().join("kept/cases");
    let case = fs::read_dir(cases).unwrap().map(|e| e.unwrap().path());
    let case = case
        .into_iter()
        .find(|p| p.extension().is_some_and(|e| e == "json"));
    let case = case.unwrap();
    let mut kept: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&case).unwrap()).unwrap();
    for steps in kept["ticks"].as_object_mut().unwrap().values_mut() {
        for tick in steps.as_object_mut().unwrap().values_mut() {
            tick[1] = 1_698_900_000.into();
        }
    }
    fs::write(&case, kept.to_string()).unwrap();

    let (folder, log_file) = server(home.path());
    let follows = "6 Verify (following)> ";
    let mut wizard = Driven::new(home.path(), &arguments);
    wizard.says("step 6", "6 Verify> ");
    wizard.says(&folder.to_string_lossy(), "6 Verify> ");
    let begun = wizard.says("watch", follows);
    assert!(
        begun.contains("Not proven yet. 2 sessions: 2 accepted"),
        "{begun}"
    );
    assert!(
        begun.contains("EX01: 2 of 3 accepted sessions in a row"),
        "{begun}"
    );
    assert!(
        begun.contains("EX01: 2 accepted, 0 refused. Last answer: accepted 2023-11-02"),
        "{begun}"
    );
    assert!(begun.contains("Proven when every server"), "{begun}");
    assert!(
        begun.contains("when the last step of the change was ticked"),
        "{begun}"
    );
    assert!(begun.contains("EX01, Relay through Exchange Online, certificate: FF6315FF"));
    let same = wizard.says("", follows);
    assert!(
        same.contains("No new session since the last look."),
        "{same}"
    );
    assert!(
        !same.contains("Relay through Exchange Online"),
        "no change: {same}"
    );
    append(&log_file, &log().1);
    assert!(wizard.is_silent(), "nobody has asked");
    let proven = wizard.says("", follows);
    assert!(
        proven.contains("Proven: relay works. 3 sessions: 3 accepted, 0 refused"),
        "{proven}"
    );
    assert!(
        proven.contains("New since the last look: 1 session: 1 accepted"),
        "{proven}"
    );
    assert!(proven.contains("Ask the senders to send again"), "{proven}");
    assert!(!proven.contains("Missing for the proof"), "{proven}");
    let ended = wizard.says("back", "6 Verify> ");
    assert!(ended.contains("no longer followed"), "{ended}");
    wizard.stdin.take();
    assert!(wizard.child.wait().unwrap().success());
}
