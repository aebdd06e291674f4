//! RD201: sessions to EOP with mail in which no certificate was sent, while a
//! connector expects one. Only sessions whose beginning is in the log count.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Context, Detail, Finding, NeedReason, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(201),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context.facts.has_log() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    if !context.open_connectors().any(|c| c.names_certificate()) {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| o == Obstacle::NothingSent) else {
        return Outcome::Pass;
    };
    let ways: Vec<_> = hit.judged.iter().filter_map(|j| context.way(j)).collect();
    let mut from: Vec<(String, String)> = ways
        .iter()
        .map(|w| {
            (
                w.server.unwrap_or_default().to_owned(),
                w.connector.unwrap_or_default().to_owned(),
            )
        })
        .collect();
    from.sort();
    from.dedup();
    let mut paths: Vec<u32> = ways.iter().flat_map(|w| w.paths.iter().copied()).collect();
    paths.sort_unstable();
    paths.dedup();
    let sessions = paths
        .iter()
        .filter_map(|&p| context.facts.traffic.path(p))
        .map(|p| p.with_mail.count)
        .sum();
    if sessions == 0 {
        return Outcome::Pass;
    }
    let detail = Detail::NoCertificateSent { from, sessions };
    Outcome::Found(Finding::new(
        201,
        hit.confidence,
        detail,
        context.proof(&hit.judged),
    ))
}
