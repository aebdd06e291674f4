//! Domain names, the names on certificates, and the value of
//! TlsSenderCertificateName (domain.md section 3).

use std::fmt;

/// A domain name in lower case, without a trailing dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

impl Domain {
    /// `text` as a domain name: at least two labels of letters, digits, `-` and `_`
    /// (any script: names may be written as U-labels).
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().trim_end_matches('.').to_lowercase();
        let label_is_good = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        };
        let good = name.len() <= 253 && name.contains('.') && name.split('.').all(label_is_good);
        let numeric = name.parse::<std::net::Ipv4Addr>().is_ok();
        (good && !numeric).then_some(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without its first label, while that is still a domain of two labels or more.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_once('.')?;
        rest.contains('.').then(|| Self(rest.to_owned()))
    }

    /// Whether it lies below `other`.
    pub fn is_below(&self, other: &Self) -> bool {
        self.0
            .strip_suffix(other.as_str())
            .is_some_and(|head| head.ends_with('.'))
    }

    /// Whether nobody can prove to a tenant that it is theirs: names that are only good
    /// inside a network, and a single label. Microsoft 365 verifies valid Internet domains
    /// only ("Prepare a nonroutable domain for directory synchronization").
    pub fn is_unverifiable(name: &str) -> bool {
        const INTERNAL: [&str; 9] = [
            "local",
            "localdomain",
            "internal",
            "lan",
            "corp",
            "home",
            "test",
            "invalid",
            "localhost",
        ];
        match name.trim().trim_end_matches('.').rsplit_once('.') {
            Some((_, last)) => INTERNAL.iter().any(|i| last.eq_ignore_ascii_case(i)),
            None => true,
        }
    }

    /// The domain of a mail address (what follows the last `@`).
    pub fn of_address(address: &str) -> Option<Self> {
        Self::parse(address.rsplit_once('@')?.1)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name on a certificate that can stand for a domain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateName {
    /// `mail.contoso.com`
    Host(Domain),
    /// `*.contoso.com`, held as `contoso.com`.
    Wildcard(Domain),
}

impl CertificateName {
    /// A CN or SAN as a name; `None` when it is no domain.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_prefix("*.") {
            Some(base) => Domain::parse(base).map(Self::Wildcard),
            None => Domain::parse(text).map(Self::Host),
        }
    }

    /// The domain without the wildcard.
    pub fn base(&self) -> &Domain {
        match self {
            Self::Host(domain) | Self::Wildcard(domain) => domain,
        }
    }
}

impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(domain) => domain.fmt(f),
            Self::Wildcard(domain) => write!(f, "*.{domain}"),
        }
    }
}

/// The value of TlsSenderCertificateName. Documented forms are a domain and
/// `*.domain` (Set-InboundConnector); other forms are tolerated on input only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderCertificateName {
    /// A documented form.
    Name(CertificateName),
    /// `<I>..<S>..`, `CN=..`, an embedded wildcard, or no domain at all, as written.
    NotADomain(String),
}

impl SenderCertificateName {
    /// Reads the value.
    pub fn parse(text: &str) -> Self {
        match CertificateName::parse(text) {
            Some(name) => Self::Name(name),
            None => Self::NotADomain(text.to_owned()),
        }
    }

    /// The documented form.
    pub fn name(&self) -> Option<&CertificateName> {
        match self {
            Self::Name(name) => Some(name),
            Self::NotADomain(_) => None,
        }
    }
}

impl fmt::Display for SenderCertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::NotADomain(text) => f.write_str(text),
        }
    }
}

/// The envelope sender as it is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SenderView {
    /// `<>`.
    Null,
    /// This domain.
    Domain(Domain),
    /// Not known.
    Unknown,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_and_what_is_none() {
        for (text, shown) in [
            ("Mail.Contoso.COM", Some("mail.contoso.com")),
            ("*.contoso.com", Some("*.contoso.com")),
            ("contoso.com.", Some("contoso.com")),
            ("EX01", None),
            ("domain.*.contoso.com", None),
            ("10.0.0.5", None),
            ("Contoso Mail Server", None),
            ("CN=mail.contoso.com", None),
            ("", None),
            ("*", None),
        ] {
            let name = CertificateName::parse(text).map(|n| n.to_string());
            assert_eq!(name.as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn parents_end_at_two_labels() {
        let host = Domain::parse("mail.contoso.com").unwrap();
        let parent = host.parent().unwrap();
        assert_eq!(parent.as_str(), "contoso.com");
        assert_eq!(parent.parent(), None);
        assert!(host.is_below(&parent));
        assert!(!Domain::parse("notcontoso.com").unwrap().is_below(&parent));
    }
}
