//! The views beside the steps, in both languages; what was written is stored beside them.

use relay_doctor::case::{Case, Keeper, Store, VERSION};
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::StepId;

use crate::bench::{INCIDENT, LOOKS, Script, given, model, run_with, store};
use crate::journeys::is_as_stored;

/// Through every view: sessions and their filter, one session, certificates, what-if,
/// search, settings.
const VIEWS: &[&str] = &[
    "step 4",
    // The sessions that the first finding is about, all, and one of them.
    "sessions 1",
    "all",
    "outcome",
    "filter",
    "3",
    "2",
    "7",
    "fabrikam",
    "5",
    "yesterday",
    "2026-11-02",
    "back",
    "proof 1",
    "1",
    "3",
    "source",
    "show",
    "more",
    "back",
    "words",
    "nowhere",
    "all",
    "back",
    // Certificates, and who uses one.
    "certificates",
    "1",
    "source",
    "sessions",
    "back",
    "back",
    "back",
    // What if the tenant expected the other name?
    "whatif",
    "1",
    "smtp.contoso.com",
    "show",
    "4",
    "perhaps",
    ".",
    "other 4",
    "undo 4",
    "undo",
    "back",
    // Where a name stands, and going there.
    "search",
    "smtp.contoso.com",
    "1",
    "2",
    "back",
    "3",
    "search",
    "nothing holds this",
    "back",
    "settings",
    "3",
    "undo 3",
    "back",
    "quit",
];

#[test]
fn every_view_is_reached_by_words_and_numbers() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (model, written) = run_with(
            folder.path(),
            Script::of(VIEWS),
            LOOKS,
            model(lang),
            given(INCIDENT),
        );
        assert_eq!(model.step, StepId::Cause);
        assert!(model.overlay.is_none() && model.under.is_empty());
        is_as_stored("views", lang, &written);
    }
}

fn saved(store: &Store, name: &str) {
    let case = Case {
        version: VERSION,
        name: name.to_owned(),
        step: 2,
        reached: 1,
        ..Case::default()
    };
    store.save(&case).unwrap();
}

#[test]
fn cases_are_listed_renamed_deleted_after_a_question_and_resumed() {
    for (lang, gone) in [
        (Lang::En, "Deleted: \"beta\""),
        (Lang::Ja, "「beta」を削除しました"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        saved(&store, "alpha");
        saved(&store, "beta");
        // The one that is open is saved when the list is asked for: it stands first.
        let all = store.list().unwrap();
        let beta = all.iter().position(|c| c.name == "beta").unwrap() + 2;
        let delete = format!("delete {beta}");
        let script = [
            "cases", &delete, "n", &delete, "y", "delete 1", "rename 2", "gamma", "99", "1",
            "resume 1", "quit",
        ];
        let (model, written) = run_with(
            folder.path(),
            Script::of(&script),
            LOOKS,
            model(lang),
            given(INCIDENT),
        );
        assert!(written.contains(gone), "{written}");
        assert_eq!(model.name, "gamma", "{written}");
        assert_eq!(model.step, StepId::Evidence);
        let mut names: Vec<String> = store.list().unwrap().into_iter().map(|c| c.name).collect();
        names.sort();
        assert_eq!(names, ["contoso 2 nov", "gamma"], "{written}");
    }
}

#[test]
fn a_long_list_is_written_by_pages() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    (0..45).for_each(|n| saved(&store, &format!("case {n}")));
    let script = [
        "cases", "more", "more", "more", "46", "47", "first", "previous", "quit",
    ];
    let (_, written) = run_with(
        folder.path(),
        Script::of(&script),
        LOOKS,
        model(Lang::En),
        given(INCIDENT),
    );
    for page in ["1 to 20 of 46", "21 to 40 of 46", "41 to 46 of 46"] {
        assert!(written.contains(page), "{page}: {written}");
    }
    assert_eq!(written.matches("The list goes no further.").count(), 2);
    assert_eq!(
        written
            .matches("There is nothing with that number.")
            .count(),
        1
    );
    // What can be typed has no number that a row may have.
    assert!(
        written.contains("\nmore: the rows that follow\n"),
        "{written}"
    );
}

