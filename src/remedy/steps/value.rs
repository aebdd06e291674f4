//! Steps that set a value as it was asked for, and those that only a planned
//! renewal has.

use std::net::IpAddr;

use super::common::show_inbound;
use super::{cloud, nameless, run, say};
use crate::attribution::{InboundValue, Shown};
use crate::facts::{InboundConnector, SenderCertificateName};
use crate::remedy::NameChoice;
use crate::remedy::plan::{Applicability, Lines, Place, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

fn expression(value: &InboundValue) -> Expr {
    match value {
        InboundValue::Enabled(enabled) => Expr::Bool(*enabled),
        InboundValue::CertificateName(None) => Expr::Null,
        InboundValue::Addresses(list) | InboundValue::AssociatedDomains(list)
            if list.is_empty() =>
        {
            Expr::Null
        }
        InboundValue::Addresses(list) | InboundValue::AssociatedDomains(list) => {
            Expr::list(list.clone())
        }
        InboundValue::ConnectorType(_) | InboundValue::CertificateName(Some(_)) => {
            match value.shown() {
                Shown::Text(text) => Expr::Literal(text),
                Shown::Empty | Shown::Unknown => Expr::Null,
            }
        }
    }
}

/// Sets a property of an inbound connector; the way back where the old value is known.
pub(in crate::remedy) fn set(connector: &InboundConnector, value: &InboundValue) -> Step {
    match value {
        InboundValue::Enabled(true) => return cloud::enable(connector),
        InboundValue::CertificateName(Some(SenderCertificateName::Name(name))) => {
            let choice = NameChoice {
                value: name.clone(),
                wider: None,
                covers_several: false,
            };
            return Step {
                applicability: Applicability::NeedsReview,
                ..cloud::set_name(connector, &choice)
            };
        }
        _ => {}
    }
    let property = value.property();
    let line = |value: &InboundValue| {
        let command =
            Command::new("Set-InboundConnector").with("Identity", connector.name.as_str());
        Lines::one(command.with(property.name(), expression(value)))
    };
    let kind = StepKind::SetInbound {
        connector: connector.name.clone(),
        property,
        old: property.of(connector),
        new: value.shown(),
    };
    let check = show_inbound(&connector.name);
    if connector.name.is_empty() {
        return nameless("set-inbound", Place::ExchangeOnline, kind, check);
    }
    Step {
        rollback: property.current(connector).as_ref().map(line),
        check: Some(check),
        ..run(
            "set-inbound",
            Place::ExchangeOnline,
            Applicability::NeedsReview,
            kind,
            line(value),
        )
    }
}

/// The address that mail leaves by is the network's to change.
pub(in crate::remedy) fn leave_by(address: IpAddr) -> Step {
    say("leave-by", Place::OnPremises, StepKind::LeaveBy { address })
}

/// The other direction follows the certificate too: Receive connectors on-premises.
pub(in crate::remedy) fn receive_connectors() -> Step {
    let look = Command::new("Get-ReceiveConnector").pipe(Command::new("Format-List").argument(
        Expr::words(&[
            "Identity",
            "Fqdn",
            "TlsCertificateName",
            "TlsDomainCapabilities",
        ]),
    ));
    run(
        "look-at-receive",
        Place::OnPremises,
        Applicability::NeedsReview,
        StepKind::ReceiveConnectors,
        Lines::one(look),
    )
}

/// And the outbound connectors of the tenant.
pub(in crate::remedy) fn outbound_connectors() -> Step {
    let look = Command::new("Get-OutboundConnector").pipe(Command::new("Format-List").argument(
        Expr::words(&["Name", "Enabled", "SmartHosts", "TlsSettings", "TlsDomain"]),
    ));
    run(
        "look-at-outbound",
        Place::ExchangeOnline,
        Applicability::NeedsReview,
        StepKind::OutboundConnectors,
        Lines::one(look),
    )
}

/// The second connector has done its work.
pub(in crate::remedy) fn remove_connector(name: &str) -> Step {
    let kind = StepKind::RemoveConnector {
        connector: name.to_owned(),
    };
    let check = show_inbound(name);
    if name.is_empty() {
        return nameless("remove-connector", Place::ExchangeOnline, kind, check);
    }
    let command = Command::new("Remove-InboundConnector").with("Identity", name);
    Step {
        check: Some(check),
        ..run(
            "remove-connector",
            Place::ExchangeOnline,
            Applicability::NeedsReview,
            kind,
            Lines::one(command),
        )
    }
}
