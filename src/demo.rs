//! The built-in incidents.

use crate::evidence::walk::Input;
use crate::i18n::Lang;
use crate::packed::DEMO;

/// A built-in incident.
#[derive(Debug, Clone, Copy)]
pub struct Incident {
    /// Its name on the command line.
    pub name: &'static str,
    /// The moment it is judged at (RFC 3339).
    pub at: &'static str,
    /// What it is, in each language.
    pub about: [&'static str; 2],
    /// The paths of its files.
    paths: &'static [&'static str],
}

impl Incident {
    /// The moment it is judged at.
    pub fn now(&self) -> Option<jiff::Timestamp> {
        self.at.parse().ok()
    }

    /// Its files as something that was given.
    pub fn inputs(&self) -> Vec<Input> {
        let input = |(path, content): (&str, &[u8])| Input::Memory {
            path: path.to_owned(),
            content: content.into(),
        };
        self.files().map(input).collect()
    }

    /// Its files: path and content.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        let of = |path: &&'static str| Some((*path, DEMO.file(&format!("{}/{path}", self.name))?));
        self.paths.iter().filter_map(of)
    }

    /// What it is.
    pub fn about(&self, lang: Lang) -> &'static str {
        let [english, japanese] = self.about;
        match lang {
            Lang::En => english,
            Lang::Ja => japanese,
        }
    }
}

/// All incidents, the default one first.
pub const INCIDENTS: &[Incident] = &[
    Incident {
        name: "renewed-certificate",
        at: "2026-11-02T12:05:00Z",
        about: [
            "A renewed certificate with another name (RD101)",
            "証明書の更新で名前が変わった (RD101)",
        ],
        paths: &[
            "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG",
            "EX02/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG",
            "bounce.eml",
            "exchange-online/accepted-domains.txt",
            "exchange-online/inbound-connectors.json",
            "on-premises/certificates.txt",
            "on-premises/send-connectors.txt",
        ],
    },
    Incident {
        name: "changed-address",
        at: "2026-11-02T10:00:00Z",
        about: [
            "The egress address changed with the provider (RD102)",
            "回線の変更で送信元 IP アドレスが変わった (RD102)",
        ],
        paths: &[
            "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110206-1.LOG",
            "bounce.txt",
            "exchange-online/accepted-domains.txt",
            "exchange-online/inbound-connectors.txt",
            "on-premises/send-connectors.txt",
        ],
    },
    Incident {
        name: "attr36-foreign-senders",
        at: "2026-11-02T11:00:00Z",
        about: [
            "ATTR36: out-of-office and forwarded mail is refused (RD302)",
            "ATTR36: 自動応答と転送メールだけが拒否される (RD302)",
        ],
        paths: &[
            "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110207-1.LOG",
            "exchange-online/accepted-domains.txt",
            "exchange-online/inbound-connectors.json",
            "on-premises/certificates.txt",
            "on-premises/send-connectors.txt",
        ],
    },
    Incident {
        name: "server-left-behind",
        at: "2026-11-02T11:30:00Z",
        about: [
            "One of two servers still sends the old certificate (RD208)",
            "2 台のうち 1 台が古い証明書を送信している (RD208)",
        ],
        paths: &[
            "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG",
            "EX02/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG",
            "exchange-online/accepted-domains.txt",
            "exchange-online/inbound-connectors.json",
            "on-premises/certificates.txt",
            "on-premises/send-connectors.txt",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_every_incident_is_there() {
        for incident in INCIDENTS {
            assert_eq!(incident.files().count(), incident.paths.len());
            assert!(incident.now().is_some(), "{}", incident.name);
        }
    }
}
