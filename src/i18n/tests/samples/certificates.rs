//! Certificates and TLS.

use super::{NEW, OLD, OUTBOUND, Sample, holder, texts};
use crate::diagnosis::Detail;

pub(super) fn certificates() -> Vec<Sample> {
    use Detail as D;
    let name = || "mail.contoso.com".to_owned();
    let not_valid = |not_before, not_after| D::CertificateNotValid {
        certificate: name(),
        thumbprint: OLD.to_owned(),
        not_before,
        not_after,
        at: 1_793_607_245,
    };
    let missing = |value: Option<&str>, names: &[&str], said_by_log: bool| {
        D::SendConnectorCertificateMissing {
            connectors: texts(names),
            name: value.map(str::to_owned),
            server: (!said_by_log && value.is_none()).then(|| "EX02".to_owned()),
            said_by_log,
        }
    };
    vec![
        (
            201,
            D::NoCertificateSent {
                from: vec![("EX01".to_owned(), OUTBOUND.to_owned())],
                sessions: 12,
            },
            vec!["EX01", OUTBOUND, "12"],
        ),
        (
            201,
            D::NoCertificateSent {
                from: vec![
                    ("EX01".to_owned(), "Out".to_owned()),
                    ("EX02".to_owned(), "Out".to_owned()),
                ],
                sessions: 1,
            },
            vec!["EX01", "EX02"],
        ),
        (
            202,
            D::StaleCertificate {
                sent: name(),
                sent_thumbprint: OLD.to_owned(),
                newer: name(),
                newer_thumbprint: NEW.to_owned(),
                listed_on: Vec::new(),
            },
            vec!["mail.contoso.com", OLD, NEW],
        ),
        (
            202,
            D::StaleCertificate {
                sent: name(),
                sent_thumbprint: OLD.to_owned(),
                newer: name(),
                newer_thumbprint: NEW.to_owned(),
                listed_on: texts(&["EX02"]),
            },
            vec!["EX02", OLD, NEW],
        ),
        (
            203,
            not_valid(None, Some(1_793_000_000)),
            vec!["mail.contoso.com", "2026", OLD],
        ),
        (
            203,
            not_valid(Some(1_794_000_000), None),
            vec!["mail.contoso.com", "2026"],
        ),
        (203, not_valid(None, None), vec!["mail.contoso.com"]),
        (
            204,
            D::NotFromPublicCa {
                certificate: name(),
                thumbprint: OLD.to_owned(),
                self_signed: true,
            },
            vec!["mail.contoso.com", OLD],
        ),
        (
            204,
            D::NotFromPublicCa {
                certificate: name(),
                thumbprint: OLD.to_owned(),
                self_signed: false,
            },
            vec!["mail.contoso.com", OLD],
        ),
        (
            208,
            D::ServersDiffer {
                servers: vec![holder("EX01", OLD, true), holder("EX02", NEW, false)],
            },
            vec!["EX01", "EX02", "17BE570E", "A0B1C2D3"],
        ),
        (
            208,
            D::ServersDiffer {
                servers: vec![holder("EX01", OLD, false)],
            },
            vec!["EX01"],
        ),
        (
            209,
            D::ConnectorsDisagree {
                connectors: vec![holder(OUTBOUND, OLD, true), holder("Internet", NEW, false)],
            },
            vec![OUTBOUND, "Internet"],
        ),
        (
            209,
            D::ConnectorsDisagree {
                connectors: vec![holder("Internet", NEW, false)],
            },
            vec!["Internet"],
        ),
        (
            210,
            D::TlsFailed {
                errors: vec![("NoCredentials".to_owned(), 4)],
                connectors: texts(&[OUTBOUND]),
            },
            vec!["NoCredentials", "4", OUTBOUND],
        ),
        (
            210,
            D::TlsFailed {
                errors: vec![("UnknownCredentials".to_owned(), 1)],
                connectors: Vec::new(),
            },
            vec!["UnknownCredentials", "HasPrivateKey"],
        ),
        (
            211,
            missing(Some("<I>CN=CA<S>CN=x"), &[OUTBOUND], true),
            vec![OUTBOUND, "454 4.7.5", "<I>CN=CA<S>CN=x"],
        ),
        (
            211,
            missing(Some("<I>CN=CA<S>CN=x"), &[OUTBOUND], false),
            vec![OUTBOUND, "<I>CN=CA<S>CN=x"],
        ),
        (211, missing(None, &[], true), vec!["454 4.7.5"]),
        (
            211,
            missing(None, &[OUTBOUND], false),
            vec![OUTBOUND, "EX02"],
        ),
        (
            212,
            D::StarttlsNotOffered {
                connectors: texts(&[OUTBOUND]),
                sessions: 9,
            },
            vec!["STARTTLS", "9", OUTBOUND],
        ),
        (
            212,
            D::StarttlsNotOffered {
                connectors: Vec::new(),
                sessions: 1,
            },
            vec!["STARTTLS"],
        ),
        (
            217,
            D::StarttlsIgnored {
                connectors: texts(&[OUTBOUND]),
                sessions: 9,
                ignore_configured: true,
            },
            vec!["IgnoreSTARTTLS", OUTBOUND, "9"],
        ),
        (
            217,
            D::StarttlsIgnored {
                connectors: Vec::new(),
                sessions: 1,
                ignore_configured: false,
            },
            vec!["RequireTLS"],
        ),
    ]
}
