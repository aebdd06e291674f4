//! The five predefined entities and characters by number. Any other name stays as
//! it is written: what a document type declares is never read, so it cannot grow.

use std::borrow::Cow;

/// The longest reference: `&#x10FFFF;`, and some leading zeros.
const MAX_REFERENCE: usize = 16;

/// `raw` with its references resolved, and whether one was left as it is.
pub(super) fn resolve(raw: &str) -> (Cow<'_, str>, bool) {
    let Some(first) = raw.find('&') else {
        return (Cow::Borrowed(raw), false);
    };
    let mut text = raw[..first].to_owned();
    let mut unknown = false;
    let mut rest = &raw[first..];
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, len)) => {
                text.push(c);
                rest = &rest[len..];
            }
            None => {
                unknown = true;
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    (Cow::Owned(text), unknown)
}

/// The character that a text begins with a reference to, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    let window = text.as_bytes().get(1..).unwrap_or_default();
    let window = &window[..window.len().min(MAX_REFERENCE)];
    let end = memchr::memchr(b';', window)?;
    let name = text.get(1..=end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = match hex {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_and_numbered_ones_only() {
        for (raw, text, unknown) in [
            ("plain", "plain", false),
            ("&lt;I&gt;CN=a &amp; b", "<I>CN=a & b", false),
            ("&quot;&apos;&#65;&#x3042;", "\"'A\u{3042}", false),
            ("&lol9; stays", "&lol9; stays", true),
            ("AT&T", "AT&T", true),
            ("&#xD800;", "&#xD800;", true),
            ("&", "&", true),
            ("&#;&;", "&#;&;", true),
        ] {
            let (got, left) = resolve(raw);
            assert_eq!((&*got, left), (text, unknown), "{raw}");
        }
    }
}
