//! An e-mail: the part for machines first, then the part for people.

use std::borrow::Cow;

use mail_parser::decoders::html::html_to_text;
use mail_parser::{
    HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders as _, PartType,
};

use super::{Bounce, BounceReply, report, scan, system};
use crate::evidence::decode::decode;

/// Messages within messages that are looked into (a forwarded bounce is one).
const MAX_NESTING: usize = 3;

/// Longest delivery-status part, in bytes; what is longer is an attachment.
const MAX_REPORT: usize = 256 * 1024;

/// Reads one e-mail; `before` lines stand before it in the file.
pub(super) fn parse(bytes: &[u8], before: u64) -> Option<Bounce> {
    let start = start_of_headers(bytes);
    let message = MessageParser::default().parse(&bytes[start..])?;
    let lines = Lines {
        raw: &bytes[start..],
        before: before + newlines(&bytes[..start]),
    };
    let mut bounce = Bounce {
        is_message: true,
        date: message.date().map(mail_parser::DateTime::to_timestamp),
        ..Bounce::default()
    };
    collect(&message, &lines, None, MAX_NESTING, &mut bounce);
    bounce.finish()
}

/// Behind blank lines and an mbox line.
fn start_of_headers(bytes: &[u8]) -> usize {
    let blank = |&b: &u8| b" \r\n\xEF\xBB\xBF".contains(&b);
    let start = bytes.iter().take_while(|b| blank(b)).count();
    let rest = &bytes[start..];
    if rest.starts_with(b"From ") || rest.starts_with(b">From ") {
        return start + memchr::memchr(b'\n', rest).map_or(0, |at| at + 1);
    }
    start
}

/// `at` is where the outer part begins that holds this message, `None` for the outermost.
fn collect(message: &Message, lines: &Lines, at: Option<usize>, depth: usize, bounce: &mut Bounce) {
    let place = |offset: u32| at.unwrap_or(offset as usize);
    let mut words: Vec<(usize, Cow<str>)> = Vec::new();
    let mut html: Vec<(usize, Cow<str>)> = Vec::new();
    let mut nested = Vec::new();
    let mut returned = None;
    for part in &message.parts {
        let from = place(part.offset_body);
        match &part.body {
            PartType::Binary(data) | PartType::InlineBinary(data) if data.len() <= MAX_REPORT => {
                let text = decode(data).text;
                bounce.system = bounce.system.or_else(|| system::of(&text));
                bounce.merge(lines.place(report::replies(&text), from));
            }
            PartType::Text(text) if is_headers(part) => {
                let headers = MessageParser::default().parse_headers(text.as_bytes());
                returned = headers.as_ref().and_then(return_path);
            }
            // Some programs label the part text/plain or leave the label off.
            PartType::Text(text) => {
                bounce.merge(lines.place(report::replies(text), from));
                words.push((from, text.as_ref().into()));
            }
            PartType::Html(text) => html.push((from, html_to_text(text).into())),
            PartType::Message(inner) => nested.push((from, inner)),
            _ => {}
        }
    }
    let mut said = words.iter().chain(&html);
    bounce.system = bounce
        .system
        .or_else(|| said.find_map(|(_, text)| system::of(text)));
    for (from, text) in &words {
        let told = lines.place(scan::replies(text, scan::Trust::Mail), *from);
        bounce.merge_words(told);
    }
    if bounce.replies.is_empty() {
        for (from, text) in &html {
            bounce.merge(lines.place(scan::replies(text, scan::Trust::Mail), *from));
        }
    }
    if bounce.replies.is_empty() && depth > 0 {
        for (from, inner) in &nested {
            collect(inner, lines, Some(*from), depth - 1, bounce);
        }
        return;
    }
    let returned = returned.or_else(|| nested.iter().find_map(|(_, inner)| return_path(inner)));
    let quoted = || {
        words
            .iter()
            .find_map(|(_, text)| scan::original_sender(text))
    };
    bounce.sender = bounce.sender.take().or(returned).or_else(quoted);
}

/// The headers of the refused message, where no more of it came back (RFC 6522).
fn is_headers(part: &MessagePart) -> bool {
    let is_type = |t: &mail_parser::ContentType| {
        let subtype = t.subtype().unwrap_or_default();
        t.ctype().eq_ignore_ascii_case("text") && subtype.eq_ignore_ascii_case("rfc822-headers")
    };
    part.content_type().is_some_and(is_type)
}

/// MAIL FROM as the last server noted it, else the From header.
fn return_path(message: &Message) -> Option<String> {
    let path = match message.header(HeaderName::ReturnPath) {
        Some(HeaderValue::Text(text)) => Some(text.to_string()),
        Some(HeaderValue::TextList(texts)) => texts.last().map(ToString::to_string),
        Some(HeaderValue::Empty) => Some(String::new()),
        _ => None,
    };
    let from = || {
        message
            .from()?
            .first()?
            .address
            .as_ref()
            .map(ToString::to_string)
    };
    path.or_else(from)
}

/// Finds again in the file what was read from a decoded part.
struct Lines<'a> {
    raw: &'a [u8],
    /// Lines before `raw`.
    before: u64,
}

impl Lines<'_> {
    /// Gives each reply the line of the file where its codes stand; in base64 they
    /// stand nowhere, then the line where the part begins.
    fn place(&self, mut replies: Vec<BounceReply>, from: usize) -> Vec<BounceReply> {
        let mut at = from.min(self.raw.len());
        let (mut counted, mut line) = (0, self.before + 1);
        for reply in &mut replies {
            let begin = reply.text.get(..9).unwrap_or(&reply.text);
            let found = memchr::memmem::find(&self.raw[at..], begin.as_bytes()).map(|i| at + i);
            let here = found.unwrap_or(at).max(counted);
            line += newlines(&self.raw[counted..here]);
            counted = here;
            reply.line = line;
            at = found.map_or(at, |i| (i + 1).min(self.raw.len()));
        }
        replies
    }
}

pub(super) fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
