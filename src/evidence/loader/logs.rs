//! Send logs: read as a stream, one reader a server, in the order of time.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::PathBuf;

use super::open::open;
use super::{Load, MAX_WHOLE, Step};
use crate::evidence::decode::{self, utf8_reader};
use crate::evidence::formats::send_log::{CertificateMemo, Reader, SessionSink};
use crate::evidence::walk::{Found, Origin, natural, server_of};
use crate::evidence::{Encoding, Note, NoteKind, Side, SourceId, SourceKind};

/// A log that waits for its turn.
pub(super) struct Log {
    id: SourceId,
    origin: Origin,
    /// What was read of standard input, which cannot be opened again.
    kept: Vec<u8>,
    encoding: Encoding,
    server: (PathBuf, String),
    first_time: String,
}

impl Load<'_, '_> {
    pub(super) fn log(
        &mut self,
        id: SourceId,
        file: &Found,
        input: Box<dyn Read>,
        head: Vec<u8>,
        encoding: Encoding,
    ) -> io::Result<()> {
        let server = match &file.origin {
            Origin::Path(path) => server_of(path),
            Origin::Memory(path, _) => server_of(std::path::Path::new(path)),
            Origin::Stdin => (PathBuf::new(), "-".to_owned()),
        };
        let source = self.source(id);
        source.kind = SourceKind::SmtpSendLog;
        source.side = Some(Side::OnPremises);
        source.server = Some(server.1.clone());
        let first_time = first_time(&decode::decode(&head).text);
        // A file is opened again when its turn comes; standard input cannot be.
        let mut kept = Vec::new();
        if file.origin == Origin::Stdin {
            kept = head;
            input.take(MAX_WHOLE).read_to_end(&mut kept)?;
        }
        self.logs.push(Log {
            id,
            origin: file.origin.clone(),
            kept,
            encoding,
            server,
            first_time,
        });
        Ok(())
    }

    /// Reads the logs: one reader a server, its files in the order of time.
    pub(super) fn read_logs(&mut self, sink: &mut dyn SessionSink) {
        let mut logs = std::mem::take(&mut self.logs);
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
                reader = Some((log.server.0.clone(), Reader::with_memo(name, memo.clone())));
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
        let opened = match log.origin {
            Origin::Stdin => Ok(Box::new(log.kept.as_slice()) as Box<dyn Read>),
            _ => open(&log.origin),
        };
        let input = match opened {
            Ok(input) => input,
            Err(error) => {
                self.note(log.id, Note::whole(NoteKind::Unreadable(error.to_string())));
                return;
            }
        };
        let mut cancelled = self.loaded.cancelled;
        let progress = &mut *self.progress;
        let mut hook = |bytes| {
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
        self.loaded.cancelled = cancelled;
        let source = self.source(log.id);
        match read {
            Ok(summary) => {
                source.records = summary.rows;
                source.notes.extend(summary.notes);
                source.as_of = summary
                    .newest
                    .and_then(|t| jiff::Timestamp::from_millisecond(t).ok());
            }
            Err(error) => source
                .notes
                .push(Note::whole(NoteKind::Unreadable(error.to_string()))),
        }
    }
}

/// The time of the first row: files are read in its order, whatever their names.
fn first_time(head: &str) -> String {
    let is_time =
        |text: &&str| text.len() == 24 && text.as_bytes()[10] == b'T' && text.ends_with('Z');
    let lines = head.lines().filter_map(|line| line.get(..24));
    lines
        .filter(is_time)
        .map(str::to_owned)
        .next()
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
