//! Everything but the traffic.

use serde::Serialize;

use crate::attribution::{MatchedBy, Status};
use crate::diagnosis::Finding;
use crate::evidence::Location;
use crate::evidence::reply::ReplyKind;
use crate::facts::SenderView;
use crate::i18n::{self, Lang};
use crate::remedy::collect::collect;
use crate::remedy::{Lines, Place, Step};
use crate::report::{Incident, settings};

/// Seconds since the epoch as RFC 3339 in UTC.
pub(super) fn seconds(seconds: i64) -> Option<String> {
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

/// Milliseconds since the epoch as RFC 3339 in UTC.
pub(super) fn millis(millis: i64) -> Option<String> {
    Some(jiff::Timestamp::from_millisecond(millis).ok()?.to_string())
}

/// `verdict.relay`
pub(super) fn relay(status: Status) -> &'static str {
    match status {
        Status::Met => "accepted",
        Status::Broken => "refused",
        Status::Unknown => "unknown",
    }
}

#[derive(Serialize)]
pub(super) struct LocationPart {
    source: u32,
    line: u64,
    excerpt: String,
}

pub(super) fn location(location: &Location) -> LocationPart {
    LocationPart {
        source: location.source.0,
        line: location.line,
        excerpt: location.excerpt.to_string(),
    }
}

fn locations(all: &[Location]) -> Vec<LocationPart> {
    all.iter().map(location).collect()
}

#[derive(Serialize)]
pub(super) struct Conditions {
    organization: Organization,
    connector: Connector,
}

