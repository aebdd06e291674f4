//! The address in `MAIL FROM:<..>` and `RCPT TO:<..>` (RFC 5321, section 4.1.2).

use std::borrow::Cow;

use memchr::memchr2;

use super::find::{first, first_of};
use super::line::lossy;

/// Longest address kept, in characters; RFC 5321 allows 254.
const MAX_ADDRESS: usize = 1024;

/// The address in what follows `FROM:` or `TO:`, without angle brackets; empty
/// for `<>`. A `>` in a quoted local part does not end it.
pub(super) fn path(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    let Some(inside) = text.strip_prefix(b"<") else {
        return up_to(text, first(b' ', text));
    };
    self::inside(inside)
}

/// The address that stands behind an opening angle bracket.
#[inline(always)]
pub(super) fn inside(inside: &[u8]) -> &[u8] {
    match first_of(b'>', b'"', inside) {
        Some(end) if inside[end] == b'>' => &inside[..end],
        _ => with_quotes(inside),
    }
}

#[cold]
fn with_quotes(inside: &[u8]) -> &[u8] {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in inside.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return &inside[..at],
            _ => {}
        }
    }
    // Never closed: up to the first bracket or blank, whatever the quotes say.
    up_to(inside, memchr2(b'>', b' ', inside))
}

fn up_to(text: &[u8], end: Option<usize>) -> &[u8] {
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// As much of an address as is kept.
pub(super) fn kept(address: &[u8]) -> Cow<'_, [u8]> {
    bounded_bytes(address, MAX_ADDRESS)
}

/// At most the first `characters` of a text, given as bytes.
#[inline(always)]
pub(super) fn bounded_bytes(text: &[u8], characters: usize) -> Cow<'_, [u8]> {
    // What has no more bytes has no more characters.
    if text.len() <= characters {
        return Cow::Borrowed(text);
    }
    Cow::Owned(first_characters(text, characters))
}

#[cold]
fn first_characters(text: &[u8], characters: usize) -> Vec<u8> {
    bounded(&lossy(text), characters).to_owned().into_bytes()
}

/// At most the first `characters` of a text.
pub(super) fn bounded(text: &str, characters: usize) -> &str {
    if text.len() <= characters {
        return text;
    }
    match text.char_indices().nth(characters) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_without_brackets_and_parameters() {
        let table = [
            (
                "<user@contoso.com> SIZE=18019 AUTH=<> XOORG=contoso.com",
                "user@contoso.com",
            ),
            ("<>", ""),
            ("<> SIZE=1", ""),
            (" <user@contoso.com>", "user@contoso.com"),
            (
                "<someone@fabrikam.com> NOTIFY=FAILURE ORCPT=rfc822;x>y@fabrikam.com",
                "someone@fabrikam.com",
            ),
            (
                "<\"a>b, c\"@contoso.com> BODY=8BITMIME",
                "\"a>b, c\"@contoso.com",
            ),
            ("<\"a\\\">b\"@contoso.com>", "\"a\\\">b\"@contoso.com"),
            ("<日本@contoso.com> SMTPUTF8", "日本@contoso.com"),
            ("user@contoso.com SIZE=1", "user@contoso.com"),
            ("<user@contoso.com SIZE=1", "user@contoso.com"),
            ("<\"user@contoso.com> SIZE=1", "\"user@contoso.com"),
            ("", ""),
            ("<", ""),
        ];
        for (given, expected) in table {
            assert_eq!(lossy(&kept(path(given.as_bytes()))), expected, "{given}");
        }
        let long = "é".repeat(5000);
        assert_eq!(
            lossy(&kept(path(long.as_bytes()))).chars().count(),
            MAX_ADDRESS
        );
    }
}
