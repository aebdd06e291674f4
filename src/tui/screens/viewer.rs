//! The lines of a source around the one that was asked for, which is marked.

use super::Draw;
use crate::i18n::wizard::{Word, line_of, nth_of, word};
use crate::terminal::{Role, sanitise, truncate, width};
use crate::tui::sheet::Shown;
use crate::wizard::{Overlay, Viewer};
use unicode_segmentation::UnicodeSegmentation;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Source(viewer)) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let ink = draw.ink;
    let mut head = draw.sheet();
    let mut about = vec![line_of(lang, viewer.line)];
    if viewer.places.len() > 1 {
        about.push(nth_of(lang, viewer.place + 1, viewer.places.len()));
    }
    head.row(vec![
        ink.part(Role::Heading, &viewer.path),
        ink.muted(&format!("  {}", about.join(", "))),
    ]);
    head.blank();
    let [above, below] = draw.split(head.height());
    head.draw(above, draw.buf, None);
    let sheet = lines(draw, viewer);
    sheet.draw(below, draw.buf, Some(viewer.scroll))
}

fn lines<'m>(draw: &Draw<'m, '_>, viewer: &Viewer) -> crate::tui::sheet::Sheet<'m> {
    let ink = draw.ink;
    let mut sheet = draw.sheet();
    if viewer.arrived && viewer.lines.is_empty() {
        sheet.say(Role::Muted, word(draw.model.lang, Word::NoText));
    }
    let last = viewer.first_line.saturating_add(viewer.lines.len() as u64);
    let digits = last.to_string().len();
    for (number, text) in (viewer.first_line..).zip(&viewer.lines) {
        let here = number == viewer.line;
        let clean = sanitise(text);
        let seen = from_column(&clean, viewer.column);
        let mark = if viewer.column > 0 && !clean.is_empty() {
            ink.glyphs().ellipsis
        } else {
            ""
        };
        if here {
            let first = vec![
                sheet.cursor(true),
                ink.clean(Role::Muted, format!("{number:>digits$}  {mark}")),
            ];
            // The line that was asked for is shown whole.
            sheet.hang_parts(first, Role::Heading, seen);
            continue;
        }
        sheet.row(vec![
            sheet.cursor(false),
            ink.clean(Role::Muted, format!("{number:>digits$}  ")),
            ink.clean(Role::Muted, mark),
            ink.clean(Role::Plain, seen),
        ]);
    }
    sheet
}

/// The text from a column on, whole letters.
fn from_column(text: &str, column: usize) -> &str {
    let ambiguous = crate::terminal::Ambiguous::Narrow;
    if column == 0 {
        return text;
    }
    let before = truncate(text, column, "", ambiguous);
    let rest = text.get(before.len()..).unwrap_or_default();
    // A wide letter that lies across the edge is left out.
    match width(&before, ambiguous) < column {
        true => {
            let across = rest.graphemes(true).next().map_or(0, str::len);
            rest.get(across..).unwrap_or_default()
        }
        false => rest,
    }
}
