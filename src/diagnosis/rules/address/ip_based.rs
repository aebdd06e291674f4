//! RD403: relay rests on an address alone: advice to move to a certificate, which
//! also vouches for `<>` and forwarded senders (domain.md section 2).

use crate::attribution::MatchedBy;
use crate::diagnosis::rules::{Rule, needs_both_sides};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(403),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.verdicts.judged.is_empty() {
        return needs_both_sides(context);
    }
    let judged: Vec<_> = context.met_by(MatchedBy::Address).collect();
    if judged.is_empty() {
        return Outcome::Pass;
    }
    let fits = judged.iter().flat_map(|j| j.met_by());
    let fitting: Vec<_> = fits.filter_map(|f| context.connector(f.index)).collect();
    let mut connectors: Vec<String> = fitting.iter().map(|c| c.name.clone()).collect();
    connectors.sort();
    connectors.dedup();
    let mut addresses: Vec<_> = judged
        .iter()
        .filter_map(|j| context.way(j)?.address)
        .collect();
    addresses.sort();
    addresses.dedup();
    let lists = fitting
        .iter()
        .filter_map(|c| c.sender_ip_addresses.at().cloned());
    let proof: Vec<_> = lists.chain(context.proof(&judged)).collect();
    let detail = Detail::IpBased {
        connectors,
        addresses,
    };
    Outcome::Found(Finding::new(403, Confidence::Certain, detail, proof))
}
