//! Logs of Exchange that are not judged (SMTP receive logs, connectivity logs and
//! the like): what they call themselves, how many rows they have, and up to when.

use std::io::{self, Read};

use super::clock::Clock;
use super::lines::{Line, Lines, Progress};

/// What a log is, without what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Its rows.
    pub rows: u64,
    /// The newest time of a row, in milliseconds since the epoch.
    pub newest: Option<i64>,
    /// The `#Log-type`, cut at 100 characters.
    pub log_type: Option<String>,
}

/// Longest `#Log-type` that is kept, in characters.
const MAX_TYPE: usize = 100;

/// Counts the rows of a log, whatever it is.
///
/// # Errors
/// What the system says of reading.
pub fn count(input: impl Read, progress: Progress<'_>) -> io::Result<Counted> {
    let mut counted = Counted::default();
    let mut clock = Clock::default();
    let mut buffer = Vec::new();
    let mut lines = Lines::new(input, &mut buffer);
    while let Some(line) = lines.next(progress)? {
        let Line::Text(text) = line else {
            continue;
        };
        match Head::of(text.bytes) {
            Some(Head::LogType(name)) => counted.log_type = counted.log_type.or(Some(name)),
            Some(_) => {}
            None => {
                let time = time_of(text.bytes).and_then(|text| clock.millis(text));
                counted.rows += u64::from(time.is_some());
                counted.newest = counted.newest.max(time);
            }
        }
    }
    Ok(counted)
}

/// What stands before the first comma.
pub(super) fn time_of(row: &[u8]) -> Option<&[u8]> {
    let row = row.strip_prefix(b"\xef\xbb\xbf").unwrap_or(row);
    Some(&row[..memchr::memchr(b',', row)?])
}

/// A line of the head that the logs of Exchange share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Head {
    /// `#Log-type: ...`
    LogType(String),
    /// `#Fields: ...`: the names.
    Fields(Vec<String>),
    /// Another one, a comment, or an empty line.
    Other,
}

impl Head {
    /// `None` for a row. A paste from a web page may have lost the `#`.
    pub(super) fn of(line: &[u8]) -> Option<Self> {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let line = line.trim_ascii();
        if line.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let line = String::from_utf8_lossy(&line[..line.len().min(4096)]);
        let hash = line.starts_with('#');
        let line = line.trim_start_matches(['#', ' ', '\0']);
        let names = |list: &str| list.split(',').map(|n| n.trim().to_owned()).collect();
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "log-type" => Some(Self::LogType(value.trim().chars().take(MAX_TYPE).collect())),
            "fields" => Some(Self::Fields(names(value))),
            "software" | "version" | "date" | "" => Some(Self::Other),
            other if other.starts_with("date-time,") => Some(Self::Fields(names(line))),
            _ => hash.then_some(Self::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ops::ControlFlow;

    use super::*;

    fn counted(text: &str) -> Counted {
        count(text.as_bytes(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn rows_are_counted_and_heads_are_not() {
        let log = "\u{feff}#Software: Microsoft Exchange Server\r\n#Log-Type: Transport Connectivity Log\r\n#Fields: date-time,session,source,Destination,direction,description\r\n\
                   2026-11-02T08:00:05.300Z,08DE1A2B3C4D5E6F,SMTP,contoso-com.mail.protection.outlook.com,+,SmartHostConnectorDelivery\r\n\
                   2026-11-02T07:00:05.300Z,08DE1A2B3C4D5E70,SMTP,x,-,Messages: 1\r\n\r\nhalf a li";
        let expected = Counted {
            rows: 2,
            newest: Some(1_793_606_405_300),
            log_type: Some("Transport Connectivity Log".to_owned()),
        };
        assert_eq!(counted(log), expected);
        let pasted = log.replace('#', "");
        assert_eq!(counted(&pasted), expected);
        assert_eq!(counted(""), Counted::default());
    }
}
