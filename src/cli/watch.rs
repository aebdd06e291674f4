//! `relay-doctor watch`

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::analysis::{read, usable};
use super::args::{Format, Shared, Watch as Asked};
use super::diagnose::nothing_opened;
use super::interrupt::on_interrupt;
use super::output::{columns, painter};
use super::{Exit, case_words, output, saved_case, words};
use crate::attribution::replay;
use crate::case::Case;
use crate::diagnosis::diagnose;
use crate::evidence::walk::Input;
use crate::facts::Facts;
use crate::i18n::watch::Since;
use crate::remedy::{Plan, plan};
use crate::report::json::v1::watch as json;
use crate::report::text::watch::{Lines, Told};
use crate::terminal::{Glyphs, sanitise};
use crate::watch::{Expectation, News, Outcome, Pollers, Sent, Start, Watch, change_of, expected};

/// Whether it is time to end is looked at so often.
const NAP: Duration = Duration::from_millis(200);
/// Counts are said again after so long (milliseconds), when they have changed.
const COUNTS_EVERY: i64 = 60 * 1000;

/// Follows until it is proven, the time is over, or somebody ends it.
pub(super) fn run(asked: &Asked, shared: &Shared) -> Exit {
    let folders = &asked.folders;
    if !folders.iter().any(|f| std::fs::read_dir(f).is_ok()) {
        let given: Vec<Input> = folders.iter().cloned().map(Input::Path).collect();
        return nothing_opened(&given, shared);
    }
    let known = match Known::gather(asked, shared) {
        Ok(known) => known,
        Err(exit) => return exit,
    };
    let ahead = ahead(shared);
    let now = clock(ahead);
    let start = match known.since {
        Since::Now => Start::Now,
        Since::Told(at) | Since::Ticked(at) => Start::Since(at),
    };
    let since = match known.since {
        Since::Now => now,
        Since::Told(at) | Since::Ticked(at) => at,
    };
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop);
    let pollers = match Pollers::start(folders, start, asked.every, ahead) {
        Ok(pollers) => pollers,
        Err(error) => return not_started(&error, shared),
    };
    let watch = Watch::new(folders, asked.rule, known.facts, known.expectation, since);
    let run = Run {
        watch,
        face: Face::of(asked.format, shared),
        ahead,
        said: (0, now),
    };
    let start = run.face.start(&run.watch, folders, known.since, now);
    if let Err(Gone(exit)) = run.say(&start) {
        return exit;
    }
    run.follow(&pollers, asked, &stop)
}

fn not_started(error: &io::Error, shared: &Shared) -> Exit {
    let why = sanitise(&error.to_string()).into_owned();
    output::complain(&words::not_written(shared.lang, "watch", &why));
    Exit::NotWritten
}

/// How far `--now` is ahead of the clock, milliseconds.
fn ahead(shared: &Shared) -> i64 {
    let now = jiff::Timestamp::now().as_millisecond();
    shared.now.map_or(0, |told| told.as_millisecond() - now)
}

fn clock(ahead: i64) -> i64 {
    jiff::Timestamp::now()
        .as_millisecond()
        .saturating_add(ahead)
}

/// What evidence and case tell.
struct Known {
    facts: Arc<Facts>,
    expectation: Expectation,
    since: Since,
}

impl Known {
    fn gather(asked: &Asked, shared: &Shared) -> Result<Self, Exit> {
        let case = match &asked.case {
            Some(named) => Some(find_case(named, shared)?),
            None => None,
        };
        let mut inputs: Vec<Input> = case.iter().flat_map(saved_case::inputs).collect();
        inputs.extend(asked.evidence.iter().cloned());
        let chosen = case.as_ref().and_then(|c| c.chosen.as_deref());
        let mut known = Self {
            facts: Arc::new(Facts::default()),
            expectation: Expectation::Learned,
            since: Since::Now,
        };
        let mut planned = None;
        if !inputs.is_empty() {
            // The window is the watch's: the evidence is from before the change.
            let all = Shared {
                since: None,
                until: None,
                ..shared.clone()
            };
            let gathered = read(&inputs, &all, None);
            usable(&gathered, &inputs, shared)?;
            let facts = gathered.facts;
            let verdicts = replay(&facts);
            let plan = plan(&facts, &verdicts, &diagnose(&facts, &verdicts));
            known.expectation = expected(&facts, &verdicts, &plan, chosen);
            drop(verdicts);
            planned = Some(plan);
            known.facts = Arc::new(facts);
        }
        if !asked.expected.is_empty() {
            let all = asked.expected.iter().cloned().map(Sent::Certificate);
            known.expectation = Expectation::Given(all.collect());
        }
        known.since = since(case.as_ref(), planned.as_ref(), shared);
        Ok(known)
    }
}

