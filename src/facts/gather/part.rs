//! Which listings are known to be a part only: what is missing in a page, in a file
//! that breaks off, or in an answer to a command that asks for some, proves nothing.

use std::collections::BTreeSet;

use super::states_of;
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::evidence::{Note, NoteKind, SourceId, SourceKind, XmlFault};

/// Whether what these files hold of a class is known to be a part of all there is.
pub(super) fn is_part(
    loaded: &Loaded,
    class: ObjectClass,
    files: impl Iterator<Item = SourceId>,
) -> bool {
    let files: BTreeSet<SourceId> = files.collect();
    // Of several pages the last one looks whole.
    if files.iter().any(|file| is_page(notes(loaded, *file))) {
        return true;
    }
    // What HCW touched is no listing, neither whole nor in part.
    let by_wizard = [SourceKind::HcwLog, SourceKind::HcwXhcw];
    let kind = |file: &SourceId| loaded.sources[file.0 as usize].kind;
    let mut listings = files.iter().filter(|f| !by_wizard.contains(&kind(f)));
    let in_part = |file: &SourceId| {
        is_cut(loaded, class, *file) || asks_for_some(notes(loaded, *file), class)
    };
    let mut some = false;
    // One whole listing holds what the others lack.
    let all = listings.all(|file| {
        some = true;
        in_part(file)
    });
    some && all
}

/// Whether the listing of a class breaks off in a file: its last object may lack
/// anything, and further ones may be missing.
pub(super) fn is_cut(loaded: &Loaded, class: ObjectClass, file: SourceId) -> bool {
    let lines: Vec<(u64, ObjectClass)> = loaded
        .objects
        .iter()
        .filter(|(source, _)| *source == file)
        .map(|(_, record)| (record.line, record.class))
        .collect();
    let last = lines.iter().map(|(line, _)| *line).max();
    notes(loaded, file).iter().any(|note| match &note.kind {
        NoteKind::BadJson(_) | NoteKind::OnlyBeginningRead(_) => true,
        NoteKind::BadXml(fault) => matches!(
            fault,
            XmlFault::EndsEarly | XmlFault::NotWellFormed | XmlFault::TooMany
        ),
        // In the middle of a paste one command's output can be cut, and the next be whole.
        NoteKind::ObjectCut => {
            let before = lines.iter().rfind(|(line, _)| Some(*line) <= note.line);
            before.is_some_and(|(_, of)| *of == class)
        }
        // A damaged row in the middle takes nothing from the others.
        NoteKind::OpenQuote => note.line == last,
        NoteKind::RowWidth { fields, names } => fields < names && note.line == last,
        _ => false,
    })
}

fn is_page(notes: &[Note]) -> bool {
    notes.iter().any(|n| n.kind == NoteKind::MorePages)
}

fn asks_for_some(notes: &[Note], class: ObjectClass) -> bool {
    let asked = NoteKind::AskedForSome(class);
    notes.iter().any(|n| n.kind == asked)
}

fn notes(loaded: &Loaded, file: SourceId) -> &[Note] {
    &loaded.sources[file.0 as usize].notes
}

/// The files that hold objects of a class.
pub(super) fn files_of(loaded: &Loaded, class: ObjectClass) -> impl Iterator<Item = SourceId> {
    states_of(loaded, class).map(|state| state.source)
}
