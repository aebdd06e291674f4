//! A row of the peer's answer: what its text says, and what it can be an answer to.

use std::net::IpAddr;

use memchr::memchr2_iter;

use crate::evidence::reply::{ReplyKind, classify};

use super::dialogue::{Verb, Verbs};
use super::line::lossy;
use super::peer;

/// An enhanced code: class, subject, detail (RFC 3463).
type Enhanced = (u16, u16, u16);

/// What a reply row (`250-SIZE`, `550 5.7.64 TenantAttribution; ...`) says by its text
/// alone, so that it need not be worked out anew each time the same is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) code: u16,
    /// `250-`: more rows of the same reply follow.
    pub(super) more: bool,
    /// Where that begins which follows code and separator.
    pub(super) rest_at: usize,
    /// Whether that begins with an enhanced code.
    pub(super) is_enhanced: bool,
    /// What a refusal is.
    pub(super) kind: Option<ReplyKind>,
    /// The commands that it can answer.
    pub(super) fits: Verbs,
    /// Whether `Hello [address]` is in it, as in replies to EHLO and HELO.
    pub(super) hello: bool,
    /// The address in it.
    pub(super) seen: Option<IpAddr>,
    /// Whether a word of it is `STARTTLS`, as in replies to EHLO.
    pub(super) lists_starttls: bool,
}

impl Said {
    /// Reads a reply row; `None` when it does not begin as RFC 5321 says.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let ReplyRow { code, more, rest } = reply_row(text)?;
        let enhanced = enhanced(rest);
        let kind = (code >= 400).then(|| classify(&lossy(text)).unwrap_or(ReplyKind::OtherRefusal));
        // A reply to EHLO has no enhanced code (RFC 2034, section 4).
        let to_ehlo = code == 250 && enhanced.is_none();
        let hello = code == 250 && peer::says_hello(rest);
        Some(Self {
            code,
            more,
            rest_at: text.len() - rest.len(),
            is_enhanced: enhanced.is_some(),
            kind,
            fits: answers((code, enhanced), rest, hello, kind),
            hello,
            seen: hello.then(|| peer::seen_address(&lossy(rest))).flatten(),
            lists_starttls: to_ehlo && lists_starttls(rest),
        })
    }

    /// What follows code and separator.
    pub(super) fn rest<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        text.get(self.rest_at..).unwrap_or_default()
    }
}

struct ReplyRow<'a> {
    code: u16,
    more: bool,
    rest: &'a [u8],
}

/// Whether a text begins as replies do.
pub(super) fn is_reply(text: &[u8]) -> bool {
    reply_row(text).is_some()
}

fn reply_row(text: &[u8]) -> Option<ReplyRow<'_>> {
    let text = text.trim_ascii_start();
    let (digits, rest) = text.split_first_chunk::<3>()?;
    let &[a, b, c] = digits;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = |digit: u8| u16::from(digit - b'0');
    let code = value(a) * 100 + value(b) * 10 + value(c);
    if !(200..600).contains(&code) {
        return None;
    }
    let (more, rest) = match rest.split_first() {
        None => (false, rest),
        Some((b' ', rest)) => (false, rest),
        Some((b'-', rest)) => (true, rest),
        Some(_) => return None,
    };
    Some(ReplyRow { code, more, rest })
}

/// The enhanced code at the beginning: `5.7.64`.
fn enhanced(rest: &[u8]) -> Option<Enhanced> {
    let mut parts = [None; 3];
    let mut at = 0;
    let bytes = rest.trim_ascii_start().iter();
    for byte in bytes.take_while(|b| !b.is_ascii_whitespace()) {
        match byte {
            b'0'..=b'9' => {
                let part: &mut Option<u16> = parts.get_mut(at)?;
                let shifted = part.unwrap_or(0).checked_mul(10)?;
                *part = Some(shifted.checked_add(u16::from(byte - b'0'))?);
            }
            b'.' => at += 1,
            _ => return None,
        }
    }
    let [class, subject, detail] = parts;
    (at == 2).then_some((class?, subject?, detail?))
}

