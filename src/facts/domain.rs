//! Domain names, the names on certificates, and the value of
//! TlsSenderCertificateName (domain.md section 3).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::spelling::{is_mark, is_settled, to_ascii};

/// A domain name in lower case, without a trailing dot. It stays as it is written; two
/// are equal where they are spellings of one (`exämple.example`, `xn--exmple-cua.example`).
#[derive(Debug, Clone)]
pub struct Domain {
    name: String,
    /// As DNS carries it, where that is another text.
    ascii: Option<Box<str>>,
}

impl Domain {
    /// `text` as a domain name: at least two labels of letters, digits, `-` and `_`
    /// (any script: names may be written as U-labels).
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().trim_end_matches('.').to_lowercase();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || is_mark(c);
        let label_is_good = |label: &str| !label.is_empty() && label.chars().all(is_part);
        let good = name.contains('.') && name.split('.').all(label_is_good);
        let numeric = name.parse::<std::net::Ipv4Addr>().is_ok();
        if !good || numeric {
            return None;
        }
        let ascii = to_ascii(&name).filter(|ascii| ascii.len() <= 253)?;
        let ascii = (*ascii != name).then(|| ascii.into());
        Some(Self { name, ascii })
    }

    /// The name, as it is written.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The name as DNS carries it.
    pub fn ascii(&self) -> &str {
        self.ascii.as_deref().unwrap_or(&self.name)
    }

    /// Whether it is written as `other` is, too.
    pub fn is_spelled_as(&self, other: &Self) -> bool {
        self.name == other.name
    }

    /// Whether it may be `other` in a spelling that is not resolved here
    /// (`facts::spelling`): two names of which that is true are not known to differ.
    pub fn may_be(&self, other: &Self) -> bool {
        let labels = |domain: &Self| domain.name.split('.').count();
        let ascii = self.ascii().split('.').zip(other.ascii().split('.'));
        let written = self.name.split('.').zip(other.name.split('.'));
        let alike = |((a, b), (one, two)): ((&str, &str), (&str, &str))| {
            a == b || !is_settled(one) || !is_settled(two)
        };
        labels(self) == labels(other) && ascii.zip(written).all(alike)
    }

    /// The name without its first label, while that is still a domain of two labels or more.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.name.split_once('.')?;
        let ascii = self.ascii.as_deref().and_then(|a| a.split_once('.'));
        rest.contains('.').then(|| Self {
            name: rest.to_owned(),
            ascii: ascii.map(|(_, a)| a).filter(|a| *a != rest).map(Into::into),
        })
    }

    /// Whether it lies below `other`.
    pub fn is_below(&self, other: &Self) -> bool {
        self.ascii()
            .strip_suffix(other.ascii())
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

impl PartialEq for Domain {
    fn eq(&self, other: &Self) -> bool {
        self.ascii() == other.ascii()
    }
}

impl Eq for Domain {}

impl Hash for Domain {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ascii().hash(state);
    }
}

impl PartialOrd for Domain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Domain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ascii().cmp(other.ascii())
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
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
#[derive(Debug, Clone)]
pub enum SenderCertificateName {
    /// A documented form.
    Name(CertificateName),
    /// `<I>..<S>..`, `CN=..`, an embedded wildcard, or no domain at all, as written.
    NotADomain(String),
}

/// As written: another spelling of the same domain is another value.
impl PartialEq for SenderCertificateName {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for SenderCertificateName {}

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
            ("*.EXÄMPLE.example", Some("*.exämple.example")),
            ("हिन्दी.example", Some("हिन्दी.example")),
            ("“contoso.com”", None),
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
    #[test]
    fn a_domain_is_one_in_either_spelling() {
        let domain = |text: &str| Domain::parse(text).unwrap();
        let (read, carried) = (domain("exämple.example"), domain("XN--exmple-cua.example"));
        assert_eq!(read, carried);
        assert!(!read.is_spelled_as(&carried) && read.may_be(&carried));
        assert_eq!(domain("mail.exämple.example").parent().unwrap(), carried);
        assert!(domain("mail.xn--exmple-cua.example").is_below(&read));
        assert_eq!(domain("exämple.sub.example").parent().unwrap().ascii, None);
        assert_ne!(read, domain("example.example"));
        assert!(!read.may_be(&domain("example.example")));
        // Which of two names `ß` stands for is decided by the version.
        for other in ["strasse.example", "xn--strae-oqa.example"] {
            assert!(domain("straße.example").may_be(&domain(other)), "{other}");
        }
        assert!(!domain("straße.example").may_be(&domain("contoso.com")));
    }
}