#[derive(Serialize)]
struct Organization {
    status: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct Connector {
    status: &'static str,
    reason: String,
    connector: Option<String>,
    matched_by: Option<&'static str>,
}

pub(super) fn conditions(incident: &Incident, lang: Lang) -> Conditions {
    let (a, a_reason) = &incident.diagnosis.organization;
    let (b, b_reason) = &incident.diagnosis.connector;
    let met = incident
        .verdicts
        .judged
        .iter()
        .filter(|_| *b == Status::Met);
    let fit = met.flat_map(|j| j.met_by()).next();
    let name = fit
        .and_then(|f| incident.facts.tenant.connectors().get(f.index))
        .map(|c| c.name.clone());
    let matched_by = fit
        .and_then(|f| f.identity.matched_by())
        .map(|by| match by {
            MatchedBy::Certificate => "certificate",
            MatchedBy::Address => "ip",
        });
    Conditions {
        organization: Organization {
            status: a.code(),
            reason: i18n::organization_reason(lang, a_reason),
        },
        connector: Connector {
            status: b.code(),
            reason: i18n::connector_reason(lang, b_reason),
            connector: name,
            matched_by,
        },
    }
}

#[derive(Serialize)]
pub(super) struct SymptomPart {
    kind: &'static str,
    reply: String,
    count: u64,
    first_seen: Option<String>,
    last_seen: Option<String>,
    local_time: bool,
    senders: Vec<String>,
    servers: Vec<String>,
    locations: Vec<LocationPart>,
}

pub(super) fn symptoms(incident: &Incident) -> Vec<SymptomPart> {
    let kind = |kind| match kind {
        ReplyKind::TenantAttribution => "tenant-attribution",
        ReplyKind::Attr36 => "attr36",
        ReplyKind::TenantInboundAttribution => "tenant-inbound-attribution",
        ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal => "other",
    };
    let sender = |view: &SenderView| match view {
        SenderView::Null => Some("<>".to_owned()),
        SenderView::Domain(domain) => Some(domain.to_string()),
        SenderView::Unknown => None,
    };
    let symptoms = incident.facts.symptoms.iter();
    symptoms
        .map(|s| SymptomPart {
            kind: kind(s.kind),
            reply: s.reply.clone(),
            count: s.count,
            first_seen: s.first_seen.and_then(millis),
            last_seen: s.last_seen.and_then(millis),
            local_time: s.local_time,
            senders: s.senders.iter().filter_map(sender).collect(),
            servers: s.servers.clone(),
            locations: locations(&s.locations),
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct ComparisonPart {
    id: &'static str,
    on_premises: Option<CellPart>,
    cloud: Option<CellPart>,
    status: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct CellPart {
    value: String,
    locations: Vec<LocationPart>,
}

pub(super) fn comparison(incident: &Incident, lang: Lang) -> Vec<ComparisonPart> {
    let cell = |cell: &Option<crate::diagnosis::Cell>| {
        cell.as_ref().map(|c| CellPart {
            value: c.value.clone(),
            locations: locations(&c.locations),
        })
    };
    let rows = incident.diagnosis.comparison.iter();
    rows.map(|row| ComparisonPart {
        id: row.id.code(),
        on_premises: cell(&row.on_premises),
        cloud: cell(&row.cloud),
        status: row.status.code(),
        reason: i18n::row_reason(lang, row.reason).to_owned(),
    })
    .collect()
}

#[derive(Serialize)]
pub(super) struct FindingPart {
    code: String,
    name: &'static str,
    severity: &'static str,
    confidence: &'static str,
    root_cause: bool,
    explained_by: Vec<String>,
    title: String,
    explanation: String,
    locations: Vec<LocationPart>,
    references: Vec<String>,
}

pub(super) fn findings(incident: &Incident, lang: Lang) -> Vec<FindingPart> {
    let part = |finding: &Finding| FindingPart {
        code: finding.code.to_string(),
        name: finding.entry().name,
        severity: finding.entry().severity.code(),
        confidence: finding.confidence.code(),
        root_cause: finding.is_root_cause(),
        explained_by: finding
            .explained_by
            .iter()
            .map(ToString::to_string)
            .collect(),
        title: i18n::title(lang, finding),
        explanation: i18n::explanation(lang, finding),
        locations: locations(&finding.locations),
        references: i18n::pages::references(finding.code)
            .into_iter()
            .map(|r| r.url.to_owned())
            .collect(),
    };
    incident.diagnosis.findings.iter().map(part).collect()
}

#[derive(Serialize)]
pub(super) struct NeedPart {
    kind: &'static str,
    why: String,
    collect: String,
    #[serde(rename = "where")]
    place: &'static str,
}

/// One entry a command: the send log has one for each generation of Exchange.
pub(super) fn needs(incident: &Incident, lang: Lang) -> Vec<NeedPart> {
    let needs = incident.diagnosis.needs.iter();
    needs
        .flat_map(|need| {
            collect(incident.facts, &need.reason)
                .into_iter()
                .map(move |collect| NeedPart {
                    kind: need.reason.kind().code(),
                    why: i18n::need(lang, &need.reason),
                    collect: collect.command.to_text(),
                    place: collect.place.code(),
                })
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct PlanPart {
    options: Vec<OptionPart>,
}

#[derive(Serialize)]
struct OptionPart {
    id: &'static str,
    offered: bool,
    recommended: bool,
    why: String,
    resets: Vec<String>,
    predicted: &'static str,
    steps: Vec<StepPart>,
}

#[derive(Serialize)]
pub(super) struct StepPart {
    id: String,
    title: String,
    #[serde(rename = "where")]
    place: &'static str,
    role: Option<&'static str>,
    command: Option<String>,
    rollback: Option<String>,
    check: Option<String>,
    applicability: &'static str,
    sets: Vec<SetPart>,
}

#[derive(Serialize)]
struct SetPart {
    object: String,
    identity: String,
    property: String,
    wanted: Option<String>,
}

#[derive(Serialize)]
pub(super) struct SettingPart {
    object: String,
    identity: String,
    property: String,
    value: Option<String>,
}

/// The values of both sides.
pub(super) fn settings(incident: &Incident) -> Vec<SettingPart> {
    let part = |s: settings::Setting| SettingPart {
        object: s.object,
        identity: s.identity,
        property: s.property,
        value: s.value,
    };
    settings::settings(incident.facts)
        .into_iter()
        .map(part)
        .collect()
}

/// A step, worded.
pub(super) fn step(step: &Step, lang: Lang) -> StepPart {
    let text = |lines: &Option<Lines>| lines.as_ref().map(Lines::to_text);
    StepPart {
        id: step.id.clone(),
        title: i18n::step_title(lang, step),
        place: Place::code(step.place),
        role: step.role.map(crate::remedy::Role::name),
        command: text(&step.command),
        rollback: text(&step.rollback),
        check: text(&step.check),
        applicability: step.applicability.code(),
        sets: settings::planned(step)
            .into_iter()
            .map(|p| SetPart {
                object: p.object,
                identity: p.identity,
                property: p.property,
                wanted: p.wanted,
            })
            .collect(),
    }
}

pub(super) fn plan(incident: &Incident, lang: Lang) -> PlanPart {
    let options = incident.plan.options.iter().map(|option| OptionPart {
        id: option.id.code(),
        offered: option.offered,
        recommended: option.recommended,
        why: i18n::option_why(lang, option.why, Some(option)).to_owned(),
        resets: option
            .resets
            .iter()
            .map(crate::remedy::Reset::to_text)
            .collect(),
        predicted: relay(option.predicted),
        steps: option.steps.iter().map(|s| step(s, lang)).collect(),
    });
    PlanPart {
        options: options.collect(),
    }
}

#[derive(Serialize)]
pub(super) struct SourcePart {
    id: usize,
    path: String,
    kind: &'static str,
    side: Option<&'static str>,
    encoding: &'static str,
    bytes: u64,
    records: u64,
    as_of: Option<String>,
    notes: Vec<NotePart>,
}

#[derive(Serialize)]
struct NotePart {
    line: Option<u64>,
    kind: &'static str,
    message: String,
}

pub(super) fn sources(incident: &Incident, lang: Lang) -> Vec<SourcePart> {
    let note = |note: &crate::evidence::Note| NotePart {
        line: note.line,
        kind: note.kind.code(),
        message: i18n::note(lang, &note.kind),
    };
    let sources = incident.sources.iter().enumerate();
    sources
        .map(|(id, source)| SourcePart {
            id,
            path: source.path.clone(),
            kind: source.kind.code(),
            side: source.side.map(crate::evidence::Side::code),
            encoding: source.encoding.code(),
            bytes: source.bytes,
            records: source.records,
            as_of: source.as_of.map(|t| t.to_string()),
            notes: source.notes.iter().map(note).collect(),
        })
        .collect()
}
