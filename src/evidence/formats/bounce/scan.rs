//! Finds SMTP replies in text that people read or paste: in quotes, between `#`
//! and `##`, in brackets of a programming language, with `+` for blanks, in a line.

mod context;
mod start;

use jiff::Timestamp;

use self::context::Context;
use self::start::{Start, starts};
use super::BounceReply;

pub(super) use self::context::original_sender;
pub(super) use self::start::enhanced_code;

/// How far the text is believed to be about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Somebody pasted it for that reason: a code or a word is enough.
    Pasted,
    /// A mail may be about anything: both codes of a reply must be there.
    Mail,
}

/// Longest reply that is taken, in characters; what is longer is not one.
const MAX_REPLY: usize = 2000;

/// The refusals in the text, in order.
pub(super) fn replies(text: &str, trust: Trust) -> Vec<BounceReply> {
    // What came back with the refusal speaks of other hops.
    let text = &text[..context::end_of_report(text)];
    let mut context = Context::new(text);
    let mut replies = Vec::new();
    let mut read = 0;
    for start in starts(text, trust) {
        if start.at < read {
            continue;
        }
        let (found, end) = extent(text, &start);
        let line = context.line_of(start.at);
        if let Some(reply) = BounceReply::new(&found, line) {
            replies.push(context.complete(reply, read, start.at));
            read = end.max(start.at + 1);
        }
    }
    replies
}

/// The reply from its first code to its end, and where that is.
fn extent(text: &str, start: &Start) -> (String, usize) {
    let rest = &text[start.at..];
    let limit = rest
        .char_indices()
        .nth(MAX_REPLY)
        .map_or(rest.len(), |(at, _)| at);
    let rest = &rest[..limit];
    let paragraph = &rest[..end_of_paragraph(rest)];
    if start.plus {
        let end = paragraph
            .find(char::is_whitespace)
            .unwrap_or(paragraph.len());
        return (paragraph[..end].replace('+', " "), start.at + end);
    }
    let marked = match start.before {
        Some('#' | '<') => end_of_hashes(paragraph),
        // `#<HOST #5.7.64 smtp;550 ...> #SMTP#`
        Some(';') => {
            let ends = ["> #", ">'", ">\""]
                .iter()
                .filter_map(|end| paragraph.find(end));
            ends.min()
        }
        Some(quote @ ('\'' | '"' | '`' | '\u{2018}' | '\u{201C}')) => {
            end_of_quote(paragraph, quote)
        }
        _ => None,
    };
    let inner = start.inner_quote.and_then(|q| end_of_quote(paragraph, q));
    let end = inner.or(marked).unwrap_or_else(|| end_of_line(paragraph));
    (start.readable(&paragraph[..end]), start.at + end)
}

fn end_of_paragraph(text: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find('\n').map(|at| from + at) {
        let next = text[at + 1..].lines().next().unwrap_or_default();
        if next.trim().is_empty() {
            return at;
        }
        from = at + 1;
    }
    text.len()
}

/// `#550 5.7.64 ... ##` of Exchange 2007 and 2010; `#<... #5.7.1 smtp;530 ...> #SMTP#`.
fn end_of_hashes(text: &str) -> Option<usize> {
    text.find("##").or_else(|| text.find("> #"))
}

/// The quote that closes: one that no letter follows, so that `it's` closes nothing.
fn end_of_quote(text: &str, open: char) -> Option<usize> {
    let close = match open {
        '\u{2018}' => '\u{2019}',
        '\u{201C}' => '\u{201D}',
        '`' => '\'',
        same => same,
    };
    text.match_indices(close).map(|(at, _)| at).find(|&at| {
        let after = text[at + close.len_utf8()..].chars().next();
        !after.is_some_and(char::is_alphanumeric)
    })
}

/// The end of the line, and of the lines that go on with it: indented deeper, or
/// within a bracket that is still open.
fn end_of_line(text: &str) -> usize {
    let mut end = text.find('\n').unwrap_or(text.len());
    while end < text.len() {
        let next = &text[end + 1..];
        let next = &next[..next.find('\n').unwrap_or(next.len())];
        let open = text[..end].matches('[').count() > text[..end].matches(']').count();
        let folded = next.starts_with([' ', '\t']) && starts(next, Trust::Mail).is_empty();
        if !open && !folded || next.contains(": ") {
            break;
        }
        end += 1 + next.len();
    }
    // On one line after a paste, the next part of the report begins behind the reply.
    const NEXT_PARTS: [&str; 3] = ["Original message headers", "元のメッセージ ヘッダー", "##"];
    let parts = NEXT_PARTS.iter().filter_map(|part| text[..end].find(part));
    parts.min().unwrap_or(end)
}

/// The time that newer front ends append: `[HOST 2026-01-29T19:07:30.476Z SESSION]`.
pub(super) fn time_in_brackets(text: &str) -> Option<Timestamp> {
    let inner = &text[text.rfind('[')? + 1..];
    inner
        .split([' ', ']'])
        .filter(|word| word.len() >= 20)
        .find_map(|word| word.parse().ok())
}
