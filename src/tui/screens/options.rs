//! Step 5: the ways out side by side where there is room, else one below the
//! other; the recommended one first.

use ratatui::layout::Rect;

use super::Draw;
use crate::attribution::Status;
use crate::i18n::wizard::{Word, word};
use crate::i18n::{option_name, option_why, resets, step_title, words};
use crate::remedy::PlanOption;
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::{Analysis, Course};

/// Columns from which on the options stand side by side.
const SIDE_BY_SIDE: u16 = 110;
/// Blank columns between two options.
const GAP: u16 = 3;

pub(super) fn draw(draw: &mut Draw, analysis: &Analysis) -> Shown {
    let options = &analysis.plan.options;
    let selected = draw.model.fix.selection.row;
    let lead = lead(draw, analysis);
    let [above, area] = draw.split(lead.height());
    lead.draw(above, draw.buf, Some(0));
    let Ok(count) = u16::try_from(options.len().max(1)) else {
        return Shown::default();
    };
    if area.width < SIDE_BY_SIDE {
        let whole = stacked(draw, options, selected, true);
        let room = usize::from(area.height);
        let sheet = match whole.height() > room {
            true => stacked(draw, options, selected, false),
            false => whole,
        };
        return sheet.draw(area, draw.buf, None);
    }
    let width = (area.width - GAP * (count - 1)) / count;
    let mut shown = Shown::default();
    for ((nth, option), at) in options.iter().enumerate().zip(0u16..) {
        let area = Rect {
            x: area.x + at * (width + GAP),
            width,
            ..area
        };
        let chosen = nth == selected;
        let column = |with_steps: bool| {
            let mut sheet = Sheet::new(draw.ink, usize::from(width));
            one(draw, &mut sheet, option, chosen, with_steps);
            sheet
        };
        let sheet = match column(chosen) {
            whole if whole.height() <= usize::from(area.height) => whole,
            _ => column(false),
        };
        let column = sheet.draw(area, draw.buf, Some(0));
        if nth == selected {
            shown = column;
        }
    }
    shown
}

/// Where relay passes, that nothing has to be changed, and what one can do.
fn lead<'m>(draw: &Draw<'m, '_>, analysis: &Analysis) -> Sheet<'m> {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    if Course::of(analysis) == Course::Nothing {
        let mark = format!("{} ", draw.ink.glyphs().ok);
        sheet.hang(&mark, Role::Ok, word(lang, Word::NothingToMend));
        sheet.hang("  ", Role::Plain, word(lang, Word::WhatYouCanDo));
        sheet.blank();
    }
    sheet
}

/// One below the other; the steps of the selected one only if there is room.
fn stacked<'m>(
    draw: &Draw<'m, '_>,
    options: &[PlanOption],
    selected: usize,
    with_steps: bool,
) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    for (nth, option) in options.iter().enumerate() {
        if nth > 0 {
            sheet.blank();
        }
        let start = sheet.height();
        sheet.row_begins(nth, nth == selected);
        one(
            draw,
            &mut sheet,
            option,
            nth == selected,
            with_steps && nth == selected,
        );
        if nth == selected {
            sheet.focus_from(start);
        }
    }
    sheet
}

fn one(draw: &Draw, sheet: &mut Sheet, option: &PlanOption, selected: bool, with_steps: bool) {
    let lang = draw.model.lang;
    let ink = draw.ink;
    let role = match (selected, option.offered) {
        (true, _) => Role::Accent,
        (false, true) => Role::Heading,
        (false, false) => Role::Muted,
    };
    let cursor = sheet.cursor(selected);
    sheet.hang_parts(vec![cursor], role, option_name(lang, option.id));
    let state = match (option.recommended, option.offered) {
        (true, _) => Some((Role::Ok, Word::Recommended)),
        (false, false) => Some((Role::Warning, Word::NotOpen)),
        (false, true) => None,
    };
    if let Some((role, state)) = state {
        let mark = if option.recommended {
            ink.glyphs().ok
        } else {
            ink.glyphs().neutral
        };
        sheet.hang("  ", role, &format!("{mark} {}", word(lang, state)));
    }
    let why = option_why(lang, option.why, Some(option));
    labelled(sheet, Word::Why, Role::Plain, why);
    // What comes of a way that is not taken is nobody's business.
    if !option.can_be_taken() {
        return;
    }
    let role = match option.predicted {
        Status::Met => Role::Ok,
        Status::Broken => Role::Danger,
        Status::Unknown => Role::Warning,
    };
    let predicted = words::relay(lang, option.predicted);
    labelled(sheet, Word::Predicted, role, predicted);
    let role = if selected { Role::Warning } else { Role::Plain };
    if option.resets.is_empty() {
        let own = word(lang, Word::WritesOverNothing);
        labelled(sheet, Word::WritesOver, Role::Plain, own);
    } else {
        let resets = resets(lang, &option.resets);
        labelled(sheet, Word::WritesOver, role, &resets);
    }
    if with_steps && !option.steps.is_empty() {
        steps(sheet, option);
    }
}

fn labelled(sheet: &mut Sheet, label: Word, role: Role, text: &str) {
    let name = format!("  {}: ", word(sheet.ink.lang, label));
    let first = vec![sheet.ink.part(Role::Muted, &name)];
    sheet.hang_after(first, 4, role, text);
}

fn steps(sheet: &mut Sheet, option: &PlanOption) {
    let lang = sheet.ink.lang;
    let name = format!("  {}:", word(lang, Word::Steps));
    sheet.row(vec![sheet.ink.part(Role::Muted, &name)]);
    for (nth, step) in option.steps.iter().enumerate() {
        let number = format!("  {:>2} ", nth + 1);
        let first = vec![sheet.ink.part(Role::Muted, &number)];
        sheet.hang_parts(first, Role::Plain, &step_title(lang, step));
    }
}
