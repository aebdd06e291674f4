//! Whole journeys, in both languages; what was written is stored beside them.
//! `UPDATE_SNAPSHOTS=1` renews it.

use std::fs;
use std::path::Path;

use relay_doctor::remedy::OptionId;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::{Outcome, StepId};

use crate::bench::{
    INCIDENT, LOOKS, Script, given, is_plain, model, played, run_with, scenario, store,
};

const BOUNCE: [&str; 4] = [
    "Diagnostic information for administrators:",
    "",
    "bob@fabrikam.com",
    "Remote Server returned '550 5.7.64 TenantAttribution; Relay Access Denied'",
];

fn newcomer() -> Vec<String> {
    let mut lines = vec!["help".to_owned(), "paste".to_owned()];
    lines.extend(BOUNCE.map(str::to_owned));
    let rest = [
        ".", "next", "2", "nonsense", "next", "next", "step 5", "quit",
    ];
    lines.extend(rest.map(str::to_owned));
    lines
}

fn expert() -> Vec<String> {
    let path = scenario(INCIDENT);
    let lines = [
        "next",
        path.as_str(),
        "8",
        "next",
        "1",
        "differences",
        "table",
        "next",
        "1",
        "proof 1",
        "explain 1",
        "resend",
        "step 5",
        "2",
        "choose 1",
        "3",
        "done 1",
        "kt",
        "done",
        "note 3",
        "asked kt",
        "show 3",
        "next",
        "back",
        "quit",
    ];
    lines.map(str::to_owned).to_vec()
}

/// Compares with what is stored; Windows writes its separators.
pub(crate) fn is_as_stored(name: &str, lang: Lang, written: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/linear")
        .join(format!("{name}-{}.txt", lang.code()));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&file, written).unwrap();
    }
    let stored = fs::read_to_string(&file).unwrap().replace('\r', "");
    assert!(stored == written, "{} differs:\n{written}", file.display());
}

#[test]
fn a_newcomer_with_a_bounce_only_is_told_what_is_missing() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (model, written) = played(folder.path(), lang, &newcomer());
        assert_eq!(model.step, StepId::Fix);
        assert!(written.contains("Get-TransportService | Select-Object"));
        is_as_stored("newcomer", lang, &written);
    }
}

#[test]
fn an_expert_goes_from_the_folder_to_a_ticked_checklist() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (model, written) = played(folder.path(), lang, &expert());
        let checklist = &model.fix.checklists[&OptionId::Manual];
        assert_eq!(checklist.ticks.len(), 2);
        assert!(checklist.ticks.values().all(|t| t.by == "kt"));
        assert_eq!(checklist.notes.values().collect::<Vec<_>>(), ["asked kt"]);
        assert!(written.contains(
            "\nSet-InboundConnector -Identity 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31' \
             -TlsSenderCertificateName 'smtp.contoso.com'\n"
        ));
        is_as_stored("expert", lang, &written);
    }
}

#[test]
fn the_bundle_and_the_collection_scripts_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_string_lossy().into_owned();
    let script = [
        "collect", &to, "step 5", "choose 1", "save", "", "save", ".", "quit",
    ];
    let (model, written) = run_with(
        folder.path(),
        Script::of(&script),
        LOOKS,
        model(Lang::En),
        given(INCIDENT),
    );
    assert!(model.fix.chosen.is_some());
    let names = |below: &Path| -> Vec<String> {
        let entries = fs::read_dir(below).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names(folder.path()),
        [
            "cases",
            "relay-doctor-collect-1",
            "relay-doctor-contoso 2 nov-1"
        ],
        "{written}"
    );
    let bundle = names(&folder.path().join("relay-doctor-contoso 2 nov-1"));
    assert!(
        bundle.contains(&"exchange-online.ps1".to_owned()),
        "{bundle:?}"
    );
    assert!(bundle.contains(&"CHECKLIST.md".to_owned()), "{bundle:?}");
}

