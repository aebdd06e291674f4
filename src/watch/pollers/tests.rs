//! Events that a test makes, and time that passes only when somebody waits.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

use super::super::ears::Source;
use super::*;

/// How long is waited for what comes at once.
const WAIT: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A folder with a log, and who writes it.
struct Logs {
    folder: tempfile::TempDir,
    log: fs::File,
}

impl Logs {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("SEND2026110208-1.LOG");
        let mut log = fs::File::create(path).unwrap();
        write!(log, "#Log-type: SMTP Send Protocol Log\r\n").unwrap();
        Self { folder, log }
    }

    /// A session that ends.
    fn session(&mut self) {
        for row in ["+,,", "<,550 5.7.64 TenantAttribution,", "-,,Local"] {
            let head = "2099-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,1,,192.0.2.1:25";
            write!(self.log, "{head},{row}\r\n").unwrap();
        }
    }

    fn roots(&self) -> [PathBuf; 1] {
        [self.folder.path().to_owned()]
    }
}

/// A source that can tell or not, and that a test rings for.
struct Made {
    can: bool,
    /// Nobody sends; it hangs up when the source is let go.
    _alive: Sender<()>,
}

impl Source for Made {
    fn begin(&mut self, _: &Path) -> bool {
        self.can
    }

    fn end(&mut self, _: &Path) {}
}

#[test]
fn what_the_system_tells_leads_to_a_look_long_before_it_is_due() {
    let mut logs = Logs::new();
    let (bells, made) = channel();
    let (alive, ended) = channel();
    let bells = Mutex::new((bells, Some(alive)));
    let make: MakeSource = Arc::new(move |bell| {
        let mut bells = bells.lock().unwrap();
        bells.0.send(bell).unwrap();
        let alive = bells.1.take()?;
        Some(Box::new(Made {
            can: true,
            _alive: alive,
        }))
    });
    let pace = Pace {
        every: HOUR,
        gap: Duration::ZERO,
    };
    let pollers = Pollers::hearing(&logs.roots(), Start::Now, (pace, 0), &make).unwrap();
    let bell = made.recv_timeout(WAIT).unwrap();
    // The first look finds the log, the second one what was written until the ear was there.
    assert!(!pollers.next(WAIT).unwrap().batch.servers[0].told);
    assert!(pollers.next(WAIT).unwrap().batch.servers[0].told);
    logs.session();
    bell.ring();
    assert_eq!(pollers.next(WAIT).unwrap().batch.sessions.len(), 1);
    // It waits for an hour, and ends all the same.
    drop(pollers);
    assert!(ended.recv().is_err());
}

/// Time that passes only when somebody waits.
struct Told<F> {
    passed: Duration,
    /// It is over then.
    end: Duration,
    /// What a wait for something to happen takes of the time that it may.
    listen: F,
}

impl<F: FnMut(Duration) -> Duration> Waits for Told<F> {
    fn rest(&mut self, time: Duration) -> bool {
        self.passed += time;
        self.passed < self.end
    }

    fn listen(&mut self, time: Duration) -> bool {
        self.passed += (self.listen)(time);
        self.passed < self.end
    }
}

/// What a thread tells in a minute, looking once a second.
fn minute(logs: &Logs, can: Option<bool>, listen: impl FnMut(Duration) -> Duration) -> Vec<Heard> {
    let (tell, heard) = sync_channel(10_000);
    let (alive, _) = channel();
    let make: MakeSource = Arc::new(move |_| {
        let made = |can| -> Box<dyn Source> {
            let _alive = alive.clone();
            Box::new(Made { can, _alive })
        };
        can.map(made)
    });
    let job = Job {
        root: 0,
        follower: Follower::new(logs.folder.path(), 0, Start::Now),
        pace: Pace::of(Duration::from_secs(1)),
        ahead: 0,
        tell,
        ears: Ears::new(make, Bell::default()),
        waits: Told {
            passed: Duration::ZERO,
            end: Duration::from_secs(60),
            listen,
        },
    };
    job.run();
    heard.into_iter().collect()
}

#[test]
fn where_the_system_tells_nothing_folders_are_polled() {
    for can in [None, Some(false), Some(true)] {
        let logs = Logs::new();
        let mut writer = Logs {
            folder: tempfile::tempdir().unwrap(),
            log: logs.log.try_clone().unwrap(),
        };
        let mut waits = 0;
        let heard = minute(&logs, can, |time| {
            waits += 1;
            if waits == 30 {
                writer.session();
            }
            time
        });
        assert_eq!(heard.len(), 60, "{can:?}");
        let seen = heard.iter().position(|h| !h.batch.sessions.is_empty());
        assert_eq!(seen, Some(30), "{can:?}");
        let told = heard[59].batch.servers[0].told;
        assert_eq!(told, can == Some(true), "{can:?}");
    }
}

#[test]
fn however_much_the_system_tells_looks_keep_their_distance() {
    let heard = minute(&Logs::new(), Some(true), |_| Duration::ZERO);
    assert_eq!(heard.len(), 240);
}

#[test]
fn a_bell_is_heard_once_and_after_a_rest_too() {
    let mut bell = Bell::default();
    bell.ring();
    bell.ring();
    assert!(bell.rest(Duration::ZERO));
    assert!(bell.listen(HOUR));
    assert!(bell.listen(Duration::ZERO));
    bell.end();
    assert!(!bell.listen(HOUR));
    assert!(!bell.rest(HOUR));
}
