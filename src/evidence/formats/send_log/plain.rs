//! Nearly every row: nine fields, of which only names and texts may stand in quotes. What
//! is not of that shape is left to [`super::line::parse`].
//!
//! A busy server writes millions of rows, so what is known of a row is not searched
//! for: its time has a fixed length, its connector is mostly that of the row before,
//! its session-id has 16 digits.

use super::endpoints::Endpoints;
use super::find::{ascii, begins, first, first_of};
use super::line::{Event, Field, Quotes, Row, Texts, Whose, field, number};
use super::tails::Tails;
use super::time::{Clock, TIME};

/// Longer names of connectors are not remembered (bytes).
const MAX_CONNECTOR: usize = 1024;
/// Digits of a session-id as Exchange writes it.
const ID: usize = 16;

/// Connectors that are known besides the last row's: a server has few.
const OTHERS: usize = 3;

/// Cuts rows; remembers what the next one may have too. It is given the text from where
/// a line begins on, and finds where that ends only where it has to look anyway.
#[derive(Debug, Default)]
pub(super) struct Cutting {
    clock: Clock,
    /// That of the last row, with its quotes and the commas around it; none that is one is
    /// empty.
    connector: Vec<u8>,
    /// Those of rows before.
    others: [Vec<u8>; OTHERS],
    /// Which of them the next one replaces.
    oldest: usize,
}

/// What of a row tells whose it is, and its time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// The session-id, if that is a usual one.
    pub(super) id: [u8; ID],
    /// Milliseconds since the epoch.
    pub(super) millis: i64,
    /// Where the sequence number begins.
    end: usize,
}

impl Cutting {
    /// The head of the line that `text` begins with, if that is a plain row's.
    #[inline(always)]
    pub(super) fn head(&mut self, text: &[u8]) -> Option<Head> {
        let millis = self.clock.exact(text.first_chunk::<TIME>()?)?;
        let rest = text.get(TIME..)?;
        let connector = self.connector(rest)?;
        let (session, end) = rest.get(connector..)?.split_first_chunk::<ID>()?;
        if end.first() != Some(&b',') {
            return None;
        }
        Some(Head {
            id: *session,
            millis,
            end: TIME + connector + ID + 1,
        })
    }

    /// The length of the connector that `text` begins with, if it is known, with its quotes
    /// and the commas around it.
    #[inline(always)]
    fn connector(&mut self, text: &[u8]) -> Option<usize> {
        let known = |known: &Vec<u8>| !known.is_empty() && begins(text, known);
        if !known(&self.connector) {
            let other = self.others.iter_mut().find(|other| known(other))?;
            std::mem::swap(&mut self.connector, other);
        }
        Some(self.connector.len())
    }

    /// Remembers the connector of a line without its end, which was no plain row with one
    /// that is known.
    pub(super) fn learn(&mut self, line: &[u8]) {
        let Some(rest) = line.get(TIME..).filter(|rest| rest.first() == Some(&b',')) else {
            return;
        };
        let Some((_, Some(end))) = field(rest, 1) else {
            return;
        };
        let connector = &rest[..end];
        // Of a known one nobody asks whether it is text.
        let is_text = std::str::from_utf8(connector).is_ok();
        if end <= MAX_CONNECTOR && is_text && self.connector(rest).is_none() {
            let place = &mut self.others[self.oldest % OTHERS];
            place.clear();
            place.extend_from_slice(connector);
            self.oldest += 1;
        }
    }
}

impl Head {
    /// Whose row it is, of the text whose head it is.
    pub(super) fn whose<'a>(&self, text: &'a [u8]) -> Option<Whose<'a>> {
        let (rest, session) = text.get(..self.end - 1)?.split_last_chunk::<ID>()?;
        let connector = rest.get(TIME + 1..)?.strip_suffix(b",")?;
        Some(Whose {
            connector: whole(connector),
            session,
        })
    }

    /// The session-id of another line, if its connector is as long.
    #[inline(always)]
    pub(super) fn same_place<'a>(&self, line: &'a [u8]) -> Option<&'a [u8; ID]> {
        line.get(..self.end - 1)?.last_chunk()
    }

    /// The whole row, if it is a plain one; its endpoints are mostly those of the session's
    /// last row, and what follows them is mostly known.
    #[inline(always)]
    pub(super) fn row<'a>(
        &self,
        text: &'a [u8],
        endpoints: &mut Endpoints,
        tails: &'a mut Tails,
    ) -> Option<Plain<'a>> {
        let rest = text.get(self.end..)?;
        let (sequence, rest) = sequence(rest)?;
        let (endpoints, at) = endpoints.take(rest)?;
        let rest = rest.get(at..)?;
        let tail = tails.tail(rest)?;
        // What else is in the row is ASCII, or text for sure.
        let ascii = matches!(tail.texts, Texts::Known(_)) || ascii(rest.get(..tail.ends.0)?);
        let before = text.len() - rest.len();
        let row = Row {
            endpoints,
            event: tail.event,
            texts: tail.texts,
        };
        Some(Plain {
            sequence,
            row,
            ascii,
            ends: (before + tail.ends.0, before + tail.ends.1),
        })
    }
}

