//! The logs of one folder: which file follows which, what is new, what is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::evidence::formats::send_log::{CertificateMemo, Reader, Session, SessionSink};
use crate::evidence::walk::{Origin, natural, server_of};
use crate::evidence::{SourceId, decode::SNIFF_LEN};

use super::growth::{Growth, State};
use super::server::Clock;
use super::stamp::{Begins, begins, last_stamp, millis};
use super::{Batch, Listed, Notice, NoticeKind, Settled, Shelf, Start};

/// Files whose size is asked for anew each time, since a listing may show an old one.
const WARM: usize = 2;
/// A session without a row for so long is settled (milliseconds). Exchange closes one
/// after 10 minutes by default (ConnectionInactivityTimeOut of Set-SendConnector).
const IDLE: i64 = 60 * 60 * 1000;
/// Idle sessions are looked for so often (milliseconds).
const IDLE_EVERY: i64 = 60 * 1000;

/// The order of files: by the first stamp, then by name.
type Order = (String, Vec<(u8, u128, String)>);

/// A log of the folder.
#[derive(Debug)]
struct Log {
    growth: Growth,
    order: Order,
    shown: Arc<str>,
    /// Nothing of it is read yet.
    fresh: bool,
    /// It could not be read when it was last tried.
    unreadable: bool,
}

/// A folder in which there are send logs.
#[derive(Debug)]
pub(super) struct Folder {
    /// Whose logs these are: the server's folder and name.
    pub(super) server: (PathBuf, String),
    reader: Reader,
    logs: BTreeMap<PathBuf, Log>,
    /// Files that are no send log, by size.
    others: BTreeMap<PathBuf, u64>,
    names: BTreeMap<SourceId, Arc<str>>,
    /// Sessions that began earlier do not count, by the server's own clock.
    since: i64,
    pub(super) clock: Clock,
    /// The first row that was read, by this computer's clock: of what was before it
    /// nothing is known. `None`: only what is written from now on counts.
    pub(super) from: Option<i64>,
    looked_for_idle: i64,
    /// It cannot be listed now.
    pub(super) away: bool,
    /// The system tells of what is written to it.
    pub(super) told: bool,
}

/// What a look at the folder is made with.
pub(super) struct Look<'a> {
    pub(super) shelf: &'a mut dyn Shelf,
    pub(super) now: i64,
    /// The follower's first look: what is there is from before.
    pub(super) first: bool,
    pub(super) start: Start,
    pub(super) budget: &'a mut u64,
    pub(super) next_source: &'a mut u32,
    /// Logs in UTF-16, which are said once.
    pub(super) utf16: &'a mut BTreeSet<PathBuf>,
    pub(super) batch: &'a mut Batch,
}

impl Look<'_> {
    fn source(&mut self) -> SourceId {
        let source = SourceId(*self.next_source);
        *self.next_source = self.next_source.wrapping_add(1);
        source
    }

    /// The first stamp of a file that is a send log (empty where it has none yet); `None`
    /// of what is none, or cannot be followed.
    fn first_time(&mut self, listed: &Listed) -> io::Result<Option<String>> {
        Ok(match begins(listed, self.shelf)? {
            Begins::Log(first) => Some(first),
            Begins::Other => None,
            Begins::Utf16 => {
                if self.utf16.insert(listed.path.clone()) {
                    self.say(NoticeKind::Utf16, &listed.path.to_string_lossy());
                }
                None
            }
        })
    }

    fn say(&mut self, kind: NoticeKind, place: &str) {
        let place = place.to_owned();
        self.batch.notices.push(Notice { kind, place });
    }
}

/// Marks sessions with their server and hands them on.
struct Marked<'a> {
    server: &'a (PathBuf, String),
    names: &'a BTreeMap<SourceId, Arc<str>>,
    since: i64,
    live: bool,
    out: &'a mut Vec<Settled>,
}

impl SessionSink for Marked<'_> {
    fn session(&mut self, _: &str, session: &Session) {
        let refusal = session.refusals.last().map(|r| r.line.at);
        let at = refusal.or(session.last);
        let file = at.and_then(|at| Some((self.names.get(&at.source)?.clone(), at.line)));
        self.out.push(Settled {
            server: self.server.0.clone(),
            name: self.server.1.clone(),
            before: session.started < self.since,
            live: self.live,
            place: file,
            session: session.clone(),
        });
    }
}

