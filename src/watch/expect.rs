//! What the evidence and the case tell of the change: the certificate that should be
//! sent after it, and when it was made.

use std::collections::BTreeMap;

use crate::attribution::{Presented, Verdicts};
use crate::facts::Facts;
use crate::remedy::edit::Edit;
use crate::remedy::{Applicability, Plan, PlanOption};

use super::Sent;

/// What should be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Said on the command line.
    Given(Vec<Sent>),
    /// What the plan sets, or leaves as it is.
    Planned(Vec<Sent>),
    /// Not known: what each server was last accepted with.
    Learned,
}

impl Expectation {
    /// Whether this is expected. Whatever was accepted is, when nothing is known.
    pub fn fits(&self, sent: &Sent) -> bool {
        match self {
            Self::Given(all) | Self::Planned(all) => all.contains(sent),
            Self::Learned => true,
        }
    }

    /// The name in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Given(_) => "given",
            Self::Planned(_) => "planned",
            Self::Learned => "learned",
        }
    }

    /// Upper-case thumbprints.
    pub fn thumbprints(&self) -> Vec<&str> {
        match self {
            Self::Given(all) | Self::Planned(all) => {
                all.iter().filter_map(Sent::thumbprint).collect()
            }
            Self::Learned => Vec::new(),
        }
    }
}

/// When the change was made, and by what that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Milliseconds since the epoch.
    pub at: i64,
}

/// The certificates that should be sent after the chosen option (else the recommended
/// one): those that it sets, else those that are sent today.
pub fn expected(
    facts: &Facts,
    verdicts: &Verdicts,
    plan: &Plan,
    chosen: Option<&str>,
) -> Expectation {
    let option = option(plan, chosen);
    let steps = option.iter().flat_map(|o| &o.steps);
    let set = steps.filter_map(|step| match step.edit.as_ref()? {
        Edit::SendCertificate(c) => Some(c.thumbprint.clone()),
        Edit::Smtp(smtp) => Some(smtp.thumbprint.clone()),
        Edit::Values(_) | Edit::NewInbound(_) => None,
    });
    let mut all: Vec<Sent> = set.map(Sent::Certificate).collect();
    if all.is_empty() && facts.has_log() {
        let ways = verdicts.ways.iter().map(|way| way.presented);
        all = ways
            .filter_map(|presented| match presented {
                Presented::Certificate(c) => Some(Sent::Certificate(c.thumbprint.clone())),
                Presented::Nothing => Some(Sent::Nothing),
                Presented::Unknown => None,
            })
            .collect();
    }
    all.sort();
    all.dedup();
    match all.is_empty() {
        true => Expectation::Learned,
        false => Expectation::Planned(all),
    }
}

fn option<'p>(plan: &'p Plan, chosen: Option<&str>) -> Option<&'p PlanOption> {
    let named = chosen.and_then(|code| plan.options.iter().find(|o| o.id.code() == code));
    named.or_else(|| plan.options.iter().find(|o| o.recommended))
}

/// When the last step that changes something was ticked (the chosen option's; without
/// one all count). Ticks are seconds since the epoch, by option and step.
pub fn change_of(
    ticks: &BTreeMap<String, BTreeMap<String, (String, i64)>>,
    chosen: Option<&str>,
    plan: Option<&Plan>,
) -> Option<Change> {
    let of_chosen = ticks
        .iter()
        .filter(|(option, _)| chosen.is_none_or(|c| c == option.as_str()));
    let changes = |option: &str, step: &str| {
        let known = plan.and_then(|p| p.options.iter().find(|o| o.id.code() == option));
        let step = known.and_then(|o| o.steps.iter().find(|s| s.id == step));
        // A step that the plan does not have any more was one before it was taken.
        step.is_none_or(|s| s.applicability != Applicability::ReadOnly)
    };
    let all: Vec<(i64, bool)> = of_chosen
        .flat_map(|(option, steps)| {
            steps
                .iter()
                .map(move |(step, (_, at))| (*at, changes(option, step)))
        })
        .collect();
    let last = |only_changes: bool| {
        let which = all
            .iter()
            .filter(|(_, is_change)| *is_change || !only_changes);
        which.map(|(at, _)| *at).max()
    };
    let at = last(true).or_else(|| last(false))?;
    Some(Change {
        at: at.checked_mul(1000)?,
    })
}
