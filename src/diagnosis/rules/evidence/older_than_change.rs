//! RD903: an inbound connector was changed after the last session in the log:
//! the log cannot judge the present value.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::facts::InboundConnector;

pub(super) const RULE: Rule = Rule {
    code: Code(903),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(last_session) = context.facts.traffic.eop_paths().map(|(_, p)| p.last).max() else {
        return Outcome::NotApplicable;
    };
    let millis = |c: &InboundConnector| c.when_changed.value().map(|t| t.as_millisecond());
    let relays = |c: &&InboundConnector| c.is_on_premises() != Some(false);
    let connectors = context.facts.tenant.connectors().iter().filter(relays);
    let newest = connectors
        .filter_map(|c| Some((c, millis(c)?)))
        .max_by_key(|(_, changed)| *changed);
    let Some((connector, changed)) = newest else {
        return Outcome::NotApplicable;
    };
    if changed <= last_session {
        return Outcome::Pass;
    }
    let detail = Detail::OlderThanChange {
        connector: connector.name.clone(),
        changed,
        last_session,
    };
    let proof = connector.when_changed.at().cloned();
    Outcome::Found(Finding::new(903, Confidence::Certain, detail, proof))
}
