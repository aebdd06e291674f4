//! Reports that the wizard saves: with names, and without when that is asked for.

use std::fs;
use std::path::Path;

use relay_doctor::case::Store;
use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{Notice, StepId};

use crate::support::{Script, model, theme, worker};

const INCIDENT: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";
/// To the checklist of the recommended way.
const CHOOSE: &str = "5<enter>";
const REPORTS: [&str; 3] = ["report.html", "report.md", "report.json"];
/// What tells whose evidence it is, as the reports have it.
const NAMES: [&str; 6] = [
    "contoso",
    "EX01",
    "203.0.113.7",
    "FF6315FFD8449AAA72BC8E01DB3103CA4F56253D",
    "49DC9B76608E52E4BE5825CE85A41C8A",
    "3f2a8c1e",
];

/// Saves the files of the checklist to which `before` leads; `keys` are typed before the
/// folder is taken.
fn saved(below: &Path, lang: Lang, before: &str, keys: &str) -> (Script, String) {
    saved_of(&[INCIDENT], below, lang, before, keys)
}

/// The same of what is given.
fn saved_of(
    given: &[&str],
    below: &Path,
    lang: Lang,
    before: &str,
    keys: &str,
) -> (Script, String) {
    let mut wizard = model(lang);
    wizard.name = "incident".to_owned();
    let begin = wizard.begin_with(given.iter().map(|path| Input::Path(path.into())));
    wizard.step = StepId::Evidence;
    let keys = format!("{before}s{}{keys}<enter>", below.display());
    let mut script = Script::new((80, 24), &keys);
    let mut work = worker(Store::new(""));
    let end = run(&mut script, &mut work, &theme(), wizard, begin).unwrap();
    let Some(Notice::Written(folder)) = end.notice else {
        panic!("{}", script.screen());
    };
    (script, folder.to_str().unwrap().to_owned())
}

fn text(folder: &str, name: &str) -> String {
    fs::read_to_string(Path::new(folder).join(name)).unwrap()
}

fn names_in(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let found = NAMES.into_iter();
    found
        .filter(|n| lower.contains(&n.to_lowercase()))
        .collect()
}

#[test]
fn names_are_replaced_in_the_reports_only_when_that_is_chosen() {
    for (lang, real, replaced) in [
        (Lang::En, "▸ names as they are", "▸ for passing on"),
        (
            Lang::Ja,
            "▸ 実際の名前のまま",
            "▸ 社外に渡せるように置き換え",
        ),
    ] {
        let place = tempfile::tempdir().unwrap();
        let (script, plain) = saved(place.path(), lang, CHOOSE, "");
        let asked = &script.frames[script.frames.len() - 2];
        assert!(asked.contains(real), "{asked}");
        let all = REPORTS.map(|name| text(&plain, name)).concat();
        assert_eq!(names_in(&all), NAMES);
        // There and back.
        let (_, back) = saved(place.path(), lang, CHOOSE, "<down><up>");
        assert_eq!(text(&back, "report.md"), text(&plain, "report.md"));
        let (script, redacted) = saved(place.path(), lang, CHOOSE, "<down>");
        let asked = &script.frames[script.frames.len() - 2];
        assert!(asked.contains(replaced), "{asked}");
        for name in REPORTS {
            let report = text(&redacted, name);
            assert_eq!(names_in(&report), Vec::<&str>::new(), "{name}");
            assert!(report.contains("RD101"), "the same is said: {report}");
        }
        // The work needs the real values.
        for name in ["CHECKLIST.md", "exchange-online.ps1", "refused.csv"] {
            assert_eq!(text(&redacted, name), text(&plain, name), "{name}");
        }
        assert!(text(&redacted, "exchange-online.ps1").contains("3f2a8c1e"));
    }
}

#[test]
fn what_is_left_out_is_not_in_the_list_of_who_must_send_again() {
    let place = tempfile::tempdir().unwrap();
    let (_, whole) = saved(place.path(), Lang::En, CHOOSE, "");
    assert!(text(&whole, "refused.csv").lines().count() > 1);
    assert!(text(&whole, "report.md").contains("SEND2026110208-1.LOG"));
    // The folder, the domains, the older and the newer log.
    let (_, left) = saved(
        place.path(),
        Lang::En,
        "5<down><enter>2<home><down><down><down>x5",
        "",
    );
    assert_eq!(text(&left, "refused.csv").lines().count(), 1);
    assert!(!text(&left, "report.md").contains("SEND2026110208-1.LOG"));
}

#[test]
fn what_a_password_has_opened_is_left_out_of_what_is_passed_on() {
    let place = tempfile::tempdir().unwrap();
    let given = [INCIDENT, "tests/certificates/3des-sha1.pfx"];
    let keys = "Fabrikam-1<enter>5<enter>";
    for (keys_of_save, read) in [("", 1), ("<down>", 0)] {
        let (_, folder) = saved_of(&given, place.path(), Lang::En, keys, keys_of_save);
        let report = text(&folder, "report.json");
        let told: serde_json::Value = serde_json::from_str(&report).unwrap();
        let sources = told["sources"].as_array().unwrap().iter();
        let opened = sources.filter(|s| s["path"].as_str().unwrap().ends_with(".pfx"));
        let records: Vec<u64> = opened.map(|s| s["records"].as_u64().unwrap()).collect();
        assert_eq!(records, [read], "{keys_of_save}");
        assert_eq!(names_in(&report).is_empty(), read == 0);
        assert!(!report.contains("Fabrikam-1"));
    }
}
