//! Reading and judging, with progress, and stopped within a moment.

use std::cell::RefCell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::{Stop, Told};
use crate::evidence::loader::Step;
use crate::evidence::sniff::{Guess, sniff};
use crate::evidence::walk::{Input, walk};
use crate::evidence::{Side, SourceKind, decode, loader};
use crate::facts::sessions::Indexer;
use crate::facts::{Gathered, Given, Hooks, SideGiven, Window, gather, gather_with};
use crate::wizard::outgoing::kept;
use crate::wizard::whose_log::servers_of;
use crate::wizard::{Analysis, Effect, Event, Kept, input_of};

pub(super) fn load(effect: Effect, told: &Told, stop: &Stop, pace: Duration, tell: &dyn Fn(Event)) {
    let Told {
        given: told, keys, ..
    } = told;
    let (run, inputs, told, now) = match effect {
        Effect::Load {
            run,
            inputs,
            sides,
            now,
        } => (run, inputs, with_sides(told, sides), now),
        Effect::LoadNewer {
            run,
            newer,
            kept,
            since,
            sides,
            servers,
            now,
        } => {
            let told = Given {
                servers,
                ..with_sides(told, sides)
            };
            let inputs = with_kept(newer, kept, &told, now, stop);
            (run, inputs, after(&told, since), now)
        }
        _ => return,
    };
    let mut told_of = Progress::new(run, stop.clone(), pace, tell);
    let mut sessions = Indexer::within(told.window);
    let hooks = Hooks {
        progress: &mut |step| told_of.step(step),
        sessions: Some(&mut sessions),
        rewrite: None,
        keys: &mut keys.clone(),
    };
    let gathered = gather_with(&inputs, told, now, hooks);
    if gathered.cancelled || stop.load(Ordering::Relaxed) {
        return;
    }
    let analysis = Analysis::with_sessions(gathered, sessions.finish());
    if !stop.load(Ordering::Relaxed) {
        let analysis = Arc::new(analysis);
        tell(Event::Loaded { run, analysis });
    }
}

/// Newer evidence judged together with what the older tells of the configuration;
/// `None` when it could not be read. `now` is in seconds since the epoch.
pub fn newer(
    older: &Arc<Analysis>,
    newer: Vec<Input>,
    given: Given,
    now: i64,
) -> Option<Arc<Analysis>> {
    let effect = Effect::LoadNewer {
        run: 0,
        newer,
        kept: kept(older),
        since: None,
        sides: Vec::new(),
        servers: servers_of(older),
        now,
    };
    let told = Told {
        given,
        ..Told::default()
    };
    let found = RefCell::new(None);
    let tell = |event| {
        if let Event::Loaded { analysis, .. } = event {
            *found.borrow_mut() = Some(analysis);
        }
    };
    load(effect, &told, &Stop::default(), Duration::MAX, &tell);
    found.into_inner()
}

/// What was said in the wizard stands behind what the command line said.
fn with_sides(told: &Given, sides: Vec<SideGiven>) -> Given {
    let mut told = told.clone();
    told.sides.extend(sides);
    told
}

/// Only sessions that began after the older log ended.
fn after(told: &Given, since: Option<i64>) -> Given {
    let after = since.map(|s| s.saturating_add(1));
    let window = Window {
        since: told.window.since.max(after),
        until: told.window.until,
    };
    Given {
        window,
        ..told.clone()
    }
}

/// The newer evidence behind what is still needed of the older: of two exports
/// of one object that say nothing of their age the last read counts.
fn with_kept(
    newer: Vec<Input>,
    kept: Vec<Kept>,
    told: &Given,
    now: i64,
    stop: &Stop,
) -> Vec<Input> {
    let known = configuration(&newer, told, now, stop);
    let replaced = |kept: &Kept| {
        let same_side =
            |side: Option<Side>| side.is_none() || kept.side.is_none() || side == kept.side;
        let mut known = known.iter();
        !kept.mixed && known.any(|(kind, side)| *kind == kept.kind && same_side(*side))
    };
    let kept = kept
        .into_iter()
        .filter(|k| !replaced(k) && !newer.contains(&k.input));
    let mut inputs: Vec<Input> = kept.map(|k| k.input).collect();
    inputs.extend(newer);
    inputs
}

