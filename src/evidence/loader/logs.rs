//! Send logs: which there are, by server and in the order of time.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::io;
use std::path::PathBuf;

use foldhash::fast::FixedState;

use super::server::{LogRead, Reading, Server};
use super::sessions::Sessions;
use super::{Load, Step};
use crate::evidence::archive::note_of;
use crate::evidence::decode;
use crate::evidence::formats::send_log::{CertificateMemo, SessionSink};
use crate::evidence::walk::{Found, Origin, natural, server_of};
use crate::evidence::{Encoding, Note, Side, SourceId, SourceKind};

/// A log that waits for its turn.
pub(super) struct Log {
    pub(super) id: SourceId,
    pub(super) origin: Origin,
    pub(super) size: u64,
    /// A hash of its beginning: those that differ in it are not the same.
    head: u64,
    pub(super) encoding: Encoding,
    server: (PathBuf, String),
    /// As somebody said: it is that server's, whatever other folder has its name.
    is_said: bool,
    first_time: String,
}

impl Load<'_> {
    pub(super) fn log(&mut self, id: SourceId, file: &Found, head: &[u8], encoding: Encoding) {
        let said = self.said_of(&file.origin);
        let is_said = said.is_some();
        let (folder, name) = match said {
            // A folder of its own, where no file lies.
            Some(name) => (PathBuf::from(&name), name),
            None => server_of(&file.origin),
        };
        let server = (folder, self.named(&name));
        let source = self.source(id);
        source.kind = SourceKind::SmtpSendLog;
        source.side = Some(Side::OnPremises);
        source.server = Some(server.1.clone());
        self.logs.push(Log {
            id,
            origin: file.origin.clone(),
            size: file.size,
            head: FixedState::default().hash_one(head),
            encoding,
            server,
            is_said,
            first_time: first_time(head, encoding),
        });
    }

    /// Whose a log is, as was said.
    fn said_of(&self, origin: &Origin) -> Option<String> {
        let path = match origin {
            Origin::Path(path) => path.to_string_lossy().into_owned(),
            Origin::Memory(path, _) => path.clone(),
            Origin::Stdin | Origin::Entry(_) => return None,
        };
        self.said.get(&path).cloned()
    }

    /// Leaves out the logs that have the same bytes as another.
    fn without_copies(&mut self, logs: Vec<Log>) -> Vec<Log> {
        let mut alike: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        for log in &logs {
            *alike.entry((log.size, log.head)).or_default() += 1;
        }
        let mut seen: BTreeMap<(u64, u64, u64), SourceId> = BTreeMap::new();
        let mut kept = Vec::with_capacity(logs.len());
        for log in logs {
            // Only what begins alike and is as long is read twice.
            let suspect = alike.get(&(log.size, log.head)).is_some_and(|n| *n > 1);
            let whole = match suspect && !self.loaded.cancelled {
                true => self.hash_of(&log.origin).ok(),
                false => None,
            };
            let first = whole.map(|hash| *seen.entry((log.size, log.head, hash)).or_insert(log.id));
            match first {
                Some(first) if first != log.id => {
                    self.same_as(log.id, first.0 as usize);
                    self.step(Step::Bytes(log.size));
                }
                _ => kept.push(log),
            }
        }
        kept
    }

    fn hash_of(&mut self, origin: &Origin) -> io::Result<u64> {
        use std::hash::{DefaultHasher, Hasher};
        self.reading(origin, |load, input| {
            let mut hasher = DefaultHasher::new();
            let mut piece = vec![0; 64 * 1024];
            loop {
                let count = input.read(&mut piece)?;
                load.step(Step::Bytes(0));
                if count == 0 || load.loaded.cancelled {
                    return Ok(hasher.finish());
                }
                hasher.write(&piece[..count]);
            }
        })
    }

    /// Reads the logs: one reader a server, its files in the order of time.
    pub(super) fn read_logs(&mut self, sessions: Sessions) {
        let logs = std::mem::take(&mut self.logs);
        let servers = self.servers(logs);
        // Each thread would hold an archive that lies in another in memory.
        let packed = |log: &Log| matches!(log.origin, Origin::Entry(_));
        let alone = self.rewrite.is_some()
            || self.threads.count().min(servers.len()) < 2
            || servers.iter().flat_map(|s| &s.logs).any(packed);
        match sessions {
            Sessions::InOrder(sink) => self.in_order(&servers, sink),
            Sessions::Apart(apart) if alone => {
                let memo = CertificateMemo::default();
                for server in &servers {
                    let mut part = apart.part();
                    self.server(server, &memo, &mut *part);
                    apart.join(part);
                }
            }
            Sessions::Apart(apart) => self.at_once(servers, apart),
        }
    }

    /// The logs by server, in the order in which they are read.
    fn servers(&mut self, logs: Vec<Log>) -> Vec<Server> {
        let mut logs = self.without_copies(logs);
        let names = server_names(&logs);
        logs.sort_by_cached_key(|log| {
            let path = &self.loaded.sources[log.id.0 as usize].path;
            (log.server.0.clone(), log.first_time.clone(), natural(path))
        });
        let mut servers: Vec<Server> = Vec::new();
        for log in logs {
            let (folder, name) = &log.server;
            let name = names.get(folder).unwrap_or(name).clone();
            self.source(log.id).server = Some(name.clone());
            match servers.last_mut().filter(|s| s.folder == *folder) {
                Some(server) => server.logs.push(log),
                None => servers.push(Server {
                    folder: folder.clone(),
                    name,
                    logs: vec![log],
                }),
            }
        }
        servers
    }

    fn in_order(&mut self, servers: &[Server], sink: &mut dyn SessionSink) {
        let memo = CertificateMemo::default();
        for server in servers {
            self.server(server, &memo, sink);
        }
    }

    pub(super) fn server(
        &mut self,
        server: &Server,
        memo: &CertificateMemo,
        sink: &mut dyn SessionSink,
    ) {
        if self.loaded.cancelled {
            return;
        }
        let mut opener = std::mem::take(&mut self.opener);
        let progress = &mut *self.progress;
        let hands = Reading {
            opener: &mut opener,
            rewrite: self.rewrite,
            told: &mut |bytes| progress(Step::Bytes(bytes)),
        };
        let (reads, stopped) = hands.server(server, memo.clone(), sink);
        self.opener = opener;
        self.loaded.cancelled |= stopped;
        self.was_read(reads);
    }

    pub(super) fn was_read(&mut self, reads: Vec<LogRead>) {
        for LogRead { id, changed, read } in reads {
            let source = self.source(id);
            source.notes.extend(changed.map(Note::whole));
            match read {
                Ok(summary) => {
                    source.records = summary.rows;
                    source.notes.extend(summary.notes);
                    source.as_of = summary
                        .newest
                        .and_then(|t| jiff::Timestamp::from_millisecond(t).ok());
                }
                Err(error) => source.notes.push(Note::whole(note_of(&error))),
            }
        }
    }
}

