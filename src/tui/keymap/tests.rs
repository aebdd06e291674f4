#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::HashMap;

use super::*;
use crate::i18n::wizard::key_label;

#[test]
fn no_key_means_two_things_in_one_place() {
    for place in Place::ALL {
        let mut seen: HashMap<Key, KeyLabel> = HashMap::new();
        for binding in here(place) {
            for &key in binding.keys {
                let before = seen.insert(key, binding.label);
                assert_eq!(before, None, "{place:?} {key:?} {:?}", binding.label);
            }
        }
    }
}

/// The actions that are not bound to a key by the table, or why each is.
fn is_typed(action: &Action) -> bool {
    match action {
        // These carry what was typed or pasted.
        Action::Type(_)
        | Action::Paste(_)
        | Action::Perform(_)
        | Action::Page(_)
        | Action::Select(_)
        | Action::Pick(_) => true,
        Action::Next
        | Action::Back
        | Action::GoTo(_)
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Open
        | Action::Close
        | Action::NextPane
        | Action::Help
        | Action::Language
        | Action::Theme
        | Action::Settings
        | Action::Cases
        | Action::Rename
        | Action::Jump
        | Action::Suspend
        | Action::Proof
        | Action::Table
        | Action::Watch
        | Action::Resend
        | Action::Collect
        | Action::Sessions
        | Action::Filter
        | Action::NextOutcome
        | Action::Search
        | Action::Certificates
        | Action::WhatIf
        | Action::Reload
        | Action::Initials
        | Action::Note
        | Action::Copy
        | Action::CopyUndo
        | Action::ShowPlain
        | Action::Differences
        | Action::Choose
        | Action::Tick
        | Action::Save
        | Action::Redact
        | Action::Browse
        | Action::Remove
        | Action::Whose
        | Action::Complete
        | Action::Cancel
        | Action::Quit
        | Action::QuitNow
        | Action::Backspace
        | Action::Delete
        | Action::CursorLeft
        | Action::CursorRight
        | Action::Submit
        | Action::Yes
        | Action::No => false,
    }
}

#[test]
fn every_action_has_a_key() {
    let bound: Vec<Action> = BINDINGS.iter().map(|b| (b.action)()).collect();
    assert!(bound.iter().all(|a| !is_typed(a)));
    // So many are named by the match above and not typed; GoTo has six keys.
    let mut names: Vec<String> = bound.iter().map(|a| format!("{a:?}")).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 56 + 5, "{names:#?}");
}

#[test]
fn one_can_get_help_and_leave_everywhere() {
    for place in Place::ALL {
        let has = |action: Action| here(place).any(|b| (b.action)() == action);
        assert!(has(Action::Help), "{place:?}");
        assert!(has(Action::QuitNow), "{place:?}");
        assert!(has(Action::Quit) || place == Place::AskQuit, "{place:?}");
        let way_back = [Action::Close, Action::Cancel, Action::No];
        let first = matches!(place, Place::Symptom);
        assert!(first || way_back.into_iter().any(has), "{place:?}");
    }
}

#[test]
fn characters_are_text_where_text_is_typed_and_only_there() {
    let press = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    let keymap = Keymap::default();
    for place in Place::ALL {
        for c in ['q', '?', '1', ' ', '証'] {
            let typed = keymap.resolve(place, press(c)) == Some(Action::Type(c));
            // In the browser Space marks.
            let marks = place == Place::Browser && c == ' ';
            assert_eq!(typed, place.takes_text() && !marks, "{place:?} {c}");
        }
    }
}

#[test]
fn shift_and_altgr_only_make_characters() {
    let keymap = Keymap::default();
    let press =
        |c, held| keymap.resolve(Place::EvidenceLine, KeyEvent::new(KeyCode::Char(c), held));
    let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    assert_eq!(press('\\', altgr), Some(Action::Type('\\')));
    assert_eq!(press('A', KeyModifiers::SHIFT), Some(Action::Type('A')));
    assert_eq!(press('c', KeyModifiers::CONTROL), Some(Action::QuitNow));
    assert_eq!(press('z', KeyModifiers::ALT), None);
}

