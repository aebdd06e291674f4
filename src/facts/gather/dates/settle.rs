//! Ambiguous dates of a file whose other dates tell the order of day and month.

use std::collections::BTreeMap;

use super::{BadDate, JUDGED_DATES, Order, SEEN_DATES, moment, moment_in, order_of};
use crate::evidence::loader::Loaded;
use crate::evidence::record::{Field, Record, Value};
use crate::evidence::{Note, NoteKind, SourceId};

/// What one file's dates prove.
struct Proof {
    order: Order,
    text: String,
    line: u64,
    /// Another date proves the contrary: nothing is settled.
    contradicted: bool,
}

/// Rewrites judged dates that could be read two ways where the file settles it,
/// and says so once a file.
pub(in crate::facts::gather) fn settle(loaded: &mut Loaded) {
    let proofs = proofs(loaded);
    let mut told: BTreeMap<SourceId, Note> = BTreeMap::new();
    for (source, record) in &mut loaded.objects {
        let Some(proof) = proofs.get(source).filter(|p| !p.contradicted) else {
            continue;
        };
        for field in record.fields.iter_mut().filter(|f| is_judged(f)) {
            let Value::Text(text) = &field.value else {
                continue;
            };
            if moment(text) != Err(BadDate::Ambiguous) {
                continue;
            }
            let Ok(read) = moment_in(text, proof.order) else {
                continue;
            };
            field.value = Value::Text(read.time.strftime("%Y-%m-%dT%H:%M:%S").to_string());
            let kind = NoteKind::DateOrder {
                day_first: proof.order == Order::DayFirst,
                text: proof.text.clone(),
            };
            told.entry(*source).or_insert(Note::at(proof.line, kind));
        }
    }
    for (source, note) in told {
        if let Some(source) = loaded.sources.get_mut(source.0 as usize) {
            source.notes.push(note);
        }
    }
}

fn is_judged(field: &Field) -> bool {
    let mut read = JUDGED_DATES.iter().chain(&SEEN_DATES);
    read.any(|name| name.eq_ignore_ascii_case(&field.name))
}

fn proofs(loaded: &Loaded) -> BTreeMap<SourceId, Proof> {
    let mut proofs: BTreeMap<SourceId, Proof> = BTreeMap::new();
    for (source, record) in &loaded.objects {
        for (order, text, line) in orders(record) {
            let proof = proofs.entry(*source).or_insert_with(|| Proof {
                order,
                text: text.to_owned(),
                line,
                contradicted: false,
            });
            proof.contradicted |= proof.order != order;
        }
    }
    proofs
}

fn orders(record: &Record) -> impl Iterator<Item = (Order, &str, u64)> {
    record.fields.iter().filter_map(|field| match &field.value {
        Value::Text(text) => Some((order_of(text)?, text.as_str(), field.line)),
        _ => None,
    })
}
