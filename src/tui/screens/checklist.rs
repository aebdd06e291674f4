//! Step 5: the checklist of the option chosen. The step under the cursor is open:
//! what it does, its command whole, the way back, and how to see that it worked.

use super::Draw;
use crate::i18n::wizard::{Word, ticked, word};
use crate::i18n::{comma, date_time, option_name, place, step_text, step_title, words};
use crate::remedy::{PlanOption, Step};
use crate::terminal::Role;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};

pub(super) fn draw(draw: &mut Draw, option: &PlanOption) -> Shown {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    let all = option.steps.len();
    let is_done = |s: &&Step| draw.model.tick(option.id, &s.id).is_some();
    let done = option.steps.iter().filter(is_done).count();
    let ink = draw.ink;
    let told = [
        ink.muted(&format!("   {}   ", ticked(lang, done, all))),
        ink.muted(&format!("{}: ", word(lang, Word::Predicted))),
        ink.part(Role::Plain, words::relay(lang, option.predicted)),
    ];
    // The way was chosen by its name: rather that is cut than what comes of it.
    let room = sheet.width.saturating_sub(ink.columns(&told));
    let mut head = ink.fit(
        vec![ink.part(Role::Heading, option_name(lang, option.id))],
        room,
    );
    head.extend(told);
    sheet.row(head);
    sheet.blank();
    for (nth, step) in option.steps.iter().enumerate() {
        let start = sheet.height();
        let here = nth == draw.model.fix.step.row;
        sheet.row_begins(nth, here);
        line(draw, &mut sheet, option, (nth, step), here);
        if here {
            details(draw, &mut sheet, option, step);
            sheet.focus_from(start);
        }
    }
    draw.show(&sheet, None)
}

/// Box, number, title; and who ticked it when.
fn line(
    draw: &Draw,
    sheet: &mut Sheet,
    option: &PlanOption,
    (nth, step): (usize, &Step),
    here: bool,
) {
    let lang = draw.model.lang;
    let ink = draw.ink;
    let tick = draw.model.tick(option.id, &step.id);
    let (role, mark) = match tick {
        Some(_) => (Role::Ok, ink.glyphs().checkbox_on),
        None => (Role::Plain, ink.glyphs().checkbox_off),
    };
    let first = vec![
        sheet.cursor(here),
        ink.part(role, &format!("{mark} ")),
        ink.part(Role::Muted, &format!("{:>2}  ", nth + 1)),
    ];
    let title = step_title(lang, step);
    let title = match tick {
        Some(tick) => {
            let at = date_time(lang, tick.at.saturating_mul(1000), &draw.model.zone);
            format!("{title}  ({} {})", tick.by, at)
        }
        None => title,
    };
    sheet.hang_parts(first, lifted(Role::Plain, here), &title);
}

/// Columns at which the details of a step begin.
const INDENT: usize = CURSOR + 4;

fn details(draw: &Draw, sheet: &mut Sheet, option: &PlanOption, step: &Step) {
    let lang = draw.model.lang;
    let margin = " ".repeat(INDENT);
    let mut at = place(lang, step.place).to_owned();
    if let Some(role) = step.role {
        let needs = format!("{} {}", word(lang, Word::Needs), role.name());
        at = [at, needs].join(comma(lang));
    }
    sheet.hang(&margin, Role::Muted, &at);
    sheet.hang(&margin, Role::Plain, &step_text(lang, step));
    if let Some(note) = draw.model.note(option.id, &step.id) {
        let note = format!("{}: {note}", word(lang, Word::Noted));
        sheet.hang(&margin, Role::Ok, &note);
    }
    let commands = [
        (Word::Command, &step.command),
        (Word::Undo, &step.rollback),
        (Word::Check, &step.check),
    ];
    let label = |(name, _): &(Word, _)| draw.ink.width(word(lang, *name));
    let width = commands.iter().map(label).max().unwrap_or(0) + 2;
    for (name, lines) in commands {
        if let Some(lines) = lines {
            let name = format!("{margin}{}", word(lang, name));
            let first = draw.ink.cell(vec![draw.ink.muted(&name)], INDENT + width);
            sheet.code(first, &lines.to_text());
        }
    }
}
