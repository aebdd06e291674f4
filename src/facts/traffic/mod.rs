//! What the send logs show, folded into distinct things while they stream by:
//! memory grows with servers, connectors, certificates, addresses and domains,
//! never with the size of the logs (invariant 6).

mod fold;
mod over_time;
mod own_address;

use std::net::IpAddr;
use std::sync::Arc;

pub use fold::Fold;
pub use over_time::{Bucket, OverTime, Series};
pub use own_address::OwnAddresses;

use super::{Domain, Symptom};
use crate::evidence::Location;
use crate::evidence::formats::send_log::{LoggedCertificate, Peer};

/// The rule by which Exchange Online judged relay on a day (domain.md section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// Before 2017-07-05: condition A was not enforced (KB3169958).
    BeforeOrganization,
    /// Until 2023-11-01: the From header (P2) could satisfy condition A too.
    HeaderFromCounts,
    /// Since 2023-11-01.
    Current,
}

impl Era {
    /// 2017-07-05T00:00:00Z in milliseconds.
    const ORGANIZATION: i64 = 1_499_212_800_000;
    /// 2023-11-01T00:00:00Z in milliseconds.
    const NO_HEADER_FROM: i64 = 1_698_796_800_000;

    /// The rule in force at a time (milliseconds since the epoch).
    pub fn at(millis: i64) -> Self {
        match millis {
            t if t < Self::ORGANIZATION => Self::BeforeOrganization,
            t if t < Self::NO_HEADER_FROM => Self::HeaderFromCounts,
            _ => Self::Current,
        }
    }
}

/// The certificate of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateUse {
    /// Index into [`Traffic::certificates`].
    Sent(u32),
    /// None was sent.
    NotSent,
    /// The log does not tell.
    Unknown,
}

/// A way mail takes: sessions that agree in all of this are one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathKey {
    /// Index into [`Traffic::servers`].
    pub server: u32,
    /// Index into [`Traffic::connectors`].
    pub connector: u32,
    /// The certificate sent.
    pub certificate: CertificateUse,
    /// The address that the peer saw.
    pub address: Option<IpAddr>,
    /// Who answered.
    pub peer: Peer,
}

/// How often, when last, and one place that shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// How often.
    pub count: u64,
    /// First time, milliseconds since the epoch.
    pub first: Option<i64>,
    /// Last time, milliseconds since the epoch.
    pub last: Option<i64>,
    /// The first place, as proof.
    pub proof: Option<Location>,
}

impl Tally {
    fn add(&mut self, time: i64, proof: impl FnOnce() -> Option<Location>) {
        self.count += 1;
        self.first = Some(self.first.map_or(time, |t| t.min(time)));
        self.last = Some(self.last.map_or(time, |t| t.max(time)));
        if self.proof.is_none() {
            self.proof = proof();
        }
    }
}

/// What is counted of a path's sessions.
#[derive(Debug, Clone)]
pub struct Path {
    /// Which sessions these are.
    pub key: PathKey,
    /// All sessions, of whatever outcome.
    pub sessions: u64,
    /// Sessions in which a reply was 5.7.64 or ATTR36.
    pub refused: Tally,
    /// Sessions in which a recipient was accepted.
    pub accepted: Tally,
    /// Sessions with a MAIL FROM.
    pub with_mail: Tally,
    /// Start of the first session, milliseconds since the epoch.
    pub first: i64,
    /// Start of the last session.
    pub last: i64,
    /// Under changed values: the certificate is judged as of then, milliseconds
    /// since the epoch, since it was not sent in these sessions.
    pub assumed_at: Option<i64>,
    /// The line that shows the certificate.
    pub certificate_line: Option<Location>,
    /// The line that shows the address: `Hello [..]`.
    pub address_line: Option<Location>,
    /// Sessions whose EHLO reply lacks STARTTLS.
    pub starttls_not_offered: Tally,
    /// Sessions with mail where STARTTLS was offered and not used.
    pub starttls_ignored: Tally,
    /// `TLS negotiation failed with error ..`, by error.
    pub tls_failed: Vec<(String, Tally)>,
    /// Sessions whose TLS negotiation succeeded.
    pub tls_succeeded: Tally,
    /// `454 4.7.5`, raised by Exchange itself.
    pub certificate_missing: Tally,
    /// `5.7.711`.
    pub restricted: Tally,
    /// Hosts that greeted, a few of them.
    pub greeting_hosts: Vec<String>,
}

