//! The messages that must be sent again, as CSV: refused mail is not queued, so
//! somebody has to tell its senders. Written row by row while the logs are read.

use std::io::{self, Write};

use crate::evidence::formats::send_log::{Message, Outcome, Session, SessionSink, Written};
use crate::facts::Window;
use crate::terminal::sanitise;

/// Excel takes a file without it for the code page of the machine.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The columns; the same in every language, since programs read them too.
const HEAD: [&str; 5] = ["Time", "Sender", "Recipient", "Message-ID", "Server"];

/// Takes sessions and writes a row for each recipient refused with 5.7.64 or ATTR36.
#[derive(Debug)]
pub struct RefusedCsv<W: Write> {
    rows: csv::Writer<W>,
    window: Window,
    written: u64,
    failed: Option<io::Error>,
}

impl<W: Write> RefusedCsv<W> {
    /// A table of the sessions within the window.
    ///
    /// # Errors
    /// What the system says of writing.
    pub fn new(mut out: W, window: Window) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut rows = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        rows.write_record(HEAD)?;
        Ok(Self {
            rows,
            window,
            written: 0,
            failed: None,
        })
    }

    /// How many rows there are.
    ///
    /// # Errors
    /// The first thing that went wrong while writing.
    pub fn finish(mut self) -> io::Result<u64> {
        match self.failed {
            Some(error) => Err(error),
            None => self.rows.flush().map(|()| self.written),
        }
    }

    fn row(&mut self, server: &str, message: &Message, recipient: &str) -> io::Result<()> {
        let time = jiff::Timestamp::from_millisecond(message.time);
        let time = time.map(|t| t.to_string()).unwrap_or_default();
        let sender = message.mail_from.text();
        let sender = match sender.as_ref() {
            "" => "<>",
            address => address,
        };
        let id = message.message_id.as_ref().map(Written::text);
        let id = id.unwrap_or_default();
        let cells = [time.as_str(), sender, recipient, &id, server];
        self.rows.write_record(cells.map(harmless))?;
        self.written += 1;
        Ok(())
    }
}

/// A text that a spreadsheet does not take for a formula, with nothing hidden in it.
fn harmless(text: &str) -> String {
    let shown = sanitise(text);
    match shown
        .trim_start()
        .starts_with(['=', '+', '-', '@', '|', '%'])
    {
        true => format!("'{shown}"),
        false => shown.into_owned(),
    }
}

impl<W: Write> SessionSink for RefusedCsv<W> {
    fn session(&mut self, server: &str, session: &Session) {
        if self.failed.is_some() || !self.window.holds(session.started) {
            return;
        }
        for message in &session.messages {
            let refused = message
                .recipients
                .iter()
                .filter(|r| r.outcome == Outcome::RefusedAttribution);
            for recipient in refused {
                if let Err(error) = self.row(server, message, &recipient.address.text()) {
                    self.failed = Some(error);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::formats::send_log::Recipient;

    fn session(from: &str, to: &[(&str, Outcome)]) -> Session {
        let recipient = |&(address, outcome): &(&str, Outcome)| Recipient {
            address: address.to_owned().into(),
            outcome,
            ..Recipient::default()
        };
        Session {
            started: 1_793_606_400_000,
            messages: vec![Message {
                mail_from: from.to_owned().into(),
                time: 1_793_606_400_123,
                message_id: Some("id,1@contoso.com".to_owned().into()),
                recipients: to.iter().map(recipient).collect(),
                ..Message::default()
            }],
            ..Session::default()
        }
    }

    fn table(sessions: &[Session], window: Window) -> (u64, String) {
        let mut bytes = Vec::new();
        let mut csv = RefusedCsv::new(&mut bytes, window).unwrap();
        for session in sessions {
            csv.session("EX01", session);
        }
        let written = csv.finish().unwrap();
        (written, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn only_what_relay_refused_and_nothing_that_calculates() {
        let sessions = [
            session(
                "kim@contoso.com",
                &[
                    ("a@fabrikam.com", Outcome::RefusedAttribution),
                    ("b@fabrikam.com", Outcome::Accepted),
                    ("c@contoso.com", Outcome::RefusedInboundAttribution),
                ],
            ),
            session("", &[("=cmd|'/c calc'!A0", Outcome::RefusedAttribution)]),
        ];
        let (written, text) = table(&sessions, Window::default());
        assert_eq!(written, 2);
        assert_eq!(
            text,
            "\u{feff}Time,Sender,Recipient,Message-ID,Server\r\n\
             2026-11-02T08:00:00.123Z,kim@contoso.com,a@fabrikam.com,\"id,1@contoso.com\",EX01\r\n\
             2026-11-02T08:00:00.123Z,<>,'=cmd|'/c calc'!A0,\"id,1@contoso.com\",EX01\r\n"
        );
    }

    #[test]
    fn a_formula_behind_blanks_or_hidden_characters_is_harmless_too() {
        for text in ["=1", " +1", "-1", "@x", "\t=1", "\u{200b}=1"] {
            assert!(
                !harmless(text)
                    .trim_start()
                    .starts_with(['=', '+', '-', '@'])
            );
        }
    }

    #[test]
    fn sessions_outside_the_window_are_left_out() {
        let window = Window {
            since: Some(1_793_606_400_001),
            until: None,
        };
        let refused = session("a@b.c", &[("x@y.z", Outcome::RefusedAttribution)]);
        assert_eq!(table(&[refused], window).0, 0);
    }
}
