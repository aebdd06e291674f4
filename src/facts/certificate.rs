//! Certificates, from whichever evidence knows them: the log that saw one sent,
//! a file, Get-ExchangeCertificate. One thumbprint is one certificate.

use std::collections::BTreeMap;

use super::{CertificateName, Domain, Known, TlsCertificateName};
use crate::evidence::Location;

/// The names on a certificate that can identify a sender: CN (if it is a domain) and SANs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameSet {
    /// The CN, when it is a domain.
    pub common_name: Option<CertificateName>,
    /// The SANs that are domains; `None` when no evidence tells them.
    pub alternate: Option<Vec<CertificateName>>,
}

impl NameSet {
    /// All names, CN first, each once.
    pub fn all(&self) -> Vec<&CertificateName> {
        let mut names: Vec<&CertificateName> = self.common_name.iter().collect();
        for name in self.alternate.iter().flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether all names are known (a log may leave the SANs out).
    pub fn is_complete(&self) -> bool {
        self.alternate.is_some()
    }

    /// Whether a name, or a wildcard one label above, serves the host.
    pub fn serve(&self, host: &Domain) -> bool {
        self.all().into_iter().any(|name| match name {
            CertificateName::Host(name) => name == host,
            CertificateName::Wildcard(base) => host.parent().as_ref() == Some(base),
        })
    }
}

/// What Get-ExchangeCertificate says about an installed certificate.
#[derive(Debug, Clone)]
pub struct ExchangeState {
    /// The server it was listed on, where that can be told.
    pub server: Option<String>,
    /// The folder of a listing that names no server, until it is known whether one is
    /// called like that.
    pub folder: Option<String>,
    /// Services, as written.
    pub services: Known<String>,
    /// Status, as written.
    pub status: Known<String>,
    /// RootCAType, as written.
    pub root_ca_type: Known<String>,
    /// HasPrivateKey.
    pub has_private_key: Known<bool>,
}

impl ExchangeState {
    /// Whether it may be of this server: a listing need not tell which it is of.
    pub fn may_be_of(&self, server: &str) -> bool {
        self.server
            .as_deref()
            .is_none_or(|own| is_same_server(own, server))
    }

    /// Whether it serves SMTP; `None` when Services was not read.
    pub fn serves_smtp(&self) -> Option<bool> {
        match &self.services {
            Known::Observed { value, .. } => Some(value.to_ascii_uppercase().contains("SMTP")),
            Known::Absent { .. } => Some(false),
            Known::Unknown => None,
        }
    }
}

/// Client Authentication among the extended key usages.
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
/// Any use.
const ANY_USE: &str = "2.5.29.37.0";

/// A certificate.
#[derive(Debug, Clone, Default)]
pub struct Certificate {
    /// Upper-case hex, 40 digits.
    pub thumbprint: String,
    /// Its names.
    pub names: NameSet,
    /// Distinguished name as Windows prints it.
    pub subject: Option<String>,
    /// Distinguished name as Windows prints it.
    pub issuer: Option<String>,
    /// Upper-case hex.
    pub serial: Option<String>,
    /// Seconds since the epoch.
    pub not_before: Option<i64>,
    /// Seconds since the epoch.
    pub not_after: Option<i64>,
    /// Seconds by which the two dates may be off, either way: what a cmdlet prints
    /// without a zone is the time of a server whose zone is not known.
    pub validity_slack: i64,
    /// Whether issuer and subject are the same; `None` when a name is not known.
    pub self_signed: Option<bool>,
    /// As installed; one entry a listing.
    pub installed: Vec<ExchangeState>,
    /// Given as a file of its own.
    pub from_file: bool,
    /// It may issue certificates (basic constraints): not one that a server presents.
    pub is_authority: bool,
    /// OIDs of the extended key usage, none when the certificate has no such
    /// extension; `None` when no evidence tells.
    pub extended_key_usage: Option<Vec<String>>,
    /// `RSA`, `EC`..., where the certificate itself was read.
    pub key_algorithm: Option<String>,
    /// Size of the key in bits.
    pub key_bits: Option<u32>,
    /// Where it was read; the first is the best proof of its names.
    pub locations: Vec<Location>,
}

impl Certificate {
    /// Whether it is within its validity at `at` (seconds); `None` when the dates are
    /// not known, or not well enough.
    pub fn is_valid_at(&self, at: i64) -> Option<bool> {
        let slack = self.validity_slack;
        let surely_outside = self.not_before.is_some_and(|from| at < from - slack)
            || self.not_after.is_some_and(|until| at > until + slack);
        if surely_outside {
            return Some(false);
        }
        let surely_within = self.not_before? + slack <= at && at <= self.not_after? - slack;
        surely_within.then_some(true)
    }

