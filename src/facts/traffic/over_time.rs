//! Accepted and refused recipients over time, in buckets that grow wider with the
//! time they span: memory does not grow with the log (invariant 6), and the result
//! does not depend on the order in which sessions are read.

use std::collections::BTreeMap;

use super::RecipientDomain;

/// Buckets that a series may span.
const MAX_BUCKETS: i64 = 128;
/// The narrowest bucket, milliseconds: a minute.
const NARROWEST: i64 = 60_000;

/// What was counted in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Recipients accepted.
    pub accepted: u64,
    /// Recipients refused with 5.7.64 or ATTR36.
    pub refused: u64,
}

impl Bucket {
    /// Adds the counts of another one.
    pub fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.refused += other.refused;
    }
}

/// Counts over time. A bucket begins at a multiple of the width since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Milliseconds: a minute, doubled as often as needed.
    width: i64,
    buckets: BTreeMap<i64, Bucket>,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            width: NARROWEST,
            buckets: BTreeMap::new(),
        }
    }
}

impl Series {
    /// Counts something at a time (milliseconds since the epoch).
    pub(super) fn add(&mut self, time: i64, count: Bucket) {
        let index = time.div_euclid(self.width);
        // Logs are read in the order of time, so it is mostly the last one.
        if let Some(mut last) = self.buckets.last_entry()
            && *last.key() == index
        {
            last.get_mut().add(count);
            return;
        }
        self.buckets.entry(index).or_default().add(count);
        while self.span() > MAX_BUCKETS {
            self.widen();
        }
    }

    fn span(&self) -> i64 {
        let first = self.buckets.first_key_value();
        let last = self.buckets.last_key_value();
        match (first, last) {
            (Some((first, _)), Some((last, _))) => last - first + 1,
            _ => 0,
        }
    }

    fn widen(&mut self) {
        self.width = self.width.saturating_mul(2);
        for (index, bucket) in std::mem::take(&mut self.buckets) {
            self.buckets
                .entry(index.div_euclid(2))
                .or_default()
                .add(bucket);
        }
    }

    /// Width of a bucket in milliseconds.
    pub fn width(&self) -> i64 {
        self.width
    }

    /// The buckets that hold something: beginning (milliseconds since the epoch) and counts.
    pub fn buckets(&self) -> impl Iterator<Item = (i64, Bucket)> + '_ {
        let start = |index: i64| index.saturating_mul(self.width);
        self.buckets.iter().map(move |(i, b)| (start(*i), *b))
    }

    /// All of it together.
    pub fn total(&self) -> Bucket {
        let mut total = Bucket::default();
        self.buckets.values().for_each(|b| total.add(*b));
        total
    }

    /// Several series as one, in at most `max` buckets (one or more).
    pub fn merged<'s>(all: impl IntoIterator<Item = &'s Self>, max: i64) -> Self {
        let all: Vec<&Self> = all.into_iter().collect();
        let mut merged = Self {
            width: all.iter().map(|s| s.width).max().unwrap_or(NARROWEST),
            buckets: BTreeMap::new(),
        };
        for (start, bucket) in all.iter().flat_map(|s| s.buckets()) {
            let index = start.div_euclid(merged.width);
            merged.buckets.entry(index).or_default().add(bucket);
        }
        while merged.span() > max.max(1) {
            merged.widen();
        }
        merged
    }
}

/// What one Send connector of one server was answered over time.
#[derive(Debug, Clone)]
pub struct OverTime {
    /// Index into [`super::Traffic::servers`].
    pub server: u32,
    /// Index into [`super::Traffic::connectors`].
    pub connector: u32,
    /// The recipients' domain, or pooled.
    pub recipient: RecipientDomain,
    /// The counts.
    pub series: Series,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const ONE: Bucket = Bucket {
        accepted: 1,
        refused: 0,
    };

    fn series(times: &[i64]) -> Series {
        let mut series = Series::default();
        times.iter().for_each(|t| series.add(*t, ONE));
        series
    }

    #[test]
    fn minutes_until_the_span_is_too_long() {
        let day = series(&[0, 59_999, 60_000, 127 * NARROWEST]);
        assert_eq!(day.width(), NARROWEST);
        assert_eq!(day.buckets().count(), 3);
        let longer = series(&[0, 128 * NARROWEST]);
        assert_eq!(longer.width(), 2 * NARROWEST);
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_nothing_is_lost(
            mut times in prop::collection::vec(-4_000_000_000_000_i64..4_000_000_000_000, 1..60)
        ) {
            let one = series(&times);
            times.reverse();
            let other = series(&times);
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(one.total().accepted, times.len() as u64);
            prop_assert!(one.span() <= MAX_BUCKETS);
            let merged = Series::merged([&one, &other], 24);
            prop_assert_eq!(merged.total().accepted, 2 * times.len() as u64);
            prop_assert!(merged.span() <= 24);
        }
    }
}
