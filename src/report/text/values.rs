//! The two sides of a row: items one below the other, the break marked in the
//! characters, also without colour.

use super::page::{Page, Piece};
use super::{TextInput, words};
use crate::diagnosis::{Cell, Comparison, RowId, RowStatus};
use crate::i18n::words::as_of as on_day;
use crate::i18n::{say, short, text};
use crate::terminal::{Case, Role, Span, differences, sanitise};

/// Items of a list that are shown.
const MAX_ITEMS: usize = 6;
/// Items of a list in a row that matches.
const MAX_MATCHING: usize = 2;

/// Lines that one item may take; the whole of it is in the evidence.
const MAX_LINES: usize = 5;

/// The items of one side (raw).
pub(in crate::report) fn items(row: &Comparison, cloud: bool) -> Vec<&str> {
    let cell = if cloud { &row.cloud } else { &row.on_premises };
    let Some(cell) = cell else {
        return Vec::new();
    };
    if !is_list(row.id, cloud) {
        return vec![cell.value.as_str()];
    }
    let mut items: Vec<&str> = cell.value.split(", ").collect();
    if cloud {
        // The accepted domains that the other side rests on before the rest.
        let other = row.on_premises.as_ref().map_or("", |c| c.value.as_str());
        let counts = |domain: &&str| other.split(", ").any(|value| is_within(value, domain));
        items.sort_by_key(|domain| !counts(domain));
    }
    items
}

/// Of which day the values of a row are, where they are from a run of HCW.
pub(in crate::report) fn as_of(report: &TextInput, row: &Comparison) -> Option<String> {
    let lang = report.lang;
    let day = |cell: &Option<Cell>| {
        let place = cell.as_ref()?.locations.first()?;
        report.sources.get(place.source.0 as usize)?.run_date()
    };
    // HCW's own row names its run beside the value.
    let own = row.id == RowId::HcwCertificate;
    let days = [day(&row.on_premises).filter(|_| !own), day(&row.cloud)];
    if let [Some(left), Some(right)] = days
        && left == right
    {
        return Some(on_day(lang, left));
    }
    let named = |(side, day): (&str, Option<jiff::civil::Date>)| {
        let day = on_day(lang, day?);
        Some(say!(lang, "{side} {day}", "{side}は {day}"))
    };
    let named: Vec<String> = words::sides(lang)
        .into_iter()
        .zip(days)
        .filter_map(named)
        .collect();
    (!named.is_empty()).then(|| named.join(text!(lang, ", ", "、")))
}

/// Whether `name` is `domain` or lies below it.
fn is_within(name: &str, domain: &str) -> bool {
    let above = name.strip_suffix(domain);
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// Whether that side holds a list, and not a distinguished name with commas.
fn is_list(id: RowId, cloud: bool) -> bool {
    match id {
        RowId::CertificateName => !cloud,
        RowId::EgressIp => cloud,
        RowId::ConnectorDomains
        | RowId::OrganizationCertificateDomain
        | RowId::OrganizationSenderDomain => true,
        _ => false,
    }
}

/// Both sides as spans, where one value stands against one expected value.
pub(in crate::report) fn marked(row: &Comparison) -> Option<(Vec<Span<'_>>, Vec<Span<'_>>)> {
    let comparable = matches!(row.id, RowId::CertificateName | RowId::EgressIp);
    if row.status != RowStatus::Mismatch || !comparable {
        return None;
    }
    let expected = match items(row, true)[..] {
        [only] => only,
        _ => return None,
    };
    let sent = items(row, false).first().copied()?;
    let (sent, expected) = differences(sent, expected, Case::Ignore);
    // With nothing in common a mark under everything shows nothing.
    sent.iter()
        .any(|span| span.same)
        .then_some((sent, expected))
}

/// Spans as pieces of a line.
pub(super) fn pieces(spans: &[Span]) -> Vec<Piece> {
    let role = |span: &Span| if span.same { Role::Plain } else { Role::Danger };
    spans
        .iter()
        .map(|span| (role(span), sanitise(span.text).into_owned()))
        .collect()
}

/// A line of carets under what differs; `None` when nothing does.
fn carets(page: &Page, spans: &[Span]) -> Option<Vec<Piece>> {
    if spans.iter().all(|span| span.same) {
        return None;
    }
    let under = |span: &Span| {
        let columns = page.columns(&sanitise(span.text));
        let mark = if span.same { " " } else { "^" };
        (Role::Danger, mark.repeat(columns))
    };
    Some(spans.iter().map(under).collect())
}

/// One side in lines of at most `room` columns.
pub(super) fn lines(
    page: &Page,
    items: &[&str],
    spans: Option<&[Span]>,
    status: RowStatus,
    room: usize,
) -> Vec<Vec<Piece>> {
    let max = match status {
        RowStatus::Match => MAX_MATCHING,
        _ => MAX_ITEMS,
    };
    let mut lines = Vec::new();
    for (nth, item) in items.iter().take(max).enumerate() {
        let marked = spans
            .filter(|_| nth == 0)
            .map(|spans| (spans, pieces(spans)));
        let fits = |pieces: &[Piece]| {
            let columns: usize = pieces.iter().map(|(_, text)| page.columns(text)).sum();
            columns <= room
        };
        match marked {
            Some((spans, pieces)) if fits(&pieces) => {
                lines.push(pieces);
                lines.extend(carets(page, spans));
            }
            _ => {
                let item = short(item, MAX_LINES * room);
                let plain = page.lines(&item, room).into_iter();
                lines.extend(plain.map(|line| vec![(Role::Plain, line)]));
            }
        }
    }
    let more = items.len().saturating_sub(max);
    if more > 0 {
        lines.push(vec![(Role::Muted, words::more(page.lang, more))]);
    }
    lines
}
