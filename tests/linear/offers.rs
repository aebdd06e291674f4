//! The two faces offer the same.

use relay_doctor::i18n::wizard::KeyLabel as L;
use relay_doctor::linear::{OFFERS, VIEWS};
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

fn places() -> impl Iterator<Item = Spot> {
    STEPS.into_iter().chain(VIEWS.iter().copied())
}

/// Places that have no prompt, and why.
fn no_prompt(place: Spot) -> Option<&'static str> {
    use Spot as S;
    Some(match place {
        S::SymptomLine | S::EvidenceLine | S::VerifyLine => "a path is typed at the step's prompt",
        S::Loading => "it is waited for",
        S::Help | S::Source | S::Page | S::Table | S::Refused | S::Plain => {
            "it is written whole, and left"
        }
        S::Initials
        | S::Note
        | S::SaveTo
        | S::Password
        | S::SessionLine
        | S::WhatIfLine
        | S::SearchLine
        | S::CaseName => "it is a question for a line; a dot cancels",
        S::AskDelete | S::AskRemove | S::AskQuit => "it is a question for y or n",
        S::Browser => "a folder is given by its path",
        S::Jump => "whatever can be done has a word already",
        _ => return None,
    })
}

/// Keys that need no word, and why.
fn needs_no_word(place: Spot, label: L, action: &Action) -> Option<&'static str> {
    let is_step = STEPS.contains(&place);
    Some(match label {
        L::Move => "rows have numbers",
        L::MovePage | L::MoveEnds if is_step => "every row of a step is written",
        L::MovePage | L::MoveEnds
            if matches!(
                place,
                Spot::Certificate | Spot::SessionFilter | Spot::Settings
            ) =>
        {
            "all of it is written"
        }
        L::BackStep | L::GoToStep => "`step` and a number lead to a step",
        L::AddPath => "a path is typed at the prompt",
        L::Browse => "a folder is given by its path",
        L::Copy | L::CopyUndo | L::CopySimulate => "copying is printing, with `show`",
        L::OtherSide => "both sides are written",
        L::OtherCommand => "every command is written",
        L::OtherValue if *action == Action::CursorLeft => "values go round: `other` gets there",
        L::Proof if place == Spot::Transcript => "`source` shows the same line",
        L::Theme => "it is one of the settings",
        L::QuitNow => "the end of input, and Ctrl-C, leave at once",
        L::Jump => "whatever can be done has a word already",
        L::Suspend => "it is the shell's own key, in front of a terminal",
        L::Settings | L::Cases if !is_step => "they are opened from a step",
        _ => return None,
    })
}

#[test]
fn every_key_of_a_place_has_a_word_and_every_word_a_key() {
    for place in places() {
        let keys = here(place).map(|b| (b.label, (b.action)()));
        let keys = keys.filter(|(label, action)| needs_no_word(place, *label, action).is_none());
        let mut keys: Vec<(L, Action)> = keys.collect();
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
fn every_place_has_a_prompt_or_a_reason() {
    let with_prompt: Vec<Spot> = places().collect();
    for place in Spot::ALL {
        let has = with_prompt.contains(&place);
        assert_ne!(has, no_prompt(place).is_some(), "{place:?}");
    }
}

#[test]
fn no_word_means_two_things_in_one_place() {
    for place in places() {
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
