//! Three-valued throughout: met, broken, unknown (invariant 3).

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It holds.
    Met,
    /// It does not.
    Broken,
    /// The evidence does not tell, or the documents do not.
    Unknown,
}

impl Status {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Broken => "broken",
            Self::Unknown => "unknown",
        }
    }

    /// Met for `Some(true)`, broken for `Some(false)`, else unknown.
    pub fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Met,
            Some(false) => Self::Broken,
            None => Self::Unknown,
        }
    }

    /// Both must hold.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Broken, _) | (_, Self::Broken) => Self::Broken,
            (Self::Met, Self::Met) => Self::Met,
            _ => Self::Unknown,
        }
    }

    /// One must hold.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Met, _) | (_, Self::Met) => Self::Met,
            (Self::Broken, Self::Broken) => Self::Broken,
            _ => Self::Unknown,
        }
    }

    /// All must hold; met when there is none.
    pub fn all(statuses: impl IntoIterator<Item = Self>) -> Self {
        statuses.into_iter().fold(Self::Met, Self::and)
    }

    /// One must hold; broken when there is none.
    pub fn any(statuses: impl IntoIterator<Item = Self>) -> Self {
        statuses.into_iter().fold(Self::Broken, Self::or)
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{self, Broken, Met, Unknown};

    #[test]
    fn unknown_never_hides_what_is_certain() {
        assert_eq!(Unknown.and(Broken), Broken);
        assert_eq!(Unknown.or(Met), Met);
        assert_eq!(Unknown.and(Met), Unknown);
        assert_eq!(Unknown.or(Broken), Unknown);
        assert_eq!(Status::any([]), Broken);
        assert_eq!(Status::all([]), Met);
    }
}
