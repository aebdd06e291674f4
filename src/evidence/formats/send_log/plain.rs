//! Nearly every row: nine fields, of which only names and texts may stand in quotes. What
//! is not of that shape is left to [`super::line::parse`].
//!
//! A busy server writes millions of rows, so what is known of a row is not searched
//! for: its time has a fixed length, its connector is mostly that of the row before,
//! its session-id has 16 digits.

use super::endpoints::Endpoints;
use super::find::{begins, first, first_of};
use super::keys::Key;
use super::line::{Event, Field, Row, Whose, field};
use super::time::{Clock, TIME};

/// Longer names of connectors are not remembered (bytes).
const MAX_CONNECTOR: usize = 1024;
/// Digits of a session-id as Exchange writes it.
const ID: usize = 16;

/// Connectors that are known at a time: a server has few.
const CONNECTORS: usize = 4;

/// Cuts rows; remembers what the next one may have too. It is given the text from where
/// a line begins on, and finds where that ends only where it has to look anyway.
#[derive(Debug, Default)]
pub(super) struct Cutting {
    clock: Clock,
    /// Those of rows of late, with their quotes.
    connectors: [Vec<u8>; CONNECTORS],
    /// Which of them the next one replaces.
    oldest: usize,
}

/// What of a row tells whose it is, and its time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    connector: &'a [u8],
    session: &'a [u8],
    /// Milliseconds since the epoch.
    pub(super) millis: i64,
    pub(super) key: Key,
    /// Where the sequence number begins.
    end: usize,
}

impl Cutting {
    /// The head of the line that `text` begins with, if that is a plain row's.
    #[inline(always)]
    pub(super) fn head<'a>(&mut self, text: &'a [u8]) -> Option<Head<'a>> {
        let millis = self.clock.exact(text.first_chunk::<TIME>()?)?;
        let (b',', rest) = text.get(TIME..)?.split_first()? else {
            return None;
        };
        let connector = self.connector(rest)?;
        // A comma stands on both sides.
        let window = rest.get(connector.len()..)?.first_chunk::<{ ID + 2 }>()?;
        let [b',', session @ .., b','] = window else {
            return None;
        };
        Some(Head {
            connector,
            session,
            millis,
            key: Key::of(session)?,
            end: TIME + 1 + connector.len() + window.len(),
        })
    }

    /// The connector that `text` begins with, if it is known, with its quotes.
    #[inline(always)]
    fn connector<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let known = |known: &&Vec<u8>| text.get(known.len()) == Some(&b',') && begins(text, known);
        let known = self.connectors.iter().find(known)?;
        text.get(..known.len())
    }

    /// Remembers the connector of a line without its end, which was no plain row with one
    /// that is known.
    pub(super) fn learn(&mut self, line: &[u8]) {
        let Some(rest) = line.get(TIME + 1..) else {
            return;
        };
        let Some((_, Some(end))) = field(rest, 0) else {
            return;
        };
        let connector = &rest[..end - 1];
        if connector.len() <= MAX_CONNECTOR && self.connector(rest).is_none() {
            let place = &mut self.connectors[self.oldest % CONNECTORS];
            place.clear();
            place.extend_from_slice(connector);
            self.oldest += 1;
        }
    }
}

impl<'a> Head<'a> {
    /// Whose row it is.
    #[inline(always)]
    pub(super) fn whose(&self) -> Whose<'a> {
        Whose {
            connector: whole(self.connector),
            session: self.session,
        }
    }

    /// The whole row, if it is a plain one, and where in `text` its line ends and the next
    /// begins; its endpoints are mostly those of the session's last row.
    #[inline(always)]
    pub(super) fn row(
        &self,
        text: &'a [u8],
        endpoints: &mut Endpoints,
    ) -> Option<(Row<'a>, (usize, usize))> {
        let rest = text.get(self.end..)?;
        let (sequence, rest) = sequence(rest)?;
        let (remote, at) = endpoints.take(rest)?;
        let &[sign, b','] = rest.get(at..)?.first_chunk::<2>()? else {
            return None;
        };
        let tail = rest.get(at + 2..)?;
        let (data, context, (end, next)) = texts(tail)?;
        let before = text.len() - tail.len();
        let row = Row {
            sequence,
            remote,
            event: Event::of(sign)?,
            data,
            context,
        };
        Some((row, (before + end, before + next)))
    }
}

/// A whole field, with the quotes that it may stand in.
#[inline(always)]
fn whole(written: &[u8]) -> Field<'_> {
    match written {
        [b'"', inside @ .., b'"'] => Field::quoted(inside),
        _ => Field::plain(written),
    }
}

