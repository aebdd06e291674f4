//! Columns: how wide a text stands on a terminal, and text made to fit.
//!
//! All widths are in terminal columns and expect text without control
//! characters ([`super::sanitise`]). The width of a text is the sum of the widths
//! of its grapheme clusters, which is how a screen of cells is filled.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How wide the characters are that Unicode calls ambiguous (`…`, `→`, `─`, `■`,
/// Greek, Cyrillic): UAX #11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One column: Windows Terminal, every terminal outside East Asia.
    #[default]
    Narrow,
    /// Two columns: the legacy Japanese console with its raster and MS fonts.
    Wide,
}

/// Columns of a text.
pub fn width(text: &str, ambiguous: Ambiguous) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true)
        .map(|grapheme| grapheme_width(grapheme, ambiguous))
        .sum()
}

/// Columns of one grapheme cluster.
pub(super) fn grapheme_width(grapheme: &str, ambiguous: Ambiguous) -> usize {
    match ambiguous {
        Ambiguous::Narrow => grapheme.width(),
        Ambiguous::Wide => grapheme.width_cjk(),
    }
}

/// One byte, one column.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// The longest beginning of whole graphemes within `max` columns, and its width.
pub(super) fn fitting_start(text: &str, max: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let (bytes, used) = fitting(text.graphemes(true), max, ambiguous);
    (text.get(..bytes).unwrap_or(""), used)
}

/// The longest end of whole graphemes within `max` columns, and its width.
fn fitting_end(text: &str, max: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let (bytes, used) = fitting(text.graphemes(true).rev(), max, ambiguous);
    (text.get(text.len() - bytes..).unwrap_or(""), used)
}

/// Bytes and columns of the graphemes, in the order given, that fit into `max`.
fn fitting<'a>(
    graphemes: impl Iterator<Item = &'a str>,
    max: usize,
    ambiguous: Ambiguous,
) -> (usize, usize) {
    let (mut bytes, mut used) = (0, 0);
    for grapheme in graphemes {
        let wide = grapheme_width(grapheme, ambiguous);
        if used + wide > max {
            break;
        }
        bytes += grapheme.len();
        used += wide;
    }
    (bytes, used)
}

/// The text within `max` columns: whole, or its beginning and then the ellipsis.
/// Never cuts a grapheme; an ellipsis wider than `max` is itself cut.
pub fn truncate<'a>(
    text: &'a str,
    max: usize,
    ellipsis: &str,
    ambiguous: Ambiguous,
) -> Cow<'a, str> {
    cut(text, max, ellipsis, ambiguous, |_| 0)
}

/// Like [`truncate`], but keeps the end too, where names of connectors differ:
/// `Inbound from 3f2a8c1e…-9b1c`. A third of the room goes to the end.
pub fn truncate_middle<'a>(
    text: &'a str,
    max: usize,
    ellipsis: &str,
    ambiguous: Ambiguous,
) -> Cow<'a, str> {
    cut(text, max, ellipsis, ambiguous, |room| room / 3)
}

/// `tail_share`: of the columns beside the ellipsis, those for the end of the text.
fn cut<'a>(
    text: &'a str,
    max: usize,
    ellipsis: &str,
    ambiguous: Ambiguous,
    tail_share: fn(usize) -> usize,
) -> Cow<'a, str> {
    let (start, _) = fitting_start(text, max, ambiguous);
    if start.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let (ellipsis, taken) = fitting_start(ellipsis, max, ambiguous);
    let room = max - taken;
    let (tail, tail_width) = fitting_end(text, tail_share(room), ambiguous);
    let (head, _) = fitting_start(text, room - tail_width, ambiguous);
    Cow::Owned([head, ellipsis, tail].concat())
}

/// The text with blanks after it up to `columns`; a wider text as it is.
pub fn pad_right(text: &str, columns: usize, ambiguous: Ambiguous) -> String {
    let mut out = text.to_owned();
    out.push_str(&blanks(columns, width(text, ambiguous)));
    out
}

/// The text with blanks before it up to `columns`; a wider text as it is.
pub fn pad_left(text: &str, columns: usize, ambiguous: Ambiguous) -> String {
    let mut out = blanks(columns, width(text, ambiguous));
    out.push_str(text);
    out
}

