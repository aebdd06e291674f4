//! How many threads read logs. The server may be under load already, so few do unless
//! more are asked for.

use std::str::FromStr;

/// Threads that read logs at once; what is found does not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads(usize);

impl Threads {
    /// More than this bring nothing: one of them puts the rows in order.
    pub const MOST: usize = 16;

    /// So many, from 1 to [`Self::MOST`].
    pub fn new(count: usize) -> Self {
        Self(count.clamp(1, Self::MOST))
    }

    /// How many.
    pub fn count(self) -> usize {
        self.0
    }
}

impl Default for Threads {
    /// One: a server that relays mail keeps its other cores, and where a second one
    /// was measured it hardly brought anything (docs/performance.md).
    fn default() -> Self {
        Self(1)
    }
}

impl FromStr for Threads {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let count = text.parse().ok().filter(|c| (1..=Self::MOST).contains(c));
        count.map(Self).ok_or_else(|| text.to_owned())
    }
}
