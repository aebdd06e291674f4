//! What a file is, by its content and never by its name. The detectors stand in
//! one table; the first that claims the content has it, so each kind is claimed
//! by exactly one answer.

mod text;

use super::decode::{self, OLE_MAGIC};
use super::formats::certificate::{self, Container};
use super::{Encoding, SourceKind};

/// What a file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guess {
    /// Nothing but blanks.
    Empty,
    /// A zip archive.
    Archive,
    /// Outlook's `.msg`.
    OutlookMsg,
    /// PKCS#7, binary or PEM.
    Pkcs7,
    /// PKCS#12.
    Pkcs12,
    /// Certificates (and maybe keys) in PEM, DER or bare base64.
    Certificate,
    /// Bytes of no known kind.
    Binary,
    /// An SMTP send protocol log.
    SendLog,
    /// An SMTP receive protocol log.
    ReceiveLog,
    /// A message tracking log.
    TrackingLog,
    /// Another log of Exchange with a `#Log-type`.
    OtherExchangeLog,
    /// An exported CAPI2 event.
    Capi2Event,
    /// `Export-Clixml`.
    Clixml,
    /// HCW's `.xhcw`.
    HcwXml,
    /// HCW's `.log`.
    HcwLog,
    /// An e-mail with its headers.
    Message,
    /// `ConvertTo-Json`.
    Json,
    /// `Format-List`, possibly in a paste with prompts.
    FormatList,
    /// `Format-Table`.
    FormatTable,
    /// `Export-Csv`.
    Csv,
    /// Text with a refusal in it.
    ErrorText,
    /// Text of no known kind.
    Unrecognised,
}

impl Guess {
    /// The kind of source that this is for certain; `None` where the objects in it,
    /// or the parts of the message, must tell.
    pub fn source_kind(self) -> Option<SourceKind> {
        match self {
            Self::SendLog => Some(SourceKind::SmtpSendLog),
            Self::ReceiveLog => Some(SourceKind::SmtpReceiveLog),
            Self::TrackingLog => Some(SourceKind::MessageTracking),
            Self::HcwLog => Some(SourceKind::HcwLog),
            Self::HcwXml => Some(SourceKind::HcwXhcw),
            Self::Message => Some(SourceKind::Bounce),
            Self::ErrorText => Some(SourceKind::ErrorText),
            Self::Capi2Event => Some(SourceKind::Capi2Event),
            Self::Certificate | Self::Pkcs7 | Self::Pkcs12 => Some(SourceKind::Certificate),
            Self::Archive => Some(SourceKind::Archive),
            Self::Empty
            | Self::OutlookMsg
            | Self::Binary
            | Self::OtherExchangeLog
            | Self::Unrecognised => Some(SourceKind::Unrecognised),
            Self::Clixml | Self::Json | Self::FormatList | Self::FormatTable | Self::Csv => None,
        }
    }
}

type Claim<T> = (Guess, fn(&T) -> bool);

/// Told from bytes.
const OF_BYTES: [Claim<[u8]>; 5] = [
    (Guess::Archive, |b| {
        b.starts_with(b"PK\x03\x04") || b.starts_with(b"PK\x05\x06")
    }),
    (Guess::OutlookMsg, |b| b.starts_with(&OLE_MAGIC)),
    (Guess::Pkcs7, |b| {
        certificate::container(b) == Some(Container::Pkcs7)
    }),
    (Guess::Pkcs12, |b| {
        certificate::container(b) == Some(Container::Pkcs12)
    }),
    (Guess::Certificate, |b| {
        certificate::container(b) == Some(Container::Certificate)
    }),
];

/// Told from text: what has a mark of its own first, then what is told by its shape.
const OF_TEXT: [Claim<str>; 17] = [
    (Guess::Empty, |t| {
        t.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}'))
            .is_empty()
    }),
    (Guess::Message, super::formats::bounce::is_message),
    (Guess::SendLog, |t| {
        text::log_type(t) == Some(text::LogType::Send)
    }),
    (Guess::ReceiveLog, |t| {
        text::log_type(t) == Some(text::LogType::Receive)
    }),
    (Guess::TrackingLog, |t| {
        text::log_type(t) == Some(text::LogType::Tracking)
    }),
    (Guess::OtherExchangeLog, |t| {
        text::log_type(t) == Some(text::LogType::Other)
    }),
    (Guess::Capi2Event, text::is_capi2_event),
    (Guess::Clixml, text::is_clixml),
    (Guess::HcwXml, text::is_hcw_xml),
    (Guess::HcwLog, text::is_hcw_log),
    (Guess::Pkcs7, text::is_pkcs7),
    (Guess::Certificate, text::is_certificate),
    (Guess::Json, text::is_json),
    (Guess::FormatList, text::is_format_list),
    (Guess::FormatTable, text::is_format_table),
    (Guess::Csv, text::is_csv),
    (Guess::ErrorText, text::is_error_text),
];

/// Tells what a file is from its first bytes: [`decode::SNIFF_LEN`] are enough,
/// all of a short file are best.
pub fn sniff(head: &[u8]) -> Guess {
    let beginning = head.get(..decode::SNIFF_LEN).unwrap_or(head);
    sniff_in(head, decode::sniff_encoding(beginning))
}

/// The same, where the encoding that the bytes seem to be in is known.
pub(super) fn sniff_in(head: &[u8], encoding: Encoding) -> Guess {
    if let Some((guess, _)) = OF_BYTES.iter().find(|(_, claims)| claims(head)) {
        return *guess;
    }
    // Most files are UTF-8 and need no copy.
    if encoding == Encoding::Utf8
        && let Ok(text) = std::str::from_utf8(head)
    {
        return sniff_text(text);
    }
    let decoded = decode::decode(head);
    match decoded.encoding {
        Encoding::Binary if head.iter().all(|&b| b == 0) => Guess::Empty,
        Encoding::Binary => Guess::Binary,
        _ => sniff_text(&decoded.text),
    }
}

/// Tells what a decoded text is.
pub fn sniff_text(text: &str) -> Guess {
    let claim = OF_TEXT.iter().find(|(_, claims)| claims(text));
    claim.map_or(Guess::Unrecognised, |&(guess, _)| guess)
}

#[cfg(test)]
mod tests;
