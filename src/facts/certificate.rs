//! Certificates, from whichever evidence knows them: the log that saw one sent,
//! a file, Get-ExchangeCertificate. One thumbprint is one certificate.

use std::collections::BTreeMap;

use super::{CertificateName, Known, TlsCertificateName};
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
}

/// What Get-ExchangeCertificate says about an installed certificate.
#[derive(Debug, Clone)]
pub struct ExchangeState {
    /// The server it was listed on, where that can be told.
    pub server: Option<String>,
    /// Services, as written.
    pub services: Known<String>,
    /// Status, as written.
    pub status: Known<String>,
    /// RootCAType, as written.
    pub root_ca_type: Known<String>,
    /// HasPrivateKey.
    pub has_private_key: Known<bool>,
}

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
    /// Whether issuer and subject are the same; `None` when a name is not known.
    pub self_signed: Option<bool>,
    /// As installed; one entry a listing.
    pub installed: Vec<ExchangeState>,
    /// Given as a file of its own.
    pub from_file: bool,
    /// It may issue certificates (basic constraints): not one that a server presents.
    pub is_authority: bool,
    /// Where it was read; the first is the best proof of its names.
    pub locations: Vec<Location>,
}

impl Certificate {
    /// Whether it is within its validity at `at` (seconds); `None` when the dates are not known.
    pub fn is_valid_at(&self, at: i64) -> Option<bool> {
        match (self.not_before, self.not_after) {
            (Some(from), Some(until)) => Some(from <= at && at <= until),
            (Some(from), None) if at < from => Some(false),
            (None, Some(until)) if at > until => Some(false),
            _ => None,
        }
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
        let serves = |s: &ExchangeState| {
            let services = s.services.value();
            services.is_some_and(|text| text.to_ascii_uppercase().contains("SMTP"))
        };
        !self.installed.is_empty() && self.installed.iter().all(serves)
    }

    /// Whether a listing says that it is installed on this server.
    pub fn is_listed_on(&self, server: &str) -> bool {
        let mut listed = self
            .installed
            .iter()
            .filter_map(|state| state.server.as_deref());
        listed.any(|known| host(known) == host(server))
    }

    /// Whether it may be installed on this server: a listing may not tell which it is of.
    pub fn may_be_on(&self, server: &str) -> bool {
        self.is_listed_on(server) || self.installed.iter().any(|state| state.server.is_none())
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
        fill(&mut self.not_before, other.not_before);
        fill(&mut self.not_after, other.not_after);
        fill(&mut self.self_signed, other.self_signed);
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

/// `EX01` of `ex01.contoso.com`: cmdlets write either.
fn host(server: &str) -> String {
    server
        .split('.')
        .next()
        .unwrap_or(server)
        .to_ascii_uppercase()
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

    /// Those that Get-ExchangeCertificate listed.
    pub fn installed(&self) -> impl Iterator<Item = &Certificate> {
        self.iter().filter(|c| !c.installed.is_empty())
    }
}
