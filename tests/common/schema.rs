//! The schemas of `docs/`, as far as they use JSON Schema: a small validator that knows
//! their keywords, and no others.

// Each test program uses a part of it.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use serde_json::Value;

/// Keywords that only describe.
const WORDS: [&str; 7] = [
    "$schema",
    "$id",
    "$defs",
    "title",
    "description",
    "format",
    "examples",
];

/// A schema of `docs/`.
pub(crate) struct Schema {
    pub(crate) root: Value,
}

impl Schema {
    pub(crate) fn of(path: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let root = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        Self { root }
    }

    /// What is wrong with `value`, with the path to it.
    pub(crate) fn complaints(&self, schema: &Value, value: &Value, path: &str) -> Vec<String> {
        let Some(keywords) = schema.as_object() else {
            return Vec::new();
        };
        let check = |(keyword, wanted): (&String, &Value)| {
            self.keyword(schema, keyword, wanted, value, path)
        };
        keywords.iter().flat_map(check).collect()
    }

    /// What is wrong with a whole document.
    pub(crate) fn check(&self, document: &Value) -> Vec<String> {
        self.complaints(&self.root, document, "")
    }

    fn keyword(
        &self,
        schema: &Value,
        keyword: &str,
        wanted: &Value,
        value: &Value,
        path: &str,
    ) -> Vec<String> {
        let wrong = |is_wrong: bool| match is_wrong {
            true => vec![format!("{path}: {value} against {keyword} {wanted}")],
            false => Vec::new(),
        };
        match keyword {
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                self.complaints(self.root.pointer(pointer).unwrap(), value, path)
            }
            "type" => wrong(!types(wanted).iter().any(|t| is_of_type(value, t))),
            "enum" => wrong(!wanted.as_array().unwrap().contains(value)),
            "const" => wrong(wanted != value),
            "minimum" => wrong(value.as_f64().is_some_and(|n| n < wanted.as_f64().unwrap())),
            "required" => {
                let keys = wanted.as_array().unwrap().iter().filter_map(Value::as_str);
                let missing = keys.filter(|k| value.is_object() && value.get(k).is_none());
                missing.map(|k| format!("{path}: {k} is missing")).collect()
            }
            "properties" => {
                let known = wanted.as_object().unwrap().iter();
                let present =
                    known.filter_map(|(key, schema)| Some((key, schema, value.get(key)?)));
                present
                    .flat_map(|(key, s, v)| self.complaints(s, v, &format!("{path}/{key}")))
                    .collect()
            }
            "additionalProperties" => {
                let known = schema["properties"].as_object();
                let keys = value.as_object().into_iter().flat_map(|o| o.keys());
                let extra = keys.filter(|k| !known.is_some_and(|o| o.contains_key(*k)));
                extra
                    .filter(|_| *wanted == Value::Bool(false))
                    .map(|k| format!("{path}: {k} is extra"))
                    .collect()
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items
                    .flat_map(|(i, item)| self.complaints(wanted, item, &format!("{path}/{i}")))
                    .collect()
            }
            "anyOf" | "oneOf" => {
                let mut branches = wanted.as_array().unwrap().iter();
                wrong(!branches.any(|s| self.complaints(s, value, path).is_empty()))
            }
            "pattern" => Vec::new(),
            word if WORDS.contains(&word) => Vec::new(),
            other => panic!("the validator does not know {other}"),
        }
    }
}

fn types(wanted: &Value) -> Vec<&str> {
    match wanted {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