/// What the newer evidence tells of the configuration; its logs are left out here.
fn configuration(
    newer: &[Input],
    told: &Given,
    now: i64,
    stop: &Stop,
) -> Vec<(SourceKind, Option<Side>)> {
    let small: Vec<Input> = walk(newer)
        .iter()
        .filter(|file| file.trouble.is_none())
        .filter(|file| loader::read(&file.origin, is_log).is_ok_and(|is| !is))
        .map(input_of)
        .collect();
    let mut hook = |_: Step| match stop.load(Ordering::Relaxed) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let Gathered { sources, .. } = gather(&small, told.clone(), now, &mut hook);
    sources
        .iter()
        .map(|s| (s.kind, s.side))
        .filter(told_of)
        .collect()
}

fn told_of((kind, _): &(SourceKind, Option<Side>)) -> bool {
    // Certificate files and installed ones are told apart by thumbprint.
    !matches!(kind, SourceKind::Unrecognised | SourceKind::Certificate)
}

fn is_log(bytes: &mut dyn Read) -> io::Result<bool> {
    let mut head = Vec::new();
    bytes
        .take(decode::SNIFF_LEN as u64)
        .read_to_end(&mut head)?;
    Ok(sniff(&head) == Guess::SendLog)
}

/// Counts what the loader does, and tells of it at its pace.
struct Progress<'t> {
    run: u64,
    stop: Stop,
    pace: Duration,
    tell: &'t dyn Fn(Event),
    started: Instant,
    last: Instant,
    files: usize,
    begun: usize,
    bytes: u64,
    total: u64,
    file: String,
}

impl<'t> Progress<'t> {
    fn new(run: u64, stop: Stop, pace: Duration, tell: &'t dyn Fn(Event)) -> Self {
        Self {
            run,
            stop,
            pace,
            tell,
            started: Instant::now(),
            last: Instant::now(),
            files: 0,
            begun: 0,
            bytes: 0,
            total: 0,
            file: String::new(),
        }
    }

    fn step(&mut self, step: Step) -> ControlFlow<()> {
        match step {
            Step::Files(files) => self.files = files,
            Step::Total(total) => self.total = total,
            Step::File(name) => {
                self.begun += 1;
                name.clone_into(&mut self.file);
            }
            Step::Bytes(bytes) => self.bytes = self.bytes.saturating_add(bytes),
        }
        if self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        if self.last.elapsed() >= self.pace {
            self.last = Instant::now();
            (self.tell)(Event::Progress {
                run: self.run,
                files: self.files,
                begun: self.begun,
                bytes: self.bytes,
                total: self.total,
                left: time_left(self.started.elapsed(), self.bytes, self.total),
                rate: rate(self.started.elapsed(), self.bytes),
                file: self.file.clone(),
            });
        }
        ControlFlow::Continue(())
    }
}

/// Seconds that are left at this pace; the first moments tell nothing.
fn time_left(elapsed: Duration, bytes: u64, total: u64) -> Option<u64> {
    let left = u128::from(total.checked_sub(bytes)?);
    let tells = elapsed >= Duration::from_secs(1) && bytes > 0;
    let millis = tells.then(|| elapsed.as_millis() * left / u128::from(bytes))?;
    u64::try_from(millis.div_ceil(1000)).ok()
}

