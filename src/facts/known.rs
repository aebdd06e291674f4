//! A value and whether it is known.

use crate::evidence::Location;

/// A value of the evidence, three-valued: read, read as empty, or not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Known<T> {
    /// Read here.
    Observed {
        /// The value.
        value: T,
        /// Where it stands.
        at: Location,
    },
    /// The property was read, and it holds nothing (`$null`, blank).
    Absent {
        /// Where that stands.
        at: Location,
    },
    /// Not in the evidence, or not readable.
    #[default]
    Unknown,
}

impl<T> Known<T> {
    /// The value, when it was observed.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Observed { value, .. } => Some(value),
            Self::Absent { .. } | Self::Unknown => None,
        }
    }

    /// Where it was read.
    pub fn at(&self) -> Option<&Location> {
        match self {
            Self::Observed { at, .. } | Self::Absent { at } => Some(at),
            Self::Unknown => None,
        }
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether it was read as empty.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent { .. })
    }

    /// The same place with a value made from this one; `None` makes it unknown.
    pub fn and_then<U>(self, make: impl FnOnce(T) -> Option<U>) -> Known<U> {
        match self {
            Self::Observed { value, at } => match make(value) {
                Some(value) => Known::Observed { value, at },
                None => Known::Unknown,
            },
            Self::Absent { at } => Known::Absent { at },
            Self::Unknown => Known::Unknown,
        }
    }
}

/// A multi-valued property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemList {
    /// The items as written.
    pub items: Vec<String>,
    /// False when the console cut the list (`{a, b...}`): what is missing is unknown.
    pub complete: bool,
}

impl ItemList {
    /// A whole list.
    pub fn whole<I: IntoIterator<Item = S>, S: Into<String>>(items: I) -> Self {
        Self {
            items: items.into_iter().map(Into::into).collect(),
            complete: true,
        }
    }
}

impl Known<ItemList> {
    /// The items, none when absent or unknown.
    pub fn items(&self) -> &[String] {
        self.value().map_or(&[], |list| &list.items)
    }

    /// Whether it is certain that nothing is in the list.
    pub fn is_known_empty(&self) -> bool {
        match self {
            Self::Observed { value, .. } => value.items.is_empty() && value.complete,
            Self::Absent { .. } => true,
            Self::Unknown => false,
        }
    }

    /// Whether items that were not read may belong to the list.
    pub fn may_hold_more(&self) -> bool {
        match self {
            Self::Observed { value, .. } => !value.complete,
            Self::Absent { .. } => false,
            Self::Unknown => true,
        }
    }
}
