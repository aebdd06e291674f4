//! Does what the machine asks for, off the drawing thread. What changes something
//! outside (case, files, clipboard) is done in order by one thread; what only reads
//! has a thread each, so that a share that does not answer holds up nothing.

mod bundle;
mod certificate;
mod files;
mod folders;
mod keys;
mod load;
mod offered;
mod search;
mod sessions;
mod source;
mod watching;
mod work;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::{Effect, Event, Offered, Predicted, Searched, ToReplay, ToSearch, ToWatch};
use crate::case::{Keeper, Kept, Store};
use crate::config;
use crate::evidence::secret::Secret;
use crate::facts::Given;
use keys::Keys;
pub use load::newer;
pub use offered::candidates;
pub use work::{OnTheSpot, Threads, Work};

/// Copies a text; the words of the system when it cannot be done.
pub type Clipboard = Box<dyn FnMut(&str) -> Result<(), String> + Send>;

/// Progress is told no more often than this.
const PACE: Duration = Duration::from_millis(100);

/// Tells a loading to stop.
type Stop = Arc<AtomicBool>;

/// What no file tells, and what was opened with a password.
#[derive(Debug, Clone, Default)]
struct Told {
    given: Given,
    keys: Keys,
    /// Folders in which evidence may lie by default.
    folders: Arc<[Offered]>,
}

/// What changes something outside.
struct Writer {
    keeper: Keeper,
    clipboard: Clipboard,
}

impl Writer {
    fn new(store: Store, clipboard: Clipboard) -> Self {
        Self {
            keeper: Keeper::new(store),
            clipboard,
        }
    }

    fn run(&mut self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::SaveCase(case) => match self.keeper.keep(&case) {
                Ok(Kept::Saved) => Event::CaseSaved(Ok(())),
                Ok(Kept::AsOwn(name)) => Event::CaseAsOwn(name),
                Err(error) => Event::CaseSaved(Err(error.to_string())),
            },
            Effect::WriteBundle(wanted) => {
                let written = bundle::write(&wanted);
                Event::Written(written.map_err(|e| e.to_string()))
            }
            Effect::WriteCollection { folder, lang } => {
                let written = bundle::write_collection(&folder, lang);
                Event::Written(written.map_err(|e| e.to_string()))
            }
            Effect::SaveSetting {
                path,
                setting,
                value,
            } => Event::SettingSaved(config::save(&path, setting, value)),
            Effect::ListCases => {
                let store = self.keeper.store();
                Event::Cases {
                    folder: store.folder().to_owned(),
                    listed: store.list().map_err(|e| e.to_string()),
                }
            }
            Effect::OpenCase(name) => {
                let opened = self.keeper.open(&name).map(Box::new);
                Event::CaseOpened(opened.map_err(|why| (name, why)))
            }
            Effect::RenameCase { from, to } => {
                let result = self.keeper.rename(&from, &to);
                Event::CaseRenamed { from, to, result }
            }
            Effect::DeleteCase(name) => {
                let deleted = self.keeper.store().delete(&name).map(|_| ());
                Event::CaseDeleted(name, deleted)
            }
            Effect::Copy(text) => Event::Copied((self.clipboard)(&text)),
            _ => return None,
        })
    }
}

fn changes_something(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::SaveCase(_)
            | Effect::WriteBundle(_)
            | Effect::WriteCollection { .. }
            | Effect::SaveSetting { .. }
            | Effect::ListCases
            | Effect::OpenCase(_)
            | Effect::RenameCase { .. }
            | Effect::DeleteCase(_)
            | Effect::Copy(_)
    )
}

/// What only reads, besides loading.
fn read(effect: Effect, told: &Told) -> Option<Event> {
    let keys = &told.keys;
    Some(match effect {
        Effect::ReadSource {
            inputs,
            path,
            line,
            excerpt,
        } => source::read(&inputs, &path, line, &excerpt),
        Effect::ReadSession(wanted) => sessions::read(&wanted),
        Effect::FilterSessions(wanted) => sessions::filter(&wanted),
        Effect::FindFolders => Event::FoldersFound(offered::existing(&told.folders)),
        Effect::ListFolder(path) => folders::list(&path),
        Effect::Replay(wanted) => replay(&wanted),
        Effect::Unlock { locked, password } => keys.tried(&locked, &password),
        Effect::ListRefused { inputs, window } => source::refused(&inputs, window),
        Effect::Watch(wanted) => watching::once(&wanted),
        Effect::Complete(typed) => files::complete(&typed),
        _ => return None,
    })
}

