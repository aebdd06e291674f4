//! The rule, the clocks and the start, one by one.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::attribution::SenderClass;
use crate::facts::{AcceptedDomain, Domain, Facts, Listing};

const AT: i64 = 1_793_609_820_000;
const PRINT: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";
const HEAD: &str = "#Software: Microsoft Exchange Server\r\n#Log-type: SMTP Send Protocol Log\r\n";

/// Files in memory.
#[derive(Default)]
struct Made {
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// What a listing says of sizes, where that is old.
    stale: Option<u64>,
    away: bool,
    /// Nothing can be opened.
    locked: bool,
}

impl Shelf for Made {
    fn list(&mut self, folder: &Path) -> io::Result<Vec<Listed>> {
        if self.away {
            return Err(io::ErrorKind::NotConnected.into());
        }
        let below = self.files.keys().filter(|p| p.parent() == Some(folder));
        let paths: Vec<PathBuf> = below.cloned().collect();
        paths
            .iter()
            .map(|path| {
                let listed = self.look(path)?;
                let size = self.stale.unwrap_or(listed.size);
                Ok(Listed { size, ..listed })
            })
            .collect()
    }

    fn look(&mut self, file: &Path) -> io::Result<Listed> {
        let content = self.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        Ok(Listed {
            path: file.to_owned(),
            is_folder: false,
            size: content.len() as u64,
            modified: 0,
            identity: 0,
        })
    }

