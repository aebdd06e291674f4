//! Who was refused, by whom, and who says so: what stands before a reply.

use super::Trust;
use super::start::starts;
use crate::evidence::formats::bounce::BounceReply;

/// The labels of the reporting server, English and Japanese.
const SERVER_LABELS: [&str; 2] = ["generating server:", "生成サーバー:"];
/// What begins the headers that came back.
const HEADER_LABELS: [&str; 2] = ["original message headers:", "元のメッセージ ヘッダー:"];

/// Where the report ends and the returned headers begin: at their label, or, in
/// languages whose label is not known, at the first hop behind a refusal.
pub(super) fn end_of_report(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    let labels = HEADER_LABELS.iter().filter_map(|label| lower.find(label));
    let hop = || {
        let at = lower.find("\nreceived: from ")?;
        let refused = !starts(&text[..at], Trust::Mail).is_empty();
        refused.then_some(at + 1)
    };
    labels.min().or_else(hop).unwrap_or(text.len())
}

/// The sender in the headers that came back: Return-Path, else From. Empty for `<>`.
pub(in crate::evidence::formats::bounce) fn original_sender(text: &str) -> Option<String> {
    let from = end_of_report(text);
    let headers = &text[from..];
    let header = |name: &str| {
        let value = headers.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.trim().eq_ignore_ascii_case(name).then_some(value)
        })?;
        if value.trim() == "<>" {
            return Some(String::new());
        }
        value.split([' ', '\t']).find_map(address)
    };
    header("Return-Path").or_else(|| header("From"))
}

/// Reads on through a text, counting lines and remembering the reporting server.
pub(super) struct Context<'a> {
    text: &'a str,
    line: u64,
    counted: usize,
    server: Option<String>,
    server_read: usize,
}

impl<'a> Context<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            line: 1,
            counted: 0,
            server: None,
            server_read: 0,
        }
    }

    /// The line of the byte `at`; to be asked in ascending order.
    pub(super) fn line_of(&mut self, at: usize) -> u64 {
        let passed = &self.text.as_bytes()[self.counted.min(at)..at];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = at;
        self.line
    }

    /// Adds what stands between the end of the reply before (`from`) and this one (`to`).
    pub(super) fn complete(&mut self, reply: BounceReply, from: usize, to: usize) -> BounceReply {
        let before = &self.text[from..to];
        let labelled = self.look_for_server(to);
        // Behind the label stand the address and the host; else only this line
        // (or the one above, if it holds an address alone) belongs to the reply.
        let near = match labelled {
            Some(at) if at >= from => &self.text[at..to],
            _ if self.server.is_some() => before,
            _ => own_lines(before),
        };
        let words = || near.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '='));
        let recipient = words().filter_map(address).next_back();
        let behind = match &recipient {
            Some(to) => near
                .rfind(to.as_str())
                .map_or("", |at| &near[at + to.len()..]),
            None => near,
        };
        let host = behind.split_whitespace().find_map(host);
        BounceReply {
            recipient,
            remote_mta: reply.remote_mta.or(host),
            reporting_server: self.server.clone(),
            ..reply
        }
    }

    /// Looks for a label up to `to`; where its value ends, if one is there.
    fn look_for_server(&mut self, to: usize) -> Option<usize> {
        let begin = self.server_read.min(to);
        let passed = self.text[begin..to].to_ascii_lowercase();
        self.server_read = to;
        let found = SERVER_LABELS.iter().filter_map(|label| {
            let at = passed.rfind(label)?;
            Some(begin + at + label.len())
        });
        let value_at = found.max().or_else(|| {
            let known = self.server.is_some();
            labelled_host(&self.text[begin..to])
                .filter(|_| !known)
                .map(|at| begin + at)
        })?;
        let value = self.text[value_at..to].trim_start();
        let word = value.split_whitespace().next()?;
        self.server = host(word);
        let skipped = self.text[value_at..to].len() - value.len();
        Some(value_at + skipped + word.len())
    }
}

/// Behind the colon of the first line that is a label with a host and no more:
/// the reporting server in a language whose label is not known.
fn labelled_host(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(colon) = line.find([':', '：']) {
            let (label, value) = line.split_at(colon);
            let value = value.trim_start_matches([':', '：']);
            let words = label.trim();
            let label = words.contains(' ') || !words.is_ascii();
            let alone = host(value).is_some_and(|host| host.len() == value.trim().len());
            if label && alone && !words.contains('@') {
                return Some(at + line.len() - value.len());
            }
        }
        at += line.len();
    }
    None
}

/// The line up to the reply, and the line above if that is an address and no more.
fn own_lines(before: &str) -> &str {
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let above = &before[..line.saturating_sub(1)];
    let above_at = above.rfind('\n').map_or(0, |at| at + 1);
    let alone = above[above_at..].trim();
    if address(alone).is_some_and(|a| a.len() + 2 >= alone.len()) {
        &before[above_at..]
    } else {
        &before[line..]
    }
}

/// The address in a word: `<mailto:a@b.c>`, `'a@b.c':`, `a@b.c<mailto:a@b.c>`.
fn address(word: &str) -> Option<String> {
    let word = word.split("<mailto:").find(|part| part.contains('@'))?;
    let outer = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '+' | '-' | '*');
    let word = word.trim_matches(outer);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let (local, domain) = word.split_once('@')?;
    let usual = |c: char| !c.is_whitespace() && !"<>()[],;:\"'".contains(c);
    let sane = !local.is_empty() && domain.contains('.') && word.chars().all(usual);
    sane.then(|| word.to_owned())
}

/// A host name: several labels, the last of letters.
fn host(word: &str) -> Option<String> {
    let word = word.split(['[', '(', '<']).next()?;
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let (_, top) = word.rsplit_once('.')?;
    let letters = top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic());
    (letters && word.chars().all(usual)).then(|| word.to_owned())
}
