//! Settings, cases, jumping and the mouse, through the real run loop.

use std::fs;
use std::path::Path;

use relay_doctor::case::{About, Case, Store, VERSION};
use relay_doctor::config::{Scheme, Setting, ThemeChoice, load};
use relay_doctor::i18n::Lang;
use relay_doctor::tui::{Theme, run};
use relay_doctor::wizard::{Model, Notice, Overlay, StepId};

use crate::support::{Script, loaded, model, play, play_incident, theme, worker};

const SMALL: (u16, u16) = (80, 24);

fn with_settings(path: &Path, keys: &str) -> (Script, Model) {
    let mut model = model(Lang::En);
    model.settings_file.path = Some(path.to_owned());
    play(SMALL, model, Vec::new(), keys)
}

#[test]
fn a_setting_holds_at_once_and_is_saved_without_touching_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    let mine = "# mine\n[keys]\ncopy = [\"y\"]\n";
    fs::write(&path, mine).unwrap();
    // From the line that is typed: the key works everywhere. Language, to Japanese.
    let (script, changed) = with_settings(&path, "<f4><left>");
    assert_eq!(changed.lang, Lang::Ja);
    let screen = script.screen();
    assert!(screen.contains("保存しました"), "{screen}");
    let (script, changed) = with_settings(&path, "<f4><down><enter><enter><enter><down><space>");
    let fixed = ThemeChoice::Fixed(Scheme::HighContrast);
    assert_eq!(changed.settings.theme, fixed);
    assert!(script.screen().is_ascii(), "{}", script.screen());
    let kept = load(&path);
    assert_eq!(kept.troubles, Vec::new());
    assert_eq!(kept.settings.value(Setting::Language), "ja");
    assert_eq!((kept.settings.theme, kept.settings.ascii), (fixed, true));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(mine), "{text}");
}

#[test]
fn a_broken_file_is_said_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, "theme = \"light\"\n= 3\n").unwrap();
    let mut model = model(Lang::En);
    model.settings_file.path = Some(path.clone());
    model.settings_file.troubles = load(&path).troubles;
    let (script, model) = play(SMALL, model, Vec::new(), "<f4><down><down><down><enter>");
    assert!(model.settings.mouse, "it holds for now");
    let screen = script.screen();
    assert!(screen.contains("line 2: this is not TOML"), "{screen}");
    assert!(screen.contains("mend line 2"), "{screen}");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "theme = \"light\"\n= 3\n"
    );
}

pub(crate) fn saved(store: &Store, name: &str) {
    let case = Case {
        version: VERSION,
        name: name.to_owned(),
        pasted: vec!["550 5.7.64 TenantAttribution".to_owned()],
        has_bounce: true,
        step: 2,
        reached: 1,
        about: Some(About {
            domains: vec!["contoso.com".to_owned(), "contoso.net".to_owned()],
            relay: "broken".to_owned(),
        }),
        ..Case::default()
    };
    store.save(&case).unwrap();
}

/// The wizard on a store, its cases as old as each other.
fn on_store(store: &Store, lang: Lang, keys: &str) -> (Script, Model) {
    let mut model = model(lang);
    model.keeps_case = true;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    model.clock = i64::try_from(now.unwrap().as_secs()).unwrap();
    let mut script = Script::new(SMALL, keys);
    let mut work = worker(store.clone());
    let model = run(&mut script, &mut work, &theme(), model, Vec::new()).unwrap();
    (script, model)
}

fn names(store: &Store) -> Vec<String> {
    let mut names: Vec<String> = store.list().unwrap().into_iter().map(|c| c.name).collect();
    names.sort();
    names
}

#[test]
fn cases_are_listed_resumed_renamed_and_deleted_inside() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let (script, _) = on_store(&store, Lang::En, "<f5>");
    assert!(
        script.screen().contains("There are none yet."),
        "{}",
        script.screen()
    );
    saved(&store, "Contoso");
    let (script, _) = on_store(&store, Lang::Ja, "<f5>");
    let screen = script.screen();
    assert!(
        screen.contains("2 証拠") && screen.contains("contoso.net"),
        "{screen}"
    );
    let (_, resumed) = on_store(&store, Lang::En, "<f5><enter>");
    assert_eq!(
        (resumed.name.as_str(), resumed.step),
        ("Contoso", StepId::Evidence)
    );
    assert_eq!(resumed.notice, Some(Notice::Resumed));
    assert!(resumed.analysis.is_some(), "its evidence is read");
    // The one that is open is not deleted, and no is no.
    let (script, _) = on_store(&store, Lang::En, "<f5><enter><f5>x");
    assert!(
        script.screen().contains("This case is open here"),
        "{}",
        script.screen()
    );
    let (script, _) = on_store(&store, Lang::En, "<f5>x");
    assert!(
        script.screen().contains("Delete this case?"),
        "{}",
        script.screen()
    );
    on_store(&store, Lang::En, "<f5>x<enter>n<esc>");
    assert_eq!(names(&store), ["Contoso"]);
    let (_, renamed) = on_store(&store, Lang::En, "<f5>r 2026<enter>");
    assert!(matches!(renamed.notice, Some(Notice::CaseRenamed(_))));
    assert_eq!(names(&store), ["Contoso 2026"]);
    let (script, _) = on_store(&store, Lang::En, "<f5>xy");
    assert!(names(&store).is_empty());
    assert!(script.screen().contains("Deleted"), "{}", script.screen());
}

