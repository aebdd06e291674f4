//! One change made to a copy of the facts.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{Change, InboundValue};
use crate::attribution::leads_to_tenant;
use crate::evidence::reply::ReplyKind;
use crate::evidence::{Location, SourceId};
use crate::facts::traffic::{CertificateUse, Tally};
use crate::facts::{
    AcceptedDomain, Certificate, ConnectorType, Domain, ExchangeState, Facts, InboundConnector,
    ItemList, Known, Listing, SenderCertificateName, TlsCertificateName,
};

/// The paths whose answers were said of other values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// All to Exchange Online: something on the tenant's side changed, or the address.
    all: bool,
    /// Those that would send another certificate.
    certificate: BTreeSet<u32>,
}

impl Touched {
    const NONE: Self = Self {
        all: false,
        certificate: BTreeSet::new(),
    };

    fn all(all: bool) -> Self {
        Self { all, ..Self::NONE }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.all |= other.all;
        self.certificate.extend(other.certificate);
    }
}

/// A place that is in no file.
fn here() -> Location {
    Location::new(SourceId(u32::MAX), 0, "")
}

fn observed<T>(value: T) -> Known<T> {
    Known::Observed { value, at: here() }
}

fn list(items: &[String]) -> Known<ItemList> {
    observed(ItemList::whole(items.iter().cloned()))
}

/// Makes the change. One that changes nothing touches nothing.
pub(super) fn apply(facts: &mut Facts, change: &Change) -> Touched {
    match change {
        Change::Inbound { connector, value } => Touched::all(edit(facts, connector, value)),
        Change::NewConnector {
            name,
            value,
            addresses,
            associated,
        } => {
            let new = InboundConnector {
                associated_accepted_domains: list(associated),
                ..new_connector(name, value.as_deref(), addresses)
            };
            let listing = &mut facts.tenant.inbound_connectors;
            listing.get_or_insert_with(empty).items.push(new);
            Touched::all(true)
        }
        Change::SendCertificate {
            connector,
            thumbprint,
        } => match facts.certificates.get(thumbprint).cloned() {
            Some(certificate) => Touched {
                certificate: send(facts, connector.as_deref(), &certificate),
                ..Touched::NONE
            },
            None => Touched::NONE,
        },
        Change::AcceptedDomain(domain) => Touched::all(accept(facts, domain)),
        Change::EgressAddress(address) => Touched::all(leave_by(facts, *address)),
    }
}

fn empty<T>() -> Listing<T> {
    Listing {
        items: Vec::new(),
        inferred_empty: false,
        more: false,
        at: None,
    }
}

fn edit(facts: &mut Facts, name: &str, value: &InboundValue) -> bool {
    let connectors = facts.tenant.inbound_connectors.iter_mut();
    let mut connectors = connectors.flat_map(|l| &mut l.items);
    let Some(connector) = connectors.find(|c| c.name == name) else {
        return false;
    };
    let same = value.property().of(connector) == value.shown();
    match value {
        InboundValue::Enabled(enabled) => connector.enabled = observed(*enabled),
        InboundValue::ConnectorType(kind) => connector.connector_type = observed(kind.clone()),
        InboundValue::CertificateName(name) => {
            connector.tls_sender_certificate_name = match name {
                Some(name) => observed(name.clone()),
                None => Known::Absent { at: here() },
            }
        }
        InboundValue::Addresses(items) => connector.sender_ip_addresses = list(items),
        InboundValue::AssociatedDomains(items) => {
            connector.associated_accepted_domains = list(items);
        }
    }
    !same
}

/// A connector as New-InboundConnector would make it.
fn new_connector(name: &str, value: Option<&str>, addresses: &[IpAddr]) -> InboundConnector {
    let certificate = value.map(SenderCertificateName::parse);
    InboundConnector {
        enabled: observed(true),
        connector_type: observed(ConnectorType::OnPremises),
        tls_sender_certificate_name: certificate.map_or(Known::Absent { at: here() }, observed),
        sender_ip_addresses: observed(ItemList::whole(addresses.iter().map(ToString::to_string))),
        sender_domains: observed(ItemList::whole(["smtp:*;1"])),
        associated_accepted_domains: Known::Absent { at: here() },
        require_tls: observed(true),
        cloud_services_mail_enabled: observed(false),
        ..InboundConnector::unread(name, here())
    }
}

fn accept(facts: &mut Facts, domain: &str) -> bool {
    let Some(domain) = Domain::parse(domain) else {
        return false;
    };
    if facts.tenant.accepts(&domain) == Some(true) {
        return false;
    }
    let accepted = AcceptedDomain {
        domain,
        match_sub_domains: false,
        at: here(),
    };
    let listing = &mut facts.tenant.accepted_domains;
    listing.get_or_insert_with(empty).items.push(accepted);
    true
}

fn leave_by(facts: &mut Facts, address: IpAddr) -> bool {
    let mut differs = facts.given.egress_ip.replace(address) != Some(address);
    let eop: Vec<u32> = facts.traffic.eop_paths().map(|(index, _)| index).collect();
    for index in eop {
        if let Some(path) = facts.traffic.paths.get_mut(index as usize) {
            differs |= path.key.address.replace(address) != Some(address);
        }
    }
    differs
}

