//! The codes of contract.md, Findings: a code never changes its meaning and is
//! never reused.

use std::fmt;

/// A finding's code: `RD101`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RD{:03}", self.0)
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    /// Reads `RD101`, `rd101` or `101`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let upper = text.trim().to_ascii_uppercase();
        let digits = upper.strip_prefix("RD").unwrap_or(&upper);
        let number: u16 = digits.parse().map_err(|_| ())?;
        CATALOGUE
            .iter()
            .find(|e| e.code.0 == number && digits.len() == 3)
            .map(|e| e.code)
            .ok_or(())
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Mail is refused for it.
    Blocking,
    /// Worth acting on.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A code with its name and severity.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// `RD101`
    pub code: Code,
    /// `certificate-name-mismatch`
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
}

const fn entry(code: u16, name: &'static str, severity: Severity) -> Entry {
    Entry {
        code: Code(code),
        name,
        severity,
    }
}

use Severity::{Blocking as B, Note as N, Warning as W};

/// All codes, in order.
pub const CATALOGUE: &[Entry] = &[
    entry(1, "different-fault", W),
    entry(2, "inbound-attribution-refusal", W),
    entry(3, "attr36-refusal", W),
    entry(4, "acceptance-proves-no-relay", N),
    entry(101, "certificate-name-mismatch", B),
    entry(102, "egress-ip-not-listed", B),
    entry(103, "no-on-premises-connector", B),
    entry(104, "connector-disabled", B),
    entry(105, "connector-is-partner", B),
    entry(106, "several-connectors-match", W),
    entry(107, "associated-domains-exclude-sender", B),
    entry(108, "sender-ip-invalid", W),
    entry(109, "matched-by-san-only", N),
    entry(110, "certificate-name-not-a-domain", W),
    entry(111, "connector-without-identity", B),
    entry(112, "connector-restricted", B),
    entry(201, "no-certificate-sent", B),
    entry(202, "stale-certificate-sent", B),
    entry(203, "certificate-not-valid-when-sent", B),
    entry(204, "certificate-not-from-public-ca", B),
    entry(205, "certificate-chain-incomplete", B),
    entry(206, "certificate-not-enabled-for-smtp", W),
    entry(207, "certificate-without-private-key", B),
    entry(208, "servers-send-different-certificates", B),
    entry(209, "send-connectors-disagree", B),
    entry(210, "tls-negotiation-failed", B),
    entry(211, "send-connector-certificate-missing", B),
    entry(212, "starttls-not-offered", B),
    entry(213, "protocol-logging-off", W),
    entry(214, "client-auth-eku-absent", N),
    entry(215, "edge-name-too-long", W),
    entry(216, "certificate-expires-soon", W),
    entry(217, "starttls-ignored", B),
    entry(218, "certificate-key-unusable", B),
    entry(219, "several-installed-fit", W),
    entry(220, "issuer-changes-at-renewal", N),
    entry(301, "no-accepted-domain", B),
    entry(302, "foreign-or-null-sender-refused", B),
    entry(303, "subdomain-not-accepted", B),
    entry(304, "evidence-from-another-tenant", W),
    entry(305, "domain-shared-with-other-tenant", W),
    entry(401, "several-egress-addresses", W),
    entry(402, "ipv6-egress", B),
    entry(403, "ip-based-connector", N),
    entry(404, "next-hop-is-not-eop", W),
    entry(405, "refused-inside-the-cloud", W),
    entry(501, "hcw-wrote-other-certificate", W),
    entry(502, "hcw-warned-unverified-domain", W),
    entry(503, "relay-connector-outside-hcw", W),
    entry(504, "hcw-run-failed", W),
    entry(505, "hcw-evidence-old", N),
    entry(506, "hcw-rerun-removes-route", W),
    entry(507, "source-server-not-covered", W),
    entry(508, "reverse-direction-at-risk", W),
    entry(901, "evidence-conflict", W),
    entry(902, "list-truncated", W),
    entry(903, "evidence-older-than-change", W),
    entry(904, "prediction-and-log-disagree", W),
    entry(999, "check-failed", W),
];

/// The entry of a code.
pub(crate) fn lookup(code: Code) -> Entry {
    let found = CATALOGUE.iter().find(|e| e.code == code);
    found.copied().unwrap_or(entry(999, "check-failed", W))
}