#[test]
fn keys_with_the_same_words_are_one_entry() {
    let of = |place| -> Vec<String> {
        Keymap::default()
            .entries(place, Lang::En, false)
            .into_iter()
            .map(|e| format!("{} {}", e.keys, key_label(Lang::En, e.label)))
            .collect()
    };
    let compare = of(Place::Compare);
    assert!(compare.contains(&"↑↓ move".to_owned()), "{compare:?}");
    assert!(
        compare.contains(&"1-6 go to step".to_owned()),
        "{compare:?}"
    );
    assert!(
        compare.contains(&"PgUp PgDn page".to_owned()),
        "{compare:?}"
    );
}

fn set(keys: &[(&str, &[&str])]) -> (Keymap, Vec<crate::config::Trouble>) {
    let lines = keys.iter().zip(1..).map(|((action, keys), line)| {
        let keys = keys.iter().map(|k| (*k).to_owned()).collect();
        ((*action).to_owned(), (keys, line))
    });
    Keymap::of(&lines.collect())
}

#[test]
fn every_key_is_read_by_its_name() {
    for key in BINDINGS.iter().flat_map(|b| b.keys) {
        let name = key.name(Lang::En, true);
        assert_eq!(Key::parse(&name), Some(*key), "{name}");
    }
    for (name, key) in [
        ("Ctrl-q", Some(Key::ctrl('q'))),
        ("alt-X", Some(Key::alt('x'))),
        ("N", Some(Key::char('N'))),
        ("F13", None),
        ("", None),
        ("Ctrl-", None),
        ("enters", None),
        ("\u{1b}", None),
    ] {
        assert_eq!(Key::parse(name), key, "{name}");
    }
}

#[test]
fn a_key_that_is_set_takes_the_place_of_the_old_one_everywhere() {
    let (keymap, troubles) = set(&[("copy", &["y", "F8"]), ("quit", &["Q"])]);
    assert_eq!(troubles, []);
    let press = |place, c| {
        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        keymap.resolve(place, key)
    };
    for place in [Place::Evidence, Place::Cause, Place::Plain] {
        assert_eq!(press(place, 'y'), Some(Action::Copy));
        assert_eq!(press(place, 'c'), None);
        assert_eq!(press(place, 'Q'), Some(Action::Quit));
    }
    // Where text is typed a character is text, and what was there before still leaves.
    assert_eq!(press(Place::Note, 'Q'), Some(Action::Type('Q')));
    let quit = keymap.key_of(Place::Note, &Action::Quit);
    assert_eq!(quit, Some(Key::ctrl('q')));
    let shown = keymap.entries(Place::Cause, Lang::En, true);
    assert!(
        shown
            .iter()
            .any(|e| e.keys == "y" && e.label == KeyLabel::Copy)
    );
}

#[test]
fn two_keys_can_be_exchanged_but_none_is_taken_away() {
    let (keymap, troubles) = set(&[("copy", &["v"]), ("show-plain", &["c"])]);
    assert_eq!(troubles, []);
    let shown = keymap.key_of(Place::Cause, &Action::ShowPlain);
    assert_eq!(shown, Some(Key::char('c')));
    let (keymap, troubles) = set(&[
        ("copy", &["v"]),
        ("fly", &["f"]),
        ("next", &["Entr"]),
        ("quit-now", &["x"]),
    ]);
    let kinds: Vec<_> = troubles.into_iter().map(|t| (t.line, t.kind)).collect();
    use crate::config::TroubleKind as T;
    assert_eq!(
        kinds,
        [
            (1, T::KeyTaken("v".to_owned(), "show-plain".to_owned())),
            (2, T::UnknownAction("fly".to_owned())),
            (3, T::UnknownKey("Entr".to_owned())),
            (4, T::FixedAction("quit-now".to_owned())),
        ]
    );
    let copy = keymap.key_of(Place::Cause, &Action::Copy);
    assert_eq!(copy, Some(Key::char('c')), "it keeps its own");
}

