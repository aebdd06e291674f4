//! What was complained of: replies in logs and bounces.

use super::Domain;
use crate::evidence::Location;
use crate::evidence::reply::ReplyKind;

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
    /// Whether a bounce (not only a log) says it.
    pub in_bounce: bool,
    /// The server that wrote a bounce, when Microsoft's own.
    pub reported_by_microsoft: Option<String>,
}
