//! From the bounce to the proof, and over a kill.

use std::fs;
use std::path::Path;
use std::process::Command;

use relay_doctor::attribution::Status;
use relay_doctor::diagnosis::Code;
use relay_doctor::remedy::OptionId;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::{
    Action as A, CauseNow, CauseState, Effect, Model, Notice, Outcome, Overlay, StepId as S,
};

use crate::bench::{Bench, INCIDENT, NOW, scenario};

const BOUNCE: &str = "Diagnostic information for administrators:\n\nbob@fabrikam.com\nRemote Server \
returned '550 5.7.64 TenantAttribution; Relay Access Denied'\n";

/// A log of the day after the change: the new certificate, accepted.
fn newer_log(folder: &Path) {
    let log = "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110117-1.LOG";
    let text = fs::read_to_string(scenario(INCIDENT).join(log)).unwrap();
    let text = text
        .replace("2026-11-01T17:40", "2026-11-02T10:30")
        .replace("*,CN=mail.contoso.com,", "*,CN=smtp.contoso.com,")
        .replace(
            "mail.contoso.com,Certificate alternate",
            "smtp.contoso.com,Certificate alternate",
        )
        .replace(
            "DC43D5E668E7B2755E74001401353291",
            "49DC9B76608E52E4BE5825CE85A41C8A",
        )
        .replace(
            "A2AA1E87717291488F76C52DE7427F9BFD2C6BA1",
            "FF6315FFD8449AAA72BC8E01DB3103CA4F56253D",
        );
    let to = folder.join("newer/EX01");
    fs::create_dir_all(&to).unwrap();
    fs::write(to.join("SEND2026110210-1.LOG"), text).unwrap();
}

/// The export of the tenant's connectors after the change.
fn newer_connector(folder: &Path) {
    let text = fs::read_to_string(scenario(INCIDENT).join("inbound-connector.txt")).unwrap();
    let text = text.replace(
        "TlsSenderCertificateName     : mail.contoso.com",
        "TlsSenderCertificateName     : smtp.contoso.com",
    );
    fs::write(folder.join("newer/inbound-connector.txt"), text).unwrap();
}

fn to_the_checklist(bench: &mut Bench) {
    bench.act(A::Paste(BOUNCE.into()));
    bench.run([A::Submit, A::NextPane]);
    bench.type_in(&scenario(INCIDENT).to_string_lossy());
    bench.run([A::Submit, A::Next, A::Next, A::Next, A::Open]);
}

/// What `diagnose --refused-csv` writes of the same evidence; somebody is in it.
fn refused_csv(file: &Path) -> Vec<u8> {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("diagnose")
        .arg(scenario(INCIDENT))
        .arg("--refused-csv")
        .arg(file)
        .output()
        .unwrap();
    let list = fs::read(file).unwrap();
    assert!(list.iter().filter(|b| **b == b'\n').count() > 1);
    list
}

