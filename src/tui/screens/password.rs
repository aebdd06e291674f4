//! The password of a file, masked.

use super::{Draw, input};
use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    let Some(Overlay::Password(asked)) = &draw.model.overlay else {
        return Shown::default();
    };
    sheet.blank();
    sheet.heading(word(lang, Word::Password));
    sheet.say(Role::Plain, &asked.path);
    sheet.blank();
    sheet.say(Role::Plain, word(lang, Word::PasswordWhy));
    sheet.blank();
    let masked = asked.line.masked();
    input::draw(&mut sheet, &masked, &[], true, "");
    sheet.blank();
    match (asked.trying, asked.wrong) {
        (true, _) => sheet.say(Role::Muted, word(lang, Word::PasswordTrying)),
        (false, true) => sheet.say(Role::Danger, word(lang, Word::PasswordWrong)),
        (false, false) => {}
    }
    draw.show(&sheet, None)
}
