//! One `<invoke>`: the cmdlet, its parameters, the objects that it gave and the words
//! in which it failed.

use super::said::{self, Said};
use super::value::typed;
use crate::evidence::formats::hcw::{Invocation, Level, Message, Outcome, Stamp};
use crate::evidence::formats::xml::{Element, Piece, Xml};
use crate::evidence::record::{Field, ObjectClass, Record, Value};
use crate::evidence::{Side, XmlFault, classify};

/// What an `<invoke>` says.
pub(super) struct Invoke {
    pub invocation: Invocation,
    /// The parameters with the line of each.
    pub parameters: Vec<Field>,
    /// The objects that were whole.
    pub objects: Vec<Record>,
    /// Its warnings and errors.
    pub messages: Vec<Message>,
}

/// Objects and properties kept of one invocation.
const MAX_FIELDS: usize = 500_000;

/// Reads the invocation that was opened, to its end. A further one within it means that
/// its end is missing: that is handed back.
pub(super) fn read<'a>(xml: &mut Xml<'a>, element: &Element<'a>) -> (Invoke, Option<Element<'a>>) {
    let mut reader = Reader::of(xml, element);
    let next = reader.content();
    let Reader {
        xml,
        mut invoke,
        said,
        ..
    } = reader;
    let failed = said.iter().find(|s| s.level == Level::Error);
    invoke.invocation.outcome = match failed.map(|s| s.words.clone()) {
        Some(words) => Outcome::Failed(words),
        None if next.is_some() || xml.is_broken() => Outcome::Unseen,
        None => Outcome::Finished,
    };
    let named = |f: &Field| (f.name.clone(), f.value.clone());
    invoke.invocation.parameters = invoke.parameters.iter().map(named).collect();
    let about = &invoke.invocation;
    invoke.messages = said.into_iter().map(|s| s.message(Some(about))).collect();
    (invoke, next)
}

struct Reader<'x, 'a> {
    xml: &'x mut Xml<'a>,
    invoke: Invoke,
    hint: Option<ObjectClass>,
    said: Vec<Said>,
    fields: usize,
}

impl<'x, 'a> Reader<'x, 'a> {
    fn of(xml: &'x mut Xml<'a>, element: &Element<'a>) -> Self {
        let mut get = |name: &str| {
            let value = xml.attribute(element, name);
            value.map(|v| v.trim().to_owned()).unwrap_or_default()
        };
        let (start, kind, cmdlet) = (get("start"), get("type"), get("cmdlet"));
        let side = match kind.to_ascii_lowercase().as_str() {
            "onpremises" => Some(Side::OnPremises),
            "tenant" => Some(Side::Tenant),
            _ => None,
        };
        let invocation = Invocation {
            // No attribute names the zone of the stamps.
            stamp: Stamp {
                text: start,
                at: None,
            },
            side,
            parameters: Vec::new(),
            outcome: Outcome::Unseen,
            gave: None,
            line: element.line,
            excerpt: xml.excerpt(element),
            cmdlet,
        };
        Self {
            hint: classify::class_of_cmdlet(&invocation.cmdlet),
            invoke: Invoke {
                invocation,
                parameters: Vec::new(),
                objects: Vec::new(),
                messages: Vec::new(),
            },
            xml,
            said: Vec::new(),
            fields: 0,
        }
    }

    fn content(&mut self) -> Option<Element<'a>> {
        // What is open around; of lists of warnings and errors what they say.
        let mut around: Vec<Option<Said>> = Vec::new();
        loop {
            let element = match self.xml.next() {
                Piece::Open(element) => element,
                Piece::Close if around.is_empty() => return None,
                Piece::Close => {
                    self.said
                        .extend(around.pop().flatten().filter(Said::is_something));
                    continue;
                }
                Piece::Text(text) => {
                    if let Some(Some(list)) = around.last_mut() {
                        list.add(&text);
                    }
                    continue;
                }
                Piece::End => return None,
            };
            match element.name {
                "invoke" => return Some(element),
                "parameter" => {
                    let field = self.field(&element);
                    self.invoke.parameters.extend(field);
                }
                "object" => {
                    *self.invoke.invocation.gave.get_or_insert(0) += 1;
                    self.object(&element);
                }
                name => {
                    if name == "results" {
                        self.invoke.invocation.gave.get_or_insert(0);
                    }
                    let within = around.last().and_then(Option::as_ref).map(|s| s.level);
                    match said::level(name).or(within) {
                        Some(level) => self.said.extend(said::read(self.xml, &element, level)),
                        // Lists of these, and what no document describes.
                        None => around.push(Said::list(self.xml, &element)),
                    }
                }
            }
        }
    }

    fn object(&mut self, element: &Element<'a>) {
        let kind = self.xml.attribute(element, "type");
        let mut fields = Vec::new();
        loop {
            match self.xml.next() {
                Piece::Open(e) if e.name == "property" => fields.extend(self.field(&e)),
                Piece::Open(_) => self.xml.skip(),
                Piece::Close => break,
                Piece::Text(_) => {}
                // Not whole: what it lacks would look as if it were not there.
                Piece::End => return,
            }
        }
        let hint = kind.and_then(|k| classify::class_of_type(&k)).or(self.hint);
        let class = match classify::class(&fields) {
            ObjectClass::Unknown => hint.unwrap_or(ObjectClass::Unknown),
            class => class,
        };
        if class == ObjectClass::Unknown || fields.is_empty() {
            return;
        }
        let mut record = Record::new(class, fields, element.line);
        record.side = self.invoke.invocation.side;
        record.as_of = self.invoke.invocation.stamp.at;
        record.read_by = self.invoke.invocation.stamp.latest();
        self.invoke.objects.push(record);
    }

    /// `<property name= type= value=>`, `<parameter ...>`; null by `valueIsNull`.
    fn field(&mut self, element: &Element<'a>) -> Option<Field> {
        self.fields += 1;
        let name = self
            .xml
            .attribute(element, "name")
            .filter(|n| !n.trim().is_empty());
        let Some(name) = name.filter(|_| self.fields <= MAX_FIELDS) else {
            if self.fields > MAX_FIELDS {
                self.xml.fault(element.line, XmlFault::TooMany);
            }
            self.xml.skip();
            return None;
        };
        let value = self.value(element, &name);
        Some(Field {
            name: name.trim().to_owned(),
            value,
            line: element.line,
            excerpt: self.xml.excerpt(element),
        })
    }

    fn value(&mut self, element: &Element<'a>, name: &str) -> Value {
        let null = self.xml.attribute(element, "valueIsNull");
        let kind = self.xml.attribute(element, "type");
        let has_value = element.has("value");
        let text = self.xml.attribute(element, "value");
        let inner = self.xml.content();
        if null.is_some_and(|n| n.trim().eq_ignore_ascii_case("true")) {
            return Value::Null;
        }
        match (text, inner) {
            (Some(text), _) => typed(name, kind.as_deref(), &text),
            (None, Some(text)) if !has_value && !text.trim().is_empty() => {
                typed(name, kind.as_deref(), text.trim())
            }
            _ => Value::Opaque,
        }
    }
}