#[test]
fn the_keys_of_the_template_are_those_that_there_are() {
    let lines = key_lines(Lang::En);
    let all = lines.iter().zip(1..);
    let wanted = all.map(|(l, at)| (l.action.clone(), (l.keys.clone(), at)));
    let (keymap, troubles) = Keymap::of(&wanted.collect());
    assert_eq!(troubles, []);
    for place in Place::ALL {
        for binding in here(place) {
            for key in binding.keys {
                let event = KeyEvent::new(key.code, key.held);
                let means = keymap.resolve(place, event);
                assert_eq!(means, Some((binding.action)()), "{place:?} {key:?}");
            }
        }
    }
}

/// Lines of the template without their marks leave everything as it is: what each key
/// does in each place, and which keys are shown.
#[test]
fn what_is_set_as_it_is_shown_changes_nothing() {
    let lines = key_lines(Lang::En);
    let keys: Vec<Key> = lines
        .iter()
        .flat_map(|l| &l.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    let seen = |keymap: &Keymap| {
        let means = |place| {
            let event = |key: &Key| KeyEvent::new(key.code, key.held);
            let means = keys.iter().map(|key| keymap.resolve(place, event(key)));
            let means: Vec<_> = means.collect();
            (means, keymap.entries(place, Lang::En, true))
        };
        Place::ALL.map(means)
    };
    let before = seen(&Keymap::default());
    let line = |l: &crate::config::KeyLine| (l.action.clone(), (l.keys.clone(), 1));
    let alone = lines.iter().map(|l| vec![line(l)]);
    for wanted in alone.chain([lines.iter().map(line).collect()]) {
        let names: Vec<String> = wanted.iter().map(|(name, _)| name.clone()).collect();
        let (keymap, troubles) = Keymap::of(&wanted.into_iter().collect());
        assert_eq!(troubles, [], "{names:?}");
        for (place, (now, then)) in Place::ALL.iter().zip(seen(&keymap).iter().zip(&before)) {
            assert!(now == then, "{names:?} {place:?}");
        }
    }
}

#[test]
fn one_more_key_is_added_and_one_less_is_taken_away() {
    let press = |keymap: &Keymap, place, code| {
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        keymap.resolve(place, key)
    };
    // Space opens in the settings alone: where else nothing has it, it stays free.
    let (keymap, troubles) = set(&[("open", &["Enter", "Space", "Right", "F9"])]);
    assert_eq!(troubles, []);
    for place in [Place::Evidence, Place::Cause, Place::Settings] {
        assert_eq!(press(&keymap, place, KeyCode::F(9)), Some(Action::Open));
        assert_eq!(press(&keymap, place, KeyCode::Enter), Some(Action::Open));
    }
    let space = KeyCode::Char(' ');
    assert_eq!(press(&keymap, Place::Settings, space), Some(Action::Open));
    assert_eq!(press(&keymap, Place::Evidence, space), None);
    let (keymap, troubles) = set(&[("open", &["Enter"])]);
    assert_eq!(troubles, []);
    assert_eq!(press(&keymap, Place::Settings, space), None);
    // One that is of another place is taken where nothing else is left.
    let (keymap, troubles) = set(&[("back", &["Shift-Tab"])]);
    assert_eq!(troubles, []);
    let back = press(&keymap, Place::Settings, KeyCode::BackTab);
    assert_eq!(back, Some(Action::Back));
    assert_eq!(press(&keymap, Place::Settings, KeyCode::Left), None);
}

proptest::proptest! {
    /// Whatever is set: no key means two things in one place, and one can leave.
    #[test]
    fn no_settings_lock_anybody_in(
        set in proptest::collection::vec((0usize..60, proptest::collection::vec("[a-z1-9]|Enter|Esc|Ctrl-[a-z]|F[1-9]", 1..3)), 0..12),
    ) {
        let lines = key_lines(Lang::En);
        let wanted = set.into_iter().filter_map(|(at, keys)| Some((lines.get(at)?.action.clone(), (keys, at))));
        let (keymap, _) = Keymap::of(&wanted.collect());
        for place in Place::ALL {
            for binding in here(place) {
                let action = (binding.action)();
                let key = keymap.key_of(place, &action);
                proptest::prop_assert!(key.is_some(), "{place:?} {action:?}");
            }
            let event = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
            proptest::prop_assert_eq!(keymap.resolve(place, event), Some(Action::QuitNow));
        }
    }
}
