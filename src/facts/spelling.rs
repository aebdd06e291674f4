//! Internationalised domain names: one domain as it reads (`exämple`, U-label) and as
//! DNS carries it (`xn--exmple-cua`, A-label; RFC 5890). The whole mapping of UTS #46
//! needs tables of more than 0.1 MB in the executable: what it leaves as it is, is
//! settled here without them, and what it may change is told apart ([`is_settled`]).

use std::borrow::Cow;

/// Longest label of DNS.
const MAX_LABEL: usize = 63;

/// A name in lower case with every label as DNS carries it; `None` where one is too long.
pub(crate) fn to_ascii(name: &str) -> Option<Cow<'_, str>> {
    if name.is_ascii() {
        let fits = name.split('.').all(|label| label.len() <= MAX_LABEL);
        return fits.then_some(Cow::Borrowed(name));
    }
    let labels: Option<Vec<_>> = name.split('.').map(label_to_ascii).collect();
    Some(Cow::Owned(labels?.join(".")))
}

/// A label in lower case as DNS carries it.
fn label_to_ascii(label: &str) -> Option<Cow<'_, str>> {
    let ascii = match label.is_ascii() {
        true => Cow::Borrowed(label),
        false => Cow::Owned(format!("xn--{}", punycode(label)?)),
    };
    (ascii.len() <= MAX_LABEL).then_some(ascii)
}

/// Whether UTS #46 leaves a name in lower case as it is, whatever its version. Precomposed
/// letters only: without `ß` and final `ς`, on which its versions differ, and without
/// what has a second form (ligatures, wide and half-width letters, combining marks).
pub(crate) fn is_settled(name: &str) -> bool {
    name.chars().all(|c| match c {
        '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{3c2}' | '\u{f7}' => false,
        _ if c.is_ascii() => true,
        'à'..='ÿ' | '\u{100}'..='\u{17e}' => true,
        'ά'..='ώ' | 'а'..='џ' => true,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' => true,
        '\u{4e00}'..='\u{9fff}' | '가'..='힣' => true,
        _ => false,
    })
}

/// Whether a mark that follows a letter of its script, and is none itself.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}'
        | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}')
}

/// Section 6.3 of RFC 3492, without the prefix.
fn punycode(label: &str) -> Option<String> {
    let basic = label.chars().filter(char::is_ascii);
    let mut out: String = basic.collect();
    let basic = u32::try_from(out.len()).ok()?;
    let length = u32::try_from(label.chars().count()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (0x80u32, 0u32, 72u32, basic);
    while done < length {
        let next = label.chars().map(u32::from).filter(|&c| c >= n).min()?;
        let steps = (next - n).checked_mul(done + 1)?;
        delta = delta.checked_add(steps)?;
        n = next;
        for c in label.chars().map(u32::from) {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                digits(&mut out, delta, bias);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(out)
}

/// A number of variable length.
fn digits(out: &mut String, mut number: u32, bias: u32) {
    let digit = |value: u32| {
        let value = u8::try_from(value).unwrap_or_default();
        char::from(if value < 26 {
            b'a' + value
        } else {
            b'0' + value - 26
        })
    };
    for k in (36u32..).step_by(36) {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        if number < threshold {
            break;
        }
        let base = 36 - threshold;
        out.push(digit(threshold + (number - threshold) % base));
        number = (number - threshold) / base;
    }
    out.push(digit(number));
}

/// Section 6.1.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples of RFC 3492, section 7.1, in lower case, and names in use.
    #[test]
    fn labels_as_dns_carries_them() {
        for (written, ascii) in [
            ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
            (
                "pročprostěnemluvíčesky",
                "xn--proprostnemluvesky-uyb24dma41a",
            ),
            (
                "почемужеонинеговорятпорусски",
                "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l",
            ),
            (
                "なぜみんな日本語を話してくれないのか",
                "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
            ),
            ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
            ("exämple", "xn--exmple-cua"),
            ("münchen", "xn--mnchen-3ya"),
            ("mail", "mail"),
        ] {
            assert_eq!(to_ascii(written).as_deref(), Some(ascii), "{written}");
        }
        let name = "mail.exämple.example";
        assert_eq!(
            to_ascii(name).as_deref(),
            Some("mail.xn--exmple-cua.example")
        );
        assert_eq!(to_ascii(&"あ".repeat(64)).as_deref(), None);
        assert_eq!(to_ascii(&"a".repeat(64)), None);
    }

    #[test]
    fn what_a_mapping_may_change_is_not_settled() {
        for (name, settled) in [
            ("exämple.example", true),
            ("日本語ドメイン.example", true),
            ("straße.example", false),
            ("exa\u{308}mple.example", false),
            ("ｃontoso.com", false),
            ("xn--exmple-cua.example", true),
        ] {
            assert_eq!(is_settled(name), settled, "{name}");
        }
    }
}
