//! RD104: the connector that would fit is disabled, or every OnPremises connector
//! is. Whether to enable it is a question first: somebody may have disabled it for
//! a reason, and new tenants' connectors can be created disabled (domain.md section 2).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(104),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context
        .facts
        .tenant
        .connectors()
        .iter()
        .any(|c| c.enabled.value() == Some(&false))
    {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| matches!(o, Obstacle::Disabled { .. })) else {
        return Outcome::Pass;
    };
    let best = hit.obstacles.iter().filter_map(|o| match o {
        Obstacle::Disabled { connector, fits } => Some((*fits, *connector)),
        _ => None,
    });
    let Some((fits, index)) = best.max() else {
        return Outcome::Pass;
    };
    let Some(connector) = context.connector(index) else {
        return Outcome::Pass;
    };
    let detail = Detail::ConnectorDisabled {
        connector: connector.name.clone(),
        fits,
    };
    let confidence = match fits {
        true => hit.confidence,
        false => Confidence::Likely,
    };
    let at = connector.enabled.at().unwrap_or(&connector.at).clone();
    let proof = std::iter::once(at).chain(context.proof(&hit.judged));
    Outcome::Found(Finding::new(104, confidence, detail, proof))
}
