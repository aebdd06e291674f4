//! Text as PowerShell literals (powershell.md rules 1, 3 and 4).
//!
//! Three ways to write one text, each of which PowerShell reads back as exactly
//! that text: [`single_quoted`] for people, [`ascii_expression`] for files, and
//! [`shown`], which picks between them for a command on a screen.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::terminal::{resembles_escape, sanitise};

/// Whether PowerShell takes the character for a single quote: U+0027 and the
/// four typographic ones all open, close and escape each other.
fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201B}')
}

/// The text between two U+0027, each single quote doubled *with itself*.
///
/// Doubling U+2019 with an ASCII quote would change the text, and doubling only
/// the ASCII quote would let the typographic ones end the literal and run code.
pub fn single_quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    push_quoted(&mut literal, text);
    literal
}

/// The text as an expression of printable ASCII only.
///
/// A printable text is a single-quoted literal; any other is joined from
/// literals and code units: `(-join('O',[char]0x2019,'Brien'))`. One flat list,
/// because a chain of `+` nests an expression a level per element and overflows
/// the engine's stack.
pub fn ascii_expression(text: &str) -> String {
    match text.chars().all(is_printable_ascii) {
        true => single_quoted(text),
        false => joined(text, |_, c| is_printable_ascii(c)),
    }
}

/// The text joined from literals and code units: a character is in a literal where
/// `plain` says so, by the text from it on and itself.
fn joined(text: &str, plain: impl Fn(&str, char) -> bool) -> String {
    let mut expression = String::from("(-join(");
    for (position, part) in parts(text, plain).enumerate() {
        if position > 0 {
            expression.push(',');
        }
        match part {
            Part::Printable(run) => push_quoted(&mut expression, run),
            Part::Other(c) => push_code_units(&mut expression, c),
        }
    }
    expression.push_str("))");
    expression
}

/// The literal for a command that is read and copied: [`single_quoted`], or an
/// expression as [`ascii_expression`] gives it when the text holds a character that
/// sanitising would change, so that what is copied is always what is meant. That is
/// also a backslash that reads like one of our escapes: `(-join([char]0x005C,'x1b'))`.
///
/// Sanitising leaves it as it is.
pub fn shown(text: &str) -> String {
    match sanitise(text) {
        Cow::Borrowed(_) => single_quoted(text),
        Cow::Owned(_) => joined(text, |from, c| {
            is_printable_ascii(c) && !resembles_escape(from)
        }),
    }
}

fn is_printable_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        if is_single_quote(c) {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
}

/// PowerShell strings are UTF-16: an astral character is two `[char]`.
fn push_code_units(out: &mut String, c: char) {
    let mut buffer = [0; 2];
    for (position, unit) in c.encode_utf16(&mut buffer).iter().enumerate() {
        let comma = if position > 0 { "," } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(out, "{comma}[char]0x{unit:04X}");
    }
}

/// A stretch of text that is written in one way.
enum Part<'a> {
    Printable(&'a str),
    Other(char),
}