    fn read(&mut self, file: &Path, at: u64, into: &mut [u8]) -> io::Result<usize> {
        if self.locked {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let content = self.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        let from = content.len().min(usize::try_from(at).unwrap());
        let count = into.len().min(content.len() - from);
        into[..count].copy_from_slice(&content[from..from + count]);
        Ok(count)
    }
}

fn stamp(millis: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(millis).unwrap();
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The rows of a session with one message.
fn session(id: u64, at: i64, from: &str, to: &str, refused: bool) -> String {
    let reply = match refused {
        true => "550 5.7.64 TenantAttribution; Relay Access Denied",
        false => "250 2.1.5 Recipient OK",
    };
    let host = "AM5EUR02FT025.mail.protection.outlook.com";
    let rows = [
        "+,,".to_owned(),
        format!("<,220 {host} Microsoft ESMTP MAIL Service ready,"),
        ">,STARTTLS,".to_owned(),
        "*,,Sending certificate".to_owned(),
        format!("*,{PRINT},Certificate thumbprint"),
        format!(">,MAIL FROM:<{from}>,"),
        "<,250 2.1.0 Sender OK,".to_owned(),
        format!(">,RCPT TO:<{to}>,"),
        format!("<,{reply},"),
        "-,,Local".to_owned(),
    ];
    let row = |(nth, row): (usize, &String)| {
        let at = stamp(at);
        format!("{at},Outbound,{id:016X},{nth},10.0.0.5:4,52.101.73.10:25,{row}\r\n")
    };
    rows.iter().enumerate().map(row).collect()
}

fn file(nth: u32) -> PathBuf {
    PathBuf::from(format!("/logs/EX01/SEND2026110208-{nth}.LOG"))
}

/// contoso.com is accepted; where Send connectors lead is not known.
fn facts() -> Arc<Facts> {
    let mut facts = Facts::default();
    facts.tenant.accepted_domains = Some(Listing {
        items: vec![AcceptedDomain {
            domain: Domain::parse("contoso.com").unwrap(),
            match_sub_domains: false,
            at: crate::evidence::Location::new(crate::evidence::SourceId(0), 1, ""),
        }],
        inferred_empty: false,
        more: false,
        at: None,
    });
    Arc::new(facts)
}

struct Scene {
    made: Made,
    follower: Follower,
    watch: Watch,
}

impl Scene {
    fn new(start: Start, expectation: Expectation) -> Self {
        let mut made = Made::default();
        made.files.insert(file(1), HEAD.as_bytes().to_vec());
        let roots = [PathBuf::from("/logs/EX01")];
        let rule = Rule {
            accepted: 2,
            quiet: 10 * 60_000,
        };
        Self {
            made,
            follower: Follower::new(&roots[0], 0, start),
            watch: Watch::new(&roots, rule, facts(), expectation, AT),
        }
    }

    fn write(&mut self, nth: u32, text: &str) {
        let content = self
            .made
            .files
            .entry(file(nth))
            .or_insert_with(|| HEAD.as_bytes().to_vec());
        content.extend_from_slice(text.as_bytes());
    }

    fn poll(&mut self, minutes: i64) -> (Outcome, Vec<&'static str>) {
        let now = AT + minutes * 60_000;
        let batch = self.follower.poll(now, &mut self.made);
        self.watch.take(0, batch, now);
        let verdict = self.watch.verdict();
        let missing = verdict.missing.iter().map(Missing::code).collect();
        (verdict.outcome, missing)
    }
}

const OWN: &str = "user@contoso.com";
const OUTSIDE: &str = "someone@fabrikam.com";

fn at(minutes: i64) -> i64 {
    AT + minutes * 60_000
}

#[test]
fn the_way_to_the_proof() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    assert_eq!(scene.poll(0), (Outcome::NoTraffic, vec!["silent", "quiet"]));
    // Mail to own domains proves nothing, however much of it there is.
    for id in 1..=5 {
        scene.write(1, &session(id, at(1), OWN, "x@contoso.com", false));
    }
    assert_eq!(scene.poll(1).0, Outcome::NoTraffic);
    assert_eq!(scene.watch.total().own, 5);
    // Accepted, but perhaps by somebody else's tenant.
    scene.write(1, &session(6, at(2), OWN, OUTSIDE, false));
    let (outcome, missing) = scene.poll(2);
    assert_eq!(outcome, Outcome::NotYet);
    assert!(missing.contains(&"connector-target"), "{missing:?}");
    // A refusal shows whose tenant it is, and that it still fails.
    scene.write(1, &session(7, at(3), "", OUTSIDE, true));
    assert_eq!(scene.poll(3).0, Outcome::StillFailing);
    for id in 8..=9 {
        scene.write(1, &session(id, at(4), OWN, OUTSIDE, false));
    }
    let (outcome, missing) = scene.poll(4);
    assert_eq!(outcome, Outcome::NotYet);
    assert_eq!(missing, ["sender-class", "connector-target", "quiet"]);
}

#[test]
fn a_class_that_was_refused_last_is_not_proven_by_others() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    scene.write(1, &session(1, at(1), "", OUTSIDE, true));
    for id in 2..=4 {
        scene.write(1, &session(id, at(2), OWN, OUTSIDE, false));
    }
    scene.poll(2);
    assert_eq!(scene.poll(30), (Outcome::NotYet, vec!["sender-class"]));
    scene.write(1, &session(5, at(31), "", OUTSIDE, false));
    assert_eq!(scene.poll(31), (Outcome::Proven, vec![]));
    let classes: Vec<SenderKind> = scene.watch.rows().map(|((_, _, _, k), _)| *k).collect();
    assert!(classes.contains(&SenderKind::Class(SenderClass::Null)));
}

#[test]
fn a_refusal_must_be_old_by_both_clocks() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    // The server's clock is an hour behind: by its stamp the refusal is old.
    scene.write(1, &session(1, at(-59), OWN, OUTSIDE, true));
    for id in 2..=4 {
        scene.write(1, &session(id, at(-58), OWN, OUTSIDE, false));
    }
    assert_eq!(scene.poll(1), (Outcome::NotYet, vec!["quiet"]));
    assert_eq!(scene.poll(12), (Outcome::Proven, vec![]));
}

#[test]
fn what_no_log_tells_of_was_not_quiet() {
    let mut scene = Scene::new(Start::Since(at(-60)), Expectation::Learned);
    scene.watch = Watch::new(
        &[PathBuf::from("/logs/EX01")],
        scene.watch.rule(),
        facts(),
        Expectation::Learned,
        at(-60),
    );
    // Counting begins an hour ago, and the logs now: older ones are deleted.
    scene.made.files.clear();
    scene.write(2, &session(4, at(0), OWN, OUTSIDE, false));
    let left = |scene: &Scene| {
        scene.watch.verdict().missing.iter().find_map(|m| match m {
            Missing::Quiet { left } => Some(left / 60_000),
            _ => None,
        })
    };
    scene.poll(1);
    assert_eq!(left(&scene), Some(9));
    scene.poll(10);
    assert_eq!(left(&scene), None);
}

