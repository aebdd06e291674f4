//! RD401: sessions leave by several addresses: the pattern behind an
//! intermittent RD102 (domain.md section 9). It matters where a connector goes by
//! address, or while it is not known that none does.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(401),
    check,
};

fn check(context: &Context) -> Outcome {
    let ways = || context.verdicts.ways.iter().filter(|w| !w.paths.is_empty());
    let mut addresses: Vec<_> = ways().filter_map(|w| w.address).collect();
    addresses.sort();
    addresses.dedup();
    if addresses.is_empty() {
        return Outcome::NotApplicable;
    }
    let by_certificate_only = context.facts.tenant.inbound_connectors.is_some()
        && !context.open_connectors().any(|c| c.lists_addresses());
    if addresses.len() < 2 || by_certificate_only {
        return Outcome::Pass;
    }
    let lines = ways()
        .flat_map(|w| &w.paths)
        .filter_map(|&p| context.facts.traffic.path(p)?.address_line.clone());
    let proof: Vec<_> = lines.collect();
    Outcome::Found(Finding::new(
        401,
        Confidence::Certain,
        Detail::SeveralAddresses { addresses },
        proof,
    ))
}
