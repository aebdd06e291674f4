//! Whatever lies among the evidence: nothing panics, a note says what is wrong
//! with it, and what was diagnosed without it is diagnosed with it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use common::{diagnosis_of, evidence_of, gather_path};
use proptest::prelude::*;
use relay_doctor::diagnosis::Diagnosis;
use relay_doctor::evidence::loader::Step;
use relay_doctor::evidence::walk::Input;
use relay_doctor::evidence::{NoteKind, Source, SourceKind, Unread};
use relay_doctor::facts::{Gathered, Given, gather};
use tempfile::TempDir;

/// Incidents of different kinds whose evidence is all read before what is called `zz..`.
const INCIDENTS: [&str; 4] = [
    "rd101-renewed-certificate-other-name",
    "rd102-address-of-new-provider",
    "rd103-empty-listing",
    "rd004-miss-foreign-recipient-accepted",
];

const HEADER: &str = "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n\
    #Log-type: SMTP Send Protocol Log\r\n#Date: 2026-11-02T08:00:04.113Z\r\n\
    #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n";

/// A session to nobody in particular, which no rule cares about.
const ROWS: &str = "2026-11-02T08:00:05.001Z,Intern,08DE1A2B3C4D5E6F,0,,10.0.0.9:25,*,,attempting to connect\r\n\
    2026-11-02T08:00:05.040Z,Intern,08DE1A2B3C4D5E6F,1,10.0.0.5:44276,10.0.0.9:25,-,,Local\r\n";

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

/// All that a diagnosis says. Places are by number of the source: noise is read last.
fn said(diagnosis: &Diagnosis) -> String {
    format!("{diagnosis:#?}")
}

/// Reads the incident with noise beside it and hands back what was read.
/// Panics when the diagnosis is another one than without the noise.
fn beside(incident: &str, noise: &dyn Fn(&Path)) -> (Gathered, Vec<Source>) {
    let folder = TempDir::new().unwrap();
    let evidence = folder.path().join("evidence");
    copy(&evidence_of(incident), &evidence);
    let before = gather_path(&evidence);
    let expected = said(&diagnosis_of(&before));
    noise(&evidence);
    let after = gather_path(&evidence);
    let known: Vec<&str> = before.sources.iter().map(|s| s.path.as_str()).collect();
    let paths: Vec<&str> = after.sources.iter().map(|s| s.path.as_str()).collect();
    assert_eq!(
        known,
        paths[..known.len()],
        "{incident}: noise is read last"
    );
    assert_eq!(expected, said(&diagnosis_of(&after)), "{incident}");
    let new = after.sources[known.len()..].to_vec();
    (after, new)
}

/// The same for a single file beside every incident.
fn file_beside(name: &str, bytes: &[u8]) -> Vec<Source> {
    let mut found = Vec::new();
    for incident in INCIDENTS {
        let (_, new) = beside(incident, &|folder| {
            fs::write(folder.join(name), bytes).unwrap();
        });
        assert_eq!(new.len(), 1, "{incident} {name}");
        found.extend(new);
    }
    found
}

fn notes(source: &Source) -> Vec<&'static str> {
    source.notes.iter().map(|n| n.kind.code()).collect()
}

fn assert_noted(sources: &[Source], code: &str) {
    for source in sources {
        assert!(notes(source).contains(&code), "{code}: {source:?}");
    }
}

#[test]
fn nothing_in_the_file() {
    assert_noted(&file_beside("zz.log", b""), "empty");
}

#[test]
fn nothing_in_the_folder() {
    for incident in INCIDENTS {
        let (_, new) = beside(incident, &|folder| {
            fs::create_dir_all(folder.join("zz/a/b")).unwrap();
        });
        assert!(new.is_empty());
    }
    let empty = TempDir::new().unwrap();
    let gathered = gather_path(empty.path());
    assert_eq!((gathered.opened, gathered.sources.len()), (1, 0));
    assert!(diagnosis_of(&gathered).findings.is_empty());
}

