//! RD106: more than one enabled OnPremises connector fits: which one wins is
//! documented nowhere (domain.md section 2, UNSURE).

use crate::attribution::Status;
use crate::diagnosis::rules::{Rule, needs_both_sides};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(106),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.open_connectors().nth(1).is_none() {
        return Outcome::NotApplicable;
    }
    let most = context
        .verdicts
        .judged
        .iter()
        .max_by_key(|j| j.met_by().count());
    let Some(judged) = most else {
        return needs_both_sides(context);
    };
    let fitting: Vec<_> = judged
        .met_by()
        .filter_map(|f| context.connector(f.index))
        .collect();
    if judged.connector != Status::Met || fitting.len() < 2 {
        return Outcome::Pass;
    }
    let detail = Detail::SeveralConnectors {
        connectors: fitting.iter().map(|c| c.name.clone()).collect(),
    };
    let identity = |c: &&crate::facts::InboundConnector| {
        let at = c
            .tls_sender_certificate_name
            .at()
            .or(c.sender_ip_addresses.at());
        at.unwrap_or(&c.at).clone()
    };
    let proof: Vec<_> = fitting.iter().map(identity).collect();
    Outcome::Found(Finding::new(106, Confidence::Certain, detail, proof))
}
