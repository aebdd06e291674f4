//! A change of values, and the log replayed under it: what is predicted before
//! anybody touches production.

use std::net::IpAddr;

use crate::attribution::{Status, learn, replay_with, ways};
use crate::evidence::{Location, SourceId};
use crate::facts::{
    AcceptedDomain, Certificate, ConnectorType, Domain, Facts, InboundConnector, ItemList, Known,
    Listing, SenderCertificateName,
};

/// A value that would be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// TlsSenderCertificateName of an inbound connector.
    Name {
        /// The connector.
        connector: String,
        /// The value.
        value: String,
    },
    /// SenderIPAddresses gets these beside what it has.
    Addresses {
        /// The connector.
        connector: String,
        /// The addresses.
        added: Vec<IpAddr>,
    },
    /// Enabled.
    Enable(String),
    /// AssociatedAcceptedDomains gets these beside what it has.
    AssociatedDomains {
        /// The connector.
        connector: String,
        /// The domains.
        added: Vec<String>,
    },
    /// A new enabled connector of type OnPremises.
    NewConnector {
        /// Its name.
        name: String,
        /// TlsSenderCertificateName.
        value: Option<String>,
        /// SenderIPAddresses.
        addresses: Vec<IpAddr>,
    },
    /// A Send connector (all of them for `None`) sends this certificate from now on.
    SendCertificate {
        /// The Send connector.
        connector: Option<String>,
        /// Thumbprint.
        thumbprint: String,
    },
    /// An accepted domain of the tenant.
    AcceptedDomain(String),
}

impl Change {
    /// The existing inbound connector that it edits.
    fn connector(&self) -> Option<&str> {
        match self {
            Self::Name { connector, .. }
            | Self::Addresses { connector, .. }
            | Self::AssociatedDomains { connector, .. }
            | Self::Enable(connector) => Some(connector),
            Self::NewConnector { .. } | Self::SendCertificate { .. } | Self::AcceptedDomain(_) => {
                None
            }
        }
    }
}

/// What the rules say of relay after the changes.
pub fn predict(facts: &Facts, changes: &[Change]) -> Status {
    let mut changed = facts.clone();
    let mut learned = learn(facts);
    for change in changes {
        apply(&mut changed, change);
        if let Some(name) = change.connector() {
            let index = facts
                .tenant
                .connectors()
                .iter()
                .position(|c| c.name == name);
            learned.retain(|(_, connector), _| Some(*connector) != index);
        }
    }
    let verdicts = replay_with(&changed, learned);
    let expires = verdicts.ways.iter().any(|w| {
        let certificate = w.presented.certificate();
        certificate.is_some_and(|c| c.is_valid_at(changed.now) == Some(false))
    });
    match (verdicts.relay(), expires) {
        (Status::Met, true) => Status::Unknown,
        (status, _) => status,
    }
}

fn here() -> Location {
    Location::new(SourceId(u32::MAX), 0, "")
}

fn observed<T>(value: T) -> Known<T> {
    Known::Observed { value, at: here() }
}

fn apply(facts: &mut Facts, change: &Change) {
    match change {
        Change::Name { connector, value } => edit(facts, connector, |c| {
            c.tls_sender_certificate_name = observed(SenderCertificateName::parse(value));
        }),
        Change::Addresses { connector, added } => edit(facts, connector, |c| {
            let added = added.iter().map(ToString::to_string);
            extend(&mut c.sender_ip_addresses, added);
        }),
        Change::Enable(connector) => edit(facts, connector, |c| c.enabled = observed(true)),
        Change::AssociatedDomains { connector, added } => edit(facts, connector, |c| {
            extend(&mut c.associated_accepted_domains, added.iter().cloned());
        }),
        Change::NewConnector {
            name,
            value,
            addresses,
        } => {
            let new = new_connector(name, value.as_deref(), addresses);
            let listing = &mut facts.tenant.inbound_connectors;
            listing.get_or_insert_with(empty).items.push(new);
        }
        Change::SendCertificate {
            connector,
            thumbprint,
        } => {
            if let Some(certificate) = facts.certificates.get(thumbprint).cloned() {
                send(facts, connector.as_deref(), certificate);
            }
        }
        Change::AcceptedDomain(domain) => {
            if let Some(domain) = Domain::parse(domain) {
                let accepted = AcceptedDomain {
                    domain,
                    match_sub_domains: false,
                    at: here(),
                };
                let listing = &mut facts.tenant.accepted_domains;
                listing.get_or_insert_with(empty).items.push(accepted);
            }
        }
    }
}

fn empty<T>() -> Listing<T> {
    Listing {
        items: Vec::new(),
        inferred_empty: false,
        at: None,
    }
}

fn edit(facts: &mut Facts, name: &str, edit: impl FnOnce(&mut InboundConnector)) {
    let connectors = facts
        .tenant
        .inbound_connectors
        .iter_mut()
        .flat_map(|l| &mut l.items);
    if let Some(connector) = connectors.into_iter().find(|c| c.name == name) {
        edit(connector);
    }
}

fn extend(list: &mut Known<ItemList>, added: impl Iterator<Item = String>) {
    let mut items = list.items().to_vec();
    items.extend(added);
    let complete = !list.may_hold_more();
    *list = observed(ItemList { items, complete });
}

/// A connector as New-InboundConnector would make it.
fn new_connector(name: &str, value: Option<&str>, addresses: &[IpAddr]) -> InboundConnector {
    let certificate = value.map(SenderCertificateName::parse);
    InboundConnector {
        name: name.to_owned(),
        at: here(),
        enabled: observed(true),
        connector_type: observed(ConnectorType::OnPremises),
        source: Known::Unknown,
        tls_sender_certificate_name: certificate.map_or(Known::Absent { at: here() }, observed),
        sender_ip_addresses: observed(ItemList::whole(addresses.iter().map(ToString::to_string))),
        sender_domains: observed(ItemList::whole(["smtp:*;1"])),
        associated_accepted_domains: Known::Absent { at: here() },
        require_tls: observed(true),
        cloud_services_mail_enabled: observed(false),
        when_changed: Known::Unknown,
        blocked: None,
    }
}

/// The ways mail takes now by the Send connector present the certificate from now on.
fn send(facts: &mut Facts, connector: Option<&str>, certificate: Certificate) {
    use crate::facts::traffic::CertificateUse;
    let current: Vec<u32> = ways(facts)
        .iter()
        .filter(|w| connector.is_none() || w.connector == connector)
        .flat_map(|w| w.paths.iter().copied())
        .collect();
    let index = u32::try_from(facts.sent.len()).unwrap_or(u32::MAX);
    facts.sent.push(certificate);
    let now = facts.now.saturating_mul(1000);
    for path in current {
        if let Some(path) = facts.traffic.paths.get_mut(path as usize) {
            path.key.certificate = CertificateUse::Sent(index);
            path.last = path.last.max(now);
        }
    }
}
