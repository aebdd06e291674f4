//! One parser each: whatever the bytes are, what is told of them lies within them.

use std::io::Read;
use std::ops::ControlFlow;

use relay_doctor::evidence::decode::{decode as decode_all, sniff_encoding, utf8_reader};
use relay_doctor::evidence::formats::distinguished_name::DistinguishedName;
use relay_doctor::evidence::formats::send_log::{
    FileSummary, LineRef, Quoted, Reader, Session, SessionSink, looks_like_send_log,
    split_subject_issuer,
};
use relay_doctor::evidence::formats::tracking_log::TrackingLogs;
use relay_doctor::evidence::formats::{
    self, Parsed, bounce as bounces, capi2 as chain_events, certificate as certificates, hcw,
    other_log,
};
use relay_doctor::evidence::reply::classify;
use relay_doctor::evidence::secret::Secret;
use relay_doctor::evidence::sniff::{sniff as sniff_bytes, sniff_text};
use relay_doctor::evidence::{MAX_EXCERPT, Note, SourceId};

/// No parser lists more about one file: each has a limit of its own below this.
const MOST_NOTES: usize = 4_000;

/// Lines as every parser counts them at most: a CR, an LF, or both end one.
fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u64 + 1
}

fn within(line: u64, bytes: &[u8]) {
    assert!(
        (1..=lines(bytes)).contains(&line),
        "line {line} of {}",
        lines(bytes)
    );
}

fn notes_hold(notes: &[Note], bytes: &[u8]) {
    assert!(notes.len() <= MOST_NOTES, "{} notes", notes.len());
    for note in notes {
        assert!(!note.kind.code().is_empty());
        note.line.into_iter().for_each(|line| within(line, bytes));
    }
}

fn parsed_holds(parsed: &Parsed, text: &str) {
    notes_hold(&parsed.notes, text.as_bytes());
    for record in &parsed.records {
        within(record.line, text.as_bytes());
        for field in &record.fields {
            within(field.line, text.as_bytes());
            assert!(field.excerpt.chars().count() <= MAX_EXCERPT);
        }
    }
}

fn text(data: &[u8], parse: fn(&str) -> Parsed) {
    let decoded = decode_all(data);
    let parsed = parse(&decoded.text);
    parsed_holds(&parsed, &decoded.text);
    assert_eq!(parsed, parse(&decoded.text), "the same text twice");
}

pub(super) fn clixml(data: &[u8]) {
    text(data, formats::clixml::parse);
}

pub(super) fn csv(data: &[u8]) {
    text(data, formats::csv::parse);
}

pub(super) fn format_list(data: &[u8]) {
    text(data, formats::format_list::parse);
}

pub(super) fn json(data: &[u8]) {
    text(data, formats::json::parse);
}

pub(super) fn hcw_log(data: &[u8]) {
    let text = decode_all(data).text;
    let log = hcw::log::parse(&text);
    notes_hold(&log.notes, text.as_bytes());
    assert!(log.entries <= lines(text.as_bytes()));
    for record in &log.records {
        within(record.line, text.as_bytes());
    }
}

pub(super) fn xhcw(data: &[u8]) {
    let whole = hcw::xhcw::read(data).unwrap();
    notes_hold(&whole.notes, data);
    for record in &whole.records {
        within(record.line, data);
    }
    let in_pieces = hcw::xhcw::read(Pieces::of(data)).unwrap();
    assert_eq!(whole, in_pieces, "however much a read gives");
}

pub(super) fn capi2(data: &[u8]) {
    let text = decode_all(data).text;
    let events = chain_events::parse(&text);
    notes_hold(&events.notes, text.as_bytes());
    for error in &events.errors {
        within(error.line, text.as_bytes());
        assert!(error.thumbprints.iter().all(|t| is_thumbprint(t)));
    }
}

fn is_thumbprint(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
}

pub(super) fn bounce(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let found = bounces::parse_all(data);
    let first = bounces::parse(data);
    assert!(first.is_none() || !found.is_empty());
    let pasted = bounces::parse_text(&text);
    let all = found.iter().chain(&first).chain(&pasted);
    for reply in all.flat_map(|bounce| &bounce.replies) {
        within(reply.line, data);
        assert!(!reply.text.contains(['\r', '\n']), "{:?}", reply.text);
    }
    bounces::is_message(&text);
}

pub(super) fn certificate(data: &[u8]) {
    holds(&certificates::parse(data), data);
    certificates::container(data);
    if let Ok(found) = certificates::from_base64(&String::from_utf8_lossy(data)) {
        assert!(is_thumbprint(&found.thumbprint));
    }
}

/// Files with a password; `certificate` seldom gets that deep.
pub(super) fn pfx(data: &[u8]) {
    let parsed = certificates::parse(data);
    holds(&parsed, data);
    for password in ["", "Fabrikam-1", "contoso-テスト"] {
        let opened = parsed.locked.as_ref();
        let opened = opened.and_then(|l| l.open(&Secret::new(password.to_owned())));
        opened.iter().for_each(|found| holds(found, data));
    }
}

fn holds(parsed: &certificates::ParsedCertificates, data: &[u8]) {
    notes_hold(&parsed.notes, data);
    for found in &parsed.certificates {
        assert!(is_thumbprint(&found.thumbprint));
        within(found.line, data);
    }
}

