//! Values changed, and the log replayed under them: what is predicted before
//! anybody touches production. The plan's predictions, `simulate`, `rehearse` and
//! the what-if of the wizard all ask here.

mod apply;
mod difference;
mod property;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use super::replay::{judge, rows};
use super::{Learned, Row, Status, Verdicts, learn};
use crate::facts::{Domain, Facts, InboundConnector};
use apply::Touched;
pub use difference::{Difference, Subject, differences};
pub use property::{InboundProperty, InboundValue, Shown};

/// A value that would be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A property of an inbound connector.
    Inbound {
        /// The connector, by its exact name.
        connector: String,
        /// The property with its new value.
        value: InboundValue,
    },
    /// A new enabled connector of type OnPremises.
    NewConnector {
        /// Its name.
        name: String,
        /// TlsSenderCertificateName.
        value: Option<String>,
        /// SenderIPAddresses.
        addresses: Vec<IpAddr>,
        /// AssociatedAcceptedDomains; none restricts nobody.
        associated: Vec<String>,
    },
    /// A Send connector (all that may lead to the tenant for `None`) sends this
    /// certificate from now on.
    SendCertificate {
        /// The Send connector.
        connector: Option<String>,
        /// Thumbprint of a certificate in the evidence.
        thumbprint: String,
    },
    /// One more accepted domain of the tenant.
    AcceptedDomain(String),
    /// All mail leaves by this address.
    EgressAddress(IpAddr),
}

impl Change {
    /// Whether the evidence shows that the value is as it would be set.
    pub fn is_so_already(&self, facts: &Facts) -> bool {
        match self {
            Self::Inbound { connector, value } => {
                let mut connectors = facts.tenant.connectors().iter();
                let object = connectors.find(|c| c.name == *connector);
                object.is_some_and(|c| value.property().of(c) == value.shown())
            }
            Self::AcceptedDomain(domain) => {
                let domain = Domain::parse(domain);
                domain.and_then(|d| facts.tenant.accepts(&d)) == Some(true)
            }
            Self::NewConnector { .. } | Self::SendCertificate { .. } | Self::EgressAddress(_) => {
                false
            }
        }
    }

    /// SenderIPAddresses with these beside what it has.
    pub fn add_addresses(connector: &InboundConnector, added: &[IpAddr]) -> Self {
        let old = connector.sender_ip_addresses.items().iter().cloned();
        let all = old.chain(added.iter().map(ToString::to_string));
        Self::Inbound {
            connector: connector.name.clone(),
            value: InboundValue::Addresses(all.collect()),
        }
    }

    /// AssociatedAcceptedDomains with these beside what it has.
    pub fn add_associated(connector: &InboundConnector, added: &[String]) -> Self {
        let old = connector.associated_accepted_domains.items().iter();
        Self::Inbound {
            connector: connector.name.clone(),
            value: InboundValue::AssociatedDomains(old.chain(added).cloned().collect()),
        }
    }

    /// AssociatedAcceptedDomains without any.
    pub fn empty_associated(connector: &InboundConnector) -> Self {
        Self::Inbound {
            connector: connector.name.clone(),
            value: InboundValue::AssociatedDomains(Vec::new()),
        }
    }

    /// TlsSenderCertificateName set to this.
    pub fn name(connector: &str, value: &str) -> Self {
        Self::Inbound {
            connector: connector.to_owned(),
            value: InboundValue::name(value),
        }
    }

    /// Enabled.
    pub fn enable(connector: &str) -> Self {
        Self::Inbound {
            connector: connector.to_owned(),
            value: InboundValue::Enabled(true),
        }
    }
}

/// The evidence under changed values. What Exchange Online answered to mail that
/// would be sent, or judged, otherwise is forgotten: it was said of other values.
#[derive(Debug, Clone)]
pub struct WhatIf {
    facts: Facts,
    learned: Learned,
    rows: Vec<Row>,
}

impl WhatIf {
    /// Makes the changes one after the other.
    pub fn new(facts: &Facts, changes: &[Change]) -> Self {
        let (mut facts, learned, touched) = changed(facts, changes);
        // The truth table keeps the log's answers beside what is predicted now.
        let rows = rows(&facts, &learned);
        apply::forget_answers(&mut facts, &touched);
        Self {
            facts,
            learned,
            rows,
        }
    }

    /// The evidence as it would be.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The log replayed.
    pub fn replay(&self) -> Verdicts<'_> {
        judge(&self.facts, self.learned.clone(), self.rows.clone())
    }
}

/// What the rules say of relay after the changes.
pub fn predict(facts: &Facts, changes: &[Change]) -> Status {
    let (changed, learned, _) = changed(facts, changes);
    let verdicts = judge(&changed, learned, Vec::new());
    let expired = verdicts.ways.iter().any(|w| {
        let certificate = w.presented.certificate();
        certificate.is_some_and(|c| c.is_valid_at(changed.now) == Some(false))
    });
    match (verdicts.relay(), expired) {
        (Status::Met, true) => Status::Unknown,
        (status, _) => status,
    }
}

/// The changes without those that the replay passes without: the smallest set,
/// since no change takes away what another one mends. All of them where the
/// replay does not pass.
pub fn smallest(facts: &Facts, changes: &[Change]) -> Vec<Change> {
    let mut needed = changes.to_vec();
    if predict(facts, &needed) != Status::Met {
        return needed;
    }
    // The last first: what is set early in a plan is what the rest rests on.
    for index in (0..needed.len()).rev() {
        let mut without = needed.clone();
        without.remove(index);
        if predict(facts, &without) == Status::Met {
            needed = without;
        }
    }
    needed
}

/// The evidence with the changes, what the log still decides, and whose answers
/// were said of other values.
fn changed(facts: &Facts, changes: &[Change]) -> (Facts, Learned, Touched) {
    let mut changed = facts.clone();
    let mut learned = learn(facts);
    let mut touched = Touched::default();
    for change in changes {
        touched.add(apply::apply(&mut changed, change));
        if let Change::Inbound { connector, .. } = change {
            // What the log decided on this connector was said of its old values.
            let connectors = facts.tenant.connectors();
            let index = connectors.iter().position(|c| c.name == *connector);
            learned.retain(|(_, connector), _| Some(*connector) != index);
        }
    }
    (changed, learned, touched)
}
