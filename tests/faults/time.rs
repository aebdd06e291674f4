//! Clocks that jump. (Logs that grow or shrink while they are read are in `bad_input`.)

use std::fs::{self, File, FileTimes};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{incident, program, run};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => fs::write(target, fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}

fn date(folder: &Path, when: SystemTime) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            date(&path, when);
        } else {
            let times = FileTimes::new().set_modified(when).set_accessed(when);
            File::options()
                .append(true)
                .open(path)
                .unwrap()
                .set_times(times)
                .unwrap();
        }
    }
}

#[test]
fn times_of_files_decide_nothing() {
    let root = tempfile::tempdir().unwrap();
    let evidence = root.path().join("evidence");
    copy(Path::new(&incident()), &evidence);
    let year = Duration::from_secs(365 * 24 * 3600);
    let path = evidence.to_str().unwrap();
    let said = || run(&["diagnose", path, "--format", "json"]);
    let usual = said();
    assert_eq!(usual.status.code(), Some(1));
    for when in [SystemTime::UNIX_EPOCH, SystemTime::now() + 60 * year] {
        date(&evidence, when);
        assert_eq!(said(), usual, "{when:?}");
    }
}

#[test]
fn whatever_the_clock_says_there_is_an_answer() {
    let evidence = incident();
    for now in [
        "1601-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2038-01-19T03:14:08Z",
        "9999-12-30T00:00:00Z",
    ] {
        let arguments = ["diagnose", &evidence, "--format", "json", "--now", now];
        let output = program()
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{now}: {output:?}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        // What was refused was refused, and what was accepted, whenever it is asked.
        assert_eq!(report["verdict"]["observed"], "mixed", "{now}");
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().all(|f| f["code"] != "RD999"), "{now}");
    }
}
