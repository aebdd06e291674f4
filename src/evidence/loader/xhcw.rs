//! HCW's `.xhcw`: a run and the objects of both sides as it left them.

use super::Load;
use crate::evidence::decode::{sniff_encoding, utf8_reader};
use crate::evidence::formats::hcw::xhcw;
use crate::evidence::{Note, NoteKind, SourceId};

impl Load<'_> {
    /// Decoded and read piece by piece: the text is never held beside the bytes.
    pub(super) fn xhcw(&mut self, id: SourceId, bytes: &[u8]) {
        let encoding =
            sniff_encoding(&bytes[..bytes.len().min(crate::evidence::decode::SNIFF_LEN)]);
        let read = match xhcw::read(utf8_reader(bytes, encoding)) {
            Ok(read) => read,
            Err(error) => {
                self.note(id, Note::whole(NoteKind::Unreadable(error.to_string())));
                return;
            }
        };
        let ended = read.run.ended.as_ref();
        if let Some(stamp) = ended.filter(|stamp| stamp.at.is_none()) {
            self.note(id, Note::whole(NoteKind::RunAt(stamp.text.clone())));
        }
        let source = self.source(id);
        source.records = read.records.len() as u64;
        source.as_of = ended.and_then(|stamp| stamp.at);
        source.notes.extend(read.notes);
        self.loaded.hcw_runs.push((id, read.run));
        let objects = read.records.into_iter().map(|record| (id, record));
        self.loaded.objects.extend(objects);
    }
}
