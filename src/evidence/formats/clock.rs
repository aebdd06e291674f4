//! The time of a row: `2026-11-02T08:00:05.001Z`, 24 bytes at a fixed place.

use jiff::Timestamp;
use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);
/// Bytes of a time as Exchange writes it.
pub(super) const TIME: usize = 24;

/// Reads times; remembers the day of the last one, since a log has few days.
#[derive(Debug, Default)]
pub(super) struct Clock {
    day: [u8; 10],
    /// Milliseconds since the epoch at which `day` begins.
    begins: i64,
    /// The last time up to its minute (`2026-11-02T08:00`), and when that begins.
    minute: ([u8; 16], i64),
}

impl Clock {
    /// Milliseconds since the epoch. All logs are in UTC (domain.md section 5).
    pub(super) fn millis(&mut self, text: &[u8]) -> Option<i64> {
        match text.first_chunk().and_then(|text| self.exact(text)) {
            Some(millis) if text.len() == TIME => Some(millis),
            _ => lenient(text),
        }
    }

    /// The same of a time as Exchange writes it, and of no other; no comma is in it.
    #[inline(always)]
    pub(super) fn exact(&mut self, text: &[u8; TIME]) -> Option<i64> {
        // The colon that ends the minute is looked at with the seconds.
        let (minute, _) = text.split_first_chunk::<16>()?;
        let within = within_minute(text.last_chunk()?)?;
        // Nearly every row is of the minute of the row before it.
        if *minute != self.minute.0 {
            self.turn_to(minute)?;
        }
        Some(self.minute.1 + within)
    }

    #[inline(never)]
    fn turn_to(&mut self, minute: &[u8; 16]) -> Option<()> {
        let (day, time) = minute.split_first_chunk::<10>()?;
        let begins = begin_of_minute(time)?;
        if *day != self.day {
            self.begins = beginning(day)?;
            self.day = *day;
        }
        self.minute = (*minute, self.begins + begins);
        Some(())
    }
}

/// `:05.001Z` to milliseconds, all bytes at once: every row has a time.
#[inline(always)]
fn within_minute(text: &[u8; 8]) -> Option<i64> {
    const SHAPE: u64 = u64::from_le_bytes(*b":00.000Z");
    // With it added, what is more than it may be reaches the top bit of its byte.
    const ROOM: u64 = u64::from_le_bytes([0x7F, 0x7A, 0x76, 0x7F, 0x76, 0x76, 0x76, 0x7F]);
    const TOP: u64 = u64::from_ne_bytes([0x80; 8]);
    // What every second digit counts, in milliseconds; the sum comes to the upper 16 bits.
    const EVERY_SECOND: u64 = 0x00FF_00FF_00FF_00FF;
    const UNITS: u64 = 1 | 100 << 16 | 1000 << 32;
    const TENS: u64 = 10 << 16 | 10_000 << 48;
    let digits = u64::from_le_bytes(*text) ^ SHAPE;
    if (digits | digits.wrapping_add(ROOM)) & TOP != 0 {
        return None;
    }
    let units = (digits & EVERY_SECOND).wrapping_mul(UNITS) >> 48;
    let tens = (digits >> 8 & EVERY_SECOND).wrapping_mul(TENS) >> 48;
    Some((units + tens).cast_signed())
}

/// `T08:00` to milliseconds.
fn begin_of_minute(text: &[u8]) -> Option<i64> {
    let &[b'T', h1, h2, b':', m1, m2] = text else {
        return None;
    };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    (hours < 24 && minutes < 60).then_some((hours * 60 + minutes) * 60_000)
}

fn beginning(day: &[u8; 10]) -> Option<i64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = day else {
        return None;
    };
    let year = i16::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    let month = i8::try_from(number(&[m1, m2])?).ok()?;
    let date = Date::new(year, month, i8::try_from(number(&[d1, d2])?).ok()?).ok()?;
    // Any UTC date fits: years have four digits here.
    Some(date.duration_since(EPOCH).as_secs() * 1000)
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum: i64, &digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + i64::from(digit - b'0'))
    })
}

/// Other ISO forms (no fraction, an offset) as editors and exports make them.
fn lenient(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    Some(text.parse::<Timestamp>().ok()?.as_millisecond())
}

/// An ISO time to seconds since the epoch, as certificate rows write it.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let digits = text.as_bytes().first()?.is_ascii_digit();
    if !digits {
        return None;
    }
    Some(text.parse::<Timestamp>().ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_or_refused() {
        let mut clock = Clock::default();
        let table = [
            ("1970-01-01T00:00:00.000Z", Some(0)),
            ("2026-11-02T08:00:05.001Z", Some(1_793_606_405_001)),
            ("2026-11-02T08:00:05Z", Some(1_793_606_405_000)),
            ("2026-11-02T09:00:05.001+01:00", Some(1_793_606_405_001)),
            ("2024-02-29T23:59:59.999Z", Some(1_709_251_199_999)),
            ("2026-02-29T00:00:00.000Z", None),
            ("2026-11-02T24:00:05.001Z", None),
            ("2026-11-02T08:0x:05.001Z", None),
            ("Date/Time.ConnectorId", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(clock.millis(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_exchange_writes_is_told_from_what_is_nearly_that() {
        let table = [
            ("2026-11-02T08:00:59.999Z", Some(1_793_606_459_999)),
            ("2026-11-02T08:00:60.001Z", None),
            ("2026-11-02T08:00:05.00:Z", None),
            ("2026-11-02T08:00:0/.001Z", None),
            ("2026-11-02T08:00:05,001Z", None),
            ("2026-11-02T08:00:05.001z", None),
            ("2026-11-02T08:00.05.001Z", None),
            ("2026-11-02T08:00:05.\u{b1}1Z", None),
            ("2026-11-02T08:00:05.\0\x011Z", None),
        ];
        for (text, expected) in table {
            let exact = text
                .as_bytes()
                .first_chunk()
                .and_then(|t| Clock::default().exact(t));
            assert_eq!(exact, expected, "{text}");
        }
    }

    #[test]
    fn validity_dates_are_seconds() {
        assert_eq!(seconds("2026-01-17T15:15:33.000Z"), Some(1_768_662_933));
        assert_eq!(seconds("mail.contoso.com"), None);
        assert_eq!(seconds("P1D"), None);
    }
}
