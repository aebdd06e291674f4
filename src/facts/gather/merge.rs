//! One object in several sources, or several times in one: the newest state
//! counts, what it leaves out is taken of the others, and what disagrees is told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::connectors::{tls_certificate_name, when_changed};
use super::read::{flag, list, text};
use super::{Object, State};
use crate::evidence::SourceId;
use crate::evidence::formats::distinguished_name::DistinguishedName;
use crate::evidence::loader::kind_of;
use crate::evidence::record::{Field, Value};
use crate::facts::{Conflict, Dated, Origins, Said};

/// Conflicts that are told one by one.
const MAX_CONFLICTS: usize = 200;

/// What merging found.
#[derive(Debug, Default)]
pub(super) struct Merge {
    pub(super) conflicts: Vec<Conflict>,
    pub(super) origins: Origins,
}

/// The objects of one class, the states of each together; `key` tells which are
/// of one. Objects stand in the order in which they were first read.
pub(super) fn together<'r>(
    objects: impl Iterator<Item = Object<'r>>,
    key: impl Fn(&Object<'r>) -> Option<String>,
) -> Vec<Object<'r>> {
    let mut merged: Vec<Object> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for object in objects {
        let index = key(&object).map(|key| *known.entry(key).or_insert(merged.len()));
        match index.and_then(|i| merged.get_mut(i)) {
            Some(same) => object.states.into_iter().for_each(|state| same.add(state)),
            None => merged.push(object),
        }
    }
    merged
}

impl<'r> Object<'r> {
    /// Takes a further state: the states stand with the newest first, and of two
    /// of one age the last read counts.
    fn add(&mut self, state: State<'r>) {
        let at = self
            .states
            .iter()
            .position(|known| !is_newer(known, &state));
        self.states.insert(at.unwrap_or(self.states.len()), state);
    }
}

fn changed(state: &State) -> Option<Timestamp> {
    when_changed(&Object::of(*state)).value().copied()
}

fn dated(state: &State) -> Dated {
    match (state.record.as_of, changed(state)) {
        (Some(time), _) => Dated::ReadAt(time),
        (None, Some(time)) => Dated::ChangedAt(time),
        (None, None) => Dated::Undated,
    }
}