fn blanks(columns: usize, used: usize) -> String {
    " ".repeat(columns.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Ambiguous::{Narrow, Wide};

    #[test]
    fn widths() {
        for (text, narrow, wide) in [
            ("", 0, 0),
            ("mail.contoso.com", 16, 16),
            ("送信コネクタ ログ", 17, 17),
            ("ﾛｸﾞ", 3, 3),
            ("e\u{301}", 1, 1),
            ("a…→─", 4, 7),
            ("✓✗▸", 3, 3),
            ("👨\u{200d}👩\u{200d}👧", 2, 2),
        ] {
            assert_eq!(width(text, Narrow), narrow, "{text}");
            assert_eq!(width(text, Wide), wide, "{text}");
        }
    }

    #[test]
    fn truncating() {
        for (text, max, ellipsis, cut) in [
            ("mail.contoso.com", 16, "…", "mail.contoso.com"),
            ("mail.contoso.com", 15, "…", "mail.contoso.c…"),
            ("mail.contoso.com", 15, "...", "mail.contoso..."),
            ("送信コネクタ", 7, "…", "送信コ…"),
            ("送信コネクタ", 6, "…", "送信…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "…", "e\u{301}…"),
            ("mail", 2, "...", ".."),
            ("mail", 0, "…", ""),
            ("送", 1, "", ""),
        ] {
            assert_eq!(truncate(text, max, ellipsis, Narrow), cut);
        }
        assert_eq!(truncate("mail.contoso.com", 6, "…", Wide), "mail…");
    }

    #[test]
    fn truncating_in_the_middle() {
        let name = "Inbound from 3f2a8c1e-77aa-4d3e-9b1c";
        for (max, cut) in [
            (36, name),
            (27, "Inbound from 3f2a8…d3e-9b1c"),
            (4, "In…c"),
            (1, "…"),
            (0, ""),
        ] {
            assert_eq!(truncate_middle(name, max, "…", Narrow), cut);
        }
        assert_eq!(truncate_middle("送信コネクタ", 8, "…", Narrow), "送信…タ");
    }

    #[test]
    fn padding() {
        assert_eq!(pad_right("送信", 6, Narrow), "送信  ");
        assert_eq!(pad_left("826", 5, Narrow), "  826");
        assert_eq!(pad_left("too wide", 3, Narrow), "too wide");
        assert_eq!(pad_right("…", 3, Wide), "… ");
    }

    fn is_made_of_whole_graphemes(cut: &str, ellipsis: &str, text: &str) -> bool {
        let Some((head, tail)) = cut.split_once(ellipsis) else {
            return cut == text;
        };
        let boundary = |at| at == text.len() || text.grapheme_indices(true).any(|(i, _)| i == at);
        text.starts_with(head)
            && text.ends_with(tail)
            && boundary(head.len())
            && boundary(text.len() - tail.len())
    }

    proptest! {
        #[test]
        fn cut_text_fits_and_is_whole(
            text in "[ -~あ-ん漢字e\u{301}क\u{94d}👨\u{200d}👩…🇯🇵]{0,24}",
            max in 1_usize..20,
            wide in any::<bool>(),
        ) {
            let ambiguous = if wide { Wide } else { Narrow };
            for cut in [
                truncate(&text, max, "\u{1}", ambiguous),
                truncate_middle(&text, max, "\u{1}", ambiguous),
            ] {
                prop_assert!(width(&cut, ambiguous) <= max);
                let whole = is_made_of_whole_graphemes(&cut, "\u{1}", &text);
                prop_assert!(whole);
                let is_cut = cut.contains('\u{1}');
                prop_assert_eq!(is_cut, width(&text, ambiguous) > max);
            }
        }

        #[test]
        fn padded_text_has_the_width(text in "[ -~あ-ん…]{0,12}", columns in 0_usize..40) {
            let wanted = columns.max(width(&text, Narrow));
            prop_assert_eq!(width(&pad_left(&text, columns, Narrow), Narrow), wanted);
            prop_assert_eq!(width(&pad_right(&text, columns, Narrow), Narrow), wanted);
        }
    }
}
