//! The clock of one server, as far as its log shows it. Stamps are compared within a
//! server only; logs are in UTC, so that summer time changes nothing.

use super::{Notice, NoticeKind};

/// A clock that differs by less is not worth a word (milliseconds).
const AHEAD: i64 = 2 * 60 * 1000;
/// Exchange writes its log with a delay of up to some minutes, so that only more than
/// this tells of a clock that is behind (milliseconds).
const BEHIND: i64 = 10 * 60 * 1000;
/// So often new rows must have been seen before a clock is said to be behind.
const ENOUGH: u32 = 3;

/// What is known of a server's clock.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    /// The newest stamp of its log.
    pub(super) newest: Option<i64>,
    /// When that was read here.
    read_at: i64,
    /// How far its newest rows were ahead of this computer when they came; the most of it.
    ahead: Option<i64>,
    /// How often new rows came.
    came: u32,
    said: bool,
}

impl Clock {
    /// A log that is begun: its newest stamp so far.
    pub(super) fn new(newest: Option<i64>, now: i64) -> Self {
        Self {
            newest,
            read_at: now,
            ahead: newest.map(|n| n - now).filter(|a| *a > AHEAD),
            came: 0,
            said: false,
        }
    }

    /// How far it is ahead, where that is more than a moment.
    pub(super) fn ahead(&self) -> i64 {
        self.ahead.filter(|a| *a > AHEAD).unwrap_or(0)
    }

    /// Rows came; `live`: they were written just now.
    pub(super) fn saw(&mut self, stamp: i64, now: i64, live: bool) {
        if self.newest.is_some_and(|newest| stamp <= newest) {
            return;
        }
        self.newest = Some(stamp);
        self.read_at = now;
        if live {
            self.came = self.came.saturating_add(1);
            self.ahead = self.ahead.max(Some(stamp - now));
        } else if stamp - now > AHEAD {
            self.ahead = self.ahead.max(Some(stamp - now));
        }
    }

    /// What it reads now, by the newest stamp and the time that has passed here since.
    pub(super) fn reads(&self, now: i64) -> Option<i64> {
        let passed = now.saturating_sub(self.read_at).max(0);
        Some(self.newest?.saturating_add(passed))
    }

    /// What is worth saying of it, once.
    pub(super) fn notice(&mut self, server: &str) -> Option<Notice> {
        let ahead = self.ahead?;
        let kind = match ahead {
            _ if self.said => return None,
            ahead if ahead > AHEAD => NoticeKind::ClockAhead(ahead),
            ahead if ahead < -BEHIND && self.came >= ENOUGH => NoticeKind::ClockBehind(-ahead),
            _ => return None,
        };
        self.said = true;
        Some(Notice {
            kind,
            place: server.to_owned(),
        })
    }
}
