//! `[{LED=550 5.7.64 ...};{MSG=};{FQDN=host};{IP=..};{LRT=..}]` of message tracking
//! and queues. The order varies and the text of LED holds `;`, quotes and brackets,
//! so only `{KEY=` counts (domain.md section 1.3).

use super::BounceReply;

const KEYS: [&str; 5] = ["LED", "MSG", "FQDN", "IP", "LRT"];

struct Token<'a> {
    key: &'static str,
    value: &'a str,
    /// Where it begins.
    at: usize,
}

/// Whether such tokens are in the text.
pub(super) fn has_tokens(text: &str) -> bool {
    text.contains("{LED=")
}

/// The refusals in the tokens; `line` is the line at which the text begins.
pub(super) fn replies(text: &str, line: u64) -> Vec<BounceReply> {
    statuses(text, line).into_iter().flatten().collect()
}

/// One entry a status, `None` for one that is no refusal.
pub(super) fn statuses(text: &str, line: u64) -> Vec<Option<BounceReply>> {
    let mut groups: Vec<Vec<Token>> = Vec::new();
    for token in tokens(text) {
        // A key that comes again belongs to the next status.
        let repeated = groups
            .last()
            .is_none_or(|group| group.iter().any(|t| t.key == token.key));
        if repeated {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(token);
        }
    }
    let (mut counted, mut line) = (0, line);
    let reply = |group: Vec<Token>| {
        let find = |key| group.iter().find(|t| t.key == key);
        let led = find("LED")?;
        let passed = &text.as_bytes()[counted..led.at];
        line += memchr::memchr_iter(b'\n', passed).count() as u64;
        counted = led.at;
        let host = find("FQDN").filter(|t| !t.value.is_empty());
        Some(BounceReply {
            remote_mta: host.map(|t| t.value.to_owned()),
            ..BounceReply::new(led.value, line)?
        })
    };
    groups.into_iter().map(reply).collect()
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let starts: Vec<(usize, &'static str)> = text
        .match_indices('{')
        .filter_map(|(at, _)| {
            let rest = &text[at + 1..];
            let is_key = |key: &&&str| rest.strip_prefix(**key).is_some_and(|r| r.starts_with('='));
            KEYS.iter().find(is_key).map(|&key| (at, key))
        })
        .collect();
    let mut ends = starts.iter().skip(1).map(|&(at, _)| at);
    let token = |&(at, key): &(usize, &'static str)| {
        let begin = at + 1 + key.len() + 1;
        let end = ends.next().unwrap_or(text.len()).max(begin);
        Token {
            key,
            value: value(&text[begin..end]),
            at,
        }
    };
    starts.iter().map(token).collect()
}

/// A value up to the brace that closes it: the last one before the next token, or
/// the one that ends the status.
fn value(text: &str) -> &str {
    let end = text.find("}]").or_else(|| text.rfind('}'));
    text[..end.unwrap_or(text.len())].trim()
}
