//! The timeline as a picture: accepted above the line and hollow, refused below it and
//! solid, so that it reads without colour; every bar tells its counts.

use super::escaped;
use crate::report::document::{Change, Chart, Interval};
use crate::terminal::{Ambiguous, width};

/// Units of the picture from side to side.
const WIDTH: u64 = 720;
/// Left of the bars: the words for accepted and refused, and the highest count.
const LEFT: u64 = 76;
/// Right of the bars.
const RIGHT: u64 = 8;
/// Height of the bars of one kind.
const HALF: u64 = 84;
/// Height of a line of text.
const LINE: u64 = 16;
/// Width of a column of text, at most.
const COLUMN: u64 = 8;
/// The widest bar: one alone shall not fill the picture.
const WIDEST: u64 = 40;

pub(super) fn print(out: &mut String, chart: &Chart) {
    let picture = Picture::of(chart);
    let (title, caption) = (escaped(chart.title), escaped(&chart.caption));
    let height = picture.bottom() + 2 * LINE + 8;
    out.push_str(&format!(
        "<figure>\n<div class=\"scroll\"><svg class=\"chart\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" \
         aria-labelledby=\"timeline-title timeline-desc\">\n\
         <title id=\"timeline-title\">{title}</title>\n\
         <desc id=\"timeline-desc\">{caption}</desc>\n"
    ));
    picture.scale(out, chart);
    for (nth, interval) in (0..).zip(&chart.intervals) {
        picture.interval(out, nth, interval);
    }
    // A label stands before the line of another change.
    for (lane, change) in (0..).zip(&chart.changes) {
        picture.change(out, lane, change);
    }
    for (lane, change) in (0..).zip(&chart.changes) {
        picture.label(out, lane, change);
    }
    out.push_str(&format!(
        "</svg></div>\n<figcaption>{caption}</figcaption>\n</figure>\n"
    ));
}

/// Where things are.
struct Picture {
    /// From one bar to the next.
    step: u64,
    /// How many bars.
    bars: u64,
    /// The highest count.
    most: u64,
    /// The line between accepted and refused.
    middle: u64,
}

impl Picture {
    fn of(chart: &Chart) -> Self {
        let bars = (chart.intervals.len() as u64).max(1);
        let counts = chart.intervals.iter().map(|i| i.accepted.max(i.refused));
        let lanes = chart.changes.len() as u64;
        Self {
            step: ((WIDTH - LEFT - RIGHT) / bars).max(1),
            bars,
            most: counts.max().unwrap_or(0).max(1),
            middle: lanes * LINE + 8 + HALF,
        }
    }

    fn top(&self) -> u64 {
        self.middle - HALF
    }

    fn bottom(&self) -> u64 {
        self.middle + HALF
    }

    fn right(&self) -> u64 {
        LEFT + self.step * self.bars
    }

    /// Whatever is more than nothing is seen.
    fn height(&self, count: u64) -> u64 {
        let height = u128::from(count) * u128::from(HALF) / u128::from(self.most);
        let height = u64::try_from(height).unwrap_or(HALF);
        if count == 0 { 0 } else { height.max(2) }
    }

    fn scale(&self, out: &mut String, chart: &Chart) {
        let (top, middle, bottom, right) = (self.top(), self.middle, self.bottom(), self.right());
        for (class, y) in [("grid", top), ("axis", middle), ("grid", bottom)] {
            out.push_str(&format!(
                "<line class=\"{class}\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y}\" y2=\"{y}\"></line>\n"
            ));
        }
        let beside = LEFT - 6;
        let [accepted, refused] = chart.counted;
        let (most, half) = (self.most.to_string(), HALF / 2);
        let labels = [
            (most.as_str(), top + 4),
            (accepted, middle - half),
            ("0", middle + 4),
            (refused, middle + half + 8),
            (most.as_str(), bottom + 4),
        ];
        for (label, y) in labels {
            text(out, (beside, y), "end", "", label);
        }
        let last = (chart.ticks.len() as u64).saturating_sub(1).max(1);
        for (nth, tick) in (0..).zip(&chart.ticks) {
            let x = LEFT + (right - LEFT) * nth / last;
            text(out, (x, bottom + LINE), anchor(nth, last), "", tick);
        }
        let [from, to] = &chart.ends;
        let y = bottom + 2 * LINE;
        text(out, (LEFT, y), "start", "", from);
        text(out, (right, y), "end", "", to);
    }

    fn interval(&self, out: &mut String, nth: u64, interval: &Interval) {
        let wide = self.step.saturating_sub(2).clamp(1, WIDEST);
        let x = LEFT + self.step * nth + self.step.saturating_sub(wide) / 2;
        out.push_str(&format!("<g><title>{}</title>", escaped(&interval.label)));
        let (up, down) = (
            self.height(interval.accepted),
            self.height(interval.refused),
        );
        let bars = [
            ("accepted", self.middle - up, up),
            ("refused", self.middle, down),
        ];
        for (class, y, height) in bars.into_iter().filter(|(_, _, height)| *height > 0) {
            out.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{height}\"></rect>"
            ));
        }
        out.push_str("</g>\n");
    }

    fn along(&self, change: &Change) -> u64 {
        LEFT + (self.right() - LEFT) * change.thousandths.min(1000) / 1000
    }

    /// A line from its label down through all bars.
    fn change(&self, out: &mut String, lane: u64, change: &Change) {
        let class = if change.broke { "broke" } else { "change" };
        let (x, top, bottom) = (self.along(change), lane * LINE + 4, self.bottom());
        out.push_str(&format!(
            "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{bottom}\"></line>\n"
        ));
    }

    /// Right of its line where there is room.
    fn label(&self, out: &mut String, lane: u64, change: &Change) {
        let class = if change.broke { "broken" } else { "" };
        let (x, y) = (self.along(change), lane * LINE + 14);
        let wide = width(&change.label, Ambiguous::Wide) as u64 * COLUMN;
        let (x, anchor) = match x + wide > WIDTH {
            true => (x - 5, "end"),
            false => (x + 5, "start"),
        };
        text(out, (x, y), anchor, class, &change.label);
    }
}

/// Times at the ends stay within the picture.
fn anchor(nth: u64, last: u64) -> &'static str {
    match nth {
        0 => "start",
        nth if nth == last => "end",
        _ => "middle",
    }
}

fn text(out: &mut String, (x, y): (u64, u64), anchor: &str, class: &str, label: &str) {
    let label = escaped(label);
    out.push_str(&format!(
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{label}</text>\n"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_seen_and_none_leaves_the_picture() {
        for most in [1, 7, 826, u64::MAX] {
            let picture = Picture {
                step: 13,
                bars: 48,
                most,
                middle: 8 + HALF,
            };
            assert_eq!(picture.height(0), 0);
            assert!(picture.height(1) >= 2);
            assert_eq!(picture.height(most), HALF);
            assert!(picture.right() <= WIDTH);
        }
    }
}
