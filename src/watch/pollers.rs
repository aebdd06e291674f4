//! A thread for each folder that is followed, with the real files and the real clock.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use jiff::Timestamp;

use super::bell::{Bell, Waits};
use super::ears::{Ears, MakeSource, system};
use super::{Batch, Disk, Follower, Start};

#[cfg(test)]
mod tests;

/// Batches that wait to be taken, of all threads together; then the threads wait.
const WAITING: usize = 4;
/// Two looks are no closer to each other, however much the system tells.
const GAP: Duration = Duration::from_millis(250);

/// What a thread has read.
#[derive(Debug)]
pub struct Heard {
    /// Which of the folders, from 0.
    pub root: usize,
    /// What it gave.
    pub batch: Batch,
    /// When, milliseconds since the epoch.
    pub now: i64,
}

/// The threads. They end when it is dropped; one that waits for a share that does not
/// answer ends when the system gives it up, and holds up nobody.
#[derive(Debug)]
pub struct Pollers {
    heard: Receiver<Heard>,
    bells: Vec<Bell>,
}

impl Pollers {
    /// Starts to follow. The folders are looked at at the latest after `every`, and at
    /// once when the system tells of them. `ahead`: milliseconds that are added to this
    /// computer's clock.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        roots: &[PathBuf],
        start: Start,
        every: Duration,
        ahead: i64,
    ) -> std::io::Result<Self> {
        let make: MakeSource = Arc::new(|bell: Bell| system(move || bell.ring()));
        Self::hearing(roots, start, (Pace::of(every), ahead), &make)
    }

    /// The same, told of folders by what `make` makes.
    fn hearing(
        roots: &[PathBuf],
        start: Start,
        (pace, ahead): (Pace, i64),
        make: &MakeSource,
    ) -> std::io::Result<Self> {
        let (tell, heard) = sync_channel(WAITING);
        let bells = roots.iter().map(|_| Bell::default()).collect();
        // Those that were begun end with it if the next one cannot be.
        let pollers = Self { heard, bells };
        let mut nth = 0;
        for ((root, path), bell) in roots.iter().enumerate().zip(&pollers.bells) {
            let job = Job {
                root,
                follower: Follower::new(path.clone(), nth, start),
                pace,
                ahead,
                tell: tell.clone(),
                ears: Ears::new(make.clone(), bell.clone()),
                waits: bell.clone(),
            };
            nth = nth.wrapping_add(1);
            Builder::new().spawn(move || job.run())?;
        }
        Ok(pollers)
    }

    /// The next batch; `None` when none came in time.
    pub fn next(&self, wait: Duration) -> Option<Heard> {
        match self.heard.recv_timeout(wait) {
            Ok(heard) => Some(heard),
            Err(RecvTimeoutError::Timeout) => None,
            // All threads have ended; the wait is kept, so that nobody spins.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(wait);
                None
            }
        }
    }
}

impl Drop for Pollers {
    fn drop(&mut self) {
        self.bells.iter().for_each(Bell::end);
    }
}

/// When the next look is due.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// At the latest.
    every: Duration,
    /// At the earliest.
    gap: Duration,
}

impl Pace {
    fn of(every: Duration) -> Self {
        let gap = GAP.min(every);
        Self { every, gap }
    }

    /// Waits for the next look; whether there is one.
    fn wait(self, waits: &mut impl Waits) -> bool {
        waits.rest(self.gap) && waits.listen(self.every.saturating_sub(self.gap))
    }
}

/// One thread.
struct Job<W> {
    root: usize,
    follower: Follower,
    pace: Pace,
    ahead: i64,
    tell: SyncSender<Heard>,
    ears: Ears,
    waits: W,
}

impl<W: Waits> Job<W> {
    fn run(mut self) {
        loop {
            let now = Timestamp::now().as_millisecond().saturating_add(self.ahead);
            let batch = self.follower.poll(now, &mut Disk);
            self.listen();
            let more = batch.more;
            let root = self.root;
            if self.tell.send(Heard { root, batch, now }).is_err() {
                return;
            }
            let goes_on = match more {
                true => self.waits.rest(Duration::ZERO),
                false => self.pace.wait(&mut self.waits),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Wants to be told of the folders in which there are logs now.
    fn listen(&mut self) {
        let folders: BTreeSet<PathBuf> = self.follower.folders().map(PathBuf::from).collect();
        self.ears.turn_to(&folders);
        self.follower.told_of(|folder| self.ears.hear(folder));
    }
}
