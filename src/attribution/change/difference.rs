//! What changes would set, beside what is there now: for eyes.

use super::{Change, InboundProperty, Shown};
use crate::attribution::ways;
use crate::facts::{Certificate, Facts};

/// What a change is about (raw evidence).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A property of an inbound connector.
    Inbound {
        /// The connector.
        connector: String,
        /// The property.
        property: InboundProperty,
    },
    /// A new inbound connector of that name.
    NewConnector(String),
    /// The certificate of a Send connector, or of all that lead to the tenant.
    SendCertificate(Option<String>),
    /// The accepted domains.
    AcceptedDomain,
    /// The address that mail leaves by.
    EgressAddress,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub subject: Subject,
    /// Now.
    pub before: Shown,
    /// After the change.
    pub after: Shown,
}

/// What each change would set.
pub fn differences(facts: &Facts, changes: &[Change]) -> Vec<Difference> {
    changes.iter().map(|c| difference(facts, c)).collect()
}

fn difference(facts: &Facts, change: &Change) -> Difference {
    match change {
        Change::Inbound { connector, value } => {
            let property = value.property();
            let mut connectors = facts.tenant.connectors().iter();
            let object = connectors.find(|c| c.name == *connector);
            Difference {
                subject: Subject::Inbound {
                    connector: connector.clone(),
                    property,
                },
                before: object.map_or(Shown::Unknown, |c| property.of(c)),
                after: value.shown(),
            }
        }
        Change::NewConnector {
            name,
            value,
            addresses,
            ..
        } => {
            let addresses = addresses.iter().map(ToString::to_string);
            let identity: Vec<String> = value.iter().cloned().chain(addresses).collect();
            Difference {
                subject: Subject::NewConnector(name.clone()),
                before: Shown::Empty,
                after: text(identity),
            }
        }
        Change::SendCertificate {
            connector,
            thumbprint,
        } => {
            let concerned = ways(facts)
                .into_iter()
                .filter(|way| connector.is_none() || way.connector == connector.as_deref());
            let sent = concerned.filter_map(|w| w.presented.certificate());
            let after = facts.certificates.get(thumbprint);
            Difference {
                subject: Subject::SendCertificate(connector.clone()),
                before: match text(sent.map(named).collect()) {
                    Shown::Empty => Shown::Unknown,
                    shown => shown,
                },
                after: after.map_or(Shown::Unknown, |c| Shown::Text(named(c))),
            }
        }
        Change::AcceptedDomain(domain) => Difference {
            subject: Subject::AcceptedDomain,
            before: match &facts.tenant.accepted_domains {
                Some(listing) => text(listing.items.iter().map(|d| d.domain.to_string()).collect()),
                None => Shown::Unknown,
            },
            after: Shown::Text(domain.clone()),
        },
        Change::EgressAddress(address) => {
            let seen = facts.traffic.eop_paths().filter_map(|(_, p)| p.key.address);
            let seen = seen.chain(facts.given.egress_ip);
            Difference {
                subject: Subject::EgressAddress,
                before: match text(seen.map(|a| a.to_string()).collect()) {
                    Shown::Empty => Shown::Unknown,
                    shown => shown,
                },
                after: Shown::Text(address.to_string()),
            }
        }
    }
}

/// `mail.contoso.com (17BE570E)`: the name alone may be that of the old one too.
fn named(certificate: &Certificate) -> String {
    let thumbprint: String = certificate.thumbprint.chars().take(8).collect();
    format!("{} ({thumbprint})", certificate.display_name())
}

fn text(mut items: Vec<String>) -> Shown {
    items.sort();
    items.dedup();
    match items.is_empty() {
        true => Shown::Empty,
        false => Shown::Text(items.join(", ")),
    }
}