fn parts(text: &str, plain: impl Fn(&str, char) -> bool) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let other = rest.char_indices().find(|&(at, c)| !plain(&rest[at..], c));
        let printable = other.map_or(rest.len(), |(at, _)| at);
        let taken = if printable > 0 {
            printable
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(taken);
        rest = after;
        Some(if printable > 0 {
            Part::Printable(part)
        } else {
            Part::Other(first)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::*;

    /// Text, readable literal, ASCII expression.
    const NASTY: &[(&str, &str, &str)] = &[
        ("", "''", "''"),
        ("Contoso Inbound", "'Contoso Inbound'", "'Contoso Inbound'"),
        ("O'Brien", "'O''Brien'", "'O''Brien'"),
        (
            "O\u{2019}Brien",
            "'O\u{2019}\u{2019}Brien'",
            "(-join('O',[char]0x2019,'Brien'))",
        ),
        (
            "\u{2018}'\u{201B}",
            "'\u{2018}\u{2018}''\u{201B}\u{201B}'",
            "(-join([char]0x2018,'''',[char]0x201B))",
        ),
        (
            "$(1+1) `n \"x\" #>",
            "'$(1+1) `n \"x\" #>'",
            "'$(1+1) `n \"x\" #>'",
        ),
        (
            "a\u{FFFF}b",
            "'a\u{FFFF}b'",
            "(-join('a',[char]0xFFFF,'b'))",
        ),
        (
            "\u{2013}Force",
            "'\u{2013}Force'",
            "(-join([char]0x2013,'Force'))",
        ),
        (
            "\u{1F600}",
            "'\u{1F600}'",
            "(-join([char]0xD83D,[char]0xDE00))",
        ),
        (
            "a\r\nb",
            "'a\r\nb'",
            "(-join('a',[char]0x000D,[char]0x000A,'b'))",
        ),
        ("\u{7F}~ ", "'\u{7F}~ '", "(-join([char]0x007F,'~ '))"),
    ];

    #[test]
    fn nasty_strings_are_written_in_both_ways() {
        for (text, readable, ascii) in NASTY {
            assert_eq!(single_quoted(text), *readable, "{text:?}");
            assert_eq!(ascii_expression(text), *ascii, "{text:?}");
        }
    }

    #[test]
    fn what_a_screen_shows_stays_readable() {
        for text in [
            "",
            "Inbound from 3f2a8c1e",
            "O\u{2019}Brien",
            "\u{2013}Force",
            "送信コネクタ\u{3000}東京",
            "\u{5E9}\u{5DC}\u{5D5}\u{5DD}",
            "e\u{301}",
            "\u{A0}",
            "\u{1F600}",
        ] {
            assert_eq!(shown(text), single_quoted(text), "{text:?}");
        }
    }

    #[test]
    fn what_reads_like_an_escape_of_ours_is_spelled_out() {
        for (text, literal) in [
            (r"\x1b", r"(-join([char]0x005C,'x1b'))"),
            (r"a\u{202e}b", r"(-join('a',[char]0x005C,'u{202e}b'))"),
            (
                "\\x5c\u{1b}\\y",
                r"(-join([char]0x005C,'x5c',[char]0x001B,'\y'))",
            ),
            // A mark that would sit on our quote.
            ("\u{301}e\u{301}", "(-join([char]0x0301,'e',[char]0x0301))"),
            (r"C:\x64\users", r"'C:\x64\users'"),
        ] {
            assert_eq!(shown(text), literal);
            // A file is not sanitised.
            assert!(!ascii_expression(text).contains("[char]0x005C"));
        }
    }

    proptest::proptest! {
        #[test]
        fn sanitising_leaves_it_as_it_is(
            pieces in proptest::collection::vec(
                proptest::prop_oneof![
                    proptest::sample::select(vec![
                        "\\", "x", "1b", "5c", "u{", "20", "}", "'", "\u{2019}", "\x1b",
                        "\u{301}", "\n", "\t", "\u{202e}", "e", " ",
                    ])
                    .prop_map(str::to_owned),
                    proptest::prelude::any::<String>(),
                ],
                0..12,
            )
        ) {
            let literal = shown(&pieces.concat());
            proptest::prop_assert_eq!(sanitise(&literal), literal.as_str());
            let lines = crate::terminal::sanitise_multiline(&literal);
            proptest::prop_assert_eq!(lines, literal.as_str());
        }
    }

    #[test]
    fn what_a_screen_would_not_show_is_spelled_out() {
        let hidden = "\0\u{1}\t\n\r\u{1B}\u{1F}\u{7F}\u{80}\u{85}\u{9B}\u{9F}\u{AD}\u{61C}\u{180E}\
             \u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{2028}\u{2029}\u{202A}\u{202B}\u{202C}\u{202D}\
             \u{202E}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{FE0F}\u{FEFF}\u{FFF9}\u{E0001}\u{E0100}\u{FDD0}\u{FFFF}\u{10FFFE}";
        for c in hidden.chars() {
            let text = format!("a{c}b");
            assert_eq!(shown(&text), ascii_expression(&text), "{c:?}");
            assert!(shown(&text).is_ascii(), "{c:?}");
        }
    }
}
