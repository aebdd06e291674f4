//! The payload of certificate rows (formats.md section 1, point 1) and the
//! memory of those already parsed (performance.md, point 5).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::LoggedCertificate;
use super::names::split_subject_issuer;
use super::time::seconds;

/// Digits of a SHA-1 thumbprint.
const THUMBPRINT_DIGITS: usize = 40;
/// Longer payloads are parsed each time rather than remembered, in bytes.
const MAX_REMEMBERED: usize = 16 * 1024;
/// Distinct payloads remembered; a log has a handful.
const MAX_ENTRIES: usize = 10_000;

type Parsed = Option<Arc<LoggedCertificate>>;

/// The certificates seen so far, by the bytes that the log gave for them.
/// Clones share one memory, so that all readers of a run hold a certificate once.
#[derive(Debug, Clone, Default)]
pub struct CertificateMemo(Arc<Mutex<HashMap<Box<[u8]>, Parsed>>>);

impl CertificateMemo {
    /// The certificate of a payload, parsed if it is new.
    fn get(&self, payload: &[u8], parse: fn(&[u8]) -> Option<LoggedCertificate>) -> Parsed {
        // A panic elsewhere leaves whole entries behind: the map stays good.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(payload) {
            return found.clone();
        }
        let parsed = parse(payload).map(Arc::new);
        if payload.len() <= MAX_REMEMBERED && known.len() < MAX_ENTRIES {
            known.insert(payload.into(), parsed.clone());
        }
        parsed
    }
}

/// Room that is kept for so many blocks.
const MAX_ROOM: usize = 16;
/// Payloads of late that a reader finds without taking the lock.
const RECENT: usize = 8;

/// One reader's way to the memo: remembers the payloads of late, since nearly every
/// session sends the same certificate, in one form or another.
#[derive(Debug, Default)]
pub(super) struct Certificates {
    memo: CertificateMemo,
    recent: Vec<(Vec<u8>, Parsed)>,
    /// Which of them is replaced next.
    oldest: usize,
    /// Room for blocks that are not read now.
    room: Vec<Vec<u8>>,
}

impl Certificates {
    /// Uses (and fills) `memo`.
    pub(super) fn new(memo: CertificateMemo) -> Self {
        Self {
            memo,
            ..Self::default()
        }
    }

    /// The certificate of a single row's data.
    pub(super) fn single_row(&mut self, data: &[u8]) -> Parsed {
        self.get(data, single_row)
    }

    /// The certificate of a block of rows; what was lent for it comes back.
    pub(super) fn block(&mut self, block: &mut Block) -> Parsed {
        let found = self.get(&block.rows, from_block);
        block.clear();
        if self.room.len() < MAX_ROOM {
            self.room.push(std::mem::take(&mut block.rows));
        }
        found
    }

    /// Lends room for the rows of an empty block: sessions need it for a moment each.
    pub(super) fn lend(&mut self, block: &mut Block) {
        if block.rows.capacity() == 0 {
            block.rows = self.room.pop().unwrap_or_default();
        }
    }

    fn get(&mut self, payload: &[u8], parse: fn(&[u8]) -> Option<LoggedCertificate>) -> Parsed {
        let known = |(known, _): &&(Vec<u8>, Parsed)| known == payload;
        if let Some((_, parsed)) = self.recent.iter().find(known) {
            return parsed.clone();
        }
        let parsed = self.memo.get(payload, parse);
        if payload.len() <= MAX_REMEMBERED {
            self.remember(payload, parsed.clone());
        }
        parsed
    }

    fn remember(&mut self, payload: &[u8], parsed: Parsed) {
        let new = (payload.to_vec(), parsed);
        match self.recent.get_mut(self.oldest) {
            Some(place) => *place = new,
            None => self.recent.push(new),
        }
        self.oldest = (self.oldest + 1) % RECENT;
    }
}

/// What a row of the multi-row form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Issuer,
    Serial,
    Thumbprint,
    AlternateNames,
}

