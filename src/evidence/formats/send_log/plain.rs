//! Nearly every row: nine fields, of which only names and texts may stand in quotes. What
//! is not of that shape is left to [`super::line::parse`].
//!
//! A busy server writes millions of rows, so what is known of a row is not searched
//! for: its time has a fixed length, its connector is mostly that of the row before,
//! its session-id has 16 digits.

use super::endpoints::Endpoints;
use super::find::{begins, first};
use super::line::{Event, Field, Row, field};
use super::table::Key;
use super::time::{Clock, TIME};

/// Digits of a session-id as Exchange writes it.
const ID: usize = 16;

/// Cuts rows; remembers what the next one may have too.
#[derive(Debug, Default)]
pub(super) struct Cutting {
    clock: Clock,
    /// Those of rows of late, with their quotes: a server has few Send connectors.
    connectors: [Vec<u8>; 2],
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
    /// The head of a line without its end, if that is a plain row's.
    #[inline(always)]
    pub(super) fn head<'a>(&mut self, line: &'a [u8]) -> Option<Head<'a>> {
        let millis = self.clock.exact(line.first_chunk::<TIME>()?)?;
        if line.get(TIME) != Some(&b',') {
            return None;
        }
        let from = TIME + 1;
        let connector = self.connector(line, from)?;
        let from = from + connector.len() + 1;
        let session = line.get(from..)?.first_chunk::<ID>()?;
        let key = Key::of(session)?;
        let from = from + ID;
        (line.get(from) == Some(&b',')).then_some(Head {
            connector,
            session,
            millis,
            key,
            end: from + 1,
        })
    }

    /// The connector, which begins at `from`, as its line has it: with its quotes.
    #[inline(always)]
    fn connector<'a>(&mut self, line: &'a [u8], from: usize) -> Option<&'a [u8]> {
        let rest = line.get(from..)?;
        let [last, other] = &self.connectors;
        for known in [last, other] {
            if rest.get(known.len()) == Some(&b',') && begins(rest, known) {
                return rest.get(..known.len());
            }
        }
        self.find_connector(rest)
    }

    #[inline(never)]
    fn find_connector<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (_, Some(end)) = field(text, 0)? else {
            return None;
        };
        let connector = text.get(..end - 1)?;
        let [last, other] = &mut self.connectors;
        std::mem::swap(last, other);
        last.clear();
        last.extend_from_slice(connector);
        Some(connector)
    }
}

impl<'a> Head<'a> {
    /// The whole row, if it is a plain one; its endpoints are mostly those of the
    /// session's last row.
    #[inline(always)]
    pub(super) fn row(&self, line: &'a [u8], endpoints: &mut Endpoints) -> Option<Row<'a>> {
        let rest = line.get(self.end..)?;
        let (sequence, rest) = sequence(rest)?;
        let (remote, at) = endpoints.take(rest)?;
        let &[sign, b','] = rest.get(at..)?.first_chunk::<2>()? else {
            return None;
        };
        let (data, context) = texts(rest.get(at + 2..)?)?;
        Some(Row {
            time: line.get(..TIME)?,
            connector: whole(self.connector),
            session: self.session,
            sequence,
            remote,
            event: Event::of(sign)?,
            data,
            context,
        })
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

/// Data and context, which are all that follows.
#[inline(always)]
fn texts(text: &[u8]) -> Option<(Field<'_>, Field<'_>)> {
    let (data, context) = match text.first()? {
        b',' => (Field::default(), &text[1..]),
        b'"' => {
            let (data, end) = field(text, 0)?;
            (data, text.get(end?..)?)
        }
        _ => {
            let comma = first(b',', text)?;
            (Field::plain(&text[..comma]), &text[comma + 1..])
        }
    };
    match context.first() {
        None => Some((data, Field::default())),
        Some(b'"') => match field(context, 0)? {
            (context, None) => Some((data, context)),
            _ => None,
        },
        Some(_) => match first(b',', context) {
            None => Some((data, Field::plain(context))),
            Some(_) => None,
        },
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

    fn same(cutting: &mut (Cutting, Endpoints), line: &str) -> Result<bool, TestCaseError> {
        let mut endpoints = cutting.1;
        let head = cutting.0.head(line.as_bytes());
        let Some((head, row)) =
            head.and_then(|head| Some((head, head.row(line.as_bytes(), &mut endpoints)?)))
        else {
            return Ok(false);
        };
        cutting.1 = endpoints;
        let parsed = parse(line.as_bytes()).map_err(|d| d.damage);
        prop_assert_eq!(
            Ok(format!("{:?}", row)),
            parsed.map(|row| format!("{row:?}"))
        );
        prop_assert_eq!(Some(head.millis), Clock::default().millis(row.time));
        prop_assert_eq!(
            Some(head.key),
            row.session.try_into().ok().and_then(Key::of)
        );
        Ok(true)
    }

    proptest! {
        /// The quick way gives what the thorough one gives, or nothing; and what it
        /// remembers of one row changes nothing about the next.
        #[test]
        fn rows_are_the_same_both_ways(
            rows in vec(
                (
                    "2026-11-0[1-9]T08:0[0-9]:0[0-9]\\.00[0-9]Z|[0-9T:.Z,-]{22,25}",
                    "Outbound|Outbound to|\"Out|[\"a,é ]{0,3}",
                    "[0-9A-F]{16}|[0-9A-F,]{15,17}",
                    vec("[\"a,é ]{0,3}|[0-9A-F.:]{0,20}", 3),
                    "[-+<>*?]?,[\"a, ]{0,12},[\"b, ]{0,12}",
                ),
                1..4,
            ),
        ) {
            let mut cutting = Default::default();
            for (time, connector, id, fields, tail) in rows {
                same(&mut cutting, &format!("{time},{connector},{id},{},{tail}", fields.join(",")))?;
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
            let line = format!("{HEAD}{tail}");
            assert!(same(&mut cutting, &line)?, "{tail}");
            let other = line.replace("Outbound", "Outbound, 2");
            assert!(!same(&mut cutting, &other)?, "{tail}");
            let other = line.replace("Outbound", "Out");
            assert!(same(&mut cutting, &other)?, "{tail}");
        }
        for tail in ["+,,x,y", "?,,", "+,", "<,\"250 OK,"] {
            assert!(!same(&mut cutting, &format!("{HEAD}{tail}"))?, "{tail}");
        }
        Ok(())
    }
}
