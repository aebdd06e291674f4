//! One line to its nine fields (formats.md section 1, points 5 and 11).
//!
//! A record is always one line, so nothing here looks beyond the line it was
//! given: an open quote damages that line and no other.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memrchr};

use super::endpoints::Pair;
use super::find::first;
use super::tails::{Known, Meaning};

/// Fields of a row.
const FIELDS: usize = 9;
/// A whole row of nine fields glued to another that was cut in its data has at
/// least so many; fewer than that but more than nine is a row that lost its quotes.
const TWO_ROWS: usize = 16;
/// The longest session-id that is taken; real ones have 16 digits.
const MAX_SESSION_ID: usize = 64;

/// A field as it stands in the line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Field<'a> {
    /// Without the quotes around it, but with doubled quotes inside still doubled.
    pub(super) raw: &'a [u8],
    pub(super) quotes: Quotes,
}

/// Whether a field stands in quotes. As wide as an address, like [`Event`]: what has
/// gaps in it is copied in pieces, which costs time in every row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Quotes {
    /// In none, or in some that nothing has to be taken out of.
    #[default]
    None,
    /// In some that doubled ones may be within.
    Around,
}

impl<'a> Field<'a> {
    /// One that stands in no quotes.
    pub(super) fn plain(raw: &'a [u8]) -> Self {
        Self {
            raw,
            quotes: Quotes::None,
        }
    }

    /// What stands within its quotes.
    pub(super) fn quoted(raw: &'a [u8]) -> Self {
        Self {
            raw,
            quotes: Quotes::Around,
        }
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// The value: quotes removed. Borrowed unless a doubled quote is in it.
    #[inline(always)]
    pub(super) fn bytes(self) -> Cow<'a, [u8]> {
        if self.quotes == Quotes::None || first(b'"', self.raw).is_none() {
            return Cow::Borrowed(self.raw);
        }
        Cow::Owned(self.without_quotes())
    }

    #[cold]
    fn without_quotes(self) -> Vec<u8> {
        let mut value = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = memchr(b'"', rest) {
            value.extend_from_slice(&rest[..=at]);
            rest = &rest[at + 1..];
            rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        }
        value.extend_from_slice(rest);
        value
    }

    /// The value as text; bytes that are no UTF-8 are replaced.
    pub(super) fn text(self) -> Cow<'a, str> {
        match self.bytes() {
            Cow::Borrowed(bytes) => lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(lossy(&bytes).into_owned()),
        }
    }

    /// The value as it stands, for comparisons with words that hold no quote.
    #[inline(always)]
    pub(super) fn raw(self) -> &'a [u8] {
        self.raw.trim_ascii()
    }
}

/// Bytes as text; those that are no UTF-8 are replaced. Faster on good text than
/// the standard library's function alone, which looks at each byte.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// What a row tells, the seventh field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Event {
    /// `+`
    Connect,
    /// `-`
    Disconnect,
    /// `>`
    Command,
    /// `<`
    Reply,
    /// `*`; and what stands where no row was read yet.
    #[default]
    Info,
}

impl Event {
    fn read(field: &[u8]) -> Option<Self> {
        let &[sign] = field else {
            return None;
        };
        Self::of(sign)
    }

    /// What the sign stands for.
    #[inline(always)]
    pub(super) fn of(sign: u8) -> Option<Self> {
        // Looked up: which one comes next cannot be foreseen, and a wrong guess is dear.
        const EVENTS: [Option<Event>; 256] = {
            let mut events = [None; 256];
            events[b'+' as usize] = Some(Event::Connect);
            events[b'-' as usize] = Some(Event::Disconnect);
            events[b'>' as usize] = Some(Event::Command);
            events[b'<' as usize] = Some(Event::Reply);
            events[b'*' as usize] = Some(Event::Info);
            events
        };
        EVENTS[usize::from(sign)]
    }
}

/// A line that is a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// `date-time`
    pub(super) time: &'a [u8],
    /// Whose row it is.
    pub(super) whose: Whose<'a>,
    /// `sequence-number`, where it is one.
    pub(super) sequence: Option<u64>,
    /// What happened.
    pub(super) row: Row<'a>,
}

/// What tells whose a row is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose<'a> {
    /// `connector-id`
    pub(super) connector: Field<'a>,
    /// `session-id`, neither empty nor absurdly long.
    pub(super) session: &'a [u8],
}

/// What a row tells of its session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// `local-endpoint`, `remote-endpoint`
    pub(super) endpoints: Pair<'a>,
    /// `event`
    pub(super) event: Event,
    pub(super) texts: Texts<'a>,
}

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Texts<'a> {
    /// `data` and `context`.
    New(Field<'a>, Field<'a>),
    /// What rows before it said.
    Known(&'a Known),
}

