//! The lines of a source around the one that was asked for, which is marked.

use std::ops::Range;

use super::Draw;
use crate::i18n::comma;
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
    let about = ink.muted(&format!("  {}", about.join(comma(lang))));
    let path = ink.part(Role::Heading, &viewer.path);
    match ink.columns(&[path.clone(), about.clone()]) <= head.width {
        true => head.row(vec![path, about]),
        // A long path stands whole, and which line it is below it.
        false => {
            head.heading(&viewer.path);
            head.row(vec![about]);
        }
    }
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
    let folded = folded(viewer);
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
            let indent = ink.columns(&first);
            sheet.hang_clean(first, indent, Role::Heading, seen);
            continue;
        }
        let first = vec![
            sheet.cursor(false),
            ink.clean(Role::Muted, format!("{number:>digits$}  {mark}")),
        ];
        if folded.contains(&number) {
            let indent = ink.columns(&first);
            sheet.hang_clean(first, indent, Role::Heading, seen);
            continue;
        }
        sheet.row([first, vec![ink.clean(Role::Plain, seen)]].concat());
    }
    sheet
}

/// The lines on which what was read goes on: a reply in a bounce is often folded.
fn folded(viewer: &Viewer) -> Range<u64> {
    let dense = |text: &str| -> String { text.split_whitespace().collect() };
    let first = viewer.line.saturating_sub(viewer.first_line);
    let mut below = viewer
        .lines
        .iter()
        .skip(usize::try_from(first).unwrap_or(usize::MAX));
    let begins = below.next().map_or_else(String::new, |line| dense(line));
    let place = viewer.places.get(viewer.place);
    let excerpt = place.map_or_else(String::new, |place| dense(&place.excerpt));
    let none = viewer.line..viewer.line;
    if excerpt.is_empty() || begins.contains(&excerpt) {
        return none;
    }
    // As much of it as the first line ends with.
    let starts = begins.char_indices().map(|(at, _)| &begins[at..]);
    let Some(seen) = starts.into_iter().find(|end| excerpt.starts_with(end)) else {
        return none;
    };
    let mut rest = &excerpt[seen.len()..];
    let mut end = viewer.line + 1;
    for line in below.map(|line| dense(line)) {
        if rest.is_empty()
            || line.is_empty()
            || !(rest.starts_with(&line) || line.starts_with(rest))
        {
            break;
        }
        rest = rest.get(line.len()..).unwrap_or_default();
        end += 1;
    }
    viewer.line + 1..end
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