#[test]
fn from_the_bounce_to_the_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    to_the_checklist(&mut bench);
    assert_eq!((bench.model.step, bench.model.reached), (S::Fix, S::Cause));
    let option = bench.model.chosen_option().unwrap();
    assert!(
        option.recommended && option.id == OptionId::Manual,
        "the recommended one is first"
    );
    let change = option
        .steps
        .iter()
        .position(|s| s.id.starts_with("set-name"))
        .unwrap();
    let steps = option.steps.len();

    // Tick all up to the change; the initials are asked once.
    bench.act(A::Tick);
    assert!(matches!(bench.model.overlay, Some(Overlay::Initials(_))));
    bench.act(A::Submit);
    assert!(
        matches!(bench.model.overlay, Some(Overlay::Initials(_))),
        "asked again"
    );
    bench.type_in("kt");
    bench.model.clock = NOW + 60;
    bench.act(A::Submit);
    // Each tick leads on to the next step that is open.
    for _ in 0..change {
        bench.act(A::Tick);
    }
    let ticks = &bench.model.fix.checklists[&OptionId::Manual].ticks;
    assert_eq!(ticks.len(), change + 1);
    assert!(ticks.values().all(|t| t.by == "kt" && t.at == NOW + 60));
    bench.act(A::Up);
    bench.act(A::Copy);
    let set = "Set-InboundConnector -Identity 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31' -TlsSenderCertificateName";
    assert_eq!(bench.last_copied(), format!("{set} 'smtp.contoso.com'"));
    bench.act(A::CopyUndo);
    assert_eq!(bench.last_copied(), format!("{set} 'mail.contoso.com'"));
    assert!(matches!(bench.model.notice, Some(Notice::Copied(_))));

    // A note on the step, kept with the case.
    bench.act(A::Note);
    bench.type_in("asked kt \u{1b}[31m");
    bench.act(A::Submit);
    let noted = &bench.model.fix.checklists[&OptionId::Manual].notes;
    assert_eq!(
        noted.values().map(String::as_str).collect::<Vec<_>>(),
        ["asked kt [31m"]
    );

    // Saved twice: two folders.
    // Until it is done it is said to be under way.
    bench.idle = true;
    bench.run([A::Save, A::Submit]);
    assert_eq!(bench.model.notice, Some(Notice::Writing));
    bench.idle = false;
    bench.run([A::Save, A::Submit, A::Save, A::Submit]);
    let first = folder.path().join("relay-doctor-contoso 2 nov-1");
    let second = folder.path().join("relay-doctor-contoso 2 nov-2");
    assert_eq!(bench.model.notice, Some(Notice::Written(second.clone())));
    for name in [
        "CHECKLIST.md",
        "exchange-online.ps1",
        "rollback-exchange-online.ps1",
        "verify.ps1",
        "report.html",
        "report.md",
        "report.json",
        "refused.csv",
    ] {
        assert_eq!(
            fs::read(first.join(name)).unwrap(),
            fs::read(second.join(name)).unwrap()
        );
    }
    assert_eq!(
        fs::read(first.join("refused.csv")).unwrap(),
        refused_csv(&folder.path().join("refused.csv")),
        "the same list that diagnose writes"
    );
    let checklist = fs::read_to_string(first.join("CHECKLIST.md")).unwrap();
    assert!(
        checklist.contains("  Note: asked kt \\[31m\r\n"),
        "{checklist}"
    );
    assert_eq!(checklist.matches("- [x] ").count(), change + 1);
    assert_eq!(checklist.matches("- [ ] ").count(), steps - change - 1);
    let script = fs::read_to_string(first.join("exchange-online.ps1")).unwrap();
    assert!(
        script.contains("$wanted = @{ TlsSenderCertificateName = 'smtp.contoso.com' }\r\n"),
        "{script}"
    );

    // The log of the new day.
    newer_log(folder.path());
    bench.run([A::Next, A::NextPane]);
    bench.type_in(&folder.path().join("newer").to_string_lossy());
    bench.act(A::Submit);
    let progress = bench.model.verify.progress.clone().unwrap();
    assert_eq!(
        (progress.sessions, progress.refused, progress.accepted),
        (2, 0, 2)
    );
    assert_eq!(
        (progress.outcome, progress.before),
        (Outcome::Proven, Status::Broken)
    );
    assert_eq!(
        progress.ways[0].certificate.as_ref().unwrap().0,
        "smtp.contoso.com"
    );
    assert!(progress.connectors_are_old);
    let cause = |state| {
        vec![CauseNow {
            code: Code(101),
            state,
        }]
    };
    assert_eq!(
        progress.causes,
        cause(CauseState::Gone),
        "the log is believed"
    );

    // And the export of the connector as it is now.
    newer_connector(folder.path());
    bench.act(A::Reload);
    let progress = bench.model.verify.progress.clone().unwrap();
    assert_eq!(
        (progress.outcome, progress.now),
        (Outcome::Proven, Status::Met)
    );
    assert_eq!(progress.causes, cause(CauseState::Gone));
    assert!(!progress.connectors_are_old);
    bench.act(A::Quit);
    assert_eq!(bench.effects.last(), Some(&Effect::Quit));
}

#[test]
fn an_old_log_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_incident(folder.path());
    bench.act(A::GoTo(S::Verify));
    let log = scenario(INCIDENT).join("EX01");
    bench.act(A::Paste(log.to_string_lossy().into_owned()));
    let progress = bench.model.verify.progress.clone().unwrap();
    assert_eq!(
        (progress.sessions, progress.outcome),
        (0, Outcome::Undecided)
    );
    assert_eq!(progress.causes[0].state, CauseState::Untold);
}

