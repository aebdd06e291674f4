//! Keys, chains and renewals.

use super::{NEW, OLD, OUTBOUND, Sample, texts};
use crate::diagnosis::{ChainSign, Detail};

const NAME: &str = "mail.contoso.com";

fn chain(issuer: Option<&str>, server: Option<&str>, sign: ChainSign) -> Detail {
    Detail::ChainIncomplete {
        certificate: NAME.to_owned(),
        thumbprint: OLD.to_owned(),
        issuer: issuer.map(str::to_owned),
        server: server.map(str::to_owned),
        sign,
    }
}

fn smtp(servers: &[&str], services: &str, sent: bool) -> Detail {
    Detail::NotEnabledForSmtp {
        certificate: NAME.to_owned(),
        thumbprint: OLD.to_owned(),
        servers: texts(servers),
        services: services.to_owned(),
        sent,
    }
}

fn keyless(connector: Option<&str>, server: Option<&str>) -> Detail {
    Detail::WithoutPrivateKey {
        certificate: NAME.to_owned(),
        thumbprint: OLD.to_owned(),
        connector: connector.map(str::to_owned),
        server: server.map(str::to_owned),
        fits: true,
    }
}

fn unusable(ec_key: bool, lacks_smtp: bool) -> Detail {
    Detail::KeyUnusable {
        certificate: NAME.to_owned(),
        thumbprint: OLD.to_owned(),
        connector: OUTBOUND.to_owned(),
        sessions: 3,
        ec_key,
        lacks_smtp,
    }
}

pub(super) fn keys() -> Vec<Sample> {
    let event = || ChainSign::Event {
        code: "800B0109".to_owned(),
    };
    let all = vec![OUTBOUND, OLD, "3", "UnknownCredentials"];
    vec![
        (
            205,
            chain(Some("CN=CA 1, O=Contoso"), Some("EX01"), event()),
            vec![NAME, OLD, "800B0109", "CN=CA 1, O=Contoso", "EX01"],
        ),
        (
            205,
            chain(Some("CN=CA 1"), None, ChainSign::IssuerNotListed),
            vec![NAME, OLD, "CN=CA 1"],
        ),
        (
            205,
            chain(None, None, ChainSign::StatusUntrusted),
            vec![OLD, "Untrusted"],
        ),
        (
            206,
            smtp(&["EX01"], "IIS", true),
            vec![NAME, OLD, "EX01", "IIS"],
        ),
        (206, smtp(&[], "", false), vec![NAME, "Services"]),
        (
            207,
            keyless(Some(OUTBOUND), Some("EX01")),
            vec![NAME, OLD, OUTBOUND, "EX01"],
        ),
        (207, keyless(None, None), vec![NAME, "HasPrivateKey"]),
        (218, unusable(false, false), all.clone()),
        (218, unusable(true, false), all.clone()),
        (218, unusable(false, true), all),
    ]
}

pub(super) fn renewals() -> Vec<Sample> {
    let absent = |before: Option<&str>| Detail::ClientAuthAbsent {
        certificate: NAME.to_owned(),
        thumbprint: NEW.to_owned(),
        before: before.map(str::to_owned),
    };
    let edge = |servers: &[&str]| Detail::EdgeNameTooLong {
        connector: OUTBOUND.to_owned(),
        length: 301,
        edge: texts(servers),
    };
    let several = |sent: Option<&str>| Detail::SeveralInstalledFit {
        connector: OUTBOUND.to_owned(),
        certificates: vec![
            (NEW.to_owned(), Some(1_798_000_000)),
            (OLD.to_owned(), None),
        ],
        sent: sent.map(str::to_owned),
    };
    let issuer = |next: Option<(&str, &str)>| Detail::IssuerChanges {
        connector: OUTBOUND.to_owned(),
        issuer: "CN=CA 1".to_owned(),
        next: next.map(|(t, i)| (t.to_owned(), i.to_owned())),
    };
    let soon = Detail::ExpiresSoon {
        certificate: NAME.to_owned(),
        thumbprint: OLD.to_owned(),
        not_after: 1_794_000_000,
        days: 4,
    };
    vec![
        (214, absent(None), vec![NAME, NEW]),
        (214, absent(Some(OLD)), vec![NAME, NEW, OLD]),
        (
            215,
            edge(&["EDGE01"]),
            vec![OUTBOUND, "301", "256", "EDGE01"],
        ),
        (215, edge(&[]), vec!["301"]),
        (216, soon, vec![NAME, OLD, "2026", "4"]),
        (
            219,
            several(Some(NEW)),
            vec![OUTBOUND, "2", "2026", &NEW[..8]],
        ),
        (219, several(None), vec![OUTBOUND, &OLD[..8]]),
        (
            220,
            issuer(Some((NEW, "CN=CA 2"))),
            vec![OUTBOUND, "CN=CA 1", "CN=CA 2", &NEW[..8]],
        ),
        (220, issuer(None), vec![OUTBOUND, "CN=CA 1"]),
    ]
}

pub(super) fn servers() -> Vec<Sample> {
    let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
    let shared = |certificate: Option<&str>, ours, others| Detail::SharedWithOtherTenant {
        certificate: certificate.map(str::to_owned),
        ours,
        others,
    };
    let reverse = |receive, outbound| Detail::ReverseAtRisk {
        certificate: NAME.to_owned(),
        receive,
        outbound,
    };
    let ours = || pair(OUTBOUND, "contoso-com.mail.protection.outlook.com");
    let others = || pair("Second", "fabrikam-com.mail.protection.outlook.com");
    let receive = || pair("EX01\\Default Frontend EX01", "<I>CN=CA 0<S>CN=x");
    let outbound = || pair("Outbound to us", "old.contoso.com");
    vec![
        (
            213,
            Detail::LoggingOff {
                connectors: texts(&[OUTBOUND]),
            },
            vec![OUTBOUND, "None", "Verbose"],
        ),
        (
            305,
            shared(Some(NAME), ours(), others()),
            vec![NAME, OUTBOUND, "Second", "fabrikam-com.mail.protection"],
        ),
        (
            305,
            shared(None, ours(), others()),
            vec![OUTBOUND, "Second"],
        ),
        (
            305,
            shared(Some("mail.fabrikam.com"), Vec::new(), Vec::new()),
            vec!["mail.fabrikam.com"],
        ),
        (
            507,
            Detail::ServersNotCovered {
                connectors: texts(&[OUTBOUND]),
                servers: texts(&["EX02", "EX03"]),
            },
            vec![OUTBOUND, "EX02", "EX03"],
        ),
        (
            508,
            reverse(receive(), outbound()),
            vec![
                NAME,
                "Default Frontend EX01",
                "<I>CN=CA 0<S>CN=x",
                "old.contoso.com",
            ],
        ),
        (
            508,
            reverse(Vec::new(), outbound()),
            vec!["TlsDomain", "old.contoso.com"],
        ),
        (
            508,
            reverse(receive(), Vec::new()),
            vec!["TlsCertificateName"],
        ),
    ]
}
