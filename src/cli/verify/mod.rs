//! `relay-doctor verify`: newer evidence against what was judged before.

mod compare;
mod older;
mod shown;

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::analysis::{exit_of, judge, read, usable};
use super::args::{Format, Shared, Verify};
use super::{Exit, case_words, output, saved_case};
use crate::attribution::Status;
use crate::case::Case;
use crate::facts::Given;
use crate::report::json;
use crate::terminal::sanitise;
use crate::watch::change_of;
use crate::wizard::worker::newer;
use crate::wizard::{
    Analysis, Outcome, RefusedBefore, Unproven, WayNow, outcome_of, unproven, ways_now,
};
use older::Older;

/// A report is not read beyond this (bytes).
const MAX_REPORT: u64 = 64 * 1024 * 1024;

/// What the comparison came to.
struct Verified<'a> {
    older: &'a Older,
    rows: Vec<compare::Row>,
    ways: Vec<WayNow>,
    /// What the newer log proves, held against who was refused before.
    proof: Outcome,
    /// Who was refused, and was not seen accepted since.
    unproven: Vec<Unproven>,
    relay: Status,
    root_causes: Vec<String>,
}

/// Compares, writes, and gives the exit code of the state as it is now.
pub(super) fn run(asked: &Verify, shared: &Shared) -> Exit {
    let given = match before(&asked.before, shared) {
        Some(given) => given,
        None => {
            let named = sanitise(&asked.before);
            output::complain(&case_words::no_such_older(shared.lang, &named));
            return Exit::NothingOpened;
        }
    };
    let (older, case) = match given {
        Before::Report(older) => (older, None),
        Before::Case(older, analysis) => (older, Some(analysis)),
    };
    let shared = &Shared {
        since: shared.since.or_else(|| {
            let newest = older.newest?.saturating_add(1);
            jiff::Timestamp::from_millisecond(newest).ok()
        }),
        ..shared.clone()
    };
    // The values are those of the newer evidence alone.
    let alone = read(&asked.inputs, shared, None);
    if let Err(exit) = usable(&alone, &asked.inputs, shared) {
        return exit;
    }
    let rows = compare::rows(&older, &alone.facts);
    let analysis = match &case {
        Some(older) => together(older, asked, shared),
        None => None,
    };
    let analysis = analysis.unwrap_or_else(|| Arc::new(Analysis::of(alone)));
    let diagnosis = &analysis.diagnosis;
    let ways = ways_now(&analysis.gathered.facts);
    let unproven = unproven(&older.refused, &analysis.gathered.facts);
    let verified = Verified {
        older: &older,
        rows,
        proof: outcome_of(&ways, &unproven),
        unproven,
        ways,
        relay: diagnosis.relay,
        root_causes: diagnosis
            .root_causes()
            .map(|f| f.code.to_string())
            .collect(),
    };
    let text = match asked.format {
        Format::Json => shown::json(&verified),
        Format::Text | Format::Markdown | Format::Html => shown::text(&verified, shared),
    };
    match output::print(&text) {
        Exit::Fine => exit_of(diagnosis),
        not_written => not_written,
    }
}

/// What was judged before.
enum Before {
    /// By a report.
    Report(Older),
    /// By a case, whose evidence is read again.
    Case(Older, Arc<Analysis>),
}

fn before(named: &str, shared: &Shared) -> Option<Before> {
    if let Some(case) = saved_case::find(named, shared) {
        return of_case(&case, shared);
    }
    let mut text = String::new();
    let file = std::fs::File::open(Path::new(named)).ok()?;
    file.take(MAX_REPORT).read_to_string(&mut text).ok()?;
    Some(Before::Report(Older::read(&text, None)?))
}

/// The evidence of a case, judged as of its last session, and the time of its ticks.
fn of_case(case: &Case, shared: &Shared) -> Option<Before> {
    let whole = Shared {
        since: None,
        until: None,
        ..shared.clone()
    };
    let gathered = read(&saved_case::inputs(case), &whole, None);
    let chosen = case.chosen.as_deref();
    let (text, ticked) = judge(&gathered, |incident| {
        let ticked = change_of(&case.ticks, chosen, Some(incident.plan));
        (json::v1::json(incident, shared.lang), ticked)
    });
    let mut older = Older::read(&text, chosen)?;
    older.refused = RefusedBefore::of(&gathered.facts);
    older.newest = gathered.facts.traffic.newest.or(older.newest);
    if let Some(change) = ticked {
        older.newest = older.newest.max(Some(change.at.saturating_sub(1)));
    }
    Some(Before::Case(older, Arc::new(Analysis::of(gathered))))
}

/// The newer evidence together with what the case tells of the configuration.
fn together(older: &Arc<Analysis>, asked: &Verify, shared: &Shared) -> Option<Arc<Analysis>> {
    let told = Given {
        mail_from: shared.mail_from.clone(),
        egress_ip: shared.egress_ip,
        window: super::analysis::window(shared),
        sides: shared.sides.clone(),
        threads: shared.threads,
        ..Given::default()
    };
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    newer(older, asked.inputs.clone(), told, now.as_second())
}
