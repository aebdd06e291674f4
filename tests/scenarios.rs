//! Every folder below tests/scenarios is an incident: evidence as an
//! administrator brings it, and what the program must say of it.
//! `SCENARIO=rd101 cargo test --test scenarios` runs those whose name holds it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One thing that is not as expected.
type Complaint = String;

fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let wanted = std::env::var("SCENARIO").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expected.json").is_file())
        .filter(|path| path.to_string_lossy().contains(&wanted))
        .collect();
    folders.sort();
    folders
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect()
}

fn diagnose(folder: &Path, expected: &Value) -> (Option<i32>, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("diagnose")
        .arg("evidence")
        .args(["--format", "json", "--lang", "en"])
        .args(strings(&expected["args"]))
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), json, errors)
}

fn check(folder: &Path) -> Vec<Complaint> {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap())
            .unwrap();
    let (exit, report, errors) = diagnose(folder, &expected);
    let mut complaints = Vec::new();
    if !errors.is_empty() {
        complaints.push(format!("stderr: {errors}"));
    }
    let mut same = |what: &str, want: &Value, got: &Value| {
        if !want.is_null() && want != got {
            complaints.push(format!("{what}: expected {want}, got {got}"));
        }
    };
    same("exit", &expected["exit"], &exit.into());
    same("relay", &expected["relay"], &report["verdict"]["relay"]);
    same(
        "observed",
        &expected["observed"],
        &report["verdict"]["observed"],
    );
    same(
        "organization",
        &expected["organization"],
        &report["conditions"]["organization"]["status"],
    );
    same(
        "connector",
        &expected["connector"],
        &report["conditions"]["connector"]["status"],
    );
    let mut roots = strings(&report["verdict"]["root_causes"]);
    roots.sort();
    if !expected["root_causes"].is_null() {
        same("root_causes", &expected["root_causes"], &roots.into());
    }
    if let Some(traffic) = expected["traffic"].as_object() {
        for (key, value) in traffic {
            same(&format!("traffic.{key}"), value, &report["traffic"][key]);
        }
    }
    complaints.extend(places(folder, &report));
    complaints.extend(cells(&report));
    complaints.extend(findings(&expected, &report));
    complaints.extend(plan(&expected, &report));
    complaints.extend(notes(&expected, &report));
    complaints.extend(symptoms(&expected, &report));
    complaints.extend(sources(&expected, &report));
    complaints
}

/// Every place that is named holds what is quoted (invariant 2): the line is in the
/// file, and the excerpt is of it. Encoded files and parts are left out.
fn places(folder: &Path, report: &Value) -> Vec<Complaint> {
    let mut all = Vec::new();
    collect_places(report, &mut all);
    let complaint = |place: &Value| {
        let (line, excerpt) = (place["line"].as_u64()?, place["excerpt"].as_str()?);
        let source = &report["sources"][usize::try_from(place["source"].as_u64()?).ok()?];
        let path = source["path"].as_str()?;
        let plain = matches!(source["encoding"].as_str()?, "utf-8" | "utf-8-bom");
        let kind = source["kind"].as_str()?;
        // A reply of a bounce is unfolded, a certificate is told by its subject.
        if !plain
            || matches!(
                kind,
                "bounce" | "error-text" | "certificate" | "queue" | "message-tracking"
            )
        {
            return None;
        }
        let bytes = std::fs::read(folder.join("evidence").join(path)).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let there = text.split('\n').nth(index).unwrap_or_default();
        (!there.contains(excerpt))
            .then(|| format!("{path}:{line} is not {excerpt:?} but {there:?}"))
    };
    all.into_iter().filter_map(complaint).collect()
}

fn collect_places<'v>(value: &'v Value, all: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) if map.contains_key("excerpt") => all.push(value),
        Value::Object(map) => map.values().for_each(|v| collect_places(v, all)),
        Value::Array(items) => items.iter().for_each(|v| collect_places(v, all)),
        _ => {}
    }
}

/// A cell of the comparison shows where it was read, unless it is put together
/// from what many lines say.
fn cells(report: &Value) -> Vec<Complaint> {
    let rows = report["comparison"].as_array().into_iter().flatten();
    let summed_up = ["organization.sender_domain", "connector.domains"];
    rows.filter(|row| !summed_up.contains(&row["id"].as_str().unwrap_or_default()))
        .flat_map(|row| ["on_premises", "cloud"].map(|side| (&row["id"], &row[side])))
        .filter(|(_, cell)| cell.is_object() && cell["locations"] == Value::Array(Vec::new()))
        .map(|(id, cell)| format!("{id} {} has no place", cell["value"]))
        .collect()
}

