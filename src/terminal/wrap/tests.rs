use proptest::prelude::*;

use super::*;

fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(text, &Wrapping::new(width))
}

#[test]
fn latin() {
    for (text, width, expected) in [
        ("", 10, &[""][..]),
        ("one two", 10, &["one two"]),
        ("one two", 6, &["one", "two"]),
        ("one two   ", 7, &["one two"]),
        ("one  two three", 8, &["one  two", "three"]),
        ("  two one", 5, &["  two", "one"]),
        ("a\n\nb\r\nc", 5, &["a", "", "b", "c"]),
        (
            "self-signed and/or expired",
            12,
            &["self-signed", "and/or", "expired"],
        ),
        ("one two-", 5, &["one", "two-"]),
        ("            x", 4, &["x"]),
        ("a \u{3000} bcd", 4, &["a", "bcd"]),
        // A mark of no width, set apart by the line breaking rules, is no blank.
        ("あ\u{111c2}\t", 4, &["あ\u{111c2}"]),
    ] {
        assert_eq!(lines(text, width), expected, "{text:?}");
    }
}

#[test]
fn names_stay_whole() {
    for (text, width, expected) in [
        (
            "Run Set-InboundConnector with -TlsSenderCertificateName",
            26,
            &[
                "Run Set-InboundConnector",
                "with",
                "-TlsSenderCertificateName",
            ][..],
        ),
        (
            "証明書の名前はSet-InboundConnectorで変更します。",
            26,
            &["証明書の名前は", "Set-InboundConnectorで変更", "します。"],
        ),
        (
            "the answer 550 5.7.64 TenantAttribution",
            18,
            &["the answer", "550 5.7.64", "TenantAttribution"],
        ),
        (
            r"Logs: C:\Program Files\Exchange Server\V15 (default)",
            40,
            &[
                "Logs:",
                r"C:\Program Files\Exchange Server\V15",
                "(default)",
            ],
        ),
        (
            "宛先は mail-old.contoso.com?x=1 です",
            25,
            &["宛先は", "mail-old.contoso.com?x=1", "です"],
        ),
    ] {
        assert_eq!(lines(text, width), expected, "{text:?}");
    }
}

#[test]
fn what_is_wider_than_the_line_is_torn_at_a_separator() {
    for (text, width, expected) in [
        (
            "see -TlsSenderCertificateName now",
            12,
            &["see", "-TlsSenderCe", "rtificateNam", "e now"][..],
        ),
        ("mail-old.contoso.com", 12, &["mail-old.", "contoso.com"]),
        (
            r"C:\Program Files\Exchange Server\V15",
            24,
            &[r"C:\Program", r"Files\Exchange", r"Server\V15"],
        ),
        ("送信コネクタ", 3, &["送", "信", "コ", "ネ", "ク", "タ"]),
        (
            "e\u{301}e\u{301}e\u{301}",
            2,
            &["e\u{301}e\u{301}", "e\u{301}"],
        ),
        ("क\u{94d}क\u{94d}क", 2, &["क\u{94d}क\u{94d}", "क"]),
        ("送信", 1, &["送", "信"]),
        ("ab", 0, &["a", "b"]),
    ] {
        assert_eq!(lines(text, width), expected, "{text:?}");
    }
}

#[test]
fn indents() {
    let how = Wrapping {
        first: "1. ",
        hanging: "   ",
        ..Wrapping::new(12)
    };
    assert_eq!(
        wrap("one two three\n\nfour", &how),
        ["1. one two", "   three", "", "   four"]
    );
    assert_eq!(wrap("送信コネクタを", &how), ["1. 送信コネ", "   クタを"]);
    // No room for the indent: the text matters more.
    let narrow = Wrapping { width: 4, ..how };
    assert_eq!(wrap("送信コ", &narrow), ["送信", "コ"]);
}

#[test]
fn ambiguous_characters_may_be_wide() {
    let how = Wrapping {
        ambiguous: Ambiguous::Wide,
        ..Wrapping::new(5)
    };
    assert_eq!(wrap("a → b → c", &how), ["a →", "b →", "c"]);
    assert_eq!(lines("a → b → c", 5), ["a → b", "→ c"]);
}

#[test]
fn long_hostile_text_is_no_burden() {
    // Each of these would take minutes if a line's cost grew with the whole text.
    for piece in ["क\u{94d}", "550 ", "C:\\a ", "あ", "\u{301}", "-", "\x1b"] {
        let text = piece.repeat(50_000);
        let longest = lines(&text, 40)
            .iter()
            .map(|line| width(line, Ambiguous::Narrow))
            .max();
        assert!(longest <= Some(40), "{piece:?}");
    }
}

const NOT_FIRST: &str = "、。，．・：；？！」』）】〕］｝〉》々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶゝゞヽヾ｡､｣ｧｨｩｪｫｬｭｮｯｰﾞﾟ";
const NOT_LAST: &str = "「『（【〔［｛〈《｢";

#[test]
fn kinsoku() {
    for forbidden in NOT_FIRST.chars() {
        let text = format!("証明{forbidden}名前");
        assert!(
            lines(&text, 4)
                .iter()
                .all(|line| !line.starts_with(forbidden)),
            "{forbidden}"
        );
    }
    for forbidden in NOT_LAST.chars() {
        let text = format!("証{forbidden}名前");
        assert!(
            lines(&text, 4)
                .iter()
                .all(|line| !line.ends_with(forbidden)),
            "{forbidden}"
        );
    }
}

proptest! {
    #[test]
    fn lines_fit_and_lose_only_blanks(
        text in "([ -~]|[あ-んア-ン漢字、。「」（）]|\u{3000}|e\u{301}|क\u{94d}|👨\u{200d}👩|…|[\n\t\\\\]|\\PC){0,60}",
        width_ in 4_usize..40,
        wide in any::<bool>(),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let lines = wrap(&text, &Wrapping { ambiguous, ..Wrapping::new(width_) });
        for line in &lines {
            prop_assert!(width(line, ambiguous) <= width_, "{:?}", line);
        }
        let seen = |text: &str| text.chars().filter(|c| !is_blank(*c)).collect::<String>();
        prop_assert_eq!(seen(&lines.concat()), seen(&text));
        // In order and as they stood: each line is a part of the text.
        let mut rest = text.as_str();
        for line in &lines {
            let at = rest.find(line.as_str());
            prop_assert!(at.is_some());
            rest = rest.get(at.unwrap_or(0) + line.len()..).unwrap_or("");
        }
    }

    #[test]
    fn words_are_torn_only_where_a_line_is_too_short(
        words in proptest::collection::vec("[!-~]{1,20}", 1..12),
        width_ in 20_usize..50,
    ) {
        let text = words.join(" ");
        for line in lines(&text, width_) {
            for word in line.split(' ') {
                prop_assert!(words.iter().any(|w| w == word));
            }
        }
    }

    #[test]
    fn graphemes_stay_whole(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec!["e\u{301}", "漢", "👨\u{200d}👩", "か\u{3099}", "a", " ", "。", "ｶﾞ"]),
            0..40,
        ),
        width_ in 4_usize..20,
    ) {
        let text = pieces.concat();
        let whole: Vec<&str> = text.graphemes(true).filter(|g| *g != " ").collect();
        let lines = lines(&text, width_);
        let after: Vec<&str> = lines
            .iter()
            .flat_map(|line| line.graphemes(true))
            .filter(|g| *g != " ")
            .collect();
        prop_assert_eq!(after, whole);
    }
}
