//! Nearly every row: nine fields, of which only the last two may stand in quotes. What
//! is not of that shape is left to [`super::line::parse`].
//!
//! A busy server writes millions of rows, so what is known of a row is not searched
//! for: its time has a fixed length, its connector is mostly that of the row before,
//! its session-id has 16 digits.

use super::line::{Event, Field, Row, field};
use super::table::Key;
use super::time::{Clock, TIME};

/// Digits of a session-id as Exchange writes it.
const ID: usize = 16;

/// Cuts rows; remembers what the next one may have too.
#[derive(Debug, Default)]
pub(super) struct Cutting {
    clock: Clock,
    /// The connector of the last row.
    connector: Vec<u8>,
}

/// A row with what its text comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain<'a> {
    pub(super) row: Row<'a>,
    /// Milliseconds since the epoch.
    pub(super) millis: i64,
    pub(super) key: Key,
}

impl Cutting {
    /// The row of a line without its end, if it is a plain one.
    pub(super) fn row<'a>(&mut self, line: &'a [u8]) -> Option<Plain<'a>> {
        let millis = self.clock.exact(line.first_chunk::<TIME>()?)?;
        if line.get(TIME) != Some(&b',') {
            return None;
        }
        let from = TIME + 1;
        let connector = self.connector(line, from)?;
        let from = from + connector.len() + 1;
        // Sixteen digits hold no comma.
        let session = line.get(from..from + ID)?;
        let key = Key::hex(session)?;
        let from = from + ID;
        if line.get(from) != Some(&b',') {
            return None;
        }
        let (sequence, from) = next(line, from + 1)?;
        let (local, from) = next(line, from)?;
        let (remote, from) = next(line, from)?;
        let &[event, b','] = line.get(from..)?.first_chunk::<2>()? else {
            return None;
        };
        let begins_quote = |part: &[u8]| part.first() == Some(&b'"');
        if [sequence, local, remote].into_iter().any(begins_quote) {
            return None;
        }
        let (data, from) = field(line, from + 2)?;
        let (context, None) = field(line, from?)? else {
            return None;
        };
        let row = Row {
            time: &line[..TIME],
            connector: Field::of_parts(connector, false),
            session,
            sequence,
            remote,
            event: Event::read(&[event])?,
            data,
            context,
        };
        Some(Plain { row, millis, key })
    }

    /// The connector, which begins at `from` and is in no quotes.
    fn connector<'a>(&mut self, line: &'a [u8], from: usize) -> Option<&'a [u8]> {
        let known = self.connector.len();
        if line.get(from + known) == Some(&b',')
            && line.get(from..from + known) == Some(&self.connector)
        {
            return line.get(from..from + known);
        }
        let (connector, _) = next(line, from)?;
        if connector.first() == Some(&b'"') {
            return None;
        }
        self.connector.clear();
        self.connector.extend_from_slice(connector);
        Some(connector)
    }
}

/// What lies between `from` and the next comma, and where that ends. The fields are
/// short, so eight bytes are looked at in one step.
fn next(line: &[u8], from: usize) -> Option<(&[u8], usize)> {
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

    fn same(cutting: &mut Cutting, line: &str) -> Result<bool, TestCaseError> {
        let Some(plain) = cutting.row(line.as_bytes()) else {
            return Ok(false);
        };
        let parsed = parse(line.as_bytes()).map_err(|d| d.damage);
        prop_assert_eq!(
            Ok(format!("{:?}", plain.row)),
            parsed.map(|row| format!("{row:?}"))
        );
        prop_assert_eq!(Some(plain.millis), Clock::default().millis(plain.row.time));
        prop_assert_eq!(Some(plain.key), Key::hex(plain.row.session));
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
            let mut cutting = Cutting::default();
            for (time, connector, id, fields, tail) in rows {
                same(&mut cutting, &format!("{time},{connector},{id},{},{tail}", fields.join(",")))?;
            }
        }
    }

    #[test]
    fn a_usual_row_goes_the_quick_way() -> Result<(), TestCaseError> {
        let mut cutting = Cutting::default();
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
