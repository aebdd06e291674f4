//! One thing that was given: a file, or standard input.

use super::formats::hcw::Stamp;
use super::{Note, NoteKind};

/// A file (or standard input) and what became of it.
#[derive(Debug, Clone)]
pub struct Source {
    /// Relative to what was given, with `/`; never an absolute path of the machine.
    pub path: String,
    /// What it is, by its content.
    pub kind: SourceKind,
    /// Whose values it holds, where that can be told.
    pub side: Option<Side>,
    /// How its bytes were read.
    pub encoding: Encoding,
    /// Its size in bytes, as it was found; of an archive that of the archive itself.
    pub bytes: u64,
    /// Records (objects, certificates, log rows) taken from it.
    pub records: u64,
    /// The time its values were true, where the source says it.
    pub as_of: Option<jiff::Timestamp>,
    /// What was noticed.
    pub notes: Vec<Note>,
    /// The server of a log: the nearest folder that is not Exchange's own.
    pub server: Option<String>,
}

impl Source {
    /// The day of the run of HCW that the file is of, as its clock showed it: what it
    /// holds was true then. `None` for other files, and where the day is not certain.
    pub fn run_date(&self) -> Option<jiff::civil::Date> {
        let month_first = match self.kind {
            SourceKind::HcwLog => false,
            SourceKind::HcwXhcw => true,
            _ => return None,
        };
        if let Some(at) = self.as_of {
            return Some(jiff::tz::TimeZone::UTC.to_datetime(at).date());
        }
        self.notes.iter().find_map(|note| match &note.kind {
            NoteKind::RunAt(text) => {
                let text = text.clone();
                Some(Stamp { text, at: None }.civil(month_first)?.date())
            }
            _ => None,
        })
    }
}

/// What a source is; names are those of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum SourceKind {
    SmtpSendLog,
    SmtpReceiveLog,
    HcwLog,
    HcwXhcw,
    Bounce,
    ErrorText,
    MessageTracking,
    Queue,
    Capi2Event,
    Certificate,
    InboundConnector,
    OutboundConnector,
    SendConnector,
    ReceiveConnector,
    ExchangeCertificate,
    AcceptedDomain,
    HybridConfiguration,
    TransportService,
    ExchangeServer,
    OrganizationConfig,
    EdgeSubscription,
    EventLog,
    CollectManifest,
    Archive,
    Unrecognised,
}

impl SourceKind {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::SmtpSendLog => "smtp-send-log",
            Self::SmtpReceiveLog => "smtp-receive-log",
            Self::HcwLog => "hcw-log",
            Self::HcwXhcw => "hcw-xhcw",
            Self::Bounce => "bounce",
            Self::ErrorText => "error-text",
            Self::MessageTracking => "message-tracking",
            Self::Queue => "queue",
            Self::Capi2Event => "capi2-event",
            Self::Certificate => "certificate",
            Self::InboundConnector => "inbound-connector",
            Self::OutboundConnector => "outbound-connector",
            Self::SendConnector => "send-connector",
            Self::ReceiveConnector => "receive-connector",
            Self::ExchangeCertificate => "exchange-certificate",
            Self::AcceptedDomain => "accepted-domain",
            Self::HybridConfiguration => "hybrid-configuration",
            Self::TransportService => "transport-service",
            Self::ExchangeServer => "exchange-server",
            Self::OrganizationConfig => "organization-config",
            Self::EdgeSubscription => "edge-subscription",
            Self::EventLog => "event-log",
            Self::CollectManifest => "collect-manifest",
            Self::Archive => "archive",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Whose configuration a value belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Exchange on-premises.
    OnPremises,
    /// The tenant in Exchange Online.
    Tenant,
}

impl Side {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnPremises => "on-premises",
            Self::Tenant => "tenant",
        }
    }
}

/// How the bytes of a source were turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    /// Windows-31J, Japanese.
    Cp932,
    /// Central European.
    Windows1250,
    /// Cyrillic.
    Windows1251,
    /// Western European; also what no page can be told of.
    Windows1252,
    /// Greek.
    Windows1253,
    /// Turkish.
    Windows1254,
    /// Not text.
    Binary,
}

impl Encoding {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Cp932 => "windows-31j",
            Self::Windows1250 => "windows-1250",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
            Self::Windows1253 => "windows-1253",
            Self::Windows1254 => "windows-1254",
            Self::Binary => "binary",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(kind: SourceKind, as_of: Option<&str>, run_at: Option<&str>) -> Option<String> {
        let source = Source {
            path: String::new(),
            kind,
            side: None,
            encoding: Encoding::Utf8,
            bytes: 0,
            records: 0,
            as_of: as_of.and_then(|t| t.parse().ok()),
            notes: run_at
                .map(|t| Note::whole(NoteKind::RunAt(t.to_owned())))
                .into_iter()
                .collect(),
            server: None,
        };
        source.run_date().map(|date| date.to_string())
    }

    #[test]
    fn the_day_of_a_run_and_of_nothing_else() {
        use SourceKind as K;
        let day = || Some("2026-02-19".to_owned());
        let utc = Some("2026-02-19T23:26:39Z");
        assert_eq!(date(K::HcwLog, utc, None), day());
        let written = Some("2026.02.19 03:26:39.330");
        assert_eq!(date(K::HcwLog, None, written), day());
        let american = Some("02/19/2026 03:26:39.330");
        assert_eq!(date(K::HcwXhcw, None, american), day());
        // Old logs are of the server's culture, the .xhcw is not.
        let either = Some("02/03/2026 03:26:39");
        assert_eq!(date(K::HcwLog, None, either), None);
        assert_eq!(
            date(K::HcwXhcw, None, either),
            Some("2026-02-03".to_owned())
        );
        assert_eq!(date(K::HcwXhcw, None, Some("yesterday")), None);
        assert_eq!(date(K::HcwLog, None, None), None);
        assert_eq!(date(K::InboundConnector, utc, written), None);
    }
}
