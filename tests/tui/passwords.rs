//! Files that want a password: asked for on top of the step, never shown.

use std::fs;

use relay_doctor::case::Store;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{EvidenceRow, Model, Overlay, StepId};

use crate::support::{Script, model, play, theme, worker};

const SMALL: (u16, u16) = (80, 24);
const LOCKED: &str = "tests/certificates/3des-sha1.pfx";

fn records(model: &Model) -> Vec<u64> {
    let analysis = model.analysis.as_ref().unwrap();
    analysis
        .gathered
        .sources
        .iter()
        .map(|s| s.records)
        .collect()
}

fn given(keys: &str) -> (Script, Model) {
    let keys = format!("<enter>{LOCKED}<enter>{keys}");
    play(SMALL, model(Lang::En), Vec::new(), &keys)
}

#[test]
fn a_wrong_password_is_said_and_the_right_one_opens_the_file() {
    let (script, model) = given("");
    assert!(matches!(model.overlay, Some(Overlay::Password(_))));
    let screen = script.screen();
    assert!(screen.contains("Password of the file"), "{screen}");
    assert!(screen.contains(" 3des-sha1.pfx"), "{screen}");

    let (script, _) = given("Fabrikam");
    let screen = script.screen();
    assert!(screen.contains("> ********"), "{screen}");

    let (script, model) = given("Fabrikam-2<enter>");
    let screen = script.screen();
    assert!(screen.contains("the password is wrong."), "{screen}");
    assert!(!screen.contains("***"), "what was wrong is gone: {screen}");
    assert_eq!(records(&model), [0]);

    let (script, model) = given("Fabrikam-2<enter>Fabrikam-1<enter>");
    assert!(model.overlay.is_none());
    assert_eq!((model.step, records(&model)), (StepId::Evidence, vec![1]));
    let shown = script.frames.join("\n");
    assert!(!shown.contains("Fabrikam"), "no password is ever shown");
    assert!(!format!("{model:?}").contains("Fabrikam"));
}

#[test]
fn a_file_that_is_left_out_can_be_asked_for_again() {
    let (_, model) = given("Fab<esc>");
    assert!(model.overlay.is_none());
    assert_eq!(records(&model), [0]);
    // Reading again does not ask again.
    let (_, model) = given("<esc>r");
    assert!(model.overlay.is_none());
    let (_, model) = given("<esc><enter>Fabrikam-1<enter>");
    assert_eq!(records(&model), [1]);
    assert!(matches!(model.evidence_rows()[0], EvidenceRow::Source(0)));
    // What was opened stays open.
    let (_, model) = given("Fabrikam-1<enter>r");
    assert_eq!((model.overlay.is_none(), records(&model)), (true, vec![1]));
}

#[test]
fn how_a_dismissed_question_comes_back_is_said_on_the_row_and_in_the_footer() {
    for (lang, row, state, footer) in [
        (
            Lang::En,
            "Enter asks for its password.",
            "needs a password",
            "Enter password",
        ),
        (
            Lang::Ja,
            "Enter でパスワードを入力します。",
            "パスワードが必要",
            "Enter パスワード",
        ),
    ] {
        let keys = format!("<enter>{LOCKED}<enter><esc>");
        let (script, _) = play(SMALL, model(lang), Vec::new(), &keys);
        let screen = script.screen();
        for text in [row, state, footer] {
            assert!(screen.contains(text), "{text}: {screen}");
        }
        assert!(!screen.contains("--password-env"), "{screen}");
        // In step 6 too, where Enter has done nothing on such a row.
        let mut later = model(lang);
        later.step = StepId::Verify;
        let keys = format!("<tab>{LOCKED}<enter><esc>");
        let (script, _) = play(SMALL, later.clone(), Vec::new(), &keys);
        let screen = script.screen();
        for text in [row, state, footer] {
            assert!(screen.contains(text), "{text}: {screen}");
        }
        let keys = format!("{keys}<enter>Fabrikam-1<enter>");
        let (_, opened) = play(SMALL, later, Vec::new(), &keys);
        let newer = opened.verify.newer.unwrap();
        assert_eq!(newer.gathered.sources[0].records, 1);
    }
}

#[test]
fn several_files_are_asked_for_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in [("3des-sha1", "a"), ("rc2-128", "b"), ("no-key", "c")] {
        let to = folder.path().join(to).with_extension("pfx");
        fs::copy(format!("tests/certificates/{from}.pfx"), to).unwrap();
    }
    let keys = format!(
        "<enter>{}<enter>Fabrikam-1<enter><f1><esc><esc>Fabrikam-1<enter>",
        folder.path().display()
    );
    let (script, model) = play(SMALL, model(Lang::Ja), Vec::new(), &keys);
    assert!(model.overlay.is_none(), "{}", script.screen());
    assert_eq!(records(&model), [1, 0, 3]);
}

#[test]
fn no_password_is_in_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let mut first = model(Lang::En);
    first.keeps_case = true;
    let keys = format!("<enter>{LOCKED}<enter>Fabrikam-1<enter><right>");
    let mut script = Script::new(SMALL, &keys);
    run(&mut script, &mut worker(store), &theme(), first, Vec::new()).unwrap();
    let mut saved = 0;
    for file in fs::read_dir(folder.path()).unwrap() {
        let text = fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("Fabrikam"), "{text}");
        saved += usize::from(text.contains("3des-sha1.pfx"));
    }
    assert_eq!(saved, 1);
}
