//! All sessions of the logs, so small that millions fit: what they have in common
//! stands once, and a session holds its numbers.

use std::net::IpAddr;
use std::sync::Arc;

use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{LineRef, LoggedCertificate};
use crate::facts::Domain;

/// No number: not known, or not among those that are told apart.
pub(super) const NONE: u32 = u32::MAX;
/// In place of a certificate: none was sent.
pub(super) const NOT_SENT: u32 = u32::MAX - 1;
/// In place of a sender's domain: `<>`.
pub(super) const NULL_SENDER: u32 = u32::MAX - 1;

/// What became of a session; one may be several of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionOutcome {
    /// 5.7.64 or ATTR36.
    Refused,
    /// 5.7.51 or 5.7.68.
    InboundRefused,
    /// Refused for another reason.
    RefusedOtherwise,
    /// TLS failed, or Exchange found no certificate (454 4.7.5).
    Failed,
    /// A recipient was accepted.
    Accepted,
    /// No certificate was sent.
    NoCertificate,
    /// A recipient without any answer in the log.
    Unanswered,
    /// No MAIL FROM.
    NoMail,
}

impl SessionOutcome {
    /// All, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Refused,
        Self::InboundRefused,
        Self::RefusedOtherwise,
        Self::Failed,
        Self::Accepted,
        Self::NoCertificate,
        Self::Unanswered,
        Self::NoMail,
    ];

    pub(super) fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// One session: at most 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRow {
    /// Time of the first row, milliseconds since the epoch.
    pub started: i64,
    pub(super) first: (u32, u32),
    pub(super) last: (u32, u32),
    pub(super) decisive: (u32, u32),
    pub(super) certificate: u32,
    pub(super) address: u32,
    pub(super) sender: u32,
    pub(super) recipient: u32,
    pub(super) server: u16,
    pub(super) connector: u16,
    pub(super) outcomes: u16,
    /// Messages, as far as 65535.
    pub messages: u16,
}

const _: () = assert!(size_of::<SessionRow>() <= 64);

impl SessionRow {
    /// The first row's file and line.
    pub fn first(&self) -> LineRef {
        line(self.first)
    }

    /// The last row's file and line.
    pub fn last(&self) -> LineRef {
        line(self.last)
    }

    /// The reply that decided, where one did.
    pub fn decisive(&self) -> Option<LineRef> {
        (self.decisive.1 > 0).then(|| line(self.decisive))
    }

    /// Whether this became of it.
    pub fn is(&self, outcome: SessionOutcome) -> bool {
        self.outcomes & outcome.bit() != 0
    }

    /// The gravest of what became of it.
    pub fn outcome(&self) -> Option<SessionOutcome> {
        SessionOutcome::ALL.into_iter().find(|o| self.is(*o))
    }
}

fn line((source, line): (u32, u32)) -> LineRef {
    LineRef {
        source: SourceId(source),
        line: u64::from(line),
    }
}

/// The sessions of a reading, in the order of time.
#[derive(Debug, Clone, Default)]
pub struct SessionIndex {
    /// The sessions.
    pub rows: Vec<SessionRow>,
    /// Folders of logs.
    pub servers: Vec<String>,
    /// Send connectors.
    pub connectors: Vec<String>,
    /// Certificates that were sent.
    pub certificates: Vec<Arc<LoggedCertificate>>,
    /// Addresses that Exchange Online saw.
    pub addresses: Vec<IpAddr>,
    /// Domains of senders and recipients.
    pub domains: Vec<Domain>,
    /// Sessions beyond those listed.
    pub left_out: u64,
    /// What became of any of them.
    pub(super) outcomes: u16,
}

/// The certificate of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionCertificate<'i> {
    /// This one.
    Sent(&'i LoggedCertificate),
    /// None was sent.
    NotSent,
    /// The log does not tell.
    Unknown,
}

impl SessionIndex {
    /// Whether this became of any session.
    pub fn has(&self, outcome: SessionOutcome) -> bool {
        self.outcomes & outcome.bit() != 0
    }

    /// The name of a session's server.
    pub fn server(&self, row: &SessionRow) -> &str {
        let name = self.servers.get(usize::from(row.server));
        name.map_or("", String::as_str)
    }

    /// The name of its Send connector.
    pub fn connector(&self, row: &SessionRow) -> &str {
        let name = self.connectors.get(usize::from(row.connector));
        name.map_or("", String::as_str)
    }

    /// Its certificate.
    pub fn certificate(&self, row: &SessionRow) -> SessionCertificate<'_> {
        match (
            row.certificate,
            self.certificates.get(row.certificate as usize),
        ) {
            (_, Some(certificate)) => SessionCertificate::Sent(certificate),
            (NOT_SENT, None) => SessionCertificate::NotSent,
            _ => SessionCertificate::Unknown,
        }
    }

    /// The address that Exchange Online saw.
    pub fn address(&self, row: &SessionRow) -> Option<IpAddr> {
        self.addresses.get(row.address as usize).copied()
    }

    /// Whether the first sender is `<>`.
    pub fn is_from_nobody(&self, row: &SessionRow) -> bool {
        row.sender == NULL_SENDER
    }

    /// The domain of the first sender.
    pub fn sender(&self, row: &SessionRow) -> Option<&Domain> {
        self.domains.get(row.sender as usize)
    }

    /// The domain of the first recipient.
    pub fn recipient(&self, row: &SessionRow) -> Option<&Domain> {
        self.domains.get(row.recipient as usize)
    }
}