/// Replays under changed values.
fn replay(wanted: &ToReplay) -> Event {
    let facts = &wanted.held.gathered.facts;
    Event::Replayed {
        run: wanted.run,
        after: Predicted::after(facts, &wanted.changes),
    }
}

/// Looks for a text, and tells of it.
fn search(wanted: &ToSearch, stop: &Stop, pace: Duration, tell: &dyn Fn(Event)) {
    let job = AssertUnwindSafe(|| search::search(wanted, stop, pace, tell));
    if catch_unwind(job).is_err() {
        // Whoever waits for the end of it gets one.
        let searched = Searched {
            done: true,
            ..Searched::default()
        };
        tell(Event::Found {
            run: wanted.run,
            lines: Vec::new(),
            searched,
        });
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned()));
    text.unwrap_or_else(|| "panic".to_owned())
}

/// Loads, and tells of it.
fn load(effect: Effect, told: &Told, stop: &Stop, pace: Duration, tell: &dyn Fn(Event)) {
    let (Effect::Load { run, .. } | Effect::LoadNewer { run, .. }) = effect else {
        return;
    };
    guarded(run, tell, || load::load(effect, told, stop, pace, tell));
}

/// A panic while reading is a bug of ours; it is told, and the wizard goes on.
fn guarded(run: u64, tell: &dyn Fn(Event), job: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(job)) {
        let why = words(panic.as_ref());
        tell(Event::LoadFailed { run, why });
    }
}

/// The threads. Dropping it stops loading, and waits until what was to be written
/// is written.
pub struct Worker {
    events: Sender<Event>,
    told: Told,
    writer: Option<(Sender<Effect>, JoinHandle<()>)>,
    stop: Stop,
    searching: Stop,
    /// Ends following.
    watch: Stop,
}

impl Worker {
    /// Starts it. Answers go to `events`; the clipboard is called on a thread of its own.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        store: Store,
        clipboard: Clipboard,
        events: Sender<Event>,
    ) -> std::io::Result<Self> {
        let (jobs, todo) = channel();
        let mut writer = Writer::new(store, clipboard);
        let answers = events.clone();
        let thread = Builder::new().spawn(move || write_all(&mut writer, &todo, &answers))?;
        Ok(Self {
            events,
            told: Told::default(),
            writer: Some((jobs, thread)),
            stop: Stop::default(),
            searching: Stop::default(),
            watch: Stop::default(),
        })
    }

    /// What the command line says that no file does.
    pub fn told(mut self, told: Given, password: Option<Secret>) -> Self {
        self.told.given = told;
        self.told.keys = Keys::knowing(password);
        self
    }

    /// The folders in which evidence may lie by default ([`candidates`]).
    pub fn offering(mut self, folders: Vec<Offered>) -> Self {
        self.told.folders = folders.into();
        self
    }

    /// Begins an effect. [`Effect::Quit`] is the run loop's.
    pub fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Quit => {}
            Effect::Cancel => self.cancel(),
            Effect::StopWatch => self.watch.store(true, Ordering::Relaxed),
            Effect::Watch(wanted) => self.follow(*wanted),
            Effect::Load { run, .. } | Effect::LoadNewer { run, .. } => {
                self.cancel();
                let (events, told, stop) =
                    (self.events.clone(), self.told.clone(), Stop::default());
                self.stop = stop.clone();
                let tell = move |event| {
                    // Nobody listens any more when the program ends.
                    let _ = events.send(event);
                };
                let spawned = Builder::new().spawn(move || load(effect, &told, &stop, PACE, &tell));
                if let Err(error) = spawned {
                    let why = error.to_string();
                    let _ = self.events.send(Event::LoadFailed { run, why });
                }
            }
            Effect::StopSearch => self.searching.store(true, Ordering::Relaxed),
            Effect::Search(wanted) => self.search(wanted),
            effect if changes_something(&effect) => {
                if let Some((jobs, _)) = &self.writer {
                    let _ = jobs.send(effect);
                }
            }
            effect => self.read(effect),
        }
    }

    fn search(&mut self, wanted: Box<ToSearch>) {
        self.searching.store(true, Ordering::Relaxed);
        let (events, stop) = (self.events.clone(), Stop::default());
        self.searching = stop.clone();
        let tell = move |event| {
            let _ = events.send(event);
        };
        let _ = Builder::new().spawn(move || search(&wanted, &stop, PACE, &tell));
    }

    fn read(&self, effect: Effect) {
        let events = self.events.clone();
        let told = self.told.clone();
        let job = move || {
            let read = catch_unwind(AssertUnwindSafe(|| read(effect, &told)));
            if let Ok(Some(event)) = read {
                let _ = events.send(event);
            }
        };
        // Without a thread nothing is shown: the place keeps the line as it was read.
        let _ = Builder::new().spawn(job);
    }

    fn follow(&mut self, wanted: ToWatch) {
        self.watch.store(true, Ordering::Relaxed);
        let stop = Stop::default();
        self.watch = stop.clone();
        let (events, run) = (self.events.clone(), wanted.run);
        let job = move || {
            let tell = |event| {
                // Nobody listens any more when the program ends.
                let _ = events.send(event);
            };
            let followed = catch_unwind(AssertUnwindSafe(|| {
                watching::follow(&wanted, &stop, &tell);
            }));
            if let Err(panic) = followed {
                let seen = Err(words(panic.as_ref()));
                tell(Event::Watched { run, seen });
            }
        };
        if let Err(error) = Builder::new().spawn(job) {
            let seen = Err(error.to_string());
            let _ = self.events.send(Event::Watched { run, seen });
        }
    }

    fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// How it is told that an effect has failed: whoever waits for an answer gets one.
