//! A row of the peer's answer, and what it can be an answer to.

use memchr::memchr2_iter;

use crate::evidence::reply::ReplyKind;

use super::dialogue::Verb;

/// A reply row: `250-SIZE`, `550 5.7.64 TenantAttribution; ...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReplyRow<'a> {
    pub(super) code: u16,
    /// `250-`: more rows of the same reply follow.
    pub(super) more: bool,
    /// What follows code and separator.
    pub(super) rest: &'a str,
}

/// Reads a reply row; `None` when it does not begin as RFC 5321 says.
pub(super) fn reply_row(text: &str) -> Option<ReplyRow<'_>> {
    let text = text.trim_start();
    let (digits, rest) = text.split_at_checked(3)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let code = digits.parse().ok().filter(|c| (200..600).contains(c))?;
    let (more, rest) = match rest.as_bytes().first() {
        None => (false, rest),
        Some(b' ') => (false, rest.get(1..)?),
        Some(b'-') => (true, rest.get(1..)?),
        Some(_) => return None,
    };
    Some(ReplyRow { code, more, rest })
}

impl ReplyRow<'_> {
    /// The enhanced code at the beginning: `5.7.64` (RFC 3463).
    pub(super) fn enhanced(&self) -> Option<(u16, u16, u16)> {
        let mut parts = [None; 3];
        let mut at = 0;
        let bytes = self.rest.bytes().skip_while(u8::is_ascii_whitespace);
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
    pub(super) fn lists_starttls(&self) -> bool {
        const WORD: &[u8] = b"STARTTLS";
        let text = self.rest.as_bytes();
        let parts = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
        memchr2_iter(b'S', b's', text).any(|at| {
            let end = at + WORD.len();
            let same = |word: &[u8]| word.eq_ignore_ascii_case(WORD);
            text.get(at..end).is_some_and(same)
                && parts(at.checked_sub(1).and_then(|before| text.get(before)))
                && parts(text.get(end))
        })
    }

    /// The commands that this, with its enhanced code, can answer; `None` when it can
    /// answer any.
    ///
    /// Replies come in the order of the commands, so this only serves to find
    /// the way back where rows are missing.
    pub(super) fn answers(
        &self,
        enhanced: Option<(u16, u16, u16)>,
        kind: Option<ReplyKind>,
    ) -> Option<&'static [Verb]> {
        use Verb::{Auth, Bdat, Content, Data, Ehlo, Mail, Quit, Rcpt, StartTls};
        match (self.code, enhanced) {
            (354, _) => return Some(&[Data]),
            (221, _) => return Some(&[Quit]),
            (220, _) => return Some(&[StartTls]),
            (235 | 334, _) => return Some(&[Auth]),
            // Some systems say 2.1.0 for a recipient too, with that word.
            (250, Some((2, 1, 0))) if self.has_word("recipient") => return Some(&[Rcpt]),
            (250, Some((2, 1, 0))) => return Some(&[Mail]),
            (250, Some((2, 1, 5))) => return Some(&[Rcpt]),
            (250, Some((2, 6, 0))) => return Some(&[Bdat, Content]),
            (250, _) if super::peer::says_hello(self.rest) => return Some(&[Ehlo]),
            (400.., Some((4 | 5, 1, 1 | 2 | 3 | 6 | 10))) => {
                return Some(&[Rcpt, Data, Bdat, Content]);
            }
            _ => {}
        }
        match kind? {
            ReplyKind::TenantAttribution
            | ReplyKind::Attr36
            | ReplyKind::TenantInboundAttribution => Some(&[Mail, Rcpt, Data, Bdat, Content]),
            ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal => None,
        }
    }

    fn has_word(&self, word: &str) -> bool {
        self.rest
            .split_ascii_whitespace()
            .any(|w| w.eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reply_rows_are_read_or_refused() {
        let row = |code, more, rest| Some(ReplyRow { code, more, rest });
        let table = [
            ("250 2.1.0 Sender OK", row(250, false, "2.1.0 Sender OK")),
            ("250-SIZE", row(250, true, "SIZE")),
            ("250  host Hello", row(250, false, " host Hello")),
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
            assert_eq!(reply_row(text), expected, "{text}");
        }
    }

    #[test]
    fn enhanced_codes_stand_at_the_beginning() {
        let code = |text| reply_row(text).and_then(|r| r.enhanced());
        assert_eq!(code("550 5.7.64 TenantAttribution"), Some((5, 7, 64)));
        assert_eq!(code("250 OK 2.1.0"), None);
        assert_eq!(code("250 1.2.3.4 x"), None);
        assert_eq!(code("250 2.1.99999999 x"), None);
    }

    #[test]
    fn starttls_is_a_word_of_its_own() {
        let lists = |text| reply_row(text).is_some_and(|r| r.lists_starttls());
        assert!(lists("250  h Hello [203.0.113.7] SIZE 1 STARTTLS 8BITMIME"));
        assert!(lists("250-starttls"));
        assert!(!lists("250-X-ANONYMOUSTLS"));
        assert!(!lists("250-XXXXXXXA"));
        assert!(!lists("250-STARTTLSX"));
    }
}