    /// Whether Exchange chains it to an enterprise root: no public CA, possibly
    /// (RootCAType, Get-ExchangeCertificate reference; domain.md section 3).
    pub fn is_from_private_ca(&self) -> bool {
        self.installed.iter().any(|state| {
            state
                .root_ca_type
                .value()
                .is_some_and(|t| t.eq_ignore_ascii_case("Enterprise"))
        })
    }

    /// Whether every listing that has it says that it serves SMTP.
    pub fn is_enabled_for_smtp(&self) -> bool {
        let mut all = self.installed.iter();
        !self.installed.is_empty() && all.all(|s| s.serves_smtp() == Some(true))
    }

    /// Whether it may be used by a TLS client; a certificate without the extension may
    /// be used for anything. `None` when no evidence tells.
    pub fn allows_client_auth(&self) -> Option<bool> {
        let usages = self.extended_key_usage.as_ref()?;
        let allows = |oid: &String| oid == CLIENT_AUTH || oid == ANY_USE;
        Some(usages.is_empty() || usages.iter().any(allows))
    }

    /// Whether its key is of an elliptic curve; `None` when no evidence tells.
    pub fn has_ec_key(&self) -> Option<bool> {
        Some(self.key_algorithm.as_deref()?.starts_with("EC"))
    }

    /// Whether a listing says that it is installed on this server.
    pub fn is_listed_on(&self, server: &str) -> bool {
        let mut listed = self
            .installed
            .iter()
            .filter_map(|state| state.server.as_deref());
        listed.any(|known| is_same_server(known, server))
    }

    /// The servers that listings name which have it, each once.
    pub fn listed_on(&self) -> Vec<String> {
        let mut servers: Vec<String> = Vec::new();
        for server in self.installed.iter().filter_map(|s| s.server.as_ref()) {
            if !servers.iter().any(|known| is_same_server(known, server)) {
                servers.push(server.clone());
            }
        }
        servers.sort();
        servers
    }

    /// Whether it may be installed on this server: a listing may not tell which it is of.
    pub fn may_be_on(&self, server: &str) -> bool {
        self.installed.iter().any(|state| state.may_be_of(server))
    }

    /// Whether a Send connector's TlsCertificateName means it, by attributes;
    /// `None` when a name is not known.
    pub fn is_named_by(&self, name: &TlsCertificateName) -> Option<bool> {
        use crate::evidence::formats::distinguished_name::DistinguishedName as Dn;
        let subject = Dn::parse(self.subject.as_deref()?) == Dn::parse(&name.subject);
        let issuer = Dn::parse(self.issuer.as_deref()?) == Dn::parse(&name.issuer);
        Some(subject && issuer)
    }

    /// A short text that a person knows it by: CN, else first name, else subject, else thumbprint.
    pub fn display_name(&self) -> String {
        let first = self.names.all().first().map(|n| n.to_string());
        first
            .or_else(|| self.subject.clone())
            .unwrap_or_else(|| self.thumbprint.clone())
    }

