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
    // It says itself that some mail stays refused: a stranger's, which no list may name.
    if scenario == "rd107-stranger-forwards-too" {
        assert_eq!(option.predicted, Status::Broken, "{scenario}");
        let instead = option.steps.iter().find_map(|step| match &step.kind {
            StepKind::EmptyAssociatedDomains { instead, .. } => *instead,
            _ => None,
        });
        assert_eq!(instead, Some(Status::Met), "{scenario}");
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

/// Runs the program on a scenario: exit code, standard output, standard error.
fn program(scenario: &str, arguments: &[&str]) -> (i32, String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .arg(common::evidence_of(scenario))
        .args(["--now", "2026-11-02T12:00:00Z", "--lang", "en"])
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A certificate was renewed with another name: smtp.contoso.com is sent, and
/// mail.contoso.com expected.
const RENEWED: &str = "rd101-renewed-certificate-other-name";
const INBOUND: &str = "inbound:Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31";

#[test]
fn the_exit_code_is_that_of_the_state_after() {
    let name = format!("{INBOUND}.TlsSenderCertificateName=smtp.contoso.com");
    let wildcard = format!("{INBOUND}.TlsSenderCertificateName=*.contoso.com");
    let off = format!("{INBOUND}.Enabled=$false");
    let send =
        "send:Relay through Exchange Online.certificate=A2AA1E87717291488F76C52DE7427F9BFD2C6BA1";
    let cases: [(&[&str], i32); 6] = [
        (&["--set", &name], 0),
        (&["--set", &wildcard], 0),
        (&["--set", send], 0),
        (&["--set", "egress-ip=203.0.113.9"], 1),
        (&["--set", &name, "--set", &off], 1),
        (&["--set", &name, "--set", send], 1),
    ];
    for (settings, expected) in cases {
        let arguments = [&["simulate"], settings].concat();
        let (exit, out, err) = program(RENEWED, &arguments);
        assert_eq!((exit, err.as_str()), (expected, ""), "{settings:?}\n{out}");
    }
}

#[test]
fn before_and_after_are_counted_and_the_commands_are_there() {
    let set = format!("{INBOUND}.TlsSenderCertificateName=*.contoso.com");
    let (_, out, _) = program(RENEWED, &["simulate", "--format", "json", "--set", &set]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["before"]["verdict"]["root_causes"][0], "RD101");
    assert_eq!(json["before"]["messages"]["refused"], 3);
    assert_eq!(json["after"]["verdict"]["relay"], "accepted");
    assert_eq!(json["after"]["verdict"]["observed"], "none");
    assert_eq!(json["after"]["messages"]["refused"], 0);
    assert_eq!(json["after"]["messages"]["accepted"], 5);
    let commands: Vec<&str> = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s["command"].as_str())
        .collect();
    let wanted = "Set-InboundConnector -Identity 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31' \
                  -TlsSenderCertificateName '*.contoso.com'";
    assert!(commands.contains(&wanted), "{commands:?}");
}

#[test]
fn what_does_not_exist_is_a_usage_error_that_names_what_does() {
    let cases = [
        ("inbound:Nobody.Enabled=true", "Inbound from 3f2a8c1e"),
        (
            "send:Nobody.certificate=AA",
            "Relay through Exchange Online",
        ),
        ("inbound:Nobody.RequireTls=true", "TlsSenderCertificateName"),
        ("nonsense", "egress-ip=IP"),
    ];
    for (setting, named) in cases {
        let (exit, out, err) = program(RENEWED, &["simulate", "--set", setting]);
        assert_eq!((exit, out.as_str()), (2, ""), "{setting}");
        assert!(err.contains(named), "{setting}: {err}");
    }
    let (exit, _, err) = program(RENEWED, &["rehearse", "--certificate", "no-such-file"]);
    assert_eq!(exit, 2);
    assert!(
        err.contains("A2AA1E87717291488F76C52DE7427F9BFD2C6BA1"),
        "{err}"
    );
    assert_eq!(program(RENEWED, &["simulate"]).0, 2);
}

#[test]
fn a_renewal_is_rehearsed_with_the_cloud_first() {
    // The one that fits is what is expected already; the other is not.
    let fits = "a2 aa 1e 87 71 72 91 48 8f 76 c5 2d e7 42 7f 9b fd 2c 6b a1";
    let (exit, out, _) = program(RENEWED, &["rehearse", "--certificate", fits]);
    assert_eq!(exit, 0, "{out}");
    let evidence = common::evidence_of("rd301-no-accepted-domain");
    let other = evidence.join("cert/gateway.pem");
    let other = other.to_str().unwrap();
    let (exit, out, _) = program(
        "rd101-miss-mended-since",
        &["rehearse", "--format", "json", "--certificate", other],
    );
    assert_eq!(exit, 1, "{out}");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["before"]["verdict"]["relay"], "accepted");
    assert_eq!(json["after"]["verdict"]["root_causes"][0], "RD101");
    let ids: Vec<&str> = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s["id"].as_str())
        .collect();
    let at = |id: &str| ids.iter().position(|i| *i == id);
    let order = [
        "new-connector",
        "import-certificate",
        "set-send-certificate",
        "look-at-receive",
        "look-at-outbound",
        "check-send-log",
        "set-name",
        "remove-connector",
    ];
    let places: Vec<_> = order.iter().map(|id| at(id)).collect();
    assert!(places.iter().all(Option::is_some), "{ids:?}");
    assert!(places.is_sorted(), "{ids:?}");
    assert!(json["warnings"].as_array().is_some_and(|w| !w.is_empty()));
}