impl Folder {
    /// A folder, where one of its files is a send log.
    pub(super) fn of(listed: &[Listed], memo: &CertificateMemo, look: &mut Look) -> Option<Self> {
        let first = listed
            .iter()
            .find(|l| !l.is_folder && look.first_time(l).is_ok_and(|t| t.is_some()))?;
        let server = server_of(&Origin::Path(first.path.clone()));
        let mut folder = Self {
            reader: Reader::with_memo(&server.1, memo.clone()),
            server,
            logs: BTreeMap::new(),
            others: BTreeMap::new(),
            names: BTreeMap::new(),
            since: i64::MIN,
            clock: Clock::default(),
            from: None,
            looked_for_idle: look.now,
            away: false,
            told: false,
        };
        folder.begin(listed, look);
        Some(folder)
    }

    /// Decides where following begins: at the newest file, or at the one that was
    /// written at that time.
    fn begin(&mut self, listed: &[Listed], look: &mut Look) {
        self.find_new(listed, look);
        let mut order: Vec<(Order, PathBuf)> = self
            .logs
            .iter()
            .map(|(path, log)| (log.order.clone(), path.clone()))
            .collect();
        order.sort();
        let newest = order.iter().rev().find_map(|(_, path)| {
            let listed = look.shelf.look(path).ok()?;
            last_stamp(&listed, look.shelf)
        });
        self.clock = Clock::new(newest, look.now);
        self.since = match look.start {
            Start::Now => newest.map_or(i64::MIN, |n| n.saturating_add(1)),
            Start::Since(since) => since.saturating_add(self.clock.ahead()),
        };
        // The newest file is read whole even from its end: it tells which sessions are
        // open, and where connectors lead.
        let begins_before = |(first, _): &Order| match look.start {
            Start::Now => false,
            Start::Since(_) => millis(first).is_some_and(|first| first > self.since),
        };
        let late = order.iter().rev().take_while(|(o, _)| begins_before(o));
        let kept = late.count() + 1;
        let passed_over = order.len().saturating_sub(kept);
        for (_, path) in order.iter().take(passed_over) {
            let Ok(listed) = look.shelf.look(path) else {
                continue;
            };
            if let Some(log) = self.logs.get_mut(path) {
                // What cannot be read now is read from its beginning later; no harm.
                let _ = log.growth.pass_over(&listed, look.shelf);
                log.fresh = false;
            }
        }
        if let (Start::Since(_), Some(((first, _), _))) = (look.start, order.get(passed_over)) {
            self.from = millis(first).map(|first| first.saturating_sub(self.clock.ahead()));
        }
        if let Some((_, path)) = order.last() {
            look.say(NoticeKind::Follows, &path.to_string_lossy());
        }
    }

    /// Takes what has come since the last look.
    pub(super) fn look(&mut self, listed: &[Listed], look: &mut Look) {
        self.forget_gone(listed, look);
        self.find_new(listed, look);
        let mut order: Vec<(Order, PathBuf)> = self
            .logs
            .iter()
            .map(|(path, log)| (log.order.clone(), path.clone()))
            .collect();
        order.sort();
        let cold = order.len().saturating_sub(WARM);
        let by_path: BTreeMap<&Path, &Listed> =
            listed.iter().map(|l| (l.path.as_path(), l)).collect();
        for (nth, (_, path)) in order.iter().enumerate() {
            let Some(shown) = by_path.get(path.as_path()) else {
                continue;
            };
            let changed = self.logs.get(path).is_some_and(|l| l.growth.differs(shown));
            if !changed && nth < cold {
                continue;
            }
            if changed && let Some(log) = self.logs.get_mut(path) {
                log.growth.shown_with(shown.size);
            }
            let failed = self.follow(path, look).err();
            self.unreadable(path, failed, look);
        }
        self.settle_idle(look);
        let server = self.server.1.clone();
        look.batch.notices.extend(self.clock.notice(&server));
    }

    /// Says that a file cannot be read, once; one that is gone is seen by the next listing.
    fn unreadable(&mut self, path: &Path, failed: Option<io::Error>, look: &mut Look) {
        let failed = failed.filter(|e| e.kind() != io::ErrorKind::NotFound);
        let Some(log) = self.logs.get_mut(path) else {
            return;
        };
        let was = std::mem::replace(&mut log.unreadable, failed.is_some());
        if let Some(error) = failed.filter(|_| !was) {
            let kind = NoticeKind::Unreadable(error.to_string());
            look.say(kind, &path.to_string_lossy());
        }
    }

