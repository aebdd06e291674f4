//! The rows of one session, read again for a person: who said what, the rows of a
//! certificate folded into one.

use super::certificate::{Certificates, Part};
use super::line::{Event, Field, Record, Row, parse};
use super::time::Clock;

/// Rows of a transcript; a session of more is shown up to here.
const MAX_ROWS: usize = 5_000;
/// Longest text of a row that is kept, in characters.
const MAX_TEXT: usize = 4_000;

/// Which way a row went, the seventh field of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `+`
    Connect,
    /// `-`
    Disconnect,
    /// `>`
    Sent,
    /// `<`
    Received,
    /// `*`
    Information,
}

impl Direction {
    /// The mark as the log writes it.
    pub fn mark(self) -> char {
        match self {
            Self::Connect => '+',
            Self::Disconnect => '-',
            Self::Sent => '>',
            Self::Received => '<',
            Self::Information => '*',
        }
    }
}

/// A certificate whose rows were folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// Whether Exchange sent it; `false` is the peer's, `None` when no heading tells.
    pub ours: Option<bool>,
    /// Distinguished name as written; both names where the row joins them.
    pub subject: Option<String>,
    /// As written.
    pub thumbprint: Option<String>,
    /// How many rows of the log these are.
    pub rows: usize,
}

/// A row of the transcript, raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Which of the files.
    pub file: usize,
    /// The line of the first row, from 1.
    pub line: u64,
    /// Milliseconds since the epoch; `None` when it could not be read.
    pub time: Option<i64>,
    /// Which way.
    pub direction: Direction,
    /// What was said, or what Exchange noted.
    pub text: String,
    /// Set where the rows of a certificate are folded into this one.
    pub certificate: Option<Folded>,
}

/// The session-id of a row, `None` when the line is no row.
pub fn session_of(line: &[u8]) -> Option<&[u8]> {
    parse(line.trim_ascii())
        .ok()
        .map(|record| record.whose.session)
}

/// Gathers the rows of one session.
#[derive(Debug, Default)]
pub struct Transcript {
    session: Vec<u8>,
    turns: Vec<Turn>,
    certificates: Certificates,
    clock: Clock,
    /// Rows beyond what is kept.
    more: u64,
}

impl Transcript {
    /// Of the session with this id, as the log writes it.
    pub fn of(session: &[u8]) -> Self {
        Self {
            session: session.to_owned(),
            ..Self::default()
        }
    }

    /// Looks at a line; takes it when it is a row of the session.
    pub fn line(&mut self, file: usize, number: u64, line: &[u8]) {
        let Ok(record) = parse(line.trim_ascii()) else {
            return;
        };
        if !record.whose.session.eq_ignore_ascii_case(&self.session) {
            return;
        }
        if let Some(part) = CertificateRow::of(&record.row, &mut self.certificates) {
            let after = self.turns.last_mut().and_then(|t| t.certificate.as_mut());
            match (part, after) {
                (CertificateRow::Part(part, text), Some(folded)) => return folded.add(part, text),
                (part, _) => {
                    let mut folded = Folded {
                        rows: 1,
                        ..Folded::default()
                    };
                    folded.begin(part);
                    return self.turn(file, number, &record, Some(folded));
                }
            }
        }
        self.turn(file, number, &record, None);
    }

    fn turn(&mut self, file: usize, line: u64, record: &Record<'_>, certificate: Option<Folded>) {
        if self.turns.len() >= MAX_ROWS {
            self.more += 1;
            return;
        }
        self.turns.push(Turn {
            file,
            line,
            time: self.clock.millis(record.time),
            direction: direction(record.row.event),
            text: text(&record.row),
            certificate,
        });
    }

    /// The rows, and how many more there are.
    pub fn finish(self) -> (Vec<Turn>, u64) {
        (self.turns, self.more)
    }
}

fn direction(event: Event) -> Direction {
    match event {
        Event::Connect => Direction::Connect,
        Event::Disconnect => Direction::Disconnect,
        Event::Command => Direction::Sent,
        Event::Reply => Direction::Received,
        Event::Info => Direction::Information,
    }
}

/// Data and context as one text; a connection tells where it leads.
fn text(row: &Row<'_>) -> String {
    let [data, context] = [row.data(), row.context()].map(|f: Field<'_>| f.text());
    let remote = match row.event {
        Event::Connect => String::from_utf8_lossy(row.endpoints.remote()),
        _ => "".into(),
    };
    let all = [remote.trim(), context.trim(), data.trim()];
    let said = match row.event {
        Event::Command | Event::Reply => [data.trim(), context.trim(), ""],
        _ => all,
    };
    let said = said.into_iter().filter(|t| !t.is_empty());
    let joined = said.collect::<Vec<&str>>().join("  ");
    match joined.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => joined[..end].to_owned(),
        None => joined,
    }
}

/// What a `*` row tells of a certificate.
enum CertificateRow {
    /// A certificate begins: whose, with its names where the row holds all of it.
    Heading(bool, Option<String>, Option<String>),
    /// One value of it.
    Part(Part, String),
}

