//! Opens what was given and reads it: small files whole, logs as a stream. The
//! one place of this room that touches the file system.

mod archive;
mod at_once;
mod digest;
mod hcw_log;
mod logs;
mod objects;
mod open;
mod other_logs;
mod server;
mod sessions;
mod threads;
mod unread;
mod whole;
mod xhcw;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::archive::{ArchiveTrouble, Budget, note_of};
use super::decode::{self, SNIFF_LEN};
use super::formats::bounce::Bounce;
use super::formats::capi2::ChainError;
use super::formats::certificate::{Certificate, Locked};
use super::formats::hcw::HcwRun;
use super::formats::tracking_log::{Refused, TrackingLogs};
use super::record::{ObjectClass, Record};
use super::sniff::{Guess, sniff_in};
use super::unlock::Unlock;
use super::walk::{Found, Input, Origin, left_out, server_of, walk};
use super::{Encoding, Note, NoteKind, Rewrite, Source, SourceId, SourceKind};

pub use digest::digests;
use logs::Log;
pub(crate) use objects::kind_of;
use open::Opener;
pub(crate) use open::{open_shared, read};
pub use sessions::{Apart, Part, Sessions};
pub use threads::Threads;

/// A file that is read whole is not read beyond this (bytes).
pub const MAX_WHOLE: u64 = 64 * 1024 * 1024;
/// Standard input, which is held in memory, is not read beyond this (bytes).
pub const MAX_STDIN: u64 = 256 * 1024 * 1024;

/// Everything that was read, except the sessions, which went to the sink.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, in the order of the walk; those of an archive behind it.
    pub sources: Vec<Source>,
    /// Where each of `sources` is.
    pub files: Vec<Found>,
    /// Objects of cmdlets.
    pub objects: Vec<(SourceId, Record)>,
    /// Certificate files.
    pub certificates: Vec<(SourceId, Certificate)>,
    /// Files that want a password and were not opened.
    pub locked: Vec<(SourceId, Locked)>,
    /// Refusals in message tracking logs.
    pub tracked: Vec<(SourceId, Refused)>,
    /// Bounces and error texts.
    pub bounces: Vec<(SourceId, Bounce)>,
    /// Runs of the Hybrid Configuration Wizard, from its `.log` or its `.xhcw`.
    pub hcw_runs: Vec<(SourceId, HcwRun)>,
    /// What the CAPI2 logs of servers say of certificate chains.
    pub chain_errors: Vec<(SourceId, ChainError)>,
    /// The folder of each listing of installed certificates, as a server would be named.
    pub folders: Vec<(SourceId, String)>,
    /// JSON listings without any object.
    pub empty_listings: Vec<SourceId>,
    /// How many of the things given could be opened.
    pub opened: usize,
    /// What was to be left out, and is nowhere.
    pub without_unmatched: Vec<PathBuf>,
    /// Whether the reader was told to stop.
    pub cancelled: bool,
}

/// Told how reading goes on; may stop it.
pub type Progress<'p> = dyn FnMut(Step<'_>) -> ControlFlow<()> + 'p;

/// What reading has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'s> {
    /// How many files there are; told again when an archive has more.
    Files(usize),
    /// How many bytes there are to be read; told again when an archive has more.
    Total(u64),
    /// A file was begun.
    File(&'s str),
    /// Bytes were read, or need not be.
    Bytes(u64),
}

/// Who takes part in reading.
pub struct Hands<'h> {
    /// Told how reading goes on.
    pub progress: &'h mut Progress<'h>,
    /// Opens what wants a password.
    pub keys: &'h mut dyn Unlock,
    /// Rewrites every file before it is looked at.
    pub rewrite: Option<&'h dyn Rewrite>,
    /// Whose a log is, as was said; by its path, or the name of a pasted text.
    pub servers: &'h BTreeMap<String, String>,
    /// Reading logs.
    pub threads: Threads,
}