/// A sequence number, and what follows its comma.
#[inline(always)]
fn sequence(text: &[u8]) -> Option<(Option<u64>, &[u8])> {
    match few_digits(text) {
        Some((number, length)) => Some((Some(number), text.get(length + 1..)?)),
        None => many_digits(text),
    }
}

/// A number of one to three digits that a comma follows, and how many they are: nearly
/// all are, and which it is cannot be foreseen.
#[inline(always)]
fn few_digits(text: &[u8]) -> Option<(u64, usize)> {
    const COMMAS: u32 = u32::from_ne_bytes([b','; 4]);
    const ZEROS: u32 = u32::from_ne_bytes([b'0'; 4]);
    const TOP: u32 = u32::from_ne_bytes([0x80; 4]);
    let word = u32::from_le_bytes(*text.first_chunk()?);
    let comma = word ^ COMMAS;
    // The lowest top bit is that of the first comma.
    let hits = comma.wrapping_sub(TOP >> 7) & !comma & TOP;
    let bits = hits.trailing_zeros() & !7;
    if !(8..32).contains(&bits) {
        return None;
    }
    // The last digit comes to the last byte, before the first is nothing.
    let digits = (word ^ ZEROS) << (32 - bits);
    // With it added, what is more than 9 reaches the top bit of its byte.
    if (digits | digits.wrapping_add(TOP - (TOP >> 7) * 10)) & TOP != 0 {
        return None;
    }
    let digit = |at: u32| u64::from(digits >> (8 * at) & 0xF);
    let number = digit(1) * 100 + digit(2) * 10 + digit(3);
    Some((number, (bits / 8) as usize))
}

fn many_digits(text: &[u8]) -> Option<(Option<u64>, &[u8])> {
    /// So many digits are a number for sure.
    const DIGITS: usize = 9;
    let mut number = 0;
    for (index, &byte) in text.iter().enumerate().take(DIGITS + 1) {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => number = number * 10 + u64::from(digit),
            _ if byte == b',' => {
                return Some(((index > 0).then_some(number), &text[index + 1..]));
            }
            _ => return None,
        }
    }
    None
}

/// Data and context, which are all that follows in a line, where its end begins, and
/// where the next line does.
#[inline(always)]
fn texts(text: &[u8]) -> Option<(Field<'_>, Field<'_>, (usize, usize))> {
    let (data, from) = match text.first()? {
        b',' => (Field::default(), 1),
        b'"' => quoted(text)?,
        _ => {
            let end = first_of(b',', b'\n', text)?;
            if text.get(end) != Some(&b',') {
                return None;
            }
            (Field::plain(&text[..end]), end + 1)
        }
    };
    let rest = text.get(from..)?;
    match rest {
        [b'\r', b'\n', ..] => Some((data, Field::default(), (from, from + 2))),
        [b'\n', ..] => Some((data, Field::default(), (from, from + 1))),
        [b'"', ..] => {
            let (context, end) = last_quoted(rest)?;
            let next = from + end + if rest.get(end) == Some(&b'\r') { 2 } else { 1 };
            Some((data, context, (from + end, next)))
        }
        _ => {
            let end = first_of(b',', b'\n', rest)?;
            let context = rest.get(..end).filter(|_| rest.get(end) == Some(&b'\n'))?;
            let context = context.strip_suffix(b"\r").unwrap_or(context);
            let ends = (from + context.len(), from + end + 1);
            Some((data, Field::plain(context), ends))
        }
    }
}

/// Data that stands in quotes, and where the context begins.
#[inline(always)]
fn quoted(text: &[u8]) -> Option<(Field<'_>, usize)> {
    let inside = text.get(1..)?;
    let end = first_of(b'"', b'\n', inside)?;
    // Mostly the first quotation mark is the last.
    if let Some([b'"', b',']) = inside.get(end..end + 2) {
        return Some((Field::quoted(&inside[..end]), end + 3));
    }
    let (data, end) = field(&text[..first(b'\n', text)?], 0)?;
    Some((data, end?))
}

/// A context that stands in quotes, and where the line ends behind it.
#[inline(always)]
fn last_quoted(text: &[u8]) -> Option<(Field<'_>, usize)> {
    let inside = text.get(1..)?;
    let end = first_of(b'"', b'\n', inside)?;
    if let Some([b'"', b'\n', ..] | [b'"', b'\r', b'\n']) = inside.get(end..end + 3) {
        return Some((Field::quoted(&inside[..end]), end + 2));
    }
    let line = text.get(..first(b'\n', text)?)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match field(line, 0)? {
        (context, None) => Some((context, line.len())),
        _ => None,
    }
}

