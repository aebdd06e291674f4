//! The rows of the truth table as they are shown, in the text and on the screen.

use crate::attribution::{Row, Status};
use crate::i18n::Lang;
use crate::i18n::words::{relay, truth};
use crate::terminal::{Column, Glyphs, Overflow, Role};

/// How the columns are laid out.
pub const COLUMNS: [Column; 9] = [
    Column::left(Overflow::CutMiddle, 6),
    Column::left(Overflow::CutMiddle, 10),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Keep, 0),
    Column::left(Overflow::Wrap, 10),
];

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;

/// The cells of a row, raw, each with what it is. `marked` where the answers were
/// given to the very values that the predictions are for: what differs stands out.
pub fn cells(lang: Lang, glyphs: &Glyphs, row: &Row, marked: bool) -> [(Role, String); 9] {
    let condition = |status: Status| {
        let (role, mark) = match status {
            Status::Met => (Role::Ok, glyphs.ok),
            Status::Broken => (Role::Danger, glyphs.mismatch),
            Status::Unknown => (Role::Warning, glyphs.unknown),
        };
        (role, mark.to_owned())
    };
    let sent = match &row.thumbprint {
        Some(thumbprint) => thumbprint.chars().take(DIGITS).collect(),
        None => truth::no_certificate(lang).to_owned(),
    };
    let plain = |text: &str| (Role::Plain, text.to_owned());
    let answered = truth::answered(lang, row.accepted, row.refused);
    [
        plain(&row.server),
        plain(&row.connector),
        plain(&sent),
        plain(truth::from(lang, row.sender_class)),
        plain(truth::to(lang, row.recipient_class)),
        condition(row.organization),
        condition(row.connector_condition),
        match marked && row.disagrees() {
            true => (Role::Danger, format!("{} !", relay(lang, row.predicted))),
            false => plain(relay(lang, row.predicted)),
        },
        plain(&answered),
    ]
}
