//! Values in sentences: counted, quoted, listed, cut.

use unicode_width::UnicodeWidthChar;

use super::{Lang, say};

/// Columns that one value may take in a sentence; the whole of it is in the evidence.
const MAX_VALUE: usize = 160;

/// `items` as words: "A, B and 2 more"; at most `max` of them are named.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S], max: usize) -> String {
    // Ends like a Latin word also when it is cut, so that a blank may follow in Japanese.
    let rest = |more: usize| format!(" (ほか {more} 件)");
    join(lang, items, max, rest, |item| short(item, MAX_VALUE))
}

/// As [`list`], each in quotation marks: for names that may hold blanks and commas.
pub(crate) fn names<S: AsRef<str>>(lang: Lang, items: &[S], max: usize) -> String {
    let rest = |more: usize| format!("ほか {more} 件");
    join(lang, items, max, rest, |item| quoted(lang, item))
}

/// `text` in quotation marks.
pub(crate) fn quoted(lang: Lang, text: &str) -> String {
    let text = short(text, MAX_VALUE);
    say!(lang, "\"{text}\"", "「{text}」")
}

/// `n` with its noun: "1 session", "2 sessions".
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    let noun = if n == 1 { one } else { many };
    format!("{n} {noun}")
}

/// `text` cut to `max` columns (`...` included). Characters are counted too:
/// those without a width could go on for ever.
pub(crate) fn short(text: &str, max: usize) -> String {
    const CUT: &str = "...";
    let width = |c: char| c.width().unwrap_or(1).max(1);
    let mut columns = 0;
    let mut end_before_cut = 0;
    for (at, c) in text.char_indices() {
        if columns + CUT.len() <= max {
            end_before_cut = at;
        }
        columns += width(c);
        if columns > max {
            let kept = text.get(..end_before_cut).unwrap_or_default();
            return format!("{}{CUT}", kept.trim_end());
        }
    }
    text.to_owned()
}

fn join<S: AsRef<str>>(
    lang: Lang,
    items: &[S],
    max: usize,
    rest_in_japanese: impl Fn(usize) -> String,
    show: impl Fn(&str) -> String,
) -> String {
    let max = max.max(1);
    let shown: Vec<String> = items.iter().take(max).map(|i| show(i.as_ref())).collect();
    let more = items.len().saturating_sub(max);
    if more > 0 {
        let head = shown.join(comma(lang));
        let rest = rest_in_japanese(more);
        return say!(lang, "{head} and {more} more", "{head}{rest}");
    }
    match (lang, shown.split_last()) {
        (_, None) => String::new(),
        (Lang::En, Some((last, head))) if !head.is_empty() => {
            format!("{} and {last}", head.join(comma(lang)))
        }
        _ => shown.join(comma(lang)),
    }
}

/// What parts the items of a list.
pub fn comma(lang: Lang) -> &'static str {
    super::text!(lang, ", ", "、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Ja};

    #[test]
    fn lists_are_named_and_then_counted() {
        let items = ["EX01", "EX02", "EX03", "EX04"];
        for (n, max, english, japanese) in [
            (0, 3, "", ""),
            (1, 3, "EX01", "EX01"),
            (2, 3, "EX01 and EX02", "EX01、EX02"),
            (3, 3, "EX01, EX02 and EX03", "EX01、EX02、EX03"),
            (
                4,
                3,
                "EX01, EX02, EX03 and 1 more",
                "EX01、EX02、EX03 (ほか 1 件)",
            ),
            (4, 0, "EX01 and 3 more", "EX01 (ほか 3 件)"),
        ] {
            assert_eq!(list(En, &items[..n], max), english);
            assert_eq!(list(Ja, &items[..n], max), japanese);
        }
        assert_eq!(names(En, &items[..2], 3), "\"EX01\" and \"EX02\"");
        assert_eq!(names(Ja, &items[..2], 3), "「EX01」、「EX02」");
        assert_eq!(names(Ja, &items, 1), "「EX01」ほか 3 件");
    }

    #[test]
    fn counts_know_singular_and_plural() {
        assert_eq!(count(0, "session", "sessions"), "0 sessions");
        assert_eq!(count(1, "session", "sessions"), "1 session");
        assert_eq!(count(2, "session", "sessions"), "2 sessions");
    }

    #[test]
    fn long_values_are_cut_at_a_column() {
        for (text, max, cut) in [
            ("Inbound", 10, "Inbound"),
            ("0123456789", 10, "0123456789"),
            ("Inbound from Contoso", 10, "Inbound..."),
            ("0123456789A", 10, "0123456..."),
            ("組織内 SMTP 送信コネクタ", 10, "組織内..."),
            ("コネクタ", 8, "コネクタ"),
            ("abc", 2, "..."),
        ] {
            assert_eq!(short(text, max), cut, "{text} at {max}");
        }
        let stacked = format!("a{}", "\u{301}".repeat(10_000));
        assert!(short(&stacked, 20).chars().count() <= 20);
    }
}
