//! Send logs: read as a stream, one reader a server, in the order of time; several
//! servers at once where that is asked for.

use std::collections::{BTreeMap, VecDeque};
use std::hash::BuildHasher;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

use foldhash::fast::FixedState;

use super::open::{Opener, PIECE};
use super::sessions::{Apart, Part, Sessions};
use super::{Load, Step};
use crate::evidence::archive::note_of;
use crate::evidence::decode::{self, utf8_reader};
use crate::evidence::formats::send_log::{CertificateMemo, FileSummary, Reader, SessionSink};
use crate::evidence::walk::{Found, Origin, natural, server_of};
use crate::evidence::{Encoding, Note, NoteKind, Rewrite, Side, SourceId, SourceKind};

/// What threads may tell before it is taken.
const WAITING: usize = 8;

/// A log that waits for its turn.
pub(super) struct Log {
    id: SourceId,
    origin: Origin,
    size: u64,
    /// A hash of its beginning: those that differ in it are not the same.
    head: u64,
    encoding: Encoding,
    server: (PathBuf, String),
    first_time: String,
}

impl Log {
    fn read(
        &self,
        input: &mut dyn Read,
        reader: &mut Reader,
        sink: &mut dyn SessionSink,
        hook: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> io::Result<FileSummary> {
        match self.encoding {
            // The reader takes UTF-8 as it is and copes with what is not.
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary => {
                reader.file(self.id, input, sink, hook)
            }
            other => reader.file(self.id, utf8_reader(input, other), sink, hook),
        }
    }
}

impl Load<'_> {
    pub(super) fn log(&mut self, id: SourceId, file: &Found, head: &[u8], encoding: Encoding) {
        let (folder, name) = server_of(&file.origin);
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
            first_time: first_time(head, encoding),
        });
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
        let alone = self.rewrite.is_some() || self.threads.count().min(servers.len()) < 2;
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

    fn server(&mut self, server: &Server, memo: &CertificateMemo, sink: &mut dyn SessionSink) {
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

    /// Reads several servers at once; what is found does not depend on that.
    fn at_once(&mut self, servers: Vec<Server>, apart: &mut dyn Apart) {
        let workers = self.threads.count().min(servers.len());
        let memo = CertificateMemo::default();
        let stop = AtomicBool::new(false);
        let parts = servers.into_iter().map(|server| (server, apart.part()));
        let waiting = Mutex::new(parts.enumerate().collect::<VecDeque<_>>());
        let work = |tell: SyncSender<Told>| {
            while let Some((nth, (server, mut part))) = next(&waiting, &stop) {
                let mut untold = 0;
                let hands = Reading {
                    opener: &mut Opener::default(),
                    rewrite: None,
                    told: &mut |bytes| {
                        untold += bytes;
                        // Who takes what is told is woken for it.
                        let gone = untold >= PIECE && {
                            let told = Told::Bytes(std::mem::take(&mut untold));
                            tell.send(told).is_err()
                        };
                        match gone || stop.load(Ordering::Relaxed) {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        }
                    },
                };
                let (reads, _) = hands.server(&server, memo.clone(), &mut *part);
                let done = Told::Server(nth, untold, part, reads);
                if tell.send(done).is_err() {
                    return;
                }
            }
        };
        std::thread::scope(|scope| {
            let (tell, told) = sync_channel(WAITING);
            for _ in 1..workers {
                let tell = tell.clone();
                // Where the system has no more threads, those that there are do the work.
                let _ = Builder::new().spawn_scoped(scope, || work(tell));
            }
            if Builder::new().spawn_scoped(scope, || work(tell)).is_err() {
                stop.store(true, Ordering::Relaxed);
            }
            self.take(told, &stop, apart);
        });
        // None could be had at all.
        let left = waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (_, (server, mut part)) in left {
            self.server(&server, &memo, &mut *part);
            apart.join(part);
        }
    }

    /// Takes what the threads tell, the servers in their order.
    fn take(&mut self, told: Receiver<Told>, stop: &AtomicBool, apart: &mut dyn Apart) {
        let mut done = BTreeMap::new();
        let mut expected = 0;
        for told in told {
            match told {
                Told::Bytes(bytes) => self.step(Step::Bytes(bytes)),
                Told::Server(nth, bytes, part, reads) => {
                    self.step(Step::Bytes(bytes));
                    done.insert(nth, (part, reads));
                }
            }
            stop.fetch_or(self.loaded.cancelled, Ordering::Relaxed);
            while let Some((part, reads)) = done.remove(&expected) {
                apart.join(part);
                self.was_read(reads);
                expected += 1;
            }
        }
    }

    fn was_read(&mut self, reads: Vec<LogRead>) {
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

/// The next server, unless reading was stopped.
fn next<T>(waiting: &Mutex<VecDeque<T>>, stop: &AtomicBool) -> Option<T> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.pop_front()
}

/// The logs of one server.
struct Server {
    folder: PathBuf,
    name: String,
    logs: Vec<Log>,
}

/// What reading a log came to.
struct LogRead {
    id: SourceId,
    changed: Option<NoteKind>,
    read: io::Result<FileSummary>,
}

/// What a thread that reads tells.
enum Told {
    /// So many bytes were read.
    Bytes(u64),
    /// The server of that place was, and so many bytes more.
    Server(usize, u64, Box<dyn Part>, Vec<LogRead>),
}

/// What reading the logs of a server needs.
struct Reading<'r> {
    opener: &'r mut Opener,
    rewrite: Option<&'r dyn Rewrite>,
    /// Told of bytes; may stop the reading.
    told: &'r mut dyn FnMut(u64) -> ControlFlow<()>,
}

impl Reading<'_> {
    /// Reads them all, and tells whether that was stopped.
    fn server(
        mut self,
        server: &Server,
        memo: CertificateMemo,
        sink: &mut dyn SessionSink,
    ) -> (Vec<LogRead>, bool) {
        let mut reader = Reader::with_memo(&server.name, memo);
        let mut reads = Vec::with_capacity(server.logs.len());
        let mut stopped = false;
        for log in &server.logs {
            let (read, stop) = self.log(log, &mut reader, sink);
            reads.push(LogRead {
                id: log.id,
                changed: self.opener.changed.take(),
                read,
            });
            stopped |= stop;
            if stopped {
                break;
            }
        }
        reader.finish(sink);
        (reads, stopped)
    }

    fn log(
        &mut self,
        log: &Log,
        reader: &mut Reader,
        sink: &mut dyn SessionSink,
    ) -> (io::Result<FileSummary>, bool) {
        let mut bytes = 0;
        let mut stopped = false;
        let mut hook = |count| {
            bytes += count;
            let flow = (self.told)(count);
            stopped |= flow.is_break();
            flow
        };
        let read = self.opener.beginning(&log.origin, &mut || hook(0));
        let read = read.and_then(|()| {
            let rewrite = self.rewrite;
            self.opener.read(&log.origin, |input| match rewrite {
                Some(rewrite) => log.read(&mut *rewrite.bytes(input)?, reader, sink, &mut hook),
                None => log.read(input, reader, sink, &mut hook),
            })
        });
        let rest = (self.told)(log.size.saturating_sub(bytes));
        (read, stopped || rest.is_break())
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
    let folders: BTreeMap<PathBuf, String> = logs.iter().map(|l| l.server.clone()).collect();
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