fn find_case(named: &str, shared: &Shared) -> Result<Case, Exit> {
    saved_case::find(named, shared).ok_or_else(|| {
        let named = sanitise(named);
        output::complain(&case_words::no_such_case(shared.lang, &named));
        Exit::NothingOpened
    })
}

/// `--since`, else the last tick of a step that changes something.
fn since(case: Option<&Case>, plan: Option<&Plan>, shared: &Shared) -> Since {
    if let Some(told) = shared.since {
        return Since::Told(told.as_millisecond());
    }
    let ticked = case.and_then(|c| change_of(&c.ticks, c.chosen.as_deref(), plan));
    ticked.map_or(Since::Now, |change| Since::Ticked(change.at))
}

/// How it is shown.
enum Face {
    Text(Box<(Lines, Told, bool)>),
    Json,
}

impl Face {
    fn of(format: Format, shared: &Shared) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Text | Format::Markdown | Format::Html => {
                let lines = Lines {
                    lang: shared.lang,
                    zone: jiff::tz::TimeZone::system(),
                    width: columns(),
                    painter: painter(shared),
                    glyphs: Glyphs::new(shared.ascii),
                };
                Self::Text(Box::new((lines, Told::default(), shared.quiet)))
            }
        }
    }

    fn start(&self, watch: &Watch, folders: &[PathBuf], since: Since, now: i64) -> String {
        match self {
            Self::Text(text) => text.0.start(watch, since),
            Self::Json => {
                let folders = folders.iter().map(|f| f.to_string_lossy().into_owned());
                json::start(watch, folders.collect(), since, now)
            }
        }
    }

    fn news(&mut self, watch: &Watch, news: &News, now: i64) -> Option<String> {
        match self {
            Self::Text(text) => {
                let (lines, told, quiet) = text.as_mut();
                let shown = lines.news(news, told, now);
                shown.filter(|_| !*quiet || matches!(news, News::Verdict(_)))
            }
            Self::Json => Some(json::news(watch, news, now)),
        }
    }

    fn end(&self, watch: &Watch, now: i64) -> String {
        match self {
            Self::Text(text) => text.0.end(watch, now),
            Self::Json => json::verdict(watch, watch.verdict(), true, now),
        }
    }
}

/// The one who listens has gone, or cannot be written to.
struct Gone(Exit);

struct Run {
    watch: Watch,
    face: Face,
    ahead: i64,
    /// The sessions that were said last, and when.
    said: (u64, i64),
}

impl Run {
    fn say(&self, text: &str) -> Result<(), Gone> {
        output::write(text).map_err(|error| match error.kind() {
            // Whoever read has seen enough.
            io::ErrorKind::BrokenPipe => Gone(exit_of(self.watch.verdict().outcome)),
            _ => Gone(Exit::NotWritten),
        })
    }

    fn follow(mut self, pollers: &Pollers, asked: &Asked, stop: &AtomicBool) -> Exit {
        let began = Instant::now();
        let over = || asked.timeout.is_some_and(|limit| began.elapsed() >= limit);
        let nap = NAP.min(asked.every);
        while !stop.load(Ordering::Relaxed) && !over() {
            let news = match pollers.next(nap) {
                Some(heard) => self.watch.take(heard.root, heard.batch, heard.now),
                None => self.watch.tick(clock(self.ahead)).into_iter().collect(),
            };
            if let Err(Gone(exit)) = self.tell(&news) {
                return exit;
            }
            if asked.until_proven && self.watch.verdict().outcome == Outcome::Proven {
                break;
            }
        }
        let end = self.face.end(&self.watch, clock(self.ahead));
        match self.say(&end) {
            Ok(()) => exit_of(self.watch.verdict().outcome),
            Err(Gone(exit)) => exit,
        }
    }

    fn tell(&mut self, news: &[News]) -> Result<(), Gone> {
        let now = clock(self.ahead);
        let mut text = String::new();
        for one in news {
            text += &self.face.news(&self.watch, one, now).unwrap_or_default();
        }
        let total = self.watch.total();
        let due = now.saturating_sub(self.said.1) >= COUNTS_EVERY;
        if let Face::Text(face) = &self.face
            && due
            && total.sessions != self.said.0
            && !face.2
        {
            text += &face.0.counts(total, now);
            self.said = (total.sessions, now);
        }
        match text.is_empty() {
            true => Ok(()),
            false => self.say(&text),
        }
    }
}

/// 0 proven, 1 still refused, 3 undecided (contract.md).
fn exit_of(outcome: Outcome) -> Exit {
    match outcome {
        Outcome::Proven => Exit::Fine,
        Outcome::StillFailing => Exit::RootCause,
        Outcome::NotYet | Outcome::NoTraffic => Exit::Undecided,
    }
}
