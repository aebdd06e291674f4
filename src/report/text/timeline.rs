//! What happened when: refused and accepted per interval, the moment it broke, and
//! for each server and Send connector what changed, the last good and the first bad.

use super::TextInput;
use super::page::{INDENT, Lead, Page};
use crate::diagnosis::{Timeline, WayInTime};
use crate::i18n::words::{Heading, heading};
use crate::i18n::{broke, date_time, duration, moment, say, text};
use crate::terminal::{Role, sanitise};

/// Ways that are shown; all are in the JSON.
const MAX_WAYS: usize = 6;
/// Changes of a way that are shown, the newest.
const MAX_MOMENTS: usize = 4;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let timeline = &report.diagnosis.timeline;
    if !timeline.tells_something() {
        return;
    }
    page.heading(heading(page.lang, Heading::Timeline));
    if let Some(said) = timeline
        .broke()
        .and_then(|w| broke(page.lang, w, &report.zone))
    {
        page.prose(INDENT, Role::Plain, &said);
    }
    if timeline.intervals.len() > 1 {
        histogram(page, report, timeline);
    }
    // Those that were refused before the others.
    let mut ways: Vec<&WayInTime> = timeline.ways.iter().collect();
    ways.sort_by_key(|w| (w.first_bad.is_none(), w.first_bad));
    for way in ways.iter().take(MAX_WAYS) {
        one(page, report, way);
    }
    if ways.len() > MAX_WAYS {
        let more = super::words::more(page.lang, ways.len() - MAX_WAYS);
        page.prose(INDENT, Role::Muted, &more);
    }
}

/// Two rows of bars on one scale, and what a column is.
fn histogram(page: &mut Page, report: &TextInput, timeline: &Timeline) {
    let lang = page.lang;
    let counts = || timeline.intervals.iter().map(|(_, b)| b);
    let most = counts()
        .map(|b| b.accepted.max(b.refused))
        .max()
        .unwrap_or(0);
    let bars = |count: &dyn Fn(&crate::facts::traffic::Bucket) -> u64| -> String {
        counts().map(|b| bar(page, count(b), most)).collect()
    };
    let rows = [
        (
            text!(lang, "accepted", "受け付け"),
            Role::Ok,
            bars(&|b| b.accepted),
        ),
        (
            text!(lang, "refused", "拒否"),
            Role::Danger,
            bars(&|b| b.refused),
        ),
    ];
    let columns = page.widest(rows.iter().map(|(name, ..)| *name)) + 2;
    page.blank();
    for (name, role, bars) in rows {
        let pieces = [(Role::Muted, page.pad(name, columns)), (role, bars)];
        page.line(INDENT, &pieces);
    }
    let (first, last) = (timeline.intervals.first(), timeline.intervals.last());
    if let (Some((first, _)), Some((last, _))) = (first, last) {
        let (first, last) = (
            date_time(lang, *first, &report.zone),
            date_time(lang, last + timeline.width, &report.zone),
        );
        let width = duration(lang, timeline.width / 1000);
        let said = say!(
            lang,
            "{first} to {last}, a column is {width}",
            "{first} から {last}、1 文字は {width}",
        );
        page.prose(INDENT, Role::Muted, &said);
    }
}

/// A blank for nothing; the smallest bar for the smallest something.
fn bar(page: &Page, count: u64, most: u64) -> &'static str {
    let levels = page.glyphs.spark;
    match count {
        0 => " ",
        count => {
            let last = levels.len() as u64 - 1;
            let level = usize::try_from(count * last / most.max(1)).unwrap_or(0);
            levels.get(level).copied().unwrap_or(" ")
        }
    }
}

fn one(page: &mut Page, report: &TextInput, way: &WayInTime) {
    let lang = page.lang;
    page.blank();
    let name = format!("{}, {}", sanitise(&way.server), sanitise(&way.connector));
    page.prose(INDENT, Role::Plain, &name);
    let known = [
        (
            text!(lang, "last relay accepted before", "拒否前の最後の受け付け"),
            way.last_good.filter(|_| way.first_bad.is_some()),
        ),
        (
            text!(lang, "last relay accepted", "最後の受け付け"),
            way.last_good.filter(|_| way.first_bad.is_none()),
        ),
        (text!(lang, "first refused", "最初の拒否"), way.first_bad),
        (text!(lang, "last refused", "最後の拒否"), way.last_bad),
        (
            text!(lang, "accepted again, last", "再び受け付け (最後)"),
            way.good_again,
        ),
    ];
    let known = known.map(|(label, at)| Some((label, at?)));
    let columns = page.widest(known.iter().flatten().map(|(label, _)| *label)) + 2;
    for (label, at) in known.into_iter().flatten() {
        let lead = Lead {
            indent: 2 * INDENT,
            parts: vec![(Role::Muted, page.pad(label, columns))],
        };
        page.entry(&lead, Role::Plain, &date_time(lang, at, &report.zone));
    }
    let skipped = way.moments.len().saturating_sub(MAX_MOMENTS);
    for one in way.moments.iter().skip(skipped) {
        page.prose(2 * INDENT, Role::Plain, &moment(lang, one, &report.zone));
    }
}
