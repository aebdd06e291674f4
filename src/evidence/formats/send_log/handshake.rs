//! STARTTLS and the certificate of one session: what `*` rows tell.
//!
//! The peer's certificate has the same rows as ours. Whose a row is, only the
//! heading before it tells, so a block stays whose it is until the next heading
//! or until the handshake is over (formats.md section 1, points 1 and 2).

use std::sync::Arc;

use super::address::bounded;
use super::certificate::{Block, Certificates, Part};
use super::line::Row;
use super::place::Place;
use super::written::Spare;
use super::{LoggedCertificate, Quoted, SentCertificate};

/// Longest name of a TLS error kept, in characters.
const MAX_ERROR: usize = 200;

/// Whose certificate the rows to come describe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Whose {
    /// No heading yet, or the handshake is over.
    #[default]
    Nobody,
    Ours,
    Peers,
}

/// The line of a row, which is quoted where it is proof.
pub(super) struct Quoting<'a> {
    pub(super) place: &'a Place<'a>,
    pub(super) spare: &'a mut Spare,
}

impl Quoting<'_> {
    fn quote_into(&mut self, line: &mut Option<Quoted>) {
        self.place.quote_into(line, self.spare);
    }
}

/// What a `*` row is about, as its context alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Info {
    /// `Sending certificate`, a heading or all of it in one row.
    Sending,
    /// The heading of the peer's certificate.
    Peers,
    /// A row of a certificate, ours or the peer's.
    Part(Part),
    /// `TLS protocol .. negotiation succeeded`.
    Succeeded,
    /// `TLS negotiation failed with error X`.
    Failed,
    /// `sending message with ..`.
    Message,
    /// Something else.
    Other,
}

impl Info {
    /// By the context, without blanks around it.
    pub(super) fn of(context: &[u8]) -> Self {
        let is = |prefix| starts_with(context, prefix);
        match context.first() {
            Some(b's') if context.starts_with(b"sending message") => Self::Message,
            Some(b'S' | b's') if is(b"Sending certificate") => Self::Sending,
            Some(b'R' | b'r') if is(b"Received certificate") || is(b"Remote certificate") => {
                Self::Peers
            }
            Some(b'C' | b'c' | b'A' | b'a') => Part::of(context).map_or(Self::Other, Self::Part),
            Some(b'T' | b't') if is(FAILED) => Self::Failed,
            Some(b'T' | b't') if is(b"TLS protocol ") && says_succeeded(context) => Self::Succeeded,
            _ => Self::Other,
        }
    }
}

/// What a TLS error stands behind.
const FAILED: &[u8] = b"TLS negotiation failed with error ";

fn error(context: &[u8]) -> String {
    let error = context.get(FAILED.len()..).unwrap_or_default();
    let error = String::from_utf8_lossy(error);
    let error = error.trim().trim_end_matches('.');
    bounded(error, MAX_ERROR).to_owned()
}

/// What a `*` row said about the handshake.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing of it.
    Nothing,
    /// A row of a certificate, ours or the peer's.
    Certificate,
    /// `TLS protocol .. negotiation succeeded`.
    Succeeded,
    /// `TLS negotiation failed with error X`: X.
    Failed(String),
}

/// The certificate rows of one session so far.
#[derive(Debug, Default)]
#[repr(C)]
pub(super) struct Handshake {
    whose: Whose,
    /// A heading or rows of ours came, but not in a form that can be read.
    unreadable: bool,
    block: Block,
    sent: Option<Arc<LoggedCertificate>>,
    /// The line of the thumbprint, the single row, or else the heading.
    line: Option<Quoted>,
}

impl Handshake {
    /// Makes it ready for another session.
    pub(super) fn clear(&mut self, spare: &mut Spare) {
        let Self {
            whose,
            block,
            unreadable,
            sent,
            line,
        } = self;
        *whose = Whose::Nobody;
        block.clear();
        *unreadable = false;
        *sent = None;
        if let Some(line) = line.take() {
            spare.keep_line(line);
        }
    }

