//! What is asked before going on: initials, a folder, whether to leave.

use super::{Draw, input};
use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::tui::sheet::Shown;
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
                ToWrite::Bundle => (Word::SaveTo, Word::SaveWhat),
                ToWrite::Collection => (Word::CollectTo, Word::CollectWhat),
            };
            sheet.heading(word(lang, heading));
            sheet.say(Role::Plain, word(lang, why));
            sheet.blank();
            input::draw(&mut sheet, line, candidates, true, "");
        }
        Some(Overlay::AskQuit) => sheet.say(Role::Heading, word(lang, Word::AskQuit)),
        _ => {}
    }
    draw.show(&sheet, None)
}
