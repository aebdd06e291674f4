//! The SMTP send protocol log (formats.md, section 1): lines to sessions.
//!
//! A record is one line, so a damaged line never spreads. Sessions are settled
//! and handed to a [`SessionSink`] as they end; memory holds only open ones.

mod address;
mod blocks;
mod certificate;
mod dialogue;
mod endpoints;
mod file;
mod find;
mod handshake;
mod keys;
mod lately;
mod line;
mod mix;
mod names;
mod open;
mod peer;
mod place;
mod plain;
mod reader;
mod repeated;
mod reply;
mod rows;
mod sniff;
mod table;
mod tails;
#[cfg(test)]
mod tests;
mod transcript;
mod written;

use std::net::IpAddr;
use std::sync::Arc;

use super::{clock as time, lines};
use crate::evidence::{Note, SourceId};

pub use certificate::CertificateMemo;
pub use file::Growing;
pub use lines::MAX_LINE;
pub use names::{NameSplit, split_subject_issuer};
pub(crate) use peer::EOP_DOMAINS;
pub use reader::Reader;
pub use sniff::{LogKind, looks_like_send_log};
pub use transcript::{Direction, Folded, Transcript, Turn, session_of};
pub use written::Written;

/// Whether a host is one in which Exchange Online Protection greets.
pub(crate) fn is_exchange_online(host: &str) -> bool {
    peer::of_host(host.as_bytes()) == Peer::Eop
}

/// A line of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineRef {
    /// The file.
    pub source: SourceId,
    /// The line, from 1.
    pub line: u64,
}

/// A line together with its text, kept only where the text is proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Where.
    pub at: LineRef,
    /// The line as it stands there, cut as all excerpts are.
    pub text: Written,
}

/// A certificate as the log writes it: one distinct certificate is parsed once
/// and shared by all sessions that sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LoggedCertificate {
    /// Upper-case hex, 40 digits; empty if the row was lost.
    pub thumbprint: String,
    /// Distinguished name as written.
    pub subject: Option<String>,
    /// Distinguished name as written.
    pub issuer: Option<String>,
    /// Hex as written, upper-cased.
    pub serial: Option<String>,
    /// Seconds since the epoch.
    pub not_before: Option<i64>,
    /// Seconds since the epoch.
    pub not_after: Option<i64>,
    /// Subject alternate names; `None` when the log does not say (the row is absent).
    pub alternate_names: Option<Vec<String>>,
    /// "Subject Issuer" as the single row joins them, when they could be split
    /// elsewhere as well (or nowhere): a certificate file with this thumbprint
    /// settles it. `None` when `subject` and `issuer` are sure.
    pub joined_names: Option<String>,
}

/// Which certificate a session sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SentCertificate {
    /// This one.
    Sent(Arc<LoggedCertificate>),
    /// The session's beginning is in the log and no certificate was sent.
    NotSent,
    /// The beginning is not in the log, or the rows are too damaged to tell.
    #[default]
    Unknown,
}

/// Who answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// Exchange Online Protection, by its greeting or by a reply only it gives.
    Eop,
    /// Another system, by its greeting.
    Other,
    /// Nothing in the log tells.
    #[default]
    Unknown,
}

/// What became of a recipient.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// RCPT answered 2xx and the message not refused afterwards.
    Accepted,
    /// 5.7.64 or ATTR36, at RCPT or at DATA/BDAT.
    RefusedAttribution,
    /// 5.7.51 or 5.7.68.
    RefusedInboundAttribution,
    /// Refused for another reason, for good or for now.
    RefusedOtherwise,
    /// No reply in the log.
    #[default]
    Unanswered,
}

/// One RCPT TO.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// The address as written, without angle brackets.
    pub address: Written,
    /// The line of the command.
    pub line: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// The line of the reply that decided (0 when unanswered).
    pub reply_line: u64,
}

/// One MAIL FROM with what followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The address as written without angle brackets; empty for `<>`.
    pub mail_from: Written,
    /// The line of the command.
    pub line: u64,
    /// Milliseconds since the epoch.
    pub time: i64,
    /// From "sending message with RecordId .. and InternetMessageId <..>", without brackets.
    pub message_id: Option<Written>,
    /// Its recipients in order.
    pub recipients: Vec<Recipient>,
}

/// A refusal (4xx or 5xx) that EOP or another peer gave, or that Exchange raised itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Milliseconds since the epoch.
    pub time: i64,
    /// The reply text (unquoted).
    pub text: String,
    /// What it is.
    pub kind: crate::evidence::reply::ReplyKind,
    /// Its line.
    pub line: Quoted,
    /// Index into [`Session::messages`] and its recipients, where it belongs to one.
    pub recipient: Option<(usize, Option<usize>)>,
}

/// How STARTTLS went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tls {
    /// Whether the EHLO reply listed STARTTLS; `None` when no EHLO reply is in the log.
    pub offered: Option<bool>,
    /// Whether STARTTLS was sent.
    pub started: bool,
    /// `TLS protocol .. negotiation succeeded`.
    pub succeeded: bool,
    /// `TLS negotiation failed with error X`: X and its line.
    pub failed: Option<(String, Quoted)>,
    /// The EHLO reply, kept when STARTTLS is missing from it.
    pub ehlo_reply: Option<Quoted>,
}

/// A settled session. What each row of it changes comes first and side by side: while many
/// sessions are open, every place that is touched is one that has left the cache.
#[derive(Debug, Clone, Default, PartialEq)]
#[repr(C)]
pub struct Session {
    /// Last row of the session, by time then file order.
    pub last: Option<LineRef>,
    /// Time of the last row, milliseconds since the epoch.
    pub ended: i64,
    /// Time of the first row, milliseconds since the epoch.
    pub started: i64,
    /// The messages in order.
    pub messages: Vec<Message>,
    /// First row of the session, by time then file order.
    pub first: Option<LineRef>,
    /// Every 4xx and 5xx, and locally raised `454 4.7.5`.
    pub refusals: Vec<Refusal>,
    /// Whether the beginning (the `+` row, or the peer's 220 greeting) is in the log.
    pub has_beginning: bool,
    /// Whether the `-` row was seen.
    pub closed: bool,
    /// Who answered.
    pub peer: Peer,
    /// The server's own address (without port).
    pub local: Option<IpAddr>,
    /// The remote address (without port).
    pub remote: Option<IpAddr>,
    /// The session-id as written.
    pub id: Written,
    /// The Send connector's name as written (unquoted).
    pub connector: Arc<str>,
    /// The host in the peer's greeting.
    pub greeting_host: Option<Written>,
    /// The client address as the peer saw it: `Hello [..]`, with the line of the reply.
    pub seen_address: Option<(IpAddr, Quoted)>,
    /// STARTTLS.
    pub tls: Tls,
    /// The certificate that Exchange sent.
    pub certificate: SentCertificate,
    /// The line of the certificate's thumbprint (or its single row).
    pub certificate_line: Option<Quoted>,
}

/// Takes settled sessions.
pub trait SessionSink {
    /// A session has ended, or its log has. `server` is the folder of the logs.
    fn session(&mut self, server: &str, session: &Session);
}

/// What reading one file gave besides the sessions.
#[derive(Debug, Clone, Default)]
pub struct FileSummary {
    /// Rows taken (lines that are records).
    pub rows: u64,
    /// Damaged lines and other things noticed.
    pub notes: Vec<Note>,
    /// Time of the newest row, milliseconds since the epoch.
    pub newest: Option<i64>,
}