impl<'a> Row<'a> {
    /// `data`
    #[inline(always)]
    pub(super) fn data(&self) -> Field<'a> {
        match self.texts {
            Texts::New(data, _) => data,
            Texts::Known(known) => known.data(),
        }
    }

    /// `context`
    #[inline(always)]
    pub(super) fn context(&self) -> Field<'a> {
        match self.texts {
            Texts::New(_, context) => context,
            Texts::Known(known) => known.context(),
        }
    }

    /// What the two mean, where that is known.
    #[inline(always)]
    pub(super) fn meaning(&self) -> Option<&'a Meaning> {
        match self.texts {
            Texts::New(..) => None,
            Texts::Known(known) => Some(known.meaning()),
        }
    }
}

/// Why a line is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// Fewer than nine fields: so many.
    Short(usize),
    /// A quote that is never closed.
    OpenQuote,
    /// Nine fields or more, but no row of this log.
    NoRow,
}

/// A damaged line with what can still be read of it. It belongs to no session;
/// this only serves to know that a row of a session is missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Damaged<'a> {
    pub(super) damage: Damage,
    pub(super) session: Option<&'a [u8]>,
    pub(super) event: Option<Event>,
    /// The data as far as it goes.
    pub(super) data: &'a [u8],
}

/// Cuts a line, which has no line end, into its fields, whatever shape it has; what
/// nearly all have is cut faster by [`super::plain`].
pub(super) fn parse(line: &[u8]) -> Result<Record<'_>, Damaged<'_>> {
    let mut fields = [Field::default(); FIELDS];
    let mut starts = [0; FIELDS];
    let mut at = Some(0);
    for index in 0..FIELDS {
        let Some(start) = at else {
            return Err(damaged(Damage::Short(index), &fields[..index], b""));
        };
        match field(line, start) {
            Some((found, next)) => {
                fields[index] = found;
                starts[index] = start;
                at = next;
            }
            None => {
                let rest = line.get(start + 1..).unwrap_or_default();
                return Err(damaged(Damage::OpenQuote, &fields[..index], rest));
            }
        }
    }
    let [
        time,
        connector,
        session,
        sequence,
        local,
        remote,
        event,
        mut data,
        mut context,
    ] = fields;
    if let Some(extra) = at {
        let more = memchr_iter(b',', line.get(extra..).unwrap_or_default()).count() + 1;
        if FIELDS + more >= TWO_ROWS {
            return Err(damaged(Damage::NoRow, &fields[..FIELDS], b""));
        }
        let from = if data.quotes == Quotes::Around || data.raw.is_empty() {
            8
        } else {
            7
        };
        let tail = line.get(starts[from]..).unwrap_or_default();
        (data, context) = without_quotes(tail, data, from == 8);
    }
    let begin = |index: usize, field: Field<'_>| {
        starts[index] + usize::from(field.quotes == Quotes::Around)
    };
    let end = begin(5, remote) + remote.raw.len();
    let whole = !session.raw.is_empty() && session.raw.len() <= MAX_SESSION_ID;
    match Event::read(event.raw) {
        Some(event) if whole => Ok(Record {
            time: time.raw,
            whose: Whose {
                connector,
                session: session.raw,
            },
            sequence: number(sequence.raw),
            row: Row {
                endpoints: Pair {
                    text: line.get(begin(4, local)..end).unwrap_or_default(),
                    local: local.raw.len(),
                    remote: begin(5, remote) - begin(4, local),
                },
                event,
                texts: Texts::New(data, context),
            },
        }),
        _ => Err(damaged(Damage::NoRow, &fields[..2], b"")),
    }
}

fn damaged<'a>(damage: Damage, fields: &[Field<'a>], rest: &'a [u8]) -> Damaged<'a> {
    let raw = |index: usize| fields.get(index).map(|f| f.raw);
    // In a line that was merely cut the last field may be cut as well.
    let sure = |index: usize| {
        let last_is_cut = damage == Damage::Short(fields.len()) && index + 1 == fields.len();
        if last_is_cut { None } else { raw(index) }
    };
    Damaged {
        damage,
        session: sure(2),
        event: sure(6).and_then(Event::read),
        data: raw(7).unwrap_or(rest),
    }
}

/// The value of digits.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    let value = digits.iter().try_fold(0u64, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    });
    value.filter(|_| !digits.is_empty())
}

/// The field that begins at `start` and where the next one begins; `None` when
/// its quote is never closed.
pub(super) fn field(line: &[u8], start: usize) -> Option<(Field<'_>, Option<usize>)> {
    let rest = line.get(start..).unwrap_or_default();
    if rest.first() != Some(&b'"') {
        return Some(match first(b',', rest) {
            Some(comma) => (Field::plain(&rest[..comma]), Some(start + comma + 1)),
            None => (Field::plain(rest), None),
        });
    }
    let mut from = 1;
    loop {
        let close = from + first(b'"', rest.get(from..)?)?;
        let found = Field::quoted(&rest[1..close]);
        match rest.get(close + 1) {
            None => return Some((found, None)),
            Some(b',') => return Some((found, Some(start + close + 2))),
            Some(b'"') => from = close + 2,
            Some(_) => from = close + 1,
        }
    }
}

