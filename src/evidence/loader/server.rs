//! The logs of one server, read by one reader in the order of time.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::logs::Log;
use super::open::Opener;
use crate::evidence::decode::utf8_reader;
use crate::evidence::formats::send_log::{CertificateMemo, FileSummary, Reader, SessionSink};
use crate::evidence::{Encoding, NoteKind, Rewrite, SourceId};

/// The logs of one server.
pub(super) struct Server {
    pub(super) folder: PathBuf,
    pub(super) name: String,
    pub(super) logs: Vec<Log>,
}

/// What reading a log came to.
pub(super) struct LogRead {
    pub(super) id: SourceId,
    pub(super) changed: Option<NoteKind>,
    pub(super) read: io::Result<FileSummary>,
}

/// What reading the logs of a server needs.
pub(super) struct Reading<'r> {
    pub(super) opener: &'r mut Opener,
    pub(super) rewrite: Option<&'r dyn Rewrite>,
    /// Told of bytes; may stop the reading.
    pub(super) told: &'r mut dyn FnMut(u64) -> ControlFlow<()>,
}

impl Reading<'_> {
    /// Reads them all, and tells whether that was stopped.
    pub(super) fn server(
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
