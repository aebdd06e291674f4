//! The objects of a run as its cmdlets left them, one after another.

use std::collections::HashMap;

use super::invoke::Invoke;
use crate::evidence::formats::hcw::{Invocation, Outcome};
use crate::evidence::record::{Field, ObjectClass, Record, Value};
use crate::evidence::{Side, classify};

/// Parameters that say how a cmdlet runs or what it is about, not what it writes.
const NOT_PROPERTIES: [&str; 17] = [
    "Identity",
    "DomainController",
    "Confirm",
    "WhatIf",
    "Force",
    "Verbose",
    "Debug",
    "ErrorAction",
    "ErrorVariable",
    "WarningAction",
    "WarningVariable",
    "InformationAction",
    "InformationVariable",
    "OutBuffer",
    "OutVariable",
    "PipelineVariable",
    "AsJob",
];

/// What names an object.
const NAMING: [&str; 5] = [
    "Guid",
    "Thumbprint",
    "Identity",
    "DistinguishedName",
    "Name",
];

/// What objects and their values may hold together (bytes, roughly).
const MAX_HELD: usize = 128 * 1024 * 1024;

type Key = (Option<Side>, ObjectClass, String);

#[derive(Debug, Default)]
pub(super) struct State {
    /// Removed ones leave their place.
    records: Vec<Option<Record>>,
    by_name: HashMap<Key, usize>,
    held: usize,
    full: bool,
}

impl State {
    pub(super) fn into_records(self) -> Vec<Record> {
        self.records.into_iter().flatten().collect()
    }

    /// Whether objects were left out because there are too many.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// What a cmdlet showed, wrote or removed.
    pub(super) fn apply(&mut self, invoke: &Invoke) {
        let invocation = &invoke.invocation;
        let finished = invocation.outcome == Outcome::Finished;
        let verb = invocation.cmdlet.split('-').next().unwrap_or_default();
        let wrote = ["New", "Set"].iter().any(|v| v.eq_ignore_ascii_case(verb));
        for object in &invoke.objects {
            let mut object = object.clone();
            add_server(&mut object, &invoke.parameters);
            self.put(object);
        }
        if !finished {
            return;
        }
        if verb.eq_ignore_ascii_case("Remove") {
            self.remove(invocation);
        } else if wrote && invoke.objects.is_empty() {
            self.write(invoke);
        }
    }

    /// An object as it was shown: it replaces what was known of it.
    fn put(&mut self, record: Record) {
        let at = self.find(&record).unwrap_or(self.records.len());
        let old = self.records.get(at).and_then(Option::as_ref);
        let held = self.held - old.map_or(0, weight) + weight(&record);
        if held > MAX_HELD {
            self.full = true;
            return;
        }
        self.held = held;
        for name in names(&record) {
            self.by_name.insert(name, at);
        }
        match self.records.get_mut(at) {
            Some(place) => *place = Some(record),
            None => self.records.push(Some(record)),
        }
    }

    /// The known object that this one is.
    fn find(&self, record: &Record) -> Option<usize> {
        let names = names(record).into_iter();
        names
            .filter_map(|name| self.by_name.get(&name).copied())
            .find(|&at| {
                self.records[at]
                    .as_ref()
                    .is_some_and(|k| is_same(k, record))
            })
    }

    /// The object that a cmdlet is told to work on: by its name, or the only one there
    /// is of a class that has one for each organization.
    fn meant(&self, invocation: &Invocation) -> Option<usize> {
        let class = classify::class_of_cmdlet(&invocation.cmdlet)?;
        if class == ObjectClass::HybridConfiguration {
            let is_it = |r: &Record| r.class == class && r.side == invocation.side;
            return self
                .records
                .iter()
                .position(|r| r.as_ref().is_some_and(is_it));
        }
        let name = ["Identity", "Name"]
            .iter()
            .find_map(|n| match invocation.parameter(n)? {
                Value::Text(text) => Some(text.trim().to_lowercase()),
                _ => None,
            })?;
        let at = *self.by_name.get(&(invocation.side, class, name))?;
        self.records[at].is_some().then_some(at)
    }

    fn remove(&mut self, invocation: &Invocation) {
        if let Some(at) = self.meant(invocation) {
            let old = self.records[at].take();
            self.held -= old.as_ref().map_or(0, weight);
        }
    }

    /// What a `New` or `Set` without an answer wrote: its parameters, over what was
    /// known of the object.
    fn write(&mut self, invoke: &Invoke) {
        let invocation = &invoke.invocation;
        let Some(class) = classify::class_of_cmdlet(&invocation.cmdlet) else {
            return;
        };
        let known = self.meant(invocation);
        let known = known.and_then(|at| self.records[at].clone());
        let Some(mut record) = known.or_else(|| begun(class, invoke)) else {
            return;
        };
        record.as_of = invocation.stamp.at;
        record.read_by = invocation.stamp.latest();
        // These were true before the write.
        let stale = ["WhenChanged", "WhenChangedUTC"];
        record
            .fields
            .retain(|f| !stale.iter().any(|s| s.eq_ignore_ascii_case(&f.name)));
        for parameter in invoke.parameters.iter().filter(|p| is_property(p)) {
            let name = &parameter.name;
            let same = |f: &&mut Field| f.name.eq_ignore_ascii_case(name);
            match record.fields.iter_mut().find(same) {
                Some(field) => {
                    *field = Field {
                        name: field.name.clone(),
                        value: like(&field.value, &parameter.value),
                        ..parameter.clone()
                    }
                }
                None => record.fields.push(parameter.clone()),
            }
        }
        self.put(record);
    }
}