/// Reads everything that was given.
pub fn load(inputs: &[Input], sessions: Sessions, hands: Hands) -> Loaded {
    let found = walk(inputs);
    let mut load = Load {
        loaded: Loaded {
            opened: inputs.iter().filter(|i| open::can_open(i)).count(),
            // Entries of archives are met on the way.
            without_unmatched: left_out(inputs)
                .filter(|path| !path.exists())
                .map(Path::to_owned)
                .collect(),
            ..Loaded::default()
        },
        logs: Vec::new(),
        tracking: TrackingLogs::default(),
        left_out: left_out(inputs).map(Path::to_owned).collect(),
        seen: BTreeMap::new(),
        opener: Opener::default(),
        budget: Budget::default(),
        files: found.len(),
        total: found.iter().map(|f| f.size).sum(),
        progress: hands.progress,
        keys: hands.keys,
        rewrite: hands.rewrite,
        said: hands.servers,
        threads: hands.threads,
    };
    load.tell_size();
    // The last is next, so that the files of an archive stand behind it.
    let mut pending: Vec<Found> = found.into_iter().rev().collect();
    while let Some(file) = pending.pop() {
        if load.loaded.cancelled {
            break;
        }
        let inside = load.file(file);
        pending.extend(inside.into_iter().rev());
    }
    load.read_logs(sessions);
    load.loaded
}

struct Load<'p> {
    loaded: Loaded,
    logs: Vec<Log>,
    tracking: TrackingLogs,
    /// Files of archives that are not to be read.
    left_out: BTreeSet<PathBuf>,
    /// Small files by length and hash: the same bytes count once.
    seen: BTreeMap<(usize, u64), usize>,
    opener: Opener,
    /// What may still be taken of the archive that is being read.
    budget: Budget,
    /// Files and bytes there are.
    files: usize,
    total: u64,
    progress: &'p mut Progress<'p>,
    keys: &'p mut dyn Unlock,
    rewrite: Option<&'p dyn Rewrite>,
    /// Whose logs are, as was said.
    said: &'p BTreeMap<String, String>,
    threads: Threads,
}

/// What looking at a file came to.
enum Looked {
    /// It is a log that waits for its turn.
    Log(Vec<u8>, Encoding),
    /// It is another log, which was read as it came.
    OtherLog,
    /// An archive: its files are next.
    Archive,
    /// All of it, to be parsed.
    Whole(Guess, Vec<u8>),
    /// Nothing is taken of it.
    Nothing,
}

