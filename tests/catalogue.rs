//! Codes, rules, pages and scenarios agree: each is registered in a place of its
//! own, and nothing but this test would notice that one of them was forgotten.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use relay_doctor::diagnosis::{CATALOGUE, Code, Entry, rules};
use relay_doctor::i18n::Lang;
use relay_doctor::i18n::pages::{page, references};
use relay_doctor::i18n::words;
use serde_json::Value;

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|e| name(e).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The entry of a code that a name begins with: `rd101-...`, `RD101-...`.
fn entry_of(name: &str) -> Option<Entry> {
    let code: Code = name.split('-').next()?.parse().ok()?;
    CATALOGUE.iter().find(|e| e.code == code).copied()
}

fn with_rule() -> BTreeSet<Code> {
    rules().map(|rule| rule.code).collect()
}

#[test]
fn a_code_stands_once_and_in_order() {
    let codes: Vec<Code> = CATALOGUE.iter().map(|e| e.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b));
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|e| e.name).collect();
    assert_eq!(names.len(), CATALOGUE.len(), "a name stands for two codes");
}

#[test]
fn a_rule_has_a_code_of_its_own() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        let known = CATALOGUE.iter().any(|e| e.code == rule.code);
        assert!(known, "{} is not in the catalogue", rule.code);
        assert!(seen.insert(rule.code), "{} has two rules", rule.code);
    }
}

/// The areas: folders of rules with the names of their files.
fn areas() -> BTreeMap<PathBuf, Vec<String>> {
    let folder = package().join("src/diagnosis/rules");
    let areas = names(&folder).into_iter().map(|name| folder.join(name));
    let rules = |area: &PathBuf| {
        let files = names(area).into_iter();
        let rules = files.filter_map(|f| Some(f.strip_suffix(".rs")?.to_owned()));
        rules.filter(|name| name != "mod").collect()
    };
    let areas: Vec<PathBuf> = areas.filter(|path| path.is_dir()).collect();
    areas.into_iter().map(|a| (a.clone(), rules(&a))).collect()
}

#[test]
fn every_file_of_a_rule_is_listed() {
    for (area, files) in areas() {
        let index = fs::read_to_string(area.join("mod.rs")).unwrap();
        for name in files {
            let listed = index.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
            let listed = listed
                .filter(|word| *word == format!("{name}::RULE"))
                .count();
            assert_eq!(listed, 1, "{name} in {}/mod.rs", area.display());
        }
        let area = area.file_name().unwrap().to_string_lossy().into_owned();
        let index = fs::read_to_string(package().join("src/diagnosis/rules/mod.rs")).unwrap();
        assert!(index.contains(&format!("{area}::RULES")), "{area}");
    }
}

#[test]
fn the_files_of_rules_name_the_codes_of_the_rules() {
    let mut named = BTreeSet::new();
    for (area, files) in areas() {
        for name in files {
            let path = area.join(name).with_extension("rs");
            let text = fs::read_to_string(&path).unwrap();
            let code = text.strip_prefix("//! ").and_then(|t| t.get(..5));
            let code: Code = code.and_then(|c| c.parse().ok()).unwrap();
            assert!(named.insert(code), "{}: a second {code}", path.display());
        }
    }
    assert_eq!(named, with_rule());
}

#[test]
fn every_code_has_its_pages_on_disk_and_in_the_program() {
    for entry in CATALOGUE {
        for lang in Lang::ALL {
            let file = format!(
                "assets/findings/{}/{}-{}.md",
                lang.code(),
                entry.code,
                entry.name
            );
            let on_disk = fs::read_to_string(package().join(&file));
            let embedded = page(lang, entry.code);
            assert_eq!(embedded.unwrap().text, on_disk.expect(&file), "{file}");
        }
        assert!(!references(entry.code).is_empty(), "{}", entry.code);
    }
}

#[test]
fn every_page_on_disk_is_of_a_code() {
    for lang in Lang::ALL {
        for file in names(&package().join("assets/findings").join(lang.code())) {
            let entry = entry_of(&file).map(|e| format!("{}-{}.md", e.code, e.name));
            assert_eq!(entry.as_deref(), Some(file.as_str()));
        }
    }
}

#[test]
fn every_page_is_in_the_readme_of_its_form() {
    let readme = fs::read_to_string(package().join("assets/findings/README.md")).unwrap();
    for lang in Lang::ALL {
        for entry in CATALOGUE {
            for section in page(lang, entry.code).unwrap().sections() {
                let named = format!("`## {}`", section.heading);
                assert!(readme.contains(&named), "{} {named}", entry.code);
            }
        }
    }
}

