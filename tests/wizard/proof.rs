//! What newer logs prove in step 6, and what they do not.

use std::fs;
use std::path::Path;

use relay_doctor::attribution::SenderClass;
use relay_doctor::demo::INCIDENTS;
use relay_doctor::evidence::walk::Input;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::{
    Action as A, CauseState, Model, Outcome, Progress, StepId as S, Unproven, WhoseLog,
};

use crate::bench::{Bench, NOW, scenario};

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

/// The incident of two servers below a folder, with what `change` makes of a log, and the
/// logs of a day later, all accepted.
fn two_servers(folder: &Path, change: impl Fn(String) -> String) -> Vec<String> {
    let mut mended = Vec::new();
    for (path, bytes) in INCIDENTS[0].files() {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if !path.ends_with(".LOG") {
            fs::write(to, bytes).unwrap();
            continue;
        }
        let log = change(String::from_utf8_lossy(bytes).into_owned());
        mended.push(accepted(&log.replace("2026-11-02T", "2026-11-03T")));
        fs::write(to, log).unwrap();
    }
    mended
}

/// On step 6 of that incident.
fn verifying(folder: &Path) -> Bench {
    let mut bench = Bench::new(folder);
    let evidence = folder.join("evidence");
    let effects = bench.model.begin_with([Input::Path(evidence)]);
    bench.settle(effects);
    bench.act(A::GoTo(S::Verify));
    bench
}

fn outcome(model: &Model) -> (Outcome, Vec<Unproven>) {
    let progress = model.verify.progress.as_ref().unwrap();
    (progress.outcome, progress.unproven.clone())
}

fn unseen(server: &str) -> Unproven {
    Unproven::Server(server.to_owned())
}

#[test]
fn a_pasted_log_is_known_by_the_address_of_its_server() {
    let folder = tempfile::tempdir().unwrap();
    let logs = two_servers(&folder.path().join("evidence"), |log| log);
    let mut bench = verifying(folder.path());
    bench.act(A::Paste(logs[1].clone()));
    assert_eq!(
        outcome(&bench.model),
        (Outcome::Undecided, vec![unseen("EX01")])
    );
    let by_address = WhoseLog::ByAddress(vec!["EX02".to_owned()]);
    assert_eq!(bench.model.whose_log(0), by_address);
    assert_eq!(bench.model.unproven_for_want_of_a_server(), None);
    bench.act(A::Paste(logs[0].clone()));
    assert_eq!(outcome(&bench.model), (Outcome::Proven, vec![]));
    let ways = &bench.model.verify.progress.as_ref().unwrap().ways;
    assert!(
        ways.iter()
            .all(|w| ["EX01", "EX02"].contains(&w.server.as_str()))
    );
}

#[test]
fn both_logs_in_one_paste_and_a_file_from_anywhere_are_known_so_too() {
    let folder = tempfile::tempdir().unwrap();
    let logs = two_servers(&folder.path().join("evidence"), |log| log);
    let mut bench = verifying(folder.path());
    bench.act(A::Paste(logs.concat()));
    assert_eq!(outcome(&bench.model), (Outcome::Proven, vec![]));

    let mut bench = verifying(folder.path());
    let temp = folder.path().join("Temp");
    fs::create_dir_all(&temp).unwrap();
    let file = temp.join("SEND2026110308-1.LOG");
    fs::write(&file, &logs[1]).unwrap();
    bench.act(A::Paste(file.to_string_lossy().into_owned()));
    assert_eq!(
        outcome(&bench.model),
        (Outcome::Undecided, vec![unseen("EX01")])
    );
}

#[test]
fn where_no_address_tells_it_is_said_whose_a_paste_is() {
    let folder = tempfile::tempdir().unwrap();
    // Both servers have the same address, each in its own site.
    let logs = two_servers(&folder.path().join("evidence"), |log| {
        log.replace("10.0.0.6:", "10.0.0.5:")
    });
    let mut bench = verifying(folder.path());
    bench.act(A::Paste(logs[1].clone()));
    let both = vec![unseen("EX01"), unseen("EX02")];
    assert_eq!(outcome(&bench.model), (Outcome::Undecided, both.clone()));
    assert_eq!(
        bench.model.whose_log(0),
        WhoseLog::Unknown { can_be_said: true }
    );
    let unknown = bench.model.unproven_for_want_of_a_server();
    assert_eq!(unknown, Some(vec!["pasted text 1"]));
    assert!(bench.model.asks_whose_log());
    // One after the other, then unknown again, then the right one.
    bench.act(A::Whose);
    assert_eq!(bench.model.whose_log(0), WhoseLog::Said("EX01".to_owned()));
    bench.run([A::Whose, A::Whose]);
    assert_eq!(outcome(&bench.model).1, both);
    bench.run([A::Whose, A::Whose]);
    assert_eq!(
        outcome(&bench.model),
        (Outcome::Undecided, vec![unseen("EX01")])
    );
    bench.act(A::Paste(logs[0].clone()));
    bench.run([A::Down, A::Whose]);
    assert_eq!(outcome(&bench.model), (Outcome::Proven, vec![]));

    // It is in the case.
    let case = bench.store().latest().unwrap().case.unwrap();
    let mut after = Bench::new(folder.path());
    after.model = Model::new(Lang::En, "another", NOW);
    let effects = after.model.resume(&case);
    after.settle(effects);
    assert_eq!(outcome(&after.model), (Outcome::Proven, vec![]));
    // And gone with what it was said of: another text gets its name.
    after.run([A::GoTo(S::Verify), A::First, A::Remove, A::First, A::Remove]);
    assert!(after.model.verify.servers.is_empty());
}

#[test]
fn a_folder_says_by_its_own_folders_whose_its_logs_are() {
    let folder = tempfile::tempdir().unwrap();
    let logs = two_servers(&folder.path().join("evidence"), |log| {
        log.replace("10.0.0.6:", "10.0.0.5:")
    });
    let newer = folder.path().join("newer");
    fs::create_dir_all(&newer).unwrap();
    fs::write(newer.join("SEND2026110308-1.LOG"), &logs[1]).unwrap();
    let mut bench = verifying(folder.path());
    bench.act(A::Paste(newer.to_string_lossy().into_owned()));
    let unknown = WhoseLog::Unknown { can_be_said: false };
    assert_eq!(bench.model.whose_log(0), unknown);
    bench.act(A::Whose);
    assert_eq!(bench.model.whose_log(0), unknown);
}
