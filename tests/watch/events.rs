//! The system tells of what is written, and what is written is counted long before the
//! folder would be looked at by the clock.

#![allow(clippy::print_stderr)]

use std::time::Duration;

use relay_doctor::attribution::SenderClass;
use relay_doctor::watch::{Pollers, Start};

use super::BEGIN;
use super::writer::{NEW, Session, Writer};

/// Longer than any test runs.
const EVERY: Duration = Duration::from_secs(3600);
/// How long is waited for what comes at once.
const WAIT: Duration = Duration::from_secs(60);

#[test]
fn what_is_written_is_seen_at_once_where_the_system_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut ex01 = Writer::new(folder.path(), "EX01", BEGIN);
    ex01.flush_all();
    let roots = [folder.path().to_owned()];
    let pollers = Pollers::start(&roots, Start::Now, EVERY, 0).unwrap();
    let first = pollers.next(WAIT).expect("a first look");
    assert_eq!(first.batch.servers.len(), 1);
    // A second look follows when the system has been asked to tell.
    let asked = pollers.next(Duration::from_secs(10));
    if asked.is_none_or(|heard| !heard.batch.servers[0].told) {
        return eprintln!("skipped: this system tells of no changes in {roots:?}");
    }
    for _ in 0..3 {
        ex01.whole(Session::one(NEW, SenderClass::Own, true));
        let looks = std::iter::repeat_with(|| pollers.next(WAIT).expect("a look"));
        let mut seen = looks.map(|heard| heard.batch.sessions.len());
        assert_eq!(seen.find(|seen| *seen > 0), Some(1));
    }
}
