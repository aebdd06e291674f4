//! Which value TlsSenderCertificateName should get (contract.md, What is
//! recommended): never wider than one label above the CN, never a name that is
//! not on the certificate sent.

use crate::attribution::{CertificateDomain, certificate_domain};
use crate::facts::{Certificate, CertificateName, NameSet, Tenant};

/// The value to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameChoice {
    /// The value.
    pub value: CertificateName,
    /// The second choice, wider: `*.parent`.
    pub wider: Option<CertificateName>,
    /// The value covers several certificates, and so is the wider one.
    pub covers_several: bool,
}

/// The value that fits all certificates sent; `None` when no single one does.
pub fn choose_name(tenant: &Tenant, certificates: &[&Certificate]) -> Option<NameChoice> {
    let mut names: Vec<CertificateName> = Vec::new();
    for certificate in certificates {
        let name = own_name(tenant, certificate)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let first = names.first()?.clone();
    if names.len() == 1 {
        let wider = parent_wildcard(&first);
        return Some(NameChoice {
            value: first,
            wider,
            covers_several: false,
        });
    }
    // Several hosts below one domain: only the wildcard value covers them all.
    let parents: Vec<Option<CertificateName>> = names.iter().map(parent_wildcard).collect();
    let parent = parents.first()?.clone()?;
    parents
        .iter()
        .all(|p| p.as_ref() == Some(&parent))
        .then_some(NameChoice {
            value: parent,
            wider: None,
            covers_several: true,
        })
}

/// The CN; where it is no domain or not vouched for, a SAN that is.
fn own_name(tenant: &Tenant, certificate: &Certificate) -> Option<CertificateName> {
    let names = &certificate.names;
    let vouched = |name: &&CertificateName| {
        let alone = NameSet {
            common_name: Some((*name).clone()),
            alternate: Some(Vec::new()),
        };
        matches!(
            certificate_domain(tenant, &alone),
            CertificateDomain::Accepted(_)
        )
    };
    if let Some(cn) = &names.common_name
        && (matches!(cn, CertificateName::Wildcard(_))
            || tenant.accepted_domains.is_none()
            || vouched(&cn))
    {
        return Some(cn.clone());
    }
    let all = names.all();
    let san = all.iter().copied().find(vouched);
    san.or(all.first().copied()).cloned()
}

/// `*.parent` of a host name.
fn parent_wildcard(name: &CertificateName) -> Option<CertificateName> {
    match name {
        CertificateName::Host(host) => host.parent().map(CertificateName::Wildcard),
        CertificateName::Wildcard(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::{Location, SourceId};
    use crate::facts::{AcceptedDomain, Domain, Listing};

    fn tenant(domains: &[&str]) -> Tenant {
        let domain = |d: &&str| AcceptedDomain {
            domain: Domain::parse(d).unwrap(),
            match_sub_domains: false,
            at: Location::new(SourceId(0), 1, ""),
        };
        Tenant {
            accepted_domains: Some(Listing {
                items: domains.iter().map(domain).collect(),
                inferred_empty: false,
                more: false,
                at: None,
            }),
            ..Tenant::default()
        }
    }

    fn certificate(cn: &str, sans: &[&str]) -> Certificate {
        Certificate {
            names: NameSet {
                common_name: CertificateName::parse(cn),
                alternate: Some(
                    sans.iter()
                        .filter_map(|s| CertificateName::parse(s))
                        .collect(),
                ),
            },
            ..Certificate::default()
        }
    }

    fn chosen(domains: &[&str], certificates: &[&Certificate]) -> Option<(String, Option<String>)> {
        let choice = choose_name(&tenant(domains), certificates)?;
        Some((
            choice.value.to_string(),
            choice.wider.map(|w| w.to_string()),
        ))
    }

    #[test]
    fn the_exact_name_first_and_the_wildcard_as_second_choice() {
        let host = certificate(
            "mail.contoso.com",
            &["mail.contoso.com", "autodiscover.contoso.com"],
        );
        let second = Some("*.contoso.com".to_owned());
        assert_eq!(
            chosen(&["contoso.com"], &[&host]),
            Some(("mail.contoso.com".to_owned(), second))
        );
        let wildcard = certificate("*.contoso.com", &["*.contoso.com", "contoso.com"]);
        assert_eq!(
            chosen(&["contoso.com"], &[&wildcard]),
            Some(("*.contoso.com".to_owned(), None))
        );
    }

    #[test]
    fn a_name_that_is_not_vouched_for_gives_way_to_one_that_is() {
        let certificate = certificate(
            "mail.hoster.example",
            &["mail.hoster.example", "mail.contoso.com"],
        );
        let (value, _) = chosen(&["contoso.com"], &[&certificate]).unwrap();
        assert_eq!(value, "mail.contoso.com");
    }

    #[test]
    fn several_hosts_share_one_wildcard_or_none() {
        let (one, two) = (
            certificate("ex1.contoso.com", &[]),
            certificate("ex2.contoso.com", &[]),
        );
        let other = certificate("mail.fabrikam.com", &[]);
        let domains = ["contoso.com", "fabrikam.com"];
        assert_eq!(
            chosen(&domains, &[&one, &two]),
            Some(("*.contoso.com".to_owned(), None))
        );
        assert_eq!(chosen(&domains, &[&one, &other]), None);
    }
}
