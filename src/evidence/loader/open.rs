//! How files are opened: for reading alone, beside whoever writes, wherever
//! their bytes are.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

use zip::ZipArchive;

use crate::evidence::NoteKind;
use crate::evidence::archive::{self, ArchiveTrouble, MAX_NESTED};
use crate::evidence::walk::{Input, Origin};

/// What is read between two questions whether to stop (bytes).
pub(super) const PIECE: u64 = 1 << 20;

/// Asked now and then whether to go on.
pub(super) type Pulse<'p> = &'p mut dyn FnMut() -> ControlFlow<()>;

/// An archive that is open.
pub(super) type Opened = ZipArchive<BufReader<Bytes>>;

/// Whether something given can be opened at all.
pub(super) fn can_open(input: &Input) -> bool {
    match input {
        Input::Stdin | Input::Memory { .. } | Input::Entry { .. } => true,
        Input::Without(_) => false,
        Input::Path(path) => match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => std::fs::read_dir(path).is_ok(),
            // Opening a pipe waits until somebody writes to it.
            Ok(meta) => meta.is_file() && File::open(path).is_ok(),
            Err(_) => false,
        },
    }
}

/// Hands the bytes of one file to `with`.
///
/// # Errors
///
/// When it cannot be opened or read, and what `with` answers.
pub(crate) fn read<T>(
    origin: &Origin,
    with: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> io::Result<T> {
    Opener::default().read(origin, with)
}

/// Opens files one after the other; the archive that was opened last stays open.
#[derive(Default)]
pub(super) struct Opener {
    archive: Option<(Origin, Opened)>,
    /// What happened to the last file while it was read.
    pub(super) changed: Option<NoteKind>,
}

impl Opener {
    /// Hands the bytes of a file to `with`.
    pub(super) fn read<T>(
        &mut self,
        origin: &Origin,
        with: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        match origin {
            Origin::Path(path) => {
                let mut input = Watched::open(path)?;
                let result = with(&mut input);
                self.changed = input.changed();
                result
            }
            Origin::Stdin => with(&mut io::stdin().lock()),
            Origin::Memory(_, content) => with(&mut &content[..]),
            Origin::Entry(entry) => {
                let archive = self.archive(&entry.archive, &mut || ControlFlow::Continue(()))?;
                archive::read(archive, entry.index, with)
            }
        }
    }

    /// Opens the archive that a file is in, if it is in one, as [`Self::archive`] does.
    pub(super) fn beginning(&mut self, origin: &Origin, pulse: Pulse) -> io::Result<()> {
        match origin {
            Origin::Entry(entry) => self.archive(&entry.archive, pulse).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// The archive there. `pulse` is called while one that lies in another is read
    /// into memory, and may stop that.
    pub(super) fn archive(&mut self, origin: &Origin, pulse: Pulse) -> io::Result<&mut Opened> {
        let is_open = matches!(&self.archive, Some((known, _)) if known == origin);
        if !is_open {
            self.archive = None;
        }
        match &mut self.archive {
            Some((_, archive)) => Ok(archive),
            slot => {
                let bytes = BufReader::new(Bytes::of(origin, pulse)?);
                let opened = (origin.clone(), archive::open(bytes)?);
                Ok(&mut slot.insert(opened).1)
            }
        }
    }
}

/// Opens for reading beside whoever writes: Exchange holds its logs open.
pub(crate) fn open_shared(path: &std::path::Path) -> io::Result<File> {
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

/// A file as long as it was when it was opened: a log that is being written would
/// never end.
struct Watched {
    file: File,
    left: u64,
    /// Its end came before its length was reached.
    short: bool,
}

impl Watched {
    fn open(path: &std::path::Path) -> io::Result<Self> {
        let file = open_shared(path)?;
        let left = file.metadata()?.len();
        Ok(Self {
            file,
            left,
            short: false,
        })
    }

    /// What became of it while it was read to its end.
    fn changed(&self) -> Option<NoteKind> {
        if self.short {
            return Some(NoteKind::Shrank(self.left));
        }
        if self.left > 0 {
            return None;
        }
        let read = (&self.file).stream_position().ok()?;
        let more = self.file.metadata().ok()?.len().checked_sub(read)?;
        (more > 0).then_some(NoteKind::Grew(more))
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let end = buffer.len().min(most);
        if end == 0 {
            return Ok(0);
        }
        let count = self.file.read(&mut buffer[..end])?;
        self.short |= count == 0;
        self.left -= count as u64;
        Ok(count)
    }
}

/// The bytes of an archive, read from where they are asked for.
pub(super) struct Bytes {
    held: Held,
    at: u64,
    length: u64,
}

enum Held {
    File(File),
    Memory(Arc<[u8]>),
}

impl Bytes {
    fn of(origin: &Origin, pulse: Pulse) -> io::Result<Self> {
        let held = match origin {
            Origin::Path(path) => Held::File(open_shared(path)?),
            Origin::Memory(_, content) => Held::Memory(content.clone()),
            Origin::Stdin | Origin::Entry(_) => Held::Memory(nested(origin, MAX_NESTED, pulse)?),
        };
        let length = match &held {
            Held::File(file) => file.metadata()?.len(),
            Held::Memory(content) => content.len() as u64,
        };
        Ok(Self {
            held,
            at: 0,
            length,
        })
    }
}

/// An archive within an archive, in memory; at most so many bytes of it.
fn nested(origin: &Origin, most: u64, pulse: Pulse) -> io::Result<Arc<[u8]>> {
    read(origin, |input| {
        let mut content = Vec::new();
        loop {
            let before = content.len();
            input.take(PIECE).read_to_end(&mut content)?;
            if content.len() == before {
                return Ok(content.into());
            }
            if content.len() as u64 > most {
                return Err(io::Error::other(ArchiveTrouble::NestedTooLarge(most)));
            }
            if pulse().is_break() {
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
    })
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.held {
            Held::File(file) => file.read(buffer)?,
            Held::Memory(content) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX);
                let mut rest = content.get(from..).unwrap_or_default();
                rest.read(buffer)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let target = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        if let Held::File(file) = &mut self.held {
            file.seek(SeekFrom::Start(target))?;
        }
        self.at = target;
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;
    use crate::evidence::walk::Entry;

    #[test]
    fn an_archive_within_an_archive_is_held_up_to_a_limit() {
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("inner.zip", options).unwrap();
        writer.write_all(&[7; 1000]).unwrap();
        let outer = writer.finish().unwrap().into_inner();
        let origin = Origin::Entry(Arc::new(Entry {
            archive: Origin::Memory("outer.zip".to_owned(), outer.into()),
            index: 0,
            name: "inner.zip".to_owned(),
            leads_out: false,
        }));
        let held = |most| nested(&origin, most, &mut || ControlFlow::Continue(()));
        assert_eq!(held(1000).unwrap().len(), 1000);
        let beyond = held(999).map(|held| held.len());
        let noted = archive::note_of(&beyond.unwrap_err());
        let expected = ArchiveTrouble::NestedTooLarge(999);
        assert_eq!(noted, NoteKind::Archive(expected));
    }
}
