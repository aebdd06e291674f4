//! What is known of certificate chains on the servers.

use super::Certificate;
use crate::evidence::Location;
use crate::evidence::formats::distinguished_name::DistinguishedName;

/// A certificate for which Windows could not build a trusted chain, as the CAPI2
/// log of a server says (event 30; KB3212877).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainError {
    /// Of the certificate; `None` where the event does not tell.
    pub thumbprint: Option<String>,
    /// `Result value`: `800B0109`, upper-case hex.
    pub code: String,
    /// When, seconds since the epoch.
    pub time: Option<i64>,
    /// Where the event stands.
    pub at: Location,
}

/// CERT_E_UNTRUSTEDROOT: the chain ends in a root that is not trusted (KB3212877).
const UNTRUSTED_ROOT: &str = "800B0109";
/// CERT_E_CHAINING: no chain to a trusted root could be built (winerror.h).
const NO_CHAIN: &str = "800B010A";

impl ChainError {
    /// Whether the code says that a chain is incomplete or ends nowhere; others are
    /// about expiry, names or revocation.
    pub fn is_about_the_chain(&self) -> bool {
        [UNTRUSTED_ROOT, NO_CHAIN]
            .iter()
            .any(|code| self.code.eq_ignore_ascii_case(code))
    }
}

/// A certificate in the store of certification authorities of a server
/// (`Cert:\LocalMachine\CA`, `Cert:\LocalMachine\Root`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAuthority {
    /// Distinguished name as Windows prints it.
    pub subject: String,
    /// Where it was read.
    pub at: Location,
}

/// The chains of the servers.
#[derive(Debug, Clone, Default)]
pub struct Chains {
    /// What Windows complained about.
    pub chain_errors: Vec<ChainError>,
    /// Listings of the stores of authorities; `None` when there is none. A listing of
    /// Get-ExchangeCertificate names no authorities and proves nothing of them.
    pub authorities: Option<Vec<StoredAuthority>>,
}

impl Chains {
    /// The event on the chain of a certificate.
    pub fn error_of(&self, certificate: &Certificate) -> Option<&ChainError> {
        let of_it = |e: &&ChainError| {
            e.is_about_the_chain() && e.thumbprint.as_deref() == Some(&certificate.thumbprint)
        };
        self.chain_errors.iter().find(of_it)
    }

    /// Whether the listings have the issuer of a certificate; `None` when they, or the
    /// issuer, are not known.
    pub fn has_issuer_of(&self, certificate: &Certificate) -> Option<bool> {
        let issuer = DistinguishedName::parse(certificate.issuer.as_deref()?)?;
        let is_it =
            |a: &StoredAuthority| DistinguishedName::parse(&a.subject) == Some(issuer.clone());
        Some(self.authorities.as_ref()?.iter().any(is_it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::SourceId;

    fn at() -> Location {
        Location::new(SourceId(0), 1, "")
    }

    #[test]
    fn only_codes_of_the_chain_count() {
        for (code, counts) in [
            ("800B0109", true),
            ("800b010a", true),
            ("800B0101", false),
            ("0", false),
        ] {
            let error = ChainError {
                thumbprint: None,
                code: code.to_owned(),
                time: None,
                at: at(),
            };
            assert_eq!(error.is_about_the_chain(), counts, "{code}");
        }
    }

    #[test]
    fn an_issuer_is_told_by_its_attributes() {
        let issued_by = |issuer: &str| Certificate {
            issuer: Some(issuer.to_owned()),
            ..Certificate::default()
        };
        let listed = Chains {
            authorities: Some(vec![StoredAuthority {
                subject: "CN=Contoso Issuing CA 1, O=Contoso CA, C=US".to_owned(),
                at: at(),
            }]),
            ..Chains::default()
        };
        let known = issued_by("CN=Contoso Issuing CA 1,O=Contoso CA,C=US");
        assert_eq!(listed.has_issuer_of(&known), Some(true));
        let other = issued_by("CN=Contoso Issuing CA 2, O=Contoso CA, C=US");
        assert_eq!(listed.has_issuer_of(&other), Some(false));
        assert_eq!(Chains::default().has_issuer_of(&known), None);
    }
}
