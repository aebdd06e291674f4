//! The folder browser.

use super::Draw;
use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::tui::sheet::{Shown, lifted};
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Browser(browser)) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let ink = draw.ink;
    let mut head = draw.sheet();
    head.row(vec![
        ink.muted(&format!("{}: ", word(lang, Word::Folder))),
        ink.part(Role::Heading, &browser.path.to_string_lossy()),
    ]);
    head.blank();
    let [above, below] = draw.split(head.height());
    head.draw(above, draw.buf, None);
    let mut sheet = draw.sheet();
    match &browser.trouble {
        Some(trouble) => sheet.say(Role::Danger, trouble),
        None if browser.entries.is_empty() => {
            sheet.say(Role::Muted, word(lang, Word::EmptyFolder));
        }
        None => {}
    }
    for (nth, entry) in browser.entries.iter().enumerate() {
        let here = nth == browser.selection.row;
        let role = if entry.is_folder {
            Role::Accent
        } else {
            lifted(Role::Plain, here)
        };
        let slash = if entry.is_folder { "/" } else { "" };
        sheet.row_begins(nth);
        let parts = vec![
            sheet.cursor(here),
            ink.part(role, &entry.name),
            ink.muted(slash),
        ];
        let start = sheet.height();
        sheet.row(parts);
        if here {
            sheet.focus_from(start);
        }
    }
    sheet.draw(below, draw.buf, None)
}
