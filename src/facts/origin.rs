//! Values that several sources tell: where else the same stands, and where
//! something else does (RD901).

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::evidence::{Location, SourceKind};

/// Further places that say the same as one that is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    others: BTreeMap<Location, Vec<Location>>,
}

/// Further places remembered of one value.
const MAX_PLACES: usize = 8;

impl Origins {
    /// Remembers that `other` says the same as `used`.
    pub fn add(&mut self, used: &Location, other: Location) {
        let others = self.others.entry(used.clone()).or_default();
        if others.len() < MAX_PLACES && other != *used && !others.contains(&other) {
            others.push(other);
        }
    }

    /// The places, each followed by those that say the same.
    pub fn all(&self, places: &[Location]) -> Vec<Location> {
        let mut all: Vec<Location> = Vec::with_capacity(places.len());
        for place in places {
            let others = self.others.get(place).into_iter().flatten();
            for one in std::iter::once(place).chain(others) {
                if !all.contains(one) {
                    all.push(one.clone());
                }
            }
        }
        all
    }
}

/// How old a value is, by what its source says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// Read from Exchange then.
    ReadAt(Timestamp),
    /// Its object was last changed then, and read later (WhenChangedUTC).
    ChangedAt(Timestamp),
    /// Nothing tells.
    Undated,
}

/// What one source says of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The value as written; empty where the property holds nothing.
    pub value: String,
    /// How old it is.
    pub dated: Dated,
    /// Where it stands.
    pub at: Location,
}

/// Two sources that disagree about one property, and no change is known that
/// explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which object's.
    pub object: String,
    /// Its kind.
    pub kind: SourceKind,
    /// The property.
    pub property: &'static str,
    /// The newer value, which is used.
    pub used: Said,
    /// The other.
    pub other: Said,
}
