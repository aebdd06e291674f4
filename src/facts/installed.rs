//! On which server a certificate is installed: each source server chooses from its own
//! store (domain.md section 4), so that a listing of another one proves nothing for it.
//! What is known are the server that a listing names (`Identity`, `Server`), the folder
//! that it lies in, and SourceTransportServers; a folder need not be called as its server.

use super::{Certificate, ExchangeState, Facts, is_same_server};

/// Whether a certificate is installed on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnServer {
    /// Listed on others only, or not at all.
    No,
    /// Listed, and on which server is not known.
    Perhaps,
    /// Listed there.
    Yes,
}

impl Facts {
    /// Whether a certificate is installed on a server of the logs; wherever it is listed,
    /// where nobody asks of one.
    pub fn on_server(&self, certificate: &Certificate, server: Option<&str>) -> OnServer {
        let Some(folder) = server else {
            return OnServer::Yes;
        };
        let called = self.called(folder);
        if certificate.installed.is_empty() {
            // A log may have seen it: not there where the server's own listing lacks it.
            let listed = self.listed_servers();
            let lacks = |name| listed.iter().any(|n| is_same_server(n, name));
            return match called.is_some_and(lacks) {
                true => OnServer::No,
                false => OnServer::Perhaps,
            };
        }
        let there = |state: &ExchangeState| {
            let listed_on = state.server.as_deref();
            listed_on.is_some_and(|on| {
                is_same_server(on, folder) || called.is_some_and(|name| is_same_server(on, name))
            })
        };
        let unnamed = certificate.installed.iter().any(|s| s.server.is_none());
        let one_server = self.most_servers() < 2;
        match (certificate.installed.iter().any(there), called) {
            (true, Some(_)) => OnServer::Yes,
            (true, None) if one_server => OnServer::Yes,
            (false, _) if unnamed && one_server => OnServer::Yes,
            (false, Some(_)) if !unnamed => OnServer::No,
            (true, None) | (false, _) => OnServer::Perhaps,
        }
    }

    /// Whether a certificate may be installed on a server.
    pub fn may_be_installed_on(&self, certificate: &Certificate, server: Option<&str>) -> bool {
        self.on_server(certificate, server) != OnServer::No
    }

    /// What the listings say of a certificate on a server; what all say, where a
    /// listing does not tell whose it is or the names do not meet.
    pub fn states<'f>(
        &'f self,
        certificate: &'f Certificate,
        server: Option<&'f str>,
    ) -> impl Iterator<Item = &'f ExchangeState> + use<'f> {
        let called = server.and_then(|server| self.called(server));
        let states = certificate.installed.iter();
        states.filter(move |state| match (server, called) {
            (Some(folder), Some(name)) => state.may_be_of(name) || state.may_be_of(folder),
            _ => true,
        })
    }

    /// The source servers of all Send connectors, each once.
    pub fn source_servers(&self) -> Vec<&str> {
        let connectors = self.send_connectors.iter().flatten();
        let all = connectors.flat_map(|c| c.source_transport_servers.items());
        distinct(all.map(String::as_str))
    }

    /// The servers that listings of certificates are known to be of, each once.
    pub fn listed_servers(&self) -> Vec<&str> {
        let states = self.certificates.installed().flat_map(|c| &c.installed);
        distinct(states.filter_map(|state| state.server.as_deref()))
    }

    /// How many servers the evidence tells of at least.
    fn most_servers(&self) -> usize {
        let logged = self.traffic.servers.len();
        let listed = self.listed_servers().len();
        logged.max(listed).max(self.source_servers().len())
    }

    /// The name of a server of the logs; `None` where its folder need not be called as it is.
    pub fn called<'f>(&'f self, folder: &'f str) -> Option<&'f str> {
        let is_it = |names: &[&str]| names.iter().any(|n| is_same_server(n, folder));
        let sources = self.source_servers();
        match (sources.as_slice(), self.traffic.servers.as_slice()) {
            ([], _) => {
                let listed = self.listed_servers();
                let mut logged = self.traffic.servers.iter();
                let meet = logged.any(|s| listed.iter().any(|n| is_same_server(n, s)));
                meet.then_some(folder)
            }
            (sources, _) if is_it(sources) => Some(folder),
            // All mail is one server's, and so are all logs.
            ([only], [_]) => Some(only),
            _ => None,
        }
    }

    /// Gives listings that name no server the one of their folder, where a log or a Send
    /// connector knows a server by that name.
    pub(super) fn place_listings(&mut self) {
        let mut known: Vec<String> = self.traffic.servers.clone();
        known.extend(self.source_servers().into_iter().map(str::to_owned));
        known.extend(self.listed_servers().into_iter().map(str::to_owned));
        for state in self.certificates.states_mut() {
            let folder = state.folder.take();
            let named = folder.filter(|f| known.iter().any(|n| is_same_server(n, f)));
            state.server = state.server.take().or(named);
        }
    }
}

fn distinct<'n>(all: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut names: Vec<&str> = Vec::new();
    for name in all {
        if !names.iter().any(|n| is_same_server(n, name)) {
            names.push(name);
        }
    }
    names
}
