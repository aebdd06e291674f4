//! Records and logs made into [`Facts`].

mod certificates;
mod chains;
mod connectors;
mod dates;
mod lost;
mod read;
mod reverse;
mod sides;
mod symptoms;
mod tenant;

use super::traffic::{Fold, Traffic};
use super::{Facts, Given};
use crate::evidence::formats::certificate::Locked;
use crate::evidence::formats::send_log::{Session, SessionSink};
use crate::evidence::loader::{Loaded, Progress, load};
use crate::evidence::record::{Field, ObjectClass, Record};
use crate::evidence::unlock::{Nobody, Unlock};
use crate::evidence::walk::{Found, Input};
use crate::evidence::{Location, Source, SourceId, SourceKind};

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
    /// Whether reading was stopped.
    pub cancelled: bool,
}

/// Who takes part in reading.
pub struct Hooks<'h, 's> {
    /// Told how reading goes on.
    pub progress: &'h mut Progress<'h>,
    /// Sees every session, once.
    pub sessions: Option<&'h mut (dyn SessionSink + 's)>,
    /// Opens files that want a password.
    pub keys: &'h mut dyn Unlock,
}

/// Reads what was given, except files that want a password. `now` is in seconds since
/// the epoch.
pub fn gather(inputs: &[Input], given: Given, now: i64, progress: &mut Progress) -> Gathered {
    let hooks = Hooks {
        progress: &mut |step| progress(step),
        sessions: None,
        keys: &mut Nobody,
    };
    gather_with(inputs, given, now, hooks)
}

/// The same, with whoever takes part in it.
pub fn gather_with(inputs: &[Input], given: Given, now: i64, hooks: Hooks) -> Gathered {
    let mut both = Both {
        fold: Fold::within(given.window),
        also: hooks.sessions,
    };
    let loaded = load(inputs, &mut both, hooks.progress, hooks.keys);
    assemble(loaded, both.fold.finish(), given, now)
}

/// Two takers of sessions.
struct Both<'h, 's> {
    fold: Fold,
    also: Option<&'h mut (dyn SessionSink + 's)>,
}

impl SessionSink for Both<'_, '_> {
    fn session(&mut self, server: &str, session: &Session) {
        self.fold.session(server, session);
        if let Some(also) = &mut self.also {
            also.session(server, session);
        }
    }
}

/// One object of a cmdlet with the file it is from.
#[derive(Debug, Clone, Copy)]
struct Object<'r> {
    source: SourceId,
    record: &'r Record,
}

impl<'r> Object<'r> {
    fn field(&self, name: &str) -> Option<&'r Field> {
        self.record.field(name)
    }

    fn location(&self, field: &Field) -> Location {
        Location::new(self.source, field.line, &field.excerpt)
    }

    /// Where the object begins: the line of its first property.
    fn at(&self) -> Location {
        match self.record.fields.first() {
            Some(field) => self.location(field),
            None => Location::new(self.source, self.record.line, ""),
        }
    }
}

fn of_class(loaded: &Loaded, class: ObjectClass) -> impl Iterator<Item = Object<'_>> {
    let objects = loaded.objects.iter().filter(move |(_, r)| r.class == class);
    objects.map(|(source, record)| Object {
        source: *source,
        record,
    })
}

fn assemble(mut loaded: Loaded, mut traffic: Traffic, given: Given, now: i64) -> Gathered {
    let mut facts = Facts {
        given,
        now,
        ..Facts::default()
    };
    sides::settle(&mut loaded, &facts.given.sides);
    dates::settle(&mut loaded);
    facts.certificates = certificates::gather(&mut loaded);
    facts.chains = chains::gather(&loaded);
    facts.sent = certificates::sent(&mut facts.certificates, &traffic);
    facts.tenant = tenant::gather(&mut loaded);
    facts.send_connectors = connectors::send_connectors(&loaded);
    facts.receive_connectors = reverse::receive_connectors(&loaded);
    facts.outbound_connectors = reverse::outbound_connectors(&loaded);
    facts.hybrid = tenant::hybrid(&loaded);
    let is_log = |s: &Source| s.kind == SourceKind::SmtpSendLog;
    facts.log_given = loaded.sources.iter().any(is_log);
    facts.truncated = connectors::truncated(&loaded);
    facts.symptoms = symptoms::gather(&loaded, std::mem::take(&mut traffic.symptoms));
    if facts.given.mail_from.is_none() {
        facts.given.mail_from = symptoms::sender(&loaded);
    }
    let refused = traffic.paths.iter().filter(|p| p.refused.count > 0);
    let names = refused.filter_map(|p| traffic.connectors.get(p.key.connector as usize));
    facts.refused_connectors = names.cloned().collect();
    facts.traffic = traffic;
    connectors::note_values(&mut loaded);
    lost::note(&mut loaded);
    Gathered {
        facts,
        sources: loaded.sources,
        files: loaded.files,
        opened: loaded.opened,
        locked: loaded.locked,
        cancelled: loaded.cancelled,
    }
}
