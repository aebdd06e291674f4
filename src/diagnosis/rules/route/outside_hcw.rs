//! RD503: internet mail leaves by a `*` Send connector to Exchange Online that
//! HCW does not own, so that rerunning HCW mends the cloud side only (domain.md
//! section 4, KEY TRAP).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::SendConnector;

pub(super) const RULE: Rule = Rule {
    code: Code(503),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(connectors) = &facts.send_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    };
    if !facts.has_hybrid() && !connectors.iter().any(SendConnector::is_hybrid_wizards) {
        return Outcome::NotApplicable;
    }
    let outside = |c: &&SendConnector| {
        c.takes_all_domains()
            && c.has_eop_smart_host()
            && !c.is_hybrid_wizards()
            && c.enabled.value() != Some(&false)
    };
    let found: Vec<_> = connectors.iter().filter(outside).collect();
    if found.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::OutsideHcw {
        connectors: found.iter().map(|c| c.name.clone()).collect(),
    };
    let proof = found.iter().filter_map(|c| c.address_spaces.at().cloned());
    Outcome::Found(Finding::new(503, Confidence::Certain, detail, proof))
}
