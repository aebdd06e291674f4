//! From elements to nodes. Bounded in depth, in the number of values and in what
//! references may copy.

use std::collections::{HashMap, HashSet};

use super::escape::unescape;
use super::node::{Node, Object, Shape};
use crate::evidence::formats::xml::{Element, Piece, Xml};
use crate::evidence::record::{ObjectClass, Value};
use crate::evidence::{Note, XmlFault, classify};

/// Objects in objects: `Export-Clixml` writes two levels unless told otherwise.
const MAX_DEPTH: usize = 40;

/// Values kept of one file: some 1,200 Receive connectors.
const MAX_VALUES: usize = 1_000_000;

/// Values that all references of a file may copy.
const MAX_COPIED: usize = 200_000;

pub(super) struct Reader<'a> {
    xml: Xml<'a>,
    /// The classes that lists of type names tell, by `TN RefId`.
    types: HashMap<String, Option<ObjectClass>>,
    /// The objects that some `<Ref>` names: only these are remembered.
    referred: HashSet<&'a str>,
    known: HashMap<String, Value>,
    values: usize,
    copied: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // Windows PowerShell writes this line before CLIXML on its error stream; it is
        // no XML.
        let (first, text) = match text.trim_start().strip_prefix("#< CLIXML") {
            Some(rest) => {
                let head = &text.as_bytes()[..text.len() - rest.len()];
                (1 + memchr::memchr_iter(b'\n', head).count() as u64, rest)
            }
            None => (1, text),
        };
        Self {
            xml: Xml::new(text, first),
            types: HashMap::new(),
            referred: referred(text),
            known: HashMap::new(),
            values: 0,
            copied: 0,
        }
    }

    pub(super) fn is_broken(&self) -> bool {
        self.xml.is_broken()
    }

    pub(super) fn into_notes(self) -> Vec<Note> {
        self.xml.into_notes()
    }

    /// Goes into the next `<Objs>`; the line at which it begins.
    pub(super) fn document(&mut self) -> Option<u64> {
        loop {
            match self.xml.next() {
                Piece::Open(e) if e.name == "Objs" => {
                    // Numbers of references count anew in each document.
                    self.types.clear();
                    self.known.clear();
                    return Some(e.line);
                }
                Piece::Open(_) => self.xml.skip(),
                Piece::End => return None,
                Piece::Close | Piece::Text(_) => {}
            }
        }
    }

    /// The next object of the document, `None` at its end.
    pub(super) fn object(&mut self) -> Option<Node> {
        let element = self.child()?;
        self.node(&element, 0)
    }

    /// Values are no longer held but for `kept` of them.
    pub(super) fn forget(&mut self, kept: usize) {
        self.values = kept;
    }

    /// The next element in the one that is open; `None` at the end of that.
    fn child(&mut self) -> Option<Element<'a>> {
        loop {
            match self.xml.next() {
                Piece::Open(element) => return Some(element),
                Piece::Close | Piece::End => return None,
                Piece::Text(_) => {}
            }
        }
    }

    fn attribute(&mut self, element: &Element<'a>, name: &str) -> Option<String> {
        self.xml.attribute(element, name).map(unescape)
    }

    /// `None` for what is past the limit of values.
    fn node(&mut self, element: &Element<'a>, depth: usize) -> Option<Node> {
        if self.values >= MAX_VALUES {
            self.xml.fault(element.line, XmlFault::TooMany);
            self.xml.skip();
            return None;
        }
        self.values += 1;
        let name = self.attribute(element, "N").unwrap_or_default();
        let (mut line, mut excerpt) = (element.line, None);
        let shape = match element.name {
            "Obj" if depth >= MAX_DEPTH => {
                self.xml.fault(element.line, XmlFault::TooDeep);
                self.xml.skip();
                Shape::Value(Value::Opaque)
            }
            "Obj" => {
                let tag = self.xml.excerpt(element);
                let (object, shown) = self.fields(element, depth);
                if let Some(place) = shown.or_else(|| only_item(&object)) {
                    (line, excerpt) = (place.0, Some(place.1));
                } else {
                    excerpt = Some(tag);
                }
                Shape::Object(Box::new(object))
            }
            "Ref" => {
                let id = self.attribute(element, "RefId").unwrap_or_default();
                self.xml.skip();
                Shape::Value(self.referred_to(&id, element.line))
            }
            _ => Shape::Value(self.scalar(element, &name)),
        };
        let excerpt = excerpt.unwrap_or_else(|| self.xml.excerpt(element));
        Some(Node {
            name,
            shape,
            line,
            excerpt,
        })
    }

    /// What an object holds, and the line and the words of its `<ToString>`.
    fn fields(&mut self, element: &Element<'a>, depth: usize) -> (Object, Option<(u64, String)>) {
        let id = self.attribute(element, "RefId");
        let mut object = Object::default();
        let mut shown = None;
        while let Some(part) = self.child() {
            match part.name {
                "TN" | "TNRef" => object.hint = self.type_names(&part),
                "ToString" => {
                    let text = self.text(&part);
                    object.text = text.filter(|t| !t.is_empty());
                    shown = object
                        .text
                        .is_some()
                        .then(|| (part.line, self.xml.excerpt(&part)));
                }
                "Props" | "MS" => self.members(&mut object.members, depth),
                "LST" | "IE" | "STK" | "QUE" => {
                    let mut items = object.items.take().unwrap_or_default();
                    self.members(&mut items, depth);
                    object.items = Some(items);
                }
                "DCT" => self.entries(&mut object.members, depth),
                _ => object.scalar = self.node(&part, depth + 1).map(|n| n.shape.into_value()),
            }
        }
        object.complete = !self.xml.is_broken();
        if let Some(id) = id.filter(|id| self.referred.contains(id.as_str())) {
            let value = self.summary(&object);
            self.known.insert(id, value);
        }
        (object, shown)
    }

    fn members(&mut self, into: &mut Vec<Node>, depth: usize) {
        while let Some(element) = self.child() {
            let name = self.xml.attribute(&element, "N");
            // A member set with a name of its own is PowerShell's, not the object's.
            if element.name == "MS" || is_blob(name.as_deref(), &element) {
                self.xml.skip();
            } else {
                into.extend(self.node(&element, depth + 1));
            }
        }
    }

    /// `<En>` with a key and a value each.
    fn entries(&mut self, into: &mut Vec<Node>, depth: usize) {
        while self.child().is_some() {
            let (mut key, mut value) = (None, None);
            while let Some(element) = self.child() {
                let Some(node) = self.node(&element, depth + 1) else {
                    continue;
                };
                match node.name.as_str() {
                    "Key" => key = Some(node),
                    "Value" => value = Some(node),
                    _ => {}
                }
            }
            if let (Some(key), Some(value)) = (key, value) {
                let name = match key.shape.into_value() {
                    Value::Text(text) => text,
                    Value::Int(number) => number.to_string(),
                    _ => continue,
                };
                into.push(Node { name, ..value });
            }
        }
    }

    /// `<TN>` with its names, or `<TNRef>` to one before.
    fn type_names(&mut self, element: &Element<'a>) -> Option<ObjectClass> {
        let id = self.attribute(element, "RefId").unwrap_or_default();
        if element.name == "TNRef" {
            self.xml.skip();
            return self.types.get(&id).copied().flatten();
        }
        let mut class = None;
        while let Some(part) = self.child() {
            let name = self.text(&part);
            class = class.or_else(|| classify::class_of_type(&name?));
        }
        self.types.insert(id, class);
        class
    }

    /// The text of an element to its end.
    fn text(&mut self, element: &Element<'a>) -> Option<String> {
        let text = self.xml.content();
        if text.is_none() {
            self.xml.fault(element.line, XmlFault::TooLong);
        }
        text.map(unescape)
    }

    fn scalar(&mut self, element: &Element<'a>, name: &str) -> Value {
        match element.name {
            "Nil" => {
                self.xml.skip();
                Value::Null
            }
            // A secure string is a secret: never read.
            "SS" => {
                self.xml.skip();
                Value::Opaque
            }
            "BA" if !name.eq_ignore_ascii_case("RawData") => {
                self.xml.skip();
                Value::Opaque
            }
            kind => match self.text(element) {
                Some(text) => typed(kind, text),
                None => Value::Opaque,
            },
        }
    }

    /// What a `<Ref>` stands for: nothing where its object is not read to its end (a
    /// circle), or where copies have used up what they may.
    fn referred_to(&mut self, id: &str, line: u64) -> Value {
        let Some(value) = self.known.get(id) else {
            return Value::Opaque;
        };
        self.copied += size(value);
        if self.copied > MAX_COPIED {
            self.xml.fault(line, XmlFault::TooMany);
            return Value::Opaque;
        }
        value.clone()
    }

    /// An object as its references see it: its text, its scalars and the texts of its items.
    fn summary(&self, object: &Object) -> Value {
        let scalar = |node: &Node| match &node.shape {
            Shape::Value(value @ (Value::Text(_) | Value::Int(_) | Value::Bool(_))) => {
                Some(value.clone())
            }
            Shape::Value(_) => None,
            Shape::Object(inner) => inner.text.clone().map(Value::Text),
        };
        if let Some(items) = &object.items {
            let known: Vec<Value> = items.iter().filter_map(scalar).collect();
            return Value::List {
                complete: object.complete && known.len() == items.len(),
                items: known,
            };
        }
        match (&object.scalar, &object.text) {
            (Some(Value::Int(_)), Some(text)) => Value::Text(text.clone()),
            (Some(value), _) => value.clone(),
            (None, text) => Value::Object {
                text: text.clone(),
                fields: object
                    .members
                    .iter()
                    .filter_map(|m| Some((m.name.clone(), scalar(m)?)))
                    .collect(),
            },
        }
    }
}

