//! What keeps a certificate from being sent at all.

mod certificate_missing;
mod negotiation_failed;
mod starttls_ignored;
mod starttls_not_offered;

use std::collections::BTreeMap;

use super::Rule;
use crate::diagnosis::Context;
use crate::evidence::formats::send_log::Peer;
use crate::facts::traffic::{Path, Tally};

pub(super) const RULES: &[Rule] = &[
    negotiation_failed::RULE,
    certificate_missing::RULE,
    starttls_not_offered::RULE,
    starttls_ignored::RULE,
];

/// Paths that may lead to Exchange Online and whose last trouble of a kind came
/// after the last TLS success of the same server and Send connector.
fn troubled<'a>(context: &Context<'a>, last: impl Fn(&Path) -> Option<i64>) -> Vec<&'a Path> {
    let traffic = &context.facts.traffic;
    let to_eop = |p: &&'a Path| {
        let name = traffic.connectors.get(p.key.connector as usize);
        let to_tenant = name.and_then(|n| crate::attribution::leads_to_tenant(context.facts, n));
        p.key.peer != Peer::Other && to_tenant != Some(false)
    };
    let paths: Vec<&Path> = traffic.paths.iter().filter(to_eop).collect();
    let mut succeeded: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for path in &paths {
        if let Some(time) = path.tls_succeeded.last {
            let latest = succeeded
                .entry((path.key.server, path.key.connector))
                .or_insert(time);
            *latest = time.max(*latest);
        }
    }
    paths
        .into_iter()
        .filter(|p| {
            let success = succeeded.get(&(p.key.server, p.key.connector));
            last(p).is_some_and(|time| success.is_none_or(|&s| time > s))
        })
        .collect()
}

/// The names of the paths' Send connectors, each once.
fn connector_names(context: &Context, paths: &[&Path]) -> Vec<String> {
    let connectors = &context.facts.traffic.connectors;
    let names = paths
        .iter()
        .filter_map(|p| connectors.get(p.key.connector as usize));
    let mut names: Vec<String> = names.cloned().collect();
    names.sort();
    names.dedup();
    names
}

/// Sum of a tally over paths, and its proofs.
fn total<'p>(
    paths: &[&'p Path],
    tally: impl Fn(&'p Path) -> &'p Tally,
) -> (u64, Vec<crate::evidence::Location>) {
    let count = paths.iter().map(|p| tally(p).count).sum();
    let proof = paths
        .iter()
        .filter_map(|p| tally(p).proof.clone())
        .collect();
    (count, proof)
}
