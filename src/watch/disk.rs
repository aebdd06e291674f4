//! The real files: opened for reading alone, shared with whoever writes or deletes.

use std::fs::{self, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Listed, Shelf};
use crate::evidence::loader::open_shared;

/// The file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Shelf for Disk {
    fn list(&mut self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // A file that has just been deleted is no trouble, and links lead elsewhere.
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() || meta.is_file() {
                listed.push(of(entry.path(), &meta));
            }
        }
        Ok(listed)
    }

    fn look(&mut self, file: &Path) -> io::Result<Listed> {
        let meta = fs::metadata(file)?;
        Ok(of(file.to_owned(), &meta))
    }

    fn read(&mut self, file: &Path, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut file = open_shared(file)?;
        if at > 0 {
            file.seek(SeekFrom::Start(at))?;
        }
        let mut count = 0;
        while count < into.len() {
            match file.read(&mut into[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }
}

fn of(path: PathBuf, meta: &Metadata) -> Listed {
    let since_epoch = |time: io::Result<std::time::SystemTime>| {
        let passed = time.ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        passed.map_or(0, |passed| passed.as_nanos())
    };
    Listed {
        path,
        is_folder: meta.is_dir(),
        size: meta.len(),
        modified: since_epoch(meta.modified()),
        identity: identity(meta),
    }
}

#[cfg(unix)]
fn identity(meta: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    meta.ino()
}

/// The time of creation; a file made anew within seconds may inherit it, so that its
/// content has to tell.
#[cfg(not(unix))]
fn identity(meta: &Metadata) -> u64 {
    let created = meta.created().ok();
    let passed = created.and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    passed.map_or(0, |passed| {
        u64::try_from(passed.as_nanos()).unwrap_or(u64::MAX)
    })
}
