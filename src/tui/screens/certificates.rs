//! All certificates of the evidence: name, thumbprint, how long still, and who has it.

use super::Draw;
use crate::facts::{Certificate, Facts};
use crate::i18n::wizard::{ViewWord as V, view_word};
use crate::report::certificate::{validity, whose};
use crate::terminal::{Column, Overflow, Role};
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;
/// Lines for the selected name whole, where it is cut.
const WHOLE: usize = 2;
/// Name, thumbprint, how long still, who has it. A state that is cut is none: the name
/// gives way, by its middle.
const COLUMNS: [Column; 4] = [
    Column::left(Overflow::CutMiddle, 16),
    Column::left(Overflow::Keep, DIGITS),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::CutEnd, 8),
];

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Certificates(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let (lang, ink) = (draw.model.lang, draw.ink);
    let mut sheet = draw.sheet();
    sheet.row(vec![
        ink.part(Role::Heading, view_word(lang, V::Certificates)),
        ink.plain(&format!("  {}", view.thumbprints.len())),
    ]);
    sheet.blank();
    if view.thumbprints.is_empty() {
        sheet.say(Role::Plain, view_word(lang, V::NoCertificates));
        return draw.show(&sheet, None);
    }
    let room = usize::from(draw.area.height).saturating_sub(sheet.height() + WHOLE);
    let top = view.top_within(room);
    let facts = &view.held.gathered.facts;
    let seen = view.thumbprints.iter().skip(top).take(room);
    let rows: Vec<_> = seen
        .map(|thumbprint| facts.certificates.get(thumbprint))
        .map(|certificate| certificate.map_or_else(Vec::new, |c| cells(draw, facts, c)))
        .collect();
    let number = |nth: usize| Some(top + nth);
    let selected = view.row.checked_sub(top);
    sheet.part_of_list(&COLUMNS, &rows, number, selected, |_, _| {});
    let shown = draw.show(&sheet, Some(0));
    Shown {
        page: room,
        most: 0,
        ..shown
    }
}

fn cells(draw: &Draw, facts: &Facts, certificate: &Certificate) -> Vec<(Role, String)> {
    let (lang, zone) = (draw.model.lang, &draw.model.zone);
    let thumbprint = certificate.thumbprint.chars().take(DIGITS).collect();
    vec![
        (Role::Plain, certificate.display_name()),
        (Role::Muted, thumbprint),
        validity(lang, zone, facts, certificate),
        (Role::Muted, whose(lang, facts, certificate)),
    ]
}