#[test]
fn a_file_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let gathered = gather_path(&folder.path().join("SEND2026110208-1.LOG"));
    assert_eq!(gathered.opened, 0);
    assert_noted(&gathered.sources, "unreadable");
    assert_eq!(gathered.sources.len(), 1);
    assert_eq!(gathered.sources[0].path, "SEND2026110208-1.LOG");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_to_nothing() {
        for incident in INCIDENTS {
            let (_, new) = beside(incident, &|folder| {
                symlink(folder.join("gone"), folder.join("zz.json")).unwrap();
            });
            assert_eq!(new.len(), 1);
            assert_noted(&new, "unreadable");
        }
    }

    #[test]
    fn a_link_to_itself() {
        let (_, new) = beside(INCIDENTS[0], &|folder| {
            symlink(folder.join("zz.json"), folder.join("zz.json")).unwrap();
        });
        assert_eq!(new.len(), 1);
        assert_noted(&new, "unreadable");
    }

    #[test]
    fn a_link_back_to_the_folder_it_lies_in() {
        for incident in INCIDENTS {
            let (gathered, new) = beside(incident, &|folder| {
                fs::create_dir(folder.join("zz")).unwrap();
                symlink(folder, folder.join("zz/again")).unwrap();
                symlink(folder.join("zz"), folder.join("zz/self")).unwrap();
            });
            assert_eq!(new.len(), 2);
            assert_noted(&new, "link-loop");
            assert_eq!(gathered.opened, 1);
        }
    }

    #[test]
    fn a_second_way_to_the_same_file_counts_once() {
        let (_, new) = beside(INCIDENTS[0], &|folder| {
            symlink(folder.join("EX01"), folder.join("zz")).unwrap();
        });
        assert_noted(&new, "link-loop");
        let (_, new) = beside("rd103-empty-listing", &|folder| {
            symlink(
                folder.join("inbound-connector.json"),
                folder.join("zz.json"),
            )
            .unwrap();
        });
        assert!(new.is_empty());
    }

    /// Whether permissions say nothing because the tests run as root; told on the way.
    #[allow(clippy::print_stderr)]
    fn root_reads(source: &Source) -> bool {
        let reads = !source.notes.iter().any(|n| n.kind.code() == "unreadable");
        if reads {
            eprintln!("skipped: this user may read everything");
        }
        reads
    }

    #[test]
    fn a_folder_that_may_not_be_read() {
        let shut = fs::Permissions::from_mode(0o000);
        let (_, new) = beside(INCIDENTS[0], &|folder| {
            let inner = folder.join("zz");
            fs::create_dir(&inner).unwrap();
            fs::write(inner.join("zz.json"), "not read").unwrap();
            fs::set_permissions(&inner, shut.clone()).unwrap();
        });
        if root_reads(&new[0]) {
            return;
        }
        assert_eq!((new.len(), new[0].path.as_str()), (1, "zz"));
        assert_eq!(new[0].notes[0].kind, NoteKind::NoPermission);
    }

    #[test]
    fn a_pipe_and_a_device_are_noted_and_do_not_block() {
        for incident in INCIDENTS {
            let (_, new) = beside(incident, &|folder| {
                let made = std::process::Command::new("mkfifo")
                    .arg(folder.join("zz.log"))
                    .status();
                assert!(made.unwrap().success());
                symlink("/dev/zero", folder.join("zz2.log")).unwrap();
            });
            assert_eq!(new.len(), 2);
            assert_noted(&new, "not-a-file");
        }
        // Given by itself, too.
        let gathered = gather_path(Path::new("/dev/null"));
        assert_eq!(gathered.opened, 0);
        assert_noted(&gathered.sources, "not-a-file");
    }

    #[test]
    fn a_name_that_is_not_unicode() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"zz\xff\xfe.json");
        for incident in INCIDENTS {
            let (gathered, new) = beside(incident, &|folder| {
                fs::write(folder.join(name), "nothing").unwrap();
            });
            assert_noted(&new, "unrecognised");
            assert_eq!(new[0].path, "zz\u{fffd}\u{fffd}.json");
            assert_eq!(gathered.files.len(), gathered.sources.len());
        }
    }

    #[test]
    fn folders_nested_as_deep_as_the_system_allows() {
        let (_, new) = beside(INCIDENTS[0], &|folder| {
            // Deeper than one path can name; built step by step.
            let mut deep = folder.join("zz");
            fs::create_dir(&deep).unwrap();
            while deep.as_os_str().len() < 4_000 {
                deep.push("d");
                fs::create_dir(&deep).unwrap();
            }
            fs::write(deep.join("zz.json"), "nothing").unwrap();
        });
        assert_eq!(new.len(), 1);
        assert!(new[0].path.len() > 3_000, "{}", new[0].path.len());
        assert_noted(&new, "unrecognised");
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let shut = fs::Permissions::from_mode(0o000);
        for incident in INCIDENTS {
            let (_, new) = beside(incident, &|folder| {
                let file = folder.join("zz.json");
                fs::write(&file, "not read").unwrap();
                fs::set_permissions(&file, shut.clone()).unwrap();
            });
            if root_reads(&new[0]) {
                return;
            }
            assert_noted(&new, "unreadable");
            assert_eq!(new[0].notes[0].kind, NoteKind::NoPermission);
        }
    }
}

