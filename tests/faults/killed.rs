//! The real program, killed while it reads and while it writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};

use super::{Draw, fixed, incident, listed, log_of_the_incident, program};

/// How often each is killed.
const TIMES: u64 = 60;

type Files = Option<BTreeMap<String, Vec<u8>>>;

/// Kills the program at a drawn moment: after so many looks at a folder, or so many
/// changes of what lies in it. Gone already is a moment as well.
fn kill(mut child: Child, folder: &Path, draw: &mut Draw) {
    let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let names = || -> Vec<_> {
        let entries = inside(folder).flat_map(|e| inside(&e.path()).chain([e]));
        let mut names: Vec<_> = entries.map(|e| e.path()).collect();
        names.sort();
        names
    };
    let (changes, looks) = match draw.below(3) {
        0 => (u64::MAX, draw.below(20_000)),
        _ => (draw.below(30), 0),
    };
    let (mut seen, mut looked, mut last) = (0, 0, names());
    while child.try_wait().unwrap().is_none() {
        looked += 1;
        let now = names();
        seen += u64::from(now != last);
        last = now;
        if seen > changes || (changes == u64::MAX && looked > looks) {
            break;
        }
    }
    let _ = child.kill();
    child.wait().unwrap();
}

/// Without what lies beside its place while it is being written.
fn placed(folder: &Path) -> Files {
    let mut files = listed(folder)?;
    let is_ours = |name: &str| {
        [".tmp", ".new", ".old"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    files.retain(|name, _| !is_ours(name));
    Some(files)
}

#[test]
fn a_report_is_old_or_new() {
    let root = tempfile::tempdir().unwrap();
    let (path, evidence) = (root.path().join("report.html"), incident());
    let report = path.to_str().unwrap();
    let arguments = [
        "diagnose", &evidence, "--format", "html", "--output", report,
    ];
    let forced = [&arguments[..], &["--force"]].concat();
    let status = program().args(fixed(&arguments)).status().unwrap();
    assert_eq!(status.code(), Some(1));
    let new = fs::read(&path).unwrap();
    let old = b"old".repeat(10_000);
    let (mut draw, mut kept, mut done) = (Draw(1), 0, 0);
    for time in 0..TIMES {
        fs::write(&path, &old).unwrap();
        let child = program().args(fixed(&forced)).spawn().unwrap();
        kill(child, root.path(), &mut draw);
        let now = fs::read(&path).unwrap();
        assert!(now == old || now == new, "time {time}: {} bytes", now.len());
        kept += u64::from(now == old);
        done += u64::from(now == new);
    }
    assert_eq!(kept + done, TIMES);
}

#[test]
fn a_bundle_in_a_new_folder_is_there_or_not() {
    let root = tempfile::tempdir().unwrap();
    let evidence = incident();
    let model = root.path().join("model");
    let of = |out: &Path| -> Vec<String> {
        let arguments = ["fix", &evidence, "--option", "manual", "--out"];
        fixed(&[&arguments[..], &[out.to_str().unwrap()]].concat())
    };
    assert!(program().args(of(&model)).status().unwrap().success());
    let expected = placed(&model).unwrap();
    assert!(expected.len() > 5);
    let mut draw = Draw(2);
    for time in 0..TIMES {
        let place = root.path().join(format!("{time}"));
        fs::create_dir(&place).unwrap();
        let out = place.join("out");
        let child = program().args(of(&out)).spawn().unwrap();
        kill(child, &place, &mut draw);
        if let Some(files) = placed(&out) {
            assert_eq!(files, expected, "time {time}");
        }
    }
}

#[test]
fn a_bundle_over_another_is_told_whole_by_its_checklist() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let write = |option: &str| -> Vec<String> {
        let evidence = incident();
        let arguments = ["fix", &evidence, "--option", option, "--force", "--out"];
        fixed(&[&arguments[..], &[out.to_str().unwrap()]].concat())
    };
    let whole = |option: &str| {
        assert!(program().args(write(option)).status().unwrap().success());
        placed(&out).unwrap()
    };
    let (new, old) = (whole("hcw-rerun"), whole("manual"));
    assert_ne!(
        new.keys().collect::<Vec<_>>(),
        old.keys().collect::<Vec<_>>()
    );
    let checklist = "CHECKLIST.md";
    assert!(new.contains_key(checklist) && old.contains_key(checklist));
    let mut draw = Draw(3);
    for time in 0..TIMES {
        let child = program().args(write("hcw-rerun")).spawn().unwrap();
        kill(child, &out, &mut draw);
        let now = placed(&out).unwrap();
        for (name, text) in &now {
            let known = old.get(name) == Some(text) || new.get(name) == Some(text);
            assert!(known, "time {time}: {name} is half");
        }
        if now.contains_key(checklist) {
            assert!(now == old || now == new, "time {time}: {:?}", now.keys());
        }
        for (name, _) in listed(&out).unwrap() {
            fs::remove_file(out.join(name)).unwrap();
        }
        for (name, text) in &old {
            fs::write(out.join(name), text).unwrap();
        }
    }
}

#[test]
fn what_is_killed_while_it_reads_has_written_nothing() {
    let root = tempfile::tempdir().unwrap();
    let log = fs::read(log_of_the_incident(Path::new(&incident()))).unwrap();
    let mut draw = Draw(4);
    for time in 0..TIMES {
        let folder = root.path().join(format!("{time}"));
        fs::create_dir(&folder).unwrap();
        let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let (report, list) = (path("report.json"), path("again.csv"));
        let arguments = ["diagnose", "-", "--format", "json", "--output", &report];
        let more = ["--refused-csv", &list];
        let mut child = program()
            .args(fixed(&[&arguments[..], &more].concat()))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let count = usize::try_from(draw.below(log.len() as u64)).unwrap();
        input.write_all(&log[..count]).unwrap();
        // Its input has not ended: it cannot be done.
        let _ = child.kill();
        child.wait().unwrap();
        drop(input);
        assert_eq!(placed(&folder).unwrap(), BTreeMap::new(), "time {time}");
    }
}
