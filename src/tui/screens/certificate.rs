//! One certificate: what is on it, who uses it, and which inbound connectors it fits.

use super::Draw;
use crate::attribution::Status;
use crate::evidence::Location;
use crate::report::certificate::{Told, lines};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::Overlay;

/// Columns of a label.
const LABEL: usize = 20;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Certificate(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let facts = &view.held.gathered.facts;
    let mut sheet = draw.sheet();
    let Some(certificate) = facts.certificates.get(&view.thumbprint) else {
        return draw.show(&sheet, None);
    };
    sheet.heading(&certificate.display_name());
    sheet.blank();
    let (lang, zone) = (draw.model.lang, &draw.model.zone);
    for told in lines(lang, zone, facts, certificate, draw.ink.glyphs().arrow) {
        line(draw, &mut sheet, &told);
    }
    sheet.blank();
    for location in &certificate.locations {
        let text = at(draw, &view.held.gathered.sources, location);
        sheet.row(vec![draw.ink.ending(Role::Muted, &text, sheet.width)]);
    }
    draw.show(&sheet, Some(view.scroll))
}

fn at(draw: &Draw, sources: &[crate::evidence::Source], location: &Location) -> String {
    let source = sources.get(location.source.0 as usize);
    let path = source.map_or("?", |s| s.path.as_str());
    let quote = draw.ink.glyphs().quote;
    format!("{quote} {path}:{}", location.line)
}

fn line(draw: &Draw, sheet: &mut Sheet, told: &Told) {
    let ink = draw.ink;
    match told {
        Told::Heading(text) => {
            sheet.blank();
            sheet.heading(text);
        }
        Told::Field(label, role, value) => {
            let first = ink.cell(vec![ink.muted(label)], LABEL);
            sheet.hang_parts(first, *role, value);
        }
        Told::Say(text) => sheet.say(Role::Muted, text),
        Told::Fit(status, role, text) => {
            let glyphs = ink.glyphs();
            let mark = match status {
                Status::Met => glyphs.ok,
                Status::Broken => glyphs.mismatch,
                Status::Unknown => glyphs.unknown,
            };
            let first = vec![ink.part(*role, &format!("{mark} "))];
            sheet.hang_parts(first, Role::Plain, text);
        }
    }
}
