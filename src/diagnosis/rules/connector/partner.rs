//! RD105: the connector that would fit is of type Partner, which never relays
//! (Set-InboundConnector reference, ConnectorType).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Context, Detail, Finding, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(105),
    check,
};

fn check(context: &Context) -> Outcome {
    let connectors = context.facts.tenant.connectors();
    if !connectors.iter().any(|c| c.is_on_premises() == Some(false)) {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| matches!(o, Obstacle::NotOnPremises(_))) else {
        return Outcome::Pass;
    };
    let index = hit.obstacles.iter().find_map(|o| match o {
        Obstacle::NotOnPremises(index) => Some(*index),
        _ => None,
    });
    let Some(connector) = index.and_then(|i| context.connector(i)) else {
        return Outcome::Pass;
    };
    let detail = Detail::ConnectorIsPartner {
        connector: connector.name.clone(),
    };
    let at = connector
        .connector_type
        .at()
        .unwrap_or(&connector.at)
        .clone();
    let proof = std::iter::once(at).chain(context.proof(&hit.judged));
    Outcome::Found(Finding::new(105, hit.confidence, detail, proof))
}
