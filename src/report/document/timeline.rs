//! What happened when: the picture of all, then each server and Send connector with its
//! last good and first bad, and what changed.

use super::build;
use super::words::{self, Contents};
use super::{Block, Section, Table, cell};
use crate::diagnosis::{Timeline, WayInTime};
use crate::i18n::words::{Heading, heading};
use crate::i18n::{broke, clock, date_time, duration, moment, several_days, short, turned};
use crate::report::text::{TextInput, words as said};
use crate::terminal::Role;

/// Ways that are shown; all are in the JSON.
const MAX_WAYS: usize = 200;
/// Changes that are told; all are in the JSON.
const MAX_CHANGES: usize = 50;
/// Changes that are drawn: more cannot be read.
const MAX_DRAWN: usize = 3;
/// Columns of a change's label, for which half the picture has room.
const LABEL: usize = 48;
/// Parts of the axis, each with its time.
const TICKS: i64 = 4;

/// Accepted and refused over time. All text is raw.
#[derive(Debug, Clone)]
pub(in crate::report) struct Chart {
    /// What it is.
    pub(in crate::report) title: &'static str,
    /// What it tells, in sentences.
    pub(in crate::report) described: String,
    /// The same, and how to read the picture.
    pub(in crate::report) caption: String,
    /// The words for accepted and refused.
    pub(in crate::report) counted: [&'static str; 2],
    /// Beginning and end with their days and offset.
    pub(in crate::report) ends: [String; 2],
    /// Times of day along the axis, at equal distances from the beginning to the end.
    pub(in crate::report) ticks: Vec<String>,
    /// Without a gap.
    pub(in crate::report) intervals: Vec<Interval>,
    /// What changed, in order.
    pub(in crate::report) changes: Vec<Change>,
    /// The same as a table, without the intervals of nothing.
    pub(in crate::report) table: Table,
    /// That they are left out, where they are.
    pub(in crate::report) left_out: Option<&'static str>,
}

/// An interval.
#[derive(Debug, Clone)]
pub(in crate::report) struct Interval {
    /// When, and both counts.
    pub(in crate::report) label: String,
    /// Recipients accepted.
    pub(in crate::report) accepted: u64,
    /// Recipients refused.
    pub(in crate::report) refused: u64,
}

/// A change in what is sent.
#[derive(Debug, Clone)]
pub(in crate::report) struct Change {
    /// How far along the axis, in thousandths.
    pub(in crate::report) thousandths: u64,
    /// When and what.
    pub(in crate::report) label: String,
    /// With it relay broke.
    pub(in crate::report) broke: bool,
}

pub(super) fn section(report: &TextInput) -> Option<Section> {
    let (lang, timeline) = (report.lang, &report.diagnosis.timeline);
    if !timeline.tells_something() {
        return None;
    }
    let mut blocks = Vec::new();
    let broken = timeline.broke().and_then(|w| broke(lang, w, &report.zone));
    blocks.extend(broken.map(|said| Block::Prose(Role::Title, said)));
    blocks.extend(chart(report, timeline).map(|chart| Block::Chart(Box::new(chart))));
    // Those that were refused before the others.
    let mut ways: Vec<&WayInTime> = timeline.ways.iter().collect();
    ways.sort_by_key(|w| (w.first_bad.is_none(), w.first_bad));
    blocks.push(Block::Table(table(report, &ways)));
    if let Some(more @ 1..) = ways.len().checked_sub(MAX_WAYS) {
        blocks.push(Block::Prose(Role::Muted, said::more(lang, more)));
    }
    let told = ways.iter().flat_map(|way| {
        let told = |m| {
            let moment = moment(lang, m, &report.zone);
            format!("{}, {}: {moment}", way.server, way.connector)
        };
        way.moments.iter().map(told)
    });
    let mut told: Vec<String> = told.collect();
    let more = told.len().saturating_sub(MAX_CHANGES);
    told.truncate(MAX_CHANGES);
    if !told.is_empty() {
        blocks.push(Block::List(told));
    }
    if more > 0 {
        blocks.push(Block::Prose(Role::Muted, said::more(lang, more)));
    }
    build::section(Contents::Timeline, heading(lang, Heading::Timeline), blocks)
}

fn table(report: &TextInput, ways: &[&WayInTime]) -> Table {
    let time = |at: Option<i64>, role: Role| match at {
        Some(at) => cell(role, date_time(report.lang, at, &report.zone)),
        None => cell(Role::Muted, "-"),
    };
    let row = |way: &&WayInTime| {
        vec![
            cell(Role::Plain, way.server.clone()),
            cell(Role::Plain, way.connector.clone()),
            time(way.last_good, Role::Ok),
            time(way.first_bad, Role::Danger),
            time(way.last_bad, Role::Plain),
            time(way.good_again, Role::Ok),
        ]
    };
    Table {
        head: words::way_columns(report.lang).map(str::to_owned).to_vec(),
        rows: ways.iter().take(MAX_WAYS).map(row).collect(),
    }
}

/// `None` without any interval.
fn chart(report: &TextInput, timeline: &Timeline) -> Option<Chart> {
    let (lang, zone) = (report.lang, &report.zone);
    let (first, _) = *timeline.intervals.first()?;
    let (last, _) = *timeline.intervals.last()?;
    let ends = (first, last + timeline.width);
    let intervals = timeline.intervals.iter().map(|(start, b)| {
        let from = date_time(lang, *start, zone);
        Interval {
            label: words::interval(lang, &from, b.accepted, b.refused),
            accepted: b.accepted,
            refused: b.refused,
        }
    });
    let intervals: Vec<Interval> = intervals.collect();
    let sum = |count: fn(&Interval) -> u64| intervals.iter().map(count).sum::<u64>();
    let (accepted, refused) = (sum(|i| i.accepted), sum(|i| i.refused));
    let shown_ends = [ends.0, ends.1].map(|at| date_time(lang, at, zone));
    let [from, to] = &shown_ends;
    let each = duration(lang, timeline.width / 1000);
    let days = several_days(lang, ends, zone);
    let tick = |nth: i64| {
        let at = ends.0 + (ends.1 - ends.0) / TICKS * nth;
        clock(lang, at, zone, days)
    };
    let [_, yes, no, _] = words::interval_columns(lang);
    let moments = moments(report, timeline, ends);
    let table = intervals_table(report, timeline, &moments);
    let some_left_out = table.rows.len() < intervals.len();
    let described = words::sums(lang, (from, to), &each, accepted, refused);
    Some(Chart {
        title: words::over_time(lang),
        caption: words::above_and_below(lang, &described),
        described,
        counted: [yes, no],
        ticks: (0..=TICKS).map(tick).collect(),
        changes: drawn(&moments, ends),
        ends: shown_ends,
        intervals,
        table,
        left_out: some_left_out.then(|| words::left_out(lang)),
    })
}

/// A change within the intervals, as it is labelled.
struct Labelled {
    at: i64,
    label: String,
    broke: bool,
}

fn moments(report: &TextInput, timeline: &Timeline, (first, last): (i64, i64)) -> Vec<Labelled> {
    let (lang, zone) = (report.lang, &report.zone);
    let days = several_days(lang, (first, last), zone);
    let cause = timeline.broke().and_then(WayInTime::break_moment);
    let all = timeline.ways.iter().flat_map(|way| {
        way.moments.iter().map(move |m| {
            let what = turned(lang, &way.server, &m.turn);
            let label = format!("{} {what}", clock(lang, m.at, zone, days));
            Labelled {
                at: m.at,
                label: short(&label, LABEL),
                broke: cause.is_some_and(|c| std::ptr::eq(c, m)),
            }
        })
    });
    let mut within: Vec<Labelled> = all.filter(|m| first <= m.at && m.at <= last).collect();
    within.sort_by_key(|m| m.at);
    within
}

/// The change with which it broke, and the first of the others.
fn drawn(moments: &[Labelled], (first, last): (i64, i64)) -> Vec<Change> {
    let causes = moments.iter().filter(|m| m.broke);
    let others = moments.iter().filter(|m| !m.broke);
    let mut drawn: Vec<&Labelled> = causes.chain(others).take(MAX_DRAWN).collect();
    drawn.sort_by_key(|m| m.at);
    let far = |at: i64| {
        let far = i128::from(at - first) * 1000 / i128::from((last - first).max(1));
        u64::try_from(far).unwrap_or(0)
    };
    let change = |m: &Labelled| Change {
        thousandths: far(m.at),
        label: m.label.clone(),
        broke: m.broke,
    };
    drawn.into_iter().map(change).collect()
}

fn intervals_table(report: &TextInput, timeline: &Timeline, moments: &[Labelled]) -> Table {
    let rows = timeline.intervals.iter().filter_map(|(start, b)| {
        let within = |m: &&Labelled| *start <= m.at && m.at < start + timeline.width;
        let changes: Vec<&str> = moments
            .iter()
            .filter(within)
            .map(|m| m.label.as_str())
            .collect();
        if b.accepted == 0 && b.refused == 0 && changes.is_empty() {
            return None;
        }
        Some(vec![
            cell(Role::Plain, date_time(report.lang, *start, &report.zone)),
            cell(Role::Plain, b.accepted.to_string()),
            cell(Role::Plain, b.refused.to_string()),
            cell(Role::Plain, changes.join("; ")),
        ])
    });
    Table {
        head: words::interval_columns(report.lang)
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}
