//! What was refused and was not seen accepted since: servers, and classes of sender of a
//! server. Own senders that are accepted again prove nothing for `<>` and foreign ones
//! (domain.md section 2), and one server nothing for another.

use std::collections::{BTreeMap, BTreeSet};

use crate::attribution::{
    LastAnswer, SenderClass, is_relay_of_tenant, last_answers, sender_class, sender_view,
};
use crate::diagnosis::Code;
use crate::facts::Facts;
use crate::facts::traffic::{Flow, Path, PathKey};

/// Something that was refused last and was not seen accepted since.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unproven {
    /// A server of which the newer log holds nothing.
    Server(String),
    /// A class of sender on a server: the server, and the class.
    Class(String, SenderClass),
}

impl Unproven {
    /// The server, raw, and the class of sender unless it is all of them.
    pub fn parts(&self) -> (&str, Option<SenderClass>) {
        match self {
            Self::Server(server) => (server, None),
            Self::Class(server, class) => (server, Some(*class)),
        }
    }

    /// Whether a cause that is not seen any more could be seen of it.
    pub(super) fn may_show(&self, cause: Code) -> bool {
        /// Findings about senders.
        const SENDERS: std::ops::Range<u16> = 300..400;
        match self {
            Self::Server(_) => true,
            Self::Class(..) => SENDERS.contains(&cause.0),
        }
    }
}

/// The last answers by server and class of sender.
type Answers = BTreeMap<(String, SenderClass), LastAnswer>;

fn answers(facts: &Facts) -> Answers {
    let traffic = &facts.traffic;
    let relay = |flow: &Flow, key: &PathKey| is_relay_of_tenant(facts, flow, key);
    let mut answers = Answers::new();
    for ((server, sender), last) in last_answers(facts, relay) {
        let class = sender_class(&facts.tenant, &sender_view(traffic, sender));
        let key = (super::named(&traffic.servers, server), class);
        let known = answers.entry(key).or_default();
        *known = known.with(last);
    }
    answers
}

fn servers(facts: &Facts) -> BTreeSet<String> {
    let traffic = &facts.traffic;
    let server = |path: &Path| super::named(&traffic.servers, path.key.server);
    traffic.eop_paths().map(|(_, path)| server(path)).collect()
}

/// What is not proven by the newer log of what the older one or itself shows refused.
pub(super) fn of(old: &Facts, newer: &Facts) -> Vec<Unproven> {
    let (before, now) = (answers(old), answers(newer));
    let (known, seen) = (servers(old), servers(newer));
    // Where there is one server, its logs may lie in any folder.
    let only = match (known.len(), seen.first()) {
        (1, Some(name)) if seen.len() == 1 => Some(name),
        _ => None,
    };
    let refused = before.iter().filter(|(_, last)| last.is_refused());
    let mut unproven = BTreeSet::new();
    for (server, class) in refused.map(|(key, _)| key) {
        let name = only.unwrap_or(server);
        if !seen.contains(name) {
            unproven.insert(Unproven::Server(server.clone()));
            continue;
        }
        let last = now.get(&(name.clone(), *class));
        if last.is_none_or(|last| last.accepted.is_none()) {
            unproven.insert(Unproven::Class(name.clone(), *class));
        }
    }
    let still = now.into_iter().filter(|(_, last)| last.is_refused());
    unproven.extend(still.map(|((server, class), _)| Unproven::Class(server, class)));
    // Without any session nothing has to be named: there is no newer log.
    match seen.is_empty() {
        true => Vec::new(),
        false => unproven.into_iter().collect(),
    }
}
