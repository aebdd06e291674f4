//! What is known of servers from elsewhere, for logs that do not tell whose they are:
//! a text that was pasted, a file beside others.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::traffic::Traffic;
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{Session, SessionSink};

/// Whose logs may be whose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServersTold {
    /// Servers that are known: their names need nothing more.
    pub names: BTreeSet<String>,
    /// Whose an address is, of those that one server alone has.
    pub addresses: BTreeMap<IpAddr, String>,
    /// Whose a file or a pasted text is, as a person said: by its path.
    pub files: BTreeMap<String, String>,
}

impl ServersTold {
    /// As logs show it.
    pub fn of(traffic: &Traffic) -> Self {
        let name = |server: u32| traffic.servers.get(server as usize).cloned();
        let own = traffic.own_addresses.certain();
        Self {
            names: traffic.servers.iter().cloned().collect(),
            addresses: own.filter_map(|(a, s)| Some((a, name(s)?))).collect(),
            files: BTreeMap::new(),
        }
    }
}

/// Whose the sessions of a log were found to be that does not tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognised {
    /// Servers, by their addresses.
    pub servers: BTreeSet<String>,
    /// There are sessions of which it cannot be told.
    pub rest: bool,
}

/// Logs that do not tell whose they are.
pub type RecognisedLogs = BTreeMap<SourceId, Recognised>;

/// Hands sessions on under the names of the servers whose addresses they have.
pub(super) struct Recognising<'s> {
    pub(super) told: &'s ServersTold,
    pub(super) logs: RecognisedLogs,
    pub(super) sink: &'s mut dyn SessionSink,
}

impl SessionSink for Recognising<'_> {
    fn session(&mut self, server: &str, session: &Session) {
        if self.told.names.is_empty() || self.told.names.contains(server) {
            return self.sink.session(server, session);
        }
        let found = session.local.and_then(|a| self.told.addresses.get(&a));
        if let Some(first) = session.first {
            let log = self.logs.entry(first.source).or_default();
            log.rest |= found.is_none();
            log.servers.extend(found.cloned());
        }
        self.sink
            .session(found.map_or(server, String::as_str), session);
    }
}
