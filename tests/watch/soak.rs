//! An hour's traffic of two busy servers, replayed fast: what is held stays bounded.

use relay_doctor::attribution::SenderClass;
use relay_doctor::watch::{Outcome, Rule, Start};

use super::writer::{Dice, NEW, Session, Writer};
use super::{BEGIN, Bench, facts};

/// A poll a second.
const SECONDS: i64 = 3600;

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