#[test]
fn the_moment_it_broke_is_told_with_what_changed_then() {
    let (_, out, _) = program(RENEWED, &["diagnose", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let broke = &json["timeline"]["broke"];
    assert_eq!(broke["server"], "EX01");
    assert_eq!(broke["change"]["kind"], "certificate");
    assert_eq!(
        broke["change"]["from"],
        "A2AA1E87717291488F76C52DE7427F9BFD2C6BA1"
    );
    let way = &json["timeline"]["ways"][0];
    let time = |key: &str| way[key].as_str().map(str::to_owned);
    assert!(time("last_accepted_before") < time("first_refused"));
    assert!(way["last_accepted_after"].is_null());
    // One of two servers is at fault from the start: nothing changed when it was refused.
    let (_, out, _) = program(
        "rd208-one-server-sends-another",
        &["diagnose", "--format", "json"],
    );
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["timeline"]["broke"]["server"], "EX02");
    assert!(json["timeline"]["broke"]["change"].is_null());
}

#[test]
fn a_second_connector_that_overlaps_is_told_first() {
    let rehearsed = |certificate: &str| -> Value {
        let (exit, out, _) = program(
            "rd101-miss-mended-since",
            &["rehearse", "--format", "json", "--certificate", certificate],
        );
        assert_eq!(exit, 1, "{out}");
        serde_json::from_str(&out).unwrap()
    };
    let of = |json: &Value| -> Vec<String> {
        let warnings = json["warnings"].as_array().unwrap().iter();
        let overlap = warnings.filter(|w| w["id"] == "connectors-overlap");
        overlap
            .map(|w| w["message"].as_str().unwrap().to_owned())
            .collect()
    };
    // *.contoso.com for the second connector: mail.contoso.com, still sent, fits it too.
    let wildcard = common::evidence_of("rd101-wildcard-certificate-host-connector");
    let json = rehearsed(wildcard.join("new.pem").to_str().unwrap());
    let [message] = &of(&json)[..] else {
        panic!("{json:#}");
    };
    let old = "Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31";
    for held in [old, "not documented", "to *.contoso.com instead"] {
        assert!(message.contains(held), "{message}");
    }
    // mail.contoso.net fits nothing that is there.
    let other = common::evidence_of("rd301-no-accepted-domain");
    let json = rehearsed(other.join("cert/gateway.pem").to_str().unwrap());
    assert_eq!(of(&json), Vec::<String>::new());
}

#[test]
fn the_certificate_of_a_ca_is_called_so() {
    let stored = |name: &str| format!("{}/tests/certificates/{name}", env!("CARGO_MANIFEST_DIR"));
    let rehearse = |name: &str| {
        let file = stored(name);
        program(
            "rd101-miss-mended-since",
            &["rehearse", "--certificate", &file],
        )
    };
    let (exit, out, err) = rehearse("authority.pem");
    assert_eq!((exit, out.as_str()), (2, ""));
    let said = "is the certificate of a CA (CN=Contoso Issuing CA 1, O=Contoso CA, C=US), and no";
    assert!(err.contains(said), "{err}");
    // CA:TRUE, and made for a server: it has an answer.
    let (exit, out, err) = rehearse("self-issued-ca.pem");
    assert_eq!((exit, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("self-signed"), "{out}");
    assert!(!out.contains("New-InboundConnector"), "{out}");
}
