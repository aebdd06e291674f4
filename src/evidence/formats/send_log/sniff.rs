//! Recognises logs by their content (formats.md section 1, point 4).

use super::line::{self, Event, Record, Row};
use super::reply::is_reply;
use super::time::Clock;

/// Lines looked at; a log shows itself within a few.
const LOOKED_AT: usize = 200;

/// Which log of Exchange a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogKind {
    /// SMTP send protocol log.
    Send,
    /// SMTP receive protocol log: the other direction, `<` and `>` swapped in meaning.
    Receive,
    /// Another one: its `#Log-type`.
    Other(String),
}

/// Tells from a text's beginning (some KB, may end within a line) whether it is
/// a log of Exchange: by its `#Log-type`, which may have lost its `#`, else by
/// the shape of its rows. `None` when it is neither.
pub fn looks_like_send_log(head: &str) -> Option<LogKind> {
    let mut rows = Rows::default();
    let mut other = None;
    let mut is_exchange = false;
    for text in head.lines().take(LOOKED_AT) {
        let text = text.trim_start_matches('\u{feff}').trim();
        if let Some((header, value)) = header(text) {
            is_exchange |= value.contains("Microsoft Exchange");
            if header == Header::LogType {
                match kind(value) {
                    LogKind::Other(_) => other = Some(kind(value)),
                    known => return Some(known),
                }
            }
        } else {
            rows.look(text);
        }
    }
    match other {
        Some(other) if is_exchange => Some(other),
        _ => rows.verdict(),
    }
}

/// A header line's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    LogType,
    Other,
}

/// A header line: `#Log-type: SMTP Send Protocol Log`, also without `#` (lost
/// in a paste), and its value.
pub(super) fn header(line: &str) -> Option<(Header, &str)> {
    const NAMES: [(&str, Header); 6] = [
        ("Software:", Header::Other),
        ("Version:", Header::Other),
        ("Log-type:", Header::LogType),
        ("Date:", Header::Other),
        ("Fields:", Header::Other),
        ("date-time,", Header::Other),
    ];
    let hash = line.strip_prefix('#');
    let text = hash.unwrap_or(line).trim_start();
    for (name, header) in NAMES {
        if let Some((start, value)) = text.split_at_checked(name.len())
            && start.eq_ignore_ascii_case(name)
        {
            return Some((header, value.trim()));
        }
    }
    hash.map(|rest| (Header::Other, rest))
}

/// What a `#Log-type` names.
pub(super) fn kind(log_type: &str) -> LogKind {
    if log_type.eq_ignore_ascii_case("SMTP Send Protocol Log") {
        LogKind::Send
    } else if log_type.eq_ignore_ascii_case("SMTP Receive Protocol Log") {
        LogKind::Receive
    } else {
        LogKind::Other(log_type.chars().take(100).collect())
    }
}

/// What rows without a header say.
#[derive(Default)]
struct Rows {
    clock: Clock,
    rows: usize,
    send: usize,
    receive: usize,
    /// Rows whose connector is `SERVER\Name`.
    server_names: usize,
}

impl Rows {
    fn look(&mut self, text: &str) {
        let Ok(record) = line::parse(text.as_bytes()) else {
            return;
        };
        let Record {
            time, whose, row, ..
        } = record;
        let is_id = whose.session.len() == 16 && whose.session.iter().all(u8::is_ascii_hexdigit);
        let sequence = record.sequence.is_some();
        if !is_id || !sequence || self.clock.millis(time).is_none() {
            return;
        }
        self.rows += 1;
        match direction(&row) {
            Some(true) => self.send += 1,
            Some(false) => self.receive += 1,
            None => {}
        }
        let connector = whose.connector.text();
        let server = connector
            .split_once('\\')
            .is_some_and(|(s, n)| !s.is_empty() && !n.is_empty());
        self.server_names += usize::from(server);
    }

    fn verdict(&self) -> Option<LogKind> {
        if self.rows == 0 {
            return None;
        }
        // What was said outweighs a name that somebody chose.
        let receive = match self.send.cmp(&self.receive) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => self.server_names * 2 > self.rows,
        };
        Some(if receive {
            LogKind::Receive
        } else {
            LogKind::Send
        })
    }
}

/// Whether a row is a send log's (we send commands) or a receive log's (we send
/// replies); `None` when it could be either's.
fn direction(row: &Row<'_>) -> Option<bool> {
    let text = row.data().text();
    let is_reply = is_reply(text.as_bytes());
    let is_command = text.starts_with(|c: char| c.is_ascii_alphabetic());
    match row.event {
        Event::Command if is_reply => Some(false),
        Event::Command if is_command => Some(true),
        Event::Reply if is_reply => Some(true),
        Event::Reply if is_command => Some(false),
        Event::Info if row.context().raw() == b"attempting to connect" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "2026-11-02T08:00:05.001Z,Outbound to Office 365,08DE1A2B3C4D5E6F,5,10.0.0.5:44276,52.101.73.10:25";
    const RECEIVED: &str = "2026-11-02T08:00:05.001Z,MAIL01\\Default Frontend MAIL01,08DE1A2B3C4D5E6F,5,10.0.0.5:25,192.0.2.9:4427";

    #[test]
    fn headers_name_the_log() {
        let other = |name: &str| Some(LogKind::Other(name.into()));
        let table = [
            (
                "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP Send Protocol Log\r\n",
                Some(LogKind::Send),
            ),
            (
                "\u{feff}#Log-Type: SMTP Send Protocol Log",
                Some(LogKind::Send),
            ),
            (
                "Software: Microsoft Exchange Server\nLog-type: SMTP Send Protocol Log",
                Some(LogKind::Send),
            ),
            (
                "#Log-type: SMTP Receive Protocol Log\n",
                Some(LogKind::Receive),
            ),
            (
                "#Software: Microsoft Exchange Server\n#Log-type: Message Tracking Log\n",
                other("Message Tracking Log"),
            ),
            (
                "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time\n",
                None,
            ),
            ("Dear all,\nLog-type: whatever\n", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(looks_like_send_log(text), expected, "{text}");
        }
    }

    #[test]
    fn a_copied_tail_is_told_by_its_rows() {
        let table = [
            (
                format!("{ROW},>,EHLO mail.contoso.com,"),
                Some(LogKind::Send),
            ),
            (
                format!("half of a row\n{ROW},<,250 2.1.0 Sender OK,\n{ROW},>,RC"),
                Some(LogKind::Send),
            ),
            (format!("{ROW},-,,Local"), Some(LogKind::Send)),
            (
                format!("{RECEIVED},>,220 mail.contoso.com ready,"),
                Some(LogKind::Receive),
            ),
            (format!("{RECEIVED},-,,Remote"), Some(LogKind::Receive)),
            (
                format!("{ROW},>,\"220 ready, go\",\n{ROW},<,EHLO client,"),
                Some(LogKind::Receive),
            ),
            // A Send connector with a backslash in its name.
            (
                format!("{RECEIVED},<,220 ready,\n{RECEIVED},>,EHLO mail,"),
                Some(LogKind::Send),
            ),
            ("a,b,c,d,e,f,+,h,i".into(), None),
            (ROW.to_owned(), None),
            (
                ROW.replace("08DE1A2B3C4D5E6F", "08DE1A2B3C4D5E6X") + ",+,,",
                None,
            ),
            (ROW.replace("2026-11", "2026-13") + ",+,,", None),
        ];
        for (text, expected) in table {
            assert_eq!(looks_like_send_log(&text), expected, "{text}");
        }
    }
}
