//! What the program writes is what docs/json-schema.json says, for every scenario.
//! The small validator knows the keywords that the schema uses, and no others.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

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

struct Schema {
    root: Value,
}

impl Schema {
    fn load() -> Self {
        Self::of("docs/json-schema.json")
    }

    fn of(path: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let root = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        Self { root }
    }

    /// What is wrong with `value`, with the path to it.
    fn complaints(&self, schema: &Value, value: &Value, path: &str) -> Vec<String> {
        let Some(keywords) = schema.as_object() else {
            return Vec::new();
        };
        let check = |(keyword, wanted): (&String, &Value)| {
            self.keyword(schema, keyword, wanted, value, path)
        };
        keywords.iter().flat_map(check).collect()
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

#[test]
fn every_report_is_as_the_schema_says() {
    let schema = Schema::load();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut complaints = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let evidence = entry.unwrap().path().join("evidence");
        if !evidence.is_dir() {
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(["diagnose", "--format", "json", "--lang", "ja"])
            .arg(&evidence)
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        complaints.extend(schema.complaints(&schema.root, &report, ""));
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn the_validator_sees_what_is_wrong() {
    let schema = Schema::load();
    let wrong = serde_json::json!({"schema_version": "1", "verdict": {"relay": "perhaps"}});
    let complaints = schema.complaints(&schema.root, &wrong, "");
    for part in ["schema_version", "perhaps", "truth_table is missing"] {
        assert!(
            complaints.iter().any(|c| c.contains(part)),
            "{part} in {complaints:#?}"
        );
    }
}

#[test]
fn what_if_is_as_the_schema_says() {
    let schema = Schema::load();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = root.join("rd101-renewed-certificate-other-name/evidence");
    let certificate = "A2AA1E87717291488F76C52DE7427F9BFD2C6BA1";
    let asked = [
        vec!["simulate", "--set", "egress-ip=203.0.113.9"],
        vec!["simulate", "--set", "accepted-domain:add=fabrikam.com"],
        vec!["rehearse", "--certificate", certificate],
    ];
    let part = schema.root.pointer("/$defs/what_if").unwrap();
    for arguments in asked {
        let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
            .args(&arguments)
            .arg(&scenario)
            .args(["--format", "json", "--now", "2026-11-02T12:00:00Z"])
            .output()
            .unwrap();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let complaints = schema.complaints(part, &json, "");
        assert!(complaints.is_empty(), "{arguments:?}: {complaints:?}");
    }
}

#[test]
fn the_events_of_watch_are_as_their_schema_says() {
    let schema = Schema::of("docs/watch-schema.json");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let evidence = root.join("rd101-renewed-certificate-other-name/evidence");
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("watch")
        .arg(evidence.join("EX01"))
        .arg("--evidence")
        .arg(&evidence)
        .args(["--since", "2026-11-01T00:00:00Z", "--timeout", "2s"])
        .args(["--format", "json", "--now", "2026-11-02T12:00:00Z"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut events = Vec::new();
    for line in text.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let name = event["event"].as_str().unwrap().to_owned();
        let part = schema.root.pointer(&format!("/$defs/{name}")).unwrap();
        let complaints = schema.complaints(part, &event, "");
        assert!(complaints.is_empty(), "{complaints:?}");
        events.push(name);
    }
    assert_eq!(events.first().map(String::as_str), Some("start"));
    for name in ["session", "notice", "verdict"] {
        assert!(events.iter().any(|e| e == name), "{name}");
    }
}
