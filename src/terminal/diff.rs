//! Where two short values differ, in characters: the break in the line
//! *sent = configured = expected*.
//!
//! Values are compared label by label first (`mail`, `-`, `old`, `.`, `contoso`),
//! then inside the labels that replace each other, but there only if they have
//! much in common: `contoso` and `fabrikam` share an `o` by accident, and marking
//! around it would help nobody.
//!
//! Values are compared as they are and each span is sanitised afterwards: the
//! other way round a mark could begin in the middle of an escape.

use unicode_segmentation::UnicodeSegmentation as _;

/// Part of a value: the same on both sides, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The text, whole graphemes.
    pub text: &'a str,
    /// True if the other side has it too.
    pub same: bool,
}

/// Whether upper and lower case are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// They differ.
    Exact,
    /// They are the same in ASCII: domain names, thumbprints.
    Ignore,
}

impl Case {
    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Exact => a == b,
            Self::Ignore => a.eq_ignore_ascii_case(b),
        }
    }
}

/// Labels or graphemes of both sides that are aligned at most; the cost grows with
/// the product. Longer differences are marked as a whole.
const MAX_ALIGNED: usize = 256;

/// Both values as spans. The texts of each side's spans give that side again, and
/// neighbouring spans differ in kind; the spans that are the same stand in the same
/// order on both sides and are equal under `case`.
pub fn differences<'a>(a: &'a str, b: &'a str, case: Case) -> (Vec<Span<'a>>, Vec<Span<'a>>) {
    let mut marks = (Marks::new(a), Marks::new(b));
    let (labels_a, labels_b) = (labels(a), labels(b));
    let common = align(&labels_a, &labels_b, case);
    let mut gap = (0, 0);
    for (at_a, at_b) in common {
        differ(
            &mut marks,
            slice(&labels_a, gap.0, at_a),
            slice(&labels_b, gap.1, at_b),
            case,
        );
        same(&mut marks, labels_a.get(at_a), labels_b.get(at_b));
        gap = (at_a + 1, at_b + 1);
    }
    differ(
        &mut marks,
        slice(&labels_a, gap.0, labels_a.len()),
        slice(&labels_b, gap.1, labels_b.len()),
        case,
    );
    (marks.0.spans, marks.1.spans)
}

fn slice<'s, 'a>(parts: &'s [&'a str], from: usize, to: usize) -> &'s [&'a str] {
    parts.get(from..to).unwrap_or(&[])
}

/// The spans of one side as they grow from left to right.
struct Marks<'a> {
    text: &'a str,
    /// Bytes that are in spans.
    done: usize,
    spans: Vec<Span<'a>>,
}

impl<'a> Marks<'a> {
    const fn new(text: &'a str) -> Self {
        Marks {
            text,
            done: 0,
            spans: Vec::new(),
        }
    }

    fn push(&mut self, bytes: usize, same: bool) {
        if bytes == 0 {
            return;
        }
        let start = match self.spans.last() {
            Some(last) if last.same == same => self.done - last.text.len(),
            _ => self.done,
        };
        self.done += bytes;
        if start < self.done - bytes {
            self.spans.pop();
        }
        let text = self.text.get(start..self.done).unwrap_or("");
        self.spans.push(Span { text, same });
    }
}

fn same(marks: &mut (Marks<'_>, Marks<'_>), a: Option<&&str>, b: Option<&&str>) {
    marks.0.push(a.map_or(0, |text| text.len()), true);
    marks.1.push(b.map_or(0, |text| text.len()), true);
}

/// Labels that have no counterpart among themselves: looks into their characters.
fn differ(marks: &mut (Marks<'_>, Marks<'_>), a: &[&str], b: &[&str], case: Case) {
    let (a, b) = (a.concat(), b.concat());
    let a: Vec<&str> = a.graphemes(true).collect();
    let b: Vec<&str> = b.graphemes(true).collect();
    let common = align(&a, &b, case);
    let common = if is_alike(common.len(), a.len(), b.len()) {
        common
    } else {
        Vec::new()
    };
    let bytes = |parts: &[&str]| parts.iter().map(|part| part.len()).sum();
    let mut gap = (0, 0);
    for (at_a, at_b) in common {
        marks.0.push(bytes(slice(&a, gap.0, at_a)), false);
        marks.1.push(bytes(slice(&b, gap.1, at_b)), false);
        same(marks, a.get(at_a), b.get(at_b));
        gap = (at_a + 1, at_b + 1);
    }
    marks.0.push(bytes(slice(&a, gap.0, a.len())), false);
    marks.1.push(bytes(slice(&b, gap.1, b.len())), false);
}

