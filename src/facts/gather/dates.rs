//! Dates as cmdlets print them, in the culture of whoever ran them (formats.md
//! section 4). Day and month that could be either stay unknown, unless another
//! date of the same file settles their order; a date without a zone is local to a
//! server whose zone nobody knows.

mod settle;
mod words;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

pub(super) use self::settle::settle;
use self::words::{DayHalf, day_half, is_between, is_zone_utc, month};

/// Properties whose dates are judged.
pub(super) const JUDGED_DATES: [&str; 3] = ["WhenChangedUTC", "NotBefore", "NotAfter"];

/// Properties whose dates say when a refusal was seen; they are only shown, so one
/// that stays ambiguous needs no note.
pub(super) const SEEN_DATES: [&str; 2] = ["Timestamp", "LastRetryTime"];

/// Why a date could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadDate {
    /// Day and month cannot be told apart.
    Ambiguous,
    /// No date.
    NotADate,
}

/// A point in time as it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// The time; of a local one as if it were UTC.
    pub time: Timestamp,
    /// Without a zone: the server's own time.
    pub local: bool,
}

/// What a culture writes first where both are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date of any culture; one whose day and month could be either is ambiguous.
pub(super) fn moment(text: &str) -> Result<Moment, BadDate> {
    read(text, None)
}

/// As [`moment`], with the order that other dates of the file have settled.
pub(super) fn moment_in(text: &str, order: Order) -> Result<Moment, BadDate> {
    read(text, Some(order))
}

