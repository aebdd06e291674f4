//! What was complained of: replies in logs and bounces.

use super::{Domain, SenderView};
use crate::evidence::Location;
use crate::evidence::formats::bounce::MailSystem;
use crate::evidence::reply::ReplyKind;

/// A mail system other than Exchange whose relay was refused, by its bounce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingSystem {
    /// Which.
    pub system: MailSystem,
    /// Its host, where the bounce names it.
    pub host: Option<String>,
}

/// A kind of refusal with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symptom {
    /// What it is.
    pub kind: ReplyKind,
    /// The reply as it was first seen.
    pub reply: String,
    /// Replies in logs plus bounces.
    pub count: u64,
    /// Milliseconds since the epoch.
    pub first_seen: Option<i64>,
    /// Milliseconds since the epoch.
    pub last_seen: Option<i64>,
    /// Some of the places.
    pub locations: Vec<Location>,
    /// Domains of the recipients it was said for, where they are known (bounded).
    pub recipients: Vec<Domain>,
    /// Senders it was said of, where bounces and tracking logs tell them (bounded).
    pub senders: Vec<SenderView>,
    /// Servers that got it, where tracking logs tell them (bounded).
    pub servers: Vec<String>,
    /// Whether some of its times are those of a server whose zone is not known.
    pub local_time: bool,
    /// Whether a bounce (not only a log) says it.
    pub in_bounce: bool,
    /// The server that wrote a bounce, when Microsoft's own.
    pub reported_by_microsoft: Option<String>,
}

impl Symptom {
    /// A kind of refusal that has not been counted yet.
    pub fn new(kind: ReplyKind, reply: &str) -> Self {
        Self {
            kind,
            reply: reply.to_owned(),
            count: 0,
            first_seen: None,
            last_seen: None,
            locations: Vec::new(),
            recipients: Vec::new(),
            senders: Vec::new(),
            servers: Vec::new(),
            local_time: false,
            in_bounce: false,
            reported_by_microsoft: None,
        }
    }

    /// Widens the time it was seen in (milliseconds since the epoch).
    pub fn seen_at(&mut self, time: i64) {
        self.first_seen = Some(self.first_seen.map_or(time, |t| t.min(time)));
        self.last_seen = Some(self.last_seen.map_or(time, |t| t.max(time)));
    }
}