#[test]
fn another_certificate_than_expected_proves_nothing() {
    let other = Sent::Certificate("AA".repeat(20));
    let mut scene = Scene::new(Start::Now, Expectation::Given(vec![other]));
    scene.poll(0);
    scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
    for id in 2..=5 {
        scene.write(1, &session(id, at(2), OWN, OUTSIDE, false));
    }
    scene.poll(2);
    let (outcome, missing) = scene.poll(30);
    assert_eq!(outcome, Outcome::NotYet);
    assert_eq!(missing, ["other-certificate", "sessions"]);
}

#[test]
fn only_what_began_since_the_change_counts() {
    for (start, counted) in [
        (Start::Now, 0),
        (Start::Since(at(-10)), 2),
        (Start::Since(at(-40)), 3),
        (Start::Since(at(-100)), 4),
    ] {
        let mut scene = Scene::new(start, Expectation::Learned);
        scene.made.files.clear();
        scene.write(1, &session(1, at(-50), OWN, OUTSIDE, true));
        scene.write(2, &session(2, at(-30), OWN, OUTSIDE, true));
        scene.write(2, &session(3, at(-5), OWN, OUTSIDE, false));
        scene.write(3, &session(4, at(-4), OWN, OUTSIDE, false));
        scene.poll(0);
        assert_eq!(scene.watch.total().sessions, counted, "{start:?}");
        scene.write(3, &session(5, at(1), OWN, OUTSIDE, false));
        scene.poll(1);
        assert_eq!(scene.watch.total().sessions, counted + 1, "{start:?}");
    }
}

#[test]
fn the_clock_of_a_server_that_is_ahead_is_said_and_reckoned_with() {
    let mut scene = Scene::new(Start::Since(AT), Expectation::Learned);
    // 20 minutes ahead: this was before the change.
    scene.write(1, &session(1, at(15), OWN, OUTSIDE, true));
    scene.write(1, &session(2, at(20), OWN, OUTSIDE, true));
    let now = AT;
    let batch = scene.follower.poll(now, &mut scene.made);
    let said = |n: &&Notice| n.kind == NoticeKind::ClockAhead(20 * 60_000);
    assert_eq!(batch.notices.iter().filter(said).count(), 1);
    assert!(batch.sessions[0].before, "began before the change");
    assert!(!batch.sessions[1].before);
    assert!(
        scene
            .follower
            .poll(now + 1000, &mut scene.made)
            .notices
            .is_empty()
    );
}

#[test]
fn summer_time_changes_nothing() {
    // 2026-10-25T00:59:59Z is 02:59:59 in Berlin, a second before 02:00:00.
    let turn = 1_792_890_000_000;
    let told: jiff::Timestamp = "2026-10-25T02:59:59+02:00".parse().unwrap();
    assert_eq!(told.as_millisecond(), turn - 1000);
    let mut scene = Scene::new(Start::Since(told.as_millisecond()), Expectation::Learned);
    scene.write(1, &session(1, turn - 60_000, OWN, OUTSIDE, true));
    scene.write(1, &session(2, turn - 1000, OWN, OUTSIDE, true));
    scene.write(1, &session(3, turn + 1000, OWN, OUTSIDE, true));
    let batch = scene.follower.poll(turn + 60_000, &mut scene.made);
    let before: Vec<bool> = batch.sessions.iter().map(|s| s.before).collect();
    assert_eq!(before, [true, false, false]);
}

#[test]
fn a_listing_that_shows_old_sizes_holds_nothing_up() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.made.stale = Some(0);
    scene.poll(0);
    scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
    scene.poll(1);
    assert_eq!(scene.watch.total().sessions, 1);
}

