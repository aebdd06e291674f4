//! RD109: the certificate fits by a SAN and not by its CN: KB3169958 says CN or
//! SAN, other pages speak of the subject only (domain.md section 3).

use crate::attribution::{MatchedBy, NameFit, Status};
use crate::diagnosis::rules::{Rule, needs_both_sides};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(109),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.verdicts.judged.is_empty() {
        return needs_both_sides(context);
    }
    for judged in context.met_by(MatchedBy::Certificate) {
        let fits: Vec<_> = judged
            .met_by()
            .filter(|f| f.identity.by_certificate == Status::Met)
            .collect();
        let by_san = |f: &&crate::attribution::ConnectorFit| match &f.identity.name {
            Some(NameFit::Match {
                name,
                by_san_only: true,
            }) => Some((f.index, name.to_string())),
            _ => None,
        };
        let only: Vec<_> = fits.iter().filter_map(by_san).collect();
        let (Some((index, san)), true) = (only.first(), only.len() == fits.len()) else {
            continue;
        };
        let (Some(connector), Some(certificate)) =
            (context.connector(*index), judged.presented.certificate())
        else {
            continue;
        };
        let detail = Detail::MatchedBySan {
            connector: connector.name.clone(),
            san: san.clone(),
            common_name: certificate
                .names
                .common_name
                .as_ref()
                .map(ToString::to_string),
        };
        let value = connector.tls_sender_certificate_name.at().cloned();
        let proof = context.proof(&[judged]).into_iter().chain(value);
        return Outcome::Found(Finding::new(109, Confidence::Certain, detail, proof));
    }
    Outcome::Pass
}
