//! RD904: what the rules predict for mail as it is sent now and what Exchange
//! Online answered differ: both are shown, and the log is believed. Not where a
//! connector was changed since, nor where it is not known when it was (RD903).

use crate::attribution::{
    Judged, RecipientClass, Status, is_relay_of_tenant, recipient_class, sender_view,
};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::facts::InboundConnector;
use crate::facts::traffic::Era;

pub(super) const RULE: Rule = Rule {
    code: Code(904),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    if facts.tenant.inbound_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectors]);
    }
    if facts.traffic.eop_paths().next().is_none() {
        return Outcome::NotApplicable;
    }
    for judged in &context.verdicts.judged {
        let predicted = judged.organization.and(judged.connector);
        let answers = answers(context, judged);
        let differ = match predicted {
            Status::Met => {
                answers.refused > 0 && answers.accepted == 0 && unchanged(context, judged)
            }
            // What was accepted before condition A was judged as it is today
            // contradicts only a broken condition B.
            Status::Broken => {
                crate::diagnosis::obstacle::is_proven(facts, context.verdicts, judged)
                    && (judged.connector == Status::Broken || answers.accepted_today > 0)
            }
            Status::Unknown => false,
        };
        if !differ {
            continue;
        }
        let way = context.way(judged);
        let detail = Detail::PredictionAndLog {
            predicted: predicted == Status::Met,
            server: way.and_then(|w| w.server).unwrap_or_default().to_owned(),
            connector: way.and_then(|w| w.connector).unwrap_or_default().to_owned(),
            accepted: answers.accepted,
            refused: answers.refused,
        };
        let proof = answers.proof.into_iter().chain(context.proof(&[judged]));
        return Outcome::Found(Finding::new(904, Confidence::Certain, detail, proof));
    }
    Outcome::Pass
}

#[derive(Default)]
struct Answers {
    accepted: u64,
    /// Of these, by the rule in force today.
    accepted_today: u64,
    refused: u64,
    proof: Option<Location>,
}

/// What was answered to mail of this way and sender that needed relay.
fn answers(context: &Context, judged: &Judged) -> Answers {
    let facts = context.facts;
    let mut answers = Answers::default();
    let paths = context.way(judged).map_or(&[][..], |w| &w.paths);
    for flow in facts
        .traffic
        .flows
        .iter()
        .filter(|f| paths.contains(&f.path))
    {
        if sender_view(&facts.traffic, flow.sender) != judged.sender {
            continue;
        }
        let key = facts.traffic.path(flow.path).map(|p| p.key);
        if key.is_some_and(|key| is_relay_of_tenant(facts, flow, &key)) {
            answers.accepted += flow.accepted.count;
            if flow.era == Era::Current {
                answers.accepted_today += flow.accepted.count;
            }
        }
        if recipient_class(facts, flow.recipient) != RecipientClass::Own {
            answers.refused += flow.refused.count;
            answers.proof = answers.proof.or_else(|| flow.refused.proof.clone());
        }
    }
    answers
}

/// Whether every open connector is known not to have been changed since.
fn unchanged(context: &Context, judged: &Judged) -> bool {
    let Some(way) = context.way(judged) else {
        return false;
    };
    let before = |c: &InboundConnector| {
        c.when_changed
            .value()
            .is_some_and(|t| t.as_second() <= way.at)
    };
    context.open_connectors().all(before)
}
