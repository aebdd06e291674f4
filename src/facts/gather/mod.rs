//! Records and logs made into [`Facts`].

mod certificates;
mod chains;
mod connectors;
mod dates;
mod hcw;
mod lost;
mod merge;
mod owned;
mod part;
mod read;
mod reverse;
mod sides;
mod symptoms;
mod tenant;
mod tracked;

use std::path::PathBuf;

use merge::Merge;

use super::told::{RecognisedLogs, Recognising};
use super::traffic::{Fold, Traffic};
use super::{Facts, Given, SideGiven};
use crate::evidence::formats::certificate::Locked;
use crate::evidence::formats::send_log::{Session, SessionSink};
use crate::evidence::loader::{Apart, Hands, Loaded, Part, Progress, Sessions, load};
use crate::evidence::record::{Field, ObjectClass, Record};
use crate::evidence::unlock::{Nobody, Unlock};
use crate::evidence::walk::{Found, Input};
use crate::evidence::{Location, Rewrite, Source, SourceId, SourceKind};

/// The facts of an incident, and the files they were read from.
#[derive(Debug)]
pub struct Gathered {
    /// What is known.
    pub facts: Facts,
    /// The files, with what was noticed in each.
    pub sources: Vec<Source>,
    /// Where each of `sources` is.
    pub files: Vec<Found>,
    /// How many of the things given could be opened.
    pub opened: usize,
    /// Files that want a password and were not opened.
    pub locked: Vec<(SourceId, Locked)>,
    /// What was said of paths at which there is no file.
    pub sides_unmatched: Vec<SideGiven>,
    /// What was to be left out, and is nowhere.
    pub without_unmatched: Vec<PathBuf>,
    /// Logs that do not tell whose they are, where sessions were listed.
    pub recognised: RecognisedLogs,
    /// Whether reading was stopped.
    pub cancelled: bool,
}

/// Who takes part in reading.
pub struct Hooks<'h, 's> {
    /// Told how reading goes on.
    pub progress: &'h mut Progress<'h>,
    /// Sees every session, once. Servers are recognised by [`Given::servers`] only where
    /// there is somebody to see them.
    pub sessions: Option<&'h mut (dyn SessionSink + 's)>,
    /// Opens files that want a password.
    pub keys: &'h mut dyn Unlock,
    /// Rewrites every file before it is looked at.
    pub rewrite: Option<&'h dyn Rewrite>,
}

/// Reads what was given, except files that want a password. `now` is in seconds since
/// the epoch.
pub fn gather(inputs: &[Input], given: Given, now: i64, progress: &mut Progress) -> Gathered {
    let hooks = Hooks {
        progress: &mut |step| progress(step),
        sessions: None,
        keys: &mut Nobody,
        rewrite: None,
    };
    gather_with(inputs, given, now, hooks)
}

/// The same, with whoever takes part in it.
pub fn gather_with(inputs: &[Input], given: Given, now: i64, hooks: Hooks) -> Gathered {
    let mut fold = Fold::within(given.window);
    let hands = Hands {
        progress: hooks.progress,
        keys: hooks.keys,
        rewrite: hooks.rewrite,
        servers: &given.servers.files,
        threads: given.threads,
    };
    let mut recognised = RecognisedLogs::new();
    let loaded = match hooks.sessions {
        Some(also) => {
            let mut both = Both {
                part: fold.part(),
                fold: &mut fold,
                server: String::new(),
                also,
            };
            let mut named = Recognising {
                told: &given.servers,
                logs: RecognisedLogs::new(),
                sink: &mut both,
            };
            let loaded = load(inputs, Sessions::InOrder(&mut named), hands);
            recognised = named.logs;
            let last = both.part;
            fold.join(last);
            loaded
        }
        None => load(inputs, Sessions::Apart(&mut fold), hands),
    };
    Gathered {
        recognised,
        ..assemble(loaded, fold.finish(), given, now)
    }
}

/// Two takers of sessions, of which the first takes each server's apart, as it does
/// where it is alone.
struct Both<'h, 's> {
    fold: &'h mut Fold,
    part: Box<dyn Part>,
    /// Whose sessions `part` takes.
    server: String,
    also: &'h mut (dyn SessionSink + 's),
}

impl SessionSink for Both<'_, '_> {
    fn session(&mut self, server: &str, session: &Session) {
        if self.server != server {
            let next = self.fold.part();
            self.fold.join(std::mem::replace(&mut self.part, next));
            server.clone_into(&mut self.server);
        }
        self.part.session(server, session);
        self.also.session(server, session);
    }
}

/// An object of a cmdlet as it stands in one file.
#[derive(Debug, Clone, Copy)]
struct State<'r> {
    source: SourceId,
    record: &'r Record,
}

impl State<'_> {
    fn location(&self, field: &Field) -> Location {
        Location::new(self.source, field.line, &field.excerpt)
    }
}

/// An object of a cmdlet in all its states, the newest first.
#[derive(Debug, Clone)]
struct Object<'r> {
    states: Vec<State<'r>>,
}

