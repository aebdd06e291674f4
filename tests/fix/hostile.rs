//! Names that an enemy chose, in every place of every script and command.

use std::collections::BTreeMap;

use relay_doctor::remedy::edit::{Edit, Value};
use relay_doctor::remedy::powershell::script;
use relay_doctor::remedy::script::{mention, scripts};
use relay_doctor::remedy::{OptionId, PlanOption, StepKind};
use relay_doctor::terminal::Lang;
use serde_json::Value as Json;

use crate::common::{evidence_of, gather_path};
use crate::fill::filled;
use crate::model::{Token, read};
use crate::support::{Case, exchange_2010};
use crate::syntax::{is_ascii_with_crlf, parses};

/// Scenarios that together have every kind of step that a script does.
const SCENARIOS: [&str; 9] = [
    "rd101-renewed-certificate-other-name",
    "rd102-address-of-new-provider",
    "rd103-only-connector-of-another-company",
    "rd104-connector-disabled",
    "rd107-associated-domains-leave-out-sender",
    "rd202-old-certificate-after-renewal",
    "rd208-one-server-sends-another",
    "rd209-star-connector-not-renewed",
    "rd217-ignore-starttls",
];

fn cases() -> Vec<Case> {
    let read = SCENARIOS.into_iter().map(Case::of);
    read.chain([exchange_2010()]).collect()
}

/// The strings of the golden file, where it lies beside the project; else a few.
fn nasty() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/quoting-cases.json");
    let own = [
        "",
        "O'Brien",
        "O\u{2019}Brien",
        "x\u{2019}; Write-Output INJECTED; \u{2018}",
        "x'; Write-Output INJECTED; '",
        "$(Write-Output INJECTED) `n \"x\" #> <# {0} %s",
        "a\r\nb\0\u{1b}[31m\u{202e}\u{200b}",
        "-WhatIf",
        "\u{2013}Force",
        "受信コネクタ \u{1F600}",
        "<I>CN=a<S>CN=b",
        r"\x1b[31m",
        "\u{1b}[31m",
        r"C:\x5c\u{202e}",
        "\u{301}e\u{301}",
        "`` ``` \\x0a",
    ];
    let mut all: Vec<String> = own.map(str::to_owned).into();
    match std::fs::read(path) {
        Ok(bytes) => {
            let golden: Json = serde_json::from_slice(&bytes).unwrap();
            let cases = golden["cases"].as_array().unwrap().iter();
            // A lone surrogate is no text that could be read from evidence.
            let whole = cases.filter(|c| c["well_formed"] == Json::Bool(true));
            all.extend(whole.map(|c| c["value"].as_str().unwrap().to_owned()));
            assert!(all.len() > 60);
        }
        Err(_) => eprintln!("only the own strings: no quoting-cases.json beside the project"),
    }
    all
}

