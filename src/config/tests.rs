#![allow(clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;

use super::file::changed;
use super::*;
use crate::terminal::Lang;

fn lines() -> Vec<KeyLine> {
    vec![KeyLine {
        action: "copy".to_owned(),
        keys: vec!["c".to_owned(), "\"".to_owned()],
        words: "copy".to_owned(),
    }]
}

fn printed() -> String {
    template(
        "A head.",
        |s| format!("About {}.", s.name()),
        "Keys.",
        &lines(),
    )
}

#[test]
fn the_template_is_the_defaults_with_its_marks_and_without() {
    let text = printed();
    assert_eq!(parse(&text), (Settings::default(), Vec::new()));
    let live: String = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (settings, troubles) = parse(&live);
    assert_eq!(troubles, Vec::new(), "{live}");
    for setting in Setting::ALL {
        assert!(live.contains(&format!("\n{} = ", setting.name())), "{live}");
        assert_eq!(settings.value(setting), setting.values()[0]);
    }
    assert_eq!(settings.keys["copy"].0, ["c", "\""]);
}

#[test]
fn every_value_of_every_setting_is_read_back() {
    for setting in Setting::ALL {
        for &value in setting.values() {
            let text = changed("", setting, value).unwrap();
            let (settings, troubles) = parse(&text);
            assert_eq!((settings.value(setting), troubles), (value, Vec::new()));
        }
        let mut settings = Settings::default();
        for _ in setting.values() {
            let next = settings.neighbour(setting, false);
            assert!(settings.set(setting, next));
        }
        assert_eq!(settings, Settings::default(), "round and round");
    }
}

#[test]
fn what_cannot_be_used_is_told_with_its_line_and_the_rest_is_used() {
    let text = "# mine\nlanguage = \"ja\"\ntheme = \"pink\"\nascii = \"true\"\nmouse = true\n\
                colour = 3\n[keys]\ncopy = \"y\"\nquit = []\nnext = [\"n\", 5]\nsave = [\"w\"]\n[more]\n";
    let (settings, troubles) = parse(text);
    assert_eq!(settings.language, Some(Lang::Ja));
    assert_eq!(settings.theme, ThemeChoice::Auto);
    assert!(settings.mouse && !settings.ascii);
    assert_eq!(settings.keys.len(), 1);
    assert_eq!(settings.keys["save"], (vec!["w".to_owned()], 11));
    let told: Vec<(usize, TroubleKind)> = troubles.into_iter().map(|t| (t.line, t.kind)).collect();
    let name = str::to_owned;
    assert_eq!(
        told,
        [
            (3, TroubleKind::BadValue(Setting::Theme, name("\"pink\""))),
            (4, TroubleKind::BadValue(Setting::Ascii, name("\"true\""))),
            (6, TroubleKind::UnknownSetting(name("colour"))),
            (8, TroubleKind::NotKeys(name("copy"))),
            (9, TroubleKind::NotKeys(name("quit"))),
            (10, TroubleKind::NotKeys(name("next"))),
            (12, TroubleKind::UnknownSetting(name("more"))),
        ]
    );
}

#[test]
fn a_broken_file_is_ignored_whole_and_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    let broken = "language = \"ja\"\ntheme = \n";
    fs::write(&path, broken).unwrap();
    let settled = load(&path);
    assert_eq!(settled.settings, Settings::default());
    assert_eq!(settled.troubles.len(), 1);
    assert_eq!(settled.troubles[0].line, 2);
    assert!(settled.troubles[0].kind.is_fatal());
    let refused = save(&path, Setting::Mouse, "true");
    assert_eq!(refused, Err(NotSaved::Broken(2)));
    assert_eq!(
        write_template(&path, "x").unwrap_err().kind(),
        std::io::ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    // Neither is what is no text, or no file.
    fs::write(&path, b"\xff\xfe").unwrap();
    assert!(load(&path).troubles[0].kind.is_fatal());
    assert!(save(&path, Setting::Mouse, "true").is_err());
    assert!(load(folder.path()).troubles[0].kind.is_fatal());
}

#[test]
fn saving_changes_one_value_and_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/settings.toml");
    assert_eq!(load(&path), Settled::default());
    save(&path, Setting::Theme, "light").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "theme = \"light\"\n");
    let mine = "# mine\ntheme = \"dark\" # at night\nnext-year = 1\n\n[keys]\ncopy = [\"y\"]\n";
    fs::write(&path, mine).unwrap();
    save(&path, Setting::Theme, "high-contrast").unwrap();
    save(&path, Setting::Ascii, "true").unwrap();
    let kept = fs::read_to_string(&path).unwrap();
    let expected = mine
        .replace("\"dark\"", "\"high-contrast\"")
        .replace("next-year = 1\n", "next-year = 1\nascii = true\n");
    assert_eq!(kept, expected);
    let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(names, 1, "no temporary file stays");
}

#[test]
fn the_template_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/settings.toml");
    write_template(&path, &printed()).unwrap();
    assert!(write_template(&path, "other").is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), printed());
    // What is changed inside joins the template, which stays.
    save(&path, Setting::Mouse, "true").unwrap();
    let after = load(&path);
    assert!(after.settings.mouse && after.troubles.is_empty());
    assert!(fs::read_to_string(&path).unwrap().contains("# A head."));
}

#[test]
fn the_theme_follows_the_background_only_when_it_is_left_to_it() {
    let mut settings = Settings::default();
    assert_eq!(settings.scheme(false), Scheme::Dark);
    assert_eq!(settings.scheme(true), Scheme::Light);
    settings.theme = ThemeChoice::Fixed(Scheme::HighContrast);
    assert_eq!(settings.scheme(true), Scheme::HighContrast);
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn damage_never_costs_more_than_the_file(at in 0usize..400, cut in 0usize..40, put in "[ -~\n]{0,6}") {
        let mut text = printed().replace("\n#", "\n");
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        if text.is_char_boundary(at) && text.is_char_boundary(end) {
            text.replace_range(at..end, &put);
        }
        let (_, troubles) = parse(&text);
        let lines = text.lines().count() + 1;
        prop_assert!(troubles.iter().all(|t| t.line <= lines));
        // A change is refused, or it is all that is new.
        if let Ok(after) = changed(&text, Setting::Mouse, "true") {
            let (settings, _) = parse(&after);
            prop_assert!(settings.mouse, "{after}");
        }
    }
}
