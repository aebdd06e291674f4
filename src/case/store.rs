//! The folder in which cases are kept, one file each.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, path};

use serde::Deserialize;

use super::{Case, VERSION, file_stem, write_atomic};

/// A case file is not read beyond this (bytes): texts that were pasted are in it.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// So many broken files of one name are kept aside.
const MAX_ASIDE: u32 = 10_000;
const EXTENSION: &str = "json";

/// Where cases are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    folder: PathBuf,
}

/// What became of reading a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// The case.
    Case(Box<Case>),
    /// There is none of that name.
    Missing,
    /// The file could not be understood, and was kept aside here.
    KeptAside(PathBuf),
}

/// Why a case could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The system does not let us read it.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
}

/// The case that was saved last.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Latest {
    /// The case.
    pub case: Option<Case>,
    /// Newer files that could not be understood, where they were kept aside.
    pub kept_aside: Vec<PathBuf>,
}

/// What is read first: a newer layout may share nothing else with ours.
#[derive(Deserialize)]
struct Head {
    version: u32,
}

impl Store {
    /// Keeps cases in a folder, which is made when the first is saved.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a case of that name.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        let name = format!("{}.{EXTENSION}", file_stem(name));
        self.folder.join(name)
    }

    /// Saves a case, whole or not at all. Paths are kept absolute: it may be resumed
    /// from elsewhere. A file of that name that cannot be understood is kept aside.
    ///
    /// # Errors
    /// What the system says; the file is then as it was before.
    pub fn save(&self, case: &Case) -> io::Result<PathBuf> {
        make_private(&self.folder)?;
        let path = self.path(&case.name);
        match read(&path) {
            Ok(text) if understood(&text).is_none() => {
                keep_aside(&path)?;
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                keep_aside(&path)?;
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(_) | Err(_) => {}
        }
        let mut kept = case.clone();
        let paths = kept.paths.iter_mut().chain(&mut kept.left_out);
        for given in paths.chain(&mut kept.newer_paths) {
            if let Ok(whole) = path::absolute(&given) {
                *given = whole.to_string_lossy().into_owned();
            }
        }
        let sides = std::mem::take(&mut kept.sides).into_iter();
        let whole = |given: String| match path::absolute(&given) {
            Ok(whole) => whole.to_string_lossy().into_owned(),
            Err(_) => given,
        };
        kept.sides = sides.map(|(given, side)| (whole(given), side)).collect();
        let servers = std::mem::take(&mut kept.newer_servers).into_iter();
        kept.newer_servers = servers.map(|(given, name)| (whole(given), name)).collect();
        let mut text = serde_json::to_vec_pretty(&kept)?;
        text.push(b'\n');
        write_atomic(&path, &text)?;
        Ok(path)
    }

    /// Reads a case. A file that is broken, or of a newer version, is kept aside:
    /// it is never overwritten or deleted.
    ///
    /// # Errors
    /// When the system does not let us read it, or keep it aside.
    pub fn load(&self, name: &str) -> Result<Loaded, LoadError> {
        Ok(load(&self.path(name))?)
    }

    /// A case by its name, without moving a file that cannot be understood; `None` when
    /// there is none that can be read.
    pub fn peek(&self, name: &str) -> Option<Case> {
        read_case(&self.path(name))
    }

    /// The case that was saved last; what is broken on the way to it is kept aside.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn latest(&self) -> Result<Latest, LoadError> {
        let mut latest = Latest::default();
        for path in self.by_age()? {
            match load(&path)? {
                Loaded::Case(case) => {
                    latest.case = Some(*case);
                    break;
                }
                Loaded::KeptAside(aside) => latest.kept_aside.push(aside),
                Loaded::Missing => {}
            }
        }
        Ok(latest)
    }

    /// Files of cases, the last saved first.
    pub(super) fn by_age(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let meta = entry.metadata();
            if is_case(&path) && meta.as_ref().is_ok_and(fs::Metadata::is_file) {
                let saved = meta.and_then(|m| m.modified());
                found.push((saved.unwrap_or(SystemTime::UNIX_EPOCH), path));
            }
        }
        found.sort_by(|a, b| b.cmp(a));
        Ok(found.into_iter().map(|(_, path)| path).collect())
    }
}

/// The case in a file; `None` when it holds none that can be understood.
pub fn read_case(path: &Path) -> Option<Case> {
    understood(&read(path).ok()?)
}

/// `NAME.json`; a name of ours has no dot in it, what was kept aside has.
fn is_case(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy());
    let name = name.as_deref().unwrap_or_default();
    name.strip_suffix(".json")
        .is_some_and(|stem| !stem.contains('.'))
}

fn load(path: &Path) -> io::Result<Loaded> {
    let text = match read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::Missing),
        // Too long, or not UTF-8.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
        Err(error) => return Err(error),
    };
    match understood(&text) {
        Some(case) => Ok(Loaded::Case(Box::new(case))),
        None => Ok(Loaded::KeptAside(keep_aside(path)?)),
    }
}

pub(super) fn read(path: &Path) -> io::Result<String> {
    read_up_to(path, MAX_BYTES)
}

fn read_up_to(path: &Path, most: u64) -> io::Result<String> {
    if fs::metadata(path)?.len() > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    fs::read_to_string(path)
}

pub(super) fn understood(text: &str) -> Option<Case> {
    let head: Head = serde_json::from_str(text).ok()?;
    (1..=VERSION)
        .contains(&head.version)
        .then(|| serde_json::from_str(text).ok())?
}

/// Moves a file to the first `NAME.broken-N.json` that is free.
fn keep_aside(path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    for number in 1..=MAX_ASIDE {
        let aside = path.with_file_name(format!("{stem}.broken-{number}.{EXTENSION}"));
        // Claims the name: a rename would overwrite what is there.
        match fs::File::options()
            .write(true)
            .create_new(true)
            .open(&aside)
            // Windows renames nothing over a file that is open.
            .map(drop)
        {
            Ok(_) => {
                let moved = fs::rename(path, &aside);
                if moved.is_err() {
                    let _ = fs::remove_file(&aside);
                }
                return moved.map(|()| aside);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes the folder; what was pasted is nobody else's business.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_case_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contoso.json");
        fs::write(&path, "1234567890").unwrap();
        assert_eq!(read_up_to(&path, 10).unwrap(), "1234567890");
        let beyond = read_up_to(&path, 9).unwrap_err();
        assert_eq!(beyond.kind(), io::ErrorKind::InvalidData);
        // The real limit, of a file that takes no room.
        fs::File::create(&path)
            .unwrap()
            .set_len(MAX_BYTES + 1)
            .unwrap();
        let Loaded::KeptAside(aside) = load(&path).unwrap() else {
            unreachable!("it is no case");
        };
        assert_eq!(fs::metadata(aside).unwrap().len(), MAX_BYTES + 1);
        assert!(!path.exists());
    }
}
