//! What is kept of the rows that told one kind of refusal.

use super::row::Row;
use crate::evidence::excerpt;
use crate::evidence::formats::bounce::BounceReply;
use crate::evidence::reply::ReplyKind;

/// Places that are remembered.
const MAX_PLACES: usize = 8;
/// Domains and servers that are remembered, each.
const MAX_NAMES: usize = 64;

/// One kind of refusal in one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it is.
    pub kind: ReplyKind,
    /// The reply as it was first seen.
    pub reply: String,
    /// Recipients it was said for.
    pub count: u64,
    /// The first time, in milliseconds since the epoch.
    pub first: i64,
    /// The last time, in milliseconds since the epoch.
    pub last: i64,
    /// Some of the lines, from 1, with what stands there.
    pub places: Vec<(u64, String)>,
    /// Domains of recipients, in lower case (bounded).
    pub recipients: Vec<String>,
    /// Domains of senders, in lower case; empty for `<>` (bounded).
    pub senders: Vec<String>,
    /// Servers that got it (bounded).
    pub servers: Vec<String>,
}

impl Refused {
    pub(super) fn new(kind: ReplyKind, reply: &str) -> Self {
        Self {
            kind,
            reply: reply.to_owned(),
            count: 0,
            first: i64::MAX,
            last: i64::MIN,
            places: Vec::new(),
            recipients: Vec::new(),
            senders: Vec::new(),
            servers: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, time: i64, line: u64, text: &str, row: &Row, reply: &BounceReply) {
        self.count += 1;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        let told = self.places.last().is_some_and(|(known, _)| *known == line);
        if self.places.len() < MAX_PLACES && !told {
            self.places.push((line, excerpt(text).to_owned()));
        }
        keep(
            &mut self.recipients,
            reply.recipient.as_deref().and_then(domain),
        );
        keep(&mut self.senders, row.sender().and_then(domain));
        keep(&mut self.servers, row.server().map(str::to_owned));
    }
}

fn keep(list: &mut Vec<String>, item: Option<String>) {
    if let Some(item) = item
        && list.len() < MAX_NAMES
        && !list.contains(&item)
    {
        list.push(item);
    }
}

/// What follows the last `@`; empty for the null sender.
fn domain(address: &str) -> Option<String> {
    if address.is_empty() {
        return Some(String::new());
    }
    let (_, domain) = address.rsplit_once('@')?;
    // No domain is longer.
    (!domain.is_empty() && domain.len() <= 255).then(|| domain.to_ascii_lowercase())
}
