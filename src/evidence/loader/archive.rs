//! Archives: their files become sources behind them.

use std::io;
use std::sync::Arc;

use super::{Load, Step};
use crate::evidence::archive::{ArchiveTrouble, Budget, Listed, list};
use crate::evidence::walk::{Entry, Found, Origin, Trouble};
use crate::evidence::{Note, NoteKind, SourceId, SourceKind};

/// So many archives may lie in one another.
const MAX_DEPTH: usize = 1;

impl Load<'_> {
    /// Lists the files of an archive.
    pub(super) fn archive(&mut self, id: SourceId, file: &Found) -> io::Result<Vec<Found>> {
        self.source(id).kind = SourceKind::Archive;
        let depth = file.origin.depth();
        if depth > MAX_DEPTH {
            return Err(io::Error::other(ArchiveTrouble::TooDeep));
        }
        if depth == 0 {
            self.budget = Budget::default();
        }
        let mut stopped = false;
        let mut pulse = || {
            let flow = (self.progress)(Step::Bytes(0));
            stopped |= flow.is_break();
            flow
        };
        let opened = self.opener.archive(&file.origin, &mut pulse);
        if stopped {
            self.loaded.cancelled = true;
            return Ok(Vec::new());
        }
        let listing = list(opened?, &mut self.budget);
        for trouble in listing.troubles {
            self.note(id, Note::whole(NoteKind::Archive(trouble)));
        }
        self.source(id).records = listing.entries.len() as u64;
        let found = listing.entries.into_iter().map(|entry| found(file, entry));
        let found: Vec<Found> = found.filter(|f| !self.leaves_out(f)).collect();
        self.files += found.len();
        self.total += found.iter().map(|f| f.size).sum::<u64>();
        self.tell_size();
        Ok(found)
    }

    /// Whether an entry is left out, with which what was asked for is found.
    fn leaves_out(&mut self, file: &Found) -> bool {
        if self.left_out.is_empty() {
            return false;
        }
        let at = file.origin.location();
        at.is_some_and(|at| {
            self.loaded.without_unmatched.retain(|w| *w != at);
            self.left_out.contains(&at)
        })
    }
}

fn found(archive: &Found, listed: Listed) -> Found {
    Found {
        shown: format!("{}/{}", archive.shown, listed.name),
        size: match listed.trouble {
            Some(_) => 0,
            None => listed.size,
        },
        trouble: listed.trouble.map(Trouble::Archive),
        origin: Origin::Entry(Arc::new(Entry {
            archive: archive.origin.clone(),
            index: listed.index,
            name: listed.name,
            leads_out: listed.leads_out,
        })),
    }
}
