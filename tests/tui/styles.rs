//! What the screens look like in every colour scheme: the text, and below it which style
//! each letter has, so that a change of colour shows. And the same in plain characters.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use relay_doctor::case::Store;
use relay_doctor::config::{Scheme, ThemeChoice};
use relay_doctor::i18n::Lang;
use relay_doctor::tui::{Theme, run};

use crate::snapshots::compare;
use crate::support::{Script, loaded, worker};

const SIZE: (u16, u16) = (80, 24);

/// The screens on which colour says something.
const SCREENS: &[(&str, &str)] = &[
    ("1-symptom", "1"),
    ("2-evidence", ""),
    ("3-compare", "3"),
    ("4-cause", "4"),
    ("4-table", "4t"),
    ("5-options", "5"),
    ("5-checklist", "5<enter><down><down>"),
    ("6-verify", "6"),
    ("what-if", "4w<right>"),
    ("sessions", "3l"),
    ("session", "4l<enter>"),
    ("certificates", "3k"),
    ("settings", "<f4><down>"),
];

/// How the letters of the map are given out: the styles by their first letter on the
/// screen.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

fn folder(lang: Lang, what: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tui")
        .join(format!("{}-{what}", lang.code()))
}

fn drawn(lang: Lang, scheme: Scheme, theme: &Theme, keys: &str) -> Script {
    let mut model = loaded(lang);
    model.settings.theme = ThemeChoice::Fixed(scheme);
    let mut script = Script::new(SIZE, keys);
    let mut work = worker(Store::new(""));
    run(&mut script, &mut work, theme, model, Vec::new()).unwrap();
    script
}

/// The screen, then a map of it with a letter for each style, a dot for the plain one,
/// and what the letters mean.
fn mapped(script: &Script) -> String {
    let mut out = script.screen();
    let mut known: BTreeMap<String, char> = BTreeMap::new();
    let mut letters = LETTERS.chars();
    let mut legend = String::new();
    out.push_str("\nstyles\n");
    for styles in script.styles() {
        let line: String = styles
            .into_iter()
            .map(|style| match style.as_str() {
                "Reset Reset NONE" => '.',
                _ => *known.entry(style).or_insert_with_key(|style| {
                    let letter = letters.next().unwrap();
                    legend.push_str(&format!("{letter} {style}\n"));
                    letter
                }),
            })
            .collect();
        out.push_str(line.trim_end_matches('.'));
        out.push('\n');
    }
    out.push_str(&legend);
    out
}

#[test]
fn colours_look_as_stored() {
    let themes = [
        ("dark", Scheme::Dark, true),
        ("light", Scheme::Light, true),
        ("high-contrast", Scheme::HighContrast, true),
        ("no-colour", Scheme::Dark, false),
    ];
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for (theme, scheme, colour) in themes {
            for (name, keys) in SCREENS {
                let script = drawn(lang, scheme, &Theme::new(colour, false), keys);
                let path = folder(lang, theme).join(format!("{name}.txt"));
                differing.extend(compare(&path, &mapped(&script)));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Without colours and for eyes that need more nothing is said by colour, or faintly.
#[test]
fn what_has_no_colour_has_a_shape_and_nothing_strong_is_faint() {
    for (name, keys) in SCREENS {
        let plain = drawn(Lang::En, Scheme::Dark, &Theme::new(false, false), keys);
        let styles = plain.styles().concat();
        assert!(
            styles.iter().all(|s| s.starts_with("Reset Reset")),
            "{name}"
        );
        let strong = drawn(
            Lang::En,
            Scheme::HighContrast,
            &Theme::new(true, false),
            keys,
        );
        let styles = strong.styles().concat();
        assert!(styles.iter().all(|s| !s.contains("DIM")), "{name}");
    }
}

#[test]
fn plain_characters_look_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for (name, keys) in crate::snapshots::SCREENS {
            // What a log holds is typed by others.
            if keys.contains("newer-log") {
                continue;
            }
            let script = drawn(lang, Scheme::Dark, &Theme::new(true, true), keys);
            let screen = script.screen();
            if lang == Lang::En {
                assert!(screen.is_ascii(), "{name}\n{screen}");
            }
            let symbols = ['▸', '✓', '✗', '…', '─', '│', '→', '·', '≠', '█', '▁'];
            assert!(!screen.contains(symbols), "{name}\n{screen}");
            let path = folder(lang, "ascii").join(format!("{name}.txt"));
            differing.extend(compare(&path, &screen));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
