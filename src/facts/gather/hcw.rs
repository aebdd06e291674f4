//! Runs of HCW from its files, in order of their date.

use crate::evidence::formats::hcw::{HcwRun, Invocation, Level, Outcome, Phase, Stamp};
use crate::evidence::loader::Loaded;
use crate::evidence::record::{ObjectClass, Value};
use crate::evidence::{Location, SourceId, SourceKind, classify};
use crate::facts::hcw::{Chosen, MailFlow, RunTime, Warned, WizardRun, Written};

/// Errors that are about mail flow, whatever cmdlet they came up in (domain.md section 6).
const MAIL_FLOW_ERRORS: [&str; 3] = ["HCW8039", "HCW8011", "HCW8010"];

/// Parameters that say how a cmdlet runs, or on what.
const NOT_WRITTEN: [&str; 6] = [
    "Identity",
    "Name",
    "DomainController",
    "Confirm",
    "ErrorAction",
    "WarningAction",
];

pub(super) fn gather(loaded: &Loaded) -> Vec<WizardRun> {
    let of = |(source, run): &(SourceId, HcwRun)| {
        let kind = loaded.sources.get(source.0 as usize).map(|s| s.kind);
        wizard_run(*source, kind, run)
    };
    let mut runs: Vec<WizardRun> = loaded.hcw_runs.iter().map(of).collect();
    // A run whose date is not known comes first: it is never the last one.
    runs.sort_by(|a, b| a.began.cmp(&b.began));
    runs
}

fn wizard_run(source: SourceId, kind: Option<SourceKind>, run: &HcwRun) -> WizardRun {
    let at = |line: u64, excerpt: &str| Location::new(source, line, excerpt);
    let first = run.invocations.first();
    let warning = run.messages.first();
    let begins = first
        .map(|i| at(i.line, &i.excerpt))
        .or_else(|| warning.map(|m| at(m.line, &m.excerpt)));
    let month_first = kind == Some(SourceKind::HcwXhcw);
    let time = |stamp: &Option<Stamp>| run_time(stamp.as_ref()?, month_first);
    let warnings = run.messages.iter().filter_map(|m| {
        Some(Warned {
            code: m.code.clone()?,
            text: m.text.clone(),
            at: at(m.line, &m.excerpt),
        })
    });
    WizardRun {
        at: begins.unwrap_or_else(|| at(1, "")),
        began: time(&run.started),
        ended: time(&run.ended),
        written: written(source, run),
        chosen: chosen(source, run),
        mail_flow: mail_flow(source, kind, run),
        warnings: warnings.collect(),
    }
}

/// What was chosen on the page for certificates. An `.xhcw` has no pages: there it is the
/// certificate that HCW keeps in the hybrid configuration (domain.md section 6).
fn chosen(source: SourceId, run: &HcwRun) -> Option<Chosen> {
    if let Some(c) = &run.certificate {
        return Some(Chosen {
            name: c.name.clone(),
            thumbprint: c.thumbprint.clone(),
            at: Location::new(source, c.line, &c.excerpt),
        });
    }
    run.invocations.iter().rev().find_map(|i| {
        let class = classify::class_of_cmdlet(&i.cmdlet)?;
        let wrote = class == ObjectClass::HybridConfiguration && i.outcome == Outcome::Finished;
        let name = i.parameter("TlsCertificateName").map(shown)?;
        (wrote && !name.is_empty()).then(|| Chosen {
            name,
            thumbprint: None,
            at: Location::new(source, i.line, &i.excerpt),
        })
    })
}

/// Where day and month could be either, nothing is known.
fn run_time(stamp: &Stamp, month_first: bool) -> Option<RunTime> {
    let exact = |at: jiff::Timestamp| RunTime {
        seconds: at.as_second(),
        exact: true,
        text: stamp.text.clone(),
    };
    if let Some(at) = stamp.at {
        return Some(exact(at));
    }
    let civil = stamp.civil(month_first)?;
    let at = jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(RunTime {
        exact: false,
        ..exact(at)
    })
}

/// The class of a cmdlet that changes connectors.
fn connector_class(invocation: &Invocation) -> Option<ObjectClass> {
    let class = classify::class_of_cmdlet(&invocation.cmdlet)?;
    let verb = invocation.cmdlet.split('-').next()?;
    let changes = ["New", "Set", "Remove", "Enable"];
    let connector = matches!(
        class,
        ObjectClass::SendConnector
            | ObjectClass::ReceiveConnector
            | ObjectClass::InboundConnector
            | ObjectClass::OutboundConnector
    );
    (connector && changes.iter().any(|c| c.eq_ignore_ascii_case(verb))).then_some(class)
}

