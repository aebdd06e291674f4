//! Files that are read whole: each kind handed to its format's parser.

use super::Load;
use crate::evidence::decode;
use crate::evidence::formats::bounce::{self, Bounce};
use crate::evidence::formats::certificate::{Locked, ParsedCertificates};
use crate::evidence::formats::{Parsed, capi2, certificate, clixml, csv, format_list, json};
use crate::evidence::record::ObjectClass;
use crate::evidence::sniff::Guess;
use crate::evidence::unlock::Unlocked;
use crate::evidence::{Note, NoteKind, Side, SourceId, SourceKind, Unread};

impl Load<'_> {
    pub(super) fn whole(&mut self, id: SourceId, guess: Guess, bytes: &[u8]) {
        match guess {
            Guess::Certificate | Guess::Pkcs7 | Guess::Pkcs12 => self.certificates(id, bytes),
            Guess::Message => self.message(id, bytes),
            Guess::HcwXml => self.xhcw(id, bytes),
            _ => self.text(id, guess, bytes),
        }
    }

    fn certificates(&mut self, id: SourceId, bytes: &[u8]) {
        let parsed = certificate::parse(bytes);
        let parsed = match &parsed.locked {
            Some(locked) => self.unlocked(id, locked),
            None => parsed,
        };
        let source = self.source(id);
        source.records = parsed.certificates.len() as u64;
        source.notes.extend(parsed.notes);
        self.loaded
            .certificates
            .extend(parsed.certificates.into_iter().map(|c| (id, c)));
    }

    /// Opened by whoever knows the password, else noted.
    fn unlocked(&mut self, id: SourceId, locked: &Locked) -> ParsedCertificates {
        let path = self.source(id).path.clone();
        let why = match self.keys.unlock(&path, locked) {
            Unlocked::Opened(parsed) => return parsed,
            Unlocked::WrongPassword => NoteKind::WrongPassword,
            Unlocked::NoPassword => NoteKind::PasswordNeeded,
        };
        self.note(id, Note::whole(why));
        self.loaded.locked.push((id, locked.clone()));
        ParsedCertificates::default()
    }

    fn message(&mut self, id: SourceId, bytes: &[u8]) {
        let bounces = bounce::parse_all(bytes);
        if bounces.is_empty() {
            self.note(id, Note::whole(NoteKind::NoRefusal));
        }
        for bounce in bounces {
            self.bounce(id, bounce);
        }
    }

    pub(super) fn bounce(&mut self, id: SourceId, bounce: Bounce) {
        let source = self.source(id);
        source.records += bounce.replies.len() as u64;
        source.as_of = bounce
            .date
            .and_then(|d| jiff::Timestamp::from_second(d).ok());
        self.loaded.bounces.push((id, bounce));
    }

    fn chain_events(&mut self, id: SourceId, text: &str) {
        let events = capi2::parse(text);
        let source = self.source(id);
        source.side = Some(Side::OnPremises);
        source.records = events.count;
        source.as_of = events.newest;
        source.notes.extend(events.notes);
        let errors = events.errors.into_iter().map(|error| (id, error));
        self.loaded.chain_errors.extend(errors);
    }

    fn text(&mut self, id: SourceId, guess: Guess, bytes: &[u8]) {
        let decoded = decode::decode(bytes);
        let source = self.source(id);
        source.encoding = decoded.encoding;
        if decoded.replaced > 0 {
            source
                .notes
                .push(Note::whole(NoteKind::ReplacedBytes(decoded.replaced)));
        }
        if guess == Guess::Capi2Event {
            return self.chain_events(id, &decoded.text);
        }
        if guess == Guess::HcwLog {
            return self.hcw_log(id, &decoded.text);
        }
        let parsed = match guess {
            Guess::Json => json::parse(&decoded.text),
            Guess::FormatList | Guess::FormatTable => format_list::parse(&decoded.text),
            Guess::Csv => csv::parse(&decoded.text),
            Guess::Clixml => clixml::parse(&decoded.text),
            // A pasted text, or nothing that is known; the others have been read above.
            Guess::ErrorText
            | Guess::Unrecognised
            | Guess::Empty
            | Guess::Binary
            | Guess::Archive
            | Guess::OutlookMsg
            | Guess::Certificate
            | Guess::Pkcs7
            | Guess::Pkcs12
            | Guess::Message
            | Guess::SendLog
            | Guess::ReceiveLog
            | Guess::TrackingLog
            | Guess::OtherExchangeLog
            | Guess::Capi2Event
            | Guess::HcwXml
            | Guess::HcwLog => Parsed::default(),
        };
        let known = parsed
            .records
            .iter()
            .any(|r| r.class != ObjectClass::Unknown);
        let listing_is_empty = parsed
            .notes
            .iter()
            .any(|n| n.kind == NoteKind::EmptyListing);
        let is_table = |note: &Note| matches!(note.kind, NoteKind::NotRead(Unread::FormatTable(_)));
        let is_part =
            |note: &Note| matches!(note.kind, NoteKind::MorePages | NoteKind::AskedForSome(_));
        let says_enough = |note: &Note| is_table(note) || is_part(note);
        let is_explained = parsed.notes.iter().any(says_enough);
        self.source(id).notes.extend(parsed.notes);
        if known {
            self.objects(id, parsed.records);
            return;
        }
        if listing_is_empty {
            self.loaded.empty_listings.push(id);
            return;
        }
        // A pasted bounce has lines that look like properties.
        match bounce::parse_text(&decoded.text) {
            Some(bounce) => {
                self.source(id).kind = SourceKind::ErrorText;
                self.bounce(id, bounce);
            }
            None if is_explained => {}
            None => self.note(id, Note::whole(NoteKind::Unrecognised)),
        }
    }
}
