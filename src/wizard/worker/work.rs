//! How a face has things done: on threads, or on the spot.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

use super::{Inline, Worker};
use crate::wizard::{Effect, Event};

/// Whoever does what the wizard wants done outside.
pub trait Work {
    /// Begins it.
    fn begin(&mut self, effect: Effect);
    /// An answer that has come back.
    fn answer(&mut self) -> Option<Event>;
    /// The next answer, waited for; `None` when none will come.
    fn wait(&mut self) -> Option<Event>;
}

/// The threads, and the way back from them.
pub struct Threads {
    /// The worker.
    pub worker: Worker,
    /// Its answers.
    pub answers: Receiver<Event>,
}

impl Work for Threads {
    fn begin(&mut self, effect: Effect) {
        self.worker.run(effect);
    }

    fn answer(&mut self) -> Option<Event> {
        self.answers.try_recv().ok()
    }

    fn wait(&mut self) -> Option<Event> {
        self.answers.recv().ok()
    }
}

/// The same done on the spot, for tests.
pub struct OnTheSpot {
    /// Who does it.
    pub inline: Inline,
    /// What has come of it.
    pub answers: VecDeque<Event>,
}

impl Work for OnTheSpot {
    fn begin(&mut self, effect: Effect) {
        self.answers.extend(self.inline.run_inline(effect));
    }

    fn answer(&mut self) -> Option<Event> {
        self.answers.pop_front()
    }

    fn wait(&mut self) -> Option<Event> {
        self.answer()
    }
}