    /// Takes a `*` row of that kind. Its line is quoted where it is proof.
    pub(super) fn info(
        &mut self,
        info: Info,
        row: &Row<'_>,
        known: &mut Certificates,
        quoting: &mut Quoting<'_>,
    ) -> Told {
        match info {
            Info::Sending => self.sending(row, known, quoting),
            Info::Peers => {
                self.close(known);
                self.whose = Whose::Peers;
            }
            Info::Part(part) => self.part(part, row, known, quoting),
            Info::Failed => {
                // What was sent was sent before the outcome; the peer's may follow.
                self.over(known);
                return Told::Failed(error(row.context().raw()));
            }
            Info::Succeeded => {
                self.over(known);
                return Told::Succeeded;
            }
            Info::Message | Info::Other => return Told::Nothing,
        }
        Told::Certificate
    }

    fn sending(&mut self, row: &Row<'_>, known: &mut Certificates, quoting: &mut Quoting<'_>) {
        self.close(known);
        let data = row.data().bytes();
        if data.trim_ascii().is_empty() {
            self.whose = Whose::Ours;
            // Until a row follows, only the heading is known.
            self.unreadable = true;
            if self.sent.is_none() {
                quoting.quote_into(&mut self.line);
            }
            return;
        }
        self.whose = Whose::Nobody;
        match known.single_row(&data) {
            Some(certificate) => {
                self.sent = Some(certificate);
                quoting.quote_into(&mut self.line);
            }
            None => self.unreadable = true,
        }
    }

    fn part(
        &mut self,
        part: Part,
        row: &Row<'_>,
        known: &mut Certificates,
        quoting: &mut Quoting<'_>,
    ) {
        match self.whose {
            Whose::Ours => {
                if self.block.is_empty() {
                    known.lend(&mut self.block);
                }
                let added = self.block.add(part, &row.data().bytes());
                if added && part == Part::Thumbprint {
                    quoting.quote_into(&mut self.line);
                }
            }
            // Its heading is not in the log: it may be either side's.
            Whose::Nobody => self.unreadable |= self.sent.is_none(),
            Whose::Peers => {}
        }
    }

    /// The handshake is over: no row of ours follows without a new heading.
    pub(super) fn over(&mut self, known: &mut Certificates) {
        if self.whose == Whose::Ours {
            self.close(known);
        }
    }

    fn close(&mut self, known: &mut Certificates) {
        if self.whose == Whose::Ours && !self.block.is_empty() {
            self.sent = known.block(&mut self.block);
            self.unreadable = false;
        }
        self.block.clear();
        self.whose = Whose::Nobody;
    }

    /// Whether any certificate row of ours was seen, readable or not.
    pub(super) fn any(&self) -> bool {
        self.sent.is_some() || self.unreadable || self.whose != Whose::Nobody
    }

    /// The certificate and its line at the session's end; `sure` when the log
    /// holds all in which it could have stood.
    pub(super) fn settle(
        &mut self,
        known: &mut Certificates,
        sure: bool,
    ) -> (SentCertificate, Option<Quoted>) {
        self.close(known);
        match self.sent.take() {
            Some(certificate) => (SentCertificate::Sent(certificate), self.line.take()),
            None if sure && !self.unreadable => (SentCertificate::NotSent, None),
            None => (SentCertificate::Unknown, None),
        }
    }
}

#[inline(always)]
fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    let Some(text) = text.get(..prefix.len()) else {
        return false;
    };
    // What is something else mostly ends otherwise, and Exchange writes it as it is here.
    let ends = text.last().zip(prefix.last());
    ends.is_some_and(|(end, wanted)| end.eq_ignore_ascii_case(wanted))
        && (text == prefix || text.eq_ignore_ascii_case(prefix))
}

/// `TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using ..`
fn says_succeeded(context: &[u8]) -> bool {
    const SAYS: &[u8] = b"negotiation succeeded ";
    // What follows the protocol's name, where one word is.
    let mut three = context.splitn(4, |&b| b == b' ').skip(3);
    if three.next().is_some_and(|rest| rest.starts_with(SAYS)) {
        return true;
    }
    let mut words = context.split(|&b| b == b' ');
    words.any(|word| word == b"negotiation") && words.next() == Some(b"succeeded")
}
