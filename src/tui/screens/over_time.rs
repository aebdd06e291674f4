//! What was answered over time, in a few lines: how often and when last, a row of bars
//! beside each, and with which change it broke.

use super::Draw;

use crate::diagnosis::Timeline;
use crate::facts::traffic::Bucket;
use crate::i18n::wizard::{Word, refused_accepted, word};
use crate::i18n::{broke, columns, comma, date_time, ends};
use crate::terminal::{Ambiguous, Glyphs, Role, width};
use crate::tui::ink::Part;
use crate::tui::sheet::Sheet;
use crate::wizard::{Analysis, AnswerCount, Answers};

/// Blanks between columns.
const GAP: usize = 2;
/// With fewer bars nothing is seen.
const FEWEST: usize = 4;

/// How often relay was refused and accepted, when last, and how it went, in local time.
pub(super) fn write(draw: &Draw, sheet: &mut Sheet, analysis: &Analysis) {
    let traffic = &analysis.gathered.facts.traffic;
    if traffic.eop_paths().next().is_none() {
        return;
    }
    let (lang, ink) = (draw.model.lang, draw.ink);
    let answers = Answers::of(analysis);
    let rows = rows(draw, answers);
    let left = rows.iter().map(|(parts, _)| ink.columns(parts)).max();
    let left = left.unwrap_or(0) + GAP;
    let timeline = &analysis.diagnosis.timeline;
    let glyphs = (ink.glyphs(), ink.theme.ambiguous);
    let bars = Bars::of(timeline, sheet.width.saturating_sub(left), glyphs);

    let counts = refused_accepted(lang, answers.refused.count, answers.accepted.count);
    let mut first = vec![
        ink.part(Role::Heading, &counts),
        ink.muted("  "),
        ink.muted(&traffic.servers.join(comma(lang))),
    ];
    if let Some(bars) = &bars {
        let room = sheet.width.saturating_sub(left);
        let whole = columns(lang, bars.ends, bars.each, &draw.model.zone);
        let axis = match ink.width(&whole) <= room {
            true => whole,
            false => ends(lang, bars.ends, &draw.model.zone),
        };
        first = ink.cell(first, left - GAP);
        first.push(ink.muted("  "));
        first.push(ink.muted(&axis));
    }
    sheet.row(first);
    for (mut parts, (role, count)) in rows {
        if let Some(bars) = &bars {
            parts = ink.cell(parts, left);
            parts.extend(bars.parts(draw, role, count, glyphs));
        }
        sheet.row(parts);
    }
    let way = timeline.broke().filter(|w| w.last_good.is_some());
    if let Some(said) = way.and_then(|w| broke(lang, w, &draw.model.zone)) {
        sheet.say(Role::Plain, &said);
    }
}

/// What a row of bars counts.
type Counted = fn(&Bucket) -> u64;

/// The rows without their bars: what, when last; and which bars stand beside it.
fn rows(draw: &Draw, answers: Answers) -> [(Vec<Part>, (Role, Counted)); 2] {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let names = [Word::LastRefused, Word::LastAccepted].map(|w| word(lang, w));
    let wide = names.iter().map(|n| ink.width(n)).max().unwrap_or(0) + GAP;
    let row = |name: &str, answered: AnswerCount, role: Role| {
        let mut parts = ink.cell(vec![ink.plain(name)], wide);
        parts.push(match answered.last {
            Some(at) => ink.part(role, &date_time(lang, at, &draw.model.zone)),
            None => ink.muted(word(lang, Word::Never)),
        });
        parts
    };
    let [refused, accepted] = names;
    [
        (
            row(refused, answers.refused, Role::Danger),
            (Role::Danger, |b| b.refused),
        ),
        (
            row(accepted, answers.accepted, Role::Ok),
            (Role::Ok, |b| b.accepted),
        ),
    ]
}