/// Two thirds of the longer in common, or the shorter is wholly in the longer and
/// no mere crumb of it.
fn is_alike(common: usize, a: usize, b: usize) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    common * 3 >= long * 2 || (common == short && common * 3 >= long)
}

/// Runs of letters and digits, and each other grapheme by itself.
fn labels(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if !grapheme.starts_with(char::is_alphanumeric) {
            found.extend(text.get(start..at).filter(|run| !run.is_empty()));
            found.push(grapheme);
            start = at + grapheme.len();
        }
    }
    found.extend(text.get(start..).filter(|run| !run.is_empty()));
    found
}

/// Pairs of positions with the same part: the beginning and end that are common,
/// and between them a longest common subsequence if it is small enough to compute.
fn align(a: &[&str], b: &[&str], case: Case) -> Vec<(usize, usize)> {
    let equal = |(a, b): &(&&str, &&str)| case.same(a, b);
    let start = a.iter().zip(b).take_while(equal).count();
    let (rest_a, rest_b) = (slice(a, start, a.len()), slice(b, start, b.len()));
    let end = rest_a
        .iter()
        .rev()
        .zip(rest_b.iter().rev())
        .take_while(equal)
        .count();
    let middle_a = slice(rest_a, 0, rest_a.len() - end);
    let middle_b = slice(rest_b, 0, rest_b.len() - end);

    let mut pairs: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    pairs.extend(
        longest_common(middle_a, middle_b, case)
            .into_iter()
            .map(|(x, y)| (start + x, start + y)),
    );
    pairs.extend(
        (0..end)
            .rev()
            .map(|back| (a.len() - 1 - back, b.len() - 1 - back)),
    );
    pairs
}