impl Part {
    /// By the row's context. One public sample says only `alternate names`.
    pub(super) fn of(context: &[u8]) -> Option<Self> {
        const LABELS: [(&[u8], Part); 7] = [
            (b"Certificate subject", Part::Subject),
            (b"Certificate issuer name", Part::Issuer),
            (b"Certificate serial number", Part::Serial),
            (b"Certificate thumbprint", Part::Thumbprint),
            (b"Certificate alternate names", Part::AlternateNames),
            (b"Certificate subject alternate names", Part::AlternateNames),
            (b"alternate names", Part::AlternateNames),
        ];
        let found = LABELS
            .iter()
            .find(|(label, _)| context == *label)
            .or_else(|| {
                LABELS
                    .iter()
                    .find(|(label, _)| context.eq_ignore_ascii_case(label))
            });
        found.map(|&(_, part)| part)
    }

    fn tag(self) -> u8 {
        match self {
            Self::Subject => b'S',
            Self::Issuer => b'I',
            Self::Serial => b'N',
            Self::Thumbprint => b'T',
            Self::AlternateNames => b'A',
        }
    }
}

/// The rows of one certificate in the multi-row form: a line a part, tag first.
/// Values come from one line of the log each, so they hold no line end; and it
/// begins with one, so it is never taken for a single row's payload.
#[derive(Debug, Default)]
pub(super) struct Block {
    rows: Vec<u8>,
    /// Which parts are among them, a bit each.
    parts: u8,
}

impl Block {
    /// Forgets the rows.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.parts = 0;
    }

    /// Whether no row was added.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row. The first of a kind stays: a second one can only be another
    /// certificate's whose heading was lost.
    pub(super) fn add(&mut self, part: Part, value: &[u8]) -> bool {
        let bit = 1 << part as u8;
        if self.rows.len() > MAX_REMEMBERED || self.parts & bit != 0 {
            return false;
        }
        self.parts |= bit;
        self.rows.extend_from_slice(&[b'\n', part.tag()]);
        self.rows.extend_from_slice(value.trim_ascii());
        true
    }
}

fn part_of(block: &[u8], part: Part) -> Option<&[u8]> {
    let mut lines = block.split(|&b| b == b'\n');
    lines.find_map(|line| line.strip_prefix(&[part.tag()]))
}

fn from_block(block: &[u8]) -> Option<LoggedCertificate> {
    let text = |part| {
        let value = String::from_utf8_lossy(part_of(block, part)?).into_owned();
        Some(value).filter(|v| !v.is_empty())
    };
    let thumbprint = text(Part::Thumbprint).filter(|t| is_thumbprint(t));
    let names = part_of(block, Part::AlternateNames).map(String::from_utf8_lossy);
    Some(LoggedCertificate {
        thumbprint: thumbprint.unwrap_or_default().to_ascii_uppercase(),
        subject: text(Part::Subject),
        issuer: text(Part::Issuer),
        serial: text(Part::Serial).map(|s| s.to_ascii_uppercase()),
        alternate_names: names.map(|n| alternate_names(&n)),
        ..LoggedCertificate::default()
    })
}

/// ` SUBJECT ISSUER SERIAL THUMBPRINT [NOT-BEFORE NOT-AFTER] [SANS]`, cut from
/// the right; `None` when no serial and thumbprint stand where they should.
fn single_row(data: &[u8]) -> Option<LoggedCertificate> {
    let text = String::from_utf8_lossy(data);
    // One blank leads; a second one means that the subject is empty.
    let text = text.strip_prefix(' ').unwrap_or(&text);
    let tail = tail(text)?;
    let joined = text.get(..tail.serial_at)?;
    let joined = joined.strip_suffix(' ').unwrap_or(joined);
    let names = split_subject_issuer(joined);
    let unsure = names.is_none_or(|n| n.ambiguous) && !joined.trim().is_empty();
    Some(LoggedCertificate {
        thumbprint: tail.thumbprint.to_ascii_uppercase(),
        subject: names.map(|n| n.subject.to_owned()),
        issuer: names.map(|n| n.issuer.to_owned()),
        serial: Some(tail.serial.to_ascii_uppercase()),
        not_before: tail.validity.map(|v| v.0),
        not_after: tail.validity.map(|v| v.1),
        alternate_names: Some(alternate_names(tail.alternate_names)),
        joined_names: unsure.then(|| joined.trim().to_owned()),
    })
}

