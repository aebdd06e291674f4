//! Addresses, senders, the hybrid, the evidence.

use jiff::Timestamp;

use super::{INBOUND, OUTBOUND, Sample, texts};
use crate::attribution::InvalidAddress;
use crate::diagnosis::{CertificateSaid, Detail, Overwritten, RunFault, SendsBy};
use crate::evidence::{Location, SourceId, SourceKind};
use crate::facts::{Conflict, Dated, Said};

pub(super) fn the_rest() -> Vec<Sample> {
    use Detail as D;
    let v4 = || "203.0.113.7".parse().unwrap();
    let v6 = || "2001:db8:1234:5678:9abc:def0:1234:5678".parse().unwrap();
    let certificate = || Some("mail.contoso.com".to_owned());
    let entry = |text: &str, fault| (INBOUND.to_owned(), text.to_owned(), fault);
    vec![
        (
            102,
            D::AddressNotListed {
                addresses: vec![v4()],
                connectors: vec![(INBOUND.to_owned(), texts(&["203.0.113.0/28"]))],
            },
            vec![
                "203.0.113.7",
                "203.0.113.0/28",
                INBOUND,
                "SenderIPAddresses",
            ],
        ),
        (
            108,
            D::InvalidAddresses {
                entries: vec![entry("10.3.1.5", InvalidAddress::Private)],
            },
            vec!["10.3.1.5", INBOUND],
        ),
        (
            108,
            D::InvalidAddresses {
                entries: vec![
                    entry("2001:db8::/64", InvalidAddress::Ipv6),
                    entry("203.0.0.0/16", InvalidAddress::TooWide),
                    entry("mail", InvalidAddress::NotAnAddress),
                ],
            },
            vec!["3", "2001:db8::/64", "203.0.0.0/16", "mail"],
        ),
        (
            301,
            D::NoAcceptedDomain {
                senders: texts(&["fabrikam.com"]),
                certificate: certificate(),
                predicted: false,
            },
            vec!["fabrikam.com", "mail.contoso.com"],
        ),
        (
            301,
            D::NoAcceptedDomain {
                senders: Vec::new(),
                certificate: certificate(),
                predicted: true,
            },
            vec!["mail.contoso.com"],
        ),
        (
            301,
            D::NoAcceptedDomain {
                senders: Vec::new(),
                certificate: None,
                predicted: false,
            },
            vec!["MAIL FROM"],
        ),
        (
            302,
            D::ForeignOrNullSender {
                null: true,
                foreign: Vec::new(),
                certificate: None,
            },
            vec!["<>"],
        ),
        (
            302,
            D::ForeignOrNullSender {
                null: true,
                foreign: texts(&["fabrikam.com"]),
                certificate: certificate(),
            },
            vec!["<>", "fabrikam.com", "mail.contoso.com"],
        ),
        (
            302,
            D::ForeignOrNullSender {
                null: false,
                foreign: texts(&["fabrikam.com"]),
                certificate: certificate(),
            },
            vec!["fabrikam.com"],
        ),
        (
            303,
            D::SubdomainNotAccepted {
                name: "mail.eu.contoso.com".to_owned(),
                missing: "eu.contoso.com".to_owned(),
                accepted: "contoso.com".to_owned(),
            },
            vec!["mail.eu.contoso.com", "eu.contoso.com"],
        ),
        (
            304,
            D::AnotherTenant {
                senders: texts(&["fabrikam.com"]),
                accepted: texts(&["contoso.com"]),
            },
            vec!["fabrikam.com", "contoso.com"],
        ),
        (
            401,
            D::SeveralAddresses {
                addresses: vec![v4(), v6()],
            },
            vec!["2", "203.0.113.7"],
        ),
        (
            402,
            D::Ipv6 {
                addresses: vec![v6()],
            },
            vec!["2001:db8:1234:5678:9abc:def0:1234:5678"],
        ),
        (
            403,
            D::IpBased {
                connectors: texts(&[INBOUND]),
                addresses: vec![v4()],
            },
            vec![INBOUND, "203.0.113.7"],
        ),
        (
            404,
            D::NextHopIsNotEop {
                connector: OUTBOUND.to_owned(),
                host: "gateway.contoso.com".to_owned(),
            },
            vec![OUTBOUND, "gateway.contoso.com"],
        ),
        (
            501,
            D::HcwWroteOther {
                run: "2026.02.19 03:26:39".to_owned(),
                wrote: "old.contoso.com".to_owned(),
                sent: texts(&["mail.contoso.com"]),
                thumbprint: "17BE570EFE20836063EE1771C0D18482FBB03846".to_owned(),
            },
            vec!["2026.02.19 03:26:39", "old.contoso.com", "mail.contoso.com"],
        ),
        (
            502,
            D::HcwWarnedDomain {
                run: "2026.02.19 03:26:39".to_owned(),
                name: Some("mail.contoso.com".to_owned()),
            },
            vec!["HCW8103", "mail.contoso.com"],
        ),
        (
            504,
            D::HcwRunFailed {
                run: "2026.02.19 03:26:39".to_owned(),
                fault: RunFault::Failed {
                    what: "Set-InboundConnector".to_owned(),
                    words: "Access denied".to_owned(),
                },
            },
            vec!["Set-InboundConnector", "Access denied"],
        ),
        (
            504,
            D::HcwRunFailed {
                run: "2026.02.19 03:26:39".to_owned(),
                fault: RunFault::NotReached {
                    property: "TlsSenderCertificateName".to_owned(),
                },
            },
            vec!["TlsSenderCertificateName"],
        ),
        (
            504,
            D::HcwRunFailed {
                run: "2026.02.19 03:26:39".to_owned(),
                fault: RunFault::BrokenOff,
            },
            vec!["2026.02.19 03:26:39"],
        ),
        (
            505,
            D::HcwEvidenceOld {
                run: "2026.02.19 03:26:39".to_owned(),
                newer: 1_793_607_245_000,
            },
            vec!["2026.02.19 03:26:39", "08:14:05 +00:00"],
        ),
        (
            503,
            D::OutsideHcw {
                connectors: vec![sends_by(
                    "Internet via EOP",
                    "*",
                    CertificateSaid::Fqdn("relay.contoso.com".to_owned()),
                )],
                hcw: vec![sends_by(
                    OUTBOUND,
                    "contoso.mail.onmicrosoft.com",
                    CertificateSaid::Name("<I>CN=CA 1<S>CN=mail.contoso.com".to_owned()),
                )],
            },
            vec![
                "Internet via EOP",
                "TlsCertificateName",
                "relay.contoso.com",
                OUTBOUND,
                "contoso.mail.onmicrosoft.com",
                "<I>CN=CA 1<S>CN=mail.contoso.com",
            ],
        ),
        (
            503,
            D::OutsideHcw {
                connectors: vec![
                    sends_by("A", "*", CertificateSaid::Nothing),
                    sends_by("B", "*", CertificateSaid::Unknown),
                ],
                hcw: Vec::new(),
            },
            vec!["A", "B"],
        ),
        (
            506,
            D::RerunRemoves {
                values: vec![
                    Overwritten {
                        connector: OUTBOUND.to_owned(),
                        property: "SmartHosts",
                        today: "gateway.contoso.com".to_owned(),
                        hcw: String::new(),
                    },
                    Overwritten {
                        connector: INBOUND.to_owned(),
                        property: "RequireTLS",
                        today: "False".to_owned(),
                        hcw: "True".to_owned(),
                    },
                ],
            },
            vec![
                OUTBOUND,
                "SmartHosts",
                "gateway.contoso.com",
                INBOUND,
                "RequireTLS",
                "False",
                "True",
            ],
        ),
        (
            901,
            D::Conflict {
                values: vec![conflict(INBOUND)],
            },
            vec![
                INBOUND,
                "TlsSenderCertificateName",
                "new.contoso.com",
                "old.contoso.com",
            ],
        ),
        (
            901,
            D::Conflict {
                values: vec![conflict("A"), conflict("B")],
            },
            vec!["A", "B"],
        ),
        (
            902,
            D::Truncated {
                values: vec![(INBOUND.to_owned(), "SenderIPAddresses".to_owned())],
            },
            vec![INBOUND, "SenderIPAddresses", "$FormatEnumerationLimit = -1"],
        ),
        (
            902,
            D::Truncated {
                values: vec![
                    ("A".to_owned(), "P".to_owned()),
                    ("B".to_owned(), "Q".to_owned()),
                ],
            },
            vec!["A", "Q"],
        ),
        (
            903,
            D::OlderThanChange {
                connector: INBOUND.to_owned(),
                changed: 1_793_607_245_000,
                last_session: 1_793_500_000_000,
            },
            vec![INBOUND, "08:14:05 +00:00"],
        ),
        (
            904,
            D::PredictionAndLog {
                predicted: true,
                server: "EX01".to_owned(),
                connector: OUTBOUND.to_owned(),
                accepted: 0,
                refused: 12,
            },
            vec!["EX01", OUTBOUND, "12"],
        ),
        (
            999,
            D::CheckFailed {
                rule: "certificate-name-mismatch",
                message: "index out of bounds".to_owned(),
            },
            vec!["certificate-name-mismatch", "index out of bounds"],
        ),
    ]
}

pub(super) fn conflict(object: &str) -> Conflict {
    let said = |value: &str, dated| Said {
        value: value.to_owned(),
        dated,
        at: Location::new(SourceId(0), 3, value),
    };
    let read = Timestamp::from_second(1_771_471_600).unwrap_or_default();
    Conflict {
        object: object.to_owned(),
        kind: SourceKind::InboundConnector,
        property: "TlsSenderCertificateName",
        used: said("new.contoso.com", Dated::ReadAt(read)),
        other: said("old.contoso.com", Dated::Undated),
    }
}

fn sends_by(connector: &str, space: &str, certificate: CertificateSaid) -> SendsBy {
    SendsBy {
        connector: connector.to_owned(),
        spaces: texts(&[space]),
        certificate,
    }
}
