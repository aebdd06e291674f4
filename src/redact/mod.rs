//! Evidence without what tells whose it is: names, addresses, domains, thumbprints
//! and serial numbers are replaced, each by the same everywhere, so that equal stays
//! equal, a wildcard stays above its hosts, and the copy still diagnoses the same.
//!
//! Evidence is rewritten before it is read, not reports afterwards: whatever is made
//! of it (text, JSON, HTML, a bundle for support) holds nothing of the original.

mod address;
mod certificate;
mod files;
mod key;
mod message;
mod names;
mod place;
mod scan;

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::facts::Facts;
use crate::facts::{CertificateName, Domain, SenderView};
use key::Key;
use names::Names;

pub use files::Kept;
pub use place::shown_place;

/// What was replaced so far, and by what.
#[derive(Debug)]
struct State {
    names: Names,
    key: Key,
}

/// Replaces names, the same way throughout.
#[derive(Debug)]
pub struct Redactor(Mutex<State>);

impl Redactor {
    /// Knows the names of this incident; the facts are those of the original.
    pub fn of(facts: &Facts) -> Self {
        // Everything that was read is the secret: see `key`.
        let key = Key::of(format!("{facts:?}").as_bytes());
        let mut names = Names::default();
        for domain in own_domains(facts) {
            learn_domain(&mut names, domain);
        }
        for server in servers(facts) {
            for label in server.split('.').take(1) {
                names.learn_word(label);
            }
        }
        let state = State { names, key };
        let redactor = Self(Mutex::new(state));
        for name in free_names(facts) {
            redactor.learn_name(&name);
        }
        redactor
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        // A panic elsewhere leaves the tables whole.
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut state)
    }

    /// A text of any kind.
    pub fn text(&self, text: &str) -> String {
        self.with(|state| scan::text(state, text))
    }

    /// A row of a send log: its session-id says nothing of anybody and must stay, or
    /// memory would grow with the sessions.
    pub fn log_row(&self, row: &str) -> String {
        match session_id(row) {
            Some((from, to)) => format!(
                "{}{}{}",
                self.text(&row[..from]),
                &row[from..to],
                self.text(&row[to..])
            ),
            None if row.trim_start().starts_with('#') => row.to_owned(),
            None => self.text(row),
        }
    }

    /// An address that was told on the command line.
    pub fn address(&self, address: IpAddr) -> IpAddr {
        self.with(|state| match address {
            IpAddr::V4(v4) => address::v4(v4, &state.key).into(),
            IpAddr::V6(v6) => address::v6(v6, &state.key).into(),
        })
    }

    /// A sender that was told on the command line.
    pub fn sender(&self, sender: SenderView) -> SenderView {
        match sender {
            SenderView::Domain(domain) => Domain::parse(&self.text(domain.as_str()))
                .map_or(SenderView::Unknown, SenderView::Domain),
            other => other,
        }
    }

    /// A path as it is shown: folders that are servers, names that name somebody.
    pub fn path(&self, path: &str) -> String {
        let parts = path.split('/').map(|part| self.text(part));
        parts.collect::<Vec<_>>().join("/")
    }

    /// A connector's name. HCW's own pattern stays, the identifier in it goes.
    fn learn_name(&self, name: &str) {
        let pattern = ["Inbound from ", "Outbound to "];
        let as_pattern = self.text(name);
        let hcws = pattern.iter().any(|p| name.starts_with(p)) && as_pattern != *name;
        self.with(|state| {
            let shown = match hcws || is_said_everywhere(name) {
                true => as_pattern,
                false => format!("Connector {}", state.names.phrases() + 1),
            };
            if shown != *name {
                state.names.learn_phrase(name, &shown);
            }
        });
    }
}

/// Names that HCW gives, or that are words of every log: they name nobody.
fn is_said_everywhere(name: &str) -> bool {
    let words = name.split([' ', '-', '_']).filter(|w| !w.is_empty());
    const HARMLESS: [&str; 18] = [
        "outbound",
        "inbound",
        "to",
        "from",
        "office",
        "365",
        "microsoft",
        "internet",
        "default",
        "frontend",
        "send",
        "receive",
        "connector",
        "mail",
        "smtp",
        "relay",
        "exchange",
        "online",
    ];
    let mut lower = words.map(str::to_lowercase);
    lower.all(|word| HARMLESS.contains(&word.as_str()))
}

fn learn_domain(names: &mut Names, domain: &Domain) {
    // The organization's name stands right before the top level, or before
    // onmicrosoft.com; what lies below it names hosts.
    let text = domain.as_str();
    let registered = text
        .strip_suffix(".mail.onmicrosoft.com")
        .or_else(|| text.strip_suffix(".onmicrosoft.com"));
    match registered {
        Some(tenant) => tenant.split('.').for_each(|label| names.learn_word(label)),
        None => {
            let labels: Vec<&str> = text.split('.').collect();
            let kept = labels.len().saturating_sub(1);
            labels[..kept]
                .iter()
                .for_each(|label| names.learn_word(label));
        }
    }
}

/// The domains of the organization itself: those of others are replaced where they
/// stand as domains, but not as words.
fn own_domains(facts: &Facts) -> Vec<&Domain> {
    let accepted = facts.tenant.domains().iter().map(|d| &d.domain);
    let mut all: Vec<&Domain> = accepted.collect();
    let certificates = facts.certificates.iter().chain(&facts.sent);
    let is_host = |c: &&crate::facts::Certificate| !c.is_authority;
    for certificate in certificates.filter(is_host) {
        let names = certificate.names.common_name.iter();
        let names = names.chain(certificate.names.alternate.iter().flatten());
        all.extend(names.map(CertificateName::base));
    }
    all
}

fn servers(facts: &Facts) -> Vec<String> {
    let listed = facts.certificates.iter().flat_map(|c| &c.installed);
    let mut all: Vec<String> = facts.traffic.servers.clone();
    all.extend(listed.filter_map(|state| state.server.clone()));
    for connector in facts.send_connectors.iter().flatten() {
        all.extend(connector.source_transport_servers.items().iter().cloned());
    }
    all
}

fn free_names(facts: &Facts) -> Vec<String> {
    let inbound = facts.tenant.connectors().iter().map(|c| c.name.clone());
    let send = facts.send_connectors.iter().flatten();
    let logged = facts.traffic.connectors.iter().cloned();
    // A comment names people and systems. One word is left to the scan: it may be one that
    // means something elsewhere.
    let comments = facts.tenant.connectors().iter();
    let comments = comments.filter_map(|c| c.carried.comment.value().cloned());
    let comments = comments.filter(|c| c.split_whitespace().nth(1).is_some());
    let mut all: Vec<String> = inbound
        .chain(send.map(|c| c.name.clone()))
        .chain(logged)
        .chain(comments)
        .collect();
    all.retain(|name| !name.trim().is_empty());
    all.sort();
    all.dedup();
    all
}

/// Where the session-id of a row stands: 16 hex digits between commas.
fn session_id(row: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for field in row.split(',') {
        let end = at + field.len();
        if field.len() == 16 && field.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Some((at, end));
        }
        at = end + 1;
    }
    None
}

#[cfg(test)]
mod tests;
