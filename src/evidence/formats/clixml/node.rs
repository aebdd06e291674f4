//! What an element of CLIXML stands for, with the line it was read at.

use crate::evidence::record::{Field, ObjectClass, Value};

/// A value, or an object with its properties, as one element gives it.
#[derive(Debug)]
pub(super) struct Node {
    /// The name that its holder knows it by; empty in a list.
    pub name: String,
    pub shape: Shape,
    /// The line of its value, from 1, and what stands there.
    pub line: u64,
    pub excerpt: String,
}

#[derive(Debug)]
pub(super) enum Shape {
    /// A scalar, or a reference to what was read before.
    Value(Value),
    Object(Box<Object>),
}

/// `<Obj>`.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// What the name of its type tells.
    pub hint: Option<ObjectClass>,
    /// `<ToString>`; `None` when it is empty.
    pub text: Option<String>,
    /// What it is underneath: the number of an enum.
    pub scalar: Option<Value>,
    /// Properties, or the entries of a table by their keys.
    pub members: Vec<Node>,
    /// The items of a list.
    pub items: Option<Vec<Node>>,
    /// False for the object that the text broke off in.
    pub complete: bool,
}

impl Node {
    pub(super) fn into_field(self) -> Field {
        Field {
            name: self.name,
            value: self.shape.into_value(),
            line: self.line,
            excerpt: self.excerpt,
        }
    }

    /// As a field without what nested objects hold: enough to tell a class.
    pub(super) fn outline(&self) -> Field {
        Field {
            name: self.name.clone(),
            value: self.shape.outline(),
            line: self.line,
            excerpt: String::new(),
        }
    }
}

impl Shape {
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Object(object) => object.into_value(),
        }
    }

    fn outline(&self) -> Value {
        let object = match self {
            Self::Value(value) => return value.clone(),
            Self::Object(object) => object,
        };
        match &object.items {
            Some(items) => Value::List {
                items: items.iter().map(|i| i.shape.outline()).collect(),
                complete: object.complete,
            },
            None => Value::Object {
                text: object.text.clone(),
                fields: Vec::new(),
            },
        }
    }
}

impl Object {
    fn into_value(self) -> Value {
        if let Some(items) = self.items {
            return Value::List {
                items: items.into_iter().map(|i| i.shape.into_value()).collect(),
                complete: self.complete,
            };
        }
        match (self.scalar, self.text) {
            // An enum: its name says what its number means.
            (Some(Value::Int(_)), Some(text)) => Value::Text(text),
            (Some(scalar), _) => scalar,
            (None, text) => Value::Object {
                text,
                fields: self
                    .members
                    .into_iter()
                    .map(|m| (m.name, m.shape.into_value()))
                    .collect(),
            },
        }
    }
}
