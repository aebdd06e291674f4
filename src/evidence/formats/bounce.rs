//! Bounce messages and error texts (formats.md section 5): every refusal in them,
//! with whom it was about and who said it.
//!
//! Each source has a file: `message` takes an e-mail apart, `report` reads
//! the delivery-status part, `scan` finds replies in words meant for people, and
//! `tokens` reads `{LED=..}` of message tracking and queues, `status` the joined
//! statuses of a tracking log.

mod mbox;
mod message;
mod report;
mod scan;
mod status;
mod system;
mod tokens;

use jiff::Timestamp;
use memchr::{memchr, memchr2_iter};

use super::format_list;
use crate::evidence::decode::decode;
use crate::evidence::record::{Record, Value};
use crate::evidence::reply::{self, ReplyKind};

pub(super) use status::replies_in_status;
pub use system::MailSystem;

/// A bounce or an error text, with at least one refusal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounce {
    /// It came as a whole e-mail, not as pasted text.
    pub is_message: bool,
    /// The refusals; one that stands in several parts is here once per recipient.
    pub replies: Vec<BounceReply>,
    /// The refused message's MAIL FROM, else its From, from the headers that came
    /// back with it; empty for the null sender `<>`.
    pub sender: Option<String>,
    /// Who wrote it, where it says so and it is not Exchange.
    pub system: Option<MailSystem>,
    /// When it was refused, else when the bounce was written; seconds since the epoch.
    pub date: Option<i64>,
}

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceReply {
    /// The SMTP reply as it was given, on one line.
    pub text: String,
    /// What it is.
    pub kind: ReplyKind,
    /// The line it stands at, from 1; of an encoded part, the part's first.
    pub line: u64,
    /// Whose mail was refused.
    pub recipient: Option<String>,
    /// The enhanced status code, `5.7.64`.
    pub status: Option<String>,
    /// The host that refused.
    pub remote_mta: Option<String>,
    /// The host that reports it: `Generating server`, `Reporting-MTA`.
    pub reporting_server: Option<String>,
}

/// More refusals than this are not kept of one text.
const MAX_REPLIES: usize = 2000;
/// So many are looked at for new ones: each is held against all that are kept.
const MAX_MERGED: usize = 20_000;

impl BounceReply {
    /// A refusal with what its text tells; `None` if the text is no refusal.
    fn new(text: &str, line: u64) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self {
            kind: reply::classify(&text)?,
            status: scan::enhanced_code(&text).map(str::to_owned),
            text,
            line,
            recipient: None,
            remote_mta: None,
            reporting_server: None,
        })
    }

    /// Takes over what another telling of the same refusal knows and this one does not.
    fn fill_from(&mut self, other: Self) {
        self.recipient = self.recipient.take().or(other.recipient);
        self.remote_mta = self.remote_mta.take().or(other.remote_mta);
        self.reporting_server = self.reporting_server.take().or(other.reporting_server);
    }
}

/// Reads an e-mail or a pasted text; `None` if there is no refusal in it. Of
/// several e-mails the first bounce.
pub fn parse(bytes: &[u8]) -> Option<Bounce> {
    parse_all(bytes).into_iter().next()
}

/// Reads every bounce of the file: an mbox holds several.
pub fn parse_all(bytes: &[u8]) -> Vec<Bounce> {
    let text = decode(bytes).text;
    // The mail's own charsets need the bytes; a text that was saved as UTF-16 is UTF-8 now.
    let utf16 = bytes.iter().take(64).any(|&b| b == 0);
    let bytes = if utf16 { text.as_bytes() } else { bytes };
    let bytes = with_line_feeds(bytes);
    if !is_message(&text) {
        return parse_text(&text).into_iter().collect();
    }
    let starts = mbox::starts(&bytes);
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let mut line = 0;
    let mut bounces = Vec::new();
    for (&start, end) in starts.iter().zip(ends) {
        let message = &bytes[start..end];
        bounces.extend(message::parse(message, line));
        line += message::newlines(message);
    }
    bounces
}

/// Reads a pasted text; `None` if there is no refusal in it.
pub fn parse_text(text: &str) -> Option<Bounce> {
    let text = &*text_with_line_feeds(text);
    let mut bounce = Bounce::default();
    if tokens::has_tokens(text) {
        for record in format_list::parse(text).records {
            bounce.merge_record(&record);
        }
        if bounce.replies.is_empty() {
            bounce.merge(tokens::replies(text, 1));
        }
    }
    bounce.merge(report::replies(text));
    if bounce.replies.is_empty() || !tokens::has_tokens(text) {
        bounce.merge(scan::replies(text, scan::Trust::Pasted));
    }
    bounce.sender = bounce.sender.or_else(|| scan::original_sender(text));
    bounce.system = system::of(text);
    bounce.finish()
}

/// Reads the refusals of a `Get-MessageTrackingLog` or `Get-Queue` object, from
/// whatever form it was exported in; `None` if there is none.
pub fn from_record(record: &Record) -> Option<Bounce> {
    let mut bounce = Bounce::default();
    bounce.merge_record(record);
    bounce.finish()
}

