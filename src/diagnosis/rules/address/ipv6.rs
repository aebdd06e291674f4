//! RD402: EOP saw an IPv6 address, connectors go by address, and no certificate
//! fits: SenderIPAddresses takes IPv4 only (Set-InboundConnector reference).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Context, Detail, Finding, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(402),
    check,
};

fn check(context: &Context) -> Outcome {
    let is_v6 = |a: &std::net::IpAddr| a.to_canonical().is_ipv6();
    if !context
        .verdicts
        .ways
        .iter()
        .any(|w| w.address.as_ref().is_some_and(is_v6))
    {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| o == Obstacle::Ipv6) else {
        return Outcome::Pass;
    };
    let mut addresses: Vec<_> = hit
        .judged
        .iter()
        .filter_map(|j| context.way(j)?.address)
        .filter(is_v6)
        .collect();
    addresses.sort();
    addresses.dedup();
    let proof = context.proof(&hit.judged);
    Outcome::Found(Finding::new(
        402,
        hit.confidence,
        Detail::Ipv6 { addresses },
        proof,
    ))
}