#[test]
fn a_refusal_since_is_still_a_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_incident(folder.path());
    let log = "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG";
    let text = fs::read_to_string(scenario(INCIDENT).join(log)).unwrap();
    let newer = folder.path().join("SEND2026110211-1.LOG");
    fs::write(&newer, text.replace("2026-11-02T08", "2026-11-02T11")).unwrap();
    bench.act(A::GoTo(S::Verify));
    bench.act(A::Paste(newer.to_string_lossy().into_owned()));
    let progress = bench.model.verify.progress.clone().unwrap();
    assert_eq!(
        (progress.refused, progress.outcome),
        (4, Outcome::StillRefused)
    );
    assert_eq!(progress.causes[0].state, CauseState::Still);
    assert!(progress.ways[0].is_refused());
    bench.run([A::Remove]);
    assert!(bench.model.verify.newer.is_none() && bench.model.verify.progress.is_none());
}

#[test]
fn every_value_leads_to_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_incident(folder.path());
    let rows = |bench: &Bench, step| match step {
        S::Compare => bench.model.compare_rows().len(),
        _ => bench
            .model
            .analysis
            .as_ref()
            .unwrap()
            .diagnosis
            .findings
            .len(),
    };
    let mut opened = 0;
    for step in [S::Compare, S::Cause] {
        bench.run([A::GoTo(step), A::First]);
        for _ in 0..rows(&bench, step) {
            bench.act(A::Proof);
            opened += usize::from(bench.model.overlay.is_some());
            while let Some(Overlay::Source(viewer)) = bench.model.overlay.clone() {
                let place = &viewer.places[viewer.place];
                let at = usize::try_from(viewer.line - viewer.first_line).unwrap();
                let line = viewer.lines[at].trim_end();
                let cut: String = place.excerpt.trim_end().into();
                assert!(
                    line.starts_with(&cut) || cut.is_empty(),
                    "{line:?} is not {cut:?}"
                );
                assert!(viewer.lines.len() > 1, "the surroundings are shown");
                let last = viewer.place + 1 == viewer.places.len();
                bench.act(if last { A::Close } else { A::Next });
            }
            bench.act(A::Down);
        }
    }
    assert!(opened >= 8, "{opened}");
}

#[test]
fn a_killed_wizard_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = Bench::new(folder.path());
    to_the_checklist(&mut before);
    before.act(A::Tick);
    before.type_in("kt");
    before.run([A::Submit, A::Note]);
    before.type_in("後で確認");
    before.run([A::Submit, A::GoTo(S::Verify)]);
    newer_log(folder.path());
    before.act(A::Paste(
        folder.path().join("newer").to_string_lossy().into_owned(),
    ));
    before.act(A::Paste("Name : pasted later\nEnabled : True".into()));
    before.act(A::Next);
    let old = before.model.clone();
    drop(before);

    let mut after = Bench::new(folder.path());
    let case = after.store().latest().unwrap().case.unwrap();
    after.model = Model::new(Lang::En, "another", NOW);
    let effects = after.model.resume(&case);
    assert_eq!(after.model.notice, Some(Notice::Resumed));
    after.settle(effects);
    let new = &after.model;
    assert_eq!(new.name, old.name);
    assert_eq!((new.step, new.reached), (old.step, old.reached));
    assert_eq!(new.symptom.pasted.as_deref(), Some(BOUNCE));
    assert_eq!(
        (new.fix.chosen, &new.fix.initials),
        (old.fix.chosen, &old.fix.initials)
    );
    assert_eq!(new.fix.checklists, old.fix.checklists);
    assert_eq!(new.fix.checklists[&OptionId::Manual].notes.len(), 1);
    let texts = |m: &Model| -> Vec<String> {
        let mut all: Vec<String> = m
            .given
            .iter()
            .chain(&m.verify.given)
            .map(|g| g.shown.clone())
            .collect();
        all.sort();
        all
    };
    assert_eq!(texts(new), texts(&old));
    assert_eq!(new.verify.progress, old.verify.progress);
    let findings = |m: &Model| m.analysis.as_ref().unwrap().diagnosis.findings.len();
    assert_eq!(findings(new), findings(&old));
    assert!(!new.unsaved);
}
