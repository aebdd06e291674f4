//! Files of each kind, rewritten as the same kind.

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};

use base64::Engine as _;

use super::{Redactor, certificate, message};
use crate::evidence::Rewrite;
use crate::evidence::decode::{SNIFF_LEN, decode, sniff_encoding, utf8_reader};
use crate::evidence::loader::MAX_WHOLE;
use crate::evidence::sniff::{Guess, sniff};

/// What became of a file in a redacted copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Rewritten.
    Rewritten,
    /// Left out: nothing of it can be rewritten.
    LeftOut,
}

/// Whether a file of that kind can be rewritten.
pub(super) fn kept(guess: Guess) -> Kept {
    match guess {
        // A key stands in it, or its bytes are nobody's text.
        Guess::Pkcs12
        | Guess::Pkcs7
        | Guess::Archive
        | Guess::OutlookMsg
        | Guess::Binary
        | Guess::Unrecognised => Kept::LeftOut,
        _ => Kept::Rewritten,
    }
}

impl Rewrite for Redactor {
    /// UTF-8 whatever the bytes were.
    fn bytes<'r>(&'r self, bytes: &'r mut dyn Read) -> io::Result<Box<dyn Read + 'r>> {
        let mut head = Vec::new();
        (&mut *bytes)
            .take(SNIFF_LEN as u64)
            .read_to_end(&mut head)?;
        let guess = sniff(&head);
        match guess {
            // Its files come one by one.
            Guess::Archive => Ok(Box::new(Cursor::new(head).chain(bytes))),
            Guess::SendLog | Guess::ReceiveLog | Guess::TrackingLog | Guess::OtherExchangeLog => {
                let encoding = sniff_encoding(&head);
                let whole = Cursor::new(head).chain(bytes);
                Ok(Box::new(Rows {
                    redactor: self,
                    lines: Box::new(BufReader::new(utf8_reader(whole, encoding))),
                    shown: Cursor::default(),
                    subject: None,
                }))
            }
            _ => {
                bytes.take(MAX_WHOLE).read_to_end(&mut head)?;
                Ok(Box::new(Cursor::new(self.whole(guess, &head))))
            }
        }
    }

    fn name(&self, shown: &str) -> String {
        self.path(shown)
    }
}

impl Redactor {
    /// Writes a file's redacted copy, unless nothing of it can be rewritten.
    ///
    /// # Errors
    /// What reading or writing says.
    pub fn copy(&self, from: &mut dyn Read, to: &mut dyn Write) -> io::Result<Kept> {
        let mut head = Vec::new();
        (&mut *from).take(SNIFF_LEN as u64).read_to_end(&mut head)?;
        let kept = kept(sniff(&head));
        if kept == Kept::Rewritten {
            let mut whole = Cursor::new(head).chain(from);
            io::copy(&mut *self.bytes(&mut whole)?, to)?;
        }
        Ok(kept)
    }

    /// A file that is read whole.
    fn whole(&self, guess: Guess, bytes: &[u8]) -> Vec<u8> {
        if kept(guess) == Kept::LeftOut {
            return Vec::new();
        }
        match guess {
            Guess::Certificate => self.certificates(bytes),
            Guess::Message => message::rewrite(self, bytes).into_bytes(),
            _ => self.text(&decode(bytes).text).into_bytes(),
        }
    }

    fn certificates(&self, bytes: &[u8]) -> Vec<u8> {
        if let Some(copy) = self.with(|state| certificate::der(state, bytes)) {
            return copy;
        }
        let text = decode(bytes).text;
        match text.contains("-----BEGIN ") {
            true => self.armoured(&text).into_bytes(),
            false => {
                let joined: String = text.split_ascii_whitespace().collect();
                self.text(&joined).into_bytes()
            }
        }
    }

    /// PEM: certificates rewritten, keys left out, what stands around as text.
    fn armoured(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("-----BEGIN ") {
            out.push_str(&self.text(before));
            let Some((label, after)) = after.split_once("-----") else {
                return out;
            };
            let Some((body, after)) = after.split_once("-----END ") else {
                return out;
            };
            let after = after.split_once("-----").map_or("", |(_, after)| after);
            let body: String = body.split_ascii_whitespace().collect();
            let engine = base64::engine::general_purpose::STANDARD;
            let copy = match label.ends_with("CERTIFICATE") {
                true => engine.decode(&body).ok(),
                false => None,
            };
            let copy = copy.and_then(|der| self.with(|state| certificate::der(state, &der)));
            if let Some(copy) = copy {
                out.push_str("-----BEGIN CERTIFICATE-----\n");
                let coded = engine.encode(copy);
                for line in coded.as_bytes().chunks(64) {
                    out.extend(line.iter().map(|b| *b as char));
                    out.push('\n');
                }
                out.push_str("-----END CERTIFICATE-----");
            }
            rest = after;
        }
        out.push_str(&self.text(rest));
        out
    }
}

/// Rows of a log, rewritten one by one.
struct Rows<'r> {
    redactor: &'r Redactor,
    lines: Box<dyn BufRead + 'r>,
    /// What is rewritten and not yet taken.
    shown: Cursor<Vec<u8>>,
    /// The column of `message-subject`, which a tracking log has.
    subject: Option<usize>,
}

impl Rows<'_> {
    /// A row without the subject of a message: that is nobody's business.
    fn without_subject(&mut self, row: &str) -> String {
        if let Some(fields) = row.strip_prefix("#Fields:") {
            let mut names = fields.split(',').map(str::trim);
            self.subject = names.position(|name| name == "message-subject");
        }
        let Some(subject) = self.subject.filter(|_| !row.starts_with('#')) else {
            return row.to_owned();
        };
        let mut cells = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(row.as_bytes());
        let Some(Ok(cells)) = cells.records().next() else {
            return String::new();
        };
        let kept = cells.iter().enumerate();
        let kept = kept.map(|(nth, cell)| if nth == subject { "" } else { cell });
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _ = writer.write_record(kept);
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A row longer than this is cut there: no row of a log is.
const MAX_ROW: u64 = 1024 * 1024;

impl Read for Rows<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.shown.read(buffer)? {
                0 if !buffer.is_empty() => {}
                read => return Ok(read),
            }
            let mut row = Vec::new();
            if self
                .lines
                .by_ref()
                .take(MAX_ROW)
                .read_until(b'\n', &mut row)?
                == 0
            {
                return Ok(0);
            }
            let text = String::from_utf8_lossy(&row);
            let text = self.without_subject(&text);
            self.shown = Cursor::new(self.redactor.log_row(&text).into_bytes());
        }
    }
}
