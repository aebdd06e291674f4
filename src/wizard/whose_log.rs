//! Step 6: whose a newer log is that does not tell it, such as one that was pasted. Where
//! two servers had been refused, it proves nothing for either until that is known.

use std::collections::BTreeSet;

use super::{Analysis, Effect, Model, Unproven, VerifyRow, give, owns};
use crate::attribution::{is_relay_of_tenant, last_answers};
use crate::evidence::walk::{Input, natural};
use crate::facts::ServersTold;
use crate::facts::traffic::{Flow, PathKey};

/// Whose the logs of something are that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoseLog {
    /// Nothing has to be said: it is no log, its folder has the server's name, or there is
    /// one server alone.
    Plain,
    /// As it was said here.
    Said(String),
    /// As the servers' own addresses in it tell.
    ByAddress(Vec<String>),
    /// Nobody knows. Whether it can be said here; of a folder the folders in it tell.
    Unknown {
        /// It is one file or text.
        can_be_said: bool,
    },
}

/// What the older logs tell of servers. With one of them all newer logs are its own.
pub(super) fn servers_of(older: &Analysis) -> ServersTold {
    match ServersTold::of(&older.gathered.facts.traffic) {
        one if one.names.len() < 2 => ServersTold::default(),
        several => several,
    }
}

/// The servers of the older logs that sent to Exchange Online, those first that were
/// refused last.
fn servers(older: &Analysis) -> Vec<String> {
    let facts = &older.gathered.facts;
    let traffic = &facts.traffic;
    let name = |server: u32| traffic.servers.get(server as usize).cloned();
    let relay = |flow: &Flow, key: &PathKey| is_relay_of_tenant(facts, flow, key);
    let last = last_answers(facts, relay);
    let refused: BTreeSet<u32> = last
        .iter()
        .filter(|(_, last)| last.is_refused())
        .map(|((server, _), _)| *server)
        .collect();
    let all: BTreeSet<u32> = traffic.eop_paths().map(|(_, p)| p.key.server).collect();
    let mut names: Vec<(bool, String)> = all
        .into_iter()
        .filter_map(|server| Some((!refused.contains(&server), name(server)?)))
        .collect();
    names.sort_by_cached_key(|(accepted, name)| (*accepted, natural(name)));
    names.into_iter().map(|(_, name)| name).collect()
}

/// Under which name it is kept whose a log is: its path, or the name of the pasted text.
fn key_of(input: &Input) -> Option<String> {
    match input {
        Input::Path(path) => Some(path.to_string_lossy().into_owned()),
        Input::Memory { path, .. } => Some(path.clone()),
        Input::Without(_) | Input::Stdin | Input::Entry { .. } => None,
    }
}

impl Model {
    /// What tells whose newer logs are.
    pub(super) fn servers_told(&self) -> ServersTold {
        let older = self.analysis.as_deref();
        let told = older.map(servers_of).unwrap_or_default();
        let files = match told.names.is_empty() {
            true => std::collections::BTreeMap::new(),
            false => self.verify.servers.clone(),
        };
        ServersTold { files, ..told }
    }

    /// Whose the logs are of something newer; index into what was given in step 6.
    pub fn whose_log(&self, given: usize) -> WhoseLog {
        let (Some(newer), Some(given)) = (&self.verify.newer, self.verify.given.get(given)) else {
            return WhoseLog::Plain;
        };
        let said = key_of(&given.input).and_then(|key| self.verify.servers.get(&key));
        if let Some(server) = said {
            return WhoseLog::Said(server.clone());
        }
        let logs = newer.gathered.recognised.iter().filter_map(|(id, log)| {
            let file = newer.gathered.files.get(id.0 as usize)?;
            owns(&given.input, file).then_some((log, file))
        });
        let (mut servers, mut rest, mut single) = (BTreeSet::new(), false, true);
        for (log, file) in logs {
            servers.extend(log.servers.iter().cloned());
            rest |= log.rest;
            single &= super::input_of(file) == given.input;
        }
        match (rest && self.lacks_a_server(), servers.is_empty()) {
            (true, _) => WhoseLog::Unknown {
                can_be_said: single,
            },
            (false, false) => WhoseLog::ByAddress(servers.into_iter().collect()),
            (false, true) => WhoseLog::Plain,
        }
    }

    /// Whether a server is not proven: only then it matters whose a log is.
    pub fn lacks_a_server(&self) -> bool {
        let progress = self.verify.progress.iter();
        let mut unproven = progress.flat_map(|p| &p.unproven);
        unproven.any(|u| matches!(u, Unproven::Server(_)))
    }

    /// What was given in step 6 of which nobody knows whose logs these are, as it is shown;
    /// where a server is not proven, which may be its.
    pub fn unproven_for_want_of_a_server(&self) -> Option<Vec<&str>> {
        let given = self.verify.given.iter().enumerate();
        let unknown = given.filter(|(n, _)| matches!(self.whose_log(*n), WhoseLog::Unknown { .. }));
        let unknown: Vec<&str> = unknown.map(|(_, given)| given.shown.as_str()).collect();
        (!unknown.is_empty()).then_some(unknown)
    }

    /// Whether it can be said whose log something is.
    pub fn can_say_whose_log(&self, given: usize) -> bool {
        match self.whose_log(given) {
            WhoseLog::Said(_) => true,
            WhoseLog::Unknown { can_be_said } => can_be_said,
            WhoseLog::Plain | WhoseLog::ByAddress(_) => false,
        }
    }

    /// Whether the row under the cursor waits for it to be said whose log it is.
    pub fn asks_whose_log(&self) -> bool {
        let rows = self.verify_rows();
        match rows.get(self.verify.selection.row) {
            Some(VerifyRow::Given(given)) => matches!(
                self.whose_log(*given),
                WhoseLog::Unknown { can_be_said: true }
            ),
            _ => false,
        }
    }
}

/// Says that what was given is the next server's log; after the last one, that nobody knows.
pub(super) fn say_next(model: &mut Model, given: usize) -> Vec<Effect> {
    let can_be_said = model.can_say_whose_log(given);
    let key = model.verify.given.get(given).and_then(|g| key_of(&g.input));
    let (Some(key), Some(older), true) = (key, model.analysis.clone(), can_be_said) else {
        return Vec::new();
    };
    let servers = servers(&older);
    let next = match model.verify.servers.remove(&key) {
        Some(said) => servers.iter().skip_while(|s| **s != said).nth(1),
        None => servers.first(),
    };
    if let Some(next) = next {
        model.verify.servers.insert(key, next.clone());
    }
    give::changed(model, true)
}

/// What was said of what is not given any more is forgotten: another text may get its name.
pub(super) fn forget_gone(model: &mut Model) {
    let given: BTreeSet<String> = model
        .verify
        .given
        .iter()
        .filter_map(|g| key_of(&g.input))
        .collect();
    model.verify.servers.retain(|key, _| given.contains(key));
}