/// A scenario that is about a finding.
struct Scenario {
    name: String,
    code: Code,
    /// It is a near miss.
    misses: bool,
    expected: Value,
}

impl Scenario {
    fn lists(&self, key: &str) -> bool {
        let codes = self.expected[key].as_array().into_iter().flatten();
        let code = self.code.to_string();
        codes.into_iter().any(|c| c.as_str() == Some(&code))
    }
}

fn scenarios() -> Vec<Scenario> {
    let folder = package().join("tests/scenarios");
    let about_a_code = |name: &String| {
        let digits = name.strip_prefix("rd").unwrap_or_default();
        digits.len() > 3 && digits[..3].bytes().all(|b| b.is_ascii_digit())
    };
    let read = |name: String| {
        let expected = fs::read(folder.join(&name).join("expected.json")).expect(&name);
        let code = entry_of(&name).map(|e| e.code);
        Scenario {
            code: code.unwrap_or_else(|| panic!("{name}: no such code in the catalogue")),
            misses: name.split('-').nth(1) == Some("miss"),
            expected: serde_json::from_slice(&expected).expect(&name),
            name,
        }
    };
    let all = names(&folder).into_iter().filter(about_a_code);
    all.map(read).collect()
}

#[test]
fn every_scenario_is_about_a_code_and_says_so() {
    let scenarios = scenarios();
    assert!(!scenarios.is_empty());
    let ruled = with_rule();
    for scenario in scenarios.iter().filter(|s| ruled.contains(&s.code)) {
        let key = if scenario.misses { "has_not" } else { "has" };
        let wrong = !scenario.lists(key);
        assert!(
            !wrong,
            "{}: its {key} lacks {}",
            scenario.name, scenario.code
        );
    }
}

#[test]
fn every_rule_is_proved_by_a_scenario_and_a_near_miss() {
    let scenarios = scenarios();
    let mut lacking = Vec::new();
    for code in with_rule() {
        let of_code = || scenarios.iter().filter(|s| s.code == code);
        if !of_code().any(|s| !s.misses) {
            lacking.push(format!("{code}: no scenario yields it"));
        }
        if !of_code().any(|s| s.misses) {
            lacking.push(format!("{code}: no near miss"));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// Every object of a schema: its keys, and those it demands.
fn objects<'s>(schema: &'s Value, found: &mut Vec<(&'s Value, &'s Value)>) {
    if schema["type"] == "object" {
        found.push((&schema["properties"], &schema["required"]));
    }
    match schema {
        Value::Object(map) => map.values().for_each(|v| objects(v, found)),
        Value::Array(items) => items.iter().for_each(|v| objects(v, found)),
        _ => {}
    }
}

#[test]
fn the_json_schemas_demand_every_key() {
    for (name, least) in [
        ("json-schema.json", 10),
        ("watch-schema.json", 6),
        ("verify-schema.json", 6),
    ] {
        let schema = fs::read(package().join("docs").join(name)).unwrap();
        let schema: Value = serde_json::from_slice(&schema).unwrap();
        let mut found = Vec::new();
        objects(&schema, &mut found);
        assert!(found.len() >= least, "{name}");
        for (properties, required) in found {
            let keys: Vec<&str> = properties
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            let demanded: Vec<&str> = required
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(keys, demanded, "{name}");
        }
    }
}

/// The list of findings in `docs/`, made from the catalogue and the pages.
fn list_of_findings(lang: Lang) -> String {
    let (title, head, folder) = match lang {
        Lang::En => ("# Findings", "| code | weight | what is broken |", "en"),
        Lang::Ja => ("# 検出事項", "| コード | 重要度 | 内容 |", "ja"),
    };
    let mut out = format!("{title}\n\n{head}\n|---|---|---|\n");
    for entry in CATALOGUE {
        let page = page(lang, entry.code).unwrap();
        let (code, name) = (entry.code, entry.name);
        let weight = words::severity(lang, entry.severity);
        let file = format!("../assets/findings/{folder}/{code}-{name}.md");
        let summary = page.summary.replace('|', "\\|");
        out.push_str(&format!(
            "| [{code} {name}]({file}) | {weight} | {summary} |\n"
        ));
    }
    out
}

#[test]
fn the_lists_in_docs_are_made_from_the_pages() {
    for lang in Lang::ALL {
        let name = match lang {
            Lang::En => "findings.md".to_owned(),
            other => format!("findings.{}.md", other.code()),
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs")
            .join(&name);
        let made = list_of_findings(lang);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&path, &made).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        let current = stored.replace('\r', "") == made;
        assert!(
            current,
            "{name}: UPDATE_SNAPSHOTS=1 cargo test --test catalogue"
        );
    }
}
