//! All certificates of the evidence: name, thumbprint, how long still, and who has it.

use super::Draw;
use crate::facts::Certificate;
use crate::i18n::wizard::{ViewWord as V, view_word};
use crate::report::certificate::{validity, whose};
use crate::terminal::Role;
use crate::tui::sheet::{CURSOR, Shown, lifted};
use crate::wizard::{CertificatesView, Overlay};

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;

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
    let room = usize::from(draw.area.height).saturating_sub(sheet.height());
    let top = view.top_within(room);
    let seen = view.thumbprints.iter().enumerate().skip(top).take(room);
    for (nth, thumbprint) in seen {
        let certificate = view.held.gathered.facts.certificates.get(thumbprint);
        if let Some(certificate) = certificate {
            sheet.row_begins(nth, nth == view.row);
            let mut parts = vec![sheet.cursor(nth == view.row)];
            for ((role, text), width) in cells(draw, view, certificate, nth == view.row) {
                parts.extend(ink.cell(vec![ink.part(role, &text)], width));
                parts.push(ink.plain("  "));
            }
            sheet.row(parts);
        }
    }
    let shown = draw.show(&sheet, Some(0));
    Shown {
        page: room,
        most: 0,
        ..shown
    }
}

/// The cells of a row with their widths.
fn cells(
    draw: &Draw,
    view: &CertificatesView,
    certificate: &Certificate,
    selected: bool,
) -> [((Role, String), usize); 4] {
    let (lang, zone) = (draw.model.lang, &draw.model.zone);
    let facts = &view.held.gathered.facts;
    let plain = lifted(Role::Plain, selected);
    let rest = usize::from(draw.area.width).saturating_sub(CURSOR + DIGITS + 26 + 4 * 2);
    let thumbprint = certificate.thumbprint.chars().take(DIGITS).collect();
    let (role, text) = validity(lang, zone, facts, certificate);
    let validity = match role {
        Role::Plain => (plain, text),
        role => (role, text),
    };
    let whose = whose(lang, facts, certificate);
    let name = rest / 2;
    [
        ((plain, certificate.display_name()), name),
        ((Role::Muted, thumbprint), DIGITS),
        (validity, 26),
        ((lifted(Role::Muted, selected), whose), rest - name),
    ]
}