/// A row of the usual shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain<'a> {
    pub(super) sequence: u64,
    pub(super) row: Row<'a>,
    /// Whether all of it is ASCII but for a connector that is text.
    pub(super) ascii: bool,
    /// Where its line ends, and where the next one begins.
    pub(super) ends: (usize, usize),
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
fn sequence(text: &[u8]) -> Option<(u64, &[u8])> {
    let (number, length) = few_digits(text).or_else(|| many_digits(text))?;
    Some((number, text.get(length + 1..)?))
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
    let value = digit(1) * 100 + digit(2) * 10 + digit(3);
    Some((value, (bits / 8) as usize))
}

fn many_digits(text: &[u8]) -> Option<(u64, usize)> {
    /// So many digits are a number for sure.
    const DIGITS: usize = 9;
    let length = first(b',', text.get(..=DIGITS).unwrap_or(text))?;
    Some((number(&text[..length])?, length))
}

/// From where to where a field goes in a text, without the quotes around it.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    from: usize,
    to: usize,
    quotes: Quotes,
}

impl Span {
    fn plain(from: usize, to: usize) -> Self {
        let quotes = Quotes::None;
        Self { from, to, quotes }
    }

    /// That of a field that begins at `from`, before its quotes.
    fn of(from: usize, field: Field<'_>) -> Self {
        let from = from + usize::from(field.quotes == Quotes::Around);
        let (to, quotes) = (from + field.raw.len(), field.quotes);
        Self { from, to, quotes }
    }

    #[inline(always)]
    fn field(self, text: &[u8]) -> Option<Field<'_>> {
        Some(Field {
            raw: text.get(self.from..self.to)?,
            quotes: self.quotes,
        })
    }
}

/// What follows the endpoints in a row, cut.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cut {
    pub(super) event: Event,
    data: Span,
    context: Span,
    /// Where the line ends, and where the next one begins.
    pub(super) ends: (usize, usize),
}

impl Cut {
    /// What `text` begins with, if it is a plain row's.
    #[inline(always)]
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let &[sign, b','] = text.first_chunk::<2>()? else {
            return None;
        };
        let event = Event::of(sign)?;
        let (data, from) = data(text, 2)?;
        let (context, ends) = context(text, from)?;
        Some(Self {
            event,
            data,
            context,
            ends,
        })
    }

    /// Data and context in the text that was cut, or in one that begins with it.
    #[inline(always)]
    pub(super) fn texts<'a>(&self, text: &'a [u8]) -> Option<(Field<'a>, Field<'a>)> {
        Some((self.data.field(text)?, self.context.field(text)?))
    }
}

/// The data, and where the context begins.
#[inline(always)]
fn data(text: &[u8], from: usize) -> Option<(Span, usize)> {
    let rest = text.get(from..)?;
    match rest.first()? {
        b',' => Some((Span::plain(from, from), from + 1)),
        b'"' => quoted(text, from),
        _ => {
            let end = from + first_of(b',', b'\n', rest)?;
            (text.get(end) == Some(&b',')).then(|| (Span::plain(from, end), end + 1))
        }
    }
}

/// Data that stands in quotes, and where the context begins.
#[inline(always)]
fn quoted(text: &[u8], from: usize) -> Option<(Span, usize)> {
    let inside = text.get(from + 1..)?;
    let end = first_of(b'"', b'\n', inside)?;
    let to = from + 1 + end;
    // Mostly the first quotation mark is the last: then none has to be taken out.
    if let Some([b'"', b',']) = inside.get(end..end + 2) {
        return Some((Span::plain(from + 1, to), to + 2));
    }
    let rest = text.get(from..)?;
    let (data, end) = field(&rest[..first(b'\n', rest)?], 0)?;
    Some((Span::of(from, data), from + end?))
}

/// The context, which is all that follows in a line, where the line's end begins, and
/// where the next line does.
#[inline(always)]
fn context(text: &[u8], from: usize) -> Option<(Span, (usize, usize))> {
    match text.get(from..)? {
        [b'\r', b'\n', ..] => Some((Span::plain(from, from), (from, from + 2))),
        [b'\n', ..] => Some((Span::plain(from, from), (from, from + 1))),
        [b'"', ..] => last_quoted(text, from),
        rest => {
            let end = from + first_of(b',', b'\n', rest)?;
            let context = text
                .get(from..end)
                .filter(|_| text.get(end) == Some(&b'\n'))?;
            let context = context.strip_suffix(b"\r").unwrap_or(context);
            let to = from + context.len();
            Some((Span::plain(from, to), (to, end + 1)))
        }
    }
}