impl Path {
    /// As of when its certificate is judged, milliseconds since the epoch.
    pub fn judged_at(&self) -> i64 {
        self.assumed_at.unwrap_or(self.last)
    }
}

/// The envelope sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sender {
    /// `<>`.
    Null,
    /// Index into [`Traffic::domains`].
    Domain(u32),
    /// An address whose domain could not be read, or pooled (see [`Traffic::pooled_domains`]).
    Other,
}

/// The recipients' domain: index into [`Traffic::domains`], or not told apart.
pub type RecipientDomain = Option<u32>;

/// Messages of one path, rule, sender and recipient domain.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Index into [`Traffic::paths`].
    pub path: u32,
    /// The rule of the day.
    pub era: Era,
    /// The envelope sender.
    pub sender: Sender,
    /// The recipients' domain.
    pub recipient: RecipientDomain,
    /// Messages all of whose recipients are in this domain.
    pub messages: u64,
    /// Recipients accepted.
    pub accepted: Tally,
    /// Recipients refused with 5.7.64 or ATTR36.
    pub refused: Tally,
    /// Recipients refused with 5.7.51 or 5.7.68.
    pub inbound_refused: Tally,
    /// Recipients refused for another reason.
    pub refused_otherwise: u64,
}

/// Messages with recipients in several domains, so that none is counted twice.
#[derive(Debug, Clone)]
pub struct MixedMessages {
    /// Index into [`Traffic::paths`].
    pub path: u32,
    /// The rule of the day.
    pub era: Era,
    /// The envelope sender.
    pub sender: Sender,
    /// The domains.
    pub recipients: Vec<RecipientDomain>,
    /// How many such messages.
    pub messages: u64,
}

/// Messages of one path and sender, whatever the recipients.
#[derive(Debug, Clone)]
pub struct SenderCount {
    /// Index into [`Traffic::paths`].
    pub path: u32,
    /// The envelope sender.
    pub sender: Sender,
    /// MAIL FROM commands.
    pub messages: u64,
    /// Of these, messages in which a reply was 5.7.64 or ATTR36.
    pub refused: u64,
}

/// Everything that the logs show.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    /// Folders of logs.
    pub servers: Vec<String>,
    /// The servers' own addresses.
    pub own_addresses: OwnAddresses,
    /// Send connectors by name.
    pub connectors: Vec<String>,
    /// Distinct certificates sent.
    pub certificates: Vec<Arc<LoggedCertificate>>,
    /// Domains of senders and recipients.
    pub domains: Vec<Domain>,
    /// Ways that mail takes.
    pub paths: Vec<Path>,
    /// Mail by sender and recipient domain.
    pub flows: Vec<Flow>,
    /// Messages to several domains at once.
    pub mixed: Vec<MixedMessages>,
    /// Mail by sender.
    pub senders: Vec<SenderCount>,
    /// Answers of Exchange Online over time.
    pub over_time: Vec<OverTime>,
    /// Refusals by kind.
    pub symptoms: Vec<Symptom>,
    /// Domains that were pooled because there are too many distinct ones.
    pub pooled_domains: u64,
    /// Time of the newest row, milliseconds since the epoch.
    pub newest: Option<i64>,
}

impl Traffic {
    /// The domain of an index.
    pub fn domain(&self, index: u32) -> Option<&Domain> {
        self.domains.get(index as usize)
    }

    /// The path of an index.
    pub fn path(&self, index: u32) -> Option<&Path> {
        self.paths.get(index as usize)
    }

    /// The flows of each path, by its index: with many certificates there are many of both.
    pub fn flows_by_path(&self) -> Vec<Vec<&Flow>> {
        let mut by_path = vec![Vec::new(); self.paths.len()];
        for flow in &self.flows {
            if let Some(flows) = by_path.get_mut(flow.path as usize) {
                flows.push(flow);
            }
        }
        by_path
    }

    /// Sessions of whatever peer and outcome.
    pub fn sessions(&self) -> u64 {
        self.paths.iter().map(|p| p.sessions).sum()
    }

    /// Paths whose peer is Exchange Online Protection.
    pub fn eop_paths(&self) -> impl Iterator<Item = (u32, &Path)> {
        (0u32..)
            .zip(&self.paths)
            .filter(|(_, p)| p.key.peer == Peer::Eop)
    }

    /// Whether the path's peer is Exchange Online Protection.
    pub fn is_eop(&self, path: u32) -> bool {
        self.path(path).is_some_and(|p| p.key.peer == Peer::Eop)
    }
}