fn findings(expected: &Value, report: &Value) -> Vec<Complaint> {
    let found: Vec<String> = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|f| f["code"].as_str().map(str::to_owned))
        .collect();
    let missing = strings(&expected["has"])
        .into_iter()
        .filter(|c| !found.contains(c));
    let present = strings(&expected["has_not"])
        .into_iter()
        .filter(|c| found.contains(c));
    missing
        .map(|c| format!("{c} is missing in {found:?}"))
        .chain(present.map(|c| format!("{c} must not be in {found:?}")))
        .collect()
}

fn plan(expected: &Value, report: &Value) -> Vec<Complaint> {
    let plan = &expected["plan"];
    let options: Vec<&Value> = report["plan"]["options"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let mut complaints = Vec::new();
    let ids = |key: &str| -> Vec<String> {
        let mut ids: Vec<String> = options
            .iter()
            .filter(|o| o[key] == Value::Bool(true))
            .filter_map(|o| o["id"].as_str().map(str::to_owned))
            .collect();
        ids.sort();
        ids
    };
    if let Some(recommended) = plan["recommended"].as_str()
        && ids("recommended") != [recommended]
    {
        complaints.push(format!(
            "recommended: expected {recommended}, got {:?}",
            ids("recommended")
        ));
    }
    if !plan["offered"].is_null() && ids("offered") != strings(&plan["offered"]) {
        complaints.push(format!(
            "offered: expected {}, got {:?}",
            plan["offered"],
            ids("offered")
        ));
    }
    let commands: Vec<String> = options
        .iter()
        .flat_map(|o| o["steps"].as_array().into_iter().flatten())
        .filter_map(|s| s["command"].as_str().map(str::to_owned))
        .collect();
    for command in strings(&plan["commands"]) {
        let occurs = commands
            .iter()
            .any(|c| c.lines().any(|line| line == command) || *c == command);
        if !occurs {
            complaints.push(format!(
                "command missing: {command}\n      in {commands:#?}"
            ));
        }
    }
    for unwanted in strings(&plan["not_commands"]) {
        let found = commands.iter().filter(|c| c.contains(&unwanted));
        complaints.extend(found.map(|c| format!("unwanted command: {c}")));
    }
    complaints
}

fn notes(expected: &Value, report: &Value) -> Vec<Complaint> {
    let kinds: Vec<String> = report["sources"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|s| s["notes"].as_array().into_iter().flatten())
        .filter_map(|n| n["kind"].as_str().map(str::to_owned))
        .collect();
    let missing = strings(&expected["notes"])
        .into_iter()
        .filter(|n| !kinds.contains(n));
    missing
        .map(|n| format!("note {n} is missing in {kinds:?}"))
        .collect()
}

/// Every kind that is complained of and no other, in the report's order; of each the
/// keys that are named.
fn symptoms(expected: &Value, report: &Value) -> Vec<Complaint> {
    let Some(wanted) = expected["symptoms"].as_array() else {
        return Vec::new();
    };
    let seen = report["symptoms"].as_array().map_or(&[][..], Vec::as_slice);
    let holds = |(wanted, seen): (&Value, &Value)| subset(wanted, seen);
    match wanted.len() == seen.len() && wanted.iter().zip(seen).all(holds) {
        true => Vec::new(),
        false => vec![format!("symptoms: {wanted:?} expected, {seen:?} found")],
    }
}

/// Of each path that is named the keys that are named; `notes` are the kinds of all.
fn sources(expected: &Value, report: &Value) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, wanted) in expected["sources"].as_object().into_iter().flatten() {
        let all = report["sources"].as_array().into_iter().flatten();
        let Some(mut seen) = all.into_iter().find(|s| s["path"] == *path).cloned() else {
            complaints.push(format!("sources: no {path}"));
            continue;
        };
        let kinds = seen["notes"].as_array().into_iter().flatten();
        seen["notes"] = kinds.map(|n| n["kind"].clone()).collect();
        if !subset(wanted, &seen) {
            complaints.push(format!("sources: {path}: {wanted} expected, {seen} found"));
        }
    }
    complaints
}

fn subset(wanted: &Value, seen: &Value) -> bool {
    let mut keys = wanted.as_object().into_iter().flatten();
    keys.all(|(key, value)| seen[key] == *value)
}

#[test]
fn every_scenario_is_diagnosed_as_expected() {
    let folders = scenarios();
    assert!(!folders.is_empty());
    let mut failures = 0;
    for folder in &folders {
        let complaints = check(folder);
        if !complaints.is_empty() {
            failures += 1;
            println!("{}", folder.file_name().unwrap().to_string_lossy());
            for complaint in complaints {
                println!("    {complaint}");
            }
        }
    }
    assert_eq!(failures, 0, "of {} scenarios", folders.len());
}