#[test]
fn half_lines_wait_and_zeros_are_no_lines() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    let text = session(1, at(1), OWN, OUTSIDE, true);
    for (nth, byte) in text.bytes().enumerate() {
        // Room that is made, and then written to.
        let content = scene.made.files.get_mut(&file(1)).unwrap();
        content.push(byte);
        content.extend_from_slice(&[0; 9]);
        scene.poll(1);
        let content = scene.made.files.get_mut(&file(1)).unwrap();
        content.truncate(content.len() - 9);
        let done = u64::from(nth + 1 == text.len());
        assert_eq!(scene.watch.total().sessions, done);
    }
}

#[test]
fn what_is_written_behind_zeros_of_a_crash_is_read() {
    for zeros in [70, 100_000, 300_000] {
        let mut scene = Scene::new(Start::Now, Expectation::Learned);
        scene.poll(0);
        scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
        scene.write(1, &"\0".repeat(zeros));
        scene.poll(1);
        // What was zeros stays so.
        scene.write(1, &session(2, at(2), OWN, OUTSIDE, true));
        scene.poll(2);
        assert_eq!(scene.watch.total().sessions, 2, "{zeros}");
        scene.write(1, &session(3, at(3), OWN, OUTSIDE, true));
        assert_eq!(notices(&mut scene, 3), [], "{zeros}");
        assert_eq!(scene.watch.total().sessions, 3, "{zeros}");
    }
}

#[test]
fn zeros_hide_no_newest_row() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.write(1, &session(1, at(-1), OWN, OUTSIDE, true));
    scene.write(1, &"\0".repeat(100_000));
    scene.poll(0);
    assert_eq!(scene.watch.total().sessions, 0, "it was there before");
    scene.write(1, &session(2, at(1), OWN, OUTSIDE, true));
    scene.poll(1);
    assert_eq!(scene.watch.total().sessions, 1);
}

#[test]
fn a_log_in_utf_16_is_said_once_and_not_counted() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.write(1, &session(1, at(-1), OWN, OUTSIDE, true));
    let text = format!("{HEAD}{}", session(2, at(1), OWN, OUTSIDE, true));
    let copy = PathBuf::from("/logs/EX01/copy.txt");
    for mark in [&[0xFF, 0xFE][..], &[]] {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let content = mark.iter().copied().chain(units).collect();
        scene.made.files.insert(copy.clone(), content);
        let batch = scene.follower.poll(at(0), &mut scene.made);
        let said = batch.notices.iter().filter(|n| n.kind == NoticeKind::Utf16);
        let said: Vec<&str> = said.map(|n| n.place.as_str()).collect();
        assert_eq!(said, [copy.to_str().unwrap()][..mark.len().min(1)]);
        scene.watch.take(0, batch, at(0));
    }
    assert_eq!(scene.watch.total().sessions, 0);
    // A folder with nothing else is one without a log.
    scene.made.files.retain(|path, _| *path == copy);
    scene.follower = Follower::new("/logs/EX01", 0, Start::Now);
    let batch = scene.follower.poll(at(1), &mut scene.made);
    assert!(batch.servers.is_empty());
    assert_eq!(batch.notices[0].kind, NoticeKind::Utf16);
    assert!(
        scene
            .follower
            .poll(at(2), &mut scene.made)
            .notices
            .is_empty()
    );
}

#[test]
fn much_room_that_is_filled_is_read_as_it_is_filled() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.write(1, &"\0".repeat(300_000));
    scene.poll(0);
    let mut end = HEAD.len();
    for id in 1..=300 {
        let text = session(id, at(1), OWN, OUTSIDE, true);
        let content = scene.made.files.get_mut(&file(1)).unwrap();
        let room = content.len().max(end + text.len());
        content.resize(room, 0);
        content[end..end + text.len()].copy_from_slice(text.as_bytes());
        end += text.len();
        scene.poll(1);
        assert_eq!(scene.watch.total().sessions, id);
    }
    assert!(end > 300_000);
}