/// The symbols, and how wide the terminal draws them.
type Symbols = (&'static Glyphs, Ambiguous);

/// The intervals of the timeline as far as there is room for them.
struct Bars {
    buckets: Vec<Bucket>,
    /// Width of a bar, milliseconds.
    each: i64,
    /// Beginning of the first and end of the last, milliseconds since the epoch.
    ends: (i64, i64),
    /// The bar before which the change stands.
    change: Option<usize>,
    /// The highest count.
    most: u64,
    /// Columns of a bar: a legacy console draws it two wide.
    cell: usize,
}

impl Bars {
    /// `None` where there is nothing to compare, or no room.
    fn of(timeline: &Timeline, room: usize, (glyphs, ambiguous): Symbols) -> Option<Self> {
        let [(first, _), _, ..] = timeline.intervals.as_slice() else {
            return None;
        };
        let symbols = glyphs.spark.iter().chain([&glyphs.change]);
        let cell = symbols.map(|g| width(g, ambiguous)).max()?.max(1);
        // One is for the change.
        let fit = (room / cell).checked_sub(1).filter(|fit| *fit >= FEWEST)?;
        let together = timeline.intervals.len().div_ceil(fit);
        let added = |some: &[(i64, Bucket)]| {
            let mut all = Bucket::default();
            some.iter().for_each(|(_, b)| all.add(*b));
            all
        };
        let buckets: Vec<Bucket> = timeline.intervals.chunks(together).map(added).collect();
        let each = timeline.width.saturating_mul(i64::try_from(together).ok()?);
        let moment = timeline.broke().and_then(|w| w.break_moment());
        let change = moment.and_then(|m| (m.at - first).checked_div(each));
        let change = change.map(|nth| usize::try_from(nth).unwrap_or(0));
        let counts = buckets.iter().map(|b| b.accepted.max(b.refused));
        let (last, _) = timeline.intervals.last()?;
        Some(Self {
            most: counts.max().unwrap_or(0),
            each,
            ends: (*first, last + timeline.width),
            change,
            buckets,
            cell,
        })
    }

    /// One row: what was before the change, the change, what was after it.
    fn parts(
        &self,
        draw: &Draw,
        role: Role,
        count: Counted,
        (glyphs, ambiguous): Symbols,
    ) -> Vec<Part> {
        let ink = draw.ink;
        let filled = |glyph: &str| {
            let missing = self.cell.saturating_sub(width(glyph, ambiguous));
            format!("{glyph}{}", " ".repeat(missing))
        };
        let bar = |b: &Bucket| filled(glyphs.spark_level(count(b), self.most));
        let bars = |some: &[Bucket]| some.iter().map(bar).collect::<String>();
        let Some(at) = self.change else {
            return vec![ink.clean(role, bars(&self.buckets))];
        };
        let (before, after) = self.buckets.split_at(at.min(self.buckets.len()));
        vec![
            ink.clean(role, bars(before)),
            ink.clean(Role::Accent, filled(glyphs.change)),
            ink.clean(role, bars(after)),
        ]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn timeline(intervals: i64) -> Timeline {
        let bucket = |n: i64| Bucket {
            accepted: u64::try_from(n).unwrap(),
            refused: 1,
        };
        Timeline {
            width: 60_000,
            intervals: (0..intervals).map(|n| (n * 60_000, bucket(n))).collect(),
            ways: Vec::new(),
        }
    }

    #[test]
    fn bars_fit_and_none_is_lost_in_any_console() {
        for ascii in [true, false] {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                for room in 10..60 {
                    let symbols = (Glyphs::new(ascii), ambiguous);
                    let all = timeline(48);
                    let bars = Bars::of(&all, room, symbols).unwrap();
                    assert!((bars.buckets.len() + 1) * bars.cell <= room, "{room}");
                    let refused: u64 = bars.buckets.iter().map(|b| b.refused).sum();
                    assert_eq!(refused, 48);
                    assert_eq!(bars.ends, (0, 48 * 60_000));
                }
            }
        }
    }

    #[test]
    fn one_interval_or_no_room_has_no_bars() {
        let symbols = (Glyphs::new(false), Ambiguous::Narrow);
        assert!(Bars::of(&timeline(1), 40, symbols).is_none());
        assert!(Bars::of(&timeline(20), 4, symbols).is_none());
        assert!(Bars::of(&timeline(2), 5, symbols).is_some());
    }
}
