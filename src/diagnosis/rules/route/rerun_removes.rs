//! RD506: `*`, smart hosts, centralized transport or edited values sit on
//! connectors that HCW owns: a rerun would reset them (the list of domain.md
//! section 6; HCW8039 for the single address space).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::Location;
use crate::evidence::record::ObjectClass;
use crate::facts::{ConnectorType, InboundConnector, SendConnector, Written};

pub(super) const RULE: Rule = Rule {
    code: Code(506),
    check,
};

type Edited = ((String, String, String), Location);

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let sending: Vec<_> = facts
        .send_connectors
        .iter()
        .flatten()
        .filter(|c| c.is_hybrid_wizards())
        .collect();
    let inbound: Vec<_> = facts
        .tenant
        .connectors()
        .iter()
        .filter(|c| c.is_hybrid_wizards())
        .collect();
    if sending.is_empty() && inbound.is_empty() && facts.hybrid.centralized_transport.is_none() {
        return Outcome::NotApplicable;
    }
    let mut edited: Vec<Edited> = Vec::new();
    for connector in sending {
        edited.extend(of_send_connector(connector));
        edited.extend(source_servers(context, connector));
    }
    edited.extend(inbound.into_iter().flat_map(of_inbound_connector));
    edited.extend(facts.hybrid.centralized_transport.iter().map(|at| {
        let value = (
            "OutboundConnector".to_owned(),
            "RouteAllMessagesViaOnPremises".to_owned(),
            "True".to_owned(),
        );
        (value, at.clone())
    }));
    if edited.is_empty() {
        return Outcome::Pass;
    }
    let (values, proof): (Vec<_>, Vec<_>) = edited.into_iter().unzip();
    Outcome::Found(Finding::new(
        506,
        Confidence::Certain,
        Detail::RerunRemoves { values },
        proof,
    ))
}

fn of_send_connector(connector: &SendConnector) -> Vec<Edited> {
    let mut edited = Vec::new();
    let mut add = |property: &str, items: &[String], at: Option<&Location>| {
        if let Some(at) = at {
            let value = (
                connector.name.clone(),
                property.to_owned(),
                items.join(", "),
            );
            edited.push((value, at.clone()));
        }
    };
    if connector.spaces().count() > 1 {
        add(
            "AddressSpaces",
            connector.address_spaces.items(),
            connector.address_spaces.at(),
        );
    }
    if !connector.smart_hosts.items().is_empty() {
        add(
            "SmartHosts",
            connector.smart_hosts.items(),
            connector.smart_hosts.at(),
        );
    }
    // HCW writes True to each of them (domain.md section 6).
    for (property, value) in [
        ("DNSRoutingEnabled", &connector.dns_routing_enabled),
        ("RequireTLS", &connector.require_tls),
        (
            "CloudServicesMailEnabled",
            &connector.cloud_services_mail_enabled,
        ),
    ] {
        if value.value() == Some(&false) {
            add(property, &["False".to_owned()], value.at());
        }
    }
    edited
}

/// Source servers of today that are others than the last run wrote.
fn source_servers(context: &Context, connector: &SendConnector) -> Option<Edited> {
    let run = context.facts.hcw_runs.last()?;
    let is_it = |w: &&Written| {
        w.class == ObjectClass::SendConnector
            && w.object.eq_ignore_ascii_case(&connector.name)
            && w.property.eq_ignore_ascii_case("SourceTransportServers")
    };
    let wrote = run.written.iter().rev().find(is_it)?;
    let today = connector.source_transport_servers.value()?;
    let mut old: Vec<String> = wrote.to.split(", ").map(str::to_lowercase).collect();
    let mut new: Vec<String> = today.items.iter().map(|s| s.to_lowercase()).collect();
    old.sort();
    new.sort();
    if !today.complete || old == new {
        return None;
    }
    let value = (
        connector.name.clone(),
        "SourceTransportServers".to_owned(),
        today.items.join(", "),
    );
    Some((value, connector.source_transport_servers.at()?.clone()))
}

fn of_inbound_connector(connector: &InboundConnector) -> Vec<Edited> {
    let mut edited = Vec::new();
    let mut add = |property: &str, value: String, at: Option<&Location>| {
        if let Some(at) = at {
            edited.push((
                (connector.name.clone(), property.to_owned(), value),
                at.clone(),
            ));
        }
    };
    if connector.require_tls.value() == Some(&false) {
        add("RequireTls", "False".to_owned(), connector.require_tls.at());
    }
    if connector.cloud_services_mail_enabled.value() == Some(&false) {
        let at = connector.cloud_services_mail_enabled.at();
        add("CloudServicesMailEnabled", "False".to_owned(), at);
    }
    if connector.connector_type.value() == Some(&ConnectorType::Partner) {
        add(
            "ConnectorType",
            "Partner".to_owned(),
            connector.connector_type.at(),
        );
    }
    let domains = connector.sender_domains.items();
    let is_default =
        |d: &String| matches!(d.to_ascii_lowercase().as_str(), "*" | "smtp:*;1" | "smtp:*");
    if !domains.is_empty() && !domains.iter().all(is_default) {
        add(
            "SenderDomains",
            domains.join(", "),
            connector.sender_domains.at(),
        );
    }
    edited
}
