//! Step 3: each row as a sentence, both values whole, and in words where they part.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{numbered, proof, verdict};
use crate::attribution::Status;
use crate::diagnosis::{Cell, Comparison, RowId, RowStatus};
use crate::evidence::Side;
use crate::i18n::linear::{Line, differs, line, side_is};
use crate::i18n::wizard::{Word, word};
use crate::i18n::{Lang, connector_reason, organization_reason, row_reason, words};
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Analysis, CompareRow, Model};

pub(super) fn write(page: &mut Page, model: &Model, analysis: &Analysis) {
    verdict(page, model, analysis);
    page.blank();
    let rows = model.compare_rows();
    if rows.is_empty() {
        page.say(Role::Ok, line(model.lang, Line::Everything));
    }
    for (nth, row) in rows.iter().enumerate() {
        one(page, model, analysis, nth, *row);
    }
}

pub(super) fn row(page: &mut Page, model: &Model, analysis: &Analysis, row: usize) {
    let Some(which) = model.compare_rows().get(row).copied() else {
        return;
    };
    page.blank();
    one(page, model, analysis, row, which);
    let CompareRow::Row(index) = which else {
        return;
    };
    let Some(compared) = analysis.diagnosis.comparison.get(index) else {
        return;
    };
    let sides = [
        (Side::OnPremises, &compared.on_premises),
        (Side::Tenant, &compared.cloud),
    ];
    for (side, cell) in sides {
        for place in cell.iter().flat_map(|c| &c.locations) {
            page.below(Role::Plain, words::side(model.lang, side));
            proof(page, model, place);
        }
    }
}

fn one(page: &mut Page, model: &Model, analysis: &Analysis, nth: usize, row: CompareRow) {
    let lang = model.lang;
    let diagnosis = &analysis.diagnosis;
    let (name, status, reason) = match row {
        CompareRow::Row(index) => {
            if let Some(row) = diagnosis.comparison.get(index) {
                compared(page, lang, nth, row);
            }
            return;
        }
        CompareRow::Organization => {
            let (status, reason) = &diagnosis.organization;
            (Word::ConditionA, *status, organization_reason(lang, reason))
        }
        CompareRow::Connector => {
            let (status, reason) = &diagnosis.connector;
            (Word::ConditionB, *status, connector_reason(lang, reason))
        }
    };
    let name = word(lang, name);
    let text = format!("{name}: {}", words::status(lang, status));
    numbered(page, nth, role(Some(status)), &text);
    page.below(Role::Plain, &reason);
}

fn role(status: Option<Status>) -> Role {
    match status {
        Some(Status::Broken) => Role::Danger,
        Some(Status::Unknown) => Role::Warning,
        Some(Status::Met) | None => Role::Plain,
    }
}

fn compared(page: &mut Page, lang: Lang, nth: usize, row: &Comparison) {
    let label = words::comparison_row(lang, row.id.code()).unwrap_or_default();
    let status = match row.status {
        RowStatus::Match => Some(Status::Met),
        RowStatus::Mismatch => Some(Status::Broken),
        RowStatus::Unknown => Some(Status::Unknown),
        RowStatus::NotApplicable => None,
    };
    let said = words::row_status(lang, status);
    numbered(page, nth, role(status), &format!("{label}: {said}"));
    let sides = [
        (Side::OnPremises, &row.on_premises),
        (Side::Tenant, &row.cloud),
    ];
    for (side, cell) in sides {
        if let Some(cell) = cell {
            let side = words::side(lang, side);
            page.below(Role::Plain, &side_is(lang, side, &cell.value));
        }
    }
    if let Some(text) = part(lang, row) {
        page.below(Role::Danger, &text);
    }
    page.below(Role::Plain, row_reason(lang, row.reason));
}

/// Where two names part.
fn part(lang: Lang, row: &Comparison) -> Option<String> {
    let names = matches!(row.id, RowId::CertificateName | RowId::HcwCertificate);
    let is_break = row.status == RowStatus::Mismatch;
    let (Some(Cell { value: a, .. }), Some(Cell { value: b, .. })) = (&row.on_premises, &row.cloud)
    else {
        return None;
    };
    if !(names && is_break) {
        return None;
    }
    let (from, a, b) = nearest(a, b)?;
    Some(differs(lang, from, a, b))
}

/// Where the two names part that have most in common: a certificate has several.
fn nearest<'v>(a: &'v str, b: &'v str) -> Option<(usize, &'v str, &'v str)> {
    let pairs = a
        .split(", ")
        .flat_map(|a| b.split(", ").map(move |b| (a, b)));
    // The first of equals.
    let pairs = pairs.filter_map(|(a, b)| parted(a, b));
    pairs.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// The first letter, from 1, in which two names differ, and what is left of each.
fn parted<'v>(a: &'v str, b: &'v str) -> Option<(usize, &'v str, &'v str)> {
    let (mut left, mut right) = (a.grapheme_indices(true), b.grapheme_indices(true));
    let mut number = 1;
    loop {
        let (one, other) = (left.next(), right.next());
        match (one, other) {
            (None, None) => return None,
            (Some((_, one)), Some((_, other))) if one.eq_ignore_ascii_case(other) => number += 1,
            (one, other) => {
                let rest = |text: &'v str, at: Option<(usize, &str)>| {
                    at.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
                };
                return Some((number, rest(a, one), rest(b, other)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_part_at_the_first_letter_that_differs() {
        assert_eq!(parted("mail.contoso.com", "MAIL.contoso.com"), None);
        assert_eq!(
            parted("mail.contoso.com", "mail.contoso.org"),
            Some((14, "com", "org"))
        );
        assert_eq!(parted("mail", "mail2"), Some((5, "", "2")));
        assert_eq!(parted("か\u{3099}b", "か\u{3099}c"), Some((2, "b", "c")));
        assert_eq!(parted("", ""), None);
        assert_eq!(
            nearest("smtp.contoso.com, mail2.contoso.com", "mail.contoso.com"),
            Some((5, "2.contoso.com", ".contoso.com"))
        );
    }
}
