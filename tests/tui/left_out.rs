//! One file of a folder is left out and taken back, through the real run loop.

use std::fs;
use std::path::{Path, PathBuf};

use relay_doctor::attribution::Status;
use relay_doctor::case::{Case, Store};
use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{Effect, EvidenceRow, Model, Overlay, StepId};

use crate::snapshots::{compare, folder as stored};
use crate::support::{Script, model, theme, worker};

const SMALL: (u16, u16) = (80, 24);
const INCIDENT: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.path().is_dir() {
            true => copied(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// The incident in a folder of its own, with a place for cases beside it.
struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copied(Path::new(INCIDENT), &root.path().join("evidence"));
        Self { root }
    }

    fn evidence(&self) -> PathBuf {
        self.root.path().join("evidence")
    }

    fn store(&self) -> Store {
        Store::new(self.root.path().join("cases"))
    }

    /// Plays keys at step 2 of a model.
    fn on(&self, mut model: Model, keys: &str) -> (Script, Model) {
        model.keeps_case = true;
        model.step = StepId::Evidence;
        let mut script = Script::new(SMALL, keys);
        let mut work = worker(self.store());
        let model = run(&mut script, &mut work, &theme(), model, Vec::new()).unwrap();
        (script, model)
    }

    /// The folder is pasted, then come the keys.
    fn played(&self, keys: &str) -> (Script, Model) {
        let keys = format!("<paste:{}>{keys}", self.evidence().display());
        let mut wizard = model(Lang::En);
        wizard.name = "incident".to_owned();
        self.on(wizard, &keys)
    }

    fn kept(&self) -> Case {
        self.store().latest().unwrap().case.unwrap()
    }
}

fn read(model: &Model) -> Vec<String> {
    let sources = &model.analysis.as_ref().unwrap().gathered.sources;
    sources.iter().map(|s| s.path.clone()).collect()
}

fn relay(model: &Model) -> Status {
    model.analysis.as_ref().unwrap().diagnosis.relay
}

/// Down to the row of a file.
fn to(model: &Model, name: &str) -> String {
    let rows = model.evidence_rows();
    let at = rows.iter().position(|row| match row {
        EvidenceRow::Source(source) => read(model)[*source].ends_with(name),
        _ => false,
    });
    format!("<home>{}", "<down>".repeat(at.unwrap()))
}

#[test]
fn the_file_that_matters_is_left_out_and_taken_back_with_one_key() {
    let place = Place::new();
    let (_, whole) = place.played("");
    assert_eq!(relay(&whole), Status::Broken);
    assert!(matches!(whole.evidence_rows()[0], EvidenceRow::Given(0)));
    let there = to(&whole, "inbound-connector.txt");
    for key in ["x", "<delete>"] {
        let (script, model) = place.played(&format!("{there}{key}"));
        assert_eq!(read(&model).len(), read(&whole).len() - 1);
        assert!(!read(&model).contains(&"inbound-connector.txt".to_owned()));
        assert_eq!(relay(&model), Status::Unknown, "what it told is missing");
        assert_eq!(model.given, whole.given, "the folder stays");
        let screen = script.screen();
        let row = screen.lines().find(|l| l.contains("inbound-connector.txt"));
        assert!(row.unwrap().contains("left out"), "{screen}");
        assert!(screen.contains("reads it again"), "{screen}");
        // Its row is where it was, so the same key takes it back.
        let (script, model) = place.played(&format!("{there}{key}{key}"));
        assert_eq!(read(&model), read(&whole));
        assert_eq!(relay(&model), Status::Broken);
        assert!(model.left_out.is_empty(), "{}", script.screen());
    }
    // Giving it again takes it back too.
    let file = place.evidence().join("inbound-connector.txt");
    let (_, model) = place.played(&format!("{there}x<paste:{}>", file.display()));
    assert_eq!((read(&model), model.given.len()), (read(&whole), 1));
}

#[test]
fn the_case_remembers_what_is_left_out() {
    let place = Place::new();
    let (_, whole) = place.played("");
    let there = to(&whole, "SEND2026110208-1.LOG");
    let (_, left) = place.played(&format!("{there}x"));
    let kept = place.kept();
    assert_eq!(kept.left_out.len(), 1);
    assert!(kept.left_out[0].ends_with("SEND2026110208-1.LOG"));
    // Resumed, it stays left out, and its row takes it back.
    let resumed = |keys: &str| {
        let (_, model) = place.on(model(Lang::En), &format!("<f5><enter>{keys}"));
        model
    };
    assert_eq!(read(&resumed("")), read(&left));
    let rows = resumed("").evidence_rows();
    let at = rows
        .iter()
        .position(|r| matches!(r, EvidenceRow::LeftOut(0)));
    let keys = format!("<home>{}x", "<down>".repeat(at.unwrap()));
    assert_eq!(read(&resumed(&keys)), read(&whole));
    assert_eq!(place.kept().left_out, Vec::<String>::new());
}