/// Whether the one is known to be the newer state. What has no date of its own is
/// the weakest witness.
fn is_newer(one: &State, other: &State) -> bool {
    match (changed(one), changed(other)) {
        (Some(one), Some(other)) if one != other => return one > other,
        _ => {}
    }
    let time = |state: &State| match dated(state) {
        Dated::ReadAt(time) | Dated::ChangedAt(time) => Some(time),
        Dated::Undated => state.record.read_by,
    };
    match (time(one), time(other)) {
        (Some(one), Some(other)) => one > other,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Whether the object is known to have been changed after the older state was read.
fn is_superseded(older: &State, newer: &State) -> bool {
    let changed = changed(newer);
    let read = older.record.as_of.or(older.record.read_by);
    read.is_some_and(|read| changed.is_some_and(|changed| changed > read))
}

impl Merge {
    /// Looks at what the sources say of these properties of one object.
    pub(super) fn compare(&mut self, object: &Object, called: &str, properties: &[&'static str]) {
        let Some(newest) = object.states.first() else {
            return;
        };
        for property in properties {
            let Some(used) = object.field(property) else {
                continue;
            };
            let holder = object.states.iter().find(|s| s.source == used.source);
            let holder = holder.unwrap_or(newest);
            let said = |state: &State, field: &Field| Said {
                value: shown(field),
                dated: dated(state),
                at: state.location(field),
            };
            let mut values: Vec<&Value> = Vec::new();
            // Several states in one file are its history: the newest of each counts.
            let mut seen: BTreeSet<SourceId> = BTreeSet::from([used.source]);
            for state in &object.states {
                let Some(field) = state.record.field(property) else {
                    continue;
                };
                if !seen.insert(state.source) {
                    continue;
                }
                match same(property, &used.value, &field.value) {
                    Some(true) => self.origins.add(&used.at(), state.location(field)),
                    Some(false) if is_superseded(state, holder) => {}
                    Some(false) => {
                        let known = |v: &&Value| same(property, v, &field.value) == Some(true);
                        if values.iter().any(known) || self.conflicts.len() >= MAX_CONFLICTS {
                            continue;
                        }
                        values.push(&field.value);
                        self.conflicts.push(Conflict {
                            object: called.to_owned(),
                            kind: kind_of(newest.record.class),
                            property,
                            used: said(holder, &used),
                            other: said(state, field),
                        });
                    }
                    None => {}
                }
            }
        }
    }
}

/// A value as a person reads it.
fn shown(field: &Field) -> String {
    match list(field) {
        Some(list) if list.items.len() > 1 => list.items.join(", "),
        _ => text(&field.value).unwrap_or_default(),
    }
}

/// Properties whose items stand in no order.
const LISTS: [&str; 7] = [
    "SenderIPAddresses",
    "SenderDomains",
    "AssociatedAcceptedDomains",
    "AddressSpaces",
    "SmartHosts",
    "SourceTransportServers",
    "Services",
];

/// Whether two values say the same, however they are written; `None` where that
/// cannot be told, since one was lost or cut, or is a number for a name.
fn same(property: &str, one: &Value, other: &Value) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    if let (Some(one), Some(other)) = (tls_certificate_name(one), tls_certificate_name(other)) {
        let name = |text: &str| DistinguishedName::parse(text);
        return Some(
            name(&one.issuer)? == name(&other.issuer)?
                && name(&one.subject)? == name(&other.subject)?,
        );
    }
    if let (Some(one), Some(other)) = (flag(one), flag(other)) {
        return Some(one == other);
    }
    let is_list = LISTS.iter().any(|l| l.eq_ignore_ascii_case(property));
    let read = match is_list {
        true => items,
        false => single,
    };
    let (one, other) = (read(one)?, read(other)?);
    let is_number = |all: &BTreeSet<String>| {
        !all.is_empty() && all.iter().all(|t| t.bytes().all(|b| b.is_ascii_digit()))
    };
    (is_number(&one) == is_number(&other) || one.is_empty() || other.is_empty())
        .then(|| one == other)
}

fn single(value: &Value) -> Option<BTreeSet<String>> {
    let text = match value {
        Value::Null => String::new(),
        Value::List {
            items,
            complete: true,
        } if items.is_empty() => String::new(),
        other => text(other)?,
    };
    Some(
        std::iter::once(plain(&text))
            .filter(|t| !t.is_empty())
            .collect(),
    )
}

fn items(value: &Value) -> Option<BTreeSet<String>> {
    let field = Field {
        name: String::new(),
        value: value.clone(),
        line: 0,
        excerpt: String::new(),
    };
    let list = list(&field)?;
    let plain = list.items.iter().map(|item| plain(item));
    list.complete
        .then(|| plain.filter(|t| !t.is_empty()).collect())
}

/// Without what only notation adds: case, `smtp:` before and the cost `;1` behind
/// an address space, the domain of a server's name, brackets of an address.
fn plain(item: &str) -> String {
    let lower = item.trim().to_lowercase();
    let item = lower.strip_prefix("smtp:").unwrap_or(&lower);
    let item = item.strip_suffix(";1").unwrap_or(item);
    let item = item.trim_start_matches('[').trim_end_matches(']');
    item.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::evidence::record::{ObjectClass, Record};

    fn text_of(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn list_of(items: &[&str], complete: bool) -> Value {
        Value::List {
            items: items.iter().map(|i| text_of(i)).collect(),
            complete,
        }
    }

    /// An inbound connector as a record, read or changed at these times.
    fn record(name: &str, read: Option<&str>, changed: Option<&str>) -> Record {
        let field = |(name, value): (&str, &str)| Field {
            name: name.to_owned(),
            value: text_of(value),
            line: 1,
            excerpt: value.to_owned(),
        };
        let fields = [("Name", "In"), ("TlsSenderCertificateName", name)];
        let changed = changed.map(|time| ("WhenChangedUTC", time));
        let fields = fields.into_iter().chain(changed).map(field).collect();
        Record {
            as_of: read.and_then(|time| time.parse().ok()),
            ..Record::new(ObjectClass::InboundConnector, fields, 1)
        }
    }

    #[test]
    fn the_newest_state_counts_and_a_known_change_is_no_conflict() {
        const JANUARY: Option<&str> = Some("2026-01-05T10:00:00Z");
        const MARCH: Option<&str> = Some("2026-03-05T10:00:00Z");
        let table = [
            // Read, changed; read, changed; which is used; a conflict.
            ((JANUARY, None), (None, MARCH), 1, false),
            ((MARCH, None), (None, JANUARY), 0, true),
            ((JANUARY, None), (MARCH, None), 1, true),
            ((MARCH, None), (JANUARY, None), 0, true),
            ((MARCH, JANUARY), (None, MARCH), 1, true),
            ((None, MARCH), (None, JANUARY), 0, true),
            ((None, None), (None, JANUARY), 1, true),
            ((None, JANUARY), (None, None), 0, true),
            ((None, None), (None, None), 1, true),
        ];
        for (one, other, used, conflict) in table {
            let records = [
                record("a.contoso.com", one.0, one.1),
                record("b.contoso.com", other.0, other.1),
            ];
            let states = (0..).zip(&records).map(|(source, record)| {
                Object::of(State {
                    source: SourceId(source),
                    record,
                })
            });
            let objects = together(states, |_| Some(String::new()));
            let [object] = &objects[..] else {
                panic!("{objects:?}");
            };
            let mut merge = Merge::default();
            merge.compare(object, "In", &["TlsSenderCertificateName"]);
            let field = object.field("TlsSenderCertificateName").unwrap();
            assert_eq!(field.source, SourceId(used), "{one:?} {other:?}");
            assert_eq!(!merge.conflicts.is_empty(), conflict, "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_same_however_it_is_written() {
        let object = Value::Object {
            text: None,
            fields: vec![
                (
                    "CertificateIssuer".to_owned(),
                    text_of("CN=CA 1, O=X, C=US"),
                ),
                (
                    "CertificateSubject".to_owned(),
                    text_of("CN=mail.contoso.com"),
                ),
            ],
        };
        let written = text_of("<I>CN=CA 1,O=X,C=US<S>CN=mail.contoso.com");
        let table = [
            ("Enabled", Value::Bool(true), text_of("True"), Some(true)),
            ("Enabled", Value::Int(1), text_of("False"), Some(false)),
            (
                "Fqdn",
                text_of("Mail.Contoso.com"),
                text_of("mail.contoso.com "),
                Some(true),
            ),
            (
                "Fqdn",
                text_of("a.contoso.com"),
                text_of("b.contoso.com"),
                Some(false),
            ),
            ("Fqdn", Value::Null, text_of("b.contoso.com"), Some(false)),
            ("Fqdn", Value::Null, text_of(""), Some(true)),
            ("Fqdn", Value::Opaque, text_of("b.contoso.com"), None),
            (
                "SenderIPAddresses",
                list_of(&["203.0.113.7", "203.0.113.8"], true),
                text_of("203.0.113.8, 203.0.113.7"),
                Some(true),
            ),
            (
                "SenderIPAddresses",
                list_of(&["203.0.113.7"], false),
                list_of(&["203.0.113.8"], true),
                None,
            ),
            (
                "SenderIPAddresses",
                list_of(&["203.0.113.7"], true),
                list_of(&["203.0.113.8"], true),
                Some(false),
            ),
            (
                "SenderIPAddresses",
                Value::Null,
                list_of(&[], true),
                Some(true),
            ),
            (
                "AddressSpaces",
                list_of(&["SMTP:*;1"], true),
                list_of(&["smtp:*"], true),
                Some(true),
            ),
            (
                "Services",
                text_of("IIS, SMTP"),
                text_of("SMTP, IIS"),
                Some(true),
            ),
            ("Services", Value::Int(6), text_of("SMTP, IIS"), None),
            ("Services", text_of("None"), text_of("SMTP"), Some(false)),
            ("ConnectorType", Value::Int(2), text_of("OnPremises"), None),
            ("TlsCertificateName", object, written.clone(), Some(true)),
            (
                "TlsCertificateName",
                written,
                text_of("<I>CN=CA 2,O=X,C=US<S>CN=mail.contoso.com"),
                Some(false),
            ),
        ];
        for (property, one, other, expected) in table {
            assert_eq!(
                same(property, &one, &other),
                expected,
                "{property} {one:?} {other:?}"
            );
            assert_eq!(
                same(property, &other, &one),
                expected,
                "{property} {other:?} {one:?}"
            );
        }
    }
}