/// What follows the two names.
struct Tail<'a> {
    serial_at: usize,
    serial: &'a str,
    thumbprint: &'a str,
    validity: Option<(i64, i64)>,
    alternate_names: &'a str,
}

/// The rightmost serial and thumbprint after which only dates and names stand.
fn tail(text: &str) -> Option<Tail<'_>> {
    let mut later = text.len();
    loop {
        let before = text.get(..later)?;
        let (rest_at, thumbprint) = last_word(before)?;
        let (serial_at, serial) = last_word(text.get(..rest_at)?)?;
        if is_thumbprint(thumbprint) && is_serial(serial) {
            let (validity, alternate_names) = after_thumbprint(text.get(later..)?);
            return Some(Tail {
                serial_at,
                serial,
                thumbprint,
                validity,
                alternate_names,
            });
        }
        later = rest_at;
    }
}

/// The last word and where it begins; words are parted by blanks.
fn last_word(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let at = text.rfind(' ').map_or(0, |blank| blank + 1);
    let word = text.get(at..)?;
    (!word.is_empty()).then_some((at, word))
}

fn after_thumbprint(rest: &str) -> (Option<(i64, i64)>, &str) {
    let rest = rest.trim();
    let mut words = rest.splitn(3, ' ');
    let mut date = || words.next().and_then(seconds);
    match (date(), date()) {
        (Some(not_before), Some(not_after)) => (
            Some((not_before, not_after)),
            words.next().unwrap_or_default(),
        ),
        _ => (None, rest),
    }
}

fn is_thumbprint(word: &str) -> bool {
    word.len() == THUMBPRINT_DIGITS && is_hex(word)
}

/// RFC 5280 allows 20 bytes; older authorities wrote more.
fn is_serial(word: &str) -> bool {
    (1..=128).contains(&word.len()) && is_hex(word)
}

fn is_hex(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_hexdigit())
}

