//! Send logs: read as a stream, one reader a server, in the order of time.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::{Load, Step};
use crate::evidence::archive::note_of;
use crate::evidence::decode::{self, utf8_reader};
use crate::evidence::formats::send_log::{CertificateMemo, Reader, SessionSink};
use crate::evidence::walk::{Found, Origin, natural, server_of};
use crate::evidence::{Encoding, Note, Side, SourceId, SourceKind};

/// A log that waits for its turn.
pub(super) struct Log {
    id: SourceId,
    origin: Origin,
    size: u64,
    /// A hash of its beginning.
    head: u64,
    encoding: Encoding,
    server: (PathBuf, String),
    first_time: String,
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
            head: hash(head),
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
    pub(super) fn read_logs(&mut self, sink: &mut dyn SessionSink) {
        let logs = std::mem::take(&mut self.logs);
        let mut logs = self.without_copies(logs);
        let names = server_names(&logs);
        logs.sort_by_cached_key(|log| {
            let path = &self.loaded.sources[log.id.0 as usize].path;
            (log.server.0.clone(), log.first_time.clone(), natural(path))
        });
        let memo = CertificateMemo::default();
        let mut reader: Option<(PathBuf, Reader)> = None;
        for log in logs {
            if self.loaded.cancelled {
                break;
            }
            if reader
                .as_ref()
                .is_none_or(|(folder, _)| *folder != log.server.0)
            {
                if let Some((_, mut done)) = reader.take() {
                    done.finish(sink);
                }
                let name = names
                    .get(&log.server.0)
                    .map_or(log.server.1.as_str(), String::as_str);
                let new = Reader::with_memo(name, memo.clone()).with_threads(self.threads.count());
                reader = Some((log.server.0.clone(), new));
            }
            if let Some((folder, reader)) = &mut reader {
                self.source(log.id).server = names.get(folder).cloned();
                self.read_log(&log, reader, sink);
            }
        }
        if let Some((_, mut done)) = reader {
            done.finish(sink);
        }
    }

    fn read_log(&mut self, log: &Log, reader: &mut Reader, sink: &mut dyn SessionSink) {
        let mut told = 0;
        let read = self.rewritten(&log.origin, |load, input| {
            let mut cancelled = load.loaded.cancelled;
            let progress = &mut *load.progress;
            let mut hook = |bytes| {
                told += bytes;
                let flow = progress(Step::Bytes(bytes));
                cancelled |= flow.is_break();
                flow
            };
            let read = match log.encoding {
                // The reader takes UTF-8 as it is and copes with what is not.
                Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary => {
                    reader.file(log.id, input, sink, &mut hook)
                }
                other => reader.file(log.id, utf8_reader(input, other), sink, &mut hook),
            };
            load.loaded.cancelled = cancelled;
            read
        });
        self.step(Step::Bytes(log.size.saturating_sub(told)));
        let changed = self.opener.changed.take();
        let source = self.source(log.id);
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

/// For comparing within this run only.
fn hash(parts: impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
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
