//! What is in a folder.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::time::UNIX_EPOCH;

use crate::evidence::walk::natural;
use crate::wizard::{BrowserEntry, Event, Listing};

/// Entries of a folder that are shown.
const MAX_ENTRIES: usize = 20_000;

/// Lists a folder, or the one in which a file is.
pub(super) fn list(asked: &Path) -> Event {
    let whole = match asked.as_os_str().is_empty() {
        true => Ok(PathBuf::new()),
        false => absolute(asked),
    };
    let mut path = whole.unwrap_or_else(|_| asked.to_owned());
    let mut at = None;
    if fs::metadata(&path).is_ok_and(|meta| meta.is_file())
        && let Some(parent) = path.parent()
    {
        let name = path.file_name();
        at = name.map(|n| n.to_string_lossy().into_owned());
        path = parent.to_owned();
    }
    let listing = match path.as_os_str().is_empty() {
        true => Ok(roots()),
        false => entries(&path).map_err(|e| e.to_string()),
    };
    Event::Folder {
        asked: asked.to_owned(),
        path,
        listing: listing.map(|l| Listing { at, ..l }),
    }
}

/// Where paths begin: the drives of Windows, `/` elsewhere.
fn roots() -> Listing {
    let drives = ('A'..='Z').map(|letter| format!("{letter}:\\"));
    let roots: Vec<String> = match cfg!(windows) {
        true => drives.filter(|d| fs::metadata(d).is_ok()).collect(),
        false => vec!["/".to_owned()],
    };
    let entry = |name| BrowserEntry {
        name,
        is_folder: true,
        ..BrowserEntry::default()
    };
    Listing {
        entries: roots.into_iter().map(entry).collect(),
        ..Listing::default()
    }
}

/// Folders first, both as a person counts; what is hidden stands behind.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn entries(path: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for found in fs::read_dir(path)? {
        if listing.entries.len() == MAX_ENTRIES {
            listing.more = true;
            break;
        }
        match found.ok().and_then(|entry| about(&entry)) {
            Some(entry) => listing.entries.push(entry),
            None => listing.left_out += 1,
        }
    }
    let order = |e: &BrowserEntry| (e.hidden, !e.is_folder, natural(&e.name));
    listing.entries.sort_by_cached_key(order);
    Ok(listing)
}

/// A name that is not Unicode could not be asked for again: `None`.
fn about(entry: &DirEntry) -> Option<BrowserEntry> {
    let name = entry.file_name().into_string().ok()?;
    let meta = fs::metadata(entry.path()).ok();
    let is_file = meta.as_ref().is_some_and(Metadata::is_file);
    Some(BrowserEntry {
        is_folder: meta.as_ref().is_some_and(Metadata::is_dir),
        bytes: meta.as_ref().filter(|_| is_file).map(Metadata::len),
        modified: meta.as_ref().and_then(modified),
        hidden: is_hidden(&name, meta.as_ref()),
        closed: meta.is_none(),
        offered: None,
        name,
    })
}

fn modified(meta: &Metadata) -> Option<i64> {
    let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

#[cfg(windows)]
fn is_hidden(_: &str, meta: Option<&Metadata>) -> bool {
    use std::os::windows::fs::MetadataExt;
    /// FILE_ATTRIBUTE_HIDDEN
    const HIDDEN: u32 = 2;
    meta.is_some_and(|m| m.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn is_hidden(name: &str, _: Option<&Metadata>) -> bool {
    name.starts_with('.')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn listed(path: &Path) -> (PathBuf, Result<Listing, String>) {
        match list(path) {
            Event::Folder { path, listing, .. } => (path, listing),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_folder_is_listed_with_its_folders_first() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("z")).unwrap();
        for name in ["SEND10.LOG", "SEND9.LOG"] {
            fs::write(root.path().join(name), b"12345").unwrap();
        }
        let listing = listed(root.path()).1.unwrap();
        let names: Vec<_> = listing
            .entries
            .iter()
            .map(|e| (e.name.as_str(), e.bytes))
            .collect();
        let expected = [("z", None), ("SEND9.LOG", Some(5)), ("SEND10.LOG", Some(5))];
        assert_eq!(names, expected);
        assert!(
            listing
                .entries
                .iter()
                .all(|e| e.modified.is_some() && !e.closed && !e.hidden)
        );
        assert_eq!((listing.left_out, listing.more), (0, false));
        assert!(listed(&root.path().join("none")).1.is_err());
        let (path, roots) = listed(Path::new(""));
        assert!(path.as_os_str().is_empty() && !roots.unwrap().entries.is_empty());
    }

    #[test]
    fn a_file_leads_to_its_folder() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.log"), b"").unwrap();
        let (path, listing) = listed(&root.path().join("a.log"));
        assert_eq!(path, root.path());
        assert_eq!(listing.unwrap().at.as_deref(), Some("a.log"));
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_named_or_looked_at_is_counted_and_what_is_hidden_stands_last() {
        use std::os::unix::ffi::OsStrExt;
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(".profile"), b"").unwrap();
        fs::write(root.path().join("z.log"), b"").unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("gone.log")).unwrap();
        let odd = std::ffi::OsStr::from_bytes(b"\xff.log");
        let could = fs::write(root.path().join(odd), b"").is_ok();
        let listing = listed(root.path()).1.unwrap();
        let flags = |e: &BrowserEntry| (e.name.clone(), e.closed, e.hidden);
        let seen: Vec<_> = listing.entries.iter().map(flags).collect();
        let expected = [
            ("gone.log".to_owned(), true, false),
            ("z.log".to_owned(), false, false),
            (".profile".to_owned(), false, true),
        ];
        assert_eq!(seen, expected);
        assert_eq!(listing.left_out, usize::from(could));
    }
}
