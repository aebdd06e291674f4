//! RD304: the export's accepted domains and the senders' domains do not meet:
//! perhaps the export is another tenant's.

use super::{accepted_lines, distinct, domain_of, shown};
use crate::attribution::{CertificateDomain, SenderClass};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::SenderView;

pub(super) const RULE: Rule = Rule {
    code: Code(304),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.tenant.accepted_domains.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
    }
    let judged = &context.verdicts.judged;
    let named: Vec<_> = judged
        .iter()
        .filter(|j| j.class != SenderClass::Null && shown(j).is_some())
        .collect();
    if named.is_empty() {
        return Outcome::NotApplicable;
    }
    let vouched = judged
        .iter()
        .any(|j| matches!(domain_of(context, j), Some(CertificateDomain::Accepted(_))));
    // A sender below an accepted domain is the same organisation's.
    let accepted = context.facts.tenant.domains();
    let related = named.iter().any(|j| match &j.sender {
        SenderView::Domain(domain) => accepted.iter().any(|d| domain.is_below(&d.domain)),
        SenderView::Null | SenderView::Unknown => false,
    });
    // The senders' domains may be among those that are not shown.
    let in_part = context.facts.tenant.has_more_domains();
    if in_part || vouched || related || named.iter().any(|j| j.class == SenderClass::Own) {
        return Outcome::Pass;
    }
    let accepted = context
        .facts
        .tenant
        .domains()
        .iter()
        .map(|d| d.domain.to_string());
    let detail = Detail::AnotherTenant {
        senders: distinct(named.iter().filter_map(|j| shown(j)).collect()),
        accepted: distinct(accepted.collect()),
    };
    Outcome::Found(Finding::new(
        304,
        Confidence::Likely,
        detail,
        accepted_lines(context),
    ))
}
