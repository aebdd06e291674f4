//! Opens what was given and reads it: small files whole, logs as a stream. The
//! one place of this room that touches the file system.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::decode::{self, SNIFF_LEN, utf8_reader};
use super::formats::Parsed;
use super::formats::bounce::{self, Bounce};
use super::formats::certificate::{self, Certificate};
use super::formats::send_log::{CertificateMemo, Reader, SessionSink};
use super::formats::{format_list, json};
use super::record::{ObjectClass, Record};
use super::sniff::{Guess, sniff};
use super::walk::{Found, Input, Origin, Trouble, natural, server_of, walk};
use super::{Encoding, Note, NoteKind, Side, Source, SourceId, SourceKind, Unread, classify};

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

/// A log that waits for its turn.
struct Log {
    id: SourceId,
    origin: Origin,
    /// What was read of standard input, which cannot be opened again.
    kept: Vec<u8>,
    encoding: Encoding,
    server: (PathBuf, String),
    first_time: String,
}

/// Reads everything that was given.
pub fn load(inputs: &[Input], sink: &mut dyn SessionSink, progress: &mut Progress) -> Loaded {
    let found = walk(inputs);
    let mut load = Load {
        loaded: Loaded {
            opened: inputs.iter().filter(|i| can_open(i)).count(),
            ..Loaded::default()
        },
        logs: Vec::new(),
        seen: BTreeMap::new(),
        progress,
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

fn can_open(input: &Input) -> bool {
    match input {
        Input::Stdin | Input::Memory { .. } => true,
        Input::Path(path) => match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => std::fs::read_dir(path).is_ok(),
            Ok(_) => File::open(path).is_ok(),
            Err(_) => false,
        },
    }
}

struct Load<'p, 'q> {
    loaded: Loaded,
    logs: Vec<Log>,
    /// Small files by length and hash: the same bytes count once.
    seen: BTreeMap<(usize, u64), usize>,
    progress: &'p mut Progress<'q>,
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
        if let Some(note) = not_read(guess) {
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

    fn log(
        &mut self,
        id: SourceId,
        file: &Found,
        input: Box<dyn Read>,
        head: Vec<u8>,
        encoding: Encoding,
    ) -> io::Result<()> {
        let server = match &file.origin {
            Origin::Path(path) => server_of(path),
            Origin::Memory(path, _) => server_of(std::path::Path::new(path)),
            Origin::Stdin => (PathBuf::new(), "-".to_owned()),
        };
        let source = self.source(id);
        source.kind = SourceKind::SmtpSendLog;
        source.side = Some(Side::OnPremises);
        source.server = Some(server.1.clone());
        let first_time = first_time(&decode::decode(&head).text);
        // A file is opened again when its turn comes; standard input cannot be.
        let mut kept = Vec::new();
        if file.origin == Origin::Stdin {
            kept = head;
            input.take(MAX_WHOLE).read_to_end(&mut kept)?;
        }
        self.logs.push(Log {
            id,
            origin: file.origin.clone(),
            kept,
            encoding,
            server,
            first_time,
        });
        Ok(())
    }

    /// Reads the logs: one reader a server, its files in the order of time.
    fn read_logs(&mut self, sink: &mut dyn SessionSink) {
        let mut logs = std::mem::take(&mut self.logs);
        let names = server_names(&logs);
        logs.sort_by_cached_key(|log| {
            let path = &self.loaded.sources[log.id.0 as usize].path;
            (log.server.0.clone(), log.first_time.clone(), natural(path))
        });
        let memo = CertificateMemo::default();
        let mut reader: Option<(PathBuf, Reader)> = None;
        for log in logs {
            if self.loaded.cancelled {
                break;
            }
            if reader
                .as_ref()
                .is_none_or(|(folder, _)| *folder != log.server.0)
            {
                if let Some((_, mut done)) = reader.take() {
                    done.finish(sink);
                }
                let name = names
                    .get(&log.server.0)
                    .map_or(log.server.1.as_str(), String::as_str);
                reader = Some((log.server.0.clone(), Reader::with_memo(name, memo.clone())));
            }
            if let Some((folder, reader)) = &mut reader {
                self.source(log.id).server = names.get(folder).cloned();
                self.read_log(&log, reader, sink);
            }
        }
        if let Some((_, mut done)) = reader {
            done.finish(sink);
        }
    }

    fn read_log(&mut self, log: &Log, reader: &mut Reader, sink: &mut dyn SessionSink) {
        let opened = match log.origin {
            Origin::Stdin => Ok(Box::new(log.kept.as_slice()) as Box<dyn Read>),
            _ => open(&log.origin),
        };
        let input = match opened {
            Ok(input) => input,
            Err(error) => {
                self.note(log.id, Note::whole(NoteKind::Unreadable(error.to_string())));
                return;
            }
        };
        let mut cancelled = self.loaded.cancelled;
        let progress = &mut *self.progress;
        let mut hook = |bytes| {
            let flow = progress(Step::Bytes(bytes));
            cancelled |= flow.is_break();
            flow
        };
        let read = match log.encoding {
            // The reader takes UTF-8 as it is and copes with what is not.
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary => {
                reader.file(log.id, input, sink, &mut hook)
            }
            other => reader.file(log.id, utf8_reader(input, other), sink, &mut hook),
        };
        self.loaded.cancelled = cancelled;
        let source = self.source(log.id);
        match read {
            Ok(summary) => {
                source.records = summary.rows;
                source.notes.extend(summary.notes);
                source.as_of = summary
                    .newest
                    .and_then(|t| jiff::Timestamp::from_millisecond(t).ok());
            }
            Err(error) => source
                .notes
                .push(Note::whole(NoteKind::Unreadable(error.to_string()))),
        }
    }

    fn whole(&mut self, id: SourceId, guess: Guess, bytes: &[u8]) {
        match guess {
            Guess::Certificate => self.certificates(id, bytes),
            Guess::Message => self.message(id, bytes),
            _ => self.text(id, guess, bytes),
        }
    }

    fn certificates(&mut self, id: SourceId, bytes: &[u8]) {
        let parsed = certificate::parse(bytes);
        let source = self.source(id);
        source.records = parsed.certificates.len() as u64;
        source.notes.extend(parsed.notes);
        self.loaded
            .certificates
            .extend(parsed.certificates.into_iter().map(|c| (id, c)));
    }

    fn message(&mut self, id: SourceId, bytes: &[u8]) {
        match bounce::parse(bytes) {
            Some(bounce) => self.bounce(id, bounce),
            None => self.note(id, Note::whole(NoteKind::Unrecognised)),
        }
    }

    fn bounce(&mut self, id: SourceId, bounce: Bounce) {
        let source = self.source(id);
        source.records += bounce.replies.len() as u64;
        source.as_of = bounce
            .date
            .and_then(|d| jiff::Timestamp::from_second(d).ok());
        self.loaded.bounces.push((id, bounce));
    }

    fn text(&mut self, id: SourceId, guess: Guess, bytes: &[u8]) {
        let decoded = decode::decode(bytes);
        let source = self.source(id);
        source.encoding = decoded.encoding;
        if decoded.replaced > 0 {
            source
                .notes
                .push(Note::whole(NoteKind::ReplacedBytes(decoded.replaced)));
        }
        let parsed = match guess {
            Guess::Json => json::parse(&decoded.text),
            Guess::FormatList => format_list::parse(&decoded.text),
            _ => Parsed::default(),
        };
        let known = parsed
            .records
            .iter()
            .any(|r| r.class != ObjectClass::Unknown);
        let listing_is_empty = parsed
            .notes
            .iter()
            .any(|n| n.kind == NoteKind::EmptyListing);
        self.source(id).notes.extend(parsed.notes);
        if known {
            self.objects(id, parsed.records);
            return;
        }
        if listing_is_empty {
            self.loaded.empty_listings.push(id);
            return;
        }
        // A pasted bounce has lines that look like properties.
        match bounce::parse_text(&decoded.text) {
            Some(bounce) => {
                self.source(id).kind = SourceKind::ErrorText;
                self.bounce(id, bounce);
            }
            None => self.note(id, Note::whole(NoteKind::Unrecognised)),
        }
    }

    fn objects(&mut self, id: SourceId, records: Vec<Record>) {
        let records: Vec<Record> = records
            .into_iter()
            .filter(|r| r.class != ObjectClass::Unknown)
            .collect();
        let first = records.first().map_or(ObjectClass::Unknown, |r| r.class);
        let mixed = records.iter().any(|r| r.class != first);
        let side = records.iter().find_map(classify::side);
        let source = self.source(id);
        source.kind = kind_of(first);
        source.side = side;
        source.records = records.len() as u64;
        if mixed {
            source.notes.push(Note::whole(NoteKind::MixedKinds));
        }
        for record in &records {
            if matches!(
                record.class,
                ObjectClass::MessageTracking | ObjectClass::Queue
            ) && let Some(bounce) = bounce::from_record(record)
            {
                self.loaded.bounces.push((id, bounce));
            }
        }
        self.loaded
            .objects
            .extend(records.into_iter().map(|r| (id, r)));
    }
}

/// The kind of source that holds objects of a class.
pub(crate) fn kind_of(class: ObjectClass) -> SourceKind {
    match class {
        ObjectClass::InboundConnector | ObjectClass::BlockedConnector => {
            SourceKind::InboundConnector
        }
        ObjectClass::OutboundConnector => SourceKind::OutboundConnector,
        ObjectClass::SendConnector => SourceKind::SendConnector,
        ObjectClass::ReceiveConnector => SourceKind::ReceiveConnector,
        ObjectClass::ExchangeCertificate => SourceKind::ExchangeCertificate,
        ObjectClass::AcceptedDomain => SourceKind::AcceptedDomain,
        ObjectClass::HybridConfiguration => SourceKind::HybridConfiguration,
        ObjectClass::TransportService => SourceKind::TransportService,
        ObjectClass::MessageTracking => SourceKind::MessageTracking,
        ObjectClass::Queue => SourceKind::Queue,
        ObjectClass::Unknown => SourceKind::Unrecognised,
    }
}

/// What is said of a kind that is not read; `None` for those that are.
fn not_read(guess: Guess) -> Option<NoteKind> {
    let unread = match guess {
        Guess::Empty => return Some(NoteKind::Empty),
        Guess::Binary => return Some(NoteKind::Binary),
        Guess::Unrecognised => return Some(NoteKind::Unrecognised),
        Guess::Archive => Unread::Archive,
        Guess::OutlookMsg => Unread::OutlookMsg,
        Guess::Pkcs7 => Unread::Pkcs7,
        Guess::Pkcs12 => Unread::Pkcs12,
        Guess::ReceiveLog => Unread::ReceiveLog,
        Guess::OtherExchangeLog => Unread::OtherExchangeLog,
        Guess::Capi2Event => Unread::Capi2Event,
        Guess::Clixml => Unread::Clixml,
        Guess::HcwXml => Unread::HcwXml,
        Guess::HcwLog => Unread::HcwLog,
        Guess::FormatTable => Unread::FormatTable,
        Guess::Csv => Unread::Csv,
        Guess::SendLog
        | Guess::Certificate
        | Guess::Message
        | Guess::Json
        | Guess::FormatList
        | Guess::ErrorText => return None,
    };
    Some(NoteKind::NotRead(unread))
}

/// Opens a file for reading, wherever its bytes are.
pub(crate) fn open(origin: &Origin) -> io::Result<Box<dyn Read>> {
    Ok(match origin {
        Origin::Path(path) => Box::new(open_shared(path)?),
        Origin::Stdin => Box::new(io::stdin().lock()),
        Origin::Memory(_, content) => Box::new(io::Cursor::new(content.clone())),
    })
}

/// Opens for reading beside whoever writes: Exchange holds its logs open.
fn open_shared(path: &std::path::Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        /// FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE
        const SHARE_ALL: u32 = 7;
        options.share_mode(SHARE_ALL);
    }
    options.open(path)
}

/// The time of the first row: files are read in its order, whatever their names.
fn first_time(head: &str) -> String {
    let is_time =
        |text: &&str| text.len() == 24 && text.as_bytes()[10] == b'T' && text.ends_with('Z');
    let lines = head.lines().filter_map(|line| line.get(..24));
    lines
        .filter(is_time)
        .map(str::to_owned)
        .next()
        .unwrap_or_default()
}

/// Names of servers by folder; two folders of one name get their parent's beside it.
fn server_names(logs: &[Log]) -> BTreeMap<PathBuf, String> {
    let folders: BTreeMap<PathBuf, String> = logs.iter().map(|l| l.server.clone()).collect();
    let shared = |name: &String| folders.values().filter(|n| *n == name).count() > 1;
    folders
        .iter()
        .map(|(folder, name)| {
            let parent = folder.parent().and_then(|p| p.file_name());
            let full = match parent.filter(|_| shared(name)) {
                Some(parent) => format!("{}/{name}", parent.to_string_lossy()),
                None => name.clone(),
            };
            (folder.clone(), full)
        })
        .collect()
}