#[test]
fn names_in_the_reports_are_replaced_when_redact_is_typed_for_a_folder() {
    for (lang, asked) in [
        (Lang::En, "redact replaces them"),
        (Lang::Ja, "置き換えます (同名の"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().to_string_lossy().into_owned();
        let script = [
            "step 5", "choose 1", "save", "redact", &to, "save", "redact", "redact", "", "quit",
        ];
        let (_, written) = run_with(
            folder.path(),
            Script::of(&script),
            LOOKS,
            model(lang),
            given(INCIDENT),
        );
        assert_eq!(written.matches(asked).count(), 3, "{written}");
        let report = |nth: u32| {
            let bundle = format!("relay-doctor-contoso 2 nov-{nth}/report.md");
            fs::read_to_string(folder.path().join(bundle)).unwrap()
        };
        assert!(!report(1).contains("contoso") && report(1).contains("RD101"));
        assert!(report(2).contains("contoso"), "there and back");
    }
}

#[test]
fn a_newer_log_is_judged_in_the_last_step() {
    let folder = tempfile::tempdir().unwrap();
    let log = scenario(INCIDENT) + "/EX01";
    let (model, written) = run_with(
        folder.path(),
        Script::of(&[
            "step 6", &log, "1", "2", "remove 1", "n", "remove 1", "y", "quit",
        ]),
        LOOKS,
        model(Lang::En),
        given(INCIDENT),
    );
    assert!(written.contains("Not proven yet"), "{written}");
    assert!(model.verify.given.is_empty(), "taken back");
    let asked = written.matches("Take this folder back").count();
    assert_eq!(asked, 2, "{written}");
    let (model, _) = run_with(
        folder.path(),
        Script::of(&["step 6", &log]),
        LOOKS,
        crate::bench::model(Lang::En),
        given(INCIDENT),
    );
    let outcome = model.verify.progress.map(|p| p.outcome);
    assert_eq!(outcome, Some(Outcome::Undecided));
}

#[test]
fn a_file_is_left_out_by_its_number_and_a_folder_goes_after_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let read = |lines: &[&str]| {
        let script = Script::of(lines);
        let (model, written) = run_with(
            folder.path(),
            script,
            LOOKS,
            crate::bench::model(Lang::En),
            given(INCIDENT),
        );
        let files = model.analysis.as_ref().map(|a| a.gathered.sources.len());
        (files, written)
    };
    let (files, written) = read(&["step 2", "remove 6", "quit"]);
    assert_eq!(files, Some(5));
    assert!(
        written.contains("inbound-connector.txt: left out"),
        "{written}"
    );
    let (files, _) = read(&["step 2", "remove 6", "remove 6", "quit"]);
    assert_eq!(files, Some(6));
    let (files, written) = read(&["step 2", "source 1", "remove 1", "n", "quit"]);
    assert_eq!(files, Some(6));
    assert!(written.contains("Take this folder back"), "{written}");
    assert!(!written.contains("not here"), "{written}");
    let (files, _) = read(&["step 2", "remove 1", "y", "quit"]);
    assert_eq!(files, None);
}

#[test]
fn a_case_goes_on_where_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = scenario(INCIDENT);
    played(
        folder.path(),
        Lang::En,
        &[
            "next", &path, "step 5", "choose 1", "done 1", "kt", "back", "step 3",
        ],
    );
    let case = store(folder.path()).latest().unwrap().case.unwrap();
    let mut resumed = model(Lang::Ja);
    let begin = resumed.resume(&case);
    let mut script = Script::of(&["step 5", "choose 1", "quit"]);
    let mut work = crate::bench::work(folder.path());
    let end = relay_doctor::linear::run(&mut script, &mut work, LOOKS, resumed, begin).unwrap();
    assert!(
        script.written.contains("手順 3 / 6: 比較"),
        "{}",
        script.written
    );
    assert!(script.written.contains("完了 (kt、"), "{}", script.written);
    assert_eq!(end.fix.checklists[&OptionId::Manual].ticks.len(), 1);
    is_plain(&script.written);
}

#[test]
fn the_language_switches_and_the_words_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (model, written) = played(folder.path(), Lang::En, &["language", "next", "quit"]);
    assert_eq!((model.lang, model.step), (Lang::Ja, StepId::Evidence));
    assert!(
        written.contains("手順 2 / 6: 証拠") && written.contains("next: 次へ"),
        "{written}"
    );
}

#[test]
fn a_terminal_is_asked_before_more_than_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let looks = relay_doctor::linear::Looks {
        height: Some(12),
        ..LOOKS
    };
    let mut script = Script::of(&["", "q", "quit"]);
    script.echoes = true;
    let (_, written) = run_with(folder.path(), script, looks, model(Lang::En), Vec::new());
    assert_eq!(written.matches("Enter for more").count(), 2, "{written}");
    assert!(
        !written.contains("quit: leave"),
        "the rest was not wanted: {written}"
    );
    assert!(
        written.ends_with("There was nothing to save.\n"),
        "{written}"
    );
}

#[test]
fn hostile_evidence_stays_text() {
    for name in [
        "bad-terminal-escapes",
        "plan-quotes-in-a-name",
        "bad-everything-at-once",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let script = [
            "1",
            "2",
            "source 1",
            "show 1",
            "next",
            "1",
            "source 1",
            "show 1",
            "table",
            "next",
            "1",
            "proof 1",
            "explain 1",
            "show 1",
            "resend",
            "step 5",
            "1",
            "choose 1",
            "1",
            "3",
            "show 3",
            "\u{1b}[2J",
            "quit",
        ];
        // Whatever is written is plain: run_with looks at every character.
        let (_, written) = run_with(
            folder.path(),
            Script::of(&script),
            LOOKS,
            model(Lang::En),
            given(name),
        );
        assert!(written.len() > 2000, "{written}");
    }
}
