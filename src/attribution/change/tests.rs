#![allow(clippy::unwrap_used)]
use super::*;
use crate::facts::{Certificate, CertificateName, Domain, Listing, NameSet};

fn certificate(thumbprint: &str, name: &str) -> Certificate {
    Certificate {
        thumbprint: thumbprint.to_owned(),
        names: NameSet {
            common_name: CertificateName::parse(name),
            alternate: Some(Vec::new()),
        },
        self_signed: Some(false),
        not_before: Some(0),
        not_after: Some(2_000_000_000),
        ..Certificate::default()
    }
}

/// A tenant that accepts contoso.com and expects mail-old.contoso.com, and a
/// certificate that is told on the command line, so to speak.
fn facts() -> Facts {
    let mut facts = Facts {
        now: 1_000,
        ..Facts::default()
    };
    facts
        .certificates
        .add(certificate("AA", "mail.contoso.com"));
    facts
        .certificates
        .add(certificate("BB", "mail-old.contoso.com"));
    facts.tenant.inbound_connectors = Some(Listing {
        items: Vec::new(),
        inferred_empty: false,
        more: false,
        at: None,
    });
    let begin = [
        Change::NewConnector {
            name: "Inbound".to_owned(),
            value: Some("mail-old.contoso.com".to_owned()),
            addresses: Vec::new(),
            associated: Vec::new(),
        },
        Change::AcceptedDomain("contoso.com".to_owned()),
        send("AA"),
    ];
    let (facts, ..) = changed(&facts, &begin);
    facts
}

fn send(thumbprint: &str) -> Change {
    Change::SendCertificate {
        connector: None,
        thumbprint: thumbprint.to_owned(),
    }
}

fn set(property: &str, text: &str) -> Change {
    let property = InboundProperty::parse(property).unwrap();
    Change::Inbound {
        connector: "Inbound".to_owned(),
        value: InboundValue::parse(property, text).unwrap(),
    }
}

#[test]
fn either_side_may_be_mended_and_neither_change_is_needed_beside_the_other() {
    let facts = facts();
    assert_eq!(predict(&facts, &[]), Status::Broken);
    let cloud = set("TlsSenderCertificateName", "mail.contoso.com");
    assert_eq!(predict(&facts, std::slice::from_ref(&cloud)), Status::Met);
    assert_eq!(predict(&facts, &[send("BB")]), Status::Met);
    // Both together put the two out of step again.
    assert_eq!(
        predict(&facts, &[cloud.clone(), send("BB")]),
        Status::Broken
    );
    let with_more = [cloud.clone(), set("Enabled", "true")];
    assert_eq!(smallest(&facts, &with_more), [cloud]);
}

#[test]
fn what_is_closed_stays_closed_until_it_is_opened() {
    let facts = facts();
    let cloud = set("TlsSenderCertificateName", "*.contoso.com");
    let cases = [
        (set("Enabled", "$false"), Status::Broken),
        (set("ConnectorType", "Partner"), Status::Broken),
        (set("TlsSenderCertificateName", "$null"), Status::Broken),
        (
            set("AssociatedAcceptedDomains", "contoso.com"),
            Status::Unknown,
        ),
        (set("AssociatedAcceptedDomains", ""), Status::Met),
    ];
    for (change, expected) in cases {
        let changes = [cloud.clone(), change.clone()];
        assert_eq!(predict(&facts, &changes), expected, "{change:?}");
    }
}

#[test]
fn values_are_read_as_a_person_types_them() {
    use InboundProperty as P;
    let lists = [
        (
            "203.0.113.7, 198.51.100.0/24,",
            vec!["203.0.113.7", "198.51.100.0/24"],
        ),
        ("$null", vec![]),
        ("", vec![]),
    ];
    for (text, expected) in lists {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        let value = InboundValue::parse(P::SenderIpAddresses, text).unwrap();
        assert_eq!(value, InboundValue::Addresses(expected), "{text}");
    }
    for (text, expected) in [("True", true), ("$FALSE", false)] {
        let value = InboundValue::parse(P::Enabled, text);
        assert_eq!(value, Some(InboundValue::Enabled(expected)));
    }
    assert_eq!(InboundValue::parse(P::Enabled, ""), None);
    assert_eq!(InboundValue::parse(P::ConnectorType, "Hybrid"), None);
    assert_eq!(P::parse("senderipaddresses"), Some(P::SenderIpAddresses));
    assert_eq!(P::parse("RequireTls"), None);
}

#[test]
fn an_address_that_is_listed_carries_relay() {
    let facts = facts();
    let listed = [
        set("TlsSenderCertificateName", ""),
        set("SenderIPAddresses", "203.0.113.7"),
    ];
    // Which address mail leaves by is not in the evidence.
    assert_eq!(predict(&facts, &listed), Status::Unknown);
    let mut changes = listed.to_vec();
    changes.push(Change::EgressAddress([203, 0, 113, 7].into()));
    assert_eq!(predict(&facts, &changes), Status::Met);
    changes.push(Change::EgressAddress([198, 51, 100, 7].into()));
    assert_eq!(predict(&facts, &changes), Status::Broken);
}

#[test]
fn a_domain_that_is_accepted_already_changes_nothing() {
    let facts = facts();
    let what_if = WhatIf::new(&facts, &[Change::AcceptedDomain("contoso.com".to_owned())]);
    assert_eq!(what_if.facts().tenant.domains().len(), 1);
    assert!(Domain::parse("contoso.com").is_some());
    assert_eq!(what_if.replay().relay(), Status::Broken);
}
