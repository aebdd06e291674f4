//! One rule a file. Adding one: write its file in its area and name it in the
//! area's list; `tests/catalogue.rs` proves that codes, rules and pages agree.

mod address;
mod certificate;
mod connector;
mod evidence;
mod hybrid;
mod organization;
mod route;
mod symptom;
#[cfg(test)]
pub(super) mod testing;
mod tls;

pub(crate) use certificate::{fitting_installed, newest_fitting_installed};
pub(crate) use hybrid::agreement;

use super::{Code, Context, NeedReason, Outcome};
use crate::facts::SendConnector;

/// A check.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code.
    pub code: Code,
    /// The check. It may panic without taking the others along (invariant 4).
    pub check: fn(&Context) -> Outcome,
}

/// All rules by area.
const AREAS: &[&[Rule]] = &[
    symptom::RULES,
    connector::RULES,
    address::RULES,
    certificate::RULES,
    tls::RULES,
    organization::RULES,
    route::RULES,
    hybrid::RULES,
    evidence::RULES,
];

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    AREAS.iter().flat_map(|area| area.iter())
}

/// What a rule lacks that compares what is sent with what is expected.
fn needs_both_sides(context: &Context) -> Outcome {
    let mut missing = Vec::new();
    if context.facts.tenant.inbound_connectors.is_none() {
        missing.push(NeedReason::InboundConnectors);
    }
    if context.verdicts.judged.is_empty() {
        missing.push(NeedReason::SendLog);
    }
    match missing.is_empty() {
        true => Outcome::Pass,
        false => Outcome::NeedsEvidence(missing),
    }
}

/// The servers of the log for a Send connector, else its source servers; one that is not
/// known, where there are none.
fn servers_of<'a>(context: &Context<'a>, connector: &'a SendConnector) -> Vec<Option<&'a str>> {
    let ways = context.verdicts.ways.iter();
    let of_it = ways.filter(|w| w.connector == Some(&connector.name) && w.server.is_some());
    let mut servers: Vec<Option<&str>> = of_it.map(|w| w.server).collect();
    servers.sort_unstable();
    servers.dedup();
    if servers.is_empty() {
        let sources = connector.source_transport_servers.items();
        servers.extend(sources.iter().map(|s| Some(s.as_str())));
    }
    match servers.is_empty() {
        true => vec![None],
        false => servers,
    }
}
