//! What is wrong with an archive or an entry, and its way through `io::Error`.

use std::{fmt, io};

use zip::result::ZipError;

use crate::evidence::NoteKind;

/// Why something in an archive is not read, or not as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveTrouble {
    /// It is cut, or bytes in it were changed (its checksum says so).
    Damaged,
    /// The entry needs a password.
    Encrypted,
    /// Packed by a method that is not read (its number in the zip format).
    Method(u16),
    /// The archive has more entries than are taken (the limit).
    TooManyEntries(u64),
    /// The entry would go beyond what is taken of an archive (the limit in bytes).
    TooLarge(u64),
    /// The entry grows to more than so many times its packed size.
    Ratio(u64),
    /// An archive in an archive in an archive.
    TooDeep,
    /// An archive in an archive that is larger than what is held in memory (bytes).
    NestedTooLarge(u64),
    /// Several entries have one name; one of them is read.
    SameNames,
    /// The entry's name leads out of the archive.
    LeadsOut,
    /// A Word, Excel or PowerPoint file.
    OfficeDocument,
}

impl ArchiveTrouble {
    /// The note's name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "archive-damaged",
            Self::Encrypted => "archive-encrypted",
            Self::Method(_) => "archive-method",
            Self::TooManyEntries(_) => "archive-too-many-entries",
            Self::TooLarge(_) => "archive-too-large",
            Self::Ratio(_) => "archive-ratio",
            Self::TooDeep | Self::NestedTooLarge(_) => "archive-nested",
            Self::SameNames => "archive-same-names",
            Self::LeadsOut => "archive-name-leads-out",
            Self::OfficeDocument => "office-document",
        }
    }
}

impl fmt::Display for ArchiveTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ArchiveTrouble {}

/// What the zip reader says, as an error of reading.
pub(super) fn error_of(error: ZipError) -> io::Error {
    let trouble = match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => return error,
        ZipError::CompressionMethodNotSupported(method) => ArchiveTrouble::Method(method),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ArchiveTrouble::Encrypted
        }
        _ => ArchiveTrouble::Damaged,
    };
    io::Error::other(trouble)
}

/// An error of reading as a note.
pub(crate) fn note_of(error: &io::Error) -> NoteKind {
    let inner = error.get_ref().and_then(|e| e.downcast_ref());
    match inner {
        Some(trouble) => NoteKind::Archive(*trouble),
        None => NoteKind::unreadable(error),
    }
}
