//! Follows the send logs below one folder that was given.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::evidence::formats::send_log::{CertificateMemo, Session};

use super::folder::{Folder, Look};
use super::{Listed, Notice, NoticeKind, Shelf, Start};

/// Bytes that are read in one poll.
const BUDGET: u64 = 16 * 1024 * 1024;
/// The whole tree is looked through for new folders so often (milliseconds).
const DISCOVER_EVERY: i64 = 30 * 1000;
/// Folders below what was given that are looked into.
const MAX_FOLDERS: usize = 5_000;
/// Numbers of sources that a follower has for itself.
const SOURCES: u32 = 1 << 20;

/// A session that has ended, with what the follower knows of it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The folder of the server's logs, which tells servers apart.
    pub server: PathBuf,
    /// The server's name.
    pub name: String,
    /// It began before what counts.
    pub before: bool,
    /// It was read as it was written, not from what was there.
    pub live: bool,
    /// The file and line that tells most: of the last refusal, else of its end.
    pub place: Option<(Arc<str>, u64)>,
    /// The session.
    pub session: Session,
}

/// A server as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerNow {
    /// The folder of its logs.
    pub server: PathBuf,
    /// Its name.
    pub name: String,
    /// What its clock reads, by its log; milliseconds since the epoch.
    pub clock: Option<i64>,
    /// Its folder cannot be listed now.
    pub away: bool,
    /// Its logs begin then, by this computer's clock; `None` where only what is written
    /// from now on counts. Milliseconds since the epoch.
    pub from: Option<i64>,
    /// The system tells of what is written to its logs; they are polled all the same.
    pub told: bool,
}

/// What one poll gave.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Sessions that have ended.
    pub sessions: Vec<Settled>,
    /// What happened on the way.
    pub notices: Vec<Notice>,
    /// The servers whose logs are followed.
    pub servers: Vec<ServerNow>,
    /// What was given cannot be listed now.
    pub away: bool,
    /// There is more to be read at once.
    pub more: bool,
}

/// Follows what is below one folder. It knows no clock and opens nothing itself.
#[derive(Debug)]
pub struct Follower {
    root: PathBuf,
    start: Start,
    memo: CertificateMemo,
    folders: BTreeMap<PathBuf, Folder>,
    next_source: u32,
    /// Logs in UTF-16, which are said once.
    utf16: BTreeSet<PathBuf>,
    /// When it was first polled.
    began: Option<i64>,
    /// The first look is over: all that was there is read.
    caught_up: bool,
    discovered: i64,
    away: bool,
}

impl Follower {
    /// Follows what is below `root`, the `nth` of those that are followed.
    pub fn new(root: impl Into<PathBuf>, nth: u32, start: Start) -> Self {
        Self {
            root: root.into(),
            start,
            memo: CertificateMemo::default(),
            folders: BTreeMap::new(),
            next_source: nth.wrapping_mul(SOURCES),
            utf16: BTreeSet::new(),
            began: None,
            caught_up: false,
            discovered: 0,
            away: false,
        }
    }

    /// Takes what has come since the last poll. `now` is in milliseconds since the epoch.
    pub fn poll(&mut self, now: i64, shelf: &mut dyn Shelf) -> Batch {
        let began = *self.began.get_or_insert(now);
        let mut batch = Batch::default();
        let listings = self.listings(now, shelf, &mut batch);
        let mut budget = BUDGET;
        let first = !self.caught_up;
        // What is found later was not there at the beginning, or could not be seen.
        let start = match (self.start, now == began) {
            (Start::Now, false) => Start::Since(began),
            (start, _) => start,
        };
        for (path, listed) in &listings {
            let mut look = Look {
                shelf: &mut *shelf,
                now,
                first,
                start,
                budget: &mut budget,
                next_source: &mut self.next_source,
                utf16: &mut self.utf16,
                batch: &mut batch,
            };
            if !self.folders.contains_key(path)
                && let Some(new) = Folder::of(listed, &self.memo, &mut look)
            {
                self.folders.insert(path.clone(), new);
            }
            if let Some(folder) = self.folders.get_mut(path) {
                folder.look(listed, &mut look);
            }
        }
        self.caught_up |= !batch.more && !self.away && !listings.is_empty();
        batch.away = self.away;
        batch.servers = self.servers(now);
        batch
    }