/// Whether a word of the reply is `STARTTLS`.
fn lists_starttls(rest: &[u8]) -> bool {
    const WORD: &[u8] = b"STARTTLS";
    let parts = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
    memchr2_iter(b'S', b's', rest).any(|at| {
        let end = at + WORD.len();
        let same = |word: &[u8]| word.eq_ignore_ascii_case(WORD);
        rest.get(at..end).is_some_and(same)
            && parts(at.checked_sub(1).and_then(|before| rest.get(before)))
            && parts(rest.get(end))
    })
}

/// The commands that a reply, with its enhanced code, can answer.
///
/// Replies come in the order of the commands, so this only serves to find
/// the way back where rows are missing.
fn answers(
    code: (u16, Option<Enhanced>),
    rest: &[u8],
    hello: bool,
    kind: Option<ReplyKind>,
) -> Verbs {
    use Verb::{AnonymousTls, Auth, Bdat, Content, Data, Ehlo, Mail, Quit, Rcpt, StartTls};
    match code {
        (354, _) => return Verbs::of(&[Data]),
        (221, _) => return Verbs::of(&[Quit]),
        (220, _) => return Verbs::of(&[StartTls, AnonymousTls]),
        (235 | 334, _) => return Verbs::of(&[Auth]),
        // Some systems say 2.1.0 for a recipient too, with that word.
        (250, Some((2, 1, 0))) if has_word(rest, b"recipient") => {
            return Verbs::of(&[Rcpt]);
        }
        (250, Some((2, 1, 0))) => return Verbs::of(&[Mail]),
        (250, Some((2, 1, 5))) => return Verbs::of(&[Rcpt]),
        (250, Some((2, 6, 0))) => return Verbs::of(&[Bdat, Content]),
        (250, _) if hello => return Verbs::of(&[Ehlo]),
        (400.., Some((4 | 5, 1, 1 | 2 | 3 | 6 | 10))) => {
            return Verbs::of(&[Rcpt, Data, Bdat, Content]);
        }
        _ => {}
    }
    match kind {
        Some(
            ReplyKind::TenantAttribution | ReplyKind::Attr36 | ReplyKind::TenantInboundAttribution,
        ) => Verbs::of(&[Mail, Rcpt, Data, Bdat, Content]),
        Some(ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal) | None => Verbs::ANY,
    }
}

fn has_word(rest: &[u8], word: &[u8]) -> bool {
    rest.split(u8::is_ascii_whitespace)
        .any(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reply_rows_are_read_or_refused() {
        let row = |code, more, rest| Some((code, more, rest));
        let table = [
            ("250 2.1.0 Sender OK", row(250, false, "2.1.0 Sender OK")),
            ("250-SIZE", row(250, true, "SIZE")),
            ("250  host Hello", row(250, false, " host Hello")),
            (" 250 OK", row(250, false, "OK")),
            ("250", row(250, false, "")),
            ("250-", row(250, true, "")),
            ("2501 x", None),
            ("150 x", None),
            ("999 x", None),
            ("+25 x", None),
            ("ok", None),
            ("２５０ x", None),
            ("", None),
        ];
        for (text, expected) in table {
            let said = Said::of(text.as_bytes());
            let found = said.map(|s| (s.code, s.more, lossy(s.rest(text.as_bytes()))));
            assert_eq!(
                found,
                expected.map(|(c, m, rest)| (c, m, rest.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn enhanced_codes_stand_at_the_beginning() {
        let code = |text: &str| enhanced(text.as_bytes());
        assert_eq!(code("5.7.64 TenantAttribution"), Some((5, 7, 64)));
        assert_eq!(code("OK 2.1.0"), None);
        assert_eq!(code("1.2.3.4 x"), None);
        assert_eq!(code("2.1.99999999 x"), None);
    }

    #[test]
    fn starttls_is_a_word_of_its_own() {
        let lists = |text: &str| Said::of(text.as_bytes()).is_some_and(|s| s.lists_starttls);
        assert!(lists("250  h Hello [203.0.113.7] SIZE 1 STARTTLS 8BITMIME"));
        assert!(lists("250-starttls"));
        assert!(!lists("250-X-ANONYMOUSTLS"));
        assert!(!lists("250-XXXXXXXA"));
        assert!(!lists("250-STARTTLSX"));
    }
}
