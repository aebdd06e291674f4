//! Thumbprints in whatever notation they were typed or copied.

/// Digits of a SHA-1 thumbprint.
const DIGITS: usize = 40;

/// What is written before one, each in lower case; several may follow each other.
const LABELS: [&str; 8] = [
    "thumbprint",
    "fingerprint",
    "sha-1",
    "sha1",
    "certificate",
    "証明書",
    "拇印",
    "フィンガープリント",
];

/// Reads a SHA-1 thumbprint as Windows, PowerShell, OpenSSL and people write it: 40
/// upper-case hex digits. Blanks, colons, dashes, quotes and what cannot be seen (the
/// certificate dialog of Windows puts U+200E before it) do not count. `None` when
/// anything else is in it.
pub fn thumbprint(text: &str) -> Option<String> {
    let mut rest = text.trim_matches(is_between).to_lowercase();
    while let Some(after) = LABELS.iter().find_map(|label| rest.strip_prefix(label)) {
        rest = after.trim_start_matches(is_between).to_owned();
    }
    let digits: String = rest
        .strip_prefix("0x")
        .unwrap_or(&rest)
        .chars()
        .filter(|c| !is_between(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let is_one = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then_some(digits)
}

/// What may stand before, between and behind the digits.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || ":：=-‐‑–\"'“”‘’`,;.<>(){}[]".contains(c)
        // Zero width, marks of direction, byte order mark, soft hyphen.
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: &str = "A675A021204F0C0525D325D50CB7F4E9FA1EDC67";

    #[test]
    fn every_notation() {
        let colons = "A6:75:A0:21:20:4F:0C:05:25:D3:25:D5:0C:B7:F4:E9:FA:1E:DC:67";
        let blanks = colons.replace(':', " ").to_lowercase();
        for text in [
            PLAIN.to_owned(),
            PLAIN.to_lowercase(),
            format!("  {PLAIN}\r\n"),
            colons.to_owned(),
            colons.replace(':', "-"),
            blanks.clone(),
            format!("\u{200E}{blanks}"),
            format!("\u{FEFF}\u{202A}{PLAIN}\u{202C}"),
            blanks.replace(' ', "\u{A0}"),
            format!("'{PLAIN}'"),
            format!("\"{PLAIN}\","),
            format!("“{PLAIN}”"),
            format!("thumbprint:{PLAIN}"),
            format!("Thumbprint : {PLAIN}"),
            format!("Thumbprint           {PLAIN}"),
            format!("thumbprint=\u{200E}{blanks}"),
            format!("sha1 Fingerprint={colons}"),
            format!("SHA-1 thumbprint: {PLAIN}"),
            format!("拇印: {PLAIN}"),
            format!("拇印：{PLAIN}"),
            format!("証明書の拇印 {PLAIN}").replace('の', " "),
            format!("0x{PLAIN}"),
            format!("{}\n{}", &PLAIN[..20], &PLAIN[20..]),
        ] {
            assert_eq!(thumbprint(&text).as_deref(), Some(PLAIN), "{text:?}");
        }
    }

    #[test]
    fn what_is_none() {
        let sha256 = PLAIN.repeat(2);
        for text in [
            "",
            "thumbprint:",
            "mail.contoso.com",
            &PLAIN[1..],
            &format!("{PLAIN}0"),
            &sha256[..64],
            &PLAIN.replace('0', "O"),
            &format!("{PLAIN} and more"),
            &format!("serial {PLAIN}"),
            "A675A021204F0C0525D3...",
            "４０",
        ] {
            assert_eq!(thumbprint(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "(?s).{0,120}") {
            if let Some(found) = thumbprint(&text) {
                prop_assert_eq!(thumbprint(&found), Some(found));
            }
        }
    }
}