/// A property with the file it is from.
#[derive(Debug, Clone, Copy)]
struct Placed<'r> {
    source: SourceId,
    field: &'r Field,
}

impl std::ops::Deref for Placed<'_> {
    type Target = Field;

    fn deref(&self) -> &Field {
        self.field
    }
}

impl Placed<'_> {
    fn at(&self) -> Location {
        Location::new(self.source, self.field.line, &self.field.excerpt)
    }
}

impl<'r> Object<'r> {
    fn of(state: State<'r>) -> Self {
        Self {
            states: vec![state],
        }
    }

    /// The property in the newest state that has it; one that an export lost is
    /// taken of another.
    fn field(&self, name: &str) -> Option<Placed<'r>> {
        let mut lost = None;
        for state in &self.states {
            let Some(field) = state.record.field(name) else {
                continue;
            };
            let placed = Placed {
                source: state.source,
                field,
            };
            if !lost::is_lost(&field.value) {
                return Some(placed);
            }
            lost = lost.or(Some(placed));
        }
        lost
    }

    /// Where the newest state begins: the line of its first property.
    fn at(&self) -> Location {
        let newest = self.states.first();
        let first = newest.and_then(|s| Some((s, s.record.fields.first()?)));
        match (first, newest) {
            (Some((state, field)), _) => state.location(field),
            (None, Some(state)) => Location::new(state.source, state.record.line, ""),
            (None, None) => Location::new(SourceId(0), 1, ""),
        }
    }
}

fn states_of(loaded: &Loaded, class: ObjectClass) -> impl Iterator<Item = State<'_>> {
    let objects = loaded.objects.iter().filter(move |(_, r)| r.class == class);
    objects.map(|(source, record)| State {
        source: *source,
        record,
    })
}

fn of_class(loaded: &Loaded, class: ObjectClass) -> impl Iterator<Item = Object<'_>> {
    states_of(loaded, class).map(Object::of)
}

/// The same facts with what another log shows instead of their own.
pub fn with_traffic(facts: &Facts, mut traffic: Traffic) -> Facts {
    let mut facts = facts.clone();
    facts.sent = certificates::sent(&mut facts.certificates, &traffic);
    facts.symptoms = std::mem::take(&mut traffic.symptoms);
    facts
        .refused_connectors
        .extend(refused_connectors(&traffic));
    facts.log_given = true;
    facts.traffic = traffic;
    facts
}

/// The Send connectors in whose sessions a reply was 5.7.64.
fn refused_connectors(traffic: &Traffic) -> impl Iterator<Item = String> {
    let refused = traffic.paths.iter().filter(|p| p.refused.count > 0);
    let names = refused.filter_map(|p| traffic.connectors.get(p.key.connector as usize));
    names.cloned()
}

fn assemble(mut loaded: Loaded, mut traffic: Traffic, given: Given, now: i64) -> Gathered {
    let mut facts = Facts {
        given,
        now,
        ..Facts::default()
    };
    sides::settle(&mut loaded, &facts.given.sides);
    let sides_unmatched = sides::unmatched(&loaded.files, &facts.given.sides);
    dates::settle(&mut loaded);
    let mut merge = Merge::default();
    facts.certificates = certificates::gather(&mut loaded, &mut merge);
    facts.chains = chains::gather(&loaded);
    facts.sent = certificates::sent(&mut facts.certificates, &traffic);
    facts.tenant = tenant::gather(&mut loaded, &mut merge);
    facts.send_connectors = connectors::send_connectors(&loaded, &mut merge);
    facts.receive_connectors = reverse::receive_connectors(&loaded);
    facts.outbound_connectors = reverse::outbound_connectors(&loaded);
    facts.hybrid = tenant::hybrid(&loaded);
    facts.conflicts = merge.conflicts;
    facts.origins = merge.origins;
    facts.hcw_runs = hcw::gather(&loaded);
    facts.hcw_owned = owned::gather(&loaded, &facts.hcw_runs);
    let is_log = |s: &Source| s.kind == SourceKind::SmtpSendLog;
    facts.log_given = loaded.sources.iter().any(is_log);
    facts.truncated = connectors::truncated(&loaded);
    facts.symptoms = symptoms::gather(&loaded, std::mem::take(&mut traffic.symptoms));
    if facts.given.mail_from.is_none() {
        facts.given.mail_from = symptoms::sender(&loaded);
    }
    facts.sending_system = symptoms::sending_system(&loaded);
    facts.refused_connectors = refused_connectors(&traffic).collect();
    facts.traffic = traffic;
    facts.place_listings();
    connectors::note_values(&mut loaded);
    lost::note(&mut loaded);
    Gathered {
        facts,
        sources: loaded.sources,
        files: loaded.files,
        opened: loaded.opened,
        locked: loaded.locked,
        sides_unmatched,
        without_unmatched: loaded.without_unmatched,
        recognised: RecognisedLogs::new(),
        cancelled: loaded.cancelled,
    }
}
