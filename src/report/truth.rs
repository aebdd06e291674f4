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

/// Whether what the rules predict and what was answered differ (RD904).
pub fn disagrees(row: &Row) -> bool {
    match row.predicted {
        Status::Met => row.refused > 0,
        Status::Broken => row.accepted > 0,
        Status::Unknown => false,
    }
}

/// The cells of a row, raw, each with what it is.
pub fn cells(lang: Lang, glyphs: &Glyphs, row: &Row) -> [(Role, String); 9] {
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
        plain(relay(lang, row.predicted)),
        match disagrees(row) {
            true => (Role::Danger, format!("{answered} {}", glyphs.mismatch)),
            false => (Role::Plain, answered),
        },
    ]
}
