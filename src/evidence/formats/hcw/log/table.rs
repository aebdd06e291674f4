//! Tables Name | Equals | Actual | Expected.

use super::Part;
use crate::evidence::excerpt;
use crate::evidence::formats::hcw::{ComparisonRow, ComparisonTable, Phase};
use crate::evidence::record::ObjectClass;

/// Rows that are kept of one table; real ones have a dozen.
const MAX_ROWS: usize = 200;

/// The tables that the lines of one entry hold.
pub(super) fn tables(parts: &[Part], phase: Option<Phase>) -> Vec<ComparisonTable> {
    let mut found: Vec<ComparisonTable> = Vec::new();
    let mut title: Option<&Part> = None;
    let mut open = false;
    for part in parts {
        let text = part.text.trim();
        if text.is_empty() {
            continue;
        }
        if is_rule(text) {
            open &= !text.starts_with('=');
            continue;
        }
        if is_header(text) {
            let named = title.take();
            let text = named.map_or("", |t| t.text.trim());
            found.push(ComparisonTable {
                phase,
                title: text.to_owned(),
                class: class_of(text),
                rows: Vec::new(),
                line: named.map_or(part.line, |t| t.line),
            });
            open = true;
            continue;
        }
        match found.last_mut().filter(|_| open) {
            Some(table) if table.rows.len() < MAX_ROWS => row(table, part),
            Some(_) => {}
            None => title = Some(part),
        }
    }
    found
}

/// A row; a line with fewer columns goes on with the last value of the row above.
fn row(table: &mut ComparisonTable, part: &Part) {
    let cells: Vec<&str> = part.text.splitn(4, '|').collect();
    if let [name, equals, actual, expected] = cells[..] {
        table.rows.push(ComparisonRow {
            name: name.trim().to_owned(),
            equals: match equals.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            actual: actual.trim().to_owned(),
            expected: expected.trim().to_owned(),
            line: part.line,
            excerpt: excerpt(&part.raw).to_owned(),
        });
    } else if let Some(above) = table.rows.last_mut() {
        above.expected.push_str(part.text.trim_end());
    }
}

fn is_rule(text: &str) -> bool {
    text.len() >= 10 && (text.bytes().all(|b| b == b'=') || text.bytes().all(|b| b == b'-'))
}

fn is_header(text: &str) -> bool {
    let names: Vec<String> = text
        .split('|')
        .map(|n| n.trim().to_ascii_lowercase())
        .collect();
    names == ["name", "equals", "actual", "expected"]
}

/// `Standard Inbound Connector` and the like.
fn class_of(title: &str) -> Option<ObjectClass> {
    const TITLES: [(&str, ObjectClass); 4] = [
        ("inbound connector", ObjectClass::InboundConnector),
        ("outbound connector", ObjectClass::OutboundConnector),
        ("send connector", ObjectClass::SendConnector),
        ("receive connector", ObjectClass::ReceiveConnector),
    ];
    let title = title.to_ascii_lowercase();
    let named = TITLES.iter().find(|(words, _)| title.contains(words));
    named.map(|&(_, class)| class)
}
