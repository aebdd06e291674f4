//! RD111: the only enabled OnPremises connectors have neither a certificate name
//! nor addresses, so nothing can ever fit them.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Context, Detail, Finding, Obstacle, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(111),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.open_connectors().next().is_none() {
        return Outcome::NotApplicable;
    }
    let Some(hit) = context.hit(|o| o == Obstacle::WithoutIdentity) else {
        return Outcome::Pass;
    };
    let bare: Vec<_> = context.open_connectors().collect();
    let detail = Detail::WithoutIdentity {
        connectors: bare.iter().map(|c| c.name.clone()).collect(),
    };
    let at = bare
        .iter()
        .map(|c| c.tls_sender_certificate_name.at().unwrap_or(&c.at).clone());
    let proof = at.chain(context.proof(&hit.judged));
    Outcome::Found(Finding::new(111, hit.confidence, detail, proof))
}
