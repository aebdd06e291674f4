//! Values that an export lost: names of types stand in their place.

use std::collections::BTreeMap;

use super::connectors::JUDGED_LISTS;
use crate::evidence::loader::Loaded;
use crate::evidence::record::{ObjectClass, Record, Value};
use crate::evidence::{Note, NoteKind, SourceId};

/// Properties that are judged and come out as names of types in some forms.
const OTHERS: [&str; 5] = [
    "TlsSenderCertificateName",
    "TlsCertificateName",
    "RecipientStatus",
    "Recipients",
    "LastError",
];

/// Notes the judged properties that were lost, once for each file and class.
pub(super) fn note(loaded: &mut Loaded) {
    let mut lost: BTreeMap<(SourceId, ObjectClass), Vec<String>> = BTreeMap::new();
    for (source, record) in &loaded.objects {
        for name in names(record) {
            let names = lost.entry((*source, record.class)).or_default();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    for ((source, class), properties) in lost {
        if let Some(source) = loaded.sources.get_mut(source.0 as usize) {
            let kind = NoteKind::LostValues { class, properties };
            source.notes.push(Note::whole(kind));
        }
    }
}

fn names(record: &Record) -> impl Iterator<Item = &str> {
    let judged = |name: &str| {
        let mut all = JUDGED_LISTS.iter().chain(&OTHERS);
        all.any(|known| known.eq_ignore_ascii_case(name))
    };
    let lost = record.fields.iter().filter(|f| is_lost(&f.value));
    lost.map(|f| f.name.as_str())
        .filter(move |name| judged(name))
}

/// Whether a form lost the value, or items of it.
pub(super) fn is_lost(value: &Value) -> bool {
    match value {
        Value::Opaque => true,
        Value::List { items, .. } => items.iter().any(is_lost),
        _ => false,
    }
}
