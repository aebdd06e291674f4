//! Rows that an earlier file holds too: a log that was copied twice, or two copies
//! of which one goes on where the other ends. A session must not count twice.

use crate::evidence::SourceId;

/// A row's place in its session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The file.
    pub(super) source: SourceId,
    /// Milliseconds since the epoch.
    pub(super) time: i64,
    /// The sequence number, where it is one.
    pub(super) sequence: Option<u64>,
}

/// How far the files read so far have told of an open session.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reached {
    source: Option<SourceId>,
    sequence: u64,
    /// How far the files before this one had.
    before: Option<(i64, u64)>,
}

impl Reached {
    /// Whether an earlier file had this row of a session that came to `time` (milliseconds
    /// since the epoch); takes it over if none had. Within one file sequence numbers may
    /// repeat (formats.md section 1, point 6).
    #[inline(always)]
    pub(super) fn had(&mut self, step: Step, time: i64) -> bool {
        if self.source == Some(step.source) && self.before.is_none() {
            self.reach(step);
            return false;
        }
        self.had_before(step, time)
    }

    fn reach(&mut self, step: Step) {
        self.sequence = self.sequence.max(step.sequence.unwrap_or(0));
    }

    fn had_before(&mut self, step: Step, time: i64) -> bool {
        if self.source != Some(step.source) {
            self.before = self.source.map(|_| (time, self.sequence));
            self.source = Some(step.source);
        }
        let passed = |last: u64| step.sequence.is_none_or(|sequence| sequence <= last);
        let had = self
            .before
            .is_some_and(|(time, sequence)| step.time <= time && passed(sequence));
        if !had {
            self.reach(step);
        }
        had
    }
}

/// Where a session that has ended did so.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    /// In which file.
    pub(super) source: SourceId,
    /// Milliseconds since the epoch.
    pub(super) time: i64,
}

impl End {
    pub(super) fn at(step: Step) -> Self {
        Self {
            source: step.source,
            time: step.time,
        }
    }

    /// Whether the row of another file is from before that end and so was read
    /// once. A session-id that is used again comes later.
    pub(super) fn had(self, step: Step) -> bool {
        step.source != self.source && step.time <= self.time
    }
}