/// Data and context of a row that lost its quotes on the way (a paste, a
/// spreadsheet): replies and names hold commas, and their context is the last
/// field; with data that ends for sure it is the context that held them.
fn without_quotes<'a>(
    tail: &'a [u8],
    data: Field<'a>,
    data_is_sure: bool,
) -> (Field<'a>, Field<'a>) {
    match memrchr(b',', tail) {
        Some(comma) if !data_is_sure => (
            Field::plain(&tail[..comma]),
            Field::plain(&tail[comma + 1..]),
        ),
        _ => (data, Field::plain(tail)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str =
        "2026-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,7,10.0.0.5:4,192.0.2.1:25,";

    fn tail(text: &str) -> Result<(String, String), Damage> {
        let line = format!("{HEAD}{text}");
        let row = parse(line.as_bytes()).map_err(|d| d.damage)?.row;
        Ok((
            row.data().text().into_owned(),
            row.context().text().into_owned(),
        ))
    }

    #[test]
    fn fields_are_quoted_only_when_needed() {
        let table = [
            ("<,250 OK,", "250 OK", ""),
            ("*,,Sending certificate", "", "Sending certificate"),
            (
                "*,\"CN=a, O=b\",Certificate subject",
                "CN=a, O=b",
                "Certificate subject",
            ),
            ("*,,\"TLS, MAC\"", "", "TLS, MAC"),
            (
                "*,\"O=\"\"Contoso, Inc.\"\"\",x",
                "O=\"Contoso, Inc.\"",
                "x",
            ),
            ("*,\"\",\"\"", "", ""),
            ("*,\"\"\"\"\"\",", "\"\"", ""),
            (
                ">,MAIL FROM:<\"a b\"@contoso.com>,",
                "MAIL FROM:<\"a b\"@contoso.com>",
                "",
            ),
            // Quotes lost on the way.
            (
                "<,220 host ready at Mon, 2 Nov 2026,",
                "220 host ready at Mon, 2 Nov 2026",
                "",
            ),
            (
                "*,CN=a, O=b, C=US,Certificate subject",
                "CN=a, O=b, C=US",
                "Certificate subject",
            ),
            (
                "*,,TLS with 256 bits, MAC with 384",
                "",
                "TLS with 256 bits, MAC with 384",
            ),
            ("*,\"a, b\",c, d", "a, b", "c, d"),
        ];
        for (text, data, context) in table {
            assert_eq!(tail(text), Ok((data.into(), context.into())), "{text}");
        }
    }

    #[test]
    fn a_connector_with_commas_or_japanese_is_one_field() {
        let line = "2026-11-02T08:00:05.001Z,\"組織内 SMTP, 送信\",08DE1A2B3C4D5E6F,7,,[2001:db8::1]:25,+,,";
        let Record { whose, row, .. } = parse(line.as_bytes()).unwrap();
        assert_eq!(whose.connector.text(), "組織内 SMTP, 送信");
        assert_eq!(whose.session, b"08DE1A2B3C4D5E6F");
        assert_eq!(row.endpoints.local(), b"");
        assert_eq!(row.endpoints.remote(), b"[2001:db8::1]:25");
        assert_eq!(row.event, Event::Connect);
    }

    #[test]
    fn damage_is_told() {
        assert_eq!(tail("<,250 OK"), Err(Damage::Short(8)));
        assert_eq!(tail("<,\"250 OK"), Err(Damage::OpenQuote));
        assert_eq!(tail("<,250 OK,\"x"), Err(Damage::OpenQuote));
        assert_eq!(tail("<,\"250\" OK,"), Err(Damage::OpenQuote));
        assert_eq!(tail("?,250 OK,"), Err(Damage::NoRow));
        assert_eq!(tail(",250 OK,"), Err(Damage::NoRow));
        assert_eq!(
            tail(&format!("<,250 2.1{HEAD}<,250 OK,")),
            Err(Damage::NoRow)
        );
        assert_eq!(parse(b"").err().map(|d| d.damage), Some(Damage::Short(1)));
        assert_eq!(
            parse(b",,,,,,+,,").err().map(|d| d.damage),
            Some(Damage::NoRow)
        );
    }

    #[test]
    fn a_cut_line_still_says_whose_row_is_missing() {
        let whole = format!("{HEAD}<,250 2.1.5 Recipient OK");
        let cut = parse(whole.as_bytes()).unwrap_err();
        assert_eq!(cut.session, Some(&b"08DE1A2B3C4D5E6F"[..]));
        assert_eq!(
            (cut.event, cut.data),
            (Some(Event::Reply), &b"250 2.1.5 Recipient OK"[..])
        );
        let quote = format!("{HEAD}>,\"RCPT TO:<a");
        let cut = parse(quote.as_bytes()).unwrap_err();
        assert_eq!(
            (cut.event, cut.data),
            (Some(Event::Command), &b"RCPT TO:<a"[..])
        );
        // Cut inside the id: another session's id could begin so.
        let cut = parse(b"2026-11-02T08:00:05.001Z,Outbound,08DE1A2B").unwrap_err();
        assert_eq!(cut.session, None);
    }
}