/// A context that stands in quotes, and where the line ends behind it.
#[inline(always)]
fn last_quoted(text: &[u8], from: usize) -> Option<(Span, (usize, usize))> {
    let inside = text.get(from + 1..)?;
    let end = first_of(b'"', b'\n', inside)?;
    let to = from + 1 + end;
    match inside.get(end..end + 3) {
        Some([b'"', b'\n', _]) => return Some((Span::plain(from + 1, to), (to + 1, to + 2))),
        Some(b"\"\r\n") => return Some((Span::plain(from + 1, to), (to + 1, to + 3))),
        _ => {}
    }
    let rest = text.get(from..)?;
    let end = first(b'\n', rest)?;
    let line = rest.get(..end)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match field(line, 0)? {
        (context, None) => Some((Span::of(from, context), (from + line.len(), from + end + 1))),
        _ => None,
    }
}

/// What lies between `from` and the next comma, and where that ends.
#[inline(never)]
pub(super) fn next(line: &[u8], from: usize) -> Option<(&[u8], usize)> {
    let rest = line.get(from..)?;
    let length = first(b',', rest)?;
    Some((&rest[..length], from + length + 1))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::handshake::Info;
    use super::super::keys::Key;
    use super::super::line::parse;
    use super::super::reply::Said;
    use super::super::tails::{Meaning, TIMES};
    use super::*;

    const HEAD: &str =
        "2026-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,7,10.0.0.5:4,192.0.2.1:25,";

    /// Whether the line that the text begins with goes the quick way, at the latest when
    /// its connector is known; what that gives is what the thorough way gives.
    fn same(cutting: &mut (Cutting, Endpoints, Tails), text: &str) -> Result<bool, TestCaseError> {
        let text = text.as_bytes();
        let line = text.split(|b| *b == b'\n').next().unwrap_or(text);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut quick = false;
        // In the end it is known in every part.
        for _ in 0..=TIMES + 1 {
            let (cutting, endpoints, tails) = &mut *cutting;
            // Whose row it is, is only asked of what can be an id.
            let head = cutting
                .head(text)
                .filter(|head| Key::of(&head.id).is_some());
            let found = head.and_then(|head| Some((head, head.row(text, endpoints, tails)?)));
            let Some((head, plain)) = found else {
                cutting.learn(line);
                continue;
            };
            let parsed = parse(line).map_err(|d| d.damage);
            let Plain {
                sequence,
                row,
                ascii,
                ends: (end, next),
            } = plain;
            prop_assert_eq!(end, line.len());
            prop_assert!(!ascii || std::str::from_utf8(line).is_ok());
            let rest = text.get(end..).unwrap_or_default();
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            prop_assert_eq!(text.get(next..), rest.strip_prefix(b"\n"));
            prop_assert_eq!(
                Some(sequence),
                parsed.as_ref().ok().and_then(|p| p.sequence)
            );
            let told = |row: &Row<'_>| {
                let texts = (
                    row.data().bytes().into_owned(),
                    row.context().bytes().into_owned(),
                );
                let ends = [
                    row.endpoints.local().to_vec(),
                    row.endpoints.remote().to_vec(),
                ];
                (ends, row.event, texts)
            };
            let whose = head.whose(text).ok_or(TestCaseError::fail("whose"))?;
            let parsed = parsed.map_err(|damaged| TestCaseError::fail(format!("{damaged:?}")))?;
            prop_assert_eq!(format!("{whose:?}"), format!("{:?}", parsed.whose));
            prop_assert_eq!(told(&row), told(&parsed.row));
            match row.meaning() {
                None => {}
                Some(Meaning::Reply(said)) => {
                    prop_assert_eq!(row.event, Event::Reply);
                    prop_assert_eq!(Some(*said), Said::of(&row.data().bytes()));
                }
                Some(Meaning::Info(info)) => {
                    prop_assert_eq!(row.event, Event::Info);
                    prop_assert_eq!(*info, Info::of(row.context().raw()));
                }
            }
            let time = line.get(..TIME).unwrap_or_default();
            prop_assert_eq!(parsed.time, time);
            prop_assert_eq!(Some(head.millis), Clock::default().millis(time));
            prop_assert_eq!(&head.id[..], whose.session);
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
            let mut cutting = (Cutting::default(), Endpoints::default(), Tails::new());
            for (time, connector, id, fields, tail, next) in rows {
                let fields = fields.join(",");
                same(&mut cutting, &format!("{time},{connector},{id},{fields},{tail}{next}"))?;
            }
        }
    }

    #[test]
    fn a_line_that_ends_early_takes_nothing_of_the_next() -> Result<(), TestCaseError> {
        let mut cutting = (Cutting::default(), Endpoints::default(), Tails::new());
        let next = "08DE1A2B3C4D5E6F,7,10.0.0.5:4,192.0.2.1:25,<,250 OK,\n";
        for begin in ["2026-11-02T08:00:05.001Z", "2026-11-02T08:00:05.001Z,"] {
            for end in ["\n", "\r\n", "\n,", "\nOutbound,"] {
                assert!(!same(&mut cutting, &format!("{begin}{end}{next}"))?);
            }
        }
        Ok(())
    }

    #[test]
    fn a_usual_row_goes_the_quick_way() -> Result<(), TestCaseError> {
        let mut cutting = (Cutting::default(), Endpoints::default(), Tails::new());
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
