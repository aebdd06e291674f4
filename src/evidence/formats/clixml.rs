//! `Export-Clixml` (formats.md section 4; MS-PSRP 2.2.5 describes the elements): a
//! listing, an array or a table of objects in one file. Objects that stand in
//! others of no known kind count as if they stood alone, so a bundle of several
//! listings gives each of its objects.

mod escape;
mod node;
mod reader;

use self::node::{Node, Object, Shape};
use self::reader::Reader;
use super::Parsed;
use crate::evidence::record::{Field, ObjectClass, Record};
use crate::evidence::{Note, NoteKind, classify};

/// Reads every object of the text.
pub fn parse(text: &str) -> Parsed {
    let mut reader = Reader::new(text);
    let mut records: Vec<Record> = Vec::new();
    // Counted as they come: there may be a hundred thousand objects.
    let (mut counted, mut kept) = (0, 0);
    let mut empty_at = None;
    while let Some(line) = reader.document() {
        let mut objects = 0;
        while let Some(node) = reader.object() {
            objects += 1;
            harvest(node, &mut records);
            kept += records[counted..]
                .iter()
                .map(|r| r.fields.len())
                .sum::<usize>();
            counted = records.len();
            reader.forget(kept);
        }
        if objects == 0 && !reader.is_broken() {
            empty_at.get_or_insert(line);
        }
    }
    let mut notes = reader.into_notes();
    if let Some(line) = empty_at.filter(|_| records.is_empty()) {
        notes.push(Note::at(line, NoteKind::EmptyListing));
    }
    Parsed { records, notes }
}

/// The objects of known kinds in a node: itself, or what it holds.
fn harvest(node: Node, records: &mut Vec<Record>) {
    let Shape::Object(object) = node.shape else {
        return;
    };
    let class = class(&object);
    if class == ObjectClass::Unknown {
        let Object { members, items, .. } = *object;
        let inner = members.into_iter().chain(items.into_iter().flatten());
        inner.for_each(|node| harvest(node, records));
    } else if object.complete {
        let fields = object.members.into_iter().map(Node::into_field).collect();
        records.push(Record::new(class, fields, node.line));
    }
}

/// By its properties; where they do not tell, by the name of its type.
fn class(object: &Object) -> ObjectClass {
    if object.members.is_empty() || object.items.is_some() {
        return ObjectClass::Unknown;
    }
    let fields: Vec<Field> = object.members.iter().map(Node::outline).collect();
    match classify::class(&fields) {
        ObjectClass::Unknown => object.hint.unwrap_or(ObjectClass::Unknown),
        class => class,
    }
}

#[cfg(test)]
mod tests;
