//! RD107: AssociatedAcceptedDomains of the fitting connector leaves out the
//! sender's domain. Likely: the reference says that the list restricts the source
//! domains, and shows no refusal.

use crate::attribution::SenderClass;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Obstacle, Outcome};
use crate::facts::SenderView;

pub(super) const RULE: Rule = Rule {
    code: Code(107),
    check,
};

fn check(context: &Context) -> Outcome {
    let restricted =
        |c: &crate::facts::InboundConnector| !c.associated_accepted_domains.items().is_empty();
    if !context.open_connectors().any(restricted) {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| matches!(o, Obstacle::SenderDomainLeftOut(_))) else {
        return Outcome::Pass;
    };
    let index = hit.obstacles.iter().find_map(|o| match o {
        Obstacle::SenderDomainLeftOut(index) => Some(*index),
        _ => None,
    });
    let Some(connector) = index.and_then(|i| context.connector(i)) else {
        return Outcome::Pass;
    };
    // The list takes domains of the tenant (Set-InboundConnector reference): foreign ones
    // it can only leave out.
    let of = |foreign: bool| -> Vec<String> {
        let judged = hit.judged.iter();
        let judged = judged.filter(|j| (j.class == SenderClass::Foreign) == foreign);
        let mut domains: Vec<String> = judged
            .filter_map(|j| match &j.sender {
                SenderView::Domain(domain) => Some(domain.to_string()),
                SenderView::Null | SenderView::Unknown => None,
            })
            .collect();
        domains.sort();
        domains.dedup();
        domains
    };
    let (senders, foreign) = (of(false), of(true));
    if senders.is_empty() && foreign.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::DomainsExcludeSender {
        connector: connector.name.clone(),
        listed: connector.associated_accepted_domains.items().to_vec(),
        senders,
        foreign,
    };
    let at = connector.associated_accepted_domains.at().cloned();
    let proof = at.into_iter().chain(context.proof(&hit.judged));
    Outcome::Found(Finding::new(107, Confidence::Likely, detail, proof))
}