fn printed(case: &Case, option: &PlanOption) -> Vec<(&'static str, String)> {
    scripts(&case.gathered.facts, option)
        .iter()
        .map(|file| (file.name, script(&file.script)))
        .collect()
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

#[test]
fn each_datum_stands_once_as_one_literal() {
    for case in cases() {
        for option in case.options() {
            let mut number = 0;
            let mut next = || {
                number += 1;
                format!("datum {number:04}")
            };
            let filled = filled(option, &mut next);
            for (name, text) in printed(&case, &filled) {
                let tokens = read(&text).unwrap();
                let mut found: BTreeMap<String, usize> = BTreeMap::new();
                for token in &tokens {
                    if let Token::Text(units) = token {
                        let text = String::from_utf16(units).unwrap();
                        *found.entry(text).or_default() += 1;
                    }
                }
                let shown = format!("{} {} {name}", case.name, option.id.code());
                let data = found.iter().filter(|(text, _)| text.starts_with("datum"));
                for (datum, times) in data {
                    assert_eq!(*times, 1, "{shown}: {datum}");
                }
                assert_eq!(
                    text.matches("datum").count(),
                    found.keys().filter(|t| t.starts_with("datum")).count(),
                    "{shown}"
                );
                let missing = expected(&filled, name)
                    .into_iter()
                    .filter(|d| !found.contains_key(d))
                    .collect::<Vec<_>>();
                assert!(missing.is_empty(), "{shown}: {missing:?}");
            }
        }
    }
}

/// The data that a script of changes has to hold: all of its steps.
fn expected(option: &PlanOption, file: &str) -> Vec<String> {
    let mut data = Vec::new();
    for step in &option.steps {
        let Some(edit) = &step.edit else { continue };
        if mention(option.id, step).is_some_and(|m| m.file == file) {
            collect(edit, &mut data);
        }
    }
    data
}

fn collect(edit: &Edit, data: &mut Vec<String>) {
    let mut texts: Vec<String> = Vec::new();
    let mut value = |v: &Value| match v {
        Value::Text(text) => texts.push(text.clone()),
        Value::List(items) => texts.extend(items.iter().cloned()),
        Value::Nothing | Value::Word(_) | Value::Flag(_) => {}
    };
    match edit {
        Edit::Values(edit) => {
            for property in &edit.properties {
                property.diagnosed.iter().for_each(&mut value);
                value(&property.wanted);
            }
            texts.push(edit.identity.clone());
        }
        Edit::SendCertificate(edit) => {
            edit.diagnosed.iter().for_each(&mut value);
            texts.extend([edit.identity.clone(), edit.thumbprint.clone()]);
            texts.extend(edit.expected.clone());
        }
        Edit::Smtp(edit) => {
            texts.push(edit.thumbprint.clone());
            texts.extend(edit.server.clone());
        }
        Edit::NewInbound(edit) => {
            edit.properties.iter().for_each(|(_, v)| value(v));
            texts.push(edit.name.clone());
        }
    }
    data.extend(texts);
}

#[test]
fn nasty_text_stays_text_in_every_script() {
    const PLAIN: &str = "plain text";
    let nasty = nasty();
    for case in cases() {
        for option in case.options() {
            let plain = printed(&case, &filled(option, &mut || PLAIN.to_owned()));
            for text in &nasty {
                let hostile = printed(&case, &filled(option, &mut || text.clone()));
                for ((name, plain), (same, hostile)) in plain.iter().zip(&hostile) {
                    assert_eq!(name, same);
                    let shown = format!("{} {} {name} {text:?}", case.name, option.id.code());
                    is_ascii_with_crlf(&shown, hostile);
                    let swap = |token: Token| match token {
                        Token::Text(t) if t == units(PLAIN) => Token::Text(units(text)),
                        other => other,
                    };
                    let expected: Vec<Token> = read(plain).unwrap().into_iter().map(swap).collect();
                    assert_eq!(read(hostile), Ok(expected), "{shown}");
                }
            }
        }
    }
}

/// What is pasted from a list or a report is the command that the plan holds.
fn shows_every_command_as_it_is(option: &PlanOption, bundle: &[(String, String)]) {
    let of = |name: &str| {
        let (_, text) = bundle.iter().find(|(n, _)| n == name).unwrap();
        text.as_str()
    };
    let html = of("report.html")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    for step in &option.steps {
        let lines = [&step.command, &step.rollback, &step.check];
        for text in lines.into_iter().flatten().map(|l| l.to_text()) {
            for line in text.lines() {
                for (name, held) in [
                    ("CHECKLIST.md", of("CHECKLIST.md")),
                    ("report.md", of("report.md")),
                    ("report.html", &html),
                ] {
                    assert!(held.contains(line), "{name} does not show {line}");
                }
            }
        }
    }
}

/// The name is in the evidence itself: planned, printed and worded from there.
#[test]
fn nasty_names_from_the_evidence_go_through_the_whole_plan() {
    for (scenario, rounds) in [
        ("rd101-renewed-certificate-other-name", nasty()),
        ("rd202-old-certificate-after-renewal", nasty()),
    ] {
        for text in rounds {
            let mut gathered = gather_path(&evidence_of(scenario));
            let facts = &mut gathered.facts;
            for listing in facts.tenant.inbound_connectors.iter_mut() {
                listing.items.iter_mut().for_each(|c| c.name = text.clone());
            }
            for connector in facts.send_connectors.iter_mut().flatten() {
                connector.name = text.clone();
            }
            facts
                .traffic
                .connectors
                .iter_mut()
                .for_each(|c| *c = text.clone());
            let case = Case::new(scenario, gathered);
            let option = case.option(OptionId::Manual);
            let mut held = 0;
            for step in &option.steps {
                let lines = [&step.command, &step.rollback, &step.check];
                for line in lines.into_iter().flatten().map(|l| l.to_text()) {
                    let tokens = read(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
                    held += tokens
                        .iter()
                        .filter(|t| **t == Token::Text(units(&text)))
                        .count();
                    let injected = |t: &Token| matches!(t, Token::Word(w) if w == "Write-Output");
                    assert!(!tokens.iter().any(injected), "{line}");
                }
            }
            let named = |s: &relay_doctor::remedy::Step| {
                matches!(
                    s.kind,
                    StepKind::SetName { .. } | StepKind::SetSendCertificate { .. }
                )
            };
            if option.steps.iter().any(named) {
                // Without a name no command is written: it would mean all of them.
                assert_eq!(held >= 2, !text.is_empty(), "{text:?}");
            }
            for (name, script) in case.scripts(option) {
                is_ascii_with_crlf(name, &script);
                parses(name, &script);
            }
            let bundle = case.bundle(Lang::Ja, option);
            shows_every_command_as_it_is(option, &bundle);
            for (name, text) in bundle {
                let steers = |c: char| {
                    c.is_control() && !matches!(c, '\r' | '\n' | '\t')
                        || "\u{202e}\u{200b}".contains(c)
                };
                assert!(!text.contains(steers), "{name}");
            }
        }
    }
}