fn alternate_names(list: &str) -> Vec<String> {
    let names = list.split(';').map(str::trim);
    names.filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SERIAL: &str = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";
    const PRINT: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";
    const DATES: &str = "2026-01-17T15:15:33.000Z 2027-01-17T15:15:33.000Z";
    const NAMES: &str = "CN=mail.contoso.com CN=Contoso Issuing CA 1, O=Contoso CA, C=US";

    fn parse(data: &str) -> Option<LoggedCertificate> {
        single_row(data.as_bytes())
    }

    #[test]
    fn a_single_row_is_cut_from_the_right() {
        let sans = vec![
            "mail.contoso.com".to_owned(),
            "autodiscover.contoso.com".to_owned(),
        ];
        let list = sans.join(";");
        let validity = (Some(1_768_662_933), Some(1_800_198_933));
        let table = [
            (
                format!(" {NAMES} {SERIAL} {PRINT} {DATES} {list}"),
                validity,
                sans.clone(),
            ),
            (
                format!(" {NAMES} {SERIAL} {PRINT} {DATES} "),
                validity,
                vec![],
            ),
            (
                format!(" {NAMES} {SERIAL} {PRINT} {DATES}"),
                validity,
                vec![],
            ),
            (
                format!(" {NAMES} {SERIAL} {PRINT} {list}"),
                (None, None),
                sans.clone(),
            ),
            (format!("{NAMES} {SERIAL} {PRINT}"), (None, None), vec![]),
            // A name that looks like a thumbprint.
            (
                format!(" {NAMES} {SERIAL} {PRINT} {DATES} {PRINT}"),
                validity,
                vec![PRINT.into()],
            ),
            (format!(" {NAMES} {PRINT} {PRINT}"), (None, None), vec![]),
        ];
        for (data, (not_before, not_after), names) in table {
            let found = parse(&data).unwrap();
            assert_eq!(found.thumbprint, PRINT, "{data}");
            assert_eq!(
                found.subject.as_deref(),
                Some("CN=mail.contoso.com"),
                "{data}"
            );
            let issuer = "CN=Contoso Issuing CA 1, O=Contoso CA, C=US";
            assert_eq!(found.issuer.as_deref(), Some(issuer), "{data}");
            assert_eq!(
                (found.not_before, found.not_after),
                (not_before, not_after),
                "{data}"
            );
            assert_eq!(found.alternate_names, Some(names), "{data}");
            assert_eq!(found.joined_names, None);
        }
    }

    #[test]
    fn lower_case_is_raised_and_an_empty_subject_kept() {
        let data = format!(
            "  CN=CA, O=x {} {}",
            SERIAL.to_lowercase(),
            PRINT.to_lowercase()
        );
        let found = parse(&data).unwrap();
        assert_eq!(
            (found.serial.as_deref(), found.thumbprint.as_str()),
            (Some(SERIAL), PRINT)
        );
        assert_eq!(
            (found.subject.as_deref(), found.issuer.as_deref()),
            (Some(""), Some("CN=CA, O=x"))
        );
    }

    #[test]
    fn joined_names_are_kept_when_the_split_is_in_doubt() {
        let data = format!(" CN=a, O=x y=z CN=CA {SERIAL} {PRINT}");
        let joined = parse(&data).unwrap().joined_names;
        assert_eq!(joined.as_deref(), Some("CN=a, O=x y=z CN=CA"));
        let alone = parse(&format!(" CN=alone {SERIAL} {PRINT}")).unwrap();
        assert_eq!(
            (alone.subject, alone.joined_names.as_deref()),
            (None, Some("CN=alone"))
        );
    }

    #[test]
    fn what_has_no_thumbprint_is_no_certificate() {
        let short = &PRINT[1..];
        let table = [
            "",
            " ",
            NAMES,
            PRINT,
            &format!(" {NAMES} {SERIAL} {short}"),
            &format!(" {NAMES} xx {PRINT}"),
        ];
        for data in table {
            assert_eq!(parse(data), None, "{data}");
        }
    }

    #[test]
    fn a_block_keeps_the_first_of_each_row() {
        let mut block = Block::default();
        assert!(block.add(Part::Subject, b"CN=mail.contoso.com"));
        assert!(block.add(Part::Thumbprint, PRINT.to_lowercase().as_bytes()));
        assert!(!block.add(Part::Thumbprint, &[b'A'; 40]));
        let found = from_block(&block.rows).unwrap();
        assert_eq!(found.thumbprint, PRINT);
        assert_eq!(found.alternate_names, None);
        block.add(Part::AlternateNames, b"*.contoso.com;contoso.com");
        let names = from_block(&block.rows).unwrap().alternate_names.unwrap();
        assert_eq!(names, ["*.contoso.com", "contoso.com"]);
    }

    #[test]
    fn a_certificate_is_held_once_by_all_readers() {
        let memo = CertificateMemo::default();
        let data = format!(" {NAMES} {SERIAL} {PRINT}");
        let (mut one, mut two) = (Certificates::new(memo.clone()), Certificates::new(memo));
        let a = one.single_row(data.as_bytes()).unwrap();
        let b = two.single_row(data.as_bytes()).unwrap();
        let c = two.single_row(data.as_bytes()).unwrap();
        assert!(Arc::ptr_eq(&a, &b) && Arc::ptr_eq(&b, &c));
    }
}
