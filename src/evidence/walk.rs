//! What was given, as a list of files: folders walked in a fixed order, each
//! file once, links followed without going round.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::FileType;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::ArchiveTrouble;

/// More files than this are not taken of one run.
pub const MAX_FILES: usize = 200_000;

/// Something that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or folder.
    Path(PathBuf),
    /// Not this file, although a folder or archive that is given holds it; an archive
    /// or a folder with all that is in it. A path as [`Origin::location`] tells it.
    Without(PathBuf),
    /// `-`
    Stdin,
    /// Built into the program, or pasted: the path that is shown (with `/`), and the bytes.
    Memory {
        /// Relative, with `/`.
        path: String,
        /// The bytes.
        content: Arc<[u8]>,
    },
    /// One file of an archive, found in an earlier run.
    Entry {
        /// The path that is shown, with `/`.
        path: String,
        /// Where it is.
        entry: Arc<Entry>,
    },
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the file system.
    Path(PathBuf),
    /// On standard input.
    Stdin,
    /// In the program.
    Memory(String, Arc<[u8]>),
    /// In an archive.
    Entry(Arc<Entry>),
}

impl Origin {
    /// How many archives it lies in, one within the other.
    pub fn depth(&self) -> usize {
        match self {
            Self::Entry(entry) => 1 + entry.archive.depth(),
            Self::Path(_) | Self::Stdin | Self::Memory(..) => 0,
        }
    }

    /// Its path, below that of the archives it lies in; `None` where there is no file.
    pub fn location(&self) -> Option<PathBuf> {
        match self {
            Self::Path(path) => Some(path.clone()),
            Self::Entry(entry) => Some(entry.archive.location()?.join(&entry.name)),
            Self::Stdin | Self::Memory(..) => None,
        }
    }

    /// The outermost archive it lies in, or itself.
    pub fn outermost(&self) -> &Self {
        match self {
            Self::Entry(entry) => entry.archive.outermost(),
            Self::Path(_) | Self::Stdin | Self::Memory(..) => self,
        }
    }
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The archive.
    pub archive: Origin,
    /// Its number in the archive's directory.
    pub index: usize,
    /// Its path within the archive, with `/`.
    pub name: String,
    /// Its name as it stands there leads out of the archive.
    pub leads_out: bool,
}

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where its bytes are.
    pub origin: Origin,
    /// Relative to what was given, with `/`.
    pub shown: String,
    /// Its size in bytes when it was found; 0 when that is not known.
    pub size: u64,
    /// Why it cannot be read, when that is known already.
    pub trouble: Option<Trouble>,
}

/// What the walk itself ran into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The operating system's words.
    Unreadable(String),
    /// The system does not let this user read it.
    NoPermission,
    /// A pipe or a device.
    NotAFile,
    /// A link back into a folder that was walked.
    LinkLoop,
    /// The walk ended here.
    TooMany,
    /// Of an entry of an archive.
    Archive(ArchiveTrouble),
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::PermissionDenied => Self::NoPermission,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

/// All files of what was given.
pub fn walk(inputs: &[Input]) -> Vec<Found> {
    walk_up_to(inputs, MAX_FILES)
}

/// The same, and at most so many.
fn walk_up_to(inputs: &[Input], most: usize) -> Vec<Found> {
    let mut walk = Walk {
        most,
        ..Walk::default()
    };
    // What is left out is as if it had been found already.
    let left_out = left_out(inputs).map(real);
    walk.files.extend(left_out);
    for input in inputs {
        let (origin, shown, size) = match input {
            Input::Path(path) => {
                walk.given(path);
                continue;
            }
            Input::Without(_) => continue,
            Input::Stdin => (Origin::Stdin, "-", 0),
            Input::Memory { path, content } => (
                Origin::Memory(path.clone(), content.clone()),
                path.as_str(),
                content.len() as u64,
            ),
            Input::Entry { path, entry } => (Origin::Entry(entry.clone()), path.as_str(), 0),
        };
        walk.found.push(Found {
            origin,
            shown: shown.to_owned(),
            size,
            trouble: None,
        });
    }
    walk.found
}

/// The files that are left out.
pub(crate) fn left_out(inputs: &[Input]) -> impl Iterator<Item = &Path> {
    inputs.iter().filter_map(|input| match input {
        Input::Without(path) => Some(path.as_path()),
        Input::Path(_) | Input::Stdin | Input::Memory { .. } | Input::Entry { .. } => None,
    })
}

/// Where a file really is; what is not there stays as it is called.
fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// What is still to be looked at: folders are walked without recursion, since
/// they can be nested deeper than a thread's stack allows.
struct Pending {
    path: PathBuf,
    shown: String,
    /// Where it really is, told from its folder; `None` when that takes a look.
    real: Option<PathBuf>,
}

