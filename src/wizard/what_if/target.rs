//! What can be changed, what it is, and what suggests itself for it.

use crate::attribution::{Change, InboundProperty, Shown, Subject, differences, ways};
use crate::facts::Facts;

/// A value that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A property of an inbound connector.
    Inbound(String, InboundProperty),
    /// The certificate of a Send connector.
    Send(String),
    /// One more accepted domain.
    AcceptedDomain,
    /// The address that mail leaves by.
    EgressAddress,
}

impl Target {
    /// What it is a value of.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Inbound(connector, property) => Subject::Inbound {
                connector: connector.clone(),
                property: *property,
            },
            Self::Send(connector) => Subject::SendCertificate(Some(connector.clone())),
            Self::AcceptedDomain => Subject::AcceptedDomain,
            Self::EgressAddress => Subject::EgressAddress,
        }
    }
}

/// Inbound connectors first, then what mail is sent with.
pub(super) fn targets(facts: &Facts) -> Vec<Target> {
    let inbound = facts.tenant.connectors().iter().flat_map(|c| {
        let of = |property| Target::Inbound(c.name.clone(), property);
        [
            InboundProperty::TlsSenderCertificateName,
            InboundProperty::SenderIpAddresses,
            InboundProperty::ConnectorType,
            InboundProperty::Enabled,
            InboundProperty::AssociatedAcceptedDomains,
        ]
        .map(of)
    });
    let connectors = facts.send_connectors.iter().flatten();
    let send = connectors.map(|c| Target::Send(c.name.clone()));
    let others = [Target::AcceptedDomain, Target::EgressAddress];
    inbound.chain(send).chain(others).collect()
}

/// What a target is now.
pub(super) fn now(facts: &Facts, target: &Target) -> Shown {
    let change = match target {
        Target::Inbound(name, property) => {
            let mut connectors = facts.tenant.connectors().iter();
            let connector = connectors.find(|c| c.name == *name);
            return connector.map_or(Shown::Unknown, |c| property.of(c));
        }
        Target::Send(name) => Change::SendCertificate {
            connector: Some(name.clone()),
            thumbprint: String::new(),
        },
        Target::AcceptedDomain => Change::AcceptedDomain(String::new()),
        Target::EgressAddress => Change::EgressAddress([0, 0, 0, 0].into()),
    };
    let told = differences(facts, &[change]).into_iter().next();
    told.map_or(Shown::Unknown, |d| d.before)
}

/// The value that a target has, as `simulate --set` takes it; none where it has several.
pub(super) fn present(facts: &Facts, target: &Target) -> Option<String> {
    match target {
        Target::Inbound(..) => match now(facts, target) {
            Shown::Text(now) => Some(now),
            _ => None,
        },
        Target::Send(name) => {
            let ways = ways(facts);
            let mut own = ways.iter().filter(|w| w.connector == Some(name));
            let sent = own.next()?.presented.certificate()?;
            let thumbprint = &sent.thumbprint;
            let is_same = own.all(|w| {
                let other = w.presented.certificate();
                other.is_some_and(|c| c.thumbprint == *thumbprint)
            });
            is_same.then(|| thumbprint.clone())
        }
        Target::AcceptedDomain | Target::EgressAddress => None,
    }
}

/// As `simulate --set` takes it.
pub(super) fn setting(target: &Target, value: &str) -> String {
    match target {
        Target::Inbound(name, property) => {
            format!("inbound:{name}.{}={value}", property.name())
        }
        Target::Send(name) => format!("send:{name}.certificate={value}"),
        Target::AcceptedDomain => format!("accepted-domain:add={value}"),
        Target::EgressAddress => format!("egress-ip={value}"),
    }
}

/// What suggests itself for a target.
pub(super) fn suggestions(facts: &Facts, target: &Target) -> Vec<String> {
    let own = |names: Vec<String>| {
        let mut names = names;
        names.sort();
        names.dedup();
        names
    };
    match target {
        Target::Inbound(_, InboundProperty::Enabled) => {
            ["True", "False"].map(str::to_owned).to_vec()
        }
        Target::Inbound(_, InboundProperty::ConnectorType) => {
            ["OnPremises", "Partner"].map(str::to_owned).to_vec()
        }
        Target::Inbound(_, InboundProperty::TlsSenderCertificateName) => {
            let servers = facts.certificates.iter().filter(|c| !c.is_authority);
            own(servers
                .flat_map(|c| c.names.all())
                .map(ToString::to_string)
                .collect())
        }
        Target::Inbound(_, InboundProperty::SenderIpAddresses) => {
            let seen = facts.traffic.eop_paths().filter_map(|(_, p)| p.key.address);
            own(seen.map(|a| a.to_string()).collect())
        }
        Target::Inbound(_, InboundProperty::AssociatedAcceptedDomains) | Target::AcceptedDomain => {
            let domains = facts.traffic.senders.iter().filter_map(|s| match s.sender {
                crate::facts::traffic::Sender::Domain(n) => facts.traffic.domain(n),
                _ => None,
            });
            own(domains.map(ToString::to_string).collect())
        }
        Target::Send(_) => {
            let all = facts.certificates.iter().filter(|c| !c.is_authority);
            all.map(|c| c.thumbprint.clone()).collect()
        }
        Target::EgressAddress => Vec::new(),
    }
}
