//! What Exchange Online answered last, by server and envelope sender.

use std::collections::BTreeMap;

use super::{SenderClass, is_relay_of_tenant, sender_class, sender_view};
use crate::facts::Facts;
use crate::facts::traffic::{Flow, PathKey, Sender};

/// The last answers to one sender by one server, milliseconds since the epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastAnswer {
    /// The last refusal with 5.7.64 or ATTR36.
    pub refused: Option<i64>,
    /// The last acceptance that counts.
    pub accepted: Option<i64>,
}

impl LastAnswer {
    /// Whether the last one was a refusal.
    pub fn is_refused(self) -> bool {
        self.refused.is_some() && self.refused >= self.accepted
    }

    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self {
            refused: self.refused.max(other.refused),
            accepted: self.accepted.max(other.accepted),
        }
    }
}

/// The last answers of Exchange Online Protection by server (index into
/// [`crate::facts::traffic::Traffic::servers`]) and sender; `counts` tells which
/// acceptances count.
pub fn last_answers(
    facts: &Facts,
    counts: impl Fn(&Flow, &PathKey) -> bool,
) -> BTreeMap<(u32, Sender), LastAnswer> {
    let traffic = &facts.traffic;
    let mut answers: BTreeMap<_, LastAnswer> = BTreeMap::new();
    for flow in traffic.flows.iter().filter(|f| traffic.is_eop(f.path)) {
        let Some(path) = traffic.path(flow.path) else {
            continue;
        };
        let accepted = flow.accepted.last.filter(|_| counts(flow, &path.key));
        let last = answers.entry((path.key.server, flow.sender)).or_default();
        *last = last.with(LastAnswer {
            refused: flow.refused.last,
            accepted,
        });
    }
    answers
}

/// The last answers to relay by the server's name and the class of sender.
pub fn last_answers_by_class(facts: &Facts) -> BTreeMap<(String, SenderClass), LastAnswer> {
    let traffic = &facts.traffic;
    let relay = |flow: &Flow, key: &PathKey| is_relay_of_tenant(facts, flow, key);
    let mut answers: BTreeMap<_, LastAnswer> = BTreeMap::new();
    for ((server, sender), last) in last_answers(facts, relay) {
        let class = sender_class(&facts.tenant, &sender_view(traffic, sender));
        let server = traffic.servers.get(server as usize);
        let key = (server.cloned().unwrap_or_default(), class);
        let known = answers.entry(key).or_default();
        *known = known.with(last);
    }
    answers
}
