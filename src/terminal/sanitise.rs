//! Text from evidence on its way to a screen, stream, report or clipboard.
//!
//! A log line may hold anything a stranger could send to a mail server: escape
//! sequences that clear the screen, marks that reverse the reading order,
//! characters that nobody sees but every comparison does. All of them are shown
//! as escapes (`\x1b`, `\u{202e}`), so that text can neither act on the terminal
//! nor lie, and two values that differ also look different.
//!
//! The escapes are unambiguous: a backslash that already stands in the text
//! stays as it is (Windows paths are everywhere), unless what follows would read
//! as one of our escapes; then it is written `\x5c`. Such a rule cannot also be
//! idempotent, so text is sanitised once, at the way out. A second pass does no
//! harm: it changes nothing but the backslash of an escape, to `\x5c`.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::width::{Ambiguous, width};

/// Distance between tab stops in columns, as consoles have them.
pub const TAB_STOP: usize = 8;

/// True for a character that a terminal obeys or nobody sees: C0, DEL, C1, the
/// bidi controls, and every zero-width or invisible format character, that is
/// Unicode's Default_Ignorable_Code_Point, the line and paragraph separators,
/// the interlinear and hieroglyph controls, and the noncharacters.
///
/// Variation selectors and joiners are among them although they have honest
/// uses (variants of Japanese names, emoji): a certificate name that differs by
/// one invisible selector must be seen to differ. Blanks other than the space
/// (U+00A0, U+3000) take room and are left alone.
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || (c as u32) & 0xfffe == 0xfffe
}

/// The text as one line that is safe to show anywhere. TAB, CR and LF become
/// escapes too; use [`sanitise_multiline`] to keep lines apart.
///
/// A combining mark without a letter before it (at the start, or after an
/// escape) is shown as an escape as well: it would sit on our own text.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    let Some(clean) = clean_prefix(text) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(clean);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(head);
    let mut after_base = !head.is_empty();
    for (at, c) in tail.char_indices() {
        let escaped = needs_escape(c, &tail[at..], after_base);
        if escaped {
            push_escape(&mut out, c);
        } else {
            out.push(c);
        }
        after_base = !escaped;
    }
    Cow::Owned(out)
}

/// Like [`sanitise`], but LF and CRLF end a line (always written as LF) and a
/// tab fills up to the next [`TAB_STOP`].
pub fn sanitise_multiline(text: &str) -> Cow<'_, str> {
    let is_clean = |line: &str| clean_prefix(line).is_none();
    if text.split('\n').all(is_clean) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = Some(text);
    while let Some(current) = rest {
        let (line, next) = match current.split_once('\n') {
            Some((line, next)) => (line.strip_suffix('\r').unwrap_or(line), Some(next)),
            None => (current, None),
        };
        push_line(&mut out, line);
        if next.is_some() {
            out.push('\n');
        }
        rest = next;
    }
    Cow::Owned(out)
}

fn push_line(out: &mut String, line: &str) {
    let mut column = 0;
    for (nth, piece) in line.split('\t').enumerate() {
        if nth > 0 {
            let fill = TAB_STOP - column % TAB_STOP;
            out.extend(std::iter::repeat_n(' ', fill));
            column += fill;
        }
        let piece = sanitise(piece);
        column += width(&piece, Ambiguous::Narrow);
        out.push_str(&piece);
    }
}

/// Bytes before the first character that must be escaped; None: nothing must.
fn clean_prefix(text: &str) -> Option<usize> {
    text.char_indices()
        .find(|&(at, c)| needs_escape(c, &text[at..], at > 0))
        .map(|(at, _)| at)
}

/// `from` begins with `c`; `after_base`: a character was shown as it is just before.
fn needs_escape(c: char, from: &str, after_base: bool) -> bool {
    is_hidden(c) || resembles_escape(from) || (!after_base && c.width() == Some(0))
}

/// True if the text begins like an escape that [`sanitise`] writes. Upper-case
/// digits count too: we never write them, but a reader would not know.
pub fn resembles_escape(text: &str) -> bool {
    let Some(after) = text.strip_prefix('\\') else {
        return false;
    };
    if let Some(body) = after.strip_prefix('x') {
        return body
            .get(..2)
            .and_then(hex)
            .is_some_and(|code| code < 0x20 || code == 0x7f || code == 0x5c);
    }
    let Some(body) = after.strip_prefix("u{") else {
        return false;
    };
    // Six digits at most: a long text full of `\u{` is not searched over and over.
    body.bytes()
        .take(7)
        .position(|b| b == b'}')
        .and_then(|end| body.get(..end))
        .is_some_and(|digits| hex(digits).is_some())
}

