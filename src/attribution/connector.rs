//! Condition B: an enabled inbound connector of type OnPremises fits the
//! certificate (valid then, not self-signed) or the address.

use std::net::IpAddr;

use super::{AddressFit, NameFit, Presented, Status, address_fit, name_fit};
use crate::facts::{Certificate, Domain, InboundConnector, SenderView, Tenant};

/// What a connector recognised the sender by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// TlsSenderCertificateName.
    Certificate,
    /// SenderIPAddresses.
    Address,
}

/// Why a certificate whose name fits does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Expired or not yet valid.
    NotValid,
    /// Issuer and subject are the same.
    SelfSigned,
}

/// How certificate and address stand to one connector, whether or not it is enabled.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityFit {
    /// The name, `None` when the connector names no certificate or none was sent.
    pub name: Option<NameFit>,
    /// Why a certificate whose name fits does not count.
    pub unusable: Option<Unusable>,
    /// By the certificate.
    pub by_certificate: Status,
    /// The address.
    pub address: AddressFit,
    /// By the address.
    pub by_address: Status,
}

impl IdentityFit {
    /// By either.
    pub fn status(&self) -> Status {
        self.by_certificate.or(self.by_address)
    }

    /// By which it is met.
    pub fn matched_by(&self) -> Option<MatchedBy> {
        match (self.by_certificate, self.by_address) {
            (Status::Met, _) => Some(MatchedBy::Certificate),
            (_, Status::Met) => Some(MatchedBy::Address),
            _ => None,
        }
    }
}

/// What keeps a connector that fits from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Enabled is false (RD104).
    Disabled,
    /// ConnectorType is not OnPremises (RD105).
    NotOnPremises,
    /// Restricted after abuse (RD112).
    Blocked,
    /// AssociatedAcceptedDomains leaves the sender's domain out (RD107).
    SenderDomainLeftOut,
}

/// One connector judged for one way of presenting oneself.
#[derive(Debug, Clone)]
pub struct ConnectorFit {
    /// Index into the tenant's connectors.
    pub index: usize,
    /// Certificate and address.
    pub identity: IdentityFit,
    /// What certainly keeps it from being used.
    pub closed: Vec<Gate>,
    /// Whether nothing keeps it from being used.
    pub open: Status,
    /// Everything together.
    pub status: Status,
}

/// What a connector is judged for.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The certificate.
    pub presented: Presented<'a>,
    /// The address EOP saw.
    pub address: Option<IpAddr>,
    /// MAIL FROM.
    pub mail_from: &'a SenderView,
    /// When (seconds): the certificate must be valid then.
    pub at: i64,
}

/// Judges one connector. `learned` is what the log's consistent answers decided
/// for names on which the documents are silent.
pub fn judge_connector(
    index: usize,
    connector: &InboundConnector,
    sender: &Sender,
    learned: Option<Status>,
) -> ConnectorFit {
    let identity = identity(connector, sender, learned);
    let gates = [
        (
            Gate::Disabled,
            Status::of(connector.enabled.value().copied()),
        ),
        (Gate::NotOnPremises, on_premises(connector)),
        (Gate::Blocked, Status::of(Some(connector.blocked.is_none()))),
        (
            Gate::SenderDomainLeftOut,
            domains(connector, sender.mail_from),
        ),
    ];
    let open = Status::all(gates.iter().map(|&(_, status)| status));
    let closed = gates
        .iter()
        .filter(|(_, status)| *status == Status::Broken)
        .map(|&(gate, _)| gate)
        .collect();
    ConnectorFit {
        index,
        status: identity.status().and(open),
        open,
        identity,
        closed,
    }
}

/// Judges all connectors of the tenant; `None` when they are not known.
pub fn judge_connectors(
    tenant: &Tenant,
    sender: &Sender,
    learned: impl Fn(usize) -> Option<Status>,
) -> Option<Vec<ConnectorFit>> {
    let listing = tenant.inbound_connectors.as_ref()?;
    let judge = |(index, connector)| judge_connector(index, connector, sender, learned(index));
    Some(listing.items.iter().enumerate().map(judge).collect())
}

fn on_premises(connector: &InboundConnector) -> Status {
    use crate::facts::ConnectorType::OnPremises;
    Status::of(connector.connector_type.value().map(|t| *t == OnPremises))
}

/// AssociatedAcceptedDomains restricts the source domains that may use the
/// connector (Set-InboundConnector reference); for `<>` nothing is documented.
fn domains(connector: &InboundConnector, mail_from: &SenderView) -> Status {
    let list = &connector.associated_accepted_domains;
    // A selection of properties seldom names it, and the default is no restriction.
    if list.is_unknown() || list.is_known_empty() {
        return Status::Met;
    }
    let SenderView::Domain(domain) = mail_from else {
        return Status::Unknown;
    };
    let listed = || list.items().iter().filter_map(|item| Domain::parse(item));
    if listed().any(|item| item == *domain) {
        return Status::Met;
    }
    if list.may_hold_more() || listed().any(|item| item.may_be(domain)) {
        return Status::Unknown;
    }
    Status::Broken
}

/// Why a certificate cannot identify a sender at that time, whatever its names.
fn unusable(certificate: &Certificate, at: i64) -> Option<Unusable> {
    if certificate.self_signed == Some(true) {
        return Some(Unusable::SelfSigned);
    }
    (certificate.is_valid_at(at) == Some(false)).then_some(Unusable::NotValid)
}

fn identity(connector: &InboundConnector, sender: &Sender, learned: Option<Status>) -> IdentityFit {
    let value = &connector.tls_sender_certificate_name;
    let (name, unusable, by_certificate) = match (value.value(), sender.presented) {
        // Whatever the name that was not read, nothing presented could fit it.
        (None, presented) if value.is_unknown() => {
            let unusable = presented.certificate().and_then(|c| unusable(c, sender.at));
            let hopeless = unusable.is_some() || matches!(presented, Presented::Nothing);
            (
                None,
                unusable,
                if hopeless {
                    Status::Broken
                } else {
                    Status::Unknown
                },
            )
        }
        (None, _) | (Some(_), Presented::Nothing) => (None, None, Status::Broken),
        (Some(_), Presented::Unknown) => (None, None, Status::Unknown),
        (Some(value), Presented::Certificate(certificate)) => {
            let fit = name_fit(&certificate.names, value);
            let by_name = match fit {
                NameFit::Match { .. } => Status::Met,
                NameFit::Mismatch { .. } => Status::Broken,
                NameFit::Undecided => learned.unwrap_or(Status::Unknown),
                NameFit::NamesUnknown => Status::Unknown,
            };
            let unusable = unusable(certificate, sender.at);
            let usable = match unusable {
                Some(_) => Status::Broken,
                None if certificate.is_from_private_ca() => Status::Unknown,
                None => Status::Met,
            };
            (Some(fit), unusable, by_name.and(usable))
        }
    };
    let address = address_fit(sender.address, &connector.sender_ip_addresses);
    let by_address = match address {
        // An address on a connector that also names a certificate: undocumented.
        AddressFit::Covers if !value.is_absent() => Status::Unknown,
        AddressFit::Covers => Status::Met,
        AddressFit::Unknown => Status::Unknown,
        AddressFit::NotAsked | AddressFit::NotListed | AddressFit::Ipv6 => Status::Broken,
    };
    IdentityFit {
        name,
        unusable,
        by_certificate,
        address,
        by_address,
    }
}
