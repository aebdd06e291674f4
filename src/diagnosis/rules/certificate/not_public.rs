//! RD204: relay rests on the certificate and it is self-signed (Microsoft:
//! "have to be CA signed"); a private CA is possible. Not where an address
//! carries, or should carry, relay (contract.md).

use crate::attribution::Status;
use crate::diagnosis::obstacle::is_carried;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(204),
    check,
};

fn check(context: &Context) -> Outcome {
    let by_certificate = context.open_connectors().any(|c| c.names_certificate());
    let by_address = context.open_connectors().any(|c| c.lists_addresses());
    if !by_certificate || by_address {
        return Outcome::NotApplicable;
    }
    for judged in context
        .verdicts
        .judged
        .iter()
        .filter(|j| j.connector != Status::Met)
    {
        let Some(certificate) = judged.presented.certificate() else {
            continue;
        };
        let self_signed = certificate.self_signed == Some(true);
        if !self_signed && !certificate.is_from_private_ca() {
            continue;
        }
        if is_carried(context.facts, context.verdicts, judged) {
            continue;
        }
        let confidence = match self_signed {
            true => Confidence::Likely,
            false => Confidence::Possible,
        };
        let detail = Detail::NotFromPublicCa {
            certificate: certificate.display_name(),
            thumbprint: certificate.thumbprint.clone(),
            self_signed,
        };
        let root = certificate
            .installed
            .iter()
            .filter_map(|s| s.root_ca_type.at().cloned());
        let proof = context.proof(&[judged]).into_iter().chain(root);
        return Outcome::Found(Finding::new(204, confidence, detail, proof));
    }
    Outcome::Pass
}
