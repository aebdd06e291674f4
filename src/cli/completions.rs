//! `relay-doctor completions SHELL`: made from the command line's own definition.

use clap_complete::{Shell, generate};

use super::args::{Shared, clap};
use super::{Exit, output};
use crate::remedy::powershell::quote::ascii_expression;

/// Prints the script that makes a shell complete our commands and options.
pub(super) fn run(shell: Shell, shared: &Shared) -> Exit {
    let mut script = Vec::new();
    generate(shell, &mut clap(shared.lang), "relay-doctor", &mut script);
    let script = String::from_utf8_lossy(&script);
    let script = match shell {
        Shell::PowerShell => in_ascii(&script),
        _ => script.into_owned(),
    };
    output::print(&script)
}

/// The same script in ASCII. Windows PowerShell decodes what a program prints by the
/// console's code page, and a Japanese word read that way may hold a quote.
fn in_ascii(script: &str) -> String {
    let mut out = String::with_capacity(script.len() * 2);
    let mut rest = script;
    while let Some(start) = rest.find('\'') {
        out.push_str(&rest[..start]);
        let (text, after) = literal(&rest[start + 1..]);
        out.push_str(&ascii_expression(&text));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text of a literal whose opening quote was passed, and what follows it.
fn literal(rest: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\'' {
            text.push(c);
        } else if let Some((_, quote)) = chars.next_if(|(_, c)| matches!(c, '\'' | '\u{2019}')) {
            // A quote before a quote stands for the second one.
            text.push(quote);
        } else {
            return (text, &rest[at + 1..]);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_rewritten_and_nothing_else() {
        let table = [
            ("a('b', \"c\")", "a('b', \"c\")"),
            ("x 'it''s' y", "x 'it''s' y"),
            ("('')", "('')"),
            ("('言a')", "((-join([char]0x8A00,'a')))"),
            ("('o'\u{2019}b')", "((-join('o',[char]0x2019,'b')))"),
            ("'open", "'open'"),
        ];
        for (script, expected) in table {
            assert_eq!(in_ascii(script), expected, "{script}");
        }
    }
}
