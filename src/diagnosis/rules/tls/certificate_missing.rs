//! RD211: TlsCertificateName names a certificate that is not installed, or
//! Exchange itself said `454 4.7.5` (domain.md sections 1.4 and 4). Each source server
//! chooses from its own store, so that a listing of another one proves nothing for it.

use super::{connector_names, total, troubled};
use crate::attribution::{Status, configured_to_tenant};
use crate::diagnosis::rules::{Rule, servers_of};
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::reply::{Neighbour, ReplyKind};
use crate::facts::{Certificate, Facts, SendConnector, TlsCertificateName, is_same_server};

pub(super) const RULE: Rule = Rule {
    code: Code(211),
    check,
};

fn check(context: &Context) -> Outcome {
    said_by_log(context)
        .or_else(|| said_by_bounce(context))
        .or_else(|| not_installed(context))
        .map_or_else(|| nothing_found(context), Outcome::Found)
}

fn said_by_log(context: &Context) -> Option<Finding> {
    let paths = troubled(context, |p| p.certificate_missing.last);
    let connectors = connector_names(context, &paths);
    let first = connectors.first()?;
    let name = context
        .facts
        .send_connector(first)
        .and_then(|c| c.tls_certificate_name.value());
    let (_, proof) = total(&paths, |p| &p.certificate_missing);
    let detail = Detail::SendConnectorCertificateMissing {
        name: name.map(TlsCertificateName::to_text),
        connectors,
        server: None,
        said_by_log: true,
    };
    Some(Finding::new(211, Confidence::Certain, detail, proof))
}

fn said_by_bounce(context: &Context) -> Option<Finding> {
    let kind = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
    let symptom = context.symptom(kind).filter(|s| s.in_bounce)?;
    let detail = Detail::SendConnectorCertificateMissing {
        connectors: Vec::new(),
        name: None,
        server: None,
        said_by_log: true,
    };
    Some(Finding::new(
        211,
        Confidence::Certain,
        detail,
        symptom.locations.iter().cloned(),
    ))
}

fn not_installed(context: &Context) -> Option<Finding> {
    let facts = context.facts;
    let (connector, server) = naming(context).find_map(|(connector, name)| {
        let missing = |server: &Option<&str>| is_missing(context, connector, name, *server);
        let servers = servers_of(context, connector);
        let missing: Vec<_> = servers.iter().copied().filter(missing).collect();
        let first = *missing.first()?;
        // It is no cause where mail fails from a server that has it.
        let explained = failing(context, connector).all(|server| missing.contains(&Some(server)));
        // A server is named where another one has it.
        let mut installed = context.facts.certificates.installed();
        let elsewhere = installed.any(|c| c.is_named_by(name) == Some(true));
        explained.then(|| (connector, first.filter(|_| elsewhere)))
    })?;
    let detail = Detail::SendConnectorCertificateMissing {
        connectors: vec![connector.name.clone()],
        name: connector
            .tls_certificate_name
            .value()
            .map(TlsCertificateName::to_text),
        server: server.map(str::to_owned),
        said_by_log: false,
    };
    let listed = listed(facts, server);
    let listed = listed.filter_map(|c| c.locations.first().cloned());
    let proof = connector
        .tls_certificate_name
        .at()
        .cloned()
        .into_iter()
        .chain(listed);
    Some(Finding::new(211, Confidence::Likely, detail, proof))
}

/// Send connectors to the tenant that name a certificate.
fn naming<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a SendConnector, &'a TlsCertificateName)> + use<'a> {
    let facts = context.facts;
    let connectors = facts.send_connectors.iter().flatten();
    let to_tenant = connectors.filter(|c| configured_to_tenant(facts, c) == Some(true));
    to_tenant.filter_map(|c| Some((c, c.tls_certificate_name.value()?)))
}

/// The servers of the log from which mail by a connector fails.
fn failing<'a>(context: &Context<'a>, connector: &SendConnector) -> impl Iterator<Item = &'a str> {
    let judged = context.verdicts.judged.iter();
    let failing = judged.filter(|j| j.connector != Status::Met);
    let ways = failing.filter_map(|j| context.way(j));
    let of_it = ways.filter(|w| w.connector == Some(&connector.name));
    of_it.filter_map(|w| w.server)
}

/// The installed certificates that may be on a server.
fn listed<'f>(facts: &'f Facts, server: Option<&'f str>) -> impl Iterator<Item = &'f Certificate> {
    let installed = facts.certificates.installed();
    installed.filter(move |c| facts.may_be_installed_on(c, server))
}

/// Whether a listing that may be of a server has none that is named, and no log shows
/// that the server sends it.
fn is_missing(
    context: &Context,
    connector: &SendConnector,
    name: &TlsCertificateName,
    server: Option<&str>,
) -> bool {
    let mut listed = listed(context.facts, server).peekable();
    let is_sent = context.verdicts.ways.iter().any(|way| {
        let here = match (way.server, server) {
            (Some(way), Some(server)) => is_same_server(way, server),
            _ => false,
        };
        let sent = way
            .presented
            .certificate()
            .filter(|_| !way.paths.is_empty());
        let named = sent.and_then(|c| c.is_named_by(name)) == Some(true);
        here && named && way.connector == Some(&connector.name)
    });
    let known = listed.peek().is_some();
    known && !is_sent && listed.all(|c| c.is_named_by(name) == Some(false))
}

fn nothing_found(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(connectors) = &facts.send_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    };
    let named = connectors
        .iter()
        .any(|c| c.tls_certificate_name.value().is_some());
    // Listings of other servers only.
    let unlisted = naming(context).find_map(|(connector, _)| {
        let servers = servers_of(context, connector);
        let first = servers.first().copied()??;
        let mut all = servers.into_iter();
        all.all(|server| listed(facts, server).next().is_none())
            .then(|| first.to_owned())
    });
    match (named, facts.certificates.installed_known, unlisted) {
        (false, ..) => Outcome::NotApplicable,
        (true, false, _) => Outcome::NeedsEvidence(vec![NeedReason::InstalledCertificates]),
        (true, true, Some(server)) => {
            Outcome::NeedsEvidence(vec![NeedReason::CertificatesOfServer { server }])
        }
        (true, true, None) => Outcome::Pass,
    }
}
