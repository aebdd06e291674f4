//! The search across all evidence: the text, how far it has come, and the hits.

use std::ops::Range;

use super::{Draw, input};
use crate::i18n::title;
use crate::i18n::wizard::{ViewWord as V, looked_through, nth_of, sessions_count, view_word};
use crate::terminal::{Role, sanitise};
use crate::tui::ink::Part;
use crate::tui::sheet::{Sheet, Shown, lifted};
use crate::wizard::{Hit, Overlay, Place, SearchView};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Search(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let mut head = draw.sheet();
    write_head(draw, &mut head, view);
    let [above, below] = draw.split(head.height());
    let top = head.draw(above, draw.buf, None);
    let room = usize::from(below.height);
    let mut list = draw.sheet();
    let from = view.top_within(room);
    for at in from..view.hits.len().min(from + room) {
        if let Some(hit) = view.hits.get(at) {
            list.row_begins(at, at == view.row && !view.typing);
            one(draw, &mut list, view, (at == view.row && !view.typing, hit));
        }
    }
    let hits = list.draw(below, draw.buf, Some(0)).hits;
    Shown {
        page: room,
        most: 0,
        hits,
        ..top
    }
}

fn write_head(draw: &Draw, sheet: &mut Sheet, view: &SearchView) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    sheet.heading(view_word(lang, V::Search));
    input::draw(
        sheet,
        &view.line,
        &[],
        view.typing,
        view_word(lang, V::SearchWhat),
    );
    let said = match view.searched {
        None => view_word(lang, V::SearchHow).to_owned(),
        Some(searched) => {
            let mut said = match view.hits.len() {
                0 if searched.done => view_word(lang, V::NoHits).to_owned(),
                hits => nth_of(lang, (view.row + 1).min(hits), hits),
            };
            if searched.more {
                said = format!("{said}  {}", view_word(lang, V::MoreHits));
            }
            match searched.done {
                true => said,
                false => {
                    let far = looked_through(lang, searched.files, searched.of, searched.bytes);
                    format!("{said}  {far}")
                }
            }
        }
    };
    sheet.row(vec![ink.muted(&said)]);
    sheet.blank();
}

fn one(draw: &Draw, sheet: &mut Sheet, view: &SearchView, (here, hit): (bool, &Hit)) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let plain = lifted(Role::Plain, here);
    let kind = match hit {
        Hit::Finding(_) => V::Finding,
        Hit::Certificate(..) => V::Certificate,
        Hit::Object(..) => V::Object,
        Hit::Sessions(..) => V::Sessions,
        Hit::Line(_) => V::Line,
    };
    let mut parts = vec![sheet.cursor(here)];
    let kind = view_word(lang, kind).to_lowercase();
    parts.extend(ink.cell(vec![ink.muted(&kind)], KIND));
    parts.push(ink.plain("  "));
    match hit {
        Hit::Finding(code) => {
            let findings = &view.held.diagnosis.findings;
            let finding = findings.iter().find(|f| f.code == *code);
            let title = finding.map_or_else(String::new, |f| title(lang, f));
            parts.push(ink.part(plain, &format!("{code}  {title}")));
        }
        Hit::Certificate(thumbprint, name) => {
            parts.push(ink.part(plain, name));
            parts.push(ink.muted(&format!("  {thumbprint}")));
        }
        Hit::Object(name, place) => {
            parts.push(ink.part(plain, name));
            parts.push(ink.muted(&format!("  {}:{}", place.path, place.line)));
        }
        Hit::Sessions(name, count) => {
            parts.push(ink.part(plain, name));
            if *count > 0 {
                let count = sessions_count(lang, *count as u64);
                parts.push(ink.muted(&format!("  {count}")));
            }
        }
        Hit::Line(place) => parts.extend(line(draw, view, place, plain)),
    }
    sheet.row(parts);
}

/// Columns of the kind of a hit.
const KIND: usize = 14;

/// Where a line stands, and the part of it around the text.
fn line(draw: &Draw, view: &SearchView, place: &Place, role: Role) -> Vec<Part> {
    let ink = draw.ink;
    let room = usize::from(draw.area.width).saturating_sub(KIND + 4);
    let wide = room * 2 / 5;
    let mut parts = ink.cell(at(draw, place, wide), wide);
    parts.push(ink.plain("  "));
    let text = around(&place.excerpt, &view.text, room - wide);
    if text.len() < place.excerpt.len() {
        parts.push(ink.muted(ink.glyphs().ellipsis));
    }
    let found = found_at(text, &view.text);
    let [before, found, after] = [
        &text[..found.start],
        &text[found.clone()],
        &text[found.end..],
    ];
    parts.extend([
        ink.part(role, before),
        ink.part(Role::Accent, found),
        ink.part(role, after),
    ]);
    parts
}

/// The path and the line: where it is cut, the first folder, which tells servers apart,
/// and the end.
fn at(draw: &Draw, place: &Place, room: usize) -> Vec<Part> {
    let ink = draw.ink;
    let whole = format!("{}:{}", place.path, place.line);
    let (first, rest) = match whole.split_once('/') {
        Some((first, rest)) if ink.width(&sanitise(first)) < room / 2 => {
            (format!("{first}/"), rest)
        }
        _ => (String::new(), whole.as_str()),
    };
    let first = ink.part(Role::Muted, &first);
    let room = room.saturating_sub(ink.columns(std::slice::from_ref(&first)));
    vec![first, ink.clean(Role::Muted, end_of(draw, rest, room))]
}

/// As much of the end as there is room for.
fn end_of(draw: &Draw, text: &str, room: usize) -> String {
    let text = sanitise(text);
    if draw.ink.width(&text) <= room {
        return text.into_owned();
    }
    let mark = draw.ink.glyphs().ellipsis;
    let room = room.saturating_sub(draw.ink.width(mark));
    let mut ends = text.char_indices().map(|(at, _)| &text[at..]);
    let end = ends.find(|end| draw.ink.width(end) <= room);
    format!("{mark}{}", end.unwrap_or_default())
}

/// Where the text stands first; nowhere is an empty range.
fn found_at(line: &str, wanted: &str) -> Range<usize> {
    let at = line.to_ascii_lowercase().find(&wanted.to_ascii_lowercase());
    at.map_or(0..0, |at| at..at + wanted.len())
}

/// The text from so far before the first hit that the hit is seen.
fn around<'t>(line: &'t str, wanted: &str, room: usize) -> &'t str {
    let at = found_at(line, wanted).start;
    let wide = room.saturating_sub(wanted.chars().count()) / 2;
    let before = line.get(..at).unwrap_or_default();
    match before.chars().count() > wide {
        true => {
            let start = before.char_indices().rev().nth(wide / 2);
            start.map_or(line, |(start, _)| line.get(start..).unwrap_or(line))
        }
        false => line,
    }
}
