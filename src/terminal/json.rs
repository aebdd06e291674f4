//! JSON that is lossless and still safe to print: what the eye cannot see is
//! written as `\uXXXX` (contract.md, "JSON").

use std::borrow::Cow;
use std::fmt::Write as _;

use super::sanitise::is_hidden;

/// Takes serialised JSON and writes DEL, C1, bidi, zero-width and other hidden
/// characters as `\uXXXX` (a surrogate pair beyond U+FFFF). Parsed, it gives the
/// same values.
///
/// It may work on the whole document because outside of strings JSON is ASCII;
/// C0 inside of strings has been escaped by the serialiser, so the line breaks
/// seen here are layout and stay.
pub fn json_escape_invisible(json: &str) -> Cow<'_, str> {
    let must_escape = |c: char| c >= '\u{7f}' && is_hidden(c);
    let Some(clean) = json.find(must_escape) else {
        return Cow::Borrowed(json);
    };
    let (head, tail) = json.split_at(clean);
    let mut out = String::with_capacity(json.len() + 64);
    out.push_str(head);
    for c in tail.chars() {
        if must_escape(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn hidden_characters_become_escapes() {
        let json = serde_json::to_string(&json!({
            "name\u{200b}": "\x1b\u{7f}\u{85}\u{202e}\u{feff}\u{e0041} 受信 \\u202e"
        }))
        .unwrap();
        assert_eq!(
            json_escape_invisible(&json),
            r#"{"name\u200b":"\u001b\u007f\u0085\u202e\ufeff\udb40\udc41 受信 \\u202e"}"#
        );
    }

    #[test]
    fn clean_json_is_borrowed() {
        assert!(matches!(
            json_escape_invisible("{\n  \"a\": \"é\"\n}"),
            Cow::Borrowed(_)
        ));
    }

    proptest! {
        #[test]
        fn the_values_stay_the_same(texts in proptest::collection::vec(any::<String>(), 0..4)) {
            let pretty = serde_json::to_string_pretty(&texts).unwrap();
            let escaped = json_escape_invisible(&pretty);
            prop_assert!(!escaped.contains(|c| c != '\n' && is_hidden(c)));
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&escaped).unwrap(), texts);
        }
    }
}
