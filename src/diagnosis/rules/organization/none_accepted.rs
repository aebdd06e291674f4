//! RD301: no sender seen satisfies condition A. Without a log it is predicted
//! from the certificate's domain (possible). RD302 and RD303 replace it.

use super::{accepted_lines, distinct, domain_of, shown, unvouched};
use crate::attribution::{CertificateDomain, SenderClass, Status};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(301),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.tenant.accepted_domains.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
    }
    if context.verdicts.judged.is_empty() {
        return Outcome::NotApplicable;
    }
    if context
        .verdicts
        .judged
        .iter()
        .any(|j| j.organization == Status::Met)
    {
        return Outcome::Pass;
    }
    let failing = unvouched(context);
    if let Some(first) = failing.first() {
        let detail = Detail::NoAcceptedDomain {
            senders: distinct(failing.iter().filter_map(|j| shown(j)).collect()),
            certificate: first.presented.certificate().map(|c| c.display_name()),
            predicted: false,
        };
        let proof = context
            .proof(&failing)
            .into_iter()
            .chain(accepted_lines(context));
        let logged = context.way(first).is_some_and(|w| !w.paths.is_empty());
        let confidence = match logged {
            true => Confidence::Certain,
            false => Confidence::Likely,
        };
        return Outcome::Found(Finding::new(301, confidence, detail, proof));
    }
    let unseen = context.verdicts.judged.iter().find(|j| {
        j.class == SenderClass::Unknown
            && domain_of(context, j) == Some(CertificateDomain::NotAccepted)
    });
    let Some(judged) = unseen else {
        return Outcome::Pass;
    };
    let detail = Detail::NoAcceptedDomain {
        senders: Vec::new(),
        certificate: judged.presented.certificate().map(|c| c.display_name()),
        predicted: true,
    };
    let proof = context
        .proof(&[judged])
        .into_iter()
        .chain(accepted_lines(context));
    Outcome::Found(Finding::new(301, Confidence::Possible, detail, proof))
}
