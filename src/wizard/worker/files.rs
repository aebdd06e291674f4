//! Folders: what is in them, completion of a path, and files written into a new one.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use crate::case::write_atomic;
use crate::evidence::walk::natural;
use crate::wizard::{BrowserEntry, Event, FileToWrite};

/// Entries of a folder that are shown.
const MAX_ENTRIES: usize = 20_000;
/// Candidates of a completion that are shown.
const MAX_CANDIDATES: usize = 40;
/// Folders of one name that are made.
const MAX_FOLDERS: u32 = 10_000;

pub(super) fn list(path: &Path) -> Event {
    let whole = match path.as_os_str().is_empty() {
        true => Ok(PathBuf::new()),
        false => absolute(path),
    };
    let path = whole.unwrap_or_else(|_| path.to_owned());
    let entries = match path.as_os_str().is_empty() {
        true => Ok(roots()),
        false => entries(&path).map_err(|e| e.to_string()),
    };
    Event::Folder { path, entries }
}

/// Where paths begin: the drives of Windows, `/` elsewhere.
fn roots() -> Vec<BrowserEntry> {
    let drives = ('A'..='Z').map(|letter| format!("{letter}:\\"));
    let roots: Vec<String> = match cfg!(windows) {
        true => drives.filter(|d| fs::metadata(d).is_ok()).collect(),
        false => vec!["/".to_owned()],
    };
    let entry = |name| BrowserEntry {
        name,
        is_folder: true,
    };
    roots.into_iter().map(entry).collect()
}

/// Folders first, both as a person counts.
fn entries(path: &Path) -> io::Result<Vec<BrowserEntry>> {
    let mut entries: Vec<BrowserEntry> = fs::read_dir(path)?
        .filter_map(Result::ok)
        .take(MAX_ENTRIES)
        .filter_map(|entry| {
            Some(BrowserEntry {
                // A name that is not Unicode could not be asked for again.
                name: entry.file_name().into_string().ok()?,
                is_folder: fs::metadata(entry.path()).is_ok_and(|m| m.is_dir()),
            })
        })
        .collect();
    entries.sort_by_cached_key(|e| (!e.is_folder, natural(&e.name)));
    Ok(entries)
}

pub(super) fn complete(typed: &str) -> Event {
    let (folder, begun) = typed.split_at(typed.rfind(['/', '\\']).map_or(0, |at| at + 1));
    let listed = match folder.is_empty() {
        true => entries(Path::new(".")),
        false => entries(Path::new(folder)),
    };
    let separator = if folder.ends_with('\\') || cfg!(windows) && !folder.ends_with('/') {
        '\\'
    } else {
        '/'
    };
    let names: Vec<String> = listed
        .unwrap_or_default()
        .into_iter()
        .filter(|e| begins_with(&e.name, begun))
        .map(|e| match e.is_folder {
            true => format!("{}{separator}", e.name),
            false => e.name,
        })
        .collect();
    let shared = shared_beginning(&names).filter(|s| s.chars().count() >= begun.chars().count());
    Event::Completed {
        typed: typed.to_owned(),
        text: format!("{folder}{}", shared.unwrap_or_else(|| begun.to_owned())),
        candidates: names.into_iter().take(MAX_CANDIDATES).collect(),
    }
}

/// Windows does not tell upper from lower case.
fn same(a: char, b: char) -> bool {
    a == b || cfg!(windows) && a.to_lowercase().eq(b.to_lowercase())
}

fn begins_with(name: &str, begun: &str) -> bool {
    let mut chars = name.chars();
    begun
        .chars()
        .all(|b| chars.next().is_some_and(|n| same(n, b)))
}

fn shared_beginning(names: &[String]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let mut shared: Vec<char> = first.chars().collect();
    for name in rest {
        let alike = shared.iter().zip(name.chars());
        let alike = alike.take_while(|(a, b)| same(**a, *b)).count();
        shared.truncate(alike);
    }
    Some(shared.into_iter().collect())
}

/// Writes files into a folder that is made for them: the first of `FOLDER-1`,
/// `FOLDER-2` and so on that is free. Nothing that is there is touched; of what
/// cannot be written whole nothing stays.
pub(super) fn write(folder: &Path, files: &[FileToWrite]) -> io::Result<Vec<PathBuf>> {
    // A name is a name, and leads nowhere else.
    let is_name = |f: &FileToWrite| Path::new(&f.name).file_name() == Some(OsStr::new(&f.name));
    if !files.iter().all(is_name) {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    let folder = make_next(folder)?;
    let written = files.iter().map(|file| write_one(&folder, file)).collect();
    if let Err(error) = written {
        for file in files {
            let _ = fs::remove_file(folder.join(&file.name));
        }
        let _ = fs::remove_dir(&folder);
        return Err(error);
    }
    written
}

fn write_one(folder: &Path, file: &FileToWrite) -> io::Result<PathBuf> {
    let path = folder.join(&file.name);
    write_atomic(&path, file.text.as_bytes())?;
    Ok(path)
}

fn make_next(folder: &Path) -> io::Result<PathBuf> {
    let folder = absolute(folder)?;
    let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    for number in 1..=MAX_FOLDERS {
        let mut numbered = name.to_os_string();
        numbered.push(format!("-{number}"));
        let next = folder.with_file_name(numbered);
        match fs::create_dir(&next) {
            Ok(()) => return Ok(next),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
