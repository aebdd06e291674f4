//! Values of records as the types of the domain.

use jiff::Timestamp;

use super::Object;
use super::dates::{Moment, moment};
use crate::evidence::record::{Field, Value};
use crate::facts::{ItemList, Known};

impl Object<'_> {
    /// A property by its name, read by `read`.
    pub(super) fn known<T>(&self, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Known<T> {
        let Some(field) = self.field(name) else {
            return Known::Unknown;
        };
        if is_nothing(&field.value) {
            return Known::Absent { at: field.at() };
        }
        match read(&field.value) {
            Some(value) => Known::Observed {
                value,
                at: field.at(),
            },
            None => Known::Unknown,
        }
    }

    pub(super) fn text(&self, name: &str) -> Known<String> {
        self.known(name, text)
    }

    pub(super) fn flag(&self, name: &str) -> Known<bool> {
        self.known(name, flag)
    }

    pub(super) fn list(&self, name: &str) -> Known<ItemList> {
        let Some(field) = self.field(name) else {
            return Known::Unknown;
        };
        match list(&field) {
            Some(value) => Known::Observed {
                value,
                at: field.at(),
            },
            None => Known::Unknown,
        }
    }

    pub(super) fn time(&self, name: &str) -> Known<Timestamp> {
        self.moment(name).and_then(|moment| Some(moment.time))
    }

    /// A date, and whether it is the server's own time.
    pub(super) fn moment(&self, name: &str) -> Known<Moment> {
        self.known(name, |value| moment(&text(value)?).ok())
    }
}

/// `$null`, a blank, or a text of blanks only.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A value as text: of nested objects the text they print as, or the property
/// that names them.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Bool(value) => Some(if *value { "True" } else { "False" }.to_owned()),
        Value::Int(number) => Some(number.to_string()),
        Value::Object {
            text: Some(text), ..
        } => Some(text.trim().to_owned()),
        Value::Object { fields, .. } => object_text(fields),
        Value::List {
            items,
            complete: true,
        } => match items.as_slice() {
            [only] => text(only),
            _ => None,
        },
        Value::Null | Value::List { .. } | Value::Opaque => None,
    }
}

fn object_text(fields: &[(String, Value)]) -> Option<String> {
    const NAMING: [&str; 9] = [
        "Name",
        "DomainName",
        "Domain",
        "Address",
        "SmtpDomain",
        "Fqdn",
        "HostName",
        "Value",
        "Thumbprint",
    ];
    let get = |name: &str| {
        let field = fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        text(&field.1).filter(|t| !t.is_empty())
    };
    // An AddressSpace prints as `SMTP:*;1`.
    if let (Some(kind), Some(address)) = (get("Type"), get("Address")) {
        let cost = get("Cost").unwrap_or_else(|| "1".to_owned());
        return Some(format!("{kind}:{address};{cost}"));
    }
    NAMING.iter().find_map(|name| get(name))
}

pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(0) => Some(false),
        Value::Int(1) => Some(true),
        other => match text(other)?.to_ascii_lowercase().as_str() {
            "true" | "$true" => Some(true),
            "false" | "$false" => Some(false),
            _ => None,
        },
    }
}

pub(super) fn list(field: &Field) -> Option<ItemList> {
    match &field.value {
        Value::Null => Some(ItemList::whole(Vec::<String>::new())),
        Value::List { items, complete } => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(text)
                .filter(|t| !t.is_empty())
                .collect();
            Some(ItemList {
                complete: *complete && texts.len() == items.len(),
                items: texts,
            })
        }
        // A list of one prints without braces in some forms; several are joined by
        // commas, or by blanks where Windows PowerShell serialised them.
        Value::Text(text) => {
            let apart = |c: char| c == ',' || c.is_whitespace();
            let x400 = text.trim_start().starts_with("X400:");
            let items = text.split(|c| if x400 { c == ',' } else { apart(c) });
            Some(ItemList::whole(
                items.map(str::trim).filter(|t| !t.is_empty()),
            ))
        }
        Value::Object { .. } => Some(ItemList::whole(text(&field.value))),
        Value::Bool(_) | Value::Int(_) | Value::Opaque => None,
    }
}
