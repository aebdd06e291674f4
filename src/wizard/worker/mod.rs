//! Does what the machine asks for, off the drawing thread. What changes something
//! outside (case, files, clipboard) is done in order by one thread; what only reads
//! has a thread each, so that a share that does not answer holds up nothing.

mod bundle;
mod certificate;
mod failure;
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
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::{Effect, Event, Offered, Predicted, ToReplay, ToSearch, ToWatch};
use crate::case::{Keeper, Kept, Store};
use crate::config;
use crate::evidence::secret::Secret;
use crate::facts::Given;
use failure::failure;
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
    /// Logs that are looked at when that is asked for.
    looking: Arc<Mutex<Option<watching::Looking>>>,
}

/// What changes something outside.
struct Writer {
    keeper: Keeper,
    clipboard: Clipboard,
}

impl Writer {
    fn run(&mut self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::SaveCase(case) => match self.keeper.keep(&case) {
                Ok(Kept::Saved) => Event::CaseSaved(Ok(())),
                Ok(Kept::AsOwn(name)) => Event::CaseAsOwn(name),
                Ok(Kept::Named(name)) => Event::CaseNamed(name),
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
    asked_to_panic();
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
        Effect::Watch(wanted) | Effect::Look(wanted) => watching::look(&wanted, &told.looking),
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
    if let Err(panic) = catch_unwind(job) {
        tell(Event::Failed(words(panic.as_ref())));
    }
}

/// For tests of what becomes of a panic, in debug builds.
#[allow(clippy::panic)]
fn asked_to_panic() {
    if cfg!(debug_assertions)
        && std::env::var_os("RELAY_DOCTOR_PANIC").is_some_and(|value| value == "read")
    {
        std::panic::panic_any("asked for by RELAY_DOCTOR_PANIC");
    }
}

/// Does an effect. Whoever waits for an answer gets one, also of a panic.
fn answered(effect: Effect, job: impl FnOnce(Effect) -> Option<Event>) -> Event {
    let failed = failure(&effect);
    match catch_unwind(AssertUnwindSafe(|| job(effect))) {
        Ok(Some(event)) => event,
        Ok(None) => failed("nobody does this".to_owned()),
        Err(panic) => failed(words(panic.as_ref())),
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
        Self::keeping(Keeper::new(store), clipboard, events)
    }

    /// The same where a case may be open already.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn keeping(
        keeper: Keeper,
        clipboard: Clipboard,
        events: Sender<Event>,
    ) -> std::io::Result<Self> {
        let (jobs, todo) = channel();
        let mut writer = Writer { keeper, clipboard };
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
        let job = move || search(&wanted, &stop, PACE, &tell);
        if let Err(error) = Builder::new().spawn(job) {
            let _ = self.events.send(Event::Failed(error.to_string()));
        }
    }

    fn read(&self, effect: Effect) {
        let (events, told) = (self.events.clone(), self.told.clone());
        let failed = failure(&effect);
        let job = move || {
            let _ = events.send(answered(effect, |effect| read(effect, &told)));
        };
        if let Err(error) = Builder::new().spawn(job) {
            let _ = self.events.send(failed(error.to_string()));
        }
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

fn write_all(writer: &mut Writer, todo: &Receiver<Effect>, answers: &Sender<Event>) {
    for effect in todo {
        let _ = answers.send(answered(effect, |effect| writer.run(effect)));
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
            writer: Writer {
                keeper: Keeper::new(store),
                clipboard,
            },
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
            Effect::Suspend => Vec::new(),
            effect if !effect.is_answered() => Vec::new(),
            effect => vec![answered(effect, |effect| read(effect, &self.told))],
        }
    }
}

#[cfg(test)]
mod tests;
