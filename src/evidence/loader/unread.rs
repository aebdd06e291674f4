//! Kinds that are recognised and not read.

use crate::evidence::sniff::Guess;
use crate::evidence::walk::{MAX_FILES, Trouble};
use crate::evidence::{NoteKind, Unread};

/// What is said of a kind that is not read; `None` for those that are.
pub(super) fn not_read(guess: Guess) -> Option<NoteKind> {
    let unread = match guess {
        Guess::Empty => return Some(NoteKind::Empty),
        Guess::Binary => return Some(NoteKind::Binary),
        Guess::Unrecognised => return Some(NoteKind::Unrecognised),
        Guess::OutlookMsg => Unread::OutlookMsg,
        Guess::SendLog
        | Guess::ReceiveLog
        | Guess::TrackingLog
        | Guess::OtherExchangeLog
        | Guess::Archive
        | Guess::Certificate
        | Guess::Pkcs7
        | Guess::Pkcs12
        | Guess::Message
        | Guess::Clixml
        | Guess::HcwXml
        | Guess::Capi2Event
        | Guess::HcwLog
        | Guess::Json
        | Guess::FormatList
        // Its columns tell what to run instead, so it is looked into.
        | Guess::FormatTable
        | Guess::Csv
        | Guess::ErrorText => return None,
    };
    Some(NoteKind::NotRead(unread))
}

/// What the walk ran into, as a note.
pub(super) fn of_trouble(trouble: Trouble) -> NoteKind {
    match trouble {
        Trouble::Unreadable(words) => NoteKind::Unreadable(words),
        Trouble::NoPermission => NoteKind::NoPermission,
        Trouble::NotAFile => NoteKind::NotAFile,
        Trouble::LinkLoop => NoteKind::LinkLoop,
        Trouble::TooMany => NoteKind::TooManyFiles(MAX_FILES as u64),
        Trouble::Archive(trouble) => NoteKind::Archive(trouble),
    }
}
