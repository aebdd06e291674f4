//! Zip archives as evidence: read as the folder that they hold, within limits,
//! and nothing of them is ever written.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;

use common::{NOW, diagnosis_of, evidence_of, gather_path};
use relay_doctor::evidence::loader::Step;
use relay_doctor::evidence::walk::Input;
use relay_doctor::evidence::{Source, SourceKind};
use relay_doctor::facts::{Gathered, Given, gather};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const INCIDENTS: [&str; 5] = [
    "rd101-renewed-certificate-other-name",
    "rd201-miss-spans-two-files",
    "rd208-one-server-sends-another",
    "rd103-empty-listing",
    "rd004-miss-foreign-recipient-accepted",
];

fn files_of(folder: &Path, under: &str, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let name = format!("{under}{name}");
        match entry.path().is_dir() {
            true => files_of(&entry.path(), &format!("{name}/"), into),
            false => into.push((name, fs::read(entry.path()).unwrap())),
        }
    }
}

fn zip_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, content)) in files.iter().enumerate() {
        let method = [CompressionMethod::Deflated, CompressionMethod::Stored][number % 2];
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn incident(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    files_of(&evidence_of(name), "", &mut files);
    // Whatever order the tool packed them in.
    files.reverse();
    files
}

fn memory(path: &str, content: &[u8]) -> Input {
    Input::Memory {
        path: path.to_owned(),
        content: content.into(),
    }
}

fn read(inputs: &[Input]) -> Gathered {
    gather(inputs, Given::default(), NOW, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// What a diagnosis says, apart from where it was read.
fn said(gathered: &Gathered) -> String {
    let diagnosis = diagnosis_of(gathered);
    let findings: Vec<_> = diagnosis
        .findings
        .iter()
        .map(|f| (f.code, &f.detail))
        .collect();
    format!(
        "{findings:#?} {:?} {:?}",
        diagnosis.relay, diagnosis.observed
    )
}

fn notes(source: &Source) -> Vec<&'static str> {
    source.notes.iter().map(|n| n.kind.code()).collect()
}

#[test]
fn an_archive_says_what_its_folder_says() {
    for name in INCIDENTS {
        let folder = gather_path(&evidence_of(name));
        let archive = zip_of(&incident(name));
        let place = TempDir::new().unwrap();
        let path = place.path().join("evidence.zip");
        fs::write(&path, &archive).unwrap();
        let packed = gather_path(&path);
        assert_eq!(said(&folder), said(&packed), "{name}");
        let paths = packed.sources.iter().skip(1).map(|s| s.path.clone());
        let expected = folder
            .sources
            .iter()
            .map(|s| format!("evidence.zip/{}", s.path));
        assert!(paths.eq(expected), "{name}");
        let itself = &packed.sources[0];
        assert_eq!(itself.kind, SourceKind::Archive);
        assert_eq!(itself.records as usize, folder.sources.len());
        // In a folder, and in another archive.
        assert_eq!(said(&folder), said(&gather_path(place.path())), "{name}");
        let outer = zip_of(&[("all/evidence.zip".to_owned(), archive)]);
        let nested = read(&[memory("outer.zip", &outer)]);
        assert_eq!(said(&folder), said(&nested), "{name}");
        // Nothing was written.
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}

#[test]
fn what_was_extracted_beside_its_archive_counts_once() {
    let name = "rd208-one-server-sends-another";
    let folder = gather_path(&evidence_of(name));
    let place = TempDir::new().unwrap();
    for (path, content) in incident(name) {
        let target = place.path().join("case").join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, content).unwrap();
    }
    fs::write(place.path().join("case.zip"), zip_of(&incident(name))).unwrap();
    let both = gather_path(place.path());
    assert_eq!(said(&folder), said(&both));
    assert_eq!(
        folder.facts.traffic.sessions(),
        both.facts.traffic.sessions()
    );
    let again = both
        .sources
        .iter()
        .filter(|s| notes(s).contains(&"same-as"));
    assert_eq!(again.count(), folder.sources.len());
}

#[test]
fn an_archive_in_an_archive_in_an_archive_is_noted() {
    let inner = zip_of(&incident(INCIDENTS[0]));
    let middle = zip_of(&[("inner.zip".to_owned(), inner)]);
    let outer = zip_of(&[("middle.zip".to_owned(), middle)]);
    let gathered = read(&[memory("outer.zip", &outer)]);
    let paths: Vec<&str> = gathered.sources.iter().map(|s| s.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "outer.zip",
            "outer.zip/middle.zip",
            "outer.zip/middle.zip/inner.zip"
        ]
    );
    assert_eq!(notes(&gathered.sources[2]), ["archive-nested"]);
}

#[test]
fn a_damaged_archive_or_entry_leaves_the_rest_alone() {
    let name = INCIDENTS[0];
    let files = incident(name);
    let alone = read(&[memory("evidence.zip", &zip_of(&files))]);
    let mut with_bad = files.clone();
    with_bad.push((
        "zz.json".to_owned(),
        br#"[{"Name":"damaged entry"}]"#.to_vec(),
    ));
    let mut packed = zip_of(&with_bad);
    // It is stored or packed; either way its first letters stand there.
    let at = packed.windows(7).position(|w| w == b"zz.json").unwrap() + 7;
    packed[at + 2] ^= 0x55;
    let beside = read(&[memory("evidence.zip", &packed)]);
    assert_eq!(said(&alone), said(&beside));
    let bad = beside.sources.last().unwrap();
    assert_eq!(
        (bad.path.as_str(), notes(bad)),
        ("evidence.zip/zz.json", vec!["archive-damaged"])
    );
    // A copy that was broken off, beside the healthy folder.
    let cut = zip_of(&files);
    let inputs = [
        Input::Path(evidence_of(name)),
        memory("cut.zip", &cut[..cut.len() / 2]),
    ];
    let gathered = read(&inputs);
    assert_eq!(said(&alone), said(&gathered));
    let archive = gathered.sources.last().unwrap();
    assert_eq!(
        (archive.kind, notes(archive)),
        (SourceKind::Archive, vec!["archive-damaged"])
    );
}

#[test]
fn a_bomb_is_not_set_off_and_the_rest_is_judged() {
    let name = INCIDENTS[0];
    let mut files = incident(name);
    let alone = read(&[memory("evidence.zip", &zip_of(&files))]);
    files.insert(0, ("bomb.log".to_owned(), vec![b'0'; 80 << 20]));
    let gathered = read(&[memory("evidence.zip", &zip_of(&files))]);
    assert_eq!(said(&alone), said(&gathered));
    let bomb = gathered
        .sources
        .iter()
        .find(|s| s.path.ends_with("bomb.log"));
    assert_eq!(notes(bomb.unwrap()), ["archive-ratio"]);
}

#[test]
fn names_that_lead_out_lead_nowhere() {
    let mut files = incident(INCIDENTS[0]);
    let alone = read(&[memory("evidence.zip", &zip_of(&files))]);
    files.push(("../../zz/out.txt".to_owned(), b"nothing to see".to_vec()));
    files.push(("..\\zz\\out2.txt".to_owned(), b"nor here".to_vec()));
    let gathered = read(&[memory("evidence.zip", &zip_of(&files))]);
    assert_eq!(said(&alone), said(&gathered));
    for source in &gathered.sources[gathered.sources.len() - 2..] {
        assert!(
            source.path.starts_with("evidence.zip/zz/out"),
            "{}",
            source.path
        );
        assert!(notes(source).contains(&"archive-name-leads-out"));
    }
}

#[test]
fn progress_ends_where_it_said_and_reading_stops_at_once() {
    let files: Vec<(String, Vec<u8>)> = (0..50)
        .map(|n| {
            (
                format!("{n}.txt"),
                format!("text {n} ").repeat(20_000).into_bytes(),
            )
        })
        .chain(incident(INCIDENTS[1]))
        .collect();
    let inputs = [memory("evidence.zip", &zip_of(&files))];
    let (mut count, mut total, mut begun, mut done) = (0, 0, 0, 0);
    gather(&inputs, Given::default(), NOW, &mut |step| {
        match step {
            Step::Files(n) => count = n,
            Step::Total(bytes) => total = bytes,
            Step::File(_) => begun += 1,
            Step::Bytes(bytes) => done += bytes,
        }
        ControlFlow::Continue(())
    });
    assert_eq!((count, begun), (files.len() + 1, files.len() + 1));
    assert_eq!(done, total);
    let mut after = 0u64;
    let stopped = gather(&inputs, Given::default(), NOW, &mut |step| match step {
        Step::File(path) if path.ends_with("/9.txt") || after > 0 => {
            after += 1;
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    assert!(stopped.cancelled);
    assert_eq!(after, 1);
}

#[test]
fn a_file_of_an_archive_is_left_out_by_its_path_in_it() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("evidence.zip");
    fs::write(&path, zip_of(&incident(INCIDENTS[0]))).unwrap();
    let whole = read(&[Input::Path(path.clone())]);
    let last = whole.files.last().unwrap();
    let without = Input::Without(last.origin.location().unwrap());
    let read = read(&[Input::Path(path.clone()), without]);
    assert_eq!(read.files, whole.files[..whole.files.len() - 1]);
    assert_eq!(read.opened, 1);
    // The archive itself, with all that is in it.
    let none = [Input::Path(path.clone()), Input::Without(path)];
    assert!(self::read(&none).files.is_empty());
}
