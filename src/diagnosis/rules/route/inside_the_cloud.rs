//! RD405: the server that reported the refusal is Microsoft's own: a loop or a
//! cross-tenant hop, not this organisation's certificate.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::reply::ReplyKind;

pub(super) const RULE: Rule = Rule {
    code: Code(405),
    check,
};

fn check(context: &Context) -> Outcome {
    let kinds = [ReplyKind::TenantAttribution, ReplyKind::Attr36];
    let bounced: Vec<_> = kinds
        .into_iter()
        .filter_map(|k| context.symptom(k))
        .filter(|s| s.in_bounce)
        .collect();
    if bounced.is_empty() {
        return Outcome::NotApplicable;
    }
    let reported = bounced
        .iter()
        .find_map(|s| Some((s, s.reported_by_microsoft.clone()?)));
    let Some((symptom, server)) = reported else {
        return Outcome::Pass;
    };
    let detail = Detail::InsideTheCloud { server };
    Outcome::Found(Finding::new(
        405,
        Confidence::Likely,
        detail,
        symptom.locations.iter().cloned(),
    ))
}
