//! What the logs show.

use std::collections::BTreeMap;

use serde::Serialize;

use super::parts::{millis, relay, seconds};
use crate::attribution::{
    LastAnswer, RecipientClass, Row, SenderClass, last_answers_by_class, recipient_class,
    sender_class, sender_view,
};
use crate::facts::traffic::{CertificateUse, Path, Traffic};
use crate::facts::{Facts, SenderView};
use crate::report::Incident;

#[derive(Serialize)]
pub(super) struct TrafficPart {
    sessions: u64,
    to_exchange_online: u64,
    messages: u64,
    recipients_accepted: u64,
    recipients_refused_5_7_64: u64,
    recipients_own_domain: u64,
    sessions_refused: u64,
    sessions_without_certificate: u64,
    last_refused: Option<String>,
    last_accepted: Option<String>,
    by_connector: Vec<ConnectorPart>,
    by_certificate: Vec<CertificatePart>,
    egress_ips: Vec<AddressPart>,
    senders: Vec<SenderPart>,
    last_answers: Vec<LastAnswerPart>,
}

#[derive(Serialize)]
struct LastAnswerPart {
    server: String,
    sender_class: &'static str,
    last_accepted: Option<String>,
    last_refused: Option<String>,
}

#[derive(Serialize)]
struct ConnectorPart {
    connector: String,
    sessions: u64,
    sessions_refused: u64,
}

#[derive(Serialize)]
struct CertificatePart {
    thumbprint: String,
    subject: Option<String>,
    issuer: Option<String>,
    serial: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    names: Vec<String>,
    sessions: u64,
    sessions_refused: u64,
    first_seen: Option<String>,
    last_seen: Option<String>,
    servers: Vec<String>,
}

#[derive(Serialize)]
struct AddressPart {
    ip: String,
    sessions: u64,
    sessions_refused: u64,
}

#[derive(Serialize)]
struct SenderPart {
    class: &'static str,
    domain: Option<String>,
    messages: u64,
    refused: u64,
}

/// `traffic`. Sessions, by_connector, by_certificate: all sessions seen; the rest
/// only those whose peer is Exchange Online Protection (contract.md, JSON).
pub(super) fn traffic(incident: &Incident) -> TrafficPart {
    let facts = incident.facts;
    let traffic = &facts.traffic;
    let eop = || traffic.eop_paths().map(|(_, path)| path);
    let flows = || traffic.flows.iter().filter(|f| traffic.is_eop(f.path));
    let senders = traffic.senders.iter().filter(|s| traffic.is_eop(s.path));
    let own = flows().filter(|f| recipient_class(facts, f.recipient) == RecipientClass::Own);
    TrafficPart {
        sessions: traffic.sessions(),
        to_exchange_online: eop().map(|p| p.sessions).sum(),
        messages: senders.map(|s| s.messages).sum(),
        recipients_accepted: flows().map(|f| f.accepted.count).sum(),
        recipients_refused_5_7_64: flows().map(|f| f.refused.count).sum(),
        recipients_own_domain: own
            .map(|f| {
                f.accepted.count + f.refused.count + f.inbound_refused.count + f.refused_otherwise
            })
            .sum(),
        sessions_refused: eop().map(|p| p.refused.count).sum(),
        sessions_without_certificate: eop()
            .filter(|p| p.key.certificate == CertificateUse::NotSent)
            .map(|p| p.with_mail.count)
            .sum(),
        last_refused: eop().filter_map(|p| p.refused.last).max().and_then(millis),
        last_accepted: flows()
            .filter_map(|f| f.accepted.last)
            .max()
            .and_then(millis),
        by_connector: by_connector(traffic),
        by_certificate: by_certificate(facts),
        egress_ips: addresses(traffic),
        senders: by_sender(facts),
        last_answers: last_answers(facts),
    }
}

fn last_answers(facts: &Facts) -> Vec<LastAnswerPart> {
    let answers = last_answers_by_class(facts).into_iter();
    let part = |((server, class), last): ((String, SenderClass), LastAnswer)| LastAnswerPart {
        server,
        sender_class: class.code(),
        last_accepted: last.accepted.and_then(millis),
        last_refused: last.refused.and_then(millis),
    };
    answers.map(part).collect()
}

fn by_connector(traffic: &Traffic) -> Vec<ConnectorPart> {
    let part = |(index, name): (u32, &String)| {
        let paths = || traffic.paths.iter().filter(|p| p.key.connector == index);
        ConnectorPart {
            connector: name.clone(),
            sessions: paths().map(|p| p.sessions).sum(),
            sessions_refused: paths().map(|p| p.refused.count).sum(),
        }
    };
    let mut parts: Vec<_> = (0..).zip(&traffic.connectors).map(part).collect();
    parts.sort_by(|a, b| a.connector.cmp(&b.connector));
    parts
}

