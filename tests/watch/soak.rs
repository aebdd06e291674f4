//! An hour's traffic of two busy servers, replayed fast: what is held stays bounded.

use relay_doctor::attribution::SenderClass;
use relay_doctor::watch::{Outcome, Rule, Start};

use super::writer::{Dice, NEW, Session, Writer};
use super::{BEGIN, Bench, facts};

/// A poll a second.
const SECONDS: i64 = 3600;
/// Rounds of writing for the real process.
#[cfg(target_os = "linux")]
const ROUNDS: u32 = 60;
/// KiB: the ids of the last 65,536 sessions are remembered. The logs have many times as much.
#[cfg(target_os = "linux")]
const MAX_GROWN: u64 = 3 * 1024;

#[test]
fn an_hour_of_traffic_is_held_in_flat_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(9);
    let mut servers = [
        Writer::new(folder.path(), "EX01", BEGIN),
        Writer::new(folder.path(), "EX02", BEGIN),
    ];
    let mut bench = Bench::new(folder.path(), Start::Now, facts(), Rule::default());
    bench.poll(BEGIN);
    let mut most = (0, 0, 0);
    for second in 1..=SECONDS {
        let now = BEGIN + second * 1000;
        for server in &mut servers {
            server.clock = server.clock.max(now);
            if dice.one_in(2) {
                server.begin(Session::one(NEW, SenderClass::Own, second < 300));
            }
            // One session in a thousand is never ended: its server was stopped.
            for _ in 0..dice.below(50) {
                server.row(0);
            }
            server.flush(usize::try_from(dice.below(6000)).unwrap());
        }
        if second % 5 == 0 {
            bench.poll(now);
            servers.iter_mut().for_each(Writer::was_read);
            servers.iter_mut().for_each(Writer::delete_oldest);
            let held = bench.follower.held();
            most = (most.0.max(held.0), most.1.max(held.1), most.2.max(held.2));
        }
    }
    servers.iter_mut().for_each(Writer::end_all);
    bench.poll(BEGIN + SECONDS * 1000);
    let sessions: u64 = servers.iter().map(|s| s.truth.total.sessions).sum();
    assert_eq!(bench.watch.total().sessions, sessions);
    assert!(sessions > 2500, "{sessions}");
    assert_eq!(bench.watch.verdict().outcome, Outcome::Proven);
    let (open, files, bytes) = most;
    // What is open at once, some files, and less than a piece of each.
    assert!(open <= 64, "{open} open sessions");
    assert!(files <= 40, "{files} files");
    assert!(bytes <= 64 * 1024, "{bytes} bytes");
    assert_eq!(bench.follower.held().0, 0, "all have ended");
    assert!(bench.watch.rows().count() <= 4);
}

/// The most memory that a process has had so far, KiB.
#[cfg(target_os = "linux")]
fn peak(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let number = line.unwrap().trim().trim_end_matches("kB").trim();
    number.parse().unwrap()
}

/// The same for the process as a whole: after the first minutes of an hour its peak does
/// not grow any more.
#[test]
#[cfg(target_os = "linux")]
fn the_process_stays_as_small_as_it_was() {
    use super::live::{Servers, follow, until_both};

    let folder = tempfile::tempdir().unwrap();
    let mut servers = Servers::new(folder.path(), 31);
    let mut watching = follow(folder.path());
    let id = watching.child.id();
    let mut early = 0;
    for round in 1..=ROUNDS {
        let mark = servers.round(round == ROUNDS);
        until_both(&mut watching, &mark, |_| {});
        servers.was_read();
        if round == ROUNDS / 6 {
            early = peak(id);
        }
    }
    let (late, sessions) = (peak(id), servers.truth().total.sessions);
    watching.child.kill().unwrap();
    watching.child.wait().unwrap();
    assert!(sessions > 2500, "{sessions} sessions");
    let grown = late - early;
    assert!(grown <= MAX_GROWN, "{grown} KiB more than {early} KiB");
}
