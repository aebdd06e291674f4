//! The newer values against the older ones and the plan.

use std::collections::BTreeMap;

use super::older::Older;
use crate::facts::Facts;
use crate::report::settings::{Setting, has_listing, is_same, settings};

/// What became of a planned value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As the plan wanted it.
    AsPlanned,
    /// As it was before.
    NotChanged,
    /// Something else.
    Otherwise,
    /// The newer evidence does not tell.
    NotTold,
}

impl State {
    /// The name in JSON.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::AsPlanned => "as-planned",
            Self::NotChanged => "not-changed",
            Self::Otherwise => "otherwise",
            Self::NotTold => "not-told",
        }
    }
}

/// A value then and now. Everything is raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) object: String,
    pub(super) identity: String,
    pub(super) property: String,
    /// `None`: not told; `Some(None)`: empty.
    pub(super) before: Option<Option<String>>,
    pub(super) now: Option<Option<String>>,
    /// What the plan wanted, where it names the value.
    pub(super) wanted: Option<Option<String>>,
    pub(super) state: Option<State>,
}

/// Values by object, identity and property.
type Values = BTreeMap<(String, String, String), Option<String>>;

/// The planned values first, then what changed besides.
pub(super) fn rows(older: &Older, newer: &Facts) -> Vec<Row> {
    let now = settings(newer);
    let keyed = |all: &[Setting]| -> Values {
        let key = |s: &Setting| (s.object.clone(), s.identity.clone(), s.property.clone());
        all.iter().map(|s| (key(s), s.value.clone())).collect()
    };
    let before_all = keyed(older.settings.as_deref().unwrap_or_default());
    let now_all = keyed(&now);
    let mut rows: Vec<Row> = Vec::new();
    for planned in &older.planned {
        let key = (
            planned.object.clone(),
            planned.identity.clone(),
            planned.property.clone(),
        );
        let (before, now) = (before_all.get(&key).cloned(), now_all.get(&key).cloned());
        let state = match (&now, &before) {
            (None, _) => State::NotTold,
            (Some(n), _) if is_same(n.as_deref(), planned.wanted.as_deref()) => State::AsPlanned,
            (Some(n), Some(b)) if is_same(n.as_deref(), b.as_deref()) => State::NotChanged,
            (Some(_), _) => State::Otherwise,
        };
        rows.push(Row {
            object: planned.object.clone(),
            identity: planned.identity.clone(),
            property: planned.property.clone(),
            before,
            now,
            wanted: Some(planned.wanted.clone()),
            state: Some(state),
        });
    }
    if older.settings.is_some() {
        let mut keys: Vec<_> = before_all.keys().chain(now_all.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (object, identity, property) = key;
            let is_planned =
                |r: &Row| (&r.object, &r.identity, &r.property) == (object, identity, property);
            let (before, now) = (before_all.get(key).cloned(), now_all.get(key).cloned());
            let differs = match (&before, &now) {
                (Some(b), Some(n)) => !is_same(b.as_deref(), n.as_deref()),
                // Gone or new, where the listing is there.
                (Some(_), None) => {
                    has_listing(newer, object) && !is_there(identity, object, &now_all)
                }
                (None, Some(_)) => {
                    !is_there(identity, object, &before_all)
                        && before_all.keys().any(|(o, ..)| o == object)
                }
                (None, None) => false,
            };
            if differs && !rows.iter().any(is_planned) {
                rows.push(Row {
                    object: object.clone(),
                    identity: identity.clone(),
                    property: property.clone(),
                    before,
                    now,
                    wanted: None,
                    state: None,
                });
            }
        }
    }
    rows
}

/// Whether the object is there with other properties: then one that is missing is not
/// told, rather than gone.
fn is_there(identity: &str, object: &str, all: &Values) -> bool {
    all.keys().any(|(o, i, _)| o == object && i == identity)
}
