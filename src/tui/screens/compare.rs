//! Step 3: sent, configured, expected side by side. The eye should land on the
//! break: it is the only coloured row, its characters are marked, and below the
//! table stand both values whole with the lines that prove them.

use ratatui::layout::Rect;

use super::Draw;
use crate::attribution::Status;
use crate::diagnosis::{Cell, Comparison, RowId, RowStatus};
use crate::evidence::Side;
use crate::i18n::wizard::{Word, rows_shown, word};
use crate::i18n::{connector_reason, connector_reason_short, organization_reason, words};
use crate::i18n::{row_reason, row_reason_short};
use crate::terminal::Role;
use crate::tui::ink::Part;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::{Analysis, CompareRow};

/// Rows of the table that are kept at least.
const ROWS: usize = 6;

pub(super) fn draw(draw: &mut Draw, analysis: &Analysis) -> Shown {
    let rows = draw.model.compare_rows();
    let selected = draw.model.compare.0.row;
    let top = verdict(draw, analysis);
    // The two conditions are always seen, whichever rows are.
    let is_row = |row: &&CompareRow| matches!(row, CompareRow::Row(_));
    let (values, conditions) = rows.split_at(rows.iter().take_while(is_row).count());
    let below_values = selected.checked_sub(values.len());
    let table = rows_of(draw, analysis, values, Some(selected));
    let conditions = rows_of(draw, analysis, conditions, below_values);
    let height = usize::from(draw.area.height);
    let fixed = top.height() + conditions.height() + 2;
    let rest = height.saturating_sub(fixed);
    let roomy = table.height() + ROOMY <= rest;
    let air = usize::from(roomy);
    let details = details(draw, analysis, rows.get(selected), roomy);
    let least = ROWS.min(table.height());
    let for_table = table
        .height()
        .min(rest.saturating_sub(details.height()).max(least));
    let mut y = draw.area.y;
    let mut part = |height: usize| {
        let height = u16::try_from(height).unwrap_or(u16::MAX);
        let whole = draw.area;
        let area = Rect { y, height, ..whole }.intersection(whole);
        y = y.saturating_add(height);
        area
    };
    let heights = [
        top.height() + air,
        1,
        for_table + air,
        conditions.height() + air,
        1 + air,
        usize::MAX,
    ];
    let [above, names, middle, under, gap, below] = heights.map(&mut part);
    top.draw(above, draw.buf, None);
    let seen = table.draw_window(middle, draw.buf);
    columns(draw, analysis).draw(names, draw.buf, None);
    conditions.draw(under, draw.buf, None);
    rule(draw, &seen, table.height()).draw(gap, draw.buf, None);
    details.draw(below, draw.buf, Some(0));
    Shown {
        hits: table.hits(middle, seen.start, seen.len()),
        page: for_table.max(1),
        ..Shown::default()
    }
}

/// Lines below the table from which on there is room for more than the values,
/// and for blank lines.
const ROOMY: usize = 13;

/// What is expected of relay, and the first cause.
fn verdict<'m>(draw: &Draw<'m, '_>, analysis: &Analysis) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let (role, verdict) = draw.verdict(analysis);
    sheet.say(role, &verdict);
    sheet
}

/// The names of the two sides.
fn columns<'m>(draw: &Draw<'m, '_>, analysis: &Analysis) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let widths = Widths::of(draw, analysis);
    let ink = draw.ink;
    let lang = draw.model.lang;
    let mut parts = ink.cell(Vec::new(), CURSOR + widths.label + GAP);
    let (left, right) = (
        word(lang, Word::OnPremises),
        word(lang, Word::ExchangeOnline),
    );
    parts.extend(ink.cell(vec![ink.muted(left)], widths.value + MARK));
    parts.push(ink.muted(right));
    sheet.row(parts);
    sheet
}

/// A line below the table; it tells which rows are seen when not all are.
fn rule<'m>(draw: &Draw<'m, '_>, seen: &std::ops::Range<usize>, all: usize) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let said = match seen.len() < all {
        true => format!(
            " {} ",
            rows_shown(draw.model.lang, seen.start + 1, seen.end, all)
        ),
        false => String::new(),
    };
    let ink = draw.ink;
    let width = sheet.width.saturating_sub(ink.width(&said) + 2);
    let line = |columns| ink.glyphs().rule(columns, ink.theme.ambiguous);
    sheet.row(vec![
        ink.clean(Role::Muted, line(2)),
        ink.muted(&said),
        ink.clean(Role::Muted, line(width)),
    ]);
    sheet
}

/// Columns between label and values.
const GAP: usize = 2;
/// Columns of the mark between the values, blanks included.
const MARK: usize = 5;

/// Columns of the table.
#[derive(Clone, Copy)]
struct Widths {
    /// Of a whole row behind the cursor.
    row: usize,
    label: usize,
    value: usize,
}