    fn follow(&mut self, path: &Path, look: &mut Look) -> io::Result<()> {
        let listed = look.shelf.look(path)?;
        let Some(log) = self.logs.get_mut(path) else {
            return Ok(());
        };
        if !log.fresh && !log.growth.differs(&listed) {
            return Ok(());
        }
        match log.growth.check(&listed, look.shelf)? {
            State::Same => {}
            // Rows that were read before are known again by session and sequence number.
            state => {
                let kind = match state {
                    State::Shorter => NoticeKind::Truncated,
                    State::Same | State::Another => NoticeKind::Recreated,
                };
                look.say(kind, &log.shown);
                let source = look.source();
                self.names.remove(&log.growth.growing.source());
                self.names.insert(source, log.shown.clone());
                log.growth = Growth::new(source, listed.clone());
                log.order.0 = look.first_time(&listed)?.unwrap_or_default();
            }
        }
        log.fresh = false;
        let mut sink = Marked {
            server: &self.server,
            names: &self.names,
            since: self.since,
            live: !look.first,
            out: &mut look.batch.sessions,
        };
        let reader = &mut self.reader;
        let mut newest = None;
        let more = log
            .growth
            .read_on(path, look.budget, look.shelf, &mut |growing, lines| {
                reader.more(growing, lines, &mut sink);
                newest = growing.newest();
            });
        if let Some(newest) = newest {
            self.clock.saw(newest, look.now, !look.first);
        }
        look.batch.more |= more?;
        Ok(())
    }

    /// Files that are not there any more; what of them was not read is said.
    fn forget_gone(&mut self, listed: &[Listed], look: &mut Look) {
        let there: BTreeSet<&Path> = listed.iter().map(|l| l.path.as_path()).collect();
        let names = &mut self.names;
        self.logs.retain(|path, log| {
            let stays = there.contains(path.as_path());
            if !stays {
                names.remove(&log.growth.growing.source());
                let lost = log.growth.unread();
                if lost > 0 {
                    look.batch.notices.push(Notice {
                        kind: NoticeKind::Lost(lost),
                        place: log.shown.to_string(),
                    });
                }
            }
            stays
        });
        self.others.retain(|path, _| there.contains(path.as_path()));
    }

    fn find_new(&mut self, listed: &[Listed], look: &mut Look) {
        for file in listed.iter().filter(|l| !l.is_folder) {
            let known = self.logs.contains_key(&file.path)
                || self.others.get(&file.path).is_some_and(|size| {
                    // Its beginning does not change any more.
                    *size == file.size && *size > 0 || *size > SNIFF_LEN as u64
                });
            if known {
                continue;
            }
            match look.first_time(file) {
                Ok(Some(first)) => {
                    self.others.remove(&file.path);
                    let source = look.source();
                    let shown: Arc<str> = file.path.to_string_lossy().into();
                    self.names.insert(source, shown.clone());
                    let name = file.path.file_name().unwrap_or_default();
                    let log = Log {
                        growth: Growth::new(source, file.clone()),
                        order: (first, natural(&name.to_string_lossy())),
                        shown,
                        fresh: true,
                        unreadable: false,
                    };
                    self.logs.insert(file.path.clone(), log);
                }
                Ok(None) => {
                    self.others.insert(file.path.clone(), file.size);
                }
                // Gone already, or locked for a moment: it is looked at again.
                Err(_) => {}
            }
        }
    }

    fn settle_idle(&mut self, look: &mut Look) {
        if look.now.saturating_sub(self.looked_for_idle) < IDLE_EVERY {
            return;
        }
        self.looked_for_idle = look.now;
        let Some(reads) = self.clock.reads(look.now) else {
            return;
        };
        let mut sink = Marked {
            server: &self.server,
            names: &self.names,
            since: self.since,
            live: !look.first,
            out: &mut look.batch.sessions,
        };
        self.reader
            .settle_idle(reads.saturating_sub(IDLE), &mut sink);
    }

    /// Settles what is open: nothing more will be read.
    pub(super) fn finish(&mut self, batch: &mut Batch) {
        let mut sink = Marked {
            server: &self.server,
            names: &self.names,
            since: self.since,
            live: true,
            out: &mut batch.sessions,
        };
        self.reader.finish(&mut sink);
    }

    /// What is held: open sessions, files, and bytes of half lines.
    pub(super) fn held(&self) -> (usize, usize, usize) {
        let bytes = self.logs.values().map(|l| l.growth.held()).sum();
        let files = self.logs.len() + self.others.len() + self.names.len();
        (self.reader.open_sessions(), files, bytes)
    }
}
