//! What is asked before going on: initials, a folder, whether to leave.

use super::{Draw, input};
use crate::i18n::wizard::{FileWord, KeyLabel, Word, file_word, word};
use crate::terminal::Role;
use crate::tui::place::Place;
use crate::tui::sheet::{Sheet, Shown, lifted};
use crate::wizard::{Overlay, ToWrite};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.blank();
    match &draw.model.overlay {
        Some(Overlay::Initials(line)) => {
            sheet.heading(word(lang, Word::Initials));
            sheet.say(Role::Plain, word(lang, Word::InitialsWhy));
            sheet.blank();
            input::draw(&mut sheet, line, &[], true, "");
        }
        Some(Overlay::Note(line)) => {
            sheet.heading(word(lang, Word::Note));
            sheet.say(Role::Plain, word(lang, Word::NoteWhy));
            sheet.blank();
            input::draw(&mut sheet, line, &[], true, "");
        }
        Some(Overlay::SaveTo {
            what,
            line,
            candidates,
        }) => {
            let (heading, why) = match what {
                ToWrite::Bundle { .. } => (Word::SaveTo, Word::SaveWhat),
                ToWrite::Collection => (Word::CollectTo, Word::CollectWhat),
            };
            sheet.heading(word(lang, heading));
            sheet.say(Role::Plain, word(lang, why));
            sheet.blank();
            input::draw(&mut sheet, line, candidates, true, "");
            if let ToWrite::Bundle { redacted } = what {
                reports(&mut sheet, *redacted);
            }
        }
        Some(Overlay::AskQuit) => sheet.say(Role::Heading, word(lang, Word::AskQuit)),
        _ => {}
    }
    draw.show(&sheet, None)
}

/// Whether the reports hold names, both answers in sight.
fn reports(sheet: &mut Sheet, redacted: bool) {
    let ink = sheet.ink;
    let lang = ink.lang;
    sheet.blank();
    let keys = ink
        .theme
        .keys
        .entries(Place::SaveTo, lang, ink.theme.ascii());
    let keys = keys.into_iter().find(|e| e.label == KeyLabel::Redact);
    let keys = keys.map(|e| e.keys).unwrap_or_default();
    sheet.row(vec![
        ink.part(Role::Heading, file_word(lang, FileWord::Reports)),
        ink.part(Role::Accent, &format!("  {keys}")),
    ]);
    for (is_so, text) in [
        (!redacted, FileWord::ReportsReal),
        (redacted, FileWord::ReportsRedacted),
    ] {
        let mark = vec![sheet.cursor(is_so)];
        sheet.hang_parts(mark, lifted(Role::Plain, is_so), file_word(lang, text));
    }
    sheet.say(Role::Muted, file_word(lang, FileWord::WorkStaysReal));
}
