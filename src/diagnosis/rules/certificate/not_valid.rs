//! RD203: the certificate was expired or not yet valid at the time of the
//! session. Likely: only third parties document the refusal (domain.md section 3). Not
//! where the log shows that such mail is relayed.

use crate::attribution::Status;
use crate::diagnosis::obstacle::is_carried;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(203),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context.open_connectors().any(|c| c.names_certificate()) {
        return Outcome::NotApplicable;
    }
    let mut unknown = None;
    for judged in context
        .verdicts
        .judged
        .iter()
        .filter(|j| j.connector != Status::Met)
    {
        if is_carried(context.facts, context.verdicts, judged) {
            continue;
        }
        let (Some(certificate), Some(way)) = (judged.presented.certificate(), context.way(judged))
        else {
            continue;
        };
        match certificate.is_valid_at(way.at) {
            Some(true) => {}
            None => unknown = Some(certificate.thumbprint.clone()),
            Some(false) => {
                let detail = Detail::CertificateNotValid {
                    certificate: certificate.display_name(),
                    thumbprint: certificate.thumbprint.clone(),
                    not_before: certificate.not_before,
                    not_after: certificate.not_after,
                    at: way.at,
                };
                let dates = certificate.locations.first().cloned();
                let proof = context.proof(&[judged]).into_iter().chain(dates);
                return Outcome::Found(Finding::new(203, Confidence::Likely, detail, proof));
            }
        }
    }
    match unknown {
        Some(thumbprint) => {
            Outcome::NeedsEvidence(vec![NeedReason::CertificateDetails { thumbprint }])
        }
        None => Outcome::Pass,
    }
}