/// Bytes a second; the first moments tell nothing.
fn rate(elapsed: Duration, bytes: u64) -> Option<u64> {
    let tells = elapsed >= Duration::from_secs(1) && bytes > 0;
    let rate = tells.then(|| u128::from(bytes) * 1000 / elapsed.as_millis())?;
    u64::try_from(rate).ok()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn effect() -> Effect {
        let content = "550 5.7.64 TenantAttribution; Relay Access Denied\n".as_bytes();
        Effect::Load {
            run: 3,
            inputs: vec![Input::Memory {
                path: "a.txt".to_owned(),
                content: content.into(),
            }],
            sides: Vec::new(),
            now: 0,
        }
    }

    fn events(stop: &Stop, pace: Duration) -> Vec<Event> {
        let told = RefCell::new(Vec::new());
        let tell = |event| told.borrow_mut().push(event);
        load(effect(), &Told::default(), stop, pace, &tell);
        told.into_inner()
    }

    #[test]
    fn what_was_stopped_tells_nothing() {
        let stop = Stop::default();
        stop.store(true, Ordering::Relaxed);
        assert!(events(&stop, Duration::ZERO).is_empty());
    }

    #[test]
    fn the_time_that_is_left_follows_the_pace() {
        let seconds = Duration::from_secs;
        let table = [
            (seconds(2), 100, 300, Some(4)),
            (seconds(2), 300, 300, Some(0)),
            (seconds(1), 3, 4, Some(1)),
            (Duration::from_millis(999), 100, 300, None),
            (seconds(2), 0, 300, None),
            (seconds(2), 400, 300, None),
        ];
        for (elapsed, bytes, total, left) in table {
            assert_eq!(time_left(elapsed, bytes, total), left, "{bytes} of {total}");
        }
    }

    #[test]
    fn the_rate_is_told_after_a_second() {
        let millis = Duration::from_millis;
        let table = [(2000, 100, Some(50)), (999, 100, None), (1000, 0, None)];
        for (elapsed, bytes, expected) in table {
            assert_eq!(rate(millis(elapsed), bytes), expected);
        }
    }

    /// Not even one piece more is read: what the reader does between two questions is
    /// all that a person waits for.
    #[test]
    fn reading_stops_with_the_piece_in_which_it_is_told_to() {
        let row = "2026-11-02T08:00:00.000Z,Outbound,08DD,0,10.0.0.1:1,203.0.113.9:25,+,,\r\n";
        let head = "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n\
                    #Log-type: SMTP Send Protocol Log\r\n#Date: 2026-11-02T08:00:00.000Z\r\n\
                    #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,\
                    remote-endpoint,event,data,context\r\n";
        let log = format!("{head}{}", row.repeat(200_000));
        let text = "x".repeat(8 << 20);
        for content in [log, text] {
            let inputs = [Input::Memory {
                path: "a.log".to_owned(),
                content: content.as_bytes().into(),
            }];
            let (mut largest, mut after, mut read) = (0, 0, 0);
            let mut hook = |step: Step| {
                let Step::Bytes(bytes) = step else {
                    return ControlFlow::Continue(());
                };
                after += u32::from(read > 3 << 20 && bytes > 0);
                read += bytes;
                largest = largest.max(bytes);
                match read > 3 << 20 {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            };
            let gathered = gather(&inputs, Given::default(), 0, &mut hook);
            assert!(gathered.cancelled);
            assert!(after <= 1, "{after} pieces after it was told to stop");
        }
    }

    #[test]
    fn progress_comes_at_its_pace_and_the_result_last() {
        let often = events(&Stop::default(), Duration::ZERO);
        assert!(matches!(
            often[0],
            Event::Progress {
                run: 3,
                files: 1,
                ..
            }
        ));
        let Some(Event::Loaded { run, analysis }) = often.last() else {
            unreachable!("{often:?}");
        };
        assert_eq!((*run, analysis.gathered.files.len()), (3, 1));
        let never = events(&Stop::default(), Duration::MAX);
        assert!(matches!(never[..], [Event::Loaded { .. }]));
    }
}
