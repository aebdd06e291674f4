//! Sent, configured, expected: both sides of every row with a mark between.

use super::page::{INDENT, Lead, Page, Piece};
use super::{TextInput, values, words};
use crate::diagnosis::{Comparison, RowStatus};
use crate::i18n::words::{Heading, comparison_row, heading};
use crate::i18n::{row_reason, text};
use crate::terminal::{Role, sanitise};

/// Blanks between label and values.
const GAP: usize = 2;
/// Below this a column of values tears every name.
const MIN_VALUE: usize = 16;

/// Columns of the table.
struct Layout {
    label: usize,
    left: usize,
    right: usize,
}

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    let rows = &report.diagnosis.comparison;
    page.heading(heading(lang, Heading::Comparison));
    let (rows, without): (Vec<&Comparison>, Vec<&Comparison>) = rows
        .iter()
        .partition(|row| row.on_premises.is_some() || row.cloud.is_some());
    let layout = layout(page, &rows);
    if !rows.is_empty() {
        let [left, right] = words::sides(lang);
        let head = vec![
            (Role::Plain, page.pad("", layout.label + GAP)),
            (Role::Muted, page.pad(left, layout.left)),
            (Role::Plain, " ".repeat(mark_columns(page) + 2)),
            (Role::Muted, right.to_owned()),
        ];
        page.line(INDENT, &head);
    }
    for row in &rows {
        write_row(page, &layout, row);
        if let Some(dated) = values::as_of(report, row) {
            page.prose(INDENT + layout.label + GAP, Role::Muted, &dated);
        }
    }
    without_values(page, &without);
    let glyphs = [
        page.glyphs.same,
        page.glyphs.mismatch,
        page.glyphs.unknown,
        page.glyphs.neutral,
    ];
    let legend: Vec<String> = glyphs
        .iter()
        .zip(words::legend(lang))
        .map(|(glyph, word)| format!("{glyph} {word}"))
        .collect();
    page.prose(INDENT, Role::Muted, &legend.join("   "));
}

fn mark_columns(page: &Page) -> usize {
    page.columns(page.glyphs.mismatch)
}

/// The left column takes what it needs, the right one the rest; at worst half each.
fn layout(page: &Page, rows: &[&Comparison]) -> Layout {
    let labels = rows.iter().map(|row| label(page, row));
    let label = page.widest(labels);
    let used = INDENT + label + GAP + mark_columns(page) + 2;
    let room = page.width.saturating_sub(used).max(2 * MIN_VALUE);
    let widest = |cloud: bool| {
        let items = rows.iter().flat_map(|row| values::items(row, cloud));
        let columns = items.map(|item| page.columns(&sanitise(item)));
        columns.max().unwrap_or(0).max(MIN_VALUE)
    };
    let half = room / 2;
    let left = match (widest(false), widest(true)) {
        (left, _) if left <= half => left,
        (left, right) if left + right <= room => left,
        (left, right) => left.min(room.saturating_sub(right)).max(half),
    };
    Layout {
        label,
        left,
        right: room.saturating_sub(left),
    }
}

fn label(page: &Page, row: &Comparison) -> &'static str {
    comparison_row(page.lang, row.id.code()).unwrap_or_default()
}

fn write_row(page: &mut Page, layout: &Layout, row: &Comparison) {
    let reason = row_reason(page.lang, row.reason);
    let spans = values::marked(row);
    let (sent, expected) = match &spans {
        Some((sent, expected)) => (Some(&sent[..]), Some(&expected[..])),
        None => (None, None),
    };
    let left = values::lines(
        page,
        &values::items(row, false),
        sent,
        row.status,
        layout.left,
    );
    let mut right = values::lines(
        page,
        &values::items(row, true),
        expected,
        row.status,
        layout.right,
    );
    // With nothing on the other side, the reason is what there is to say.
    let beside = right.is_empty();
    if beside {
        let lines = page.lines(reason, layout.right).into_iter();
        right = lines.map(|line| vec![(Role::Muted, line)]).collect();
    }
    let (role, mark) = mark(page, row, beside || left.is_empty());
    for nth in 0..left.len().max(right.len()).max(1) {
        let first = nth == 0;
        let name = if first { label(page, row) } else { "" };
        let mark = if first { mark } else { "" };
        let mut pieces = vec![(Role::Plain, page.pad(name, layout.label + GAP))];
        pieces.extend(filled(page, left.get(nth), layout.left));
        let mark = page.pad(mark, mark_columns(page));
        pieces.extend([
            (Role::Plain, " ".to_owned()),
            (role, mark),
            (Role::Plain, " ".to_owned()),
        ]);
        pieces.extend(right.get(nth).cloned().unwrap_or_default());
        page.line(INDENT, &pieces);
    }
    if !beside && row.status != RowStatus::Match {
        let role = match row.status {
            RowStatus::Mismatch => Role::Danger,
            _ => Role::Muted,
        };
        page.prose(INDENT + layout.label + GAP, role, reason);
    }
}

/// Rows of which neither side is known or needed: their reasons, each once.
fn without_values(page: &mut Page, rows: &[&Comparison]) {
    let mut groups: Vec<(&Comparison, Vec<&str>)> = Vec::new();
    for row in rows {
        let name = label(page, row);
        let same = |(first, _): &&mut (&Comparison, _)| {
            (first.status, first.reason) == (row.status, row.reason)
        };
        match groups.iter_mut().find(same) {
            Some((_, names)) => names.push(name),
            None => groups.push((row, vec![name])),
        }
    }
    let comma = text!(page.lang, ", ", "、");
    for (row, names) in groups {
        let (role, mark) = mark(page, row, true);
        let lead = Lead {
            indent: INDENT,
            parts: vec![(role, page.pad(mark, mark_columns(page) + 1))],
        };
        let reason = row_reason(page.lang, row.reason);
        let said = format!("{}: {reason}", names.join(comma));
        page.entry(&lead, Role::Muted, &said);
    }
}

/// A line of a cell with blanks up to the width of its column.
fn filled(page: &Page, line: Option<&Vec<Piece>>, columns: usize) -> Vec<Piece> {
    let mut pieces = line.cloned().unwrap_or_default();
    let used: usize = pieces.iter().map(|(_, text)| page.columns(text)).sum();
    pieces.push((Role::Plain, " ".repeat(columns.saturating_sub(used))));
    pieces
}

fn mark(page: &Page, row: &Comparison, one_sided: bool) -> (Role, &'static str) {
    match row.status {
        RowStatus::Match if one_sided => (Role::Ok, page.glyphs.ok),
        RowStatus::Match => (Role::Ok, page.glyphs.same),
        RowStatus::Mismatch => (Role::Danger, page.glyphs.mismatch),
        RowStatus::Unknown => (Role::Warning, page.glyphs.unknown),
        RowStatus::NotApplicable => (Role::Muted, page.glyphs.neutral),
    }
}