/// The order that a date proves: one of its first two numbers is no month.
pub(super) fn order_of(text: &str) -> Option<Order> {
    let parts = Parts::of(&plain(text))?;
    let [first, second, third] = *parts.date.as_slice() else {
        return None;
    };
    let telling = parts.month.is_none() && first.digits <= 2 && third.digits == 4;
    // It has to be a date as a whole.
    if !telling || parts.civil(None).is_err() {
        return None;
    }
    match (first.value > 12, second.value > 12) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

fn read(text: &str, order: Option<Order>) -> Result<Moment, BadDate> {
    let text = plain(text);
    if let Some(inner) = text.strip_prefix("/Date(") {
        return serialised(inner.strip_suffix(")/").ok_or(BadDate::NotADate)?);
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(Moment { time, local: false });
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return at(civil, None);
    }
    let parts = Parts::of(&text).ok_or(BadDate::NotADate)?;
    at(parts.civil(order)?, parts.offset)
}

/// `1771471600000`, `1771471600000+0900`: milliseconds since the epoch, in UTC
/// whatever follows.
fn serialised(inner: &str) -> Result<Moment, BadDate> {
    let sign = usize::from(inner.starts_with('-'));
    let end = inner[sign..]
        .find(['+', '-'])
        .map_or(inner.len(), |at| at + sign);
    let millis = inner[..end].parse().map_err(|_| BadDate::NotADate)?;
    let time = Timestamp::from_millisecond(millis).map_err(|_| BadDate::NotADate)?;
    Ok(Moment { time, local: false })
}

fn at(civil: DateTime, offset: Option<Offset>) -> Result<Moment, BadDate> {
    let zone = offset.map_or(TimeZone::UTC, TimeZone::fixed);
    let time = zone.to_timestamp(civil).map_err(|_| BadDate::NotADate)?;
    let local = offset.is_none();
    Ok(Moment { time, local })
}

/// Longest date that any culture writes, in characters.
const MAX_DATE: usize = 80;

/// Blanks of every width as one, without the marks of direction that Windows adds;
/// digits of full width as ASCII.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.trim().chars().take(MAX_DATE + 1) {
        match c {
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            '\u{FF10}'..='\u{FF19}' => {
                plain.push(char::from(b'0' + (u32::from(c) - 0xFF10) as u8));
            }
            c if c.is_whitespace() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain.trim().to_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: i64,
    digits: usize,
}

/// The parts of a date that is no ISO one.
#[derive(Debug, Default)]
struct Parts {
    /// Numbers of the date, in their order; two beside a month's name.
    date: Vec<Number>,
    /// The month by its name.
    month: Option<i8>,
    /// Hour, minute, second.
    time: Vec<i64>,
    half: Option<DayHalf>,
    offset: Option<Offset>,
}

enum Piece<'t> {
    Number(Number),
    Word(&'t str),
    /// `+09:00`, `-0500` behind the time.
    Offset(Offset),
}

impl Parts {
    /// `None` when there is anything in the text that a date does not have.
    fn of(text: &str) -> Option<Self> {
        if text.chars().nth(MAX_DATE).is_some() {
            return None;
        }
        let mut parts = Self::default();
        let mut years_of_era = None;
        let pieces = pieces(text)?;
        let named = pieces
            .iter()
            .any(|p| matches!(p, Piece::Word(w) if month(w).is_some()));
        let needed = if named && numbers_of_date(text) < 3 {
            2
        } else {
            3
        };
        for piece in pieces {
            match piece {
                Piece::Number(number) if parts.date.len() < needed => {
                    let year = years_of_era.take().map(|base| Number {
                        value: base + number.value,
                        digits: 4,
                    });
                    parts.date.push(year.unwrap_or(number));
                }
                Piece::Number(number) if parts.time.len() < 3 => parts.time.push(number.value),
                // A fraction of a second.
                Piece::Number(_) => {}
                Piece::Offset(offset) => parts.offset = Some(offset),
                Piece::Word(word) => parts.word(word, needed, &mut years_of_era)?,
            }
        }
        (parts.date.len() == needed).then_some(parts)
    }

    fn word(&mut self, word: &str, needed: usize, era: &mut Option<i64>) -> Option<()> {
        if let Some(half) = day_half(word) {
            self.half = Some(half);
        } else if let Some(base) = words::era(word) {
            *era = Some(base);
        } else if is_zone_utc(word) && !self.time.is_empty() {
            self.offset = Some(Offset::UTC);
        } else if let Some(month) = month(word).filter(|_| needed == 2) {
            self.month = Some(month);
        } else if !self.date.is_empty() && !is_between(word) {
            // Within and behind the date only what is known: it could shift the time.
            return None;
        }
        Some(())
    }

    fn civil(&self, order: Option<Order>) -> Result<DateTime, BadDate> {
        let (year, month, day) = self.day(order)?;
        let mut hour = self.time.first().copied().unwrap_or(0);
        match self.half {
            Some(_) if !(0..=12).contains(&hour) => {}
            Some(DayHalf::Afternoon) if hour < 12 => hour += 12,
            Some(DayHalf::Morning) if hour == 12 => hour = 0,
            _ => {}
        }
        let part = |n: i64| i8::try_from(n).map_err(|_| BadDate::NotADate);
        let civil = DateTime::new(
            i16::try_from(year).map_err(|_| BadDate::NotADate)?,
            part(month)?,
            part(day)?,
            part(hour)?,
            part(self.time.get(1).copied().unwrap_or(0))?,
            part(self.time.get(2).copied().unwrap_or(0))?,
            0,
        );
        civil.map_err(|_| BadDate::NotADate)
    }

    /// Year, month and day.
    fn day(&self, order: Option<Order>) -> Result<(i64, i64, i64), BadDate> {
        let year = |n: &Number| n.digits == 4;
        match (self.month, self.date.as_slice()) {
            (Some(month), [a, b]) if year(b) && !year(a) => Ok((b.value, month.into(), a.value)),
            (Some(month), [a, b]) if year(a) && !year(b) => Ok((a.value, month.into(), b.value)),
            // `31-Dec-26`: no culture writes the year first beside a month's name.
            (Some(month), [a, b]) if b.digits == 2 => Ok((2000 + b.value, month.into(), a.value)),
            (None, [a, b, c]) if year(a) => Ok((a.value, b.value, c.value)),
            (None, [a, b, c]) if year(c) => {
                let (a, b) = (a.value, b.value);
                match (a > 12, b > 12, order) {
                    (true, false, _) => Ok((c.value, b, a)),
                    (false, true, _) => Ok((c.value, a, b)),
                    (true, true, _) => Err(BadDate::NotADate),
                    _ if a == b => Ok((c.value, a, b)),
                    (.., Some(Order::DayFirst)) => Ok((c.value, b, a)),
                    (.., Some(Order::MonthFirst)) => Ok((c.value, a, b)),
                    _ => Err(BadDate::Ambiguous),
                }
            }
            // A year of two digits may stand at either end.
            (None, [a, b, c]) if [a, b, c].iter().all(|n| n.digits <= 2 && n.value > 0) => {
                Err(BadDate::Ambiguous)
            }
            _ => Err(BadDate::NotADate),
        }
    }
}

/// Numbers before the time: `mar.` is a Tuesday in French where the date has three.
fn numbers_of_date(text: &str) -> usize {
    let numbers = |text: &str| {
        let parts = text.split(|c: char| !c.is_ascii_digit());
        parts.filter(|part| !part.is_empty()).count()
    };
    match text.find(':') {
        Some(colon) => numbers(&text[..colon]).saturating_sub(1),
        // Where dots part the time as well, three numbers of six are the date's.
        None if numbers(text) == 6 => 3,
        None if numbers(text) == 5 => 2,
        None => numbers(text),
    }
}

/// Numbers, words, an offset; `None` for a character that no date has.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut numbers = 0;
    while let Some(c) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = if c.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            let number = Number {
                value: rest[..length.min(7)].parse().ok()?,
                digits: length,
            };
            // A fraction has up to seven digits, a date's number up to four.
            if length > if numbers < 3 { 4 } else { 9 } {
                return None;
            }
            numbers += 1;
            pieces.push(Piece::Number(number));
            length
        } else if c.is_alphabetic() {
            // Dots within a word belong to it: `p.m.`, `a. m.` is put together below.
            let mut length = run(char::is_alphabetic);
            while rest[length..].starts_with('.')
                && rest[length + 1..].starts_with(char::is_alphabetic)
            {
                let more = rest[length + 1..].find(|c: char| !c.is_alphabetic());
                length += 1 + more.unwrap_or(rest.len() - length - 1);
            }
            let spaced = rest[length..].strip_prefix(". ");
            if length == 1 && spaced.is_some_and(|r| r.starts_with(['m', 'M'])) {
                length += 3;
            }
            pieces.push(Piece::Word(&rest[..length]));
            length
        } else if matches!(c, '+' | '-') && numbers >= 4 {
            let (offset, length) = offset(rest)?;
            pieces.push(Piece::Offset(offset));
            length
        } else if " ,./-:'()\u{B7}".contains(c) {
            c.len_utf8()
        } else {
            return None;
        };
        rest = &rest[length..];
    }
    Some(pieces)
}

/// `+09:00`, `-0500`, `+01`.
fn offset(text: &str) -> Option<(Offset, usize)> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ':')
        .collect();
    let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match bare.len() {
        2 => (bare.parse::<i32>().ok()?, 0),
        4 => (
            bare[..2].parse::<i32>().ok()?,
            bare[2..].parse::<i32>().ok()?,
        ),
        _ => return None,
    };
    let seconds = sign * (hours * 3600 + minutes * 60);
    Some((Offset::from_seconds(seconds).ok()?, 1 + digits.len()))
}

#[cfg(test)]
mod tests;