fn by_certificate(facts: &Facts) -> Vec<CertificatePart> {
    let traffic = &facts.traffic;
    let mut paths: BTreeMap<&str, Vec<(&crate::facts::Certificate, &Path)>> = BTreeMap::new();
    for path in &traffic.paths {
        if let CertificateUse::Sent(index) = path.key.certificate
            && let Some(certificate) = facts.sent.get(index as usize)
        {
            let known = paths.entry(&certificate.thumbprint).or_default();
            known.push((certificate, path));
        }
    }
    paths
        .into_values()
        .filter_map(|all| certificate(traffic, &all))
        .collect()
}

fn certificate(
    traffic: &Traffic,
    all: &[(&crate::facts::Certificate, &Path)],
) -> Option<CertificatePart> {
    let (certificate, _) = all.first()?;
    let paths = || all.iter().map(|(_, path)| path);
    let mut servers: Vec<String> = paths()
        .filter_map(|p| traffic.servers.get(p.key.server as usize))
        .cloned()
        .collect();
    servers.sort();
    servers.dedup();
    Some(CertificatePart {
        thumbprint: certificate.thumbprint.clone(),
        subject: certificate.subject.clone(),
        issuer: certificate.issuer.clone(),
        serial: certificate.serial.clone(),
        not_before: certificate.not_before.and_then(seconds),
        not_after: certificate.not_after.and_then(seconds),
        names: certificate
            .names
            .all()
            .iter()
            .map(ToString::to_string)
            .collect(),
        sessions: paths().map(|p| p.sessions).sum(),
        sessions_refused: paths().map(|p| p.refused.count).sum(),
        first_seen: paths().map(|p| p.first).min().and_then(millis),
        last_seen: paths().map(|p| p.last).max().and_then(millis),
        servers,
    })
}

fn addresses(traffic: &Traffic) -> Vec<AddressPart> {
    let mut counts: BTreeMap<std::net::IpAddr, (u64, u64)> = BTreeMap::new();
    for (_, path) in traffic.eop_paths() {
        if let Some(address) = path.key.address {
            let count = counts.entry(address).or_default();
            count.0 += path.sessions;
            count.1 += path.refused.count;
        }
    }
    let part = |(ip, (sessions, refused)): (std::net::IpAddr, (u64, u64))| AddressPart {
        ip: ip.to_string(),
        sessions,
        sessions_refused: refused,
    };
    counts.into_iter().map(part).collect()
}

fn by_sender(facts: &Facts) -> Vec<SenderPart> {
    let traffic = &facts.traffic;
    let mut counts: BTreeMap<(SenderClass, Option<String>), (u64, u64)> = BTreeMap::new();
    for sender in traffic.senders.iter().filter(|s| traffic.is_eop(s.path)) {
        let view = sender_view(traffic, sender.sender);
        let class = sender_class(&facts.tenant, &view);
        let domain = match view {
            SenderView::Domain(domain) => Some(domain.to_string()),
            SenderView::Null | SenderView::Unknown => None,
        };
        let count = counts.entry((class, domain)).or_default();
        count.0 += sender.messages;
        count.1 += sender.refused;
    }
    let part =
        |((class, domain), (messages, refused)): ((SenderClass, Option<String>), (u64, u64))| {
            SenderPart {
                class: class.code(),
                domain,
                messages,
                refused,
            }
        };
    counts.into_iter().map(part).collect()
}

#[derive(Serialize)]
pub(super) struct RowPart {
    server: String,
    connector: String,
    thumbprint: Option<String>,
    ip: Option<String>,
    sender_class: &'static str,
    sender_domain: Option<String>,
    recipient_class: &'static str,
    organization: &'static str,
    connector_condition: &'static str,
    predicted: &'static str,
    messages: u64,
    accepted: u64,
    refused: u64,
}

pub(super) fn truth_table(incident: &Incident) -> Vec<RowPart> {
    incident.verdicts.rows.iter().map(row).collect()
}

fn row(row: &Row) -> RowPart {
    RowPart {
        server: row.server.clone(),
        connector: row.connector.clone(),
        thumbprint: row.thumbprint.clone(),
        ip: row.ip.map(|ip| ip.to_string()),
        sender_class: row.sender_class.code(),
        sender_domain: row.sender_domain.clone(),
        recipient_class: row.recipient_class.code(),
        organization: row.organization.code(),
        connector_condition: row.connector_condition.code(),
        predicted: relay(row.predicted),
        messages: row.messages,
        accepted: row.accepted,
        refused: row.refused,
    }
}
