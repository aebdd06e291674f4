//! Wakes a thread that waits for its next look: something happened, or it shall end.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How a thread waits between two looks. Both tell whether to go on.
pub(super) trait Waits {
    /// Lets so much time pass, whatever happens meanwhile.
    fn rest(&mut self, time: Duration) -> bool;
    /// Waits until something happens, or has happened during a rest; at most so long.
    fn listen(&mut self, time: Duration) -> bool;
}

/// The real way to wait. Clones are one bell.
#[derive(Debug, Clone, Default)]
pub(super) struct Bell(Arc<Inside>);

#[derive(Debug, Default)]
struct Inside {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Something happened; however much, it is one look.
    rung: bool,
    over: bool,
}

impl Bell {
    /// Something happened.
    pub(super) fn ring(&self) {
        let mut state = self.state();
        // Whoever has been told is not woken again.
        if !std::mem::replace(&mut state.rung, true) {
            self.0.changed.notify_all();
        }
    }

    /// Nobody shall wait any more.
    pub(super) fn end(&self) {
        self.state().over = true;
        self.0.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Two flags cannot be left half changed.
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, time: Duration, goes_on: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self
            .0
            .changed
            .wait_timeout_while(self.state(), time, |state| goes_on(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Waits for Bell {
    fn rest(&mut self, time: Duration) -> bool {
        !self.wait(time, |state| !state.over).over
    }

    fn listen(&mut self, time: Duration) -> bool {
        let mut state = self.wait(time, |state| !state.over && !state.rung);
        state.rung = false;
        !state.over
    }
}
