//! Where a judgement leads: to a change only where a cause asks for one.

use super::{Analysis, Answers};
use crate::attribution::Status;
use crate::diagnosis::Finding;
use crate::evidence::reply::ReplyKind;

/// Where to go on from a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// A cause is known, and a way that mends it.
    Mend,
    /// Relay passes: nothing has to be changed.
    Nothing,
    /// What the error text names is another fault (RD001).
    OtherFault,
    /// No cause is known, and something is missing.
    Gather,
    /// No cause is known, and nothing is missing: only a newer log tells more.
    NewerLog,
}

impl Course {
    /// Where this judgement leads.
    pub fn of(analysis: &Analysis) -> Self {
        let diagnosis = &analysis.diagnosis;
        let is_open = analysis.plan.options.iter().any(|o| o.offered);
        if is_open && diagnosis.root_causes().next().is_some() {
            return Self::Mend;
        }
        let other = || other_fault(analysis).is_some();
        match diagnosis.relay {
            Status::Met | Status::Unknown if other() => Self::OtherFault,
            Status::Met if is_refused_last(analysis) => Self::NewerLog,
            Status::Met => Self::Nothing,
            _ if diagnosis.needs.is_empty() => Self::NewerLog,
            _ => Self::Gather,
        }
    }
}

/// The newest answers in the logs are refusals.
fn is_refused_last(analysis: &Analysis) -> bool {
    let answers = Answers::of(analysis);
    answers.refused.last.is_some() && answers.refused.last > answers.accepted.last
}

/// Something was refused as a stranger's mail, or nothing was refused that is known of.
pub fn is_about_attribution(analysis: &Analysis) -> bool {
    let symptoms = &analysis.gathered.facts.symptoms;
    let is_ours = |kind| {
        use ReplyKind as K;
        matches!(
            kind,
            K::TenantAttribution | K::Attr36 | K::TenantInboundAttribution
        )
    };
    symptoms.is_empty() || symptoms.iter().any(|s| is_ours(s.kind))
}

/// Every refusal names ATTR36, which tells that condition A is what failed.
pub fn is_attr36(analysis: &Analysis) -> bool {
    let symptoms = &analysis.gathered.facts.symptoms;
    !symptoms.is_empty() && symptoms.iter().all(|s| s.kind == ReplyKind::Attr36)
}

/// The finding that the error text is another fault, where nothing in the evidence is 5.7.64.
pub fn other_fault(analysis: &Analysis) -> Option<&Finding> {
    let found = analysis.diagnosis.finding(1)?;
    let is_ours = |kind| matches!(kind, ReplyKind::TenantAttribution | ReplyKind::Attr36);
    let mut symptoms = analysis.gathered.facts.symptoms.iter();
    (!symptoms.any(|s| is_ours(s.kind))).then_some(found)
}
