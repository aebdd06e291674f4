//! Where a reply may begin.

use super::Trust;
use crate::evidence::reply::{ReplyKind, classify};

/// The beginning of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Start {
    pub at: usize,
    /// The character before it, without blanks: a quote or `#` tells where it ends.
    pub before: Option<char>,
    /// Blanks are written `+` (IIS logs).
    pub plus: bool,
    /// `550, b'5.7.64 ...'`: the quote behind the first code.
    pub inner_quote: Option<char>,
}

impl Start {
    /// The reply as the server gave it: without what a program wrapped around it.
    pub(super) fn readable(&self, text: &str) -> String {
        let text = match self.inner_quote {
            Some(quote) => match text.split_once(quote) {
                Some((code, rest)) => format!("{} {rest}", &code[..code.len().min(3)]),
                None => text.to_owned(),
            },
            None => text.to_owned(),
        };
        let end = text.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '\'' | '"' | '#' | '`' | '|')
        });
        end.to_owned()
    }
}

/// Every place where a reply may begin, in order.
pub(super) fn starts(text: &str, trust: Trust) -> Vec<Start> {
    let bytes = text.as_bytes();
    let coded: Vec<Start> = (0..bytes.len()).filter_map(|at| coded(text, at)).collect();
    if trust == Trust::Mail || !coded.is_empty() {
        return coded;
    }
    let bare: Vec<Start> = (0..bytes.len()).filter_map(|at| bare(text, at)).collect();
    if !bare.is_empty() {
        return bare;
    }
    worded(text)
}

/// `550 5.7.64`, `550-5.7.64`, `550+5.7.64`, `550 #5.7.64`, `(550, b'5.7.64`.
fn coded(text: &str, at: usize) -> Option<Start> {
    let rest = basic_code(text, at)?;
    let after: &str = &rest[3..];
    let class = &rest[..1];
    let plus = after.starts_with('+');
    let (skipped, quote) = if let Some(tuple) = after.strip_prefix(',') {
        let inner = tuple.trim_start();
        let inner = inner.strip_prefix('b').unwrap_or(inner);
        let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        (inner.get(1..)?, Some(quote))
    } else {
        let inner = after.trim_start_matches([' ', '\t', '\r', '\n', '-', '+', '#']);
        // At most a fold of a line stands between the two codes.
        let gap = after.len() - inner.len();
        ((1..=12).contains(&gap).then_some(inner)?, None)
    };
    let code = enhanced_at(skipped)?;
    code.starts_with(class)
        .then(|| start(text, at, plus, quote))
}

/// Without the second code: `554 Relay access denied` where a reply is expected,
/// or `5.7.64 TenantAttribution; ...` anywhere.
fn bare(text: &str, at: usize) -> Option<Start> {
    if let Some(rest) = basic_code(text, at) {
        let expected = expects_reply(&text[..at]);
        let worded = rest[3..].strip_prefix([' ', '-'])?;
        let letter = worded.starts_with(|c: char| c.is_alphabetic() || c == '<');
        return (expected && letter).then(|| start(text, at, false, None));
    }
    let rest = text.get(at..)?;
    let code = enhanced_at(rest).filter(|_| is_boundary(text, at))?;
    let telling = rest[code.len()..].trim_start_matches([' ', '+', ':']);
    let known = classify(rest.lines().next()?);
    let told = known.is_some_and(|kind| kind != ReplyKind::OtherRefusal);
    let plus = rest[code.len()..].starts_with('+');
    // A reply's words begin in upper case; a version number's do not.
    let words = telling.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let alone = text.trim() == code;
    (told && (words || alone)).then(|| start(text, at, plus, None))
}

/// No code at all: `TenantAttribution; Relay Access Denied`, `... ATTR36`.
fn worded(text: &str) -> Vec<Start> {
    const WORDS: [&str; 4] = [
        "tenantattribution",
        "tenantinboundattribution",
        "attr36",
        "att36",
    ];
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<usize> = Vec::new();
    for word in WORDS {
        for (at, _) in lower.match_indices(word) {
            // ATTR36 stands at the end: the reply begins where the line does.
            let line = lower[..at].rfind('\n').map_or(0, |nl| nl + 1);
            let blanks = lower[line..].len() - lower[line..].trim_start().len();
            let from = if word.starts_with("att") {
                line + blanks
            } else {
                at
            };
            found.push(from.min(at));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|at| start(text, at, false, None))
        .collect()
}

fn start(text: &str, at: usize, plus: bool, inner_quote: Option<char>) -> Start {
    Start {
        at,
        before: text[..at].chars().next_back(),
        plus,
        inner_quote,
    }
}

/// The text from `at` on if a 4xx or 5xx stands there by itself.
fn basic_code(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let digits = rest.as_bytes().get(..3)?;
    let code = matches!(digits[0], b'4' | b'5') && digits.iter().all(u8::is_ascii_digit);
    let ends = !rest
        .as_bytes()
        .get(3)
        .is_some_and(u8::is_ascii_alphanumeric);
    (code && ends && is_boundary(text, at)).then_some(rest)
}

fn is_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@'))
}

/// Whether what stands before makes a reply likely: a line's beginning, or words
/// that mail programs put before one.
fn expects_reply(before: &str) -> bool {
    const LEADS: [&str; 6] = [
        "said:",
        "returned",
        "smtp;",
        "error:",
        "response:",
        "reply:",
    ];
    let before = before.trim_end_matches([' ', '\t', '\'', '"', '#', '(', '<']);
    let from = before.len().saturating_sub(16);
    let tail = before.get(from..).unwrap_or_default().to_ascii_lowercase();
    before.is_empty() || before.ends_with('\n') || LEADS.iter().any(|lead| tail.ends_with(lead))
}

/// `5.7.64` at the beginning of the text.
fn enhanced_at(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    if !matches!(bytes.first(), Some(b'4' | b'5')) || bytes.get(1) != Some(&b'.') {
        return None;
    }
    let digits = |from: usize| {
        let run = bytes[from..].iter().take_while(|b| b.is_ascii_digit());
        let len = run.count();
        (1..=3).contains(&len).then_some(from + len)
    };
    let subject = digits(2)?;
    let end = match bytes.get(subject) {
        Some(b'.') => digits(subject + 1)?,
        _ => return None,
    };
    let next = bytes.get(end);
    let goes_on = next.is_some_and(u8::is_ascii_alphanumeric)
        || next == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    (!goes_on).then(|| &text[..end])
}

/// The first enhanced status code in a reply.
pub(in crate::evidence::formats::bounce) fn enhanced_code(text: &str) -> Option<&str> {
    let places = text.char_indices().map(|(at, _)| at);
    places
        .filter(|&at| is_boundary(text, at))
        .find_map(|at| enhanced_at(&text[at..]))
}
