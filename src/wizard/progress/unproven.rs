//! What was refused and was not seen accepted since: servers, and classes of sender of a
//! server. Own senders that are accepted again prove nothing for `<>` and foreign ones
//! (domain.md section 2), and one server nothing for another.

use std::collections::BTreeSet;

use crate::attribution::{SenderClass, last_answers_by_class};
use crate::diagnosis::Code;
use crate::facts::Facts;
use crate::facts::traffic::Path;

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

/// Who was refused last, as the older evidence tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusedBefore {
    /// Servers, raw, with the class of sender.
    pub refused: BTreeSet<(String, SenderClass)>,
    /// All servers with sessions to Exchange Online Protection.
    pub servers: BTreeSet<String>,
}

impl RefusedBefore {
    /// By the older log.
    pub fn of(facts: &Facts) -> Self {
        let answers = last_answers_by_class(facts).into_iter();
        let refused = answers.filter(|(_, last)| last.is_refused());
        Self {
            refused: refused.map(|(key, _)| key).collect(),
            servers: servers(facts),
        }
    }
}

fn servers(facts: &Facts) -> BTreeSet<String> {
    let traffic = &facts.traffic;
    let server = |path: &Path| super::named(&traffic.servers, path.key.server);
    traffic.eop_paths().map(|(_, path)| server(path)).collect()
}

/// What is not proven by the newer log of what was refused before or is refused in it.
pub fn unproven(before: &RefusedBefore, newer: &Facts) -> Vec<Unproven> {
    let now = last_answers_by_class(newer);
    let seen = servers(newer);
    // Where there is one server, its logs may lie in any folder.
    let only = match (before.servers.len(), seen.first()) {
        (1, Some(name)) if seen.len() == 1 => Some(name),
        _ => None,
    };
    let mut unproven = BTreeSet::new();
    for (server, class) in &before.refused {
        let name = only.unwrap_or(server);
        if !seen.contains(name) {
            unproven.insert(Unproven::Server(server.clone()));
            continue;
        }
        // Whose they were was not known: whoever is accepted stands for them.
        let is_theirs = |of: &SenderClass| of == class || *class == SenderClass::Unknown;
        let mut of_server = now.iter().filter(|((s, of), _)| s == name && is_theirs(of));
        if !of_server.any(|(_, last)| last.accepted.is_some()) {
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
