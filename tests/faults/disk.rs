//! A disk that is full or read-only: exit code 5, and what was there is as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{fixed, incident, listed, run, scenario};

/// Runs the program where no file grows beyond a length: in units of 512 bytes, or of
/// 1024, as the shell has it. To the program that is a disk that is full.
fn run_with_room(units: u32, arguments: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {units}; exec \"$0\" \"$@\"");
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_relay-doctor")])
        .args(fixed(arguments))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn assert_not_written(output: &Output, name: &str) {
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(name), "{said}");
}

#[test]
fn a_report_for_which_there_is_no_room() {
    let root = tempfile::tempdir().unwrap();
    let (evidence, path) = (incident(), root.path().join("report.html"));
    let report = path.to_str().unwrap();
    let arguments = [
        "diagnose", &evidence, "--format", "html", "--output", report,
    ];
    assert_not_written(&run_with_room(8, &arguments), "report.html");
    assert_eq!(listed(root.path()).unwrap().len(), 0, "nothing is left");
    fs::write(&path, "old").unwrap();
    let forced = [&arguments[..], &["--force"]].concat();
    assert_not_written(&run_with_room(8, &forced), "report.html");
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(listed(root.path()).unwrap().len(), 1);
}

#[test]
fn a_list_for_which_there_is_no_room() {
    let root = tempfile::tempdir().unwrap();
    let (evidence, path) = (incident(), root.path().join("again.csv"));
    let list = path.to_str().unwrap();
    let output = run_with_room(0, &["diagnose", &evidence, "--refused-csv", list]);
    assert_not_written(&output, "again.csv");
    assert_eq!(listed(root.path()).unwrap().len(), 0);
}

#[test]
fn a_bundle_for_which_there_is_no_room() {
    let root = tempfile::tempdir().unwrap();
    let (evidence, out) = (incident(), root.path().join("a/out"));
    let arguments = [
        "fix",
        &evidence,
        "--option",
        "manual",
        "--out",
        out.to_str().unwrap(),
    ];
    assert_not_written(&run_with_room(20, &arguments), "a/out");
    assert_eq!(listed(root.path()).unwrap().len(), 0, "no folder is left");
    assert!(run(&arguments).status.success());
    let before = listed(&out).unwrap();
    let forced = [&arguments[..], &["--force"]].concat();
    assert_not_written(&run_with_room(20, &forced), "a/out");
    assert_eq!(listed(&out).unwrap(), before);
}

#[test]
fn scripts_and_incidents_for_which_there_is_no_room() {
    let root = tempfile::tempdir().unwrap();
    for command in ["collect", "demo"] {
        let out = root.path().join(command);
        let output = run_with_room(1, &[command, "--out", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(5), "{command}: {output:?}");
        assert!(!out.exists(), "{command}");
    }
}

/// A small file system of its own, taken away at the end.
struct Mounted(PathBuf);

impl Mounted {
    fn new(folder: &Path, options: &str) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        let mounted = mount.is_ok_and(|status| status.success());
        if !mounted {
            eprintln!("skipped: this user may not mount a file system");
        }
        mounted.then(|| Self(folder.to_owned()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_file_system_that_is_full() {
    let root = tempfile::tempdir().unwrap();
    let Some(full) = Mounted::new(root.path(), "size=64k") else {
        return;
    };
    let evidence = incident();
    let out = full.0.join("out");
    let report = full.0.join("report.html");
    fs::write(&report, "old").unwrap();
    fs::write(full.0.join("filler"), vec![b'x'; 48 * 1024]).unwrap();
    let before = listed(&full.0).unwrap();
    let arguments = [
        "fix",
        &evidence,
        "--option",
        "manual",
        "--out",
        out.to_str().unwrap(),
    ];
    assert_not_written(&run(&arguments), "out");
    let arguments = [
        "diagnose", &evidence, "--format", "html", "--force", "--output",
    ];
    let output = run(&[&arguments[..], &[report.to_str().unwrap()]].concat());
    assert_not_written(&output, "report.html");
    assert_eq!(listed(&full.0).unwrap(), before);
}

#[test]
fn a_folder_that_is_read_only() {
    let root = tempfile::tempdir().unwrap();
    let mounted = Mounted::new(root.path(), "ro,size=64k");
    let folder = match &mounted {
        Some(read_only) => read_only.0.clone(),
        // Nothing can be made there, whoever asks.
        None if cfg!(target_os = "linux") => PathBuf::from("/proc"),
        None => return,
    };
    let evidence = scenario("rd101-miss-wildcard-connector");
    let evidence = evidence.to_str().unwrap();
    let place = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let report = place("report.txt");
    let output = run(&["diagnose", evidence, "--output", &report]);
    assert_not_written(&output, "report.txt");
    let list = place("again.csv");
    assert_not_written(
        &run(&["diagnose", evidence, "--refused-csv", &list]),
        "again.csv",
    );
    let incident = incident();
    let out = place("out");
    let output = run(&["fix", &incident, "--option", "manual", "--out", &out]);
    assert_not_written(&output, "out");
    for command in ["collect", "demo"] {
        let output = run(&[command, "--out", &out]);
        assert_eq!(output.status.code(), Some(5), "{command}: {output:?}");
    }
}