/// `SerializationData`: the object once more in a form that only .NET reads.
fn is_blob(name: Option<&str>, element: &Element) -> bool {
    element.name == "BA" && name == Some("SerializationData")
}

/// A list with one item is quoted by it.
fn only_item(object: &Object) -> Option<(u64, String)> {
    match object.items.as_deref()? {
        [only] => Some((only.line, only.excerpt.clone())),
        _ => None,
    }
}

fn typed(kind: &str, text: String) -> Value {
    match kind {
        "B" => match text.trim() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Opaque,
        },
        "I16" | "I32" | "I64" | "By" | "SB" | "U16" | "U32" | "U64" => {
            text.trim().parse().map_or(Value::Text(text), Value::Int)
        }
        "S" | "C" | "DT" | "TS" | "G" | "URI" | "Version" | "XD" | "SBK" | "Db" | "Sg" | "D"
        | "BA" => Value::Text(text),
        _ => Value::Opaque,
    }
}

/// The numbers of the objects that some `<Ref>` names.
fn referred(text: &str) -> HashSet<&str> {
    let bytes = text.as_bytes();
    let found = memchr::memmem::find_iter(bytes, b"<Ref ").filter_map(|at| {
        let rest = &bytes[at..];
        let tag = &rest[..memchr::memchr(b'>', &rest[..rest.len().min(1024)])?];
        let id = memchr::memmem::find(tag, b"RefId=")? + "RefId=".len();
        let quote = *tag.get(id)?;
        let len = memchr::memchr(quote, &tag[id + 1..])?;
        text.get(at + id + 1..at + id + 1 + len)
    });
    found.collect()
}

