//! Several files of one folder, written all or none.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::atomic::{beside, write_atomic_with};
use super::new_folder::write_new_folder;

/// What could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}", path = path.display())]
pub struct NotWritten {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

/// Writes files into a folder, which is made if it is not there: every one is whole
/// beside its place before the first is put there, and what fails leaves all as it
/// was. `stale` are files of an earlier writing that must not stay among the new ones.
///
/// Whoever is killed on the way leaves no folder where there was none. In a folder that
/// was there the first of `files` goes first and comes last: where it stands, all that
/// belong to it do.
///
/// # Errors
/// The first that could not be written.
pub fn write_folder(
    folder: &Path,
    files: &[(String, String)],
    stale: &[&str],
) -> Result<(), NotWritten> {
    write_folder_with(folder, files, stale, |to, text| {
        to.write_all(text.as_bytes())
    })
}

/// The same with the writing handed in: what is too much for memory is made as it goes
/// to the disk.
///
/// # Errors
/// The first that could not be written.
pub fn write_folder_with<T>(
    folder: &Path,
    files: &[(String, T)],
    stale: &[&str],
    write: impl Fn(&mut dyn Write, &T) -> io::Result<()>,
) -> Result<(), NotWritten> {
    for (name, _) in files {
        // A name is a name, and leads nowhere else.
        if Path::new(name).file_name() != Some(OsStr::new(name)) {
            return Err(NotWritten {
                path: folder.join(name),
                error: io::ErrorKind::InvalidInput.into(),
            });
        }
    }
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return fresh(folder, files, &write);
        }
        other => other.map(drop).map_err(failed(folder))?,
    }
    let mut work = Work::default();
    let done = work.all(folder, files, stale, &write);
    match done {
        Ok(()) => work.keep(),
        Err(_) => work.undo(),
    }
    done
}

fn failed(path: &Path) -> impl Fn(io::Error) -> NotWritten {
    let path = path.to_owned();
    move |error| NotWritten {
        path: path.clone(),
        error,
    }
}

/// A folder that is not there yet: made beside its place and put there as one.
fn fresh<T>(
    folder: &Path,
    files: &[(String, T)],
    write: &impl Fn(&mut dyn Write, &T) -> io::Result<()>,
) -> Result<(), NotWritten> {
    let made = missing(folder);
    let mut at = folder.to_owned();
    let done = write_new_folder(folder, |growing| {
        for (name, content) in files {
            at = folder.join(name);
            write_atomic_with(&growing.join(name), |to| write(to, content))?;
        }
        at = folder.to_owned();
        Ok(())
    });
    done.map_err(|error| {
        remove_folders(&made);
        failed(&at)(error)
    })
}

/// Folders that have to be made, the deepest first.
fn missing(folder: &Path) -> Vec<PathBuf> {
    let above = folder.ancestors().filter(|f| !f.as_os_str().is_empty());
    above
        .take_while(|f| fs::symlink_metadata(f).is_err())
        .map(Path::to_owned)
        .collect()
}

/// Only folders that are empty: somebody may have put something there meanwhile.
fn remove_folders(made: &[PathBuf]) {
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}

/// What was done so far, so that it can be undone.
#[derive(Default)]
struct Work {
    /// Whole beside their places: temporary name and place.
    ready: Vec<(PathBuf, PathBuf)>,
    /// What was there before: its place and where it waits.
    aside: Vec<(PathBuf, PathBuf)>,
    /// In their places.
    placed: Vec<PathBuf>,
}

impl Work {
    fn all<T>(
        &mut self,
        folder: &Path,
        files: &[(String, T)],
        stale: &[&str],
        write: &impl Fn(&mut dyn Write, &T) -> io::Result<()>,
    ) -> Result<(), NotWritten> {
        for (name, content) in files {
            let place = folder.join(name);
            let ready = beside(&place, "new").map_err(failed(&place))?;
            write_atomic_with(&ready, |to| write(to, content)).map_err(failed(&place))?;
            self.ready.push((ready, place));
        }
        let new = files.iter().map(|(name, _)| OsString::from(name));
        let old = stale.iter().map(OsString::from);
        for name in new.chain(old) {
            let place = folder.join(name);
            self.set_aside(&place).map_err(failed(&place))?;
        }
        for (ready, place) in self.ready.iter().rev() {
            fs::rename(ready, place).map_err(failed(place))?;
            self.placed.push(place.clone());
        }
        Ok(())
    }

    fn set_aside(&mut self, place: &Path) -> io::Result<()> {
        match fs::symlink_metadata(place) {
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(_) => {
                let waiting = beside(place, "old")?;
                fs::rename(place, &waiting)?;
                self.aside.push((place.to_owned(), waiting));
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn keep(&self) {
        for (_, waiting) in &self.aside {
            let _ = fs::remove_file(waiting);
        }
    }

    fn undo(&self) {
        for place in &self.placed {
            let _ = fs::remove_file(place);
        }
        for (ready, _) in &self.ready {
            let _ = fs::remove_file(ready);
        }
        for (place, waiting) in &self.aside {
            let _ = fs::rename(waiting, place);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        let file = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        texts.iter().map(file).collect()
    }

    fn listed(folder: &Path) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let text = fs::read_to_string(entry.path()).unwrap();
                (entry.file_name().into_string().unwrap(), text)
            })
            .collect();
        all.sort();
        all
    }

    /// The writing of a disk that is full at the second file.
    fn full(to: &mut dyn Write, text: &str) -> io::Result<()> {
        to.write_all(text.get(..1).unwrap_or_default().as_bytes())?;
        match text {
            "2" => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    #[test]
    fn all_or_none_and_nothing_old_among_the_new() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/out");
        let new = files(&[("a", "1"), ("b", "2")]);
        let failed =
            write_folder_with(&folder, &new, &[], |to, text: &String| full(to, text)).unwrap_err();
        assert_eq!(failed.error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(failed.path, folder.join("b"));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0, "no folder");

        write_folder(&folder, &files(&[("a", "old"), ("c", "old")]), &["b"]).unwrap();
        write_folder_with(&folder, &new, &["c"], |to, text: &String| full(to, text)).unwrap_err();
        assert_eq!(listed(&folder), files(&[("a", "old"), ("c", "old")]));
        write_folder(&folder, &new, &["c"]).unwrap();
        assert_eq!(listed(&folder), new);
    }

    #[test]
    fn what_stands_in_the_way_stays() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("file"), "mine").unwrap();
        let new = files(&[("a", "1")]);
        assert!(write_folder(&root.path().join("file/below"), &new, &[]).is_err());
        fs::create_dir(root.path().join("a")).unwrap();
        assert!(write_folder(root.path(), &files(&[("b", "1"), ("a", "2")]), &[]).is_err());
        assert!(!root.path().join("b").exists());
        for bad in ["../x", "", "..", "a/b"] {
            assert!(write_folder(root.path(), &files(&[(bad, "1")]), &[]).is_err());
        }
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }
}
