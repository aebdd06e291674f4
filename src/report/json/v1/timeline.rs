//! `timeline`: what happened when.

use serde::Serialize;

use super::parts::millis;
use crate::diagnosis::{Moment, Named, Timeline, Turn, WayInTime};

#[derive(Serialize)]
pub(super) struct TimelinePart {
    interval_seconds: i64,
    intervals: Vec<IntervalPart>,
    ways: Vec<WayPart>,
    broke: Option<BrokePart>,
}

#[derive(Serialize)]
struct IntervalPart {
    start: Option<String>,
    accepted: u64,
    refused: u64,
}

#[derive(Serialize)]
struct WayPart {
    server: String,
    connector: String,
    last_accepted_before: Option<String>,
    first_refused: Option<String>,
    last_refused: Option<String>,
    last_accepted_after: Option<String>,
    changes: Vec<ChangePart>,
}

#[derive(Serialize)]
struct BrokePart {
    at: Option<String>,
    server: String,
    connector: String,
    change: Option<ChangePart>,
}

#[derive(Serialize)]
struct ChangePart {
    at: Option<String>,
    kind: &'static str,
    from: Option<String>,
    to: Option<String>,
}

/// As data: certificates by thumbprint, null where none was sent.
pub(super) fn timeline(timeline: &Timeline) -> TimelinePart {
    let interval = |(start, bucket): &(i64, crate::facts::traffic::Bucket)| IntervalPart {
        start: millis(*start),
        accepted: bucket.accepted,
        refused: bucket.refused,
    };
    let broke = |way: &WayInTime| BrokePart {
        at: way.first_bad.and_then(millis),
        server: way.server.clone(),
        connector: way.connector.clone(),
        change: way.break_moment().map(change),
    };
    TimelinePart {
        interval_seconds: timeline.width / 1000,
        intervals: timeline.intervals.iter().map(interval).collect(),
        ways: timeline.ways.iter().map(way).collect(),
        broke: timeline.broke().map(broke),
    }
}

fn way(way: &WayInTime) -> WayPart {
    WayPart {
        server: way.server.clone(),
        connector: way.connector.clone(),
        last_accepted_before: way.last_good.and_then(millis),
        first_refused: way.first_bad.and_then(millis),
        last_refused: way.last_bad.and_then(millis),
        last_accepted_after: way.good_again.and_then(millis),
        changes: way.moments.iter().map(change).collect(),
    }
}

fn change(moment: &Moment) -> ChangePart {
    let thumbprint = |named: &Option<Named>| named.as_ref().map(|n| n.thumbprint.clone());
    let (kind, from, to) = match &moment.turn {
        Turn::Certificate { from, to } => ("certificate", thumbprint(from), thumbprint(to)),
        Turn::Address { from, to } => ("address", Some(from.to_string()), Some(to.to_string())),
    };
    ChangePart {
        at: millis(moment.at),
        kind,
        from,
        to,
    }
}
