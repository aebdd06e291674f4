//! Steps on the tenant's side.

use std::net::IpAddr;

use super::common::show_inbound;
use super::{run, say};
use crate::attribution::invalid_address;
use crate::facts::{InboundConnector, SenderCertificateName};
use crate::remedy::NameChoice;
use crate::remedy::plan::{Applicability, Lines, Place, Role, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

const CLOUD: Place = Place::ExchangeOnline;

fn set(name: &str) -> Command {
    Command::new("Set-InboundConnector").with("Identity", name)
}

/// A text, or `$null` where there was none.
fn text_or_null(text: Option<String>) -> Expr {
    text.map_or(Expr::Null, Expr::Literal)
}

/// Look at the connector as it is now.
pub(in crate::remedy) fn look(connector: Option<&InboundConnector>) -> Step {
    let name = connector.map(|c| c.name.clone());
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
    let rollback = (!current.is_unknown()).then(|| {
        Lines::one(set(&connector.name).with("TlsSenderCertificateName", text_or_null(old.clone())))
    });
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
    let command = Lines::one(set(&connector.name).with("TlsSenderCertificateName", value));
    Step {
        rollback,
        check: Some(show_inbound(&connector.name)),
        ..run("set-name", CLOUD, applicability, kind, command)
    }
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
    let rollback = match old.is_empty() {
        true => set(&connector.name).with("SenderIPAddresses", Expr::Null),
        false => set(&connector.name).with("SenderIPAddresses", Expr::list(old)),
    };
    let kind = StepKind::SetAddresses {
        connector: connector.name.clone(),
        added,
    };
    let command = Lines::one(set(&connector.name).with("SenderIPAddresses", Expr::list(new)));
    Some(Step {
        rollback: Some(Lines::one(rollback)),
        check: Some(show_inbound(&connector.name)),
        ..run(
            "set-addresses",
            CLOUD,
            Applicability::NeedsReview,
            kind,
            command,
        )
    })
}

/// Enabled: a person asks first who disabled it.
pub(in crate::remedy) fn enable(connector: &InboundConnector) -> Step {
    let kind = StepKind::EnableConnector {
        connector: connector.name.clone(),
    };
    let command = Lines::one(set(&connector.name).with("Enabled", true));
    Step {
        rollback: Some(Lines::one(set(&connector.name).with("Enabled", false))),
        check: Some(show_inbound(&connector.name)),
        ..run(
            "enable-connector",
            CLOUD,
            Applicability::NeedsReview,
            kind,
            command,
        )
    }
}

/// What a new connector should know the sender by.
#[derive(Debug, Clone, Default)]
pub(in crate::remedy) struct Identity {
    /// TlsSenderCertificateName.
    pub(in crate::remedy) certificate: Option<String>,
    /// SenderIPAddresses.
    pub(in crate::remedy) addresses: Vec<IpAddr>,
}

/// A new connector of type OnPremises; it copies every other property of `copied`.
pub(in crate::remedy) fn new_connector(
    name: &str,
    identity: &Identity,
    copied: Option<&InboundConnector>,
) -> Step {
    let domains = copied.map_or(&[][..], |c| c.sender_domains.items());
    let domains = match domains.is_empty() {
        true => Expr::text("*"),
        false => Expr::list(domains.to_vec()),
    };
    let mut command = Command::new("New-InboundConnector")
        .with("Name", name)
        .with("ConnectorType", Expr::Word("OnPremises"))
        .with("SenderDomains", domains);
    if let Some(value) = &identity.certificate {
        // The reference says that the name is used where RequireTls is $true; HCW sets it too.
        command = command
            .with("RequireTls", true)
            .with("TlsSenderCertificateName", value.as_str());
    } else if let Some(require) = copied.and_then(|c| c.require_tls.value()) {
        command = command.with("RequireTls", *require);
    }
    if !identity.addresses.is_empty() {
        let addresses = identity.addresses.iter().map(ToString::to_string);
        command = command.with("SenderIPAddresses", Expr::list(addresses));
    }
    let associated = copied.map_or(&[][..], |c| c.associated_accepted_domains.items());
    if !associated.is_empty() {
        command = command.with("AssociatedAcceptedDomains", Expr::list(associated.to_vec()));
    }
    if let Some(enabled) = copied.and_then(|c| c.cloud_services_mail_enabled.value()) {
        command = command.with("CloudServicesMailEnabled", *enabled);
    }
    let kind = StepKind::NewConnector {
        name: name.to_owned(),
        by: identity.certificate.clone(),
        addresses: identity.addresses.clone(),
        copies: copied.map(|c| c.name.clone()),
    };
    Step {
        rollback: Some(Lines::one(
            Command::new("Remove-InboundConnector").with("Identity", name),
        )),
        check: Some(show_inbound(name)),
        ..run(
            "new-connector",
            CLOUD,
            Applicability::NeedsReview,
            kind,
            Lines::one(command),
        )
    }
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
    let command =
        Lines::one(set(&connector.name).with("AssociatedAcceptedDomains", Expr::list(new)));
    Some(Step {
        rollback: Some(Lines::one(
            set(&connector.name).with("AssociatedAcceptedDomains", Expr::list(old)),
        )),
        check: Some(show_inbound(&connector.name)),
        ..run(
            "add-associated-domains",
            CLOUD,
            Applicability::NeedsReview,
            kind,
            command,
        )
    })
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