#[test]
fn going_on_with_another_case_keeps_what_was_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    saved(&store, "Contoso");
    let keys = "<paste:550 5.7.64 TenantAttribution><enter><esc><f5><home><down><enter>";
    let (_, model) = on_store(&store, Lang::En, keys);
    assert_eq!(names(&store).len(), 2);
    assert!(model.overlay.is_none());
}

#[test]
fn a_demo_has_no_cases() {
    let (script, _) = play_incident(SMALL, Lang::En, "<f5>");
    assert!(
        script.screen().contains("Nothing is kept"),
        "{}",
        script.screen()
    );
}

#[test]
fn everything_is_found_by_name_number_key_or_code() {
    let at = |keys: &str| play_incident(SMALL, Lang::En, keys);
    assert_eq!(at(":4").1.step, StepId::Cause);
    assert_eq!(at(":fix<enter>").1.step, StepId::Fix);
    assert_eq!(at(":FIX 5<enter>").1.step, StepId::Fix);
    let (script, _) = at("4:rd101<enter>");
    let screen = script.screen();
    assert!(
        matches!(at("4:rd101<enter>").1.overlay, Some(Overlay::Page { .. })),
        "{screen}"
    );
    let code = script
        .frames
        .iter()
        .filter(|f| f.contains("What do you want"))
        .count();
    assert!(code > 1, "the digits of a code are typed");
    let (script, _) = at("4:truth<enter>");
    assert!(
        !script.screen().contains("What do you want"),
        "{}",
        script.screen()
    );
    let (script, model) = at(":no such thing<enter>");
    assert!(script.screen().contains("Nothing here is called that."));
    assert_eq!(model.step, StepId::Evidence);
    assert_eq!(at(":<down><down><enter>").1.step, StepId::Compare);
    assert_eq!(at(":quit<esc>4").1.step, StepId::Cause);
}

#[test]
fn the_mouse_is_taken_only_when_it_is_wanted_and_clicks_select() {
    let (script, model) = play_incident(SMALL, Lang::En, "4");
    assert!(script.mouse.is_empty());
    let screen = script.screen();
    let header = screen.lines().next().unwrap();
    let column = header.find("5 Fix").unwrap();
    assert_eq!(model.cause.row, 0);
    let (script, model) = play_incident(SMALL, Lang::En, &format!("<click {column},0>"));
    assert_eq!(model.step, StepId::Fix, "{}", script.screen());
    let rows: Vec<usize> = screen
        .lines()
        .enumerate()
        .filter(|(_, l)| l.contains("RD") && l.contains("(certain)"))
        .map(|(y, _)| y)
        .collect();
    if let Some(y) = rows.get(1) {
        let (_, model) = play_incident(SMALL, Lang::En, &format!("4<click 10,{y}>"));
        assert_eq!(model.cause.row, 1, "{screen}");
    }
    let (_, model) = play_incident(SMALL, Lang::En, "3<home><wheel down><wheel down><wheel up>");
    assert_eq!(model.compare.0.row, 1);
    let (script, _) = play_incident(SMALL, Lang::En, "<f4><end><enter><enter>");
    assert_eq!(script.mouse, [true, false]);
}

/// A screen of the incident, in a theme.
fn drawn(lang: Lang, scheme: Scheme, colour: bool, keys: &str) -> String {
    let mut model = loaded(lang);
    model.settings.theme = ThemeChoice::Fixed(scheme);
    let mut script = Script::new(SMALL, keys);
    let mut work = worker(Store::new(""));
    run(
        &mut script,
        &mut work,
        &Theme::new(colour, false),
        model,
        Vec::new(),
    )
    .unwrap();
    script.screen()
}

/// Nothing is told by colour alone: without colours and in high contrast every word
/// stays, and the characters that differ have a shape below them.
#[test]
fn without_colours_nothing_is_lost() {
    for lang in Lang::ALL {
        for keys in ["", "3", "4", "4t", "5", "5<enter>", "6"] {
            let coloured = drawn(lang, Scheme::Dark, true, keys);
            assert_eq!(drawn(lang, Scheme::Light, true, keys), coloured, "{keys}");
            let plain = drawn(lang, Scheme::Plain, true, keys);
            for other in [
                drawn(lang, Scheme::HighContrast, true, keys),
                drawn(lang, Scheme::Dark, false, keys),
            ] {
                assert_eq!(other, plain, "{keys}");
            }
            match keys {
                // The shape takes a line of the table.
                "3" => assert!(plain.contains("^^^^") && !coloured.contains("^^^^")),
                _ => assert_eq!(plain, coloured, "{keys}"),
            }
        }
        let broken = drawn(lang, Scheme::Plain, true, "3");
        let word = match lang {
            Lang::En => "mismatch",
            Lang::Ja => "不一致",
        };
        assert!(broken.contains(word), "{broken}");
    }
}
