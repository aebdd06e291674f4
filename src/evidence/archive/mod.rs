//! Zip archives, read where they lie: what is in one, within limits. Nothing is
//! ever extracted, so a name can lead nowhere; it is only shown.

mod declared;
mod name;
mod trouble;

use std::io::{self, Read, Seek};

use zip::{CompressionMethod, ZipArchive};

use super::walk::natural;

pub use trouble::ArchiveTrouble;
pub(crate) use trouble::note_of;

/// More entries than this are not taken of one archive, those of archives in it included.
pub const MAX_ENTRIES: usize = 50_000;
/// More bytes than this (inflated) are not taken of one archive.
pub const MAX_TOTAL: u64 = 8 << 30;
/// An entry that inflates to more than this many times its size is a bomb, not a log
/// (text that repeats itself shrinks to a fiftieth or a hundredth)...
pub const MAX_RATIO: u64 = 250;
/// ...unless it is small all the same (bytes).
pub const RATIO_FROM: u64 = 64 << 20;
/// An archive within an archive is held in memory, up to here (bytes).
pub const MAX_NESTED: u64 = 256 << 20;

/// What may still be taken of an archive and of those in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    entries: usize,
    bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            entries: MAX_ENTRIES,
            bytes: MAX_TOTAL,
        }
    }
}

impl Budget {
    /// Takes an entry of that size, packed into so many bytes, unless it is too large.
    fn take(&mut self, size: u64, packed: u64) -> Result<(), ArchiveTrouble> {
        if size > RATIO_FROM && size / MAX_RATIO > packed {
            return Err(ArchiveTrouble::Ratio(MAX_RATIO));
        }
        let left = self.bytes.checked_sub(size);
        self.bytes = left.ok_or(ArchiveTrouble::TooLarge(MAX_TOTAL))?;
        Ok(())
    }
}

/// The number of a method in the zip format.
fn number(method: CompressionMethod) -> u16 {
    // Deprecated in favour of constants, which an unknown method has none of.
    #[allow(deprecated)]
    method.to_u16()
}

/// What is in an archive.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The files, in the order in which a folder is walked.
    pub(crate) entries: Vec<Listed>,
    /// What is wrong with the archive as a whole.
    pub(crate) troubles: Vec<ArchiveTrouble>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its number in the archive's directory.
    pub(crate) index: usize,
    /// Its path within the archive, with `/`.
    pub(crate) name: String,
    /// Bytes once it is inflated.
    pub(crate) size: u64,
    /// Why it is not read.
    pub(crate) trouble: Option<ArchiveTrouble>,
    /// Its name leads out of the archive; `name` leaves that part out.
    pub(crate) leads_out: bool,
}

/// Opens an archive by its directory.
pub(crate) fn open<R: Read + Seek>(input: R) -> io::Result<ZipArchive<R>> {
    ZipArchive::new(input).map_err(trouble::error_of)
}

/// Lists what is in it.
pub(crate) fn list<R: Read + Seek>(archive: &ZipArchive<R>, budget: &mut Budget) -> Listing {
    let mut listing = Listing::default();
    if archive.has_duplicate_names() {
        listing.troubles.push(ArchiveTrouble::SameNames);
    }
    // An Office document is a zip too; its parts are of no use.
    let is_parts_list = |name: &[u8]| name == b"[Content_Types].xml";
    if archive.file_names_raw().any(is_parts_list) {
        listing.troubles.push(ArchiveTrouble::OfficeDocument);
        return listing;
    }
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else {
            continue;
        };
        if entry.name_raw().ends_with(b"/") || entry.name_raw().ends_with(b"\\") {
            continue;
        }
        if budget.entries == 0 {
            let limit = MAX_ENTRIES as u64;
            listing.troubles.push(ArchiveTrouble::TooManyEntries(limit));
            break;
        }
        budget.entries -= 1;
        let (size, packed) = (entry.size(), entry.compressed_size());
        let trouble = match entry.compression() {
            _ if entry.encrypted() => Some(ArchiveTrouble::Encrypted),
            CompressionMethod::Stored | CompressionMethod::Deflated => {
                budget.take(size, packed).err()
            }
            other => Some(ArchiveTrouble::Method(number(other))),
        };
        let (name, leads_out) = name::shown(entry.name_raw());
        listing.entries.push(Listed {
            index,
            name,
            size,
            trouble,
            leads_out,
        });
    }
    let key = |entry: &Listed| entry.name.split('/').map(natural).collect::<Vec<_>>();
    listing.entries.sort_by_cached_key(key);
    listing
}

/// Hands the bytes of an entry to `with`: no more of them than the directory
/// declares, and checked by their sum at the end.
pub(crate) fn read<R: Read + Seek, T>(
    archive: &mut ZipArchive<R>,
    index: usize,
    with: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> io::Result<T> {
    let entry = archive.by_index(index).map_err(trouble::error_of)?;
    let size = entry.size();
    with(&mut declared::Declared::new(entry, size))
}

#[cfg(test)]
mod tests;
