//! Symbols by role, so that no screen writes one literally and `--ascii` works
//! everywhere at once.

use super::width::{Ambiguous, width};

/// The symbols of one way to draw.
///
/// The *aligned* roles stand in columns of tables and lists: each takes the same
/// columns in every terminal (none is ambiguous in the sense of UAX #11) and the
/// same as the other roles of its group. The *inline* roles may be two columns
/// wide in a legacy Japanese console: nothing that must align stands right of
/// them in the same line, or their [`width`] is taken into account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Aligned: both sides say the same.
    pub same: &'static str,
    /// Aligned: the two sides differ, the break in the line.
    pub mismatch: &'static str,
    /// Aligned: not known, evidence is missing.
    pub unknown: &'static str,
    /// Aligned: a condition is met.
    pub ok: &'static str,
    /// Aligned: nothing to compare here.
    pub neutral: &'static str,
    /// Aligned: before each item of a list.
    pub bullet: &'static str,
    /// Aligned: the row that the keys act on.
    pub cursor: &'static str,
    /// Aligned: a finished step.
    pub checkbox_on: &'static str,
    /// Aligned: an open step.
    pub checkbox_off: &'static str,
    /// Aligned: the bar at the left of quoted evidence.
    pub quote: &'static str,
    /// Inline: from, then to; next.
    pub arrow: &'static str,
    /// Inline: "is not", between two values in a sentence.
    pub not_equal: &'static str,
    /// Inline: text was cut here.
    pub ellipsis: &'static str,
    /// Inline: between short facts in one line.
    pub dot: &'static str,
    /// Inline: the moment of a change in a row of [`Glyphs::spark`] levels.
    pub change: &'static str,
    /// Inline: a small histogram, from least to most.
    pub spark: [&'static str; 7],
    /// The lines of a box.
    pub frame: Frame,
}

/// The lines of a box; inline, as a legacy Japanese console draws them two wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Left to right.
    pub horizontal: &'static str,
    /// Top to bottom.
    pub vertical: &'static str,
    /// Corner.
    pub top_left: &'static str,
    /// Corner.
    pub top_right: &'static str,
    /// Corner.
    pub bottom_left: &'static str,
    /// Corner.
    pub bottom_right: &'static str,
}

impl Glyphs {
    /// For terminals with a good font.
    pub const UNICODE: Self = Self {
        same: "=",
        mismatch: "✗",
        unknown: "?",
        ok: "✓",
        neutral: "-",
        bullet: "‣",
        cursor: "▸",
        checkbox_on: "[x]",
        checkbox_off: "[ ]",
        quote: "|",
        arrow: "→",
        not_equal: "≠",
        ellipsis: "…",
        dot: "·",
        change: "┊",
        spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇"],
        frame: Frame {
            horizontal: "─",
            vertical: "│",
            top_left: "┌",
            top_right: "┐",
            bottom_left: "└",
            bottom_right: "┘",
        },
    };

    /// For `--ascii`, fonts without symbols, and consoles that draw them two wide.
    pub const ASCII: Self = Self {
        same: "=",
        mismatch: "X",
        unknown: "?",
        ok: "+",
        neutral: "-",
        bullet: "*",
        cursor: ">",
        checkbox_on: "[x]",
        checkbox_off: "[ ]",
        quote: "|",
        arrow: "->",
        not_equal: "!=",
        ellipsis: "...",
        dot: "-",
        change: "|",
        spark: ["_", ".", "-", "=", "+", "*", "#"],
        frame: Frame {
            horizontal: "-",
            vertical: "|",
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
        },
    };

    /// The set for the `--ascii` choice.
    pub const fn new(ascii: bool) -> &'static Self {
        if ascii { &Self::ASCII } else { &Self::UNICODE }
    }

    /// A horizontal line of at most `columns`.
    pub fn rule(&self, columns: usize, ambiguous: Ambiguous) -> String {
        let each = width(self.frame.horizontal, ambiguous).max(1);
        self.frame.horizontal.repeat(columns / each)
    }

    /// The symbol for `value` on a scale from 0 to `most`. Nothing at all is a
    /// blank; whatever is more than nothing is seen.
    pub fn spark_level(&self, value: u64, most: u64) -> &'static str {
        if value == 0 {
            return " ";
        }
        let steps = self.spark.len() as u128;
        // Rounded up, and in u128 because counts times steps may pass u64.
        let level = (u128::from(value) * steps).div_ceil(u128::from(most.max(value)));
        let index = usize::try_from(level)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        self.spark.get(index).copied().unwrap_or(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of roles that replace each other in a column.
    fn aligned(glyphs: &Glyphs) -> [Vec<&'static str>; 3] {
        let Glyphs {
            same,
            mismatch,
            unknown,
            ok,
            neutral,
            ..
        } = *glyphs;
        [
            vec![same, mismatch, unknown, ok, neutral],
            vec![glyphs.checkbox_on, glyphs.checkbox_off],
            vec![glyphs.bullet, glyphs.cursor, glyphs.quote],
        ]
    }

    fn inline(glyphs: &Glyphs) -> Vec<&'static str> {
        let Frame {
            horizontal,
            vertical,
            top_left,
            top_right,
            bottom_left,
            bottom_right,
        } = glyphs.frame;
        let mut all = vec![
            glyphs.arrow,
            glyphs.not_equal,
            glyphs.ellipsis,
            glyphs.dot,
            glyphs.change,
            horizontal,
            vertical,
            top_left,
            top_right,
            bottom_left,
            bottom_right,
        ];
        all.extend(glyphs.spark);
        all
    }

    #[test]
    fn aligned_roles_have_one_width_everywhere() {
        for glyphs in [Glyphs::UNICODE, Glyphs::ASCII] {
            for group in aligned(&glyphs) {
                let widths: Vec<usize> = [Ambiguous::Narrow, Ambiguous::Wide]
                    .into_iter()
                    .flat_map(|ambiguous| group.iter().map(move |g| width(g, ambiguous)))
                    .collect();
                assert!(
                    widths.iter().all(|w| *w > 0 && Some(w) == widths.first()),
                    "{group:?}"
                );
            }
        }
    }

    #[test]
    fn the_ascii_set_is_ascii() {
        let all = aligned(&Glyphs::ASCII)
            .concat()
            .into_iter()
            .chain(inline(&Glyphs::ASCII));
        for glyph in all {
            assert!(!glyph.is_empty() && glyph.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
        }
    }

    #[test]
    fn no_verdict_looks_like_another() {
        for glyphs in [Glyphs::UNICODE, Glyphs::ASCII] {
            let [mut verdicts, ..] = aligned(&glyphs);
            let all = verdicts.len();
            verdicts.sort_unstable();
            verdicts.dedup();
            assert_eq!(verdicts.len(), all);
        }
    }

    #[test]
    fn rules_fill_and_never_pass_the_line() {
        assert_eq!(Glyphs::new(true).rule(5, Ambiguous::Wide), "-----");
        assert_eq!(Glyphs::new(false).rule(5, Ambiguous::Narrow), "─────");
        assert_eq!(Glyphs::new(false).rule(5, Ambiguous::Wide), "──");
    }

    #[test]
    fn spark_levels() {
        let glyphs = Glyphs::new(false);
        for (value, most, shown) in [
            (0, 0, " "),
            (0, 9, " "),
            (1, 826, "▁"),
            (413, 826, "▄"),
            (826, 826, "▇"),
            (9, 0, "▇"),
            (u64::MAX, u64::MAX, "▇"),
        ] {
            assert_eq!(glyphs.spark_level(value, most), shown);
        }
    }
}
