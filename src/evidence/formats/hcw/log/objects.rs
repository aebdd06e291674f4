//! The objects of both sides as the log shows them last: what was dumped, or what a
//! `New` or `Set` that finished wrote over that.

use std::collections::HashMap;

use crate::evidence::formats::hcw::Invocation;
use crate::evidence::record::{Field, ObjectClass, Record, Value};
use crate::evidence::{Side, classify};

/// Objects that are kept; a run shows some hundreds.
const MAX_OBJECTS: usize = 50_000;

/// What names an object, the surest first.
const NAMING: [&str; 5] = ["Guid", "Thumbprint", "Identity", "Name", "DomainName"];

/// Parameters that say how a cmdlet runs, not what it writes.
const NOT_PROPERTIES: [&str; 8] = [
    "Identity",
    "DomainController",
    "Confirm",
    "WhatIf",
    "Force",
    "ErrorAction",
    "WarningAction",
    "Verbose",
];

type Key = (Option<Side>, ObjectClass, String);

#[derive(Debug, Default)]
pub(super) struct Objects {
    records: Vec<Option<Record>>,
    by_name: HashMap<Key, usize>,
}

impl Objects {
    pub(super) fn into_records(self) -> Vec<Record> {
        self.records.into_iter().flatten().collect()
    }

    /// An object as it was shown: it replaces what was known of it.
    pub(super) fn put(&mut self, record: Record) {
        let names = names(&record);
        let known = names.iter().find_map(|n| self.by_name.get(n).copied());
        let at = known.unwrap_or(self.records.len());
        if at >= MAX_OBJECTS {
            return;
        }
        for name in names {
            self.by_name.insert(name, at);
        }
        match self.records.get_mut(at) {
            Some(place) => *place = Some(record),
            None => self.records.push(Some(record)),
        }
    }

    /// What a cmdlet that finished did to an object.
    pub(super) fn apply(&mut self, invocation: &Invocation, written: &[Field]) {
        let Some(class) = classify::class_of_cmdlet(&invocation.cmdlet) else {
            return;
        };
        let verb = invocation.cmdlet.split('-').next().unwrap_or_default();
        let is = |wanted: &str| verb.eq_ignore_ascii_case(wanted);
        let known = self.meant(class, invocation);
        if is("Remove") {
            if let Some(at) = known {
                self.records[at] = None;
            }
        } else if is("Set") || is("New") {
            let old = known.and_then(|at| self.records[at].clone());
            // Of a Set alone the object's other values are not known, nor its name.
            let named = invocation
                .parameter("Name")
                .or(invocation.parameter("Identity"));
            let record = match (old, named) {
                (Some(old), _) => old,
                (None, Some(Value::Text(name))) => named_record(class, invocation, written, name),
                (None, _) => return,
            };
            self.put(over(record, invocation, written));
        }
    }

    fn meant(&self, class: ObjectClass, invocation: &Invocation) -> Option<usize> {
        let name = ["Identity", "Name"]
            .iter()
            .find_map(|n| match invocation.parameter(n)? {
                Value::Text(text) => Some(text.trim().to_lowercase()),
                _ => None,
            })?;
        let at = *self.by_name.get(&(invocation.side, class, name))?;
        self.records[at].is_some().then_some(at)
    }
}

fn named_record(
    class: ObjectClass,
    invocation: &Invocation,
    written: &[Field],
    name: &str,
) -> Record {
    let place = written.iter().find(|f| f.value == Value::Text(name.into()));
    let field = Field {
        name: "Name".to_owned(),
        value: Value::Text(name.to_owned()),
        line: place.map_or(invocation.line, |f| f.line),
        excerpt: place.map_or(invocation.excerpt.clone(), |f| f.excerpt.clone()),
    };
    Record::new(class, vec![field], invocation.line)
}

/// The object with what was written over it.
fn over(mut record: Record, invocation: &Invocation, written: &[Field]) -> Record {
    record.side = invocation.side.or(record.side);
    record.as_of = invocation.stamp.at.or(record.as_of);
    record.read_by = invocation.stamp.latest().or(record.read_by);
    for field in written {
        if NOT_PROPERTIES
            .iter()
            .any(|n| n.eq_ignore_ascii_case(&field.name))
        {
            continue;
        }
        let old = record
            .fields
            .iter_mut()
            .find(|f| f.name.eq_ignore_ascii_case(&field.name));
        match old {
            Some(old) => *old = field.clone(),
            None => record.fields.push(field.clone()),
        }
    }
    // It was changed at the run: an older date of the dump no longer holds.
    record
        .fields
        .retain(|f| !f.name.to_ascii_lowercase().starts_with("whenchanged"));
    record
}

fn names(record: &Record) -> Vec<Key> {
    let text = |name: &&str| match &record.field(name)?.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_lowercase()),
        _ => None,
    };
    NAMING
        .iter()
        .filter_map(text)
        .map(|name| (record.side, record.class, name))
        .collect()
}
