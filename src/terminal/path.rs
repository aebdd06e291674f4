//! Where a Windows path or an SMTP reply goes on although it holds a blank, so
//! that wrapping does not tear it.

use std::ops::Range;

/// Blanks that one folder name may hold (`Exchange Server`) before we take the
/// words for a sentence.
const MAX_BLANKS: usize = 2;
/// Bytes that one folder name may have; longer ones may be broken.
const MAX_NAME: usize = 128;

/// The byte ranges of the paths (`C:\...`, `\\server\share`) in a text, in order.
/// A path is taken to go on over blanks and Japanese as long as another backslash
/// follows soon; the end is the end of the last name's ASCII part.
pub(super) fn paths(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(next_start)
        .map(|offset| at + offset)
    {
        let end = path_end(text, start);
        found.push(start..end);
        at = end;
    }
    found
}

/// Offset of the next `X:\` or `\\`.
fn next_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts_here = |at: usize| match bytes.get(at..) {
        Some([b'\\', b'\\', ..]) => true,
        Some([drive, b':', b'\\', ..]) => {
            let glued = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
            drive.is_ascii_alphabetic() && !glued
        }
        _ => false,
    };
    (0..bytes.len()).find(|&at| starts_here(at))
}

fn path_end(text: &str, start: usize) -> usize {
    let mut end = graphic_end(text, start);
    while let Some(backslash) = next_separator(text, end) {
        end = graphic_end(text, backslash);
    }
    end
}

/// End of the visible ASCII that begins at `from`.
fn graphic_end(text: &str, from: usize) -> usize {
    let graphic = |b: &&u8| b.is_ascii_graphic();
    from + text
        .as_bytes()
        .iter()
        .skip(from)
        .take_while(graphic)
        .count()
}

/// The backslash that ends the name going on at `from`, if it is one of this path.
fn next_separator(text: &str, from: usize) -> Option<usize> {
    let mut blanks = 0;
    let mut previous = None;
    for (offset, c) in text.get(from..)?.char_indices() {
        match c {
            // Two backslashes begin another path.
            '\\' if text.as_bytes().get(from + offset + 1) == Some(&b'\\') => return None,
            '\\' => return Some(from + offset),
            ' ' if previous == Some(' ') || blanks == MAX_BLANKS => return None,
            ' ' => blanks += 1,
            // Not allowed in names, or Japanese prose has begun.
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\n' => return None,
            '、' | '。' | '「' | '」' | '（' | '）' | '\u{3000}' => return None,
            _ if offset > MAX_NAME => return None,
            _ => {}
        }
        previous = Some(c);
    }
    None
}

/// True if the blank between the two parts stands inside an SMTP reply:
/// `550 5.7.64`.
pub(super) fn joins_reply(before: &str, after: &str) -> bool {
    // Only the last bytes are looked at: this is asked for every break of a text.
    let (code, left) = match before.as_bytes() {
        [left @ .., a, b, c, b' '] => ([a, b, c], left.last()),
        _ => return false,
    };
    code.iter().all(|b| b.is_ascii_digit())
        && !left.is_some_and(u8::is_ascii_alphanumeric)
        && starts_with_status(after)
}

/// `5.7.64`, the enhanced status code of RFC 3463, which is at most 9 bytes long.
fn starts_with_status(text: &str) -> bool {
    let numeric = |b: &u8| b.is_ascii_digit() || *b == b'.';
    let len = text.bytes().take(9).take_while(numeric).count();
    let parts: Vec<&str> = text.get(..len).unwrap_or("").split('.').collect();
    match parts[..] {
        ["2" | "4" | "5", subject, detail] => {
            (1..=3).contains(&subject.len()) && (1..=3).contains(&detail.len())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_blanks() {
        for (text, expected) in [
            (
                r"Look into C:\Program Files\Microsoft\Exchange Server\V15\Logs for it",
                &[r"C:\Program Files\Microsoft\Exchange Server\V15\Logs"][..],
            ),
            (r"Copy C:\a to D:\b c", &[r"C:\a", r"D:\b"]),
            (
                r"from \\ex01\d$\Hub Logs\x \\ex02\y",
                &[r"\\ex01\d$\Hub Logs\x", r"\\ex02\y"],
            ),
            (r"C:\Users\管理者\logs を開く", &[r"C:\Users\管理者\logs"]),
            (r"C:\logsを開き、\x", &[r"C:\logs"]),
            (r"C:\a one two three\b", &[r"C:\a"]),
            (r"http:\x and mail.contoso.com", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = paths(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn replies() {
        for (before, after, joined) in [
            ("550 ", "5.7.64 TenantAttribution", true),
            ("エラー550 ", "5.7.64", true),
            ("the 550 ", "5.7.64;", true),
            ("550 ", "relayed", false),
            ("550 ", "5.7", false),
            ("1550 ", "5.7.64", false),
            ("826 ", "203.0.113.7", false),
            ("", "5.7.64", false),
            ("550 ", "5.7.64.1", false),
            ("250 ", "2.1.5。", true),
        ] {
            assert_eq!(joins_reply(before, after), joined, "{before:?} {after:?}");
        }
    }
}