    /// Settles what is open: nothing more will be read.
    pub fn finish(&mut self) -> Batch {
        let mut batch = Batch::default();
        for folder in self.folders.values_mut() {
            folder.finish(&mut batch);
        }
        batch
    }

    /// The folders in which there are logs, and which can be listed now.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        let there = self.folders.iter().filter(|(_, f)| !f.away && !self.away);
        there.map(|(path, _)| path.as_path())
    }

    /// Remembers of which folders the system tells.
    pub(super) fn told_of(&mut self, is_told: impl Fn(&Path) -> bool) {
        for (path, folder) in &mut self.folders {
            folder.told = is_told(path);
        }
    }

    fn servers(&self, now: i64) -> Vec<ServerNow> {
        let server = |folder: &Folder| ServerNow {
            server: folder.server.0.clone(),
            name: folder.server.1.clone(),
            clock: folder.clock.reads(now),
            away: folder.away || self.away,
            from: folder.from,
            told: folder.told,
        };
        self.folders.values().map(server).collect()
    }

    /// What is in each folder that matters now.
    fn listings(
        &mut self,
        now: i64,
        shelf: &mut dyn Shelf,
        batch: &mut Batch,
    ) -> Vec<(PathBuf, Vec<Listed>)> {
        let since = now.saturating_sub(self.discovered);
        let discover =
            self.folders.is_empty() || self.away || !(0..DISCOVER_EVERY).contains(&since);
        match discover {
            true => {
                self.discovered = now;
                self.discover(shelf, batch)
            }
            false => {
                let paths: Vec<PathBuf> = self.folders.keys().cloned().collect();
                let list = |path: PathBuf| {
                    let listed = self.list(&path, shelf, batch)?;
                    Some((path, listed))
                };
                paths.into_iter().filter_map(list).collect()
            }
        }
    }

    /// All folders below what was given.
    fn discover(
        &mut self,
        shelf: &mut dyn Shelf,
        batch: &mut Batch,
    ) -> Vec<(PathBuf, Vec<Listed>)> {
        let mut found = Vec::new();
        let mut open = vec![self.root.clone()];
        while let Some(path) = open.pop() {
            if found.len() >= MAX_FOLDERS {
                break;
            }
            let Some(listed) = self.list(&path, shelf, batch) else {
                continue;
            };
            open.extend(
                listed
                    .iter()
                    .filter(|l| l.is_folder)
                    .map(|l| l.path.clone()),
            );
            found.push((path, listed));
        }
        // A folder that was followed and is not below any more is away.
        let gone: Vec<PathBuf> = self
            .folders
            .keys()
            .filter(|path| !self.away && !found.iter().any(|(p, _)| p == *path))
            .cloned()
            .collect();
        for path in gone {
            self.set_away(&path, Some(io::ErrorKind::NotFound.into()), batch);
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    fn list(
        &mut self,
        path: &Path,
        shelf: &mut dyn Shelf,
        batch: &mut Batch,
    ) -> Option<Vec<Listed>> {
        match shelf.list(path) {
            Ok(mut listed) => {
                listed.sort_by(|a, b| a.path.cmp(&b.path));
                self.set_away(path, None, batch);
                Some(listed)
            }
            Err(error) => {
                self.set_away(path, Some(error), batch);
                None
            }
        }
    }

    /// Remembers whether a folder can be listed, and says it when that changes.
    fn set_away(&mut self, path: &Path, error: Option<io::Error>, batch: &mut Batch) {
        let away = match path == self.root {
            true => &mut self.away,
            false => match self.folders.get_mut(path) {
                Some(folder) => &mut folder.away,
                None => return,
            },
        };
        if *away == error.is_some() {
            return;
        }
        *away = error.is_some();
        batch.notices.push(Notice {
            kind: match error {
                Some(error) => NoticeKind::Away(error.to_string()),
                None => NoticeKind::Back,
            },
            place: path.to_string_lossy().into_owned(),
        });
    }

    /// What is held: open sessions, files, and bytes of half lines. It does not grow with
    /// what was read.
    pub fn held(&self) -> (usize, usize, usize) {
        let add = |a: (usize, usize, usize), f: &Folder| {
            let b = f.held();
            (a.0 + b.0, a.1 + b.1, a.2 + b.2)
        };
        self.folders.values().fold((0, 0, 0), add)
    }
}