#[test]
fn without_evidence_and_without_a_case_folder_the_views_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let script = [
        "step 2",
        "sessions",
        "certificates",
        "search",
        "step 3",
        "whatif",
        "settings",
        "1",
        "back",
        "cases",
    ];
    let mut nothing = model(Lang::En);
    nothing.keeps_case = false;
    let (model, written) = run_with(
        folder.path(),
        Script::of(&script),
        LOOKS,
        nothing,
        Vec::new(),
    );
    assert_eq!(
        written.matches("Evidence is needed first").count(),
        4,
        "{written}"
    );
    assert!(written.contains("Nothing is kept of this one"), "{written}");
    assert_eq!(model.lang, Lang::En);
    assert!(written.contains("It holds until you leave"), "{written}");
}

#[test]
fn wrong_answers_are_said_and_lead_nowhere() {
    let wrong = [
        "",
        "0",
        "99",
        "99999999999999999999999",
        "-1",
        "1 2 3",
        "nonsense",
        "nonsense 3",
        "open 0",
        "open 99",
        "change 99",
        "delete 99",
        "delete x",
        "paste",
        "next",
        "/etc/hosts",
        ".",
        "step 9",
        "step",
        "\u{1b}[2J",
        "９９",
    ];
    let views: [&[&str]; 9] = [
        &["sessions"],
        &["sessions", "filter"],
        &["sessions", "1"],
        &["certificates"],
        &["certificates", "1"],
        &["whatif"],
        &["search", "contoso"],
        &["settings"],
        &["cases"],
    ];
    for lang in Lang::ALL {
        for opened in views {
            let mut lines = vec!["step 4"];
            lines.extend(opened);
            let folder = tempfile::tempdir().unwrap();
            let depth = {
                let script = Script::of(&lines);
                let (model, _) =
                    run_with(folder.path(), script, LOOKS, model(lang), given(INCIDENT));
                (model.under.len(), model.overlay.is_some())
            };
            lines.extend(wrong);
            // Questions, left by the end of input.
            let script = Script::of(&lines);
            let (model, written) =
                run_with(folder.path(), script, LOOKS, model(lang), given(INCIDENT));
            let now = (model.under.len(), model.overlay.is_some());
            assert_eq!(now, depth, "{opened:?}: {written}");
            assert_eq!(model.step, StepId::Cause, "{opened:?}");
        }
    }
}

#[test]
fn questions_of_the_views_end_with_the_input() {
    for opened in [
        &["sessions", "words"][..],
        &["sessions", "filter", "3"],
        &["sessions", "filter", "5", "no time"],
        &["whatif", "4", "no value"],
        &["search"],
        &["cases", "rename 1"],
    ] {
        let mut lines = vec!["step 4"];
        lines.extend(opened);
        let folder = tempfile::tempdir().unwrap();
        let script = Script::of(&lines);
        let (model, _) = run_with(
            folder.path(),
            script,
            LOOKS,
            model(Lang::En),
            given(INCIDENT),
        );
        assert_eq!(model.step, StepId::Cause, "{opened:?}");
        let case = store(folder.path()).latest().unwrap().case;
        assert_eq!(
            case.map(|c| c.step),
            Some(4),
            "{opened:?}: the case is saved"
        );
    }
}

#[test]
fn a_case_that_another_window_has_open_is_refused_with_a_sentence() {
    for (lang, said) in [
        (
            Lang::En,
            "it is open in another window; leave it there first.",
        ),
        (
            Lang::Ja,
            "別のウィンドウで使用中です。先にそちらを終了してください。",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        saved(&store, "alpha");
        let elsewhere = Keeper::new(store.clone()).going_on_with("alpha");
        let script = ["cases", "delete 2", "y", "rename 2", "beta", "quit"];
        let script = Script::of(&script);
        let (_, written) = run_with(folder.path(), script, LOOKS, model(lang), given(INCIDENT));
        assert_eq!(written.matches(said).count(), 2, "{written}");
        assert!(store.peek("alpha").is_some(), "it is there still");
        drop(elsewhere);
        // The first run's case is there too, and this one's a case of its own.
        let script = Script::of(&["cases", "delete 3", "y", "quit"]);
        run_with(folder.path(), script, LOOKS, model(lang), given(INCIDENT));
        assert!(
            store.peek("alpha").is_none(),
            "gone, and nothing brings it back"
        );
    }
}
