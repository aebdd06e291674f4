//! RD303: condition A fails because the direct parent of the certificate's name
//! is not accepted though a domain above it is: `host.sub.contoso.com` needs
//! `sub.contoso.com` (KB4019940).

use super::{accepted_lines, domain_of, unvouched};
use crate::attribution::{CertificateDomain, SenderClass};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(303),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.tenant.accepted_domains.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
    }
    if !context
        .verdicts
        .judged
        .iter()
        .any(|j| j.presented.certificate().is_some())
    {
        return Outcome::NotApplicable;
    }
    let unseen = context
        .verdicts
        .judged
        .iter()
        .filter(|j| j.class == SenderClass::Unknown);
    for judged in unvouched(context).into_iter().chain(unseen) {
        let Some(CertificateDomain::OnlyGrandparent {
            name,
            missing,
            accepted,
        }) = domain_of(context, judged)
        else {
            continue;
        };
        let confidence = match judged.class {
            SenderClass::Unknown => Confidence::Possible,
            _ => Confidence::Certain,
        };
        let detail = Detail::SubdomainNotAccepted {
            name: name.to_string(),
            missing: missing.to_string(),
            accepted: accepted.to_string(),
        };
        let proof = context
            .proof(&[judged])
            .into_iter()
            .chain(accepted_lines(context));
        return Outcome::Found(Finding::new(303, confidence, detail, proof));
    }
    Outcome::Pass
}