/// A longest common subsequence by the usual table; nothing for long input.
fn longest_common(a: &[&str], b: &[&str], case: Case) -> Vec<(usize, usize)> {
    if a.is_empty() || b.is_empty() || a.len() > MAX_ALIGNED || b.len() > MAX_ALIGNED {
        return Vec::new();
    }
    let columns = b.len() + 1;
    // lengths[x * columns + y]: the longest for a[x..] and b[y..].
    let mut lengths = vec![0_usize; (a.len() + 1) * columns];
    let at =
        |lengths: &[usize], x: usize, y: usize| lengths.get(x * columns + y).copied().unwrap_or(0);
    for (x, part_a) in a.iter().enumerate().rev() {
        for (y, part_b) in b.iter().enumerate().rev() {
            let longest = if case.same(part_a, part_b) {
                at(&lengths, x + 1, y + 1) + 1
            } else {
                at(&lengths, x + 1, y).max(at(&lengths, x, y + 1))
            };
            if let Some(cell) = lengths.get_mut(x * columns + y) {
                *cell = longest;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut x, mut y) = (0, 0);
    while let (Some(part_a), Some(part_b)) = (a.get(x), b.get(y)) {
        if case.same(part_a, part_b) {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if at(&lengths, x + 1, y) >= at(&lengths, x, y + 1) {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Differing characters in brackets.
    fn marked(spans: &[Span<'_>]) -> String {
        let one = |span: &Span<'_>| match span.same {
            true => span.text.to_owned(),
            false => format!("[{}]", span.text),
        };
        spans.iter().map(one).collect()
    }

    #[test]
    fn the_break_is_marked() {
        for (a, b, marked_a, marked_b) in [
            ("", "", "", ""),
            ("a", "", "[a]", ""),
            (
                "mail.contoso.com",
                "mail.contoso.com",
                "mail.contoso.com",
                "mail.contoso.com",
            ),
            (
                "mail.contoso.com",
                "mail-old.contoso.com",
                "mail.contoso.com",
                "mail[-old].contoso.com",
            ),
            (
                "mail.contoso.com",
                "mail.contoso.com ",
                "mail.contoso.com",
                "mail.contoso.com[ ]",
            ),
            (
                "mail.contoso.com",
                "smtp.fabrikam.com",
                "[mail].[contoso].com",
                "[smtp].[fabrikam].com",
            ),
            (
                "*.contoso.com",
                "mail.contoso.com",
                "[*].contoso.com",
                "[mail].contoso.com",
            ),
            (
                "contoso.com",
                "mail.contoso.com",
                "contoso.com",
                "[mail.]contoso.com",
            ),
            (
                "mail.eu.contoso.com",
                "mail.contoso.com",
                "mail.[eu.]contoso.com",
                "mail.contoso.com",
            ),
            (
                "mail.contoso.com",
                "mailcontoso.com",
                "mail[.]contoso.com",
                "mailcontoso.com",
            ),
            (
                "mail.contoso.com",
                "mail.cantoso.com",
                "mail.c[o]ntoso.com",
                "mail.c[a]ntoso.com",
            ),
            (
                "mail1.contoso.com",
                "mail12.contoso.com",
                "mail1.contoso.com",
                "mail1[2].contoso.com",
            ),
            (
                "203.0.113.7",
                "203.0.113.77",
                "203.0.113.7",
                "203.0.113.7[7]",
            ),
            (
                "送信コネクタ",
                "受信コネクタ",
                "[送]信コネクタ",
                "[受]信コネクタ",
            ),
            ("e\u{301}", "e", "[e\u{301}]", "[e]"),
            ("17BE570E", "A05C93D4", "[17BE570E]", "[A05C93D4]"),
        ] {
            let (spans_a, spans_b) = differences(a, b, Case::Exact);
            assert_eq!(
                (marked(&spans_a).as_str(), marked(&spans_b).as_str()),
                (marked_a, marked_b)
            );
        }
    }

    #[test]
    fn case_counts_only_where_it_matters() {
        let (a, b) = ("Mail.contoso.com", "mail.Contoso.com");
        let (spans, _) = differences(a, b, Case::Ignore);
        assert_eq!(marked(&spans), a);
        let (spans, _) = differences(a, b, Case::Exact);
        assert_eq!(marked(&spans), "[M]ail.[c]ontoso.com");
    }

    #[test]
    fn long_values_are_cut_short_in_time() {
        let (a, b) = ("a.b-".repeat(5_000), "b.a-".repeat(5_000));
        let (spans, _) = differences(&a, &b, Case::Exact);
        assert_eq!(spans.iter().map(|span| span.text).collect::<String>(), a);
    }

    proptest! {
        #[test]
        fn spans_give_the_values_again(
            a in "([a-c.*-]|e\u{301}|漢|\\PC){0,30}",
            b in "([a-c.*-]|e\u{301}|漢|\\PC){0,30}",
            case in proptest::sample::select(vec![Case::Exact, Case::Ignore]),
        ) {
            let (spans_a, spans_b) = differences(&a, &b, case);
            let text = |spans: &[Span<'_>]| spans.iter().map(|s| s.text).collect::<String>();
            let common = |spans: &[Span<'_>]| -> String {
                spans.iter().filter(|s| s.same).map(|s| s.text).collect()
            };
            prop_assert_eq!(text(&spans_a), &*a);
            prop_assert_eq!(text(&spans_b), &*b);
            prop_assert!(case.same(&common(&spans_a), &common(&spans_b)));
            for spans in [&spans_a, &spans_b] {
                prop_assert!(spans.iter().all(|s| !s.text.is_empty()));
                prop_assert!(spans.iter().zip(spans.iter().skip(1)).all(|(x, y)| x.same != y.same));
            }
            let whole: Vec<&str> = a.graphemes(true).collect();
            let parts: Vec<&str> = spans_a.iter().flat_map(|s| s.text.graphemes(true)).collect();
            prop_assert_eq!(parts, whole);
        }
    }
}
