//! Completion of a path, and files written into a new folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf, absolute};

use super::folders::entries;
use crate::case::write_folder_with;
use crate::wizard::Event;

/// Candidates of a completion that are shown.
const MAX_CANDIDATES: usize = 40;
/// Folders of one name that are made.
const MAX_FOLDERS: u32 = 10_000;

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
        .entries
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
pub(super) fn write<T>(
    folder: &Path,
    files: &[(String, T)],
    content: impl Fn(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<Vec<PathBuf>> {
    let folder = make_next(folder)?;
    if let Err(failed) = write_folder_with(&folder, files, &[], content) {
        let _ = fs::remove_dir(&folder);
        return Err(failed.error);
    }
    Ok(files.iter().map(|(name, _)| folder.join(name)).collect())
}

fn make_next(folder: &Path) -> io::Result<PathBuf> {
    let folder = absolute(folder)?;
    let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn file(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    fn write(folder: &Path, files: &[(String, String)]) -> io::Result<Vec<PathBuf>> {
        super::write(folder, files, |to, text| to.write_all(text.as_bytes()))
    }

    #[test]
    fn files_go_into_a_new_folder_or_nowhere() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("relay-doctor-contoso");
        fs::create_dir(root.path().join("relay-doctor-contoso-1")).unwrap();
        let written = write(&folder, &[file("a.txt", "1"), file("b.txt", "2")]).unwrap();
        let second = root.path().join("relay-doctor-contoso-2");
        assert_eq!(written, [second.join("a.txt"), second.join("b.txt")]);
        assert_eq!(fs::read(&written[1]).unwrap(), b"2");

        // What fails leaves nothing behind, and names lead nowhere.
        fs::write(root.path().join("x"), b"mine").unwrap();
        for bad in ["../x", "", "..", "a/b"] {
            assert!(write(&folder, &[file("a.txt", "1"), file(bad, "2")]).is_err());
        }
        // A folder that is not there yet is made; below a file none can be.
        assert!(write(&root.path().join("x/below"), &[file("a.txt", "1")]).is_err());
        assert!(
            write(
                &root.path().join("relay-doctor-contoso-1/new/x"),
                &[file("a.txt", "1")]
            )
            .is_ok()
        );
        assert_eq!(fs::read(root.path().join("x")).unwrap(), b"mine");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 3);
    }

    fn completed(typed: &str) -> (String, Vec<String>) {
        match complete(typed) {
            Event::Completed {
                text, candidates, ..
            } => (text, candidates),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn completion_goes_as_far_as_all_agree() {
        let root = tempfile::tempdir().unwrap();
        for name in ["EX01", "EX02", "証拠 1"] {
            fs::create_dir(root.path().join(name)).unwrap();
        }
        fs::write(root.path().join("send.log"), b"").unwrap();
        let base = format!("{}/", root.path().to_string_lossy().replace('\\', "/"));
        let table: [(&str, &str, &[&str]); 5] = [
            ("E", "EX0", &["EX01/", "EX02/"]),
            ("証", "証拠 1/", &["証拠 1/"]),
            ("send", "send.log", &["send.log"]),
            ("none", "none", &[]),
            ("", "", &["EX01/", "EX02/", "証拠 1/", "send.log"]),
        ];
        for (typed, text, candidates) in table {
            let (completed, found) = completed(&format!("{base}{typed}"));
            assert_eq!(completed, format!("{base}{text}"), "{typed}");
            assert_eq!(found, candidates, "{typed}");
        }
        assert_eq!(completed("/no such folder/x").1, Vec::<String>::new());
    }
}