impl Widths {
    fn of(draw: &Draw, analysis: &Analysis) -> Self {
        let lang = draw.model.lang;
        let rows = analysis.diagnosis.comparison.iter();
        let labels = rows.map(|r| label(draw, r));
        let conditions = [Word::ConditionA, Word::ConditionB].map(|w| word(lang, w));
        let all = labels.chain(conditions);
        let label = all.map(|l| draw.ink.width(l)).max().unwrap_or(0);
        let row = usize::from(draw.area.width).saturating_sub(CURSOR);
        Self {
            row,
            label,
            value: row.saturating_sub(label + GAP + MARK) / 2,
        }
    }
}

fn label(draw: &Draw, row: &Comparison) -> &'static str {
    words::comparison_row(draw.model.lang, row.id.code()).unwrap_or_default()
}

fn rows_of<'m>(
    draw: &Draw<'m, '_>,
    analysis: &Analysis,
    rows: &[CompareRow],
    selected: Option<usize>,
) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let widths = Widths::of(draw, analysis);
    for (nth, row) in rows.iter().enumerate() {
        let here = Some(nth) == selected;
        let start = sheet.height();
        sheet.row_begins(nth, here);
        let mut parts = vec![sheet.cursor(here)];
        parts.extend(match row {
            CompareRow::Row(index) => match analysis.diagnosis.comparison.get(*index) {
                Some(row) => compared(draw, row, widths, here),
                None => continue,
            },
            CompareRow::Organization | CompareRow::Connector => {
                condition(draw, analysis, *row, widths, here)
            }
        });
        sheet.row(parts);
        if here {
            sheet.focus_from(start);
        }
    }
    sheet
}

fn compared(draw: &Draw, row: &Comparison, widths: Widths, here: bool) -> Vec<Part> {
    let ink = draw.ink;
    let (role, mark) = look(draw, row.status);
    let named = ink.part(lifted(label_role(role), here), label(draw, row));
    let mut parts = ink.cell(vec![named], widths.label + GAP);
    let (mut left, mut right) = values(draw, row);
    // Where there is no value on a side, what was found instead.
    let instead = || {
        let whole = ink.muted(row_reason(draw.model.lang, row.reason));
        match ink.columns(std::slice::from_ref(&whole)) <= widths.value {
            true => vec![whole],
            false => vec![ink.muted(row_reason_short(draw.model.lang, row.reason))],
        }
    };
    match (row.status, &row.on_premises, &row.cloud) {
        (RowStatus::NotApplicable, ..) => {}
        (RowStatus::Mismatch | RowStatus::Unknown, None, Some(_)) => left = instead(),
        (_, _, None) => right = instead(),
        _ => {}
    }
    parts.extend(ink.cell(left, widths.value));
    parts.extend(ink.cell(vec![ink.plain("  "), ink.clean(role, mark)], MARK));
    parts.extend(right);
    parts
}

/// Only the break is coloured; the rest is plain text.
fn label_role(role: Role) -> Role {
    match role {
        Role::Danger => Role::Danger,
        _ => Role::Plain,
    }
}

fn look(draw: &Draw, status: RowStatus) -> (Role, &'static str) {
    let glyphs = draw.ink.glyphs();
    match status {
        RowStatus::Match => (Role::Ok, glyphs.ok),
        RowStatus::Mismatch => (Role::Danger, glyphs.mismatch),
        RowStatus::Unknown => (Role::Warning, glyphs.unknown),
        RowStatus::NotApplicable => (Role::Muted, glyphs.neutral),
    }
}

/// Both values, marked where they differ when they should not: names in their
/// characters; of what must be in a list, those that are not.
fn values(draw: &Draw, row: &Comparison) -> (Vec<Part>, Vec<Part>) {
    let ink = draw.ink;
    let plain = |cell: &Option<Cell>| match cell {
        Some(cell) => vec![ink.plain(&cell.value)],
        None => vec![ink.muted(ink.glyphs().neutral)],
    };
    match (row.status, &row.on_premises, &row.cloud) {
        (RowStatus::Mismatch, Some(a), Some(b)) => match row.id {
            RowId::CertificateName | RowId::HcwCertificate => ink.marked(&a.value, &b.value),
            _ => (ink.marked_unless_in(&a.value, &b.value), plain(&row.cloud)),
        },
        (_, a, b) => (plain(a), plain(b)),
    }
}

fn condition(
    draw: &Draw,
    analysis: &Analysis,
    row: CompareRow,
    widths: Widths,
    here: bool,
) -> Vec<Part> {
    let ink = draw.ink;
    let lang = draw.model.lang;
    let (name, status, reason) = judged(draw, analysis, row);
    let (role, mark) = look(draw, row_status(status));
    let named = ink.part(lifted(label_role(role), here), name);
    let mut parts = ink.cell(vec![named], widths.label + GAP);
    let said = format!("{mark} {}  ", words::status(lang, status));
    let room = widths
        .row
        .saturating_sub(ink.columns(&parts) + ink.width(&said));
    let reason = match row {
        CompareRow::Connector if ink.width(&reason) > room => {
            connector_reason_short(lang, &analysis.diagnosis.connector.1)
        }
        _ => reason,
    };
    parts.push(ink.part(role, &said));
    parts.push(ink.part(Role::Plain, &reason));
    parts
}

