//! What to do in the place below, and its keys from the one table.

use super::Draw;
use crate::i18n::wizard::{View, Word, general_help, key_label, place_help, view_help, word};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::place::Place;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Help { scroll }) = draw.model.overlay else {
        return Shown::default();
    };
    let model = draw.model;
    let lang = model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(word(lang, Word::WhatToDo));
    let place = match model.under.last() {
        Some(overlay) => Place::on_top(overlay),
        None => Place::beneath(model),
    };
    let what = match view_of(place) {
        Some(view) => view_help(lang, view),
        None => place_help(lang, model.step.number()),
    };
    sheet.say(Role::Plain, what);
    sheet.say(Role::Plain, &general_help(lang, model.keeps_case));
    sheet.blank();
    sheet.heading(word(lang, Word::KeysHere));
    let columns = [
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::Wrap, 10),
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::Wrap, 10),
    ];
    let theme = draw.ink.theme;
    let cells: Vec<_> = theme
        .keys
        .entries(place, lang, theme.ascii())
        .into_iter()
        .map(|e| {
            let words = key_label(lang, e.label).to_owned();
            [(Role::Accent, e.keys), (Role::Plain, words)]
        })
        .collect();
    // Down the left column, then down the right one.
    let (left, right) = cells.split_at(cells.len().div_ceil(2));
    let rows: Vec<Vec<_>> = (0..left.len())
        .map(|nth| {
            let both = left.get(nth).into_iter().chain(right.get(nth));
            both.flatten().cloned().collect()
        })
        .collect();
    sheet.table(&columns, &rows, None, |_, _| {});
    draw.show(&sheet, Some(scroll))
}

/// The view beside the steps that a place belongs to.
fn view_of(place: Place) -> Option<View> {
    Some(match place {
        Place::Sessions | Place::SessionFilter | Place::SessionLine => View::Sessions,
        Place::Transcript => View::Transcript,
        Place::Certificates | Place::Certificate => View::Certificates,
        Place::WhatIf | Place::WhatIfLine => View::WhatIf,
        Place::Search | Place::SearchLine => View::Search,
        _ => return None,
    })
}
