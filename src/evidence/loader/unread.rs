//! Kinds that are recognised and not read.

use crate::evidence::sniff::Guess;
use crate::evidence::{NoteKind, Unread};

/// What is said of a kind that is not read; `None` for those that are.
pub(super) fn not_read(guess: Guess) -> Option<NoteKind> {
    let unread = match guess {
        Guess::Empty => return Some(NoteKind::Empty),
        Guess::Binary => return Some(NoteKind::Binary),
        Guess::Unrecognised => return Some(NoteKind::Unrecognised),
        Guess::Archive => Unread::Archive,
        Guess::OutlookMsg => Unread::OutlookMsg,
        Guess::ReceiveLog => Unread::ReceiveLog,
        Guess::OtherExchangeLog => Unread::OtherExchangeLog,
        Guess::Capi2Event => Unread::Capi2Event,
        Guess::HcwXml => Unread::HcwXml,
        Guess::HcwLog => Unread::HcwLog,
        Guess::SendLog
        | Guess::Certificate
        | Guess::Pkcs7
        | Guess::Pkcs12
        | Guess::Message
        | Guess::Clixml
        | Guess::Json
        | Guess::FormatList
        // Its columns tell what to run instead, so it is looked into.
        | Guess::FormatTable
        | Guess::Csv
        | Guess::ErrorText => return None,
    };
    Some(NoteKind::NotRead(unread))
}