fn hex(digits: &str) -> Option<u32> {
    // from_str_radix alone would take a leading plus sign.
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// `\xNN` below U+0080, `\u{N}` above, so that folders like `\x64` and `\x86`
/// never look like one of ours.
fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing to a String cannot fail.
    let _ = if code < 0x80 {
        write!(out, "\\x{code:02x}")
    } else {
        write!(out, "\\u{{{code:x}}}")
    };
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_text_is_borrowed() {
        for text in [
            "",
            "550 5.7.64 TenantAttribution; Relay Access Denied",
            r"C:\Program Files\Microsoft\Exchange Server\V15\x64\x86\u\users",
            "送信コネクタ ログ、プロトコル\u{3000}ログ",
            "Café e\u{301}",
            r"\xzz \u{} \u{1234567} \u{12 \x+1 \x",
        ] {
            assert!(
                matches!(sanitise(text), Cow::Borrowed(t) if t == text),
                "{text}"
            );
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        for (text, shown) in [
            ("\x1b[2J", r"\x1b[2J"),
            ("a\tb\r\nc\0", r"a\x09b\x0d\x0ac\x00"),
            ("\x7f\u{85}\u{9b}31m", r"\x7f\u{85}\u{9b}31m"),
            ("mail\u{202e}moc", r"mail\u{202e}moc"),
            ("\u{61c}\u{200e}\u{2069}", r"\u{61c}\u{200e}\u{2069}"),
            ("con\u{200b}toso\u{ad}", r"con\u{200b}toso\u{ad}"),
            (
                "\u{feff}a\u{2028}\u{e0041}\u{fffa}",
                r"\u{feff}a\u{2028}\u{e0041}\u{fffa}",
            ),
            ("葛\u{e0100}城", r"葛\u{e0100}城"),
            ("\u{fffe}\u{10ffff}", r"\u{fffe}\u{10ffff}"),
            ("\u{301}a\u{301}", "\\u{301}a\u{301}"),
            ("\u{200b}\u{301}", r"\u{200b}\u{301}"),
        ] {
            assert_eq!(sanitise(text), shown);
        }
    }

    #[test]
    fn text_that_reads_like_an_escape_is_told_apart() {
        for (text, shown) in [
            (r"\x1b", r"\x5cx1b"),
            (r"\x1B", r"\x5cx1B"),
            (r"\u{202e}", r"\x5cu{202e}"),
            (r"\x5cx1b", r"\x5cx5cx1b"),
            ("\\\x1b", r"\\x1b"),
        ] {
            assert_eq!(sanitise(text), shown);
        }
    }

    #[test]
    fn lines_and_tabs_are_kept_where_asked() {
        for (text, shown) in [
            ("a\nb\n", "a\nb\n"),
            ("a\r\nb\rc", "a\nb\\x0dc"),
            ("a\tb", "a       b"),
            ("送信\tb\t\tc", "送信    b               c"),
            ("\x1b\n\u{301}", "\\x1b\n\\u{301}"),
            ("\n\r\n", "\n\n"),
        ] {
            assert_eq!(sanitise_multiline(text), shown);
        }
    }

    /// The reading that the module promises: only what we write is an escape.
    fn read_back(shown: &str) -> String {
        let mut out = String::new();
        let mut rest = shown;
        while let Some(c) = rest.chars().next() {
            if c == '\\' && resembles_escape(rest) {
                let (digits, len) = match rest.strip_prefix(r"\u{") {
                    Some(body) => {
                        let digits = body.split_once('}').unwrap().0;
                        (digits, digits.len() + 4)
                    }
                    None => (&rest[2..4], 4),
                };
                out.push(char::from_u32(hex(digits).unwrap()).unwrap());
                rest = &rest[len..];
            } else {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        out
    }

    /// Strings dense in what matters here.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(|c| c.to_string()),
            proptest::sample::select(vec![
                "\\", "x", "u{", "}", "1b", "5c", "\x1b", "\n", "\r", "\t", "\u{202e}", "\u{301}",
                "あ", "\u{200d}", "\u{85}",
            ])
            .prop_map(str::to_owned),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in hostile()) {
            prop_assert!(!sanitise(&text).contains(is_hidden));
            prop_assert!(!sanitise_multiline(&text).contains(|c| c != '\n' && is_hidden(c)));
        }

        #[test]
        fn the_text_can_be_read_back(text in hostile()) {
            prop_assert_eq!(read_back(&sanitise(&text)), text);
        }

        #[test]
        fn a_second_pass_only_marks_backslashes(text in hostile()) {
            let once = sanitise(&text).into_owned();
            let twice = sanitise(&once).into_owned();
            prop_assert_eq!(read_back(&twice), once.clone());
            if !once.contains('\\') {
                prop_assert_eq!(once, twice);
            }
        }

        #[test]
        fn multiline_keeps_the_number_of_lines(text in hostile()) {
            let lines = text.split('\n').count();
            prop_assert_eq!(sanitise_multiline(&text).split('\n').count(), lines);
        }
    }

    #[test]
    fn no_zero_width_character_stands_alone() {
        for c in ('\0'..=char::MAX).filter(|c| c.width() == Some(0)) {
            // Alone, and so without a letter to sit on, each must be shown.
            assert!(sanitise(c.encode_utf8(&mut [0; 4])).is_ascii(), "{c:?}");
        }
    }
}