    /// Takes over what `other`, the same certificate, knows and this does not.
    fn merge(&mut self, other: Self) {
        fn fill<T>(mine: &mut Option<T>, theirs: Option<T>) {
            if mine.is_none() {
                *mine = theirs;
            }
        }
        fill(&mut self.names.common_name, other.names.common_name);
        fill(&mut self.names.alternate, other.names.alternate);
        fill(&mut self.subject, other.subject);
        fill(&mut self.issuer, other.issuer);
        fill(&mut self.serial, other.serial);
        // Dates with a zone replace those without.
        let told = other.not_before.is_some() && other.not_after.is_some();
        let better = told && other.validity_slack < self.validity_slack;
        if better || self.not_before.is_none() && self.not_after.is_none() {
            self.not_before = other.not_before;
            self.not_after = other.not_after;
            self.validity_slack = other.validity_slack;
        } else if other.not_before.is_some() && self.not_before.is_none()
            || other.not_after.is_some() && self.not_after.is_none()
        {
            self.validity_slack = self.validity_slack.max(other.validity_slack);
        }
        fill(&mut self.not_before, other.not_before);
        fill(&mut self.not_after, other.not_after);
        fill(&mut self.self_signed, other.self_signed);
        fill(&mut self.extended_key_usage, other.extended_key_usage);
        fill(&mut self.key_algorithm, other.key_algorithm);
        fill(&mut self.key_bits, other.key_bits);
        self.installed.extend(other.installed);
        self.from_file |= other.from_file;
        self.is_authority |= other.is_authority;
        for location in other.locations {
            if self.locations.len() < 8 && !self.locations.contains(&location) {
                self.locations.push(location);
            }
        }
    }
}

/// Whether two names are of one server: cmdlets write `EX01` or `ex01.contoso.com`.
pub fn is_same_server(one: &str, other: &str) -> bool {
    let host = |name: &str| name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    host(one) == host(other)
}

/// All certificates of the evidence by thumbprint.
#[derive(Debug, Clone, Default)]
pub struct Certificates {
    by_thumbprint: BTreeMap<String, Certificate>,
    /// Whether a Get-ExchangeCertificate listing was read.
    pub installed_known: bool,
}

impl Certificates {
    /// Adds one; what is known of the same thumbprint is merged, the decoded file before the log's text.
    pub fn add(&mut self, certificate: Certificate) {
        match self.by_thumbprint.entry(certificate.thumbprint.clone()) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(certificate);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => {
                slot.get_mut().merge(certificate);
            }
        }
    }

    /// The one with that thumbprint.
    pub fn get(&self, thumbprint: &str) -> Option<&Certificate> {
        self.by_thumbprint.get(thumbprint)
    }

    /// All, by thumbprint.
    pub fn iter(&self) -> impl Iterator<Item = &Certificate> {
        self.by_thumbprint.values()
    }

    /// What every listing says.
    pub(super) fn states_mut(&mut self) -> impl Iterator<Item = &mut ExchangeState> {
        let all = self.by_thumbprint.values_mut();
        all.flat_map(|certificate| &mut certificate.installed)
    }

    /// Those that Get-ExchangeCertificate listed.
    pub fn installed(&self) -> impl Iterator<Item = &Certificate> {
        self.iter().filter(|c| !c.installed.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(from: i64, until: i64, slack: i64) -> Certificate {
        Certificate {
            not_before: Some(from),
            not_after: Some(until),
            validity_slack: slack,
            ..Certificate::default()
        }
    }

    #[test]
    fn dates_without_a_zone_decide_nothing_near_their_ends() {
        let exact = certificate(1000, 9000, 0);
        let local = certificate(1000, 9000, 500);
        for (at, by_exact, by_local) in [
            (400, Some(false), Some(false)),
            (600, Some(false), None),
            (1200, Some(true), None),
            (1600, Some(true), Some(true)),
            (8600, Some(true), None),
            (9400, Some(false), None),
            (9600, Some(false), Some(false)),
        ] {
            assert_eq!(exact.is_valid_at(at), by_exact, "{at}");
            assert_eq!(local.is_valid_at(at), by_local, "{at}");
        }
        let mut merged = local;
        merged.merge(certificate(1100, 9100, 0));
        assert_eq!(
            merged.is_valid_at(1200),
            Some(true),
            "the better dates count"
        );
        assert_eq!(merged.not_after, Some(9100));
    }
}