/// What comes in pieces of uneven length.
struct Pieces<'d> {
    rest: &'d [u8],
    next: usize,
}

impl<'d> Pieces<'d> {
    fn of(data: &'d [u8]) -> Self {
        Self {
            rest: data,
            next: data.len() % 7,
        }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.next = (self.next * 5 + 3) % 31;
        let most = into.len().min(self.next + 1);
        self.rest.read(&mut into[..most])
    }
}

/// Every session, with its server.
#[derive(Default)]
struct Sessions(Vec<Session>);

impl SessionSink for Sessions {
    fn session(&mut self, server: &str, session: &Session) {
        assert_eq!(server, "EX01");
        self.0.push(session.clone());
    }
}

fn read_log(input: impl Read) -> (Vec<Session>, FileSummary) {
    let mut sessions = Sessions::default();
    let mut reader = Reader::new("EX01");
    let go_on = &mut |_| ControlFlow::Continue(());
    let summary = reader.file(SourceId(0), input, &mut sessions, go_on);
    reader.finish(&mut sessions);
    (sessions.0, summary.unwrap())
}

pub(super) fn send_log(data: &[u8]) {
    let (sessions, summary) = read_log(data);
    notes_hold(&summary.notes, data);
    assert!(summary.rows <= lines(data));
    for session in &sessions {
        session_holds(session, data);
    }
    let (in_pieces, again) = read_log(Pieces::of(data));
    assert_eq!(sessions, in_pieces, "however much a read gives");
    assert_eq!(
        (summary.rows, summary.notes, summary.newest),
        (again.rows, again.notes, again.newest)
    );
    looks_like_send_log(&String::from_utf8_lossy(data));
}

fn session_holds(session: &Session, data: &[u8]) {
    let quoted = |quoted: &Quoted| {
        within(quoted.at.line, data);
        assert!(quoted.text.text().chars().count() <= MAX_EXCERPT);
    };
    let ends = session.first.iter().chain(&session.last);
    ends.for_each(|LineRef { line, .. }| within(*line, data));
    assert!(session.started <= session.ended);
    session.seen_address.iter().for_each(|(_, q)| quoted(q));
    session.certificate_line.iter().for_each(quoted);
    session.tls.failed.iter().for_each(|(_, q)| quoted(q));
    session.tls.ehlo_reply.iter().for_each(quoted);
    for message in &session.messages {
        within(message.line, data);
        for recipient in &message.recipients {
            within(recipient.line, data);
            assert!(recipient.reply_line <= lines(data));
        }
    }
    for refusal in &session.refusals {
        quoted(&refusal.line);
        if let Some((message, recipient)) = refusal.recipient {
            let recipients = &session.messages[message].recipients;
            assert!(recipient.is_none_or(|index| index < recipients.len()));
        }
    }
}

pub(super) fn tracking_log(data: &[u8]) {
    let go_on = &mut |_| ControlFlow::Continue(());
    let mut logs = TrackingLogs::default();
    let first = logs.file(data, go_on).unwrap();
    notes_hold(&first.notes, data);
    assert!(first.rows <= lines(data));
    let pieces = TrackingLogs::default()
        .file(Pieces::of(data), go_on)
        .unwrap();
    assert_eq!(first, pieces, "however much a read gives");
    // A copy of a log tells nothing new.
    assert!(logs.file(data, go_on).unwrap().refused.is_empty());
}

pub(super) fn receive_log(data: &[u8]) {
    let go_on = &mut |_| ControlFlow::Continue(());
    let counted = other_log::count(data, go_on).unwrap();
    assert!(counted.rows <= lines(data));
    assert_eq!(counted, other_log::count(Pieces::of(data), go_on).unwrap());
}

pub(super) fn decode(data: &[u8]) {
    let decoded = decode_all(data);
    assert!(decoded.text.len() <= 3 * data.len() + 3);
    assert!(decoded.replaced as usize <= data.len());
    let encoding = sniff_encoding(data);
    let read = |input: &mut dyn Read| {
        let mut bytes = Vec::new();
        utf8_reader(input, encoding)
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    };
    let whole = read(&mut &*data);
    assert_eq!(
        whole,
        read(&mut Pieces::of(data)),
        "however much a read gives"
    );
    assert!(whole.len() <= 3 * data.len() + 3);
}

pub(super) fn sniff(data: &[u8]) {
    assert_eq!(sniff_bytes(data), sniff_bytes(data));
    sniff_text(&String::from_utf8_lossy(data));
}

/// The small parsers of what stands within lines.
pub(super) fn words(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    classify(&text);
    hcw::code_in(&text);
    assert!(formats::thumbprint(&text).is_none_or(|t| is_thumbprint(&t)));
    if let Some(name) = DistinguishedName::parse(&text) {
        let again = DistinguishedName::parse(&name.to_string());
        // Windows writes a backslash as it is, where RFC 4514 has it escape the next.
        let plain = name.attributes().all(|a| !a.value.contains('\\'));
        assert!(!plain || again.as_ref() == Some(&name), "{name}");
    }
    if let Some(split) = split_subject_issuer(&text) {
        assert!(text.contains(split.subject) && text.contains(split.issuer));
    }
}
