//! How many threads read logs. The server may be under load already, so not all of its
//! cores are taken unless that is asked for.

use std::str::FromStr;
use std::thread::available_parallelism;

/// Threads that read logs at once, each those of a server; what is found does not depend
/// on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads(usize);

impl Threads {
    /// More than this bring nothing: the disk is what they wait for.
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
    /// Half of the cores, at most four: a server that relays mail keeps the others.
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self((cores / 2).clamp(1, 4))
    }
}

impl FromStr for Threads {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let count = text.parse().ok().filter(|c| (1..=Self::MOST).contains(c));
        count.map(Self).ok_or_else(|| text.to_owned())
    }
}