#[test]
fn a_case_of_before_opens_and_one_without_says_nothing_of_it() {
    let place = Place::new();
    place.played("");
    let file = place.store().folder().to_owned();
    let file = fs::read_dir(file).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("left_out"), "{text}");
    let (_, model) = place.on(model(Lang::En), "<f5><enter>");
    assert!(model.left_out.is_empty() && model.analysis.is_some());
}

#[test]
fn a_folder_is_taken_back_after_a_question() {
    let place = Place::new();
    let (_, whole) = place.played("");
    let there = to(&whole, "inbound-connector.txt");
    let (script, asked) = place.played(&format!("{there}x<home>x"));
    let screen = script.screen();
    assert!(matches!(asked.overlay, Some(Overlay::AskRemove(_))));
    assert!(screen.contains("Take this folder back"), "{screen}");
    for no in ["n", "<esc>", "<enter>n"] {
        let (_, model) = place.played(&format!("<home>x{no}"));
        assert_eq!((model.given.len(), model.overlay), (1, None));
    }
    let (script, without) = place.played(&format!("{there}x<home>xy"));
    assert!(without.given.is_empty() && without.left_out.is_empty());
    assert!(without.analysis.is_none(), "{}", script.screen());
    let kept = place.kept();
    assert!(kept.paths.is_empty() && kept.left_out.is_empty());
    // Given again, it is whole.
    let again = format!("{there}x<home>xy<paste:{}>", place.evidence().display());
    assert_eq!(read(&place.played(&again).1), read(&whole));
    // One file is no question.
    let file = place.evidence().join("inbound-connector.txt");
    let (_, single) = place.on(model(Lang::En), &format!("<paste:{}>x", file.display()));
    assert!(single.given.is_empty() && single.overlay.is_none());
}

#[test]
fn step_6_asks_the_same_question_before_a_folder_goes() {
    let place = Place::new();
    let logs = place.evidence().join("EX01");
    let there = format!("6<paste:{}>", logs.display());
    let (script, asked) = place.played(&format!("{there}x"));
    let screen = script.screen();
    assert!(matches!(asked.overlay, Some(Overlay::AskRemove(_))));
    assert!(screen.contains("Take this folder back"), "{screen}");
    assert!(screen.contains("2 files"), "{screen}");
    for no in ["n", "<esc>"] {
        let (_, model) = place.played(&format!("{there}x{no}"));
        assert_eq!((model.verify.given.len(), model.overlay), (1, None));
        assert!(model.verify.newer.is_some());
    }
    let (script, without) = place.played(&format!("{there}<delete>y"));
    assert!(without.verify.given.is_empty() && without.verify.newer.is_none());
    assert_eq!(without.given.len(), 1, "the evidence of step 2 stays");
    assert!(script.screen().contains("2 files"), "{}", script.screen());
    // One file is no question.
    let log = logs.join("Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG");
    let (_, single) = place.played(&format!("6<paste:{}>x", log.display()));
    assert!(single.verify.given.is_empty() && single.overlay.is_none());
}

#[test]
fn a_folder_of_which_everything_is_left_out_is_still_a_row() {
    let place = Place::new();
    let (_, whole) = place.played("");
    let keys = "<down>x".repeat(read(&whole).len());
    let (script, model) = place.played(&keys);
    assert_eq!(read(&model), Vec::<String>::new());
    assert_eq!(model.left_out.len(), read(&whole).len());
    assert!(matches!(model.evidence_rows()[0], EvidenceRow::Given(0)));
    let screen = script.screen();
    assert!(screen.contains("6 left out"), "{screen}");
    // In the order in which they were read.
    let (_, model) = place.played(&format!("{keys}<home><down>x"));
    assert_eq!(read(&model), read(&whole)[..1]);
}

/// The folder under a name that is the same on every machine.
fn named(lang: Lang) -> (Model, Vec<Effect>) {
    let mut model = model(lang);
    let begin = model.begin_with([Input::Path(INCIDENT.into())]);
    model.given[0].shown = "C:\\調査\\2026-11-02".to_owned();
    (model, begin)
}

#[test]
fn what_is_left_out_looks_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 36)] {
            for (name, keys) in [
                ("2-evidence-folder", "<home>"),
                ("2-evidence-left-out", "<home><down><down><down>x"),
                ("2-ask-remove", "<home>x"),
                (
                    "6-ask-remove",
                    "6<tab>tests/scenarios/rd101-renewed-certificate-other-name/evidence/EX01<enter>x",
                ),
            ] {
                let mut script = Script::new(size, keys);
                let mut work = worker(Store::new(""));
                let (model, begin) = named(lang);
                run(&mut script, &mut work, &theme(), model, begin).unwrap();
                let path = stored(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
