//! Which installed certificate Exchange would choose for a Send connector
//! (domain.md section 4). TlsCertificateName is issuer and subject, without a
//! thumbprint; of several the one with the latest expiry is documented to win: for
//! the receive side in "Selection of inbound STARTTLS certificates", and in general
//! on the Exchange Team Blog. Without it the Fqdn decides, and of several the first
//! that `Get-ExchangeCertificate -DomainName` returns.

use super::{Certificate, CertificateName, Facts, SendConnector};

/// What a Send connector chooses its certificate by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// TlsCertificateName.
    IssuerAndSubject,
    /// Fqdn.
    Fqdn,
}

/// The certificates that answer to a Send connector.
#[derive(Debug, Clone)]
pub struct Choice<'f> {
    /// By which property.
    pub by: ChosenBy,
    /// Those that answer, the latest expiry first.
    pub candidates: Vec<&'f Certificate>,
}

impl<'f> Choice<'f> {
    /// The one that is documented to be chosen; `None` where none answers, or where
    /// the evidence does not tell which of several is.
    pub fn certificate(&self) -> Option<&'f Certificate> {
        match (self.by, self.candidates.as_slice()) {
            (_, [only]) => Some(only),
            // The order in which Exchange lists them is not in the evidence.
            (ChosenBy::Fqdn, _) | (_, []) => None,
            (ChosenBy::IssuerAndSubject, several) => {
                let dated = several.iter().all(|c| c.not_after.is_some());
                several.first().filter(|_| dated).copied()
            }
        }
    }
}

impl Facts {
    /// The certificates that answer to a Send connector on a server; `None` when the
    /// connector's values do not tell.
    pub fn choice(&self, connector: &SendConnector, server: Option<&str>) -> Option<Choice<'_>> {
        if let Some(name) = connector.tls_certificate_name.value() {
            let known = !self.certificates.installed_known;
            let there = |c: &&Certificate| known || self.is_on_a_server(c);
            let named = self.certificates.iter().filter(there);
            let named = named.filter(|c| c.is_named_by(name) == Some(true));
            return Some(self.sorted(ChosenBy::IssuerAndSubject, named, server));
        }
        let CertificateName::Host(fqdn) = CertificateName::parse(connector.fqdn.value()?)? else {
            return None;
        };
        let serving = self.certificates.installed();
        let serving = serving.filter(|c| c.names.serve(&fqdn));
        Some(self.sorted(ChosenBy::Fqdn, serving, server))
    }

    /// The certificate that a Send connector is documented to choose, whatever the server.
    pub fn chosen_certificate(&self, connector: &SendConnector) -> Option<&Certificate> {
        self.choice(connector, None)?.certificate()
    }

    fn sorted<'f>(
        &self,
        by: ChosenBy,
        all: impl Iterator<Item = &'f Certificate>,
        server: Option<&str>,
    ) -> Choice<'f> {
        let mut candidates: Vec<&Certificate> = all
            .filter(|c| self.may_be_installed_on(c, server))
            .collect();
        candidates.sort_by_key(|c| std::cmp::Reverse(c.not_after));
        Choice { by, candidates }
    }

    /// Listed by Get-ExchangeCertificate, or seen in a log.
    fn is_on_a_server(&self, certificate: &Certificate) -> bool {
        let sent = |c: &Certificate| c.thumbprint == certificate.thumbprint;
        !certificate.installed.is_empty() || self.sent.iter().any(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Location, SourceId};
    use crate::facts::{Certificates, ExchangeState, Known, NameSet};

    fn certificate(thumbprint: &str, issuer: &str, not_after: Option<i64>) -> Certificate {
        Certificate {
            thumbprint: thumbprint.to_owned(),
            names: NameSet {
                common_name: CertificateName::parse("mail.contoso.com"),
                alternate: Some(Vec::new()),
            },
            subject: Some("CN=mail.contoso.com".to_owned()),
            issuer: Some(issuer.to_owned()),
            not_after,
            installed: vec![ExchangeState {
                server: None,
                folder: None,
                services: Known::Unknown,
                status: Known::Unknown,
                root_ca_type: Known::Unknown,
                has_private_key: Known::Unknown,
            }],
            ..Certificate::default()
        }
    }

    fn facts(all: &[Certificate]) -> Facts {
        let mut certificates = Certificates::default();
        certificates.installed_known = true;
        all.iter().cloned().for_each(|c| certificates.add(c));
        Facts {
            certificates,
            ..Facts::default()
        }
    }

    fn connector(name: Option<&str>, fqdn: Option<&str>) -> SendConnector {
        let at = || Location::new(SourceId(0), 1, "");
        let observed = |text: &str| Known::Observed {
            value: text.to_owned(),
            at: at(),
        };
        let name = name.map_or(Known::Absent { at: at() }, observed);
        SendConnector {
            tls_certificate_name: name.and_then(|n| crate::facts::TlsCertificateName::parse(&n)),
            fqdn: fqdn.map_or(Known::Absent { at: at() }, observed),
            ..SendConnector::unread("To Exchange Online", at())
        }
    }

    #[test]
    fn of_several_with_issuer_and_subject_the_latest_expiry() {
        let name = Some("<I>CN=CA 1<S>CN=mail.contoso.com");
        let [old, new] = [("AA", Some(10)), ("BB", Some(20))]
            .map(|(thumbprint, end)| certificate(thumbprint, "CN=CA 1", end));
        let other = certificate("CC", "CN=CA 2", Some(30));
        for (all, chosen) in [
            (vec![old.clone(), new.clone(), other.clone()], Some("BB")),
            (vec![other], None),
            // An expiry that is not known may be the latest.
            (vec![certificate("DD", "CN=CA 1", None), new], None),
            (vec![old], Some("AA")),
        ] {
            let facts = facts(&all);
            let found = facts.chosen_certificate(&connector(name, Some("mail.contoso.com")));
            assert_eq!(found.map(|c| c.thumbprint.as_str()), chosen);
        }
    }

    #[test]
    fn by_fqdn_only_where_one_serves_it() {
        let one = certificate("AA", "CN=CA 1", Some(10));
        let two = certificate("BB", "CN=CA 2", Some(20));
        let by_fqdn = connector(None, Some("mail.contoso.com"));
        let alone = facts(std::slice::from_ref(&one));
        let chosen = alone.chosen_certificate(&by_fqdn);
        assert_eq!(chosen.map(|c| c.thumbprint.as_str()), Some("AA"));
        let both = facts(&[one, two]);
        assert!(both.chosen_certificate(&by_fqdn).is_none());
        let candidates = both.choice(&by_fqdn, None).map(|c| c.candidates.len());
        assert_eq!(candidates, Some(2));
        assert!(both.choice(&connector(None, None), None).is_none());
    }
}