/// All mail by the Send connector presents the certificate, judged as of now; gives
/// the paths that presented another one. Where STARTTLS was not offered or not
/// used, nothing can be presented, whatever is installed.
fn send(facts: &mut Facts, connector: Option<&str>, certificate: &Certificate) -> BTreeSet<u32> {
    let same_name = |name: &str| connector.is_none_or(|c| c.eq_ignore_ascii_case(name));
    let concerned = |facts: &Facts, name: &str| {
        same_name(name) && (connector.is_some() || leads_to_tenant(facts, name) != Some(false))
    };
    let names = facts.send_connectors.iter().flatten().map(|c| &c.name);
    let named: Vec<String> = names.filter(|n| concerned(facts, n)).cloned().collect();
    let can_present = |p: &crate::facts::traffic::Path| {
        p.starttls_not_offered.count == 0 && p.starttls_ignored.count == 0
    };
    let paths: Vec<u32> = facts
        .traffic
        .eop_paths()
        .filter(|(_, p)| {
            let name = facts.traffic.connectors.get(p.key.connector as usize);
            name.is_some_and(|n| concerned(facts, n)) && can_present(p)
        })
        .map(|(index, _)| index)
        .collect();
    let index = u32::try_from(facts.sent.len()).unwrap_or(u32::MAX);
    facts.sent.push(certificate.clone());
    let mut touched = BTreeSet::new();
    for path_index in paths {
        let Some(path) = facts.traffic.paths.get_mut(path_index as usize) else {
            continue;
        };
        let before = match path.key.certificate {
            CertificateUse::Sent(index) => facts.sent.get(index as usize),
            CertificateUse::NotSent | CertificateUse::Unknown => None,
        };
        if before.is_none_or(|c| c.thumbprint != certificate.thumbprint) {
            touched.insert(path_index);
        }
        path.key.certificate = CertificateUse::Sent(index);
        path.assumed_at = Some(facts.now.saturating_mul(1000));
    }
    assume_installed(facts, certificate);
    configure(facts, connector, &named, certificate);
    touched
}

/// What is sent is installed: to import it first is the way there, not the end.
fn assume_installed(facts: &mut Facts, certificate: &Certificate) {
    if certificate.installed.is_empty() {
        facts.certificates.add(Certificate {
            thumbprint: certificate.thumbprint.clone(),
            installed: vec![ExchangeState {
                server: None,
                folder: None,
                services: Known::Unknown,
                status: Known::Unknown,
                root_ca_type: Known::Unknown,
                has_private_key: Known::Unknown,
            }],
            ..Certificate::default()
        });
    }
}

/// The configuration names it too.
fn configure(
    facts: &mut Facts,
    connector: Option<&str>,
    named: &[String],
    certificate: &Certificate,
) {
    let thumbprint = &certificate.thumbprint;
    if connector.is_none() {
        facts.assumed.everywhere = Some(thumbprint.clone());
    }
    let name = match (&certificate.issuer, &certificate.subject) {
        (Some(issuer), Some(subject)) => Some(TlsCertificateName {
            issuer: issuer.clone(),
            subject: subject.clone(),
        }),
        _ => None,
    };
    let connectors = facts.send_connectors.iter_mut().flatten();
    for object in connectors.filter(|c| named.contains(&c.name)) {
        facts
            .assumed
            .by_connector
            .insert(object.name.clone(), thumbprint.clone());
        if let Some(name) = &name
            && !object.tls_certificate_name.is_absent()
        {
            object.tls_certificate_name = observed(name.clone());
        }
    }
}

/// Forgets what was answered to mail that would be sent or judged otherwise.
pub(super) fn forget_answers(facts: &mut Facts, touched: &Touched) {
    let is_touched = |path: u32| touched.all || touched.certificate.contains(&path);
    let eop: BTreeSet<u32> = facts.traffic.eop_paths().map(|(index, _)| index).collect();
    let forgotten = |path: u32| eop.contains(&path) && is_touched(path);
    for (index, path) in (0u32..).zip(&mut facts.traffic.paths) {
        if forgotten(index) {
            path.refused = Tally::default();
            path.accepted = Tally::default();
        }
        if touched.certificate.contains(&index) {
            path.tls_failed.clear();
            path.certificate_missing = Tally::default();
        }
    }
    for flow in &mut facts.traffic.flows {
        if forgotten(flow.path) {
            flow.accepted = Tally::default();
            flow.refused = Tally::default();
            flow.inbound_refused = Tally::default();
        }
    }
    for sender in &mut facts.traffic.senders {
        if forgotten(sender.path) {
            sender.refused = 0;
        }
    }
    let all_forgotten = !eop.is_empty() && eop.iter().all(|&path| is_touched(path));
    if touched.all || all_forgotten {
        let said_of_relay = |kind| {
            matches!(
                kind,
                ReplyKind::TenantAttribution
                    | ReplyKind::Attr36
                    | ReplyKind::TenantInboundAttribution
            )
        };
        facts.symptoms.retain(|s| !said_of_relay(s.kind));
    }
}