/// Whether two objects with a name in common are one: a Guid decides, else nothing
/// that names them may differ.
fn is_same(known: &Record, record: &Record) -> bool {
    let equal = |name: &str| {
        let (a, b) = (word(known, name)?, word(record, name)?);
        Some(a.eq_ignore_ascii_case(b))
    };
    let unlike = |name: &str| equal(name) == Some(false);
    match equal("Guid") {
        Some(same) => same,
        None => !unlike("Identity") && !unlike("Server"),
    }
}

fn is_property(parameter: &Field) -> bool {
    let name = &parameter.name;
    !NOT_PROPERTIES.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// A list stays a list when one item is written into it.
fn like(old: &Value, new: &Value) -> Value {
    match (old, new) {
        (Value::List { .. }, Value::Text(text)) => Value::List {
            items: vec![Value::Text(text.clone())],
            complete: true,
        },
        _ => new.clone(),
    }
}

/// An object that was never shown. Its name is what the cmdlet called it by, unless that
/// is a number or a place in the directory: then it could be any, and is left out.
fn begun(class: ObjectClass, invoke: &Invoke) -> Option<Record> {
    let has = |name: &str| {
        let mut parameters = invoke.parameters.iter();
        parameters.find(|p| p.name.eq_ignore_ascii_case(name))
    };
    let is_name = |field: &&Field| match &field.value {
        Value::Text(text) => !text.contains("CN=") && !is_guid(text),
        _ => false,
    };
    let name = has("Name").or_else(|| has("Identity")).filter(is_name);
    if name.is_none() && class != ObjectClass::HybridConfiguration {
        return None;
    }
    let named = name.map(|field| Field {
        name: "Name".to_owned(),
        ..field.clone()
    });
    let mut record = Record::new(class, named.into_iter().collect(), invoke.invocation.line);
    record.side = invoke.invocation.side;
    Some(record)
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Certificates do not say whose they are: the cmdlet was told which server to ask.
fn add_server(record: &mut Record, parameters: &[Field]) {
    if record.class != ObjectClass::ExchangeCertificate || record.field("Server").is_some() {
        return;
    }
    let server = parameters
        .iter()
        .find(|p| p.name.eq_ignore_ascii_case("Server"));
    if let Some(server) = server.filter(|s| matches!(s.value, Value::Text(_))) {
        record.fields.push(server.clone());
    }
}

fn word<'r>(record: &'r Record, name: &str) -> Option<&'r str> {
    match &record.field(name)?.value {
        Value::Text(text) => Some(text.trim()).filter(|t| !t.is_empty()),
        _ => None,
    }
}

fn names(record: &Record) -> Vec<Key> {
    let server = word(record, "Server").unwrap_or_default();
    let key = |name: &&str| {
        let mut text = word(record, name)?.to_lowercase();
        if record.class == ObjectClass::ExchangeCertificate && !server.is_empty() {
            text = format!("{}\\{text}", server.to_lowercase());
        }
        Some((record.side, record.class, text))
    };
    NAMING.iter().filter_map(key).collect()
}

/// Roughly what a record holds in memory.
fn weight(record: &Record) -> usize {
    let of = |f: &Field| 128 + f.name.len() + f.excerpt.len() + size(&f.value);
    record.fields.iter().map(of).sum()
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List { items, .. } => items.iter().map(|i| 32 + size(i)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_kept_up_to_a_limit() {
        let named = |name: &str, more: &str| {
            let text = |name: &str, value: &str| Field {
                name: name.to_owned(),
                value: Value::Text(value.to_owned()),
                line: 1,
                excerpt: String::new(),
            };
            let fields = vec![text("Name", name), text("Comment", more)];
            Record::new(ObjectClass::InboundConnector, fields, 1)
        };
        let first = named("A", "");
        for (room, full) in [(weight(&first), false), (weight(&first) - 1, true)] {
            let mut state = State {
                held: MAX_HELD - room,
                ..State::default()
            };
            state.put(first.clone());
            assert_eq!(state.is_full(), full, "{room}");
            assert_eq!(state.into_records().len(), usize::from(!full));
        }
        // What replaces an object takes its room; what needs more leaves it as it is.
        let mut state = State {
            held: MAX_HELD - weight(&first),
            ..State::default()
        };
        state.put(first.clone());
        state.put(first.clone());
        assert!(!state.is_full());
        state.put(named("A", "longer"));
        assert!(state.is_full());
        assert_eq!(state.into_records(), [first]);
    }
}
