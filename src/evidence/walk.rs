//! What was given, as a list of files: folders walked in a fixed order, each
//! file once, links followed without going round.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More files than this are not taken of one run.
pub const MAX_FILES: usize = 200_000;

/// Something that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or folder.
    Path(PathBuf),
    /// `-`
    Stdin,
    /// Built into the program, or pasted: the path that is shown (with `/`), and the bytes.
    Memory {
        /// Relative, with `/`.
        path: String,
        /// The bytes.
        content: Arc<[u8]>,
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
}

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where its bytes are.
    pub origin: Origin,
    /// Relative to what was given, with `/`.
    pub shown: String,
    /// Why it cannot be read, when that is known already.
    pub trouble: Option<Trouble>,
}

/// What the walk itself ran into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The operating system's words.
    Unreadable(String),
    /// A link back into a folder that was walked.
    LinkLoop,
    /// The walk ended here.
    TooMany,
}

/// All files of what was given.
pub fn walk(inputs: &[Input]) -> Vec<Found> {
    let mut walk = Walk::default();
    for input in inputs {
        match input {
            Input::Stdin => walk.found.push(Found {
                origin: Origin::Stdin,
                shown: "-".to_owned(),
                trouble: None,
            }),
            Input::Memory { path, content } => walk.found.push(Found {
                origin: Origin::Memory(path.clone(), content.clone()),
                shown: path.clone(),
                trouble: None,
            }),
            Input::Path(path) => walk.given(path),
        }
    }
    walk.found
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Walk {
    fn given(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, ""),
            Ok(_) => self.file(path, file_name(path)),
            Err(error) => self.trouble(
                path,
                file_name(path),
                Trouble::Unreadable(error.to_string()),
            ),
        }
    }

    fn folder(&mut self, path: &Path, shown: &str) {
        if self.found.len() >= MAX_FILES {
            return;
        }
        // A link loop comes back to a folder that has been walked.
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if !self.folders.insert(real) {
            self.trouble(path, shown.to_owned(), Trouble::LinkLoop);
            return;
        }
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                self.trouble(
                    path,
                    shown.to_owned(),
                    Trouble::Unreadable(error.to_string()),
                );
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        paths.sort_by_cached_key(|p| natural(&file_name(p)));
        for path in paths {
            let name = file_name(&path);
            let shown = match shown.is_empty() {
                true => name,
                false => format!("{shown}/{name}"),
            };
            match std::fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => self.folder(&path, &shown),
                // A pipe or a device would block.
                Ok(meta) if !meta.is_file() => {}
                Ok(_) => self.file(&path, shown),
                Err(error) => self.trouble(&path, shown, Trouble::Unreadable(error.to_string())),
            }
        }
    }

    fn file(&mut self, path: &Path, shown: String) {
        if self.found.len() == MAX_FILES {
            self.trouble(path, shown, Trouble::TooMany);
            return;
        }
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if self.found.len() < MAX_FILES && self.files.insert(real) {
            self.found.push(Found {
                origin: Origin::Path(path.to_owned()),
                shown,
                trouble: None,
            });
        }
    }

    fn trouble(&mut self, path: &Path, shown: String, trouble: Trouble) {
        if self.found.len() <= MAX_FILES {
            self.found.push(Found {
                origin: Origin::Path(path.to_owned()),
                shown,
                trouble: Some(trouble),
            });
        }
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

/// The folder whose logs are one server's, and its name.
pub(crate) fn server_of(path: &Path) -> (PathBuf, String) {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
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
        server_of_share(&real).unwrap_or_else(|| "local".to_owned()),
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
    use super::*;

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
            assert_eq!(server_of(Path::new(path)).1, server, "{path}");
        }
    }
}
