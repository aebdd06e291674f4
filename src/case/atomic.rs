//! A file is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`, replacing what is there: temporary file beside it,
/// sync, rename.
///
/// # Errors
/// What the system says; the file is then as it was before.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_atomic_with(path, |file| file.write_all(bytes))
}

/// The same, written bit by bit by `write`, which may fail: for what is too large
/// to be held whole.
///
/// # Errors
/// What the system or `write` says; the file is then as it was before.
pub fn write_atomic_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let temporary = beside(path, "tmp")?;
    let file = File::options()
        .write(true)
        .create_new(true)
        .open(&temporary)?;
    let done = fill(file, write).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done?;
    sync_folder(path);
    Ok(())
}

/// A free name beside a file, of this process alone.
pub(super) fn beside(path: &Path, ending: &str) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut temporary = name.to_os_string();
    temporary.push(format!(".{}.{ending}", std::process::id()));
    let temporary = path.with_file_name(temporary);
    // Left behind by a process of the same id that was killed.
    let _ = fs::remove_file(&temporary);
    Ok(temporary)
}

fn fill(mut file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    write(&mut file)?;
    file.flush()?;
    file.sync_all()
}

/// The rename itself outlives a power cut only when its folder is synced; Windows
/// knows no such call.
fn sync_folder(path: &Path) {
    if cfg!(unix)
        && let Some(Ok(folder)) = path.parent().map(File::open)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn old_or_new_and_never_half() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.json");
        write_atomic(&path, b"old").unwrap();
        let failing = write_atomic_with(&path, |file| {
            file.write_all(b"ne")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failing.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        write_atomic(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1, "no temporary file stays");
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_atomic(&folder.path().join("none/case.json"), b"x").is_err());
        assert!(write_atomic(Path::new(".."), b"x").is_err());
    }
}
