//! `_x000D_`: how CLIXML writes the UTF-16 units that XML cannot hold, and a `_`
//! that would look like one of these.

use std::borrow::Cow;

/// The text that `raw` stands for; half of a surrogate pair becomes U+FFFD.
pub(super) fn unescape(raw: Cow<'_, str>) -> String {
    let Some(first) = raw.find("_x") else {
        return raw.into_owned();
    };
    let mut text = raw[..first].to_owned();
    let mut rest = &raw[first..];
    let mut units = Vec::new();
    loop {
        if let Some(unit) = unit(rest) {
            units.push(unit);
            rest = &rest[LEN..];
            continue;
        }
        let chars = char::decode_utf16(units.drain(..));
        text.extend(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        // The first byte may be the `_` of what is no escape.
        let step = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[step..].find("_x").map_or(rest.len(), |at| at + step);
        text.push_str(&rest[..end]);
        rest = &rest[end..];
        if rest.is_empty() {
            return text;
        }
    }
}

/// `_xHHHH_`.
const LEN: usize = 7;

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let closed = text.as_bytes().get(LEN - 1) == Some(&b'_');
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    (closed && hex).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_what_only_looks_like_one() {
        for (raw, text) in [
            ("plain", "plain"),
            ("a_x000D__x000A_b", "a\r\nb"),
            ("_xD83D__xDE00_", "\u{1F600}"),
            ("_xD83D_x", "\u{FFFD}x"),
            ("_x005F_x000D_", "_x000D_"),
            ("my_xname_x00_", "my_xname_x00_"),
            ("_x", "_x"),
            ("_xéééé_", "_xéééé_"),
            ("_x+00D_", "_x+00D_"),
            ("", ""),
        ] {
            assert_eq!(unescape(Cow::Borrowed(raw)), text, "{raw}");
        }
    }
}
