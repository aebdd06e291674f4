//! Bytes to report: what leaves the program can neither act on a terminal nor be
//! broken, and is bounded whatever came in.

use std::ops::ControlFlow;

use relay_doctor::attribution::replay;
use relay_doctor::diagnosis::diagnose;
use relay_doctor::evidence::Rewrite;
use relay_doctor::evidence::unlock::Nobody;
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Gathered, Given, Hooks, gather, gather_with};
use relay_doctor::redact::Redactor;
use relay_doctor::remedy::plan;
use relay_doctor::remedy::powershell::script;
use relay_doctor::remedy::script::scripts;
use relay_doctor::report::text::{TextInput, text};
use relay_doctor::report::{Digests, Incident, html, json, markdown};
use relay_doctor::terminal::{Glyphs, Lang, Painter, is_hidden};

use super::container::files;
use super::scripts::is_one_script;

/// 2026-11-02T12:00:00Z, as in the scenarios.
const NOW: i64 = 1_793_620_800;

fn read(inputs: &[Input]) -> Gathered {
    let go_on = &mut |_: relay_doctor::evidence::loader::Step<'_>| ControlFlow::Continue(());
    gather(inputs, Given::default(), NOW, go_on)
}

fn read_as(inputs: &[Input], redactor: &Redactor) -> Gathered {
    let hooks = Hooks {
        progress: &mut |_| ControlFlow::Continue(()),
        sessions: None,
        keys: &mut Nobody,
        rewrite: Some(redactor as &dyn Rewrite),
    };
    gather_with(inputs, Given::default(), NOW, hooks)
}

/// The reports in every format and language, after they were looked at.
fn reports(gathered: &Gathered, size: usize) -> String {
    let facts = &gathered.facts;
    let verdicts = replay(facts);
    let diagnosis = diagnose(facts, &verdicts);
    let panicked = diagnosis.findings.iter().find(|f| f.code.0 == 999);
    assert!(panicked.is_none(), "{panicked:?}");
    let plan = plan(facts, &verdicts, &diagnosis);
    for option in &plan.options {
        for file in scripts(facts, option) {
            is_one_script(&script(&file.script));
        }
    }
    let incident = Incident {
        facts,
        verdicts: &verdicts,
        diagnosis: &diagnosis,
        plan: &plan,
        sources: &gathered.sources,
    };
    let mut all = String::new();
    for lang in Lang::ALL {
        let input = TextInput {
            lang,
            diagnosis: &diagnosis,
            verdicts: &verdicts,
            facts,
            plan: &plan,
            sources: &gathered.sources,
            zone: jiff::tz::TimeZone::UTC,
            width: 80,
            painter: Painter { colour: false },
            glyphs: Glyphs::new(false),
            quiet: false,
        };
        let json = json::v1::json(&incident, lang);
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(parsed.is_object());
        let html = html(&input, &Digests::default());
        assert!(!html.contains("<script"), "HTML that runs");
        for report in [
            text(&input),
            markdown(&input, &Digests::default()),
            html,
            json,
        ] {
            harmless(&report, size);
            all += &report;
        }
    }
    all
}

fn harmless(report: &str, size: usize) {
    let hidden = report.chars().find(|c| *c != '\n' && is_hidden(*c));
    assert_eq!(hidden, None, "a character that nobody sees");
    let most = 1_000_000 + 100 * size;
    assert!(report.len() <= most, "{} bytes of {size}", report.len());
}

fn sources_hold(gathered: &Gathered) {
    assert_eq!(gathered.sources.len(), gathered.files.len());
    for source in &gathered.sources {
        assert!(!source.kind.code().is_empty());
        assert!(source.notes.len() <= 4_000);
    }
}

pub(super) fn pipeline(data: &[u8]) {
    let inputs = files(data);
    let gathered = read(&inputs);
    sources_hold(&gathered);
    let said = reports(&gathered, data.len());
    let again = reports(&read(&inputs), data.len());
    assert!(said == again, "the same evidence twice");
}

pub(super) fn archive(data: &[u8]) {
    let input = Input::Memory {
        path: "logs.zip".to_owned(),
        content: data.into(),
    };
    let gathered = read(&[input]);
    sources_hold(&gathered);
    for source in &gathered.sources {
        let leads_out = source.path.split('/').any(|part| part == "..");
        assert!(!leads_out && !source.path.starts_with('/'), "{source:?}");
    }
}

/// What was pasted into the wizard.
pub(super) fn paste(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let input = Input::Memory {
        path: "pasted".to_owned(),
        content: text.into_bytes().into(),
    };
    let gathered = read(&[input]);
    sources_hold(&gathered);
    reports(&gathered, data.len());
}

pub(super) fn redact(data: &[u8]) {
    let inputs = files(data);
    let original = read(&inputs);
    let redactor = Redactor::of(&original.facts);
    read_as(&inputs, &redactor);
    let redacted = read_as(&inputs, &redactor);
    let said = reports(&redacted, data.len());
    let again = reports(&read_as(&inputs, &redactor), data.len());
    assert!(said == again, "the same evidence twice");
    for certificate in original.facts.certificates.iter() {
        let thumbprint = certificate.thumbprint.as_str();
        assert!(!said.contains(thumbprint), "{thumbprint} is left");
    }
}