/// How many values a value holds, itself among them.
fn size(value: &Value) -> usize {
    match value {
        Value::List { items, .. } => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object { fields, .. } => 1 + fields.iter().map(|(_, v)| size(v)).sum::<usize>(),
        Value::Text(text) => 1 + text.len() / 256,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::NoteKind;

    fn read(objects: &str, set: impl FnOnce(&mut Reader)) -> (Vec<Node>, Vec<NoteKind>) {
        let text = format!("<Objs>{objects}</Objs>");
        let mut reader = Reader::new(&text);
        reader.document().unwrap();
        set(&mut reader);
        let mut nodes = Vec::new();
        while let Some(node) = reader.object() {
            nodes.push(node);
        }
        let notes = reader.into_notes().into_iter().map(|n| n.kind);
        (nodes, notes.collect())
    }

    const TOO_MANY: NoteKind = NoteKind::BadXml(XmlFault::TooMany);

    #[test]
    fn values_are_kept_up_to_a_limit() {
        let object =
            "<Obj RefId=\"0\"><Props><I32 N=\"A\">1</I32><I32 N=\"B\">2</I32></Props></Obj>";
        for (left, members, notes) in [(3, 2, vec![]), (2, 1, vec![TOO_MANY])] {
            let (nodes, noted) = read(object, |reader| reader.values = MAX_VALUES - left);
            let Shape::Object(object) = &nodes[0].shape else {
                unreachable!("it is an object");
            };
            assert_eq!((object.members.len(), noted), (members, notes), "{left}");
        }
    }

    #[test]
    fn references_copy_up_to_a_limit() {
        let objects = "<Obj RefId=\"7\"><LST><S>a</S><S>b</S></LST></Obj><Ref RefId=\"7\" />";
        let list = Value::List {
            items: vec![Value::Text("a".into()), Value::Text("b".into())],
            complete: true,
        };
        // The list and its two items.
        for (left, value, notes) in [(3, list, vec![]), (2, Value::Opaque, vec![TOO_MANY])] {
            let (mut nodes, noted) = read(objects, |reader| reader.copied = MAX_COPIED - left);
            let copy = nodes.pop().unwrap().shape.into_value();
            assert_eq!((copy, noted), (value, notes), "{left}");
        }
    }
}
