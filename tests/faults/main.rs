//! What goes wrong around the program: it is killed, the disk is full or read-only, a
//! log grows, the clock jumps, nobody listens. Outputs and cases are old or new, never
//! half, and the exit code is the contract's. No verdict here depends on time.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod cases;
mod disk;
mod killed;
mod streams;
mod time;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const INCIDENT: &str = "rd101-renewed-certificate-other-name";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Arguments behind which the same comes out on every day.
fn fixed(arguments: &[&str]) -> Vec<String> {
    let now = ["--now", "2026-11-02T12:00:00Z", "--lang", "en"];
    let all = arguments.iter().chain(&now);
    all.map(|a| (*a).to_owned()).collect()
}

fn run(arguments: &[&str]) -> Output {
    let mut command = program();
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(fixed(arguments)).output().unwrap()
}

fn scenario(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/scenarios").join(name).join("evidence")
}

fn incident() -> String {
    scenario(INCIDENT).to_str().unwrap().to_owned()
}

/// Its first send log, in a copy of the evidence as well.
fn log_of_the_incident(evidence: &Path) -> PathBuf {
    evidence.join("EX01/Hub/ProtocolLog/SmtpSend/SEND2026110117-1.LOG")
}

/// Files of a folder and what is in them; `None` where there is no folder.
fn listed(folder: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let entries = fs::read_dir(folder).ok()?;
    let file = |entry: Result<fs::DirEntry, std::io::Error>| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap_or_default())
    };
    Some(entries.map(file).collect())
}

/// The same numbers in every run: the moments are drawn, the tests are not.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
