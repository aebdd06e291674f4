//! The smallest set of changes after which the replay passes: for every scenario
//! whose root causes are values that `simulate` can set, the planned changes give
//! *accepted*, and no smaller subset does (contract.md, How relay is judged).

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::ops::ControlFlow;
use std::path::Path;

use relay_doctor::attribution::{Change, Status, WhatIf, predict, replay};
use relay_doctor::diagnosis::{Diagnosis, diagnose};
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Domain, Facts, Given, SenderView, Window, gather};
use relay_doctor::remedy::{PlanOption, StepKind, plan};
use serde_json::Value;

/// The facts of a scenario, read with its own arguments.
fn facts(scenario: &str) -> Facts {
    let evidence = common::evidence_of(scenario);
    let expected = evidence.parent().unwrap().join("expected.json");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(expected).unwrap()).unwrap();
    let arguments = expected["args"].as_array().cloned().unwrap_or_default();
    let argument = |name: &str| {
        let position = arguments.iter().position(|a| a == name)?;
        arguments.get(position + 1)?.as_str()
    };
    let now: jiff::Timestamp = argument("--now").map_or_else(
        || jiff::Timestamp::from_second(common::NOW).unwrap(),
        |t| t.parse().unwrap(),
    );
    let time =
        |name| argument(name).map(|t| t.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    let given = Given {
        mail_from: argument("--mail-from").map(|text| match text {
            "<>" => SenderView::Null,
            domain => SenderView::Domain(Domain::parse(domain).unwrap()),
        }),
        egress_ip: argument("--egress-ip").map(|t| t.parse().unwrap()),
        window: Window {
            since: time("--since"),
            until: time("--until"),
        },
        ..Given::default()
    };
    let input = Input::Path(Path::new(&evidence).to_owned());
    gather(&[input], given, now.as_second(), &mut |_| {
        ControlFlow::Continue(())
    })
    .facts
}

/// Steps that a person must finish before anything can be replayed.
fn is_open(option: &PlanOption) -> bool {
    option.steps.iter().any(|step| {
        matches!(
            step.kind,
            StepKind::FindCertificateFirst { .. }
                | StepKind::GetCertificate { .. }
                | StepKind::InvestigateRestricted { .. }
                | StepKind::AskAcceptedDomain { .. }
                | StepKind::CheckTenant
                | StepKind::CheckPrivateKey { .. }
                | StepKind::UseStarttls { .. }
                | StepKind::LetStarttlsThrough { .. }
                | StepKind::Ipv4OnlyOrCertificate { .. }
        )
    })
}

/// Every proper subset.
fn subsets(changes: &[Change]) -> Vec<Vec<Change>> {
    let all = 1_u32 << changes.len();
    let chosen = |mask: u32| {
        let kept = changes.iter().enumerate();
        let kept = kept.filter(|(nth, _)| mask & (1 << nth) != 0);
        kept.map(|(_, change)| change.clone()).collect()
    };
    (0..all - 1).map(chosen).collect()
}

fn check(scenario: &str, facts: &Facts, diagnosis: &Diagnosis) -> Result<bool, String> {
    let verdicts = replay(facts);
    let plan = plan(facts, &verdicts, diagnosis);
    let Some(option) = plan.recommended() else {
        return Ok(false);
    };
    if diagnosis.root_causes().next().is_none() || is_open(option) || option.changes.is_empty() {
        return Ok(false);
    }
    let roots: Vec<String> = diagnosis
        .root_causes()
        .map(|f| f.code.to_string())
        .collect();
    let complain = |what: &str| {
        Err(format!(
            "{scenario} {roots:?}: {what}; planned {:#?}",
            option.changes
        ))
    };
    match predict(facts, &option.changes) {
        Status::Met => {}
        Status::Unknown => return Ok(false),
        Status::Broken => return complain("refused after the planned changes"),
    }
    let what_if = WhatIf::new(facts, &option.changes);
    let after = diagnose(what_if.facts(), &what_if.replay());
    if after.root_causes().next().is_some() {
        let left: Vec<String> = after.root_causes().map(|f| f.code.to_string()).collect();
        return complain(&format!("{left:?} left after the planned changes"));
    }
    assert!(option.changes.len() < 12, "{scenario}");
    for subset in subsets(&option.changes) {
        if predict(facts, &subset) == Status::Met {
            return complain(&format!("enough is {subset:#?}"));
        }
    }
    Ok(true)
}

#[test]
fn the_planned_changes_are_enough_and_none_is_too_many() {
    let mut complaints = Vec::new();
    let mut proven = 0;
    for scenario in common::scenarios() {
        let facts = facts(&scenario);
        let diagnosis = diagnose(&facts, &replay(&facts));
        match check(&scenario, &facts, &diagnosis) {
            Ok(true) => proven += 1,
            Ok(false) => {}
            Err(complaint) => complaints.push(complaint),
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
    assert!(proven >= 25, "only {proven} scenarios were proven");
}

#[test]
fn nothing_changed_changes_nothing() {
    for scenario in common::scenarios() {
        let facts = facts(&scenario);
        let verdicts = replay(&facts);
        let what_if = WhatIf::new(&facts, &[]);
        let again = what_if.replay();
        assert_eq!(verdicts.rows, again.rows, "{scenario}");
        let (one, other) = (
            diagnose(&facts, &verdicts),
            diagnose(what_if.facts(), &again),
        );
        assert_eq!(one.findings, other.findings, "{scenario}");
        assert_eq!(one.relay, other.relay, "{scenario}");
    }
}