fn written(source: SourceId, run: &HcwRun) -> Vec<Written> {
    let mut all: Vec<Written> = Vec::new();
    for invocation in &run.invocations {
        let Some(class) = connector_class(invocation) else {
            continue;
        };
        if invocation.outcome != Outcome::Finished {
            continue;
        }
        let object = ["Identity", "Name"]
            .iter()
            .find_map(|n| Some(shown(invocation.parameter(n)?)))
            .unwrap_or_default();
        for (property, value) in &invocation.parameters {
            if NOT_WRITTEN.iter().any(|n| n.eq_ignore_ascii_case(property)) {
                continue;
            }
            all.push(Written {
                class,
                side: invocation.side,
                object: object.clone(),
                property: property.clone(),
                from: before(run, class, property),
                to: shown(value),
                at: Location::new(source, invocation.line, &invocation.excerpt),
            });
        }
    }
    all
}

/// What the comparison before the change shows, where it calls the value another one.
fn before(run: &HcwRun, class: ObjectClass, property: &str) -> Option<String> {
    let tables = run
        .tables
        .iter()
        .filter(|t| t.phase == Some(Phase::Before) && t.class == Some(class));
    let mut rows = tables.flat_map(|t| &t.rows);
    let row = rows.find(|r| r.equals == Some(false) && r.name.eq_ignore_ascii_case(property))?;
    Some(row.actual.clone())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::List { items, .. } => {
            let items: Vec<String> = items.iter().map(shown).collect();
            items.join(", ")
        }
        Value::Object { text, .. } => text.clone().unwrap_or_default(),
        Value::Null | Value::Opaque => String::new(),
    }
}

fn mail_flow(source: SourceId, kind: Option<SourceKind>, run: &HcwRun) -> MailFlow {
    let at = |line: u64, excerpt: &str| Location::new(source, line, excerpt);
    let changes = || {
        run.invocations
            .iter()
            .filter(|i| connector_class(i).is_some())
    };
    let same = |a: &Invocation, b: &Invocation| {
        a.cmdlet.eq_ignore_ascii_case(&b.cmdlet)
            && a.parameter("Identity") == b.parameter("Identity")
    };
    let failed = changes().enumerate().find_map(|(nth, i)| match &i.outcome {
        Outcome::Failed(words) => {
            let again = changes()
                .skip(nth + 1)
                .any(|later| same(i, later) && later.outcome == Outcome::Finished);
            (!again).then_some((i, words))
        }
        _ => None,
    });
    if let Some((invocation, words)) = failed {
        return MailFlow::Failed {
            what: invocation.cmdlet.clone(),
            words: words.clone(),
            at: at(invocation.line, &invocation.excerpt),
        };
    }
    let error = run.messages.iter().find(|m| {
        let known = |code: &String| MAIL_FLOW_ERRORS.contains(&code.as_str());
        m.level == Level::Error && m.code.as_ref().is_some_and(known)
    });
    if let Some(message) = error {
        return MailFlow::Failed {
            what: message.code.clone().unwrap_or_default(),
            words: message.text.clone(),
            at: at(message.line, &message.excerpt),
        };
    }
    let connectors = || run.tables.iter().filter(|t| t.class.is_some());
    let after = || connectors().filter(|t| t.phase == Some(Phase::After));
    if let Some(row) = after()
        .flat_map(|t| &t.rows)
        .find(|r| r.equals == Some(false))
    {
        return MailFlow::NotReached {
            property: row.name.clone(),
            at: at(row.line, &row.excerpt),
        };
    }
    let last = changes().next_back();
    let unseen = last.filter(|i| i.outcome == Outcome::Unseen);
    // Of a log whose beginning is there; a pasted part says nothing of the end. The
    // `.xhcw` holds no comparison.
    let is_log = kind == Some(SourceKind::HcwLog) && run.zone.is_some();
    if let Some(i) = unseen.filter(|_| is_log || kind == Some(SourceKind::HcwXhcw)) {
        return MailFlow::BrokenOff {
            at: at(i.line, &i.excerpt),
        };
    }
    match (last, after().next()) {
        (_, Some(_)) => MailFlow::Finished,
        (Some(i), None) if is_log => MailFlow::BrokenOff {
            at: at(i.line, &i.excerpt),
        },
        (Some(_), None) if kind == Some(SourceKind::HcwXhcw) => MailFlow::Finished,
        _ => MailFlow::Untouched,
    }
}