fn failure(effect: &Effect) -> Option<fn(String) -> Event> {
    match effect {
        Effect::SaveCase(_) => Some(|why| Event::CaseSaved(Err(why))),
        Effect::WriteBundle(_) | Effect::WriteCollection { .. } => {
            Some(|why| Event::Written(Err(why)))
        }
        Effect::Copy(_) => Some(|why| Event::Copied(Err(why))),
        _ => None,
    }
}

fn write_all(writer: &mut Writer, todo: &Receiver<Effect>, answers: &Sender<Event>) {
    for effect in todo {
        let failed = failure(&effect);
        let done = catch_unwind(AssertUnwindSafe(|| writer.run(effect)));
        let answer = match done {
            Ok(answer) => answer,
            Err(panic) => failed.map(|failed| failed(words(panic.as_ref()))),
        };
        if let Some(event) = answer {
            let _ = answers.send(event);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel();
        self.searching.store(true, Ordering::Relaxed);
        self.watch.store(true, Ordering::Relaxed);
        if let Some((jobs, thread)) = self.writer.take() {
            drop(jobs);
            let _ = thread.join();
        }
    }
}

/// The same work done on the spot, for tests and for the face without a screen.
pub struct Inline {
    writer: Writer,
    told: Told,
}

impl Inline {
    /// Work done on the spot.
    pub fn new(store: Store, clipboard: Clipboard) -> Self {
        Self {
            writer: Writer::new(store, clipboard),
            told: Told::default(),
        }
    }

    /// What the command line says that no file does.
    pub fn told(mut self, told: Given) -> Self {
        self.told.given = told;
        self
    }

    /// The folders in which evidence may lie by default.
    pub fn offering(mut self, folders: Vec<Offered>) -> Self {
        self.told.folders = folders.into();
        self
    }

    /// Does an effect, and gives its answers in order.
    pub fn run_inline(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Load { .. } | Effect::LoadNewer { .. } => {
                let (events, answers) = channel();
                let tell = |event| {
                    let _ = events.send(event);
                };
                // No clock decides what is told.
                load(effect, &self.told, &Stop::default(), Duration::MAX, &tell);
                drop(events);
                answers.into_iter().collect()
            }
            Effect::Search(wanted) => {
                let (events, answers) = channel();
                let tell = |event| {
                    let _ = events.send(event);
                };
                search(&wanted, &Stop::default(), Duration::MAX, &tell);
                drop(events);
                answers.into_iter().collect()
            }
            effect if changes_something(&effect) => self.writer.run(effect).into_iter().collect(),
            effect => read(effect, &self.told).into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::case::{Case, VERSION};
    use crate::evidence::walk::Input;
    use crate::facts::gather;
    use crate::remedy::OptionId;
    use crate::terminal::Lang;
    use crate::wizard::{Analysis, BundleToWrite};
    use jiff::tz::TimeZone;
    use std::collections::BTreeMap;
    use std::ops::ControlFlow;

    const WAIT: Duration = Duration::from_secs(60);

    fn start(folder: &std::path::Path, clipboard: Clipboard) -> (Worker, Receiver<Event>) {
        let (events, answers) = channel();
        let worker = Worker::start(Store::new(folder), clipboard, events).unwrap();
        (worker, answers)
    }

    #[test]
    fn what_was_to_be_written_is_written_before_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (mut worker, answers) = start(folder.path(), Box::new(|_| Err("none".to_owned())));
        for step in 1..=5 {
            let case = Case {
                version: VERSION,
                name: "contoso".to_owned(),
                step,
                ..Case::default()
            };
            worker.run(Effect::SaveCase(Box::new(case)));
        }
        let gathered = gather(&[], Given::default(), 0, &mut |_| ControlFlow::Continue(()));
        worker.run(Effect::WriteBundle(Box::new(BundleToWrite {
            folder: folder.path().join("out"),
            option: OptionId::Manual,
            case: "contoso".to_owned(),
            lang: Lang::En,
            zone: TimeZone::UTC,
            marks: BTreeMap::new(),
            analysis: Arc::new(Analysis::of(gathered)),
            inputs: Vec::new(),
        })));
        worker.run(Effect::Copy("x".to_owned()));
        drop(worker);
        let events: Vec<Event> = answers.into_iter().collect();
        assert_eq!(events.len(), 7);
        assert!(matches!(events[6], Event::Copied(Err(_))), "in order");
        assert_eq!(
            Store::new(folder.path())
                .latest()
                .unwrap()
                .case
                .unwrap()
                .step,
            5
        );
        // Nothing is known, so there is nothing to mend, and no file.
        assert!(matches!(&events[5], Event::Written(Ok(files)) if files.is_empty()));
    }

    #[test]
    fn loading_and_reading_answer_by_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let (mut worker, answers) = start(folder.path(), Box::new(|_| Ok(())));
        let inputs = vec![Input::Memory {
            path: "a.txt".to_owned(),
            content: b"550 5.7.64 TenantAttribution".as_slice().into(),
        }];
        worker.run(Effect::Load {
            run: 1,
            inputs: inputs.clone(),
            sides: Vec::new(),
            now: 0,
        });
        let loaded = |e: &Event| matches!(e, Event::Loaded { run: 1, .. });
        while !loaded(&answers.recv_timeout(WAIT).unwrap()) {}
        worker.run(Effect::ReadSource {
            inputs,
            path: "a.txt".to_owned(),
            line: 1,
            excerpt: String::new(),
        });
        let text = answers.recv_timeout(WAIT).unwrap();
        assert!(matches!(text, Event::SourceText { .. }));
        worker.run(Effect::Cancel);
        worker.run(Effect::Quit);
    }

    #[test]
    fn a_clipboard_that_panics_stops_no_saving() {
        let folder = tempfile::tempdir().unwrap();
        let (mut worker, answers) = start(folder.path(), Box::new(|_| panic!("clipboard")));
        worker.run(Effect::Copy("x".to_owned()));
        let case = Case {
            version: VERSION,
            ..Case::default()
        };
        worker.run(Effect::SaveCase(Box::new(case)));
        drop(worker);
        let events: Vec<Event> = answers.into_iter().collect();
        assert!(
            matches!(events.last(), Some(Event::CaseSaved(Ok(())))),
            "{events:?}"
        );
    }

    #[test]
    fn a_panic_while_loading_is_told() {
        let (events, answers) = channel();
        let tell = |event| events.send(event).unwrap();
        guarded(7, &tell, || panic!("a rule"));
        let told = answers.try_recv().unwrap();
        assert!(matches!(told, Event::LoadFailed { run: 7, why } if why == "a rule"));
    }

    #[test]
    fn what_a_panic_said_is_kept() {
        assert_eq!(words(&"a"), "a");
        assert_eq!(words(&"b".to_owned()), "b");
        assert_eq!(words(&3), "panic");
    }
}
