//! Several servers read at once, each on a thread. What is found does not depend on that.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

use super::open::{Opener, PIECE};
use super::server::{LogRead, Reading, Server};
use super::sessions::{Apart, Part};
use super::{Load, Step};
use crate::evidence::formats::send_log::CertificateMemo;

/// What threads may tell before it is taken.
const WAITING: usize = 8;

/// What a thread that reads tells.
enum Told {
    /// So many bytes were read.
    Bytes(u64),
    /// The server of that place was, and so many bytes more.
    Server(usize, u64, Box<dyn Part>, Vec<LogRead>),
}

impl Load<'_> {
    /// Reads several servers at once; what is found does not depend on that.
    pub(super) fn at_once(&mut self, servers: Vec<Server>, apart: &mut dyn Apart) {
        let workers = self.threads.count().min(servers.len());
        let memo = CertificateMemo::default();
        let stop = AtomicBool::new(false);
        let parts = servers.into_iter().map(|server| (server, apart.part()));
        let waiting = Mutex::new(parts.enumerate().collect::<VecDeque<_>>());
        let work = |tell: SyncSender<Told>| {
            while let Some((nth, (server, mut part))) = next(&waiting, &stop) {
                let mut untold = 0;
                let hands = Reading {
                    opener: &mut Opener::default(),
                    rewrite: None,
                    told: &mut |bytes| {
                        untold += bytes;
                        // Who takes what is told is woken for it.
                        let gone = untold >= PIECE && {
                            let told = Told::Bytes(std::mem::take(&mut untold));
                            tell.send(told).is_err()
                        };
                        match gone || stop.load(Ordering::Relaxed) {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        }
                    },
                };
                let (reads, _) = hands.server(&server, memo.clone(), &mut *part);
                let done = Told::Server(nth, untold, part, reads);
                if tell.send(done).is_err() {
                    return;
                }
            }
        };
        std::thread::scope(|scope| {
            let (tell, told) = sync_channel(WAITING);
            for _ in 0..workers {
                let tell = tell.clone();
                // Where the system has no more threads, those that there are do the work.
                let _ = Builder::new().spawn_scoped(scope, || work(tell));
            }
            drop(tell);
            self.take(told, &stop, apart);
        });
        // None could be had at all.
        let left = waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (_, (server, mut part)) in left {
            self.server(&server, &memo, &mut *part);
            apart.join(part);
        }
    }

    /// Takes what the threads tell, the servers in their order.
    fn take(&mut self, told: Receiver<Told>, stop: &AtomicBool, apart: &mut dyn Apart) {
        let mut done = BTreeMap::new();
        let mut expected = 0;
        for told in told {
            match told {
                Told::Bytes(bytes) => self.step(Step::Bytes(bytes)),
                Told::Server(nth, bytes, part, reads) => {
                    self.step(Step::Bytes(bytes));
                    done.insert(nth, (part, reads));
                }
            }
            stop.fetch_or(self.loaded.cancelled, Ordering::Relaxed);
            while let Some((part, reads)) = done.remove(&expected) {
                apart.join(part);
                self.was_read(reads);
                expected += 1;
            }
        }
    }
}

/// The next server, unless reading was stopped.
fn next<T>(waiting: &Mutex<VecDeque<T>>, stop: &AtomicBool) -> Option<T> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.pop_front()
}