impl CertificateRow {
    fn of(row: &Row<'_>, known: &mut Certificates) -> Option<Self> {
        if row.event != Event::Info {
            return None;
        }
        let context = row.context().raw();
        let begins = |prefix: &[u8]| {
            context
                .get(..prefix.len())
                .is_some_and(|c| c.eq_ignore_ascii_case(prefix))
        };
        if begins(b"Sending certificate") {
            let all = known.single_row(&row.data().bytes());
            let names = all.as_ref().map(|c| match &c.joined_names {
                Some(joined) => Some(joined.clone()),
                None => c.subject.clone(),
            });
            let thumbprint = all.map(|c| c.thumbprint.clone());
            return Some(Self::Heading(true, names.flatten(), thumbprint));
        }
        if begins(b"Received certificate") || begins(b"Remote certificate") {
            let data = row.data().text().trim().to_owned();
            let names = Some(data).filter(|d| !d.is_empty());
            return Some(Self::Heading(false, names, None));
        }
        let part = Part::of(context)?;
        Some(Self::Part(part, row.data().text().trim().to_owned()))
    }
}

impl Folded {
    fn begin(&mut self, row: CertificateRow) {
        match row {
            CertificateRow::Heading(ours, subject, thumbprint) => {
                self.ours = Some(ours);
                self.subject = subject;
                self.thumbprint = thumbprint;
            }
            CertificateRow::Part(part, text) => self.set(part, text),
        }
    }

    fn add(&mut self, part: Part, text: String) {
        self.rows += 1;
        self.set(part, text);
    }

    fn set(&mut self, part: Part, text: String) {
        match part {
            Part::Subject => self.subject = Some(text),
            Part::Thumbprint => self.thumbprint = Some(text),
            Part::Issuer | Part::Serial | Part::AlternateNames => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOG: &str = "\
#Fields: date-time,...
2026-11-02T08:00:01.000Z,To EOP,08D9A,0,,203.0.113.9:25,*,,attempting to connect
2026-11-02T08:00:01.100Z,To EOP,08D9A,1,10.0.0.5:1,203.0.113.9:25,+,,
2026-11-02T08:00:01.150Z,Other,08D9B,0,10.0.0.5:1,203.0.113.9:25,>,EHLO other,
2026-11-02T08:00:01.200Z,To EOP,08D9A,2,10.0.0.5:1,203.0.113.9:25,*,,Sending certificate
2026-11-02T08:00:01.200Z,To EOP,08D9A,3,10.0.0.5:1,203.0.113.9:25,*,\"CN=mail.contoso.com, O=Contoso\",Certificate subject
2026-11-02T08:00:01.200Z,To EOP,08D9A,4,10.0.0.5:1,203.0.113.9:25,*,AA11,Certificate thumbprint
2026-11-02T08:00:01.200Z,To EOP,08D9A,5,10.0.0.5:1,203.0.113.9:25,*,,Received certificate
2026-11-02T08:00:01.200Z,To EOP,08D9A,6,10.0.0.5:1,203.0.113.9:25,*,BB22,Certificate thumbprint
2026-11-02T08:00:01.300Z,To EOP,08D9A,7,10.0.0.5:1,203.0.113.9:25,>,MAIL FROM:<a@contoso.com>,
2026-11-02T08:00:01.400Z,To EOP,08D9A,8,10.0.0.5:1,203.0.113.9:25,<,550 5.7.64 TenantAttribution,
broken line
2026-11-02T08:00:01.500Z,To EOP,08D9A,9,10.0.0.5:1,203.0.113.9:25,-,,Remote
";

    #[test]
    fn one_session_with_its_certificates_folded() {
        let mut transcript = Transcript::of(b"08d9a");
        for (number, line) in (1..).zip(LOG.lines()) {
            transcript.line(0, number, line.as_bytes());
        }
        let (turns, more) = transcript.finish();
        assert_eq!(more, 0);
        let seen: Vec<(u64, char, &str)> = turns
            .iter()
            .map(|t| (t.line, t.direction.mark(), t.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (2, '*', "attempting to connect"),
                (3, '+', "203.0.113.9:25"),
                (5, '*', "Sending certificate"),
                (8, '*', "Received certificate"),
                (10, '>', "MAIL FROM:<a@contoso.com>"),
                (11, '<', "550 5.7.64 TenantAttribution"),
                (13, '-', "Remote"),
            ]
        );
        let ours = turns[2].certificate.as_ref().unwrap();
        assert_eq!(ours.ours, Some(true));
        assert_eq!(
            ours.subject.as_deref(),
            Some("CN=mail.contoso.com, O=Contoso")
        );
        assert_eq!((ours.thumbprint.as_deref(), ours.rows), (Some("AA11"), 3));
        let peers = turns[3].certificate.as_ref().unwrap();
        assert_eq!((peers.ours, peers.rows), (Some(false), 2));
        assert_eq!(peers.thumbprint.as_deref(), Some("BB22"));
    }

    #[test]
    fn a_line_tells_its_session_or_none() {
        assert_eq!(
            session_of(LOG.lines().nth(1).unwrap().as_bytes()),
            Some(&b"08D9A"[..])
        );
        assert_eq!(session_of(b"#Fields: x"), None);
        assert_eq!(session_of(b""), None);
    }

    #[test]
    fn a_session_without_end_is_bounded() {
        let mut transcript = Transcript::of(b"08D9A");
        let line = LOG.lines().nth(9).unwrap().as_bytes();
        for number in 0..MAX_ROWS as u64 + 7 {
            transcript.line(0, number, line);
        }
        let (turns, more) = transcript.finish();
        assert_eq!((turns.len(), more), (MAX_ROWS, 7));
    }
}