#[test]
fn a_line_without_end_is_passed_over() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    for _ in 0..40 {
        scene.write(1, &"x".repeat(100_000));
        scene.poll(1);
        assert!(scene.follower.held().2 <= 2 * 1024 * 1024);
    }
    scene.write(1, "\r\n");
    scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
    scene.poll(2);
    assert_eq!(scene.watch.total().sessions, 1);
}

/// What was said of files at a poll.
fn notices(scene: &mut Scene, minutes: i64) -> Vec<NoticeKind> {
    let batch = scene.follower.poll(at(minutes), &mut scene.made);
    let kinds = batch.notices.iter().map(|n| n.kind.clone()).collect();
    scene.watch.take(0, batch, at(minutes));
    kinds
}

#[test]
fn a_file_that_loses_its_end_counts_nothing_twice() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    let whole: String = (1..=3)
        .map(|id| session(id, at(1), OWN, OUTSIDE, true))
        .collect();
    scene.write(1, &whole);
    scene.poll(1);
    let content = scene.made.files.get_mut(&file(1)).unwrap();
    content.truncate(HEAD.len() + session(1, at(1), OWN, OUTSIDE, true).len());
    assert_eq!(notices(&mut scene, 2), [NoticeKind::Truncated]);
    assert_eq!(scene.watch.total().sessions, 3);
    scene.write(1, &session(4, at(3), OWN, OUTSIDE, true));
    assert_eq!(notices(&mut scene, 3), []);
    assert_eq!(scene.watch.total().sessions, 4);
}

#[test]
fn a_file_made_anew_under_its_name_is_read_from_its_beginning() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
    scene.poll(1);
    // Longer than what was there, so that its size tells nothing.
    scene.made.files.clear();
    for id in 2..=4 {
        scene.write(1, &session(id, at(2), "", OUTSIDE, true));
    }
    assert_eq!(notices(&mut scene, 2), [NoticeKind::Recreated]);
    assert_eq!(scene.watch.total().sessions, 4);
}

#[test]
fn what_is_deleted_before_it_was_read_is_said_with_its_bytes() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    // Shown by a listing, and locked against reading until it is deleted.
    scene.write(1, &session(1, at(1), OWN, OUTSIDE, true));
    scene.made.locked = true;
    notices(&mut scene, 1);
    scene.made.locked = false;
    scene.made.files.remove(&file(1));
    scene.write(2, "");
    let lost = session(1, at(1), OWN, OUTSIDE, true).len() as u64;
    let said = notices(&mut scene, 2);
    assert!(said.contains(&NoticeKind::Lost(lost)), "{said:?}");
}

#[test]
fn a_share_that_goes_away_and_comes_back_goes_on() {
    let mut scene = Scene::new(Start::Now, Expectation::Learned);
    scene.poll(0);
    scene.write(1, "half a line");
    scene.poll(1);
    scene.made.away = true;
    assert_eq!(scene.poll(2).1, ["away", "away", "silent", "quiet"]);
    scene.made.away = false;
    scene.made.files.remove(&file(1));
    scene.write(2, &session(1, at(3), OWN, OUTSIDE, true));
    scene.poll(3);
    assert_eq!(scene.watch.total().sessions, 1);
    assert_eq!(scene.watch.verdict().outcome, Outcome::StillFailing);
}

#[test]
fn the_last_tick_of_a_step_is_the_change() {
    let ticks = |all: &[(&str, &str, i64)]| {
        let mut ticks: BTreeMap<String, BTreeMap<String, (String, i64)>> = BTreeMap::new();
        for (option, step, at) in all {
            let of = ticks.entry((*option).to_owned()).or_default();
            of.insert((*step).to_owned(), ("ab".to_owned(), *at));
        }
        ticks
    };
    let made = ticks(&[("manual", "set-name-1", 100), ("hcw-rerun", "run", 900)]);
    assert_eq!(
        change_of(&made, Some("manual"), None),
        Some(Change { at: 100_000 })
    );
    assert_eq!(change_of(&made, None, None), Some(Change { at: 900_000 }));
    assert_eq!(change_of(&ticks(&[]), Some("manual"), None), None);
}
