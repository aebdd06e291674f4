//! Accepted and refused recipients over time, in buckets that grow wider with the
//! time they span: memory does not grow with the log (invariant 6), and the result
//! does not depend on the order in which sessions are read.

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
    /// By index, in order; none is empty.
    buckets: Vec<(i64, Bucket)>,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            width: NARROWEST,
            buckets: Vec::new(),
        }
    }
}

impl Series {
    /// Counts something at a time (milliseconds since the epoch).
    pub(super) fn add(&mut self, time: i64, count: Bucket) {
        self.add_at(time.div_euclid(self.width), count);
        self.fit(MAX_BUCKETS);
    }

    fn add_at(&mut self, index: i64, count: Bucket) {
        // Logs are read in the order of time, so it is mostly the last one, or a new one.
        let at = match self.buckets.last() {
            Some((last, _)) if *last == index => Ok(self.buckets.len() - 1),
            Some((last, _)) if *last > index => self
                .buckets
                .binary_search_by_key(&index, |(index, _)| *index),
            _ => Err(self.buckets.len()),
        };
        match at {
            Ok(at) => self.buckets[at].1.add(count),
            Err(at) => self.buckets.insert(at, (index, count)),
        }
    }

    /// Widens the buckets until they span no more than so many.
    fn fit(&mut self, most: i64) {
        while self.span() > most {
            self.widen();
        }
    }

    fn span(&self) -> i64 {
        match (self.buckets.first(), self.buckets.last()) {
            (Some((first, _)), Some((last, _))) => last - first + 1,
            _ => 0,
        }
    }

    fn widen(&mut self) {
        self.width = self.width.saturating_mul(2);
        for (index, _) in &mut self.buckets {
            *index = index.div_euclid(2);
        }
        self.buckets.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1.add(later.1);
            }
            same
        });
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
        self.buckets.iter().for_each(|(_, b)| total.add(*b));
        total
    }

    /// Adds what another series counted, in buckets of this one's width; they may be
    /// too many then.
    fn take(&mut self, other: &Self) {
        let mut sum = Vec::with_capacity(self.buckets.len() + other.buckets.len());
        let theirs = other
            .buckets()
            .map(|(start, b)| (start.div_euclid(self.width), b));
        sum.extend(self.buckets.drain(..).chain(theirs));
        sum.sort_by_key(|(index, _)| *index);
        for (index, bucket) in sum {
            self.add_at(index, bucket);
        }
    }

    /// Both as one, as if all had been counted in one.
    pub(super) fn joined(one: Self, other: Self) -> Self {
        let mut joined = one;
        if joined.width < other.width {
            joined = Self::merged([&joined, &other], MAX_BUCKETS);
        } else {
            joined.take(&other);
            joined.fit(MAX_BUCKETS);
        }
        joined
    }

    /// Several series as one, in at most `max` buckets (one or more).
    pub fn merged<'s>(all: impl IntoIterator<Item = &'s Self>, max: i64) -> Self {
        let all: Vec<&Self> = all.into_iter().collect();
        let mut merged = Self {
            width: all.iter().map(|s| s.width).max().unwrap_or(NARROWEST),
            buckets: Vec::new(),
        };
        for series in all {
            merged.take(series);
        }
        merged.fit(max.max(1));
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
