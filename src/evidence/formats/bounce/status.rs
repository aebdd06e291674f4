//! `recipient-status` of a tracking log: the statuses of several recipients, joined by
//! `;` as their addresses are.

use super::BounceReply;
use super::tokens;

/// The refusals in the statuses, each with its recipient where the two lists go
/// together: as many statuses as recipients.
pub(in crate::evidence::formats) fn replies_in_status(
    status: &str,
    recipients: &[&str],
) -> Vec<BounceReply> {
    let statuses = match tokens::has_tokens(status) {
        true => tokens::statuses(status, 1),
        false => parts(status)
            .map(|part| BounceReply::new(part, 1))
            .collect(),
    };
    let paired = statuses.len() == recipients.len();
    let named = statuses.into_iter().enumerate().filter_map(|(at, reply)| {
        let recipient = recipients.get(at).filter(|r| paired && !r.is_empty());
        Some(BounceReply {
            recipient: recipient.map(|r| (*r).to_owned()),
            ..reply?
        })
    });
    named.collect()
}

/// Replies hold `;` themselves (`TenantAttribution; Relay Access Denied`): only one
/// that a new code follows parts them.
fn parts(status: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(status);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut ends = text.match_indices(';').map(|(at, _)| at);
        let end = ends.find(|&at| begins_reply(&text[at + 1..]));
        rest = end.map(|at| &text[at + 1..]);
        let part = &text[..end.unwrap_or(text.len())];
        Some(part.trim().trim_matches(['\'', '"', '[', ']']))
    })
}

/// `550 5.7.64 ...`, `'250 2.1.5 ...`, and the brackets of an empty status.
fn begins_reply(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['\'', '"', '[']);
    let code = text.as_bytes().first_chunk::<3>();
    let is_code = code.is_some_and(|c| {
        matches!(c[0], b'2' | b'4' | b'5') && c[1].is_ascii_digit() && c[2].is_ascii_digit()
    });
    text.is_empty() || is_code && text[3..].starts_with([' ', '-'])
}
