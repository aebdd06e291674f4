//! RD209: Send connectors that lead to the tenant use different certificates,
//! and not all of them fit: typically HCW's was renewed and the `*` connector was
//! not (domain.md section 4, KEY TRAP).

use std::collections::BTreeMap;

use super::servers_differ::{disagree, holder, rests_on_certificate};
use crate::attribution::Judged;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Holder, NeedReason, Outcome};
use crate::evidence::Location;

pub(super) const RULE: Rule = Rule {
    code: Code(209),
    check,
};

fn check(context: &Context) -> Outcome {
    let mut by_connector: BTreeMap<&str, Vec<(Holder, Vec<Location>)>> = BTreeMap::new();
    let to_tenant = |j: &&Judged| context.way(j).is_some_and(|w| w.to_tenant == Some(true));
    for judged in context.verdicts.judged.iter().filter(to_tenant) {
        let Some(way) = context.way(judged) else {
            continue;
        };
        let Some(connector) = way.connector else {
            continue;
        };
        if let Some(holder) = holder(context, judged, connector) {
            let known = by_connector.entry(connector).or_default();
            if !known.iter().any(|(h, _)| *h == holder) {
                known.push((holder, way.proof.clone()));
            }
        }
    }
    if by_connector.len() < 2 {
        return Outcome::NotApplicable;
    }
    if context.facts.tenant.inbound_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectors]);
    }
    let thumbprints = |held: &Vec<(Holder, Vec<Location>)>| -> Vec<String> {
        let mut all: Vec<String> = held.iter().map(|(h, _)| h.thumbprint.clone()).collect();
        all.sort();
        all
    };
    let sets: Vec<_> = by_connector.values().map(thumbprints).collect();
    let same = sets.windows(2).all(|pair| pair[0] == pair[1]);
    let (holders, proof): (Vec<Holder>, Vec<_>) = by_connector.into_values().flatten().unzip();
    if same || !rests_on_certificate(context) || !disagree(&holders) {
        return Outcome::Pass;
    }
    let detail = Detail::ConnectorsDisagree {
        connectors: holders,
    };
    Outcome::Found(Finding::new(
        209,
        Confidence::Certain,
        detail,
        proof.into_iter().flatten(),
    ))
}
