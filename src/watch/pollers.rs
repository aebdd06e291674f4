//! A thread for each folder that is followed, with the real files and the real clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use jiff::Timestamp;

use super::{Batch, Disk, Follower, Start};

/// Batches that wait to be taken, of all threads together; then the threads wait.
const WAITING: usize = 4;
/// A thread that waits for its next poll looks so often whether it is told to stop.
const NAP: Duration = Duration::from_millis(200);

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
    stop: Arc<AtomicBool>,
}

impl Pollers {
    /// Starts to follow. `ahead`: milliseconds that are added to this computer's clock.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        roots: &[PathBuf],
        start: Start,
        every: Duration,
        ahead: i64,
    ) -> std::io::Result<Self> {
        let (tell, heard) = sync_channel(WAITING);
        let stop = Arc::new(AtomicBool::new(false));
        let mut nth = 0;
        for (root, path) in roots.iter().enumerate() {
            let follower = Follower::new(path.clone(), nth, start);
            nth = nth.wrapping_add(1);
            let job = Job {
                root,
                follower,
                every,
                ahead,
                tell: tell.clone(),
                stop: stop.clone(),
            };
            Builder::new().spawn(move || job.run())?;
        }
        Ok(Self { heard, stop })
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
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// One thread.
struct Job {
    root: usize,
    follower: Follower,
    every: Duration,
    ahead: i64,
    tell: SyncSender<Heard>,
    stop: Arc<AtomicBool>,
}

impl Job {
    fn run(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            let now = Timestamp::now().as_millisecond().saturating_add(self.ahead);
            let batch = self.follower.poll(now, &mut Disk);
            let more = batch.more;
            let root = self.root;
            if self.tell.send(Heard { root, batch, now }).is_err() {
                return;
            }
            if !more {
                self.wait();
            }
        }
    }

    fn wait(&self) {
        let mut left = self.every;
        while !left.is_zero() && !self.stop.load(Ordering::Relaxed) {
            let nap = left.min(NAP);
            std::thread::sleep(nap);
            left -= nap;
        }
    }
}
