//! Logs that are read once, as they come: message tracking logs for the refusals in
//! them, SMTP receive logs and all others for what they are.

use std::io::{self, Read};

use super::{Load, Step};
use crate::evidence::decode::utf8_reader;
use crate::evidence::formats::other_log;
use crate::evidence::sniff::Guess;
use crate::evidence::{Encoding, Note, NoteKind, Side, SourceId, SourceKind, Unread};

impl Load<'_> {
    /// Reads such a log to its end; gives the bytes read.
    pub(super) fn other_log(
        &mut self,
        id: SourceId,
        guess: Guess,
        encoding: Encoding,
        input: impl Read,
    ) -> io::Result<u64> {
        if let Some(kind) = guess.source_kind() {
            self.source(id).kind = kind;
        }
        match encoding {
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary => {
                self.read_other_log(id, guess, input)
            }
            other => self.read_other_log(id, guess, utf8_reader(input, other)),
        }
    }

    fn read_other_log(&mut self, id: SourceId, guess: Guess, input: impl Read) -> io::Result<u64> {
        let mut read = 0;
        let mut tracking = std::mem::take(&mut self.tracking);
        let mut hook = |bytes| {
            read += bytes;
            let flow = (self.progress)(Step::Bytes(bytes));
            self.loaded.cancelled |= flow.is_break();
            flow
        };
        let (rows, newest) = match guess {
            Guess::TrackingLog => {
                let result = tracking.file(input, &mut hook);
                self.tracking = tracking;
                let summary = result?;
                self.source(id).notes.extend(summary.notes);
                let refused = summary.refused.into_iter().map(|refused| (id, refused));
                self.loaded.tracked.extend(refused);
                (summary.rows, summary.newest)
            }
            _ => {
                let result = other_log::count(input, &mut hook);
                self.tracking = tracking;
                let counted = result?;
                let what = match guess {
                    Guess::ReceiveLog => NoteKind::NotRead(Unread::ReceiveLog),
                    _ => NoteKind::OtherLog(counted.log_type.unwrap_or_default()),
                };
                self.note(id, Note::whole(what));
                (counted.rows, counted.newest)
            }
        };
        let source = self.source(id);
        if source.kind != SourceKind::Unrecognised {
            source.side = Some(Side::OnPremises);
        }
        source.records = rows;
        source.as_of = newest.and_then(|t| jiff::Timestamp::from_millisecond(t).ok());
        Ok(read)
    }
}
