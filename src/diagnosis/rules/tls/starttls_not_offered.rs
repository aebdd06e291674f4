//! RD212: Exchange Online's EHLO reply lacks STARTTLS: something in between
//! strips it, and no certificate can be sent. No Microsoft page describes it; the
//! log shows it (domain.md section 9). Not where an address carries relay, and no sender
//! needs a certificate to vouch for it.

use super::{connector_names, lacks_vouching, total, troubled};
use crate::attribution::Status;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::formats::send_log::Peer;

pub(super) const RULE: Rule = Rule {
    code: Code(212),
    check,
};

fn check(context: &Context) -> Outcome {
    if !context.facts.has_log() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    let mut paths = troubled(context, |p| p.starttls_not_offered.last);
    paths.retain(|p| p.key.peer == Peer::Eop);
    let carried = context.verdicts.connector == Status::Met && !lacks_vouching(context, &paths);
    if paths.is_empty() || carried {
        return Outcome::Pass;
    }
    let (sessions, proof) = total(&paths, |p| &p.starttls_not_offered);
    let detail = Detail::StarttlsNotOffered {
        connectors: connector_names(context, &paths),
        sessions,
    };
    Outcome::Found(Finding::new(212, Confidence::Certain, detail, proof))
}
