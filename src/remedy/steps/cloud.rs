//! Steps on the tenant's side.

use std::net::IpAddr;

use super::common::show_inbound;
use super::{change, run, say};
use crate::attribution::{Status, invalid_address};
use crate::facts::{InboundConnector, SenderCertificateName};
use crate::remedy::NameChoice;
use crate::remedy::edit::{Edit, Object, Property, Value};
use crate::remedy::plan::{Applicability, Lines, Place, Role, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

const CLOUD: Place = Place::ExchangeOnline;

fn edit(connector: &InboundConnector, property: Property) -> Edit {
    Edit::one(Object::InboundConnector, &connector.name, property)
}

/// Look at the connector as it is now.
pub(in crate::remedy) fn look(connector: Option<&InboundConnector>) -> Step {
    let name = connector.map(|c| c.name.clone());
    let name = name.filter(|name| !name.is_empty());
    let command = match &name {
        Some(name) => show_inbound(name),
        None => Lines::one(
            Command::new("Get-InboundConnector")
                .pipe(Command::new("Format-List").argument(Expr::words(&["*"]))),
        ),
    };
    let kind = StepKind::LookAtInbound { connector: name };
    run(
        "look-at-inbound",
        CLOUD,
        Applicability::ReadOnly,
        kind,
        command,
    )
}

/// TlsSenderCertificateName gets the name on the certificate sent.
pub(in crate::remedy) fn set_name(connector: &InboundConnector, choice: &NameChoice) -> Step {
    let value = choice.value.to_string();
    let current = &connector.tls_sender_certificate_name;
    let old = current.value().map(SenderCertificateName::to_string);
    // The old value is known unless the property was not in the evidence.
    let diagnosed = (!current.is_unknown()).then(|| Value::of(old.clone()));
    let kind = StepKind::SetName {
        connector: connector.name.clone(),
        old,
        new: value.clone(),
        wider: choice.wider.as_ref().map(ToString::to_string),
        covers_several: choice.covers_several,
    };
    let applicability = match choice.covers_several {
        true => Applicability::NeedsReview,
        false => Applicability::Safe,
    };
    let property = Property {
        name: "TlsSenderCertificateName",
        diagnosed,
        wanted: Value::Text(value),
    };
    let check = show_inbound(&connector.name);
    change(
        "set-name",
        CLOUD,
        applicability,
        kind,
        edit(connector, property),
        check,
    )
}

/// SenderIPAddresses gets the addresses seen beside the old ones; the assignment
/// replaces the list (Set-InboundConnector reference). IPv6 and private ones never.
pub(in crate::remedy) fn set_addresses(
    connector: &InboundConnector,
    seen: &[IpAddr],
) -> Option<Step> {
    let list = &connector.sender_ip_addresses;
    let added: Vec<IpAddr> = seen
        .iter()
        .map(IpAddr::to_canonical)
        .filter(|a| invalid_address(&a.to_string()).is_none())
        .collect();
    // With a list that was cut, writing "old plus new" would drop what is not known.
    if added.is_empty() || list.may_hold_more() {
        return None;
    }
    let old = list.items().to_vec();
    let valid = old
        .iter()
        .filter(|entry| invalid_address(entry).is_none())
        .cloned();
    let new: Vec<String> = valid.chain(added.iter().map(ToString::to_string)).collect();
    let kind = StepKind::SetAddresses {
        connector: connector.name.clone(),
        added,
    };
    let property = Property {
        name: "SenderIPAddresses",
        diagnosed: Some(Value::list(old)),
        wanted: Value::list(new),
    };
    Some(change(
        "set-addresses",
        CLOUD,
        Applicability::NeedsReview,
        kind,
        edit(connector, property),
        show_inbound(&connector.name),
    ))
}

/// Enabled: a person asks first who disabled it.
pub(in crate::remedy) fn enable(connector: &InboundConnector) -> Step {
    let kind = StepKind::EnableConnector {
        connector: connector.name.clone(),
    };
    let property = Property {
        name: "Enabled",
        diagnosed: Some(Value::Flag(false)),
        wanted: Value::Flag(true),
    };
    change(
        "enable-connector",
        CLOUD,
        Applicability::NeedsReview,
        kind,
        edit(connector, property),
        show_inbound(&connector.name),
    )
}

/// AssociatedAcceptedDomains gets the senders' domains beside the old ones.
pub(in crate::remedy) fn add_associated(
    connector: &InboundConnector,
    domains: &[String],
) -> Option<Step> {
    let list = &connector.associated_accepted_domains;
    if domains.is_empty() || list.may_hold_more() {
        return None;
    }
    let old = list.items().to_vec();
    let new: Vec<String> = old.iter().chain(domains).cloned().collect();
    let kind = StepKind::AddAssociatedDomains {
        connector: connector.name.clone(),
        domains: domains.to_vec(),
    };
    let property = Property {
        name: "AssociatedAcceptedDomains",
        diagnosed: Some(Value::list(old)),
        wanted: Value::list(new),
    };
    Some(change(
        "add-associated-domains",
        CLOUD,
        Applicability::NeedsReview,
        kind,
        edit(connector, property),
        show_inbound(&connector.name),
    ))
}

/// AssociatedAcceptedDomains is emptied: it takes accepted domains only, and without an
/// entry it restricts nobody (HCW writes `$null`, domain.md section 6). `instead` of the
/// step before it is no step of a script, which would do both.
pub(in crate::remedy) fn empty_associated(
    connector: &InboundConnector,
    foreign: &[String],
    instead: Option<Status>,
) -> Option<Step> {
    let list = &connector.associated_accepted_domains;
    // What was cut could not be written back.
    if list.may_hold_more() {
        return None;
    }
    let kind = StepKind::EmptyAssociatedDomains {
        connector: connector.name.clone(),
        foreign: foreign.to_vec(),
        instead,
    };
    let property = Property {
        name: "AssociatedAcceptedDomains",
        diagnosed: Some(Value::list(list.items().to_vec())),
        wanted: Value::Nothing,
    };
    let step = change(
        "empty-associated-domains",
        CLOUD,
        Applicability::NeedsReview,
        kind,
        edit(connector, property),
        show_inbound(&connector.name),
    );
    let edit = step.edit.clone().filter(|_| instead.is_none());
    Some(Step { edit, ..step })
}

/// Investigate compromise; the release is never in a command (RD112).
pub(in crate::remedy) fn investigate(connector: Option<String>) -> Step {
    let look = Command::new("Get-BlockedConnector")
        .pipe(Command::new("Format-List").argument(Expr::words(&["*"])));
    let kind = StepKind::InvestigateRestricted { connector };
    let step = run(
        "investigate-restricted",
        CLOUD,
        Applicability::NeedsReview,
        kind,
        Lines::one(look),
    );
    Step { role: None, ..step }
}

/// The evidence does not tell which name to set.
pub(in crate::remedy) fn find_certificate(connector: Option<&InboundConnector>) -> Step {
    let kind = StepKind::FindCertificateFirst {
        connector: connector.map(|c| c.name.clone()),
    };
    Step {
        applicability: Applicability::NeedsReview,
        ..say("find-certificate", Place::OnPremises, kind)
    }
}

/// A domain is added and verified in the admin center.
pub(in crate::remedy) fn add_accepted_domain(domain: &str) -> Step {
    let kind = StepKind::AddAcceptedDomain {
        domain: domain.to_owned(),
    };
    let check = Command::new("Get-AcceptedDomain").pipe(Command::new("Format-List").argument(
        Expr::words(&["DomainName", "DomainType", "MatchSubDomains"]),
    ));
    Step {
        role: Some(Role::DomainAdministrator),
        check: Some(Lines::one(check)),
        ..say("add-accepted-domain", Place::Browser, kind)
    }
}

/// Which tenant the shell is connected to (RD304).
pub(in crate::remedy) fn check_tenant() -> Step {
    let look = Command::new("Get-OrganizationConfig").pipe(
        Command::new("Format-List").argument(Expr::words(&["Name", "DisplayName", "Identity"])),
    );
    run(
        "check-tenant",
        CLOUD,
        Applicability::ReadOnly,
        StepKind::CheckTenant,
        Lines::one(look),
    )
}

/// Which domain is the organisation's own is for a person to say.
pub(in crate::remedy) fn ask_accepted_domain(
    certificate: Option<String>,
    senders: Vec<String>,
) -> Step {
    let kind = StepKind::AskAcceptedDomain {
        certificate,
        senders,
    };
    Step {
        role: Some(Role::DomainAdministrator),
        applicability: Applicability::NeedsReview,
        ..say("choose-accepted-domain", Place::Browser, kind)
    }
}

/// Move to a certificate, or let only IPv4 out.
pub(in crate::remedy) fn ipv4_or_certificate(addresses: Vec<IpAddr>) -> Step {
    say(
        "leave-ipv6",
        Place::OnPremises,
        StepKind::Ipv4OnlyOrCertificate { addresses },
    )
}
