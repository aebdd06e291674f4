//! Newer evidence beside the older: what is sent now, what is answered now, and
//! which root causes are gone.

mod unproven;

use std::collections::BTreeMap;

use super::Analysis;
use crate::attribution::{Status, is_relay_of_tenant};
use crate::diagnosis::{Code, Observed};
use crate::evidence::SourceKind;
use crate::facts::Facts;
use crate::facts::traffic::CertificateUse;

/// What the newer evidence shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Sessions with Exchange Online Protection since the older log ended.
    pub sessions: u64,
    /// The first of them, milliseconds since the epoch.
    pub first: Option<i64>,
    /// The last of them.
    pub last: Option<i64>,
    /// Recipients refused with 5.7.64 or ATTR36.
    pub refused: u64,
    /// Recipients outside the tenant that were accepted: what proves relay.
    pub accepted: u64,
    /// Each server and Send connector by itself.
    pub ways: Vec<WayNow>,
    /// What was expected of relay by the older evidence.
    pub before: Status,
    /// What is expected of it now.
    pub now: Status,
    /// What the newer log answered.
    pub observed: Observed,
    /// The root causes of before, and new ones.
    pub causes: Vec<CauseNow>,
    /// The tenant's connectors are still the older export: it may hold the old value.
    pub connectors_are_old: bool,
    /// What it comes to.
    pub outcome: Outcome,
    /// Of whom that is not known that was refused last, before or since.
    pub unproven: Vec<Unproven>,
}

/// What the newer evidence comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every server and class of sender that was refused has been accepted since; none is
    /// refused.
    Proven,
    /// A way is still refused.
    StillRefused,
    /// There are not enough sessions, or none that proves anything.
    Undecided,
}

pub use unproven::{RefusedBefore, Unproven, unproven};

/// A server and Send connector in the newer log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayNow {
    /// The folder of the logs.
    pub server: String,
    /// The Send connector.
    pub connector: String,
    /// A name and the thumbprint of the certificate of its last session.
    pub certificate: Option<(String, String)>,
    /// Sessions.
    pub sessions: u64,
    /// Recipients refused with 5.7.64 or ATTR36.
    pub refused: u64,
    /// Recipients outside the tenant that were accepted.
    pub accepted: u64,
    /// The last refusal, milliseconds since the epoch.
    pub last_refused: Option<i64>,
    /// The last acceptance, milliseconds since the epoch.
    pub last_accepted: Option<i64>,
    /// The last session, milliseconds since the epoch.
    pub last: i64,
}

impl WayNow {
    /// Whether its last answer to relay was a refusal.
    pub fn is_refused(&self) -> bool {
        self.last_refused.is_some() && self.last_refused >= self.last_accepted
    }
}

/// A root cause then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CauseNow {
    /// Its finding.
    pub code: Code,
    /// What became of it.
    pub state: CauseState,
}

/// What became of a root cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseState {
    /// The newer evidence does not show it any more.
    Gone,
    /// It is still there.
    Still,
    /// It was not there before.
    New,
    /// The older export of the configuration says so, and nothing newer tells.
    Untold,
}

/// Holds the newer evidence against the older.
pub fn compare(old: &Analysis, newer: &Analysis) -> Progress {
    let facts = &newer.gathered.facts;
    let ways = ways(facts);
    let sum = |count: fn(&WayNow) -> u64| ways.iter().map(count).sum();
    let unproven = unproven(&RefusedBefore::of(&old.gathered.facts), facts);
    let outcome = outcome(&ways, &unproven);
    let connectors_are_old = !has_newer_connectors(old, newer);
    Progress {
        sessions: sum(|w| w.sessions),
        first: facts.traffic.eop_paths().map(|(_, p)| p.first).min(),
        last: facts.traffic.eop_paths().map(|(_, p)| p.last).max(),
        refused: sum(|w| w.refused),
        accepted: sum(|w| w.accepted),
        before: old.diagnosis.relay,
        now: newer.diagnosis.relay,
        observed: newer.diagnosis.observed,
        causes: causes(old, newer, (outcome, &unproven), connectors_are_old),
        connectors_are_old,
        outcome,
        unproven,
        ways,
    }
}

/// Whether an export of the inbound connectors came with the newer evidence.
fn has_newer_connectors(old: &Analysis, newer: &Analysis) -> bool {
    let exports = |analysis: &Analysis| {
        let sources = analysis.gathered.sources.iter().enumerate();
        let sources = sources.filter(|(_, s)| s.kind == SourceKind::InboundConnector);
        let inputs = sources.filter_map(|(index, _)| analysis.input(index));
        inputs.collect::<Vec<_>>()
    };
    let known = exports(old);
    exports(newer).iter().any(|input| !known.contains(input))
}