/// Whether the text is an e-mail with its headers: two of those every mail has
/// stand before the first blank line, and one that no program shows to people
/// (From, To and Subject alone are copied out of a window).
pub fn is_message(text: &str) -> bool {
    const USUAL: [&str; 11] = [
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "content-type",
        "delivered-to",
        "x-original-to",
        "from",
        "to",
        "subject",
        "date",
    ];
    const HIDDEN: u32 = 0b111_1111;
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ']);
    let mut seen = 0_u32;
    // An mbox line, which some programs save, comes before the headers.
    let mbox = |line: &[u8]| line.starts_with(b"From ") || line.starts_with(b">From ");
    for (at, line) in lines(text.as_bytes()).take(200).enumerate() {
        let folded = matches!(line.first(), Some(b' ' | b'\t')) && at > 0;
        if folded || at == 0 && mbox(line) {
            continue;
        }
        let Some(name) = memchr(b':', line).map(|colon| &line[..colon]) else {
            break;
        };
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            break;
        }
        let usual = |usual: &&str| name.eq_ignore_ascii_case(usual.as_bytes());
        seen |= USUAL.iter().position(usual).map_or(0, |i| 1 << i);
    }
    seen.count_ones() >= 2 && seen & HIDDEN != 0
}

/// Lines of a text that are not empty, whatever ends them.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    let ends = memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    ends.filter_map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        (!line.is_empty()).then_some(line)
    })
}

impl Bounce {
    /// Adds refusals, each but once for each recipient; one that is known already
    /// gives what was missing.
    fn merge(&mut self, replies: Vec<BounceReply>) {
        let mut known: Vec<String> = self.replies.iter().map(letters).collect();
        for reply in replies.into_iter().take(MAX_MERGED) {
            let new = letters(&reply);
            let mut all = self.replies.iter().zip(&known);
            match all.position(|(old, known)| is_same((old, known), (&reply, &new))) {
                Some(at) => {
                    self.replies[at].fill_from(reply);
                    known[at] = letters(&self.replies[at]);
                }
                None => {
                    self.replies.push(reply);
                    known.push(new);
                }
            }
            if self.replies.len() >= MAX_REPLIES {
                return;
            }
        }
    }

    /// Adds what the part for people says. It may be in any language: a refusal that
    /// names nobody is one of those that the part for machines told.
    fn merge_words(&mut self, replies: Vec<BounceReply>) {
        for reply in replies {
            let told = self.replies.iter().position(|r| r.kind == reply.kind);
            match told.filter(|_| reply.recipient.is_none()) {
                Some(at) => self.replies[at].fill_from(reply),
                None => self.merge(vec![reply]),
            }
        }
    }

    fn merge_record(&mut self, record: &Record) {
        let recipients = record
            .field("Recipients")
            .map(|f| texts(&f.value))
            .unwrap_or_default();
        for name in ["RecipientStatus", "LastError", "Reason"] {
            let Some(field) = record.field(name) else {
                continue;
            };
            let items = texts(&field.value);
            // The two lists go together only where both are whole.
            let paired = items.len() == recipients.len();
            for (at, item) in items.iter().enumerate() {
                let mut replies = tokens::replies(item, field.line);
                for reply in &mut replies {
                    reply.recipient = recipients.get(at).filter(|_| paired).cloned();
                }
                self.merge(replies);
            }
        }
        if self.sender.is_none() && !self.replies.is_empty() {
            let sender = record
                .field("Sender")
                .or_else(|| record.field("ReturnPath"));
            self.sender = sender.and_then(|f| texts(&f.value).pop());
        }
    }

    fn finish(mut self) -> Option<Self> {
        let stamp = |reply: &BounceReply| scan::time_in_brackets(&reply.text);
        let stamp = self.replies.iter().find_map(stamp);
        self.date = stamp.map(Timestamp::as_second).or(self.date);
        (!self.replies.is_empty()).then_some(self)
    }
}

/// What of a text counts when two are compared; made once, for there may be many.
fn letters(reply: &BounceReply) -> String {
    let letters = reply.text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether two, each with its letters, are one refusal told twice: the same recipient,
/// or none named and one text within the other.
fn is_same((a, a_letters): (&BounceReply, &str), (b, b_letters): (&BounceReply, &str)) -> bool {
    if a.kind != b.kind {
        return false;
    }
    let within =
        || a.text == b.text || a_letters.contains(b_letters) || b_letters.contains(a_letters);
    match (&a.recipient, &b.recipient) {
        (Some(a_to), Some(b_to)) => a_to.eq_ignore_ascii_case(b_to) && within(),
        _ => within(),
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::List { items, .. } => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Files of old Macintosh programs have carriage returns alone.
fn with_line_feeds(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if memchr::memchr(b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_none() {
        return bytes.into();
    }
    let feed = |&b: &u8| if b == b'\r' { b'\n' } else { b };
    bytes.iter().map(feed).collect()
}

fn text_with_line_feeds(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\n') || !text.contains('\r') {
        return text.into();
    }
    text.replace('\r', "\n").into()
}

#[cfg(test)]
mod tests;