fn row_status(status: Status) -> RowStatus {
    match status {
        Status::Met => RowStatus::Match,
        Status::Broken => RowStatus::Mismatch,
        Status::Unknown => RowStatus::Unknown,
    }
}

fn judged(draw: &Draw, analysis: &Analysis, row: CompareRow) -> (&'static str, Status, String) {
    let lang = draw.model.lang;
    let diagnosis = &analysis.diagnosis;
    match row {
        CompareRow::Organization => {
            let (status, reason) = &diagnosis.organization;
            let name = word(lang, Word::ConditionA);
            (name, *status, organization_reason(lang, reason))
        }
        CompareRow::Connector | CompareRow::Row(_) => {
            let (status, reason) = &diagnosis.connector;
            let name = word(lang, Word::ConditionB);
            (name, *status, connector_reason(lang, reason))
        }
    }
}

/// Below the table: what is selected, whole.
fn details<'m>(
    draw: &Draw<'m, '_>,
    analysis: &Analysis,
    row: Option<&CompareRow>,
    roomy: bool,
) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let lang = draw.model.lang;
    match row {
        None => sheet.say(Role::Ok, word(lang, Word::NoDifferences)),
        Some(CompareRow::Row(index)) => {
            if let Some(row) = analysis.diagnosis.comparison.get(*index) {
                let text = row_reason(lang, row.reason);
                let status = words::row_status(lang, row_words(row.status));
                said(draw, &mut sheet, label(draw, row), row.status, status, text);
                sides(draw, &mut sheet, row, roomy);
            }
        }
        Some(condition) => {
            let (name, status, reason) = judged(draw, analysis, *condition);
            let words = words::status(lang, status);
            said(draw, &mut sheet, name, row_status(status), words, &reason);
        }
    }
    sheet
}

fn row_words(status: RowStatus) -> Option<Status> {
    match status {
        RowStatus::Match => Some(Status::Met),
        RowStatus::Mismatch => Some(Status::Broken),
        RowStatus::Unknown => Some(Status::Unknown),
        RowStatus::NotApplicable => None,
    }
}

fn said(draw: &Draw, sheet: &mut Sheet, name: &str, look_of: RowStatus, status: &str, text: &str) {
    let (role, mark) = look(draw, look_of);
    let ink = draw.ink;
    let first = vec![
        ink.part(Role::Heading, name),
        ink.part(role, &format!("  {mark} {status}: ")),
    ];
    sheet.hang_after(first, 2, Role::Plain, text);
}

/// Each side: its value whole, the marks below it, and where it was read. Without
/// room the marks are in the value alone, unless there are no colours.
fn sides(draw: &Draw, sheet: &mut Sheet, row: &Comparison, roomy: bool) {
    let lang = draw.model.lang;
    let (left, right) = values(draw, row);
    let sides = [
        (Side::OnPremises, &row.on_premises, left),
        (Side::Tenant, &row.cloud, right),
    ];
    let names = sides.each_ref().map(|(side, ..)| words::side(lang, *side));
    let indent = names.map(|n| draw.ink.width(n)).into_iter().max();
    let indent = indent.unwrap_or(0) + CURSOR + GAP;
    let both = row.on_premises.is_some() && row.cloud.is_some();
    let differ = both && row.status == RowStatus::Mismatch;
    for ((side, cell, parts), name) in sides.into_iter().zip(names) {
        let Some(cell) = cell else {
            continue;
        };
        let ink = draw.ink;
        let chosen = draw.model.compare_side == side;
        let named = vec![sheet.cursor(chosen), ink.part(Role::Muted, name)];
        let mut first = ink.cell(named, indent);
        let room = sheet.width.saturating_sub(indent);
        if differ && ink.columns(&parts) <= room {
            let carets = ink.carets(&parts);
            first.extend(parts);
            sheet.row(first);
            if carets.is_some() && (roomy || !ink.theme.in_colour()) {
                let mut below = sheet.margin(indent);
                below.extend(carets);
                sheet.row(below);
            }
        } else {
            sheet.hang_parts(first, Role::Plain, &cell.value);
        }
        if let Some(place) = cell.locations.first() {
            let mut at = sheet.margin(indent);
            at.push(draw.ending(place, sheet.width.saturating_sub(indent)));
            at.push(ink.muted("  "));
            at.push(ink.muted(place.excerpt.trim()));
            sheet.row(at);
        }
    }
}