#[derive(Default)]
struct Walk {
    /// Files that are taken.
    most: usize,
    found: Vec<Found>,
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Walk {
    fn given(&mut self, path: &Path) {
        let is_folder = std::fs::metadata(path).is_ok_and(|meta| meta.is_dir());
        let shown = match is_folder {
            true => String::new(),
            false => file_name(path),
        };
        let mut pending = vec![Pending {
            path: path.to_owned(),
            shown,
            real: None,
        }];
        while let Some(next) = pending.pop() {
            if self.found.len() > self.most {
                return;
            }
            let inside = self.look(next);
            pending.extend(inside.into_iter().rev());
        }
    }

    /// Takes a file, or gives what is in a folder.
    fn look(&mut self, next: Pending) -> Vec<Pending> {
        let meta = match std::fs::metadata(&next.path) {
            Ok(meta) => meta,
            Err(error) => {
                self.trouble(next, error.into());
                return Vec::new();
            }
        };
        // A pipe or a device would block.
        if !meta.is_dir() && !meta.is_file() {
            self.trouble(next, Trouble::NotAFile);
            return Vec::new();
        }
        let real = next.real.clone().unwrap_or_else(|| real(&next.path));
        if meta.is_dir() {
            // Left out with all that is in it.
            return match self.files.contains(&real) {
                true => Vec::new(),
                false => self.folder(next, real),
            };
        }
        if self.found.len() == self.most {
            self.trouble(next, Trouble::TooMany);
        } else if self.files.insert(real) {
            self.found.push(Found {
                origin: Origin::Path(next.path),
                shown: next.shown,
                size: meta.len(),
                trouble: None,
            });
        }
        Vec::new()
    }

    fn folder(&mut self, folder: Pending, real: PathBuf) -> Vec<Pending> {
        // A link loop comes back to a folder that has been walked.
        if !self.folders.insert(real.clone()) {
            self.trouble(folder, Trouble::LinkLoop);
            return Vec::new();
        }
        let entries = match std::fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                self.trouble(folder, error.into());
                return Vec::new();
            }
        };
        let entries = entries.filter_map(Result::ok);
        let inside = entries.map(|entry| {
            let path = entry.path();
            let name = file_name(&path);
            let is_link = entry
                .file_type()
                .map_or(true, |kind: FileType| kind.is_symlink());
            Pending {
                real: (!is_link).then(|| real.join(entry.file_name())),
                shown: match folder.shown.is_empty() {
                    true => name,
                    false => format!("{}/{name}", folder.shown),
                },
                path,
            }
        });
        // What this run itself is writing beside the evidence is none.
        let own = format!(".{}.tmp", std::process::id());
        let inside = inside.filter(|pending| !pending.shown.ends_with(&own));
        let mut inside: Vec<Pending> = inside.collect();
        inside.sort_by_cached_key(|pending| natural(&file_name(&pending.path)));
        inside
    }

    fn trouble(&mut self, at: Pending, trouble: Trouble) {
        self.found.push(Found {
            origin: Origin::Path(at.path),
            shown: at.shown,
            size: 0,
            trouble: Some(trouble),
        });
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A key that sorts `SEND2026110208-2` before `SEND2026110208-10`, the same on
/// every system.
pub(crate) fn natural(name: &str) -> Vec<(u8, u128, String)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        parts.push(match digits.then(|| part.parse::<u128>().ok()).flatten() {
            Some(number) => (0, number, String::new()),
            None => (1, 0, part.to_lowercase()),
        });
        rest = tail;
    }
    parts.push((0, 0, name.to_owned()));
    parts
}

/// Folders that Exchange itself makes, or that stand above them; the server is
/// the nearest folder that is none of these (contract.md, JSON).
const EXCHANGES_OWN: [&str; 18] = [
    "smtpsend",
    "smtpreceive",
    "protocollog",
    "hub",
    "frontend",
    "edge",
    "mailbox",
    "submission",
    "delivery",
    "logs",
    "transportroles",
    "v14",
    "v15",
    "exchange server",
    "microsoft",
    "program files",
    "exchange",
    "connectivity",
];

/// The folder whose logs are one server's, and its name. An archive is a folder
/// of its name without `.zip`: beside it may lie what was extracted of it.
pub(crate) fn server_of(origin: &Origin) -> (PathBuf, String) {
    match origin {
        Origin::Stdin => (PathBuf::new(), "-".to_owned()),
        Origin::Memory(path, _) if path == "-" => (PathBuf::new(), "-".to_owned()),
        other => server_in(&place(other)),
    }
}

