//! Rows on the inbound connector: address, type, enabled, domains.

use super::{Cell, Comparison, RowId, RowStatus, Subject};
use crate::attribution::{AddressFit, Gate, SenderClass, address_fit};
use crate::diagnosis::RowReason;
use crate::facts::{ConnectorType, InboundConnector};

/// The connector, or why there is none to look at.
fn connector<'a>(
    subject: &Subject<'_, 'a>,
) -> Result<&'a InboundConnector, (RowStatus, RowReason)> {
    match subject.connector {
        Some((_, connector)) => Ok(connector),
        None if subject.context.facts.tenant.inbound_connectors.is_none() => {
            Err((RowStatus::Unknown, RowReason::ConnectorsUnknown))
        }
        None => Err((RowStatus::Mismatch, RowReason::NoConnector)),
    }
}

pub(super) fn egress(subject: &Subject) -> Comparison {
    let way = subject.judged.and_then(|j| subject.context.way(j));
    let address = way.and_then(|w| w.address);
    let on_premises = address.and_then(|a| {
        let lines = way.into_iter().flat_map(|w| &w.paths);
        let lines =
            lines.filter_map(|&p| subject.context.facts.traffic.path(p)?.address_line.clone());
        Cell::new(a.to_string(), lines.take(1))
    });
    // The connector that the certificate points to seldom lists addresses; one that does is the one to show.
    let listing = subject
        .context
        .open_connectors()
        .find(|c| c.lists_addresses());
    let shown = connector(subject).map(|c| match c.lists_addresses() {
        true => c,
        false => listing.unwrap_or(c),
    });
    let cloud = shown.ok().and_then(|c| {
        let list = &c.sender_ip_addresses;
        (!list.items().is_empty())
            .then(|| Cell::new(list.items().join(", "), list.at().cloned()))?
    });
    let judgement = match shown {
        Err(nothing) => nothing,
        Ok(connector) => egress_judgement(connector, address),
    };
    subject.row(RowId::EgressIp, judgement, on_premises, cloud)
}

fn egress_judgement(
    connector: &InboundConnector,
    address: Option<std::net::IpAddr>,
) -> (RowStatus, RowReason) {
    let list = &connector.sender_ip_addresses;
    match address_fit(address, list) {
        AddressFit::NotAsked => (RowStatus::NotApplicable, RowReason::NoAddressesExpected),
        AddressFit::Covers if connector.names_certificate() => {
            (RowStatus::Unknown, RowReason::AddressBesideCertificate)
        }
        AddressFit::Covers => (RowStatus::Match, RowReason::AddressListed),
        AddressFit::NotListed => (RowStatus::Mismatch, RowReason::AddressNotListed),
        AddressFit::Ipv6 => (RowStatus::Mismatch, RowReason::AddressIpv6),
        AddressFit::Unknown if list.is_unknown() => {
            (RowStatus::Unknown, RowReason::PropertyUnknown)
        }
        AddressFit::Unknown if address.is_none() => (RowStatus::Unknown, RowReason::AddressUnknown),
        AddressFit::Unknown => (RowStatus::Unknown, RowReason::ListCut),
    }
}

pub(super) fn kind(subject: &Subject) -> Comparison {
    let found = connector(subject);
    let cloud = found.ok().and_then(|c| {
        let value = match c.connector_type.value()? {
            ConnectorType::OnPremises => "OnPremises",
            ConnectorType::Partner => "Partner",
            ConnectorType::Other(text) => text,
        };
        Cell::new(value, c.connector_type.at().cloned())
    });
    let judgement = found.map_or_else(
        |nothing| nothing,
        |c| match c.is_on_premises() {
            Some(true) => (RowStatus::Match, RowReason::TypeOnPremises),
            Some(false) => (RowStatus::Mismatch, RowReason::TypeNeverRelays),
            None => (RowStatus::Unknown, RowReason::PropertyUnknown),
        },
    );
    subject.row(RowId::ConnectorType, judgement, None, cloud)
}

pub(super) fn enabled(subject: &Subject) -> Comparison {
    let found = connector(subject);
    let cloud = found.ok().and_then(|c| {
        let value = match c.enabled.value()? {
            true => "True",
            false => "False",
        };
        Cell::new(value, c.enabled.at().cloned())
    });
    let judgement = found.map_or_else(
        |nothing| nothing,
        |c| match c.enabled.value() {
            Some(true) => (RowStatus::Match, RowReason::Enabled),
            Some(false) => (RowStatus::Mismatch, RowReason::Disabled),
            None => (RowStatus::Unknown, RowReason::PropertyUnknown),
        },
    );
    subject.row(RowId::ConnectorEnabled, judgement, None, cloud)
}

pub(super) fn domains(subject: &Subject) -> Comparison {
    let found = connector(subject);
    let senders = super::organization::senders(subject);
    let on_premises = (!senders.is_empty())
        .then(|| Cell::new(senders.join(", "), None))
        .flatten();
    let cloud = found.ok().and_then(|c| {
        let list = &c.associated_accepted_domains;
        (!list.items().is_empty())
            .then(|| Cell::new(list.items().join(", "), list.at().cloned()))?
    });
    let judgement = found.map_or_else(
        |nothing| nothing,
        |c| {
            let list = &c.associated_accepted_domains;
            let left_out = left_out(subject);
            match (list.is_known_empty(), left_out) {
                (true, _) => (RowStatus::NotApplicable, RowReason::NoRestriction),
                (_, true) => (RowStatus::Mismatch, RowReason::DomainLeftOut),
                _ if list.is_unknown() => (RowStatus::Unknown, RowReason::PropertyUnknown),
                _ if list.may_hold_more() => (RowStatus::Unknown, RowReason::ListCut),
                _ if null_sender(subject) => (RowStatus::Unknown, RowReason::NullSenderUnlisted),
                _ => (RowStatus::Match, RowReason::DomainsListed),
            }
        },
    );
    subject.row(RowId::ConnectorDomains, judgement, on_premises, cloud)
}

/// Whether `<>` is among the senders, of which nothing is documented here.
fn null_sender(subject: &Subject) -> bool {
    let mut judged = subject.context.verdicts.judged.iter();
    judged.any(|j| j.class == SenderClass::Null)
}

fn left_out(subject: &Subject) -> bool {
    let Some((index, _)) = subject.connector else {
        return false;
    };
    let fit = subject.judged.and_then(|j| j.fits.as_ref()?.get(index));
    fit.is_some_and(|f| f.closed.contains(&Gate::SenderDomainLeftOut))
}
