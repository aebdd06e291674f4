//! Replies and inbound connectors.

use super::{INBOUND, OLD, REPLY, Sample, neighbours, texts};
use crate::diagnosis::Detail;

pub(super) fn replies() -> Vec<Sample> {
    use Detail as D;
    let reply = || REPLY.to_owned();
    let mut all: Vec<Sample> = neighbours()
        .into_iter()
        .map(|fault| {
            let neighbour = Some(fault);
            (
                1,
                D::DifferentFault {
                    neighbour,
                    reply: reply(),
                },
                vec![REPLY],
            )
        })
        .collect();
    all.extend([
        (
            1,
            D::DifferentFault {
                neighbour: None,
                reply: reply(),
            },
            vec![REPLY],
        ),
        (
            2,
            D::InboundAttribution {
                reply: reply(),
                recipient: None,
            },
            vec![REPLY, "5.7.68"],
        ),
        (
            2,
            D::InboundAttribution {
                reply: reply(),
                recipient: Some("user@contoso.com".to_owned()),
            },
            vec!["user@contoso.com", "RejectDirectSend"],
        ),
        (3, D::Attr36 { count: 1 }, vec!["ATTR36", "MAIL FROM"]),
        (3, D::Attr36 { count: 812 }, vec!["812"]),
        (
            4,
            D::AcceptanceProvesNothing {
                own: 14,
                other_tenant: 3,
            },
            vec!["17", "14", "3"],
        ),
        (
            4,
            D::AcceptanceProvesNothing {
                own: 1,
                other_tenant: 0,
            },
            vec!["1"],
        ),
        (
            4,
            D::AcceptanceProvesNothing {
                own: 0,
                other_tenant: 1,
            },
            vec!["1"],
        ),
        (
            405,
            D::InsideTheCloud {
                server: "AM5PR01MB1234.eurprd01.prod.exchangelabs.com".to_owned(),
            },
            vec!["AM5PR01MB1234.eurprd01.prod.exchangelabs.com"],
        ),
    ]);
    all
}

pub(super) fn connectors() -> Vec<Sample> {
    use Detail as D;
    let inbound = || INBOUND.to_owned();
    let mismatch = |servers: &[&str], values: &[&str], configured_only| D::NameMismatch {
        sent: texts(&["mail.contoso.com"]),
        thumbprint: OLD.to_owned(),
        servers: texts(servers),
        connectors: values
            .iter()
            .map(|v| (inbound(), (*v).to_owned()))
            .collect(),
        configured_only,
        by_log: false,
    };
    let old = "mail-old.contoso.com";
    vec![
        (
            101,
            mismatch(&["EX01", "EX02"], &[old], false),
            vec!["mail.contoso.com", old, "EX02", OLD, INBOUND],
        ),
        (
            101,
            mismatch(&["EX01"], &[old, "*.fabrikam.com"], false),
            vec!["*.fabrikam.com"],
        ),
        (101, mismatch(&[], &[old], false), vec![old]),
        (
            101,
            mismatch(&[], &[old], true),
            vec![old, "mail.contoso.com"],
        ),
        (
            101,
            D::NameMismatch {
                sent: texts(&["a.b.contoso.com"]),
                thumbprint: OLD.to_owned(),
                servers: texts(&["EX01"]),
                connectors: vec![(inbound(), "*.contoso.com".to_owned())],
                configured_only: false,
                by_log: true,
            },
            vec!["a.b.contoso.com", "*.contoso.com"],
        ),
        (
            103,
            D::NoOnPremisesConnector { others: 0 },
            vec!["OnPremises"],
        ),
        (
            103,
            D::NoOnPremisesConnector { others: 2 },
            vec!["2", "New-InboundConnector"],
        ),
        (
            104,
            D::ConnectorDisabled {
                connector: inbound(),
                fits: true,
            },
            vec![INBOUND, "Enabled"],
        ),
        (
            104,
            D::ConnectorDisabled {
                connector: inbound(),
                fits: false,
            },
            vec![INBOUND],
        ),
        (
            105,
            D::ConnectorIsPartner {
                connector: inbound(),
            },
            vec![INBOUND, "Partner"],
        ),
        (
            106,
            D::SeveralConnectors {
                connectors: texts(&["A", "B"]),
            },
            vec!["2", "A", "B"],
        ),
        (
            107,
            D::DomainsExcludeSender {
                connector: inbound(),
                listed: texts(&["contoso.com"]),
                senders: texts(&["fabrikam.com"]),
                foreign: texts(&[]),
            },
            vec![
                INBOUND,
                "contoso.com",
                "fabrikam.com",
                "AssociatedAcceptedDomains",
            ],
        ),
        (
            107,
            D::DomainsExcludeSender {
                connector: inbound(),
                listed: texts(&["contoso.com"]),
                senders: texts(&["fabrikam.com"]),
                foreign: texts(&["evil.example"]),
            },
            vec![INBOUND, "contoso.com", "fabrikam.com", "evil.example"],
        ),
        (
            107,
            D::DomainsExcludeSender {
                connector: inbound(),
                listed: texts(&["contoso.com"]),
                senders: texts(&[]),
                foreign: texts(&["evil.example"]),
            },
            vec![INBOUND, "contoso.com", "evil.example"],
        ),
        (
            109,
            D::MatchedBySan {
                connector: inbound(),
                san: "mail.contoso.com".to_owned(),
                common_name: Some("contoso.com".to_owned()),
            },
            vec![INBOUND, "mail.contoso.com"],
        ),
        (
            109,
            D::MatchedBySan {
                connector: inbound(),
                san: "mail.contoso.com".to_owned(),
                common_name: None,
            },
            vec!["mail.contoso.com"],
        ),
        (
            110,
            D::NameNotADomain {
                connector: inbound(),
                value: "<I>CN=CA<S>CN=mail.contoso.com".to_owned(),
            },
            vec![INBOUND, "<I>CN=CA<S>CN=mail.contoso.com"],
        ),
        (
            111,
            D::WithoutIdentity {
                connectors: texts(&[INBOUND]),
            },
            vec![INBOUND],
        ),
        (
            111,
            D::WithoutIdentity {
                connectors: texts(&["A", "B"]),
            },
            vec!["A", "B"],
        ),
        (
            112,
            D::ConnectorRestricted {
                connector: Some(inbound()),
            },
            vec![INBOUND, "Get-BlockedConnector"],
        ),
        (
            112,
            D::ConnectorRestricted { connector: None },
            vec!["5.7.711"],
        ),
    ]
}
