//! Which findings explain which: a root cause is a blocking finding that no
//! other explains (contract.md, How relay is judged).

use super::{Code, Detail, Finding};

/// (the explaining code, what it explains).
const EXPLAINS: &[(u16, &[u16])] = &[
    // A newer certificate that fits is installed: sending it mends all of these.
    (202, &[101, 201, 203, 204, 210]),
    // The same answers are the disagreement between prediction and log.
    (205, &[904]),
    // Exchange does not find a certificate that has no key.
    (207, &[201, 210, 211]),
    (211, &[201, 203, 210]),
    (212, &[201]),
    (217, &[201]),
    (218, &[210]),
    (303, &[302]),
    // The certificate is how the sender should be known; the address was never meant to.
    (101, &[102]),
    (201, &[102]),
];

/// (the replacing code, what is not said beside it).
const REPLACES: &[(u16, &[u16])] = &[
    (302, &[301]),
    (303, &[301]),
    // The issuer has gone stale already.
    (202, &[220]),
    (211, &[220]),
];

/// Causes on-premises: the wrong certificate is sent, or none.
const ON_PREMISES: &[u16] = &[
    201, 202, 203, 204, 205, 207, 208, 209, 210, 211, 212, 217, 218,
];

/// In which order independent causes are mended (contract.md, What is recommended):
/// on-premises before the cloud when the wrong certificate is sent. Where no server
/// and no connector sends one that fits, it is the cloud's value that is wrong.
pub(super) fn mend_rank(finding: &Finding) -> u8 {
    let none_fits = match &finding.detail {
        Detail::ServersDiffer { servers: holders }
        | Detail::ConnectorsDisagree {
            connectors: holders,
        } => !holders.iter().any(|h| h.fits),
        _ => false,
    };
    u8::from(none_fits || !ON_PREMISES.contains(&finding.code.0))
}

/// Marks consequences and drops what is replaced; `vouching` are those that explain why
/// nothing vouches for a sender ([`super::vouching`]).
pub(super) fn settle(findings: &mut Vec<Finding>, vouching: &[Code]) {
    let present: Vec<Code> = findings.iter().map(|f| f.code).collect();
    let replaced = |code: Code| {
        REPLACES
            .iter()
            .any(|(by, codes)| present.contains(&Code(*by)) && codes.contains(&code.0))
    };
    findings.retain(|f| !replaced(f.code));
    let explaining = findings.iter().map(|f| (f.code, explains(f)));
    let explaining: Vec<(Code, Vec<u16>)> = explaining
        .chain(vouching.iter().map(|&code| (code, vec![301, 302])))
        .collect();
    for finding in findings.iter_mut() {
        finding.explained_by = explaining
            .iter()
            .filter(|(by, codes)| *by != finding.code && codes.contains(&finding.code.0))
            .map(|(by, _)| *by)
            .collect();
    }
}

fn explains(finding: &Finding) -> Vec<u16> {
    let fixed = EXPLAINS.iter().find(|(code, _)| *code == finding.code.0);
    let mut codes = fixed.map_or_else(Vec::new, |(_, codes)| codes.to_vec());
    // The certificate that should be sent would fit: another one goes out in its place.
    if let Detail::WithoutPrivateKey { fits: true, .. } = &finding.detail {
        codes.extend([101, 203]);
    }
    // Another server or connector sends one that fits: the cloud value is right.
    if let Detail::ServersDiffer { servers: holders }
    | Detail::ConnectorsDisagree {
        connectors: holders,
    } = &finding.detail
        && holders.iter().any(|h| h.fits)
    {
        codes.push(101);
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Confidence, Holder};

    fn differ(fits: bool) -> Finding {
        let holder = |name: &str, fits| Holder {
            name: name.to_owned(),
            certificate: "mail.contoso.com".to_owned(),
            thumbprint: name.to_owned(),
            fits,
        };
        let servers = vec![holder("EX01", fits), holder("EX02", false)];
        Finding::new(
            208,
            Confidence::Certain,
            Detail::ServersDiffer { servers },
            [],
        )
    }

    fn mismatch() -> Finding {
        let detail = Detail::NameMismatch {
            sent: Vec::new(),
            thumbprint: String::new(),
            servers: Vec::new(),
            connectors: Vec::new(),
            configured_only: false,
            by_log: false,
        };
        Finding::new(101, Confidence::Certain, detail, [])
    }

    fn roots(mut findings: Vec<Finding>) -> Vec<u16> {
        settle(&mut findings, &[]);
        findings
            .iter()
            .filter(|f| f.is_root_cause())
            .map(|f| f.code.0)
            .collect()
    }

    #[test]
    fn a_server_with_the_wrong_certificate_explains_the_mismatch_only_where_another_fits() {
        assert_eq!(roots(vec![mismatch(), differ(true)]), [208]);
        assert_eq!(roots(vec![mismatch(), differ(false)]), [101, 208]);
    }

    fn tls_failed() -> Finding {
        let detail = Detail::TlsFailed {
            errors: Vec::new(),
            connectors: Vec::new(),
        };
        Finding::new(210, Confidence::Certain, detail, [])
    }

    #[test]
    fn a_missing_key_explains_tls_and_what_is_sent_in_its_place() {
        let keyless = |fits| {
            let detail = Detail::WithoutPrivateKey {
                certificate: String::new(),
                thumbprint: String::new(),
                connector: None,
                server: None,
                fits,
            };
            Finding::new(207, Confidence::Certain, detail, [])
        };
        assert_eq!(roots(vec![keyless(true), tls_failed()]), [207]);
        assert_eq!(roots(vec![mismatch(), keyless(true)]), [207]);
        // The name would not fit with its key either.
        assert_eq!(roots(vec![mismatch(), keyless(false)]), [101, 207]);
    }

    #[test]
    fn a_key_that_cannot_be_used_explains_tls_and_an_incomplete_chain_no_mismatch() {
        let unusable = Detail::KeyUnusable {
            certificate: String::new(),
            thumbprint: String::new(),
            connector: String::new(),
            sessions: 1,
            ec_key: false,
            lacks_smtp: false,
        };
        let unusable = Finding::new(218, Confidence::Likely, unusable, []);
        assert_eq!(roots(vec![tls_failed(), unusable]), [218]);
        let chain = Detail::ChainIncomplete {
            certificate: String::new(),
            thumbprint: String::new(),
            issuer: None,
            server: None,
            sign: crate::diagnosis::ChainSign::IssuerNotListed,
        };
        let chain = Finding::new(205, Confidence::Likely, chain, []);
        assert_eq!(roots(vec![mismatch(), chain]), [101, 205]);
    }

    #[test]
    fn on_premises_is_mended_before_the_cloud_where_the_wrong_certificate_is_sent() {
        assert!(mend_rank(&differ(true)) < mend_rank(&mismatch()));
        assert_eq!(mend_rank(&differ(false)), mend_rank(&mismatch()));
    }

    #[test]
    fn a_subdomain_replaces_the_general_finding() {
        let general = Detail::NoAcceptedDomain {
            senders: Vec::new(),
            certificate: None,
            predicted: false,
        };
        let special = Detail::SubdomainNotAccepted {
            name: "a.b.contoso.com".to_owned(),
            missing: "b.contoso.com".to_owned(),
            accepted: "contoso.com".to_owned(),
        };
        let findings = vec![
            Finding::new(301, Confidence::Certain, general, []),
            Finding::new(303, Confidence::Certain, special, []),
        ];
        assert_eq!(roots(findings), [303]);
    }
}
