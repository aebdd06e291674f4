//! HCW's `.log`: a run, and the objects of both sides as it shows them last.

use super::Load;
use crate::evidence::formats::hcw::log;
use crate::evidence::{Note, NoteKind, SourceId};

impl Load<'_> {
    pub(super) fn hcw_log(&mut self, id: SourceId, text: &str) {
        let read = log::parse(text);
        let source = self.source(id);
        source.records = read.entries;
        source.as_of = read.run.started.as_ref().and_then(|stamp| stamp.at);
        if let Some(stamp) = read.run.started.as_ref().filter(|s| s.at.is_none()) {
            let run = NoteKind::RunAt(stamp.text.clone());
            source.notes.push(Note::whole(run));
        }
        source.notes.extend(read.notes);
        self.loaded.hcw_runs.push((id, read.run));
        let objects = read.records.into_iter().map(|record| (id, record));
        self.loaded.objects.extend(objects);
    }
}
