//! RD112: `5.7.711 bad inbound connector`, or Get-BlockedConnector names it: the
//! connector is restricted after abuse. Investigate first; its release is never in
//! a script (contract.md).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::reply::{Neighbour, ReplyKind};

pub(super) const RULE: Rule = Rule {
    code: Code(112),
    check,
};

fn check(context: &Context) -> Outcome {
    let blocked: Vec<_> = context
        .facts
        .tenant
        .connectors()
        .iter()
        .filter(|c| c.blocked.is_some())
        .collect();
    let said = context.symptom(ReplyKind::Neighbour(Neighbour::ConnectorRestricted));
    if blocked.is_empty() && said.is_none() {
        return match context.facts.symptoms.is_empty() {
            true => Outcome::NotApplicable,
            false => Outcome::Pass,
        };
    }
    let detail = Detail::ConnectorRestricted {
        connector: blocked.first().map(|c| c.name.clone()),
    };
    let listed = blocked.iter().filter_map(|c| c.blocked.clone());
    let proof = listed.chain(said.iter().flat_map(|s| s.locations.iter().cloned()));
    Outcome::Found(Finding::new(112, Confidence::Certain, detail, proof))
}
