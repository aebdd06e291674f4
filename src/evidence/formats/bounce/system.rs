//! Which mail system wrote a bounce, where it says so in words of its own: mail is sent
//! by that one, and what an Exchange server has to show is beside the point.

/// A mail system that is not Exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailSystem {
    /// Postfix.
    Postfix,
    /// Exim.
    Exim,
    /// qmail.
    Qmail,
}

impl MailSystem {
    /// The product's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postfix => "Postfix",
            Self::Exim => "Exim",
            Self::Qmail => "qmail",
        }
    }

    /// The setting that names the certificate which it presents to other servers
    /// (Postfix's postconf(5); the smtp transport in the Exim specification).
    pub fn certificate_setting(self) -> Option<&'static str> {
        match self {
            Self::Postfix => Some("smtp_tls_cert_file"),
            Self::Exim => Some("tls_certificate"),
            Self::Qmail => None,
        }
    }
}

/// Their built-in words: Postfix's bounce(5) and the fields of its delivery report, and
/// how its SMTP client quotes a reply; the Exim specification, "Customizing bounce and
/// warning messages"; Bernstein's qmail-send Bounce Message Format.
const MARKS: [(&str, MailSystem); 6] = [
    ("This is the mail system at host ", MailSystem::Postfix),
    ("X-Postfix-Queue-ID:", MailSystem::Postfix),
    ("(in reply to RCPT TO command)", MailSystem::Postfix),
    ("(in reply to end of DATA command)", MailSystem::Postfix),
    (
        "This message was created automatically by mail delivery software.",
        MailSystem::Exim,
    ),
    ("This is the qmail-send program at ", MailSystem::Qmail),
];

/// Who wrote these words, without what came back with them.
pub(super) fn of(text: &str) -> Option<MailSystem> {
    // A reply may be wrapped anywhere.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_in = |(mark, _): &&(&str, MailSystem)| text.contains(mark.trim_end());
    MARKS.iter().find(is_in).map(|(_, system)| *system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_their_own_and_of_nobody() {
        for (text, system) in [
            (
                "This is the mail system at host relay.contoso.com.",
                Some(MailSystem::Postfix),
            ),
            (
                "said: 550 5.7.64 TenantAttribution (in reply to RCPT\n    TO command)",
                Some(MailSystem::Postfix),
            ),
            (
                "This message was created automatically by mail delivery software.",
                Some(MailSystem::Exim),
            ),
            (
                "Hi. This is the qmail-send program at contoso.com.",
                Some(MailSystem::Qmail),
            ),
            ("Generating server: EX01.contoso.com", None),
            ("Diagnostic information for administrators:", None),
        ] {
            assert_eq!(of(text), system, "{text}");
        }
    }
}
