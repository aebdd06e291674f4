//! What newer logs prove in step 6, and what they do not.

use std::fs;
use std::path::Path;

use relay_doctor::attribution::SenderClass;
use relay_doctor::demo::INCIDENTS;
use relay_doctor::evidence::walk::Input;
use relay_doctor::wizard::{Action as A, CauseState, Outcome, Progress, StepId as S, Unproven};

use crate::bench::{Bench, scenario};

/// What step 6 says of newer logs, each below a folder, beside older evidence.
fn progress(evidence: &Path, newer: &[(&str, &str)]) -> Progress {
    let folder = tempfile::tempdir().unwrap();
    for (server, text) in newer {
        let logs = folder.path().join("newer").join(server);
        fs::create_dir_all(&logs).unwrap();
        fs::write(logs.join("SEND2026110308-1.LOG"), text).unwrap();
    }
    let mut bench = Bench::new(folder.path());
    let effects = bench.model.begin_with([Input::Path(evidence.to_owned())]);
    bench.settle(effects);
    bench.act(A::GoTo(S::Verify));
    let newer = folder.path().join("newer");
    bench.act(A::Paste(newer.to_string_lossy().into_owned()));
    bench.model.verify.progress.clone().unwrap()
}

/// The sessions of a log whose id ends so, a day later.
fn sessions(log: &str, ids: &[&str]) -> String {
    let kept = log.lines().filter(|line| {
        let id = line.split(',').nth(2).unwrap_or_default();
        line.starts_with('#') || ids.iter().any(|end| id.ends_with(end))
    });
    let text: Vec<&str> = kept.collect();
    text.join("\r\n").replace("2026-11-02T", "2026-11-03T") + "\r\n"
}

/// The same log with every recipient accepted.
fn accepted(log: &str) -> String {
    let lines = log
        .lines()
        .map(|line| match line.split_once(",<,550 5.7.64") {
            Some((head, _)) => format!("{head},<,250 2.1.5 Recipient OK,"),
            None => line.to_owned(),
        });
    lines.collect::<Vec<String>>().join("\r\n")
}

fn senders_refused() -> (std::path::PathBuf, String) {
    let evidence = scenario("rd302-foreign-and-null-senders");
    let log = "MAILGW01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG";
    let log = fs::read_to_string(evidence.join(log)).unwrap();
    (evidence, log)
}

#[test]
fn own_senders_prove_nothing_for_foreign_and_null_ones() {
    let (evidence, log) = senders_refused();
    let own = sessions(&log, &["5F9D"]);
    let found = progress(&evidence, &[("MAILGW01", &own)]);
    assert_eq!((found.refused, found.accepted > 0), (0, true));
    assert_eq!(found.outcome, Outcome::Undecided);
    let class = |class| Unproven::Class("MAILGW01".to_owned(), class);
    assert_eq!(
        found.unproven,
        [class(SenderClass::Foreign), class(SenderClass::Null)]
    );
    assert_eq!(found.causes[0].code.0, 302);
    assert_eq!(found.causes[0].state, CauseState::Untold);

    // Once they are accepted, it is.
    let all = sessions(&log, &["5F96", "5F9D"]);
    let found = progress(&evidence, &[("MAILGW01", &accepted(&all))]);
    assert_eq!((found.outcome, found.unproven), (Outcome::Proven, vec![]));
}

#[test]
fn senders_refused_before_others_are_accepted_are_named() {
    let (evidence, log) = senders_refused();
    let found = progress(
        &evidence,
        &[("MAILGW01", &sessions(&log, &["5F96", "5F9D"]))],
    );
    assert!(found.refused > 0);
    assert_eq!(found.outcome, Outcome::Undecided);
    assert_eq!(found.unproven.len(), 2, "{:?}", found.unproven);
}

#[test]
fn a_server_that_is_not_seen_again_is_not_proven() {
    let folder = tempfile::tempdir().unwrap();
    let mut mended = Vec::new();
    for (path, bytes) in INCIDENTS[0].files() {
        let to = folder.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
        if path.ends_with(".LOG") {
            let log = String::from_utf8_lossy(bytes).replace("2026-11-02T", "2026-11-03T");
            mended.push((path.split('/').next().unwrap(), accepted(&log)));
        }
    }
    let newer: Vec<(&str, &str)> = mended.iter().map(|(s, log)| (*s, log.as_str())).collect();
    let first: Vec<_> = newer
        .iter()
        .copied()
        .filter(|(s, _)| *s == "EX01")
        .collect();
    let found = progress(folder.path(), &first);
    assert_eq!(found.outcome, Outcome::Undecided);
    assert_eq!(found.unproven, [Unproven::Server("EX02".to_owned())]);
    assert!(found.causes.iter().all(|c| c.state == CauseState::Untold));

    let found = progress(folder.path(), &newer);
    assert_eq!((found.outcome, found.unproven), (Outcome::Proven, vec![]));
}
