//! The two faces offer the same.

use relay_doctor::i18n::wizard::KeyLabel as L;
use relay_doctor::linear::OFFERS;
use relay_doctor::tui::keymap::here;
use relay_doctor::wizard::{Action, Spot};

const STEPS: [Spot; 7] = [
    Spot::Symptom,
    Spot::Evidence,
    Spot::Compare,
    Spot::Cause,
    Spot::Options,
    Spot::Checklist,
    Spot::Verify,
];

/// Keys that need no word: rows have numbers, every row of a page is written, steps are
/// gone to by `step`, paths are typed at the prompt, copying is printing, and there is
/// nothing to paint or to choose colours for. Settings and cases are commands of the
/// program, and the sessions of the logs, certificates, what-if and search are views beside the
/// steps of the other face (`simulate` and `diagnose` tell the same in lines).
fn needs_no_word(label: L) -> bool {
    matches!(
        label,
        L::Move
            | L::MovePage
            | L::MoveEnds
            | L::BackStep
            | L::GoToStep
            | L::AddPath
            | L::Browse
            | L::Copy
            | L::CopyUndo
            | L::OtherSide
            | L::OtherCommand
            | L::Theme
            | L::QuitNow
            | L::Settings
            | L::Cases
            | L::Jump
            | L::Suspend
            | L::Sessions
            | L::Certificates
            | L::WhatIf
            | L::Search
            // The command `watch` follows logs line by line.
            | L::Watch
    )
}

#[test]
fn every_key_of_a_step_has_a_word_and_every_word_a_key() {
    for place in STEPS {
        let keys = here(place).filter(|b| !needs_no_word(b.label));
        let mut keys: Vec<(L, Action)> = keys.map(|b| (b.label, (b.action)())).collect();
        let words = OFFERS.iter().filter(|o| o.places.contains(&place));
        for offer in words {
            let wanted = (offer.label, (offer.action)());
            let before = keys.len();
            keys.retain(|key| *key != wanted);
            assert!(keys.len() < before, "{place:?}: {} has no key", offer.word);
        }
        assert_eq!(keys, [], "{place:?}: keys without a word");
    }
}

#[test]
fn no_word_means_two_things_in_one_place() {
    for place in STEPS {
        let words = OFFERS.iter().filter(|o| o.places.contains(&place));
        let mut words: Vec<&str> = words.map(|o| o.word).collect();
        assert!(
            words
                .iter()
                .all(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
        );
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all, "{place:?}");
    }
}
