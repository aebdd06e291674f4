//! Follows live logs for step 6.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Stop;
use crate::attribution::replay;
use crate::facts::Facts;
use crate::remedy::OptionId;
use crate::watch::{
    Disk, Expectation, Follower, News, Notice, NoticeKind, Pollers, Rule, Snapshot, Start, Watch,
    expected,
};
use crate::wizard::{Event, ToWatch};

/// How often the folders are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Without news the screen is told after so long, since time counts too.
const REFRESH: Duration = Duration::from_secs(15);
/// Whether to stop is looked at so often.
const NAP: Duration = Duration::from_millis(500);

/// Follows until it is stopped.
pub(super) fn follow(wanted: &ToWatch, stop: &Stop, tell: &dyn Fn(Event)) {
    let folders = folders(wanted);
    let run = wanted.run;
    let pollers = match Pollers::start(&folders, start(wanted), EVERY, 0) {
        Ok(pollers) => pollers,
        Err(error) => {
            let seen = Err(error.to_string());
            return tell(Event::Watched { run, seen });
        }
    };
    let mut watch = watch(wanted, &folders);
    let mut notice = None;
    let mut told: Option<Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        let news = match pollers.next(NAP) {
            Some(heard) => watch.take(heard.root, heard.batch, heard.now),
            None => watch
                .tick(Timestamp::now().as_millisecond())
                .into_iter()
                .collect(),
        };
        keep_last(&mut notice, &news);
        if !news.is_empty() || told.is_none_or(|at| at.elapsed() >= REFRESH) {
            told = Some(Instant::now());
            let seen = Ok(Arc::new(watch.snapshot(notice.clone())));
            tell(Event::Watched { run, seen });
        }
    }
}

/// Logs that are looked at when somebody asks for it, and not between.
#[derive(Debug)]
pub(super) struct Looking {
    run: u64,
    followers: Vec<Follower>,
    watch: Watch,
}

impl Looking {
    fn new(wanted: &ToWatch) -> Self {
        let folders = folders(wanted);
        let watch = watch(wanted, &folders);
        let follower = |(nth, folder)| Follower::new(folder, nth, start(wanted));
        Self {
            run: wanted.run,
            watch,
            followers: (0..).zip(folders).map(follower).collect(),
        }
    }

    /// Reads all that has come since the last look.
    fn look(&mut self) -> Snapshot {
        let mut notice = None;
        for (root, follower) in self.followers.iter_mut().enumerate() {
            let mut more = true;
            while more {
                let now = Timestamp::now().as_millisecond();
                let batch = follower.poll(now, &mut Disk);
                more = batch.more;
                keep_last(&mut notice, &self.watch.take(root, batch, now));
            }
        }
        self.watch.snapshot(notice)
    }
}

/// Looks once more, or for the first time when it is another following than before.
pub(super) fn look(wanted: &ToWatch, kept: &Mutex<Option<Looking>>) -> Event {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let before = kept.take().filter(|looking| looking.run == wanted.run);
    let looking = kept.insert(before.unwrap_or_else(|| Looking::new(wanted)));
    Event::Watched {
        run: wanted.run,
        seen: Ok(Arc::new(looking.look())),
    }
}

/// What happened last to files and folders. That a log is followed, the line of its
/// server tells: here the last one would stand for all.
fn keep_last(notice: &mut Option<Notice>, news: &[News]) {
    for one in news {
        if let News::Notice(last) = one
            && last.kind != NoticeKind::Follows
        {
            *notice = Some(last.clone());
        }
    }
}

/// The folders; of a file the one that it is in.
fn folders(wanted: &ToWatch) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| match path.is_file() {
        true => path.parent().map_or_else(|| path.clone(), PathBuf::from),
        false => path.clone(),
    };
    let mut folders: Vec<PathBuf> = wanted.folders.iter().map(folder).collect();
    folders.dedup();
    folders
}

fn start(wanted: &ToWatch) -> Start {
    wanted.since.map_or(Start::Now, Start::Since)
}

fn watch(wanted: &ToWatch, folders: &[PathBuf]) -> Watch {
    let now = Timestamp::now().as_millisecond();
    let (facts, expectation) = match &wanted.analysis {
        Some(analysis) => {
            let facts = &analysis.gathered.facts;
            let chosen = wanted.chosen.map(OptionId::code);
            let expected = expected(facts, &replay(facts), &analysis.plan, chosen);
            (facts.clone(), expected)
        }
        None => (Facts::default(), Expectation::Learned),
    };
    let since = wanted.since.unwrap_or(now);
    Watch::new(
        folders,
        Rule::default(),
        Arc::new(facts),
        expectation,
        since,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::fs;
    use std::io::Write;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::case::Store;
    use crate::wizard::Effect;
    use crate::wizard::worker::Worker;

    const WAIT: Duration = Duration::from_secs(60);

    fn seen(answers: &Receiver<Event>, is_it: impl Fn(&Snapshot) -> bool) {
        loop {
            match answers.recv_timeout(WAIT).unwrap() {
                Event::Watched { run: 7, seen } if seen.as_ref().is_ok_and(|s| is_it(s)) => return,
                Event::Watched { run: 7, .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_written_is_seen_until_it_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("SEND2026110208-1.LOG");
        fs::write(&file, "#Log-type: SMTP Send Protocol Log\r\n").unwrap();
        let (events, answers) = channel();
        let store = Store::new(folder.path().join("cases"));
        let mut worker = Worker::start(store, Box::new(|_| Ok(())), events).unwrap();
        worker.run(Effect::Watch(Box::new(ToWatch {
            run: 7,
            // A file stands for its folder.
            folders: vec![file.clone()],
            since: None,
            analysis: None,
            chosen: None,
        })));
        seen(&answers, |s| s.servers.len() == 1 && s.total.sessions == 0);
        let mut log = fs::File::options().append(true).open(&file).unwrap();
        for row in ["+,,", "<,550 5.7.64 TenantAttribution,", "-,,Local"] {
            let head = "2099-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,1,,192.0.2.1:25";
            write!(log, "{head},{row}\r\n").unwrap();
        }
        seen(&answers, |s| s.total.refused == 1);
        worker.run(Effect::StopWatch);
    }
}
