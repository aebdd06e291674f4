//! RD210: TLS with Exchange Online failed with NoCredentials, UnknownCredentials
//! and kin: Exchange could not use its certificate (domain.md section 1.4).

use super::{connector_names, tls_fails};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(210),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context.facts.has_log() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    let paths = tls_fails(context);
    if paths.is_empty() {
        return Outcome::Pass;
    }
    let mut errors: Vec<(String, u64)> = Vec::new();
    for (error, tally) in paths.iter().flat_map(|p| &p.tls_failed) {
        match errors.iter_mut().find(|(e, _)| e == error) {
            Some((_, count)) => *count += tally.count,
            None => errors.push((error.clone(), tally.count)),
        }
    }
    let proof: Vec<_> = paths
        .iter()
        .flat_map(|p| &p.tls_failed)
        .filter_map(|(_, t)| t.proof.clone())
        .collect();
    let detail = Detail::TlsFailed {
        errors,
        connectors: connector_names(context, &paths),
    };
    Outcome::Found(Finding::new(210, Confidence::Certain, detail, proof))
}
