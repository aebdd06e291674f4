//! Servers that go on writing while the real program follows them. What it counts is
//! what was written, in every run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use relay_doctor::attribution::SenderClass;
use serde_json::Value;

use super::headless::Watching;
#[cfg(unix)]
use super::writer::Told;
use super::writer::{Dice, NEW, Session, Truth, Writer};
use super::{BEGIN, evidence};

/// Rows of each server in a round: some files of them.
const ROWS: u32 = 700;
/// Files that are deleted after a round.
const DELETED: u32 = 6;

/// Two servers, one of them with a clock that is ahead.
pub(crate) struct Servers {
    servers: [Writer; 2],
    dice: Dice,
    rounds: u32,
}

impl Servers {
    pub(crate) fn new(root: &Path, seed: u64) -> Self {
        Self {
            servers: [
                Writer::new(root, "EX01", BEGIN),
                Writer::new(root, "EX02", BEGIN + 5 * 60_000),
            ],
            dice: Dice::new(seed),
            rounds: 0,
        }
    }

    /// Both write for a while: rows of many sessions in turn, in pieces that end anywhere,
    /// rolled over by size and hour. Then each writes one session through a Send connector
    /// of its own, which is given: whoever has read that has read all before it.
    pub(crate) fn round(&mut self, is_last: bool) -> String {
        self.rounds += 1;
        let mark = format!("Round {}", self.rounds);
        for server in &mut self.servers {
            server.clock += 12 * 60_000;
            for _ in 0..ROWS {
                busy(server, &mut self.dice);
            }
            if is_last {
                server.end_all();
            }
            server.whole(Session {
                connector: mark.clone(),
                ..Session::one(NEW, SenderClass::Own, true)
            });
        }
        mark
    }

    /// All of it was read: the oldest files go, and sometimes the current one is made anew.
    pub(crate) fn was_read(&mut self) {
        for server in &mut self.servers {
            server.was_read();
            for _ in 0..DELETED {
                server.delete_oldest();
            }
            if self.dice.one_in(3) {
                server.recreate();
            }
        }
    }

    pub(crate) fn truth(&self) -> Truth {
        let mut truth = Truth::default();
        for server in &self.servers {
            truth.add_all(&server.truth);
        }
        truth
    }
}

/// A row, perhaps of a new session, and some of what waits is written.
fn busy(server: &mut Writer, dice: &mut Dice) {
    // As many begin as end.
    if dice.one_in(32) {
        let thumbprint = Some(NEW);
        server.begin(Session {
            thumbprint,
            ..Session::random(dice)
        });
    }
    server.row(usize::try_from(dice.below(1000)).unwrap());
    if dice.one_in(3) {
        server.flush(usize::try_from(dice.below(500)).unwrap());
    }
}

/// Follows the servers without a screen.
pub(crate) fn follow(root: &Path) -> Watching {
    let evidence = evidence();
    let mut watching = Watching::start(&[root], &["--evidence", evidence.to_str().unwrap()]);
    let mut follows = 0;
    watching.until(|event| {
        follows += u32::from(event["kind"] == "follows");
        follows == 2
    });
    watching
}

/// Waits until the mark of both servers was read; `seen` is told each session.
pub(crate) fn until_both(watching: &mut Watching, mark: &str, mut seen: impl FnMut(&Value)) {
    let mut marks = BTreeSet::new();
    watching.until(|event| {
        if event["event"] == "session" {
            seen(event);
            if event["connector"] == mark {
                marks.insert(event["server"].to_string());
            }
        }
        marks.len() == 2
    });
}

/// The counts of the last line, by server, Send connector, certificate and sender class.
#[cfg(unix)]
fn by(last: &Value) -> BTreeMap<(String, String, Option<String>, String), Told> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let rows = last["by"].as_array().unwrap().iter();
    rows.map(|row| {
        let key = (
            text(&row["server"]).unwrap(),
            text(&row["connector"]).unwrap(),
            text(&row["thumbprint"]),
            text(&row["sender_class"]).unwrap(),
        );
        let count = |name: &str| row["counts"][name].as_u64().unwrap();
        let told = Told {
            sessions: count("sessions"),
            accepted: count("accepted"),
            refused: count("refused"),
            own: count("own_domain"),
        };
        (key, told)
    })
    .collect()
}

#[test]
fn what_is_counted_without_a_screen_is_what_was_written() {
    for seed in 1..=3 {
        let folder = tempfile::tempdir().unwrap();
        let mut servers = Servers::new(folder.path(), seed);
        let mut watching = follow(folder.path());
        let mut told = BTreeMap::new();
        for round in 1..=4 {
            let mark = servers.round(round == 4);
            until_both(&mut watching, &mark, |session| {
                *told.entry(session["answer"].to_string()).or_default() += 1;
            });
            servers.was_read();
        }
        let truth = servers.truth();
        assert!(truth.total.sessions > 100, "{:?}", truth.total);
        let told = |answer: &str| told.get(&format!("{answer:?}")).copied().unwrap_or(0u64);
        assert_eq!(told("accepted"), truth.total.accepted, "seed {seed}");
        assert_eq!(told("refused"), truth.total.refused, "seed {seed}");
        assert_eq!(told("own-domain"), truth.total.own, "seed {seed}");
        #[cfg(not(unix))]
        watching.child.kill().unwrap();
        #[cfg(unix)]
        {
            super::headless::interrupt(&watching);
            let (last, code) = watching.end();
            assert_eq!((&last["verdict"], code), (&"still-failing".into(), Some(1)));
            assert_eq!(last["counts"]["sessions"], truth.total.sessions);
            let expected = truth.rows.into_iter();
            let expected = expected
                .map(|((server, connector, sent, kind), told)| {
                    ((server, connector, sent, kind.code().to_owned()), told)
                })
                .collect();
            assert_eq!(by(&last), expected, "seed {seed}");
        }
    }
}
