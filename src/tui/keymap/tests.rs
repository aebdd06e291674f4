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
        Action::Type(_) | Action::Paste(_) => true,
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
        | Action::Proof
        | Action::Table
        | Action::Resend
        | Action::Collect
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
    assert_eq!(names.len(), 43 + 5, "{names:#?}");
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
    for place in Place::ALL {
        for c in ['q', '?', '1', ' ', '証'] {
            let typed = resolve(place, press(c)) == Some(Action::Type(c));
            assert_eq!(typed, place.takes_text(), "{place:?} {c}");
        }
    }
}

#[test]
fn shift_and_altgr_only_make_characters() {
    let press = |c, held| resolve(Place::EvidenceLine, KeyEvent::new(KeyCode::Char(c), held));
    let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    assert_eq!(press('\\', altgr), Some(Action::Type('\\')));
    assert_eq!(press('A', KeyModifiers::SHIFT), Some(Action::Type('A')));
    assert_eq!(press('c', KeyModifiers::CONTROL), Some(Action::QuitNow));
    assert_eq!(press('z', KeyModifiers::ALT), None);
}

#[test]
fn keys_with_the_same_words_are_one_entry() {
    let of = |place| -> Vec<String> {
        entries(place, Lang::En, false)
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