/// Where a file really lies; what is in an archive lies in a folder of its name.
pub(crate) fn place(origin: &Origin) -> PathBuf {
    match origin {
        Origin::Path(path) => real(path),
        Origin::Memory(path, _) => PathBuf::from(path),
        Origin::Stdin => PathBuf::from("-"),
        Origin::Entry(entry) => {
            let mut archive = place(&entry.archive);
            if archive
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("zip"))
            {
                archive.set_extension("");
            }
            archive.join(&entry.name)
        }
    }
}

/// Whose logs are that lie in no folder of a server: those of this machine, or pasted.
pub const UNTOLD_SERVER: &str = "local";

fn server_in(real: &Path) -> (PathBuf, String) {
    for folder in real.ancestors().skip(1) {
        let Some(name) = folder.file_name().map(OsStr::to_string_lossy) else {
            continue;
        };
        let lower = name.to_lowercase();
        let share = lower.len() == 2 && lower.ends_with('$');
        if !EXCHANGES_OWN.contains(&lower.as_str()) && !share {
            return (folder.to_owned(), name.into_owned());
        }
    }
    // Everything up to the root is Exchange's own: the logs of this very machine.
    (
        PathBuf::new(),
        server_of_share(real).unwrap_or_else(|| UNTOLD_SERVER.to_owned()),
    )
}

/// The host of a UNC path.
fn server_of_share(path: &Path) -> Option<String> {
    let text = path.to_string_lossy().replace('\\', "/");
    let rest = text
        .strip_prefix("//?/UNC/")
        .or_else(|| text.strip_prefix("//"))?;
    let host = rest.split('/').next()?;
    (!host.is_empty() && host != "?").then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn files_are_taken_up_to_a_limit_and_the_one_beyond_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a"), folder.path().join("b"));
        for inside in [&first, &second] {
            std::fs::create_dir(inside).unwrap();
            for name in ["1.log", "2.log"] {
                std::fs::write(inside.join(name), name).unwrap();
            }
        }
        let inputs = [Input::Path(first), Input::Path(second)];
        let troubles = |most| -> Vec<Option<Trouble>> {
            let found = walk_up_to(&inputs, most);
            found.into_iter().map(|f| f.trouble).collect()
        };
        assert_eq!(troubles(4), [None, None, None, None]);
        assert_eq!(troubles(3), [None, None, None, Some(Trouble::TooMany)]);
        // Nothing more is looked at behind it.
        assert_eq!(troubles(1), [None, Some(Trouble::TooMany)]);
    }

    #[test]
    fn logs_sort_as_exchange_counts() {
        let mut names = vec![
            "SEND2026110209-1.LOG",
            "SEND2026110208-10.LOG",
            "SEND2026110208-2.LOG",
        ];
        names.sort_by_cached_key(|n| natural(n));
        assert_eq!(
            names,
            [
                "SEND2026110208-2.LOG",
                "SEND2026110208-10.LOG",
                "SEND2026110209-1.LOG"
            ]
        );
    }

    #[test]
    fn the_server_is_the_nearest_folder_that_is_not_exchanges_own() {
        let table = [
            ("/evidence/EX01/Hub/ProtocolLog/SmtpSend/SEND1.LOG", "EX01"),
            (
                "/evidence/EX01/FrontEnd/ProtocolLog/SmtpSend/SEND1.LOG",
                "EX01",
            ),
            ("/evidence/EX02/SEND1.LOG", "EX02"),
            (
                "/evidence/EX03/c$/Program Files/Microsoft/Exchange Server/V15/TransportRoles/Logs/Hub/ProtocolLog/SmtpSend/a.log",
                "EX03",
            ),
            (
                "/Program Files/Microsoft/Exchange Server/V15/TransportRoles/Logs/Hub/ProtocolLog/SmtpSend/a.log",
                "local",
            ),
        ];
        for (path, server) in table {
            assert_eq!(server_in(Path::new(path)).1, server, "{path}");
        }
    }

    #[test]
    fn a_server_in_an_archive_is_a_server() {
        let entry = |archive: Origin, name: &str| {
            Origin::Entry(Arc::new(Entry {
                archive,
                index: 0,
                name: name.to_owned(),
                leads_out: false,
            }))
        };
        let zip = |name: &str| Origin::Memory(format!("case/{name}"), Arc::from(&b""[..]));
        let nested = entry(zip("all.zip"), "EX04.ZIP");
        let table = [
            (
                entry(zip("case.zip"), "EX01/SmtpSend/a.log"),
                "case/case/EX01",
                "EX01",
            ),
            (entry(zip("EX02.zip"), "a.log"), "case/EX02", "EX02"),
            (entry(zip("logs.zip"), "SmtpSend/a.log"), "case", "case"),
            (entry(nested, "Hub/a.log"), "case/all/EX04", "EX04"),
        ];
        for (origin, folder, server) in table {
            let expected = (PathBuf::from(folder), server.to_owned());
            assert_eq!(server_of(&origin), expected, "{folder}");
        }
    }
}
