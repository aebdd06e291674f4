//! What can be done, narrowed down by what is typed.

use super::{Draw, input};
use crate::i18n::wizard::{Word, word};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::jump::left;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Jump { line, selection }) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut head = draw.sheet();
    head.heading(word(lang, Word::Jump));
    input::draw(&mut head, line, &[], true, word(lang, Word::JumpHint));
    head.blank();
    let [above, below] = draw.split(head.height());
    let shown = head.draw(above, draw.buf, None);
    let choices = left(draw.ink.theme, draw.model, &line.text);
    let mut sheet = draw.sheet();
    if choices.is_empty() {
        sheet.say(Role::Muted, word(lang, Word::JumpNothing));
    }
    let columns = [
        Column::number(),
        Column::left(Overflow::Wrap, 20),
        Column::left(Overflow::Keep, 0),
    ];
    let rows: Vec<_> = choices
        .iter()
        .zip(1..)
        .map(|(choice, nth)| {
            let number = if nth < 10 {
                nth.to_string()
            } else {
                String::new()
            };
            vec![
                (Role::Accent, number),
                (Role::Plain, choice.words.clone()),
                (Role::Muted, choice.keys.clone()),
            ]
        })
        .collect();
    let last = rows.len().saturating_sub(1);
    let here = selection.row.min(last);
    sheet.table(&columns, &rows, Some(here), |_, _| {});
    let list = sheet.draw(below, draw.buf, None);
    Shown {
        most: last,
        cursor: shown.cursor,
        ..list
    }
}