impl Load<'_> {
    fn step(&mut self, step: Step) {
        if (self.progress)(step).is_break() {
            self.loaded.cancelled = true;
        }
    }

    fn tell_size(&mut self) {
        self.step(Step::Files(self.files));
        self.step(Step::Total(self.total));
    }

    /// Reads a file, or lists the files of an archive.
    fn file(&mut self, mut file: Found) -> Vec<Found> {
        self.step(Step::File(&file.shown));
        let id = SourceId(u32::try_from(self.loaded.sources.len()).unwrap_or(u32::MAX));
        self.loaded.sources.push(Source {
            path: self.named(&file.shown),
            kind: SourceKind::Unrecognised,
            side: None,
            encoding: Encoding::Binary,
            bytes: file.size,
            records: 0,
            as_of: None,
            notes: Vec::new(),
            server: None,
        });
        if let Origin::Entry(entry) = &file.origin
            && entry.leads_out
        {
            let leads_out = NoteKind::Archive(ArchiveTrouble::LeadsOut);
            self.note(id, Note::whole(leads_out));
        }
        let result = match file.trouble.clone() {
            Some(trouble) => {
                self.note(id, Note::whole(unread::of_trouble(trouble)));
                Ok(Vec::new())
            }
            None => self.open(id, &mut file),
        };
        self.loaded.files.push(file);
        result.unwrap_or_else(|error| {
            self.note(id, Note::whole(note_of(&error)));
            Vec::new()
        })
    }

    fn source(&mut self, id: SourceId) -> &mut Source {
        &mut self.loaded.sources[id.0 as usize]
    }

    fn note(&mut self, id: SourceId, note: Note) {
        self.source(id).notes.push(note);
    }

    fn open(&mut self, id: SourceId, file: &mut Found) -> io::Result<Vec<Found>> {
        if file.origin == Origin::Stdin {
            self.keep(id, file, MAX_STDIN)?;
        }
        let mut told = 0;
        let looked = self.rewritten(&file.origin, |load, input| load.look(id, input, &mut told))?;
        if let Some(note) = self.opener.changed.take() {
            self.note(id, Note::whole(note));
        }
        let mut inside = Vec::new();
        match looked {
            Looked::Log(head, encoding) => {
                self.log(id, file, &head, encoding);
                return Ok(inside);
            }
            Looked::OtherLog => self.source(id).server = Some(server_of(&file.origin).1),
            Looked::Archive => inside = self.archive(id, file)?,
            Looked::Whole(guess, bytes) => {
                let known = self.loaded.objects.len();
                self.parse(id, guess, &bytes);
                let read = self.loaded.objects.get(known..).unwrap_or_default();
                if read
                    .iter()
                    .any(|(_, r)| r.class == ObjectClass::ExchangeCertificate)
                {
                    let folder = self.named(&server_of(&file.origin).1);
                    self.loaded.folders.push((id, folder));
                }
            }
            Looked::Nothing => {}
        }
        // What is not read counts as done.
        self.step(Step::Bytes(file.size.saturating_sub(told)));
        Ok(inside)
    }

    /// Hands a file's bytes on, with the opener out of the way.
    fn reading<T>(
        &mut self,
        origin: &Origin,
        with: impl FnOnce(&mut Self, &mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut opener = std::mem::take(&mut self.opener);
        opener.beginning(origin, &mut || (self.progress)(Step::Bytes(0)))?;
        let result = opener.read(origin, |input| with(self, input));
        self.opener = opener;
        result
    }

    /// The same, rewritten where that is asked for.
    fn rewritten<T>(
        &mut self,
        origin: &Origin,
        with: impl FnOnce(&mut Self, &mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        let rewrite = self.rewrite;
        self.reading(origin, |load, input| match rewrite {
            Some(rewrite) => with(load, &mut *rewrite.bytes(input)?),
            None => with(load, input),
        })
    }

    /// A path, or a server's name, as it is shown.
    fn named(&self, name: &str) -> String {
        self.rewrite
            .map_or_else(|| name.to_owned(), |r| r.name(name))
    }

    /// Standard input can be read once only; so many bytes of it are.
    fn keep(&mut self, id: SourceId, file: &mut Found, most: u64) -> io::Result<()> {
        let mut content = Vec::new();
        let more = self.reading(&file.origin, |load, input| {
            load.fill(input, &mut content, most)
        })?;
        if more {
            let read = NoteKind::OnlyBeginningRead(content.len() as u64);
            self.note(id, Note::whole(read));
        }
        file.size = content.len() as u64;
        self.source(id).bytes = file.size;
        file.origin = Origin::Memory(file.shown.clone(), content.into());
        // It has been told of while it was read into memory, and will be again.
        self.total += 2 * file.size;
        self.step(Step::Total(self.total));
        Ok(())
    }

    /// Reads on up to a length, and tells whether there is more.
    fn fill(&mut self, input: &mut dyn Read, into: &mut Vec<u8>, limit: u64) -> io::Result<bool> {
        loop {
            let before = into.len();
            let room = limit.saturating_sub(before as u64);
            if room == 0 {
                return Ok(input.read(&mut [0])? > 0);
            }
            input.take(room.min(open::PIECE)).read_to_end(into)?;
            let count = into.len() - before;
            if count == 0 || self.loaded.cancelled {
                return Ok(false);
            }
            self.step(Step::Bytes(count as u64));
        }
    }

    /// Tells what a file is, and reads it if it is to be read whole.
    fn look(&mut self, id: SourceId, input: &mut dyn Read, told: &mut u64) -> io::Result<Looked> {
        let mut head = Vec::new();
        input.take(SNIFF_LEN as u64).read_to_end(&mut head)?;
        let whole_head = head.len() < SNIFF_LEN;
        let encoding = decode::sniff_encoding(&head);
        let guess = sniff_in(&head, encoding);
        self.source(id).encoding = encoding;
        match guess {
            Guess::SendLog => return Ok(Looked::Log(head, encoding)),
            Guess::Archive => return Ok(Looked::Archive),
            Guess::TrackingLog | Guess::ReceiveLog | Guess::OtherExchangeLog => {
                let whole = io::Cursor::new(head).chain(input);
                *told = self.other_log(id, guess, encoding, whole)?;
                return Ok(Looked::OtherLog);
            }
            _ => {}
        }
        if let Some(kind) = guess.source_kind() {
            self.source(id).kind = kind;
        }
        if let Some(note) = unread::not_read(guess) {
            self.note(id, Note::whole(note));
            return Ok(Looked::Nothing);
        }
        self.step(Step::Bytes(head.len() as u64));
        // The end is read too: a checksum stands there, and whether it has grown.
        let more = match whole_head {
            true => input.read(&mut [0])? > 0,
            false => self.fill(input, &mut head, MAX_WHOLE)?,
        };
        if more {
            let read = NoteKind::OnlyBeginningRead(head.len() as u64);
            self.note(id, Note::whole(read));
        }
        *told = head.len() as u64;
        match self.loaded.cancelled {
            true => Ok(Looked::Nothing),
            false => Ok(Looked::Whole(guess, head)),
        }
    }

    fn parse(&mut self, id: SourceId, guess: Guess, bytes: &[u8]) {
        match self.same_bytes(id, bytes) {
            Some(first) => self.same_as(id, first),
            None => self.whole(id, guess, bytes),
        }
    }

    fn same_as(&mut self, id: SourceId, first: usize) {
        let path = self.loaded.sources[first].path.clone();
        self.source(id).kind = self.loaded.sources[first].kind;
        self.note(id, Note::whole(NoteKind::SameAs(path)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::unlock::Nobody;

    #[test]
    fn standard_input_is_held_up_to_a_limit() {
        let noted = |most| {
            let mut load = Load {
                loaded: Loaded::default(),
                logs: Vec::new(),
                tracking: TrackingLogs::default(),
                left_out: BTreeSet::new(),
                seen: BTreeMap::new(),
                opener: Opener::default(),
                budget: Budget::default(),
                files: 1,
                total: 0,
                progress: &mut |_| ControlFlow::Continue(()),
                keys: &mut Nobody,
                rewrite: None,
                said: &BTreeMap::new(),
                threads: Threads::default(),
            };
            // It is kept as whatever gives its bytes.
            let mut file = Found {
                origin: Origin::Memory("-".to_owned(), b"550 5.7.64".to_vec().into()),
                shown: "-".to_owned(),
                size: 0,
                trouble: None,
            };
            load.loaded.sources.push(Source {
                path: "-".to_owned(),
                kind: SourceKind::Unrecognised,
                side: None,
                encoding: Encoding::Binary,
                bytes: 0,
                records: 0,
                as_of: None,
                notes: Vec::new(),
                server: None,
            });
            let kept = load.keep(SourceId(0), &mut file, most);
            assert!(kept.is_ok());
            let notes = load.loaded.sources.remove(0).notes;
            let kinds: Vec<NoteKind> = notes.into_iter().map(|n| n.kind).collect();
            (file.size, kinds)
        };
        assert_eq!(noted(10), (10, Vec::new()));
        assert_eq!(noted(9), (9, vec![NoteKind::OnlyBeginningRead(9)]));
    }
}
