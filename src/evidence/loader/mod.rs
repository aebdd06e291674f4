//! Opens what was given and reads it: small files whole, logs as a stream. The
//! one place of this room that touches the file system.

mod digest;
mod logs;
mod objects;
mod open;
mod unread;
mod whole;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

use super::decode::{self, SNIFF_LEN};
use super::formats::bounce::Bounce;
use super::formats::certificate::Certificate;
use super::formats::hcw::HcwRun;
use super::formats::send_log::SessionSink;
use super::record::Record;
use super::sniff::{Guess, sniff};
use super::unlock::Unlock;
use super::walk::{Found, Input, Trouble, walk};
use super::{Encoding, Note, NoteKind, Source, SourceId, SourceKind};

pub use digest::digests;
use logs::Log;
pub(crate) use objects::kind_of;
pub(crate) use open::open;

/// A file that is read whole is not read beyond this (bytes).
pub const MAX_WHOLE: u64 = 64 * 1024 * 1024;

/// Everything that was read, except the sessions, which went to the sink.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, in the order of the walk.
    pub sources: Vec<Source>,
    /// Objects of cmdlets.
    pub objects: Vec<(SourceId, Record)>,
    /// Certificate files.
    pub certificates: Vec<(SourceId, Certificate)>,
    /// Bounces and error texts.
    pub bounces: Vec<(SourceId, Bounce)>,
    /// Runs of the Hybrid Configuration Wizard, from its `.log` or its `.xhcw`.
    pub hcw_runs: Vec<(SourceId, HcwRun)>,
    /// JSON listings without any object.
    pub empty_listings: Vec<SourceId>,
    /// How many of the things given could be opened.
    pub opened: usize,
    /// Whether the reader was told to stop.
    pub cancelled: bool,
}

/// Told how reading goes on; may stop it.
pub type Progress<'p> = dyn FnMut(Step<'_>) -> ControlFlow<()> + 'p;

/// What reading has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'s> {
    /// How many files there are.
    Files(usize),
    /// A file was begun.
    File(&'s str),
    /// Bytes were read.
    Bytes(u64),
}

/// Reads everything that was given; `keys` opens what wants a password.
pub fn load(
    inputs: &[Input],
    sink: &mut dyn SessionSink,
    progress: &mut Progress,
    keys: &mut dyn Unlock,
) -> Loaded {
    let found = walk(inputs);
    let mut load = Load {
        loaded: Loaded {
            opened: inputs.iter().filter(|i| open::can_open(i)).count(),
            ..Loaded::default()
        },
        logs: Vec::new(),
        seen: BTreeMap::new(),
        progress,
        keys,
    };
    load.step(Step::Files(found.len()));
    for file in &found {
        if load.loaded.cancelled {
            break;
        }
        load.file(file);
    }
    load.read_logs(sink);
    load.loaded
}

struct Load<'p, 'q> {
    loaded: Loaded,
    logs: Vec<Log>,
    /// Small files by length and hash: the same bytes count once.
    seen: BTreeMap<(usize, u64), usize>,
    progress: &'p mut Progress<'q>,
    keys: &'p mut dyn Unlock,
}

impl Load<'_, '_> {
    fn step(&mut self, step: Step) {
        if (self.progress)(step).is_break() {
            self.loaded.cancelled = true;
        }
    }

    fn file(&mut self, file: &Found) {
        self.step(Step::File(&file.shown));
        let id = SourceId(u32::try_from(self.loaded.sources.len()).unwrap_or(u32::MAX));
        self.loaded.sources.push(Source {
            path: file.shown.clone(),
            kind: SourceKind::Unrecognised,
            side: None,
            encoding: Encoding::Binary,
            records: 0,
            as_of: None,
            notes: Vec::new(),
            server: None,
        });
        if let Some(trouble) = &file.trouble {
            let kind = match trouble {
                Trouble::Unreadable(words) => NoteKind::Unreadable(words.clone()),
                Trouble::LinkLoop => NoteKind::LinkLoop,
                Trouble::TooMany => NoteKind::TooManyFiles(super::walk::MAX_FILES as u64),
            };
            self.note(id, Note::whole(kind));
            return;
        }
        if let Err(error) = self.open(id, file) {
            self.note(id, Note::whole(NoteKind::Unreadable(error.to_string())));
        }
    }

    fn source(&mut self, id: SourceId) -> &mut Source {
        &mut self.loaded.sources[id.0 as usize]
    }

    fn note(&mut self, id: SourceId, note: Note) {
        self.source(id).notes.push(note);
    }

    fn open(&mut self, id: SourceId, file: &Found) -> io::Result<()> {
        let mut input = open(&file.origin)?;
        let mut head = Vec::new();
        input
            .by_ref()
            .take(SNIFF_LEN as u64)
            .read_to_end(&mut head)?;
        let whole_head = head.len() < SNIFF_LEN;
        let guess = sniff(&head);
        let encoding = decode::sniff_encoding(&head);
        self.source(id).encoding = encoding;
        if guess == Guess::SendLog {
            return self.log(id, file, input, head, encoding);
        }
        if let Some(kind) = guess.source_kind() {
            self.source(id).kind = kind;
        }
        if let Some(note) = unread::not_read(guess) {
            self.note(id, Note::whole(note));
            return Ok(());
        }
        if !whole_head {
            input.by_ref().take(MAX_WHOLE).read_to_end(&mut head)?;
            if input.read(&mut [0])? > 0 {
                self.note(
                    id,
                    Note::whole(NoteKind::OnlyBeginningRead(head.len() as u64)),
                );
            }
        }
        self.step(Step::Bytes(head.len() as u64));
        if let Some(first) = self.same_bytes(id, &head) {
            let path = self.loaded.sources[first].path.clone();
            self.source(id).kind = self.loaded.sources[first].kind;
            self.note(id, Note::whole(NoteKind::SameAs(path)));
            return Ok(());
        }
        self.whole(id, guess, &head);
        Ok(())
    }

    /// The first source with the same bytes.
    fn same_bytes(&mut self, id: SourceId, bytes: &[u8]) -> Option<usize> {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let first = *self
            .seen
            .entry((bytes.len(), hasher.finish()))
            .or_insert(id.0 as usize);
        (first != id.0 as usize && !bytes.is_empty()).then_some(first)
    }
}