#[test]
fn a_folder_called_like_a_file() {
    let (_, new) = beside(INCIDENTS[1], &|folder| {
        fs::create_dir(folder.join("zz.json")).unwrap();
        fs::write(folder.join("zz.json/zz.json"), "{").unwrap();
    });
    assert_eq!(new[0].path, "zz.json/zz.json");
    assert!(!new[0].notes.is_empty());
}

#[test]
fn a_program() {
    let mut bytes = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff".to_vec();
    let more = (0u32..50_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8);
    bytes.extend(more);
    assert_noted(&file_beside("zz.exe", &bytes), "binary");
    assert_noted(&file_beside("zz.json", &bytes), "binary");
}

#[test]
fn nothing_but_nul_bytes() {
    for name in ["zz.log", "zz.json", "zz.cer"] {
        let found = file_beside(name, &[0; 100_000]);
        assert!(
            found.iter().all(|s| !s.notes.is_empty()),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn logs_of_other_kinds() {
    let other = |kind: &str| HEADER.replace("SMTP Send Protocol Log", kind) + ROWS;
    let receive = file_beside("zz.log", other("SMTP Receive Protocol Log").as_bytes());
    let is_other = |source: &Source, kind: &str| {
        let named = NoteKind::OtherLog(kind.to_owned());
        source.notes.iter().any(|n| n.kind == named)
    };
    let is = |source: &Source, unread| {
        source
            .notes
            .iter()
            .any(|n| n.kind == NoteKind::NotRead(unread))
    };
    for source in &receive {
        assert_eq!(source.kind, SourceKind::SmtpReceiveLog);
        assert!(is(source, Unread::ReceiveLog), "{source:?}");
    }
    let tracking = file_beside("zz.log", other("Message Tracking Log").as_bytes());
    for source in &tracking {
        assert_eq!(source.kind, SourceKind::MessageTracking);
    }
    for kind in ["Transport Connectivity Log", "Unheard-of Log"] {
        let found = file_beside("zz.log", other(kind).as_bytes());
        assert!(found.iter().all(|s| is_other(s, kind)), "{kind}: {found:?}");
    }
    let iis = "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time s-ip\r\n2026-11-02 08:00:00 10.0.0.5\r\n";
    let found = file_beside("zz.log", iis.as_bytes());
    assert!(found.iter().all(|s| !s.notes.is_empty()), "{found:?}");
}

#[test]
fn text_that_was_read_in_the_wrong_encoding_and_saved_again() {
    let japanese = "受信コネクタの一覧。名前: 本社からの受信。証明書: mail.contoso.com";
    let twice: String = japanese.bytes().map(char::from).collect();
    let found = file_beside("zz.txt", twice.as_bytes());
    assert_noted(&found, "unrecognised");
    // In a log: rows are rows whatever the connector is called.
    let log = format!("{HEADER}{}", ROWS.replace("Intern", &twice));
    for source in log_beside(log.as_bytes()) {
        assert_eq!(source.records, 2, "{source:?}");
    }
    let mut broken = HEADER.as_bytes().to_vec();
    broken.extend(
        ROWS.replace("Intern", "INTERN")
            .bytes()
            .map(|b| if b == b'I' { 0xff } else { b }),
    );
    for source in log_beside(&broken) {
        assert_eq!(source.records, 2, "{source:?}");
    }
}

/// A log of a server of its own beside the incidents. Its sessions go to no
/// Exchange Online: only what is counted of all sessions may differ.
fn log_beside(bytes: &[u8]) -> Vec<Source> {
    let mut found = Vec::new();
    for incident in INCIDENTS {
        let (_, new) = beside(incident, &|folder| {
            let logs = folder.join("zz/EX77");
            fs::create_dir_all(&logs).unwrap();
            fs::write(logs.join("SEND2026110208-1.LOG"), bytes).unwrap();
        });
        assert_eq!(new.len(), 1);
        found.extend(new);
    }
    found
}

#[test]
fn a_log_of_damaged_rows_only() {
    let rows = [
        ",".repeat(10_000),
        "\"".repeat(10_000),
        "\",\"".repeat(3_000),
        "2026-11-02T08:00:05.001Z,Intern,08DE,0".to_owned(),
        "2026-11-02T08:00:05.001Z,\"Intern,08DE,0,,10.0.0.9:25,*,,x".to_owned(),
        "yesterday,Intern,08DE,0,,10.0.0.9:25,*,,x".to_owned(),
        "2026-11-02T08:00:05.001Z,Intern,08DE,minus one,here,there,?,,x".to_owned(),
        "99999999999999999999-01-01T00:00:00.000Z,Intern,08DE,0,,,*,,x".to_owned(),
    ];
    for row in &rows {
        let log = format!("{HEADER}{row}\r\n{row}");
        for source in log_beside(log.as_bytes()) {
            assert_eq!(source.kind, SourceKind::SmtpSendLog);
        }
    }
    let log = format!("{HEADER}{}\r\n", rows.join("\r\n"));
    for source in log_beside(log.as_bytes()) {
        assert!(!source.notes.is_empty(), "{source:?}");
    }
}

#[test]
fn nothing_but_commas_or_quotes() {
    for text in [
        ",", "\"", "\",", "\"\"", "'", "{", "[", "<", "-", "=", "\\", "\r", "\n", "\u{feff}",
        "\u{202e}", "\x1b[",
    ] {
        let found = file_beside("zz.txt", text.repeat(20_000).as_bytes());
        assert!(
            found.iter().all(|s| !s.notes.is_empty()),
            "{text:?}: {found:?}"
        );
    }
}

#[test]
fn utf_16_that_ends_in_the_middle_of_a_character() {
    let text = format!("{HEADER}{ROWS}");
    for big_endian in [false, true] {
        let unit = |u: u16| {
            if big_endian {
                u.to_be_bytes()
            } else {
                u.to_le_bytes()
            }
        };
        let mut bytes: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(unit)
            .collect();
        for source in log_beside(&bytes) {
            assert_eq!(source.records, 2, "{source:?}");
        }
        bytes.pop();
        log_beside(&bytes);
        // Half a character where a listing should be.
        file_beside("zz.json", &bytes[..33]);
        file_beside("zz.json", &bytes[..3]);
        file_beside("zz.json", &bytes[..2]);
        file_beside("zz.json", &bytes[..1]);
    }
}

#[test]
fn one_giant_line() {
    let line = "2026-11-02T08:00:05.001Z,Intern,08DE1A2B3C4D5E6F,0,,10.0.0.9:25,*,,".repeat(40_000);
    assert!(
        file_beside("zz.log", line.as_bytes())
            .iter()
            .all(|s| !s.notes.is_empty())
    );
    let log = format!("{HEADER}{line}");
    for source in log_beside(log.as_bytes()) {
        assert_eq!(source.records, 0);
        assert!(!source.notes.is_empty(), "{source:?}");
    }
}

/// Reads the incident, and does something to the folder at a step.
fn while_reading(
    incident: &str,
    prepare: &dyn Fn(&Path),
    act: &mut dyn FnMut(&Path, Step),
) -> Vec<Source> {
    let folder = TempDir::new().unwrap();
    let evidence = folder.path().join("evidence");
    copy(&evidence_of(incident), &evidence);
    let before = gather_path(&evidence);
    prepare(&evidence);
    let inputs = [Input::Path(evidence.clone())];
    let after = gather(&inputs, Given::default(), common::NOW, &mut |step| {
        act(&evidence, step);
        ControlFlow::Continue(())
    });
    assert_eq!(
        said(&diagnosis_of(&before)),
        said(&diagnosis_of(&after)),
        "{incident}"
    );
    after.sources[before.sources.len()..].to_vec()
}

#[test]
fn a_file_that_is_gone_when_its_turn_comes() {
    for incident in INCIDENTS {
        let prepare = |folder: &Path| fs::write(folder.join("zz.json"), "[]").unwrap();
        let new = while_reading(incident, &prepare, &mut |folder, step| {
            if step == Step::File("zz.json") {
                fs::remove_file(folder.join("zz.json")).unwrap();
            }
        });
        assert_eq!(new.len(), 1);
        assert_noted(&new, "unreadable");
    }
    // A log is opened twice: it may go in between.
    let prepare = |folder: &Path| {
        fs::create_dir_all(folder.join("zz/EX77")).unwrap();
        fs::write(folder.join("zz/EX77/SEND1.LOG"), format!("{HEADER}{ROWS}")).unwrap();
        fs::write(folder.join("zz/zz.txt"), "last").unwrap();
    };
    let new = while_reading(INCIDENTS[0], &prepare, &mut |folder, step| {
        if step == Step::File("zz/zz.txt") {
            fs::remove_file(folder.join("zz/EX77/SEND1.LOG")).unwrap();
        }
    });
    assert_noted(&new[..1], "unreadable");
}

#[test]
fn a_log_that_grows_or_shrinks_while_it_is_read() {
    let rows = ROWS.repeat(20_000);
    let prepare = |folder: &Path| {
        fs::create_dir_all(folder.join("zz/EX77")).unwrap();
        fs::write(folder.join("zz/EX77/SEND1.LOG"), format!("{HEADER}{rows}")).unwrap();
    };
    for (grows, note) in [(true, "grew-while-read"), (false, "shrank-while-read")] {
        let mut read = 0;
        let mut done = false;
        let new = while_reading(INCIDENTS[0], &prepare, &mut |folder, step| {
            if let Step::Bytes(bytes) = step {
                read += bytes;
            }
            // The incident's own logs are read first; this one is told in pieces.
            if read > 250_000 && !done {
                done = true;
                let path = folder.join("zz/EX77/SEND1.LOG");
                let file = File::options().append(true).open(path).unwrap();
                match grows {
                    true => (&file).write_all(ROWS.as_bytes()).unwrap(),
                    false => file.set_len(500_000).unwrap(),
                }
            }
        });
        assert!(done);
        assert_noted(&new, note);
    }
}

#[test]
fn ten_thousand_tiny_files() {
    let (gathered, new) = beside(INCIDENTS[0], &|folder| {
        let many = folder.join("zz");
        fs::create_dir(&many).unwrap();
        for number in 0..10_000 {
            fs::write(many.join(format!("{number}.txt")), format!("{number}")).unwrap();
        }
    });
    assert_eq!(new.len(), 10_000);
    assert!(new.iter().all(|s| !s.notes.is_empty()));
    assert_eq!(gathered.opened, 1);
    // In the order in which a person counts.
    assert_eq!(
        (new[2].path.as_str(), new[10].path.as_str()),
        ("zz/2.txt", "zz/10.txt")
    );
}

#[test]
fn folders_in_folders() {
    let (_, new) = beside(INCIDENTS[1], &|folder| {
        let mut deep = folder.join("zz");
        for _ in 0..60 {
            deep.push("x");
        }
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("note.txt"), "nothing").unwrap();
    });
    assert_eq!(new.len(), 1);
}

#[test]
fn the_same_export_twice_and_one_that_contradicts_it() {
    let folder = TempDir::new().unwrap();
    copy(&evidence_of("bad-contradictory-exports"), folder.path());
    let gathered = gather_path(folder.path());
    diagnosis_of(&gathered);
    let exports = gathered
        .sources
        .iter()
        .filter(|s| s.kind == SourceKind::InboundConnector);
    assert_eq!(exports.count(), 2);
    let connectors = gathered.facts.tenant.connectors();
    assert_eq!(
        connectors.len(),
        1,
        "one connector, however often it was exported"
    );

    let twice = fs::read(evidence_of(INCIDENTS[2]).join("accepted-domain.json")).unwrap();
    let (_, new) = beside(INCIDENTS[2], &|folder| {
        fs::write(folder.join("zz.json"), &twice).unwrap();
    });
    assert_noted(&new, "same-as");
}

#[test]
fn the_log_itself_given_twice_counts_once() {
    let evidence = evidence_of(INCIDENTS[0]);
    let given = |inputs: &[&Path]| {
        let inputs: Vec<Input> = inputs
            .iter()
            .map(|p| Input::Path(p.to_path_buf()))
            .collect();
        gather(&inputs, Given::default(), common::NOW, &mut |_| {
            ControlFlow::Continue(())
        })
    };
    let once = given(&[&evidence]);
    let twice = given(&[&evidence, &evidence.join("EX01")]);
    assert_eq!(
        once.facts.traffic.sessions(),
        twice.facts.traffic.sessions()
    );
    assert_eq!(said(&diagnosis_of(&once)), said(&diagnosis_of(&twice)));
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let input = [Input::Path(evidence_of(INCIDENTS[0]))];
    for after in 0..12 {
        let mut steps = 0;
        let gathered = gather(&input, Given::default(), common::NOW, &mut |_| {
            steps += 1;
            match steps > after {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        assert!(gathered.cancelled, "{after}");
        diagnosis_of(&gathered);
    }
}

/// The most memory this process has held, in bytes.
#[cfg(target_os = "linux")]
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    let kilobytes = line.split_ascii_whitespace().nth(1).unwrap();
    kilobytes.parse::<u64>().unwrap() * 1024
}

const GIANT: usize = 200 * 1024 * 1024;

/// A file whose middle is one line of 200 MB.
fn giant(path: &Path, before: &str, after: &str) {
    let mut file = File::create(path).unwrap();
    file.write_all(before.as_bytes()).unwrap();
    let block = vec![b'x'; 1024 * 1024];
    for _ in 0..GIANT / block.len() {
        file.write_all(&block).unwrap();
    }
    file.write_all(after.as_bytes()).unwrap();
}

#[test]
fn a_line_of_200_mb_in_a_log_is_passed_over() {
    let (_, new) = beside(INCIDENTS[0], &|folder| {
        let logs = folder.join("zz/EX77");
        fs::create_dir_all(&logs).unwrap();
        let row = ROWS.lines().next().unwrap();
        giant(
            &logs.join("SEND2026110208-1.LOG"),
            &format!("{HEADER}{row}"),
            &format!("\r\n{ROWS}"),
        );
    });
    assert_noted(&new, "line-too-long");
    assert_eq!(new[0].records, 2, "the rows after it are read");
    #[cfg(target_os = "linux")]
    assert!(most_memory() < GIANT as u64 / 2, "{} bytes", most_memory());
}

/// A folder to put noise into, and where it belongs.
fn noise_file() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("noise");
    (folder, file)
}

/// Pieces of every format, in any order.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 24] = [
        "#Log-type: SMTP Send Protocol Log\r\n",
        "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n",
        "2026-11-02T08:00:05.001Z,Intern,08DE1A2B3C4D5E6F,0,,10.0.0.9:25,",
        "<,250 2.1.0 Sender OK,\r\n",
        ">,MAIL FROM:<a@contoso.com>,\r\n",
        "*,,Sending certificate\r\n",
        "550 5.7.64 TenantAttribution; Relay Access Denied",
        "Name : Inbound\r\nTlsSenderCertificateName : *.contoso.com\r\n",
        "SenderIPAddresses : {203.0.113.7, 203.0.113.8...}\r\n",
        "[{\"Name\": \"Inbound\", \"ConnectorType\": \"OnPremises\"",
        "}]",
        "{",
        "[",
        "\"",
        ",",
        "\u{feff}",
        "\0",
        "\r\n",
        "\n\n",
        "-----BEGIN CERTIFICATE-----\r\nMIIB",
        "-----END CERTIFICATE-----\r\n",
        "Content-Type: multipart/report; boundary=\"x\"\r\n\r\n--x\r\n",
        "Diagnostic-Code: smtp; 550 5.7.64\r\n",
        "DomainName : contoso.com\r\nDomainType : Authoritative\r\n",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scraps_of_all_formats_are_read_without_panic(bytes in scraps()) {
        let (_folder, file) = noise_file();
        fs::write(&file, &bytes).unwrap();
        let gathered = gather_path(&file);
        prop_assert_eq!(gathered.opened, 1);
        prop_assert_eq!(gathered.sources.len(), 1);
        let mut text = String::new();
        write!(text, "{:?}", diagnosis_of(&gathered)).unwrap();
        prop_assert!(!text.contains("CheckFailed"), "{}", text);
    }
}