/// Each server and Send connector with Exchange Online, by itself.
pub fn ways(facts: &Facts) -> Vec<WayNow> {
    let traffic = &facts.traffic;
    let flows = traffic.flows_by_path();
    let mut ways: BTreeMap<(u32, u32), WayNow> = BTreeMap::new();
    for (index, path) in traffic.eop_paths() {
        let key = (path.key.server, path.key.connector);
        let way = ways.entry(key).or_insert_with(|| WayNow {
            server: named(&traffic.servers, key.0),
            connector: named(&traffic.connectors, key.1),
            certificate: None,
            sessions: 0,
            refused: 0,
            accepted: 0,
            last_refused: None,
            last_accepted: None,
            last: i64::MIN,
        });
        way.sessions += path.sessions;
        if path.last >= way.last {
            way.last = path.last;
            way.certificate = certificate(facts, path.key.certificate);
        }
        for flow in flows.get(index as usize).into_iter().flatten() {
            way.refused += flow.refused.count;
            way.last_refused = way.last_refused.max(flow.refused.last);
            if is_relay_of_tenant(facts, flow, &path.key) {
                way.accepted += flow.accepted.count;
                way.last_accepted = way.last_accepted.max(flow.accepted.last);
            }
        }
        way.last_refused = way.last_refused.max(path.refused.last);
    }
    ways.into_values().collect()
}

fn certificate(facts: &Facts, used: CertificateUse) -> Option<(String, String)> {
    let CertificateUse::Sent(index) = used else {
        return None;
    };
    let certificate = facts.sent.get(index as usize)?;
    Some((certificate.display_name(), certificate.thumbprint.clone()))
}

fn named(list: &[String], index: u32) -> String {
    list.get(index as usize).cloned().unwrap_or_default()
}

/// What the ways of the newer log come to.
pub fn outcome(ways: &[WayNow], unproven: &[Unproven]) -> Outcome {
    if ways.iter().any(WayNow::is_refused) {
        return Outcome::StillRefused;
    }
    match unproven.is_empty() && ways.iter().any(|w| w.accepted > 0) {
        true => Outcome::Proven,
        false => Outcome::Undecided,
    }
}

fn causes(
    old: &Analysis,
    newer: &Analysis,
    (outcome, unproven): (Outcome, &[Unproven]),
    connectors_are_old: bool,
) -> Vec<CauseNow> {
    let codes = |analysis: &Analysis| -> Vec<Code> {
        analysis.diagnosis.root_causes().map(|f| f.code).collect()
    };
    let (before, now) = (codes(old), codes(newer));
    let silent = newer.gathered.facts.traffic.eop_paths().next().is_none();
    // Of some at least the newer log shows another answer than the export would give.
    let answered = match outcome {
        Outcome::Proven => true,
        Outcome::StillRefused => false,
        Outcome::Undecided => !unproven.is_empty(),
    };
    let state = |code: &Code| match now.contains(code) {
        // What is judged from the older export is no news.
        true if connectors_are_old && (silent || answered) => CauseState::Untold,
        true => CauseState::Still,
        // Without any session and any newer export nothing tells that it is gone.
        false if connectors_are_old && silent => CauseState::Untold,
        // Nor where those were not seen again of whom it was said.
        false if !silent && unproven.iter().any(|u| u.may_show(*code)) => CauseState::Untold,
        false => CauseState::Gone,
    };
    let known = before.iter().map(|code| CauseNow {
        code: *code,
        state: state(code),
    });
    let new = now.iter().filter(|code| !before.contains(code));
    let new = new.map(|code| CauseNow {
        code: *code,
        state: CauseState::New,
    });
    known.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Last accepted, last refused.
    type Last = (Option<i64>, Option<i64>);

    fn way((accepted, refused): Last) -> WayNow {
        WayNow {
            server: "EX01".to_owned(),
            connector: "Outbound to Office 365".to_owned(),
            certificate: None,
            sessions: 2,
            refused: refused.map_or(0, |_| 1),
            accepted: accepted.map_or(0, |_| 1),
            last_refused: refused,
            last_accepted: accepted,
            last: 9,
        }
    }

    #[test]
    fn relay_is_proven_when_no_way_is_refused_any_more() {
        let table: [(&[Last], Outcome); 7] = [
            (&[], Outcome::Undecided),
            (&[(None, None)], Outcome::Undecided),
            (&[(Some(5), None)], Outcome::Proven),
            (&[(Some(5), Some(4))], Outcome::Proven),
            (&[(Some(5), Some(5))], Outcome::StillRefused),
            (&[(Some(5), None), (None, Some(1))], Outcome::StillRefused),
            (&[(Some(5), None), (None, None)], Outcome::Proven),
        ];
        for (ways, expected) in table {
            let ways: Vec<WayNow> = ways.iter().copied().map(way).collect();
            assert_eq!(outcome(&ways, &[]), expected, "{ways:?}");
        }
        let accepted = [way((Some(5), None))];
        let unseen = [Unproven::Server("EX02".to_owned())];
        assert_eq!(outcome(&accepted, &unseen), Outcome::Undecided);
        let refused = [way((None, Some(5)))];
        assert_eq!(outcome(&refused, &unseen), Outcome::StillRefused);
    }
}
