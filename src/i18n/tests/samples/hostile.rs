//! Details with any text wherever evidence stands.

use crate::attribution::InvalidAddress;
use crate::diagnosis::{CertificateSaid, ChainSign, Detail, Holder, Overwritten, SendsBy};

/// Details that hold `value` wherever evidence stands.
pub(in crate::i18n::tests) fn with_value(value: &str) -> Vec<Detail> {
    use Detail as D;
    let text = || value.to_owned();
    let many = || vec![value.to_owned(); 50];
    let sends_by = |certificate| SendsBy {
        connector: text(),
        spaces: many(),
        certificate,
    };
    let holders = || {
        let of = |fits| Holder {
            name: text(),
            certificate: text(),
            thumbprint: text(),
            fits,
        };
        vec![of(true), of(false), of(false)]
    };
    vec![
        D::DifferentFault {
            neighbour: None,
            reply: text(),
        },
        D::InboundAttribution {
            reply: text(),
            recipient: Some(text()),
        },
        D::NameMismatch {
            sent: many(),
            thumbprint: text(),
            servers: many(),
            connectors: vec![(text(), text()); 50],
            configured_only: false,
            by_log: false,
        },
        D::AddressNotListed {
            addresses: vec![std::net::Ipv4Addr::LOCALHOST.into(); 9],
            connectors: vec![(text(), many()); 9],
        },
        D::ConnectorDisabled {
            connector: text(),
            fits: true,
        },
        D::DomainsExcludeSender {
            connector: text(),
            listed: many(),
            senders: many(),
            foreign: many(),
        },
        D::InvalidAddresses {
            entries: vec![(text(), text(), InvalidAddress::NotAnAddress); 9],
        },
        D::MatchedBySan {
            connector: text(),
            san: text(),
            common_name: Some(text()),
        },
        D::NameNotADomain {
            connector: text(),
            value: text(),
        },
        D::WithoutIdentity { connectors: many() },
        D::NoCertificateSent {
            from: vec![(text(), text()); 9],
            sessions: u64::MAX,
        },
        D::StaleCertificate {
            sent: text(),
            sent_thumbprint: text(),
            newer: text(),
            newer_thumbprint: text(),
            listed_on: many(),
        },
        D::CertificateNotValid {
            certificate: text(),
            thumbprint: text(),
            not_before: None,
            not_after: Some(1),
            at: 2_000_000_000,
        },
        D::ServersDiffer { servers: holders() },
        D::ConnectorsDisagree {
            connectors: holders(),
        },
        D::TlsFailed {
            errors: vec![(text(), u64::MAX); 9],
            connectors: many(),
        },
        D::SendConnectorCertificateMissing {
            connectors: many(),
            name: Some(text()),
            server: Some(text()),
            said_by_log: false,
        },
        D::NoAcceptedDomain {
            senders: many(),
            certificate: Some(text()),
            predicted: false,
        },
        D::ForeignOrNullSender {
            null: true,
            foreign: many(),
            certificate: Some(text()),
        },
        D::SubdomainNotAccepted {
            name: text(),
            missing: text(),
            accepted: text(),
        },
        D::AnotherTenant {
            senders: many(),
            accepted: many(),
        },
        D::InsideTheCloud { server: text() },
        D::RerunRemoves {
            values: vec![
                Overwritten {
                    connector: text(),
                    property: "SmartHosts",
                    today: text(),
                    hcw: text(),
                };
                9
            ],
        },
        D::OutsideHcw {
            connectors: vec![sends_by(CertificateSaid::Name(text())); 9],
            hcw: vec![sends_by(CertificateSaid::Fqdn(text())); 9],
        },
        D::Conflict {
            values: vec![hostile_conflict(text()); 9],
        },
        D::Truncated {
            values: vec![(text(), text()); 9],
        },
        D::CheckFailed {
            rule: "x",
            message: text(),
        },
        D::ChainIncomplete {
            certificate: text(),
            thumbprint: text(),
            issuer: Some(text()),
            server: Some(text()),
            sign: ChainSign::Event { code: text() },
        },
        D::NotEnabledForSmtp {
            certificate: text(),
            thumbprint: text(),
            servers: many(),
            services: text(),
            sent: false,
        },
        D::WithoutPrivateKey {
            certificate: text(),
            thumbprint: text(),
            connector: Some(text()),
            server: Some(text()),
            fits: true,
        },
        D::LoggingOff { connectors: many() },
        D::ClientAuthAbsent {
            certificate: text(),
            thumbprint: text(),
            before: Some(text()),
        },
        D::EdgeNameTooLong {
            connector: text(),
            length: usize::MAX,
            edge: many(),
        },
        D::ExpiresSoon {
            certificate: text(),
            thumbprint: text(),
            not_after: i64::MAX,
            days: 29,
        },
        D::KeyUnusable {
            certificate: text(),
            thumbprint: text(),
            connector: text(),
            sessions: u64::MAX,
            ec_key: true,
            lacks_smtp: true,
        },
        D::SeveralInstalledFit {
            connector: text(),
            certificates: vec![(text(), None), (text(), Some(i64::MIN))],
            sent: Some(text()),
        },
        D::IssuerChanges {
            connector: text(),
            issuer: text(),
            next: Some((text(), text())),
        },
        D::SharedWithOtherTenant {
            certificate: Some(text()),
            ours: vec![(text(), text()); 9],
            others: vec![(text(), text()); 9],
        },
        D::ServersNotCovered {
            connectors: many(),
            servers: many(),
        },
        D::ReverseAtRisk {
            certificate: text(),
            receive: vec![(text(), text()); 9],
            outbound: vec![(text(), text()); 9],
        },
    ]
}

fn hostile_conflict(text: String) -> crate::facts::Conflict {
    let mut conflict = super::others::conflict(&text);
    conflict.used.value.clone_from(&text);
    conflict.other.value = text;
    conflict
}