/// The time of the first row: files are read in its order, whatever their names.
fn first_time(head: &[u8], encoding: Encoding) -> String {
    let is_time = |text: &[u8]| text.get(10) == Some(&b'T') && text.last() == Some(&b'Z');
    let first = |text: &[u8]| {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut lines = text
            .split(|&b| b == b'\n')
            .filter_map(|line| line.get(..24));
        let time = lines.find(|text| is_time(text))?;
        std::str::from_utf8(time).ok().map(str::to_owned)
    };
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => first(head),
        _ => first(decode::decode(head).text.as_bytes()),
    }
    .unwrap_or_default()
}

/// Names of servers by folder; two folders of one name get their parent's beside it.
fn server_names(logs: &[Log]) -> BTreeMap<PathBuf, String> {
    let logs = logs.iter().filter(|log| !log.is_said);
    let folders: BTreeMap<PathBuf, String> = logs.map(|l| l.server.clone()).collect();
    let shared = |name: &String| folders.values().filter(|n| *n == name).count() > 1;
    folders
        .iter()
        .map(|(folder, name)| {
            let parent = folder.parent().and_then(|p| p.file_name());
            let full = match parent.filter(|_| shared(name)) {
                Some(parent) => format!("{}/{name}", parent.to_string_lossy()),
                None => name.clone(),
            };
            (folder.clone(), full)
        })
        .collect()
}