/// What lies between `from` and the next comma, and where that ends. The fields are
/// short, so eight bytes are looked at in one step.
pub(super) fn next(line: &[u8], from: usize) -> Option<(&[u8], usize)> {
    const COMMAS: u64 = u64::from_ne_bytes([b','; 8]);
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    let rest = line.get(from..)?;
    let (words, tail) = rest.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word) ^ COMMAS;
        // The highest bit of each byte that was a comma.
        let hits = !(((word & LOW) + LOW) | word | LOW);
        if hits != 0 {
            let length = index * 8 + (hits.trailing_zeros() / 8) as usize;
            return Some((&rest[..length], from + length + 1));
        }
    }
    let length = words.len() * 8 + tail.iter().position(|b| *b == b',')?;
    Some((&rest[..length], from + length + 1))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::line::parse;
    use super::*;

    const HEAD: &str =
        "2026-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,7,10.0.0.5:4,192.0.2.1:25,";

    /// Whether the line that the text begins with goes the quick way, at the latest when
    /// its connector is known; what that gives is what the thorough way gives.
    fn same(cutting: &mut (Cutting, Endpoints), text: &str) -> Result<bool, TestCaseError> {
        let text = text.as_bytes();
        let line = text.split(|b| *b == b'\n').next().unwrap_or(text);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut quick = false;
        for _ in 0..2 {
            let (cutting, endpoints) = &mut *cutting;
            let head = cutting.head(text);
            let found = head.and_then(|head| Some((head, head.row(text, endpoints)?)));
            let Some((head, (row, (end, next)))) = found else {
                cutting.learn(line);
                continue;
            };
            let parsed = parse(line).map_err(|d| d.damage);
            prop_assert_eq!(end, line.len());
            let rest = text.get(end..).unwrap_or_default();
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            prop_assert_eq!(text.get(next..), rest.strip_prefix(b"\n"));
            prop_assert_eq!(
                Ok(format!("{:?} {:?}", head.whose(), row)),
                parsed.map(|record| format!("{:?} {:?}", record.whose, record.row))
            );
            let time = line.get(..TIME).unwrap_or_default();
            prop_assert_eq!(parsed.map(|record| record.time), Ok(time));
            prop_assert_eq!(Some(head.millis), Clock::default().millis(time));
            prop_assert_eq!(
                Some(head.key),
                head.session.try_into().ok().and_then(Key::of)
            );
            quick = true;
        }
        Ok(quick)
    }

    proptest! {
        /// The quick way gives what the thorough one gives, or nothing; and what it
        /// remembers of one row changes nothing about the next.
        #[test]
        fn rows_are_the_same_both_ways(
            rows in vec(
                (
                    "2026-11-0[1-9]T08:0[0-9]:0[0-9]\\.00[0-9]Z|[0-9T:.Z,-]{22,25}",
                    "Outbound|Outbound to|\"Out|\"Out, 2\"|[\"a,é\n ]{0,3}",
                    "[0-9A-F]{16}|[0-9A-F,\n]{15,17}",
                    vec("[0-9]{1,3}|[\"a,é\n ]{0,3}|[0-9A-F.:]{0,20}", 3),
                    "[-+<>*?]?,[\"a, \r\n]{0,12},[\"b, \r\n]{0,12}",
                    "\r?\n[\"a,\n]{0,9}\n",
                ),
                1..4,
            ),
        ) {
            let mut cutting = Default::default();
            for (time, connector, id, fields, tail, next) in rows {
                let fields = fields.join(",");
                same(&mut cutting, &format!("{time},{connector},{id},{fields},{tail}{next}"))?;
            }
        }
    }

    #[test]
    fn a_usual_row_goes_the_quick_way() -> Result<(), TestCaseError> {
        let mut cutting = Default::default();
        for tail in [
            "<,250 OK,",
            "*,\"CN=a, O=b\",Certificate subject",
            "*,,\"TLS, MAC\"",
            "+,,",
        ] {
            for next in ["\n", "\r\n", "\nx,\"\n", "\r\n,\r\n"] {
                let line = format!("{HEAD}{tail}{next}");
                assert!(same(&mut cutting, &line)?, "{tail}");
                let other = line.replace("Outbound", "Outbound, 2");
                assert!(!same(&mut cutting, &other)?, "{tail}");
                let other = line.replace("Outbound", "\"Outbound, 2\"");
                assert!(same(&mut cutting, &other)?, "{tail}");
            }
        }
        for tail in [
            "+,,x,y",
            "?,,",
            "+,",
            "<,\"250 OK,",
            "<,250 OK\r",
            "*,\"a\n\",b",
        ] {
            assert!(!same(&mut cutting, &format!("{HEAD}{tail}\n"))?, "{tail}");
        }
        Ok(())
    }
}
