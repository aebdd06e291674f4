//! Who uses a certificate, and whose it is: what the evidence says of it beside what
//! stands on it.

use std::collections::BTreeMap;

use super::traffic::CertificateUse;
use super::{Certificate, Facts};
use crate::evidence::formats::distinguished_name::DistinguishedName;

/// Issuers followed upwards.
const MAX_ISSUERS: usize = 8;

/// In which sessions a certificate was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentBy {
    /// How many sessions.
    pub sessions: u64,
    /// Start of the first, milliseconds since the epoch.
    pub first: Option<i64>,
    /// Start of the last.
    pub last: Option<i64>,
    /// Sessions by server and Send connector.
    pub ways: BTreeMap<(String, String), u64>,
}

impl SentBy {
    /// The sessions of the logs that sent it.
    pub fn of(facts: &Facts, thumbprint: &str) -> Self {
        let traffic = &facts.traffic;
        let mut sent = Self::default();
        for path in &traffic.paths {
            let CertificateUse::Sent(number) = path.key.certificate else {
                continue;
            };
            let certificate = traffic.certificates.get(number as usize);
            if certificate.is_none_or(|c| c.thumbprint != thumbprint) {
                continue;
            }
            let name = |all: &[String], n: u32| all.get(n as usize).cloned().unwrap_or_default();
            let way = (
                name(&traffic.servers, path.key.server),
                name(&traffic.connectors, path.key.connector),
            );
            *sent.ways.entry(way).or_default() += path.sessions;
            sent.sessions += path.sessions;
            sent.first = Some(sent.first.map_or(path.first, |t| t.min(path.first)));
            sent.last = sent.last.max(Some(path.last));
        }
        sent
    }
}

/// Send connectors whose TlsCertificateName means it.
pub fn named_by<'f>(facts: &'f Facts, certificate: &Certificate) -> Vec<&'f str> {
    let connectors = facts.send_connectors.iter().flatten();
    let named = connectors.filter(|c| {
        let name = c.tls_certificate_name.value();
        name.and_then(|name| certificate.is_named_by(name)) == Some(true)
    });
    named.map(|c| c.name.as_str()).collect()
}

/// Its issuer's certificate, and so on upwards, as far as the evidence has them.
pub fn issuers<'f>(facts: &'f Facts, certificate: &'f Certificate) -> Vec<&'f Certificate> {
    let mut chain = vec![certificate];
    while chain.len() < MAX_ISSUERS {
        let Some(issuer) = chain.last().and_then(|c| c.issuer.as_deref()) else {
            break;
        };
        let issuer = DistinguishedName::parse(issuer);
        let next = facts.certificates.iter().find(|c| {
            let subject = c.subject.as_deref().map(DistinguishedName::parse);
            subject.as_ref() == Some(&issuer)
                && !chain.iter().any(|known| known.thumbprint == c.thumbprint)
        });
        match next {
            Some(next) => chain.push(next),
            None => break,
        }
    }
    chain.split_off(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_chain_is_followed_as_far_as_it_is_known_and_never_round() {
        let named = |thumbprint: &str, subject: &str, issuer: &str| Certificate {
            thumbprint: thumbprint.to_owned(),
            subject: Some(subject.to_owned()),
            issuer: Some(issuer.to_owned()),
            ..Certificate::default()
        };
        let mut facts = Facts::default();
        for certificate in [
            named("A", "CN=mail", "CN=Issuing, O=X"),
            named("B", "CN=Issuing,O=X", "CN=Root"),
            named("C", "CN=Root", "CN=Root"),
        ] {
            facts.certificates.add(certificate);
        }
        let leaf = facts.certificates.get("A").unwrap();
        let above: Vec<&str> = issuers(&facts, leaf)
            .iter()
            .map(|c| c.thumbprint.as_str())
            .collect();
        assert_eq!(above, ["B", "C"]);
    }
}
