//! A planned renewal: what must be done first, on which side, and what to watch for
//! (contract.md, What is recommended: for a planned renewal the cloud first).

use super::options::{new_name, numbered};
use super::plan::{Applicability, Step};
use super::steps::new_connector::New;
use super::steps::{cloud, common, on_premises, value};
use super::value::choose_name;
use crate::attribution::{
    CertificateDomain, Change, Judged, MatchedBy, Status, Verdicts, certificate_domain,
    configured_to_tenant, leads_to_tenant, predict,
};
use crate::facts::{Certificate, Facts, InboundConnector, TlsCertificateName};

/// Characters of `<I>..<S>..` that replicate to an Edge server (KB4052493).
const EDGE_LENGTH: usize = 256;
/// A certificate with less left is renewed too late to be worth installing.
const SHORT_LIFE_DAYS: i64 = 30;
const DAY: i64 = 86_400;

/// What to watch for with the new certificate (raw evidence).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Caution {
    Expired {
        not_after: i64,
    },
    ExpiresSoon {
        days: i64,
    },
    NotYetValid {
        not_before: i64,
    },
    SelfSigned,
    PrivateCa,
    NoPrivateKey,
    NotInstalled,
    NotEnabledForSmtp,
    /// TlsCertificateName of these Send connectors holds the old issuer or subject.
    NameGoesStale {
        connectors: Vec<String>,
        issuer: bool,
        subject: bool,
    },
    /// `<I>..<S>..` in characters.
    TooLongForEdge {
        length: usize,
    },
    /// Mail fits the second connector and these; where one value fits the old and the new
    /// certificate, the connector that could have it instead.
    ConnectorsOverlap {
        connectors: Vec<String>,
        instead: Option<(String, String)>,
    },
    /// For information: no statement from Microsoft that Exchange Online needs it (RD214).
    NoClientAuth,
}

impl Caution {
    /// A stable name, as JSON has it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Expired { .. } => "expired",
            Self::ExpiresSoon { .. } => "expires-soon",
            Self::NotYetValid { .. } => "not-yet-valid",
            Self::SelfSigned => "self-signed",
            Self::PrivateCa => "private-ca",
            Self::NoPrivateKey => "no-private-key",
            Self::NotInstalled => "not-installed",
            Self::NotEnabledForSmtp => "not-enabled-for-smtp",
            Self::NameGoesStale { .. } => "tls-certificate-name-goes-stale",
            Self::TooLongForEdge { .. } => "too-long-for-edge",
            Self::ConnectorsOverlap { .. } => "connectors-overlap",
            Self::NoClientAuth => "no-client-authentication",
        }
    }
}

/// A renewal, rehearsed.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// What to watch for.
    pub cautions: Vec<Caution>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What is predicted once the steps are done.
    pub predicted: Status,
}

/// The change that is rehearsed: every Send connector to the tenant sends it.
pub fn renewal(new: &Certificate) -> Change {
    Change::SendCertificate {
        connector: None,
        thumbprint: new.thumbprint.clone(),
    }
}

/// `facts` hold the new certificate and are as of the day on which it is valid; it is
/// `today` (seconds since the epoch); `before` and `after` are what the replay says
/// without and with it.
pub fn rehearse(
    facts: &Facts,
    today: i64,
    new: &Certificate,
    before: &Verdicts,
    after: &Verdicts,
) -> Rehearsal {
    let names = send_connectors(facts);
    let mut steps = Vec::new();
    let mut changes = vec![renewal(new)];
    let staged = accept(facts, new, before, after, &mut steps, &mut changes);
    vouch(facts, new, after, &mut steps, &mut changes);
    install(facts, new, &names, &mut steps);
    steps.push(value::receive_connectors());
    steps.push(value::outbound_connectors());
    steps.push(common::wait());
    steps.push(common::check_send_log(Some(new.thumbprint.clone())));
    let mut cautions = cautions(facts, today, new, &names);
    if let Some(Staged {
        old,
        second,
        overlap,
    }) = staged
    {
        cautions.extend(overlap);
        if let Some(choice) = choose_name(&facts.tenant, &[new]) {
            let set = cloud::set_name(old, &choice);
            steps.push(Step {
                applicability: Applicability::NeedsReview,
                ..set
            });
        }
        steps.push(value::remove_connector(&second));
    }
    Rehearsal {
        cautions,
        steps: numbered(steps),
        predicted: predict(facts, &changes),
    }
}

/// Send connectors that lead, or may lead, to the tenant.
fn send_connectors(facts: &Facts) -> Vec<String> {
    let configured = facts.send_connectors.iter().flatten();
    let configured = configured
        .filter(|c| configured_to_tenant(facts, c) == Some(true))
        .map(|c| c.name.clone());
    let logged = facts.traffic.eop_paths().filter_map(|(_, path)| {
        let name = facts.traffic.connectors.get(path.key.connector as usize)?;
        (leads_to_tenant(facts, name) != Some(false)).then(|| name.clone())
    });
    let mut names: Vec<String> = configured.chain(logged).collect();
    names.sort();
    names.dedup();
    names
}

/// A second connector stands beside this one until every server sends the new certificate.
struct Staged<'f> {
    old: &'f InboundConnector,
    second: String,
    overlap: Option<Caution>,
}

/// The cloud first: old and new are accepted.
fn accept<'f>(
    facts: &'f Facts,
    new: &Certificate,
    before: &Verdicts,
    after: &Verdicts,
    steps: &mut Vec<Step>,
    changes: &mut Vec<Change>,
) -> Option<Staged<'f>> {
    // No value lets a self-signed certificate relay.
    if after.connector == Status::Met || new.self_signed == Some(true) {
        return None;
    }
    steps.push(common::save_inbound());
    let by_certificate = |j: &&Judged| j.matched_by() == Some(MatchedBy::Certificate);
    let carrying = before
        .judged
        .iter()
        .filter(by_certificate)
        .flat_map(Judged::met_by)
        .find_map(|fit| facts.tenant.connectors().get(fit.index));
    let open = |c: &&InboundConnector| c.is_enabled_on_premises() != Some(false);
    let named = || facts.tenant.connectors().iter().filter(open);
    let edited = named().find(|c| c.names_certificate());
    steps.push(cloud::look(carrying.or(edited)));
    let Some(choice) = choose_name(&facts.tenant, &[new]) else {
        steps.push(cloud::find_certificate(edited));
        return None;
    };
    let value = choice.value.to_string();
    // Nothing to keep alive: the value that is there fits nothing that is sent.
    if let (None, Some(connector)) = (carrying, edited) {
        changes.push(Change::name(&connector.name, &value));
        steps.push(Step {
            applicability: Applicability::NeedsReview,
            ..cloud::set_name(connector, &choice)
        });
        return None;
    }
    let second = new_name(facts);
    let beside = New {
        name: second.clone(),
        certificate: Some(value),
        copied: carrying.or_else(|| named().find(|c| c.lists_addresses())),
        ..New::default()
    };
    let beside = beside.judged(facts, changes);
    steps.push(beside.step());
    changes.push(beside.change());
    carrying.map(|old| Staged {
        old,
        second,
        overlap: overlap(facts, new, old, &beside),
    })
}

/// Which connectors the second one overlaps with, and whether it could be spared.
fn overlap(
    facts: &Facts,
    new: &Certificate,
    old: &InboundConnector,
    second: &New,
) -> Option<Caution> {
    let value = second.certificate.clone()?;
    let accepts = |changes: &[Change]| predict(facts, changes) == Status::Met;
    let edited = Change::name(&old.name, &value);
    let in_place = accepts(std::slice::from_ref(&edited)) && accepts(&[renewal(new), edited]);
    let connectors = second.overlaps.clone();
    (!connectors.is_empty()).then(|| Caution::ConnectorsOverlap {
        connectors,
        instead: in_place.then(|| (old.name.clone(), value)),
    })
}

/// Condition A, where the new name alone has to vouch.
fn vouch(
    facts: &Facts,
    new: &Certificate,
    after: &Verdicts,
    steps: &mut Vec<Step>,
    changes: &mut Vec<Change>,
) {
    if after.organization != Status::Broken {
        return;
    }
    match certificate_domain(&facts.tenant, &new.names) {
        CertificateDomain::OnlyGrandparent { missing, .. } => {
            steps.push(cloud::add_accepted_domain(missing.as_str()));
            changes.push(Change::AcceptedDomain(missing.to_string()));
        }
        _ => {
            let refused = after
                .judged
                .iter()
                .filter(|j| j.organization == Status::Broken);
            let senders = refused.filter_map(|j| match &j.sender {
                crate::facts::SenderView::Domain(domain) => Some(domain.to_string()),
                _ => None,
            });
            steps.push(cloud::ask_accepted_domain(
                Some(new.display_name()),
                senders.collect(),
            ));
        }
    }
}

/// Certificate and chain everywhere, SMTP, Send connectors.
fn install(facts: &Facts, new: &Certificate, names: &[String], steps: &mut Vec<Step>) {
    let objects = names.iter().filter_map(|n| facts.send_connector(n));
    let sources = objects.flat_map(|c| c.source_transport_servers.items().iter().cloned());
    let mut servers: Vec<String> = sources
        .chain(facts.traffic.servers.iter().cloned())
        .collect();
    servers.sort();
    servers.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    servers.retain(|s| !facts.may_be_installed_on(new, Some(s)));
    if new.installed.is_empty() || !servers.is_empty() {
        steps.push(on_premises::import_certificate(new, &servers));
    }
    if !new.is_enabled_for_smtp() {
        steps.push(on_premises::enable_smtp(&new.thumbprint, None));
    }
    steps.push(common::save_send());
    let mut named_already = false;
    for name in names {
        let object = facts.send_connector(name);
        let named = object.and_then(|o| new.is_named_by(o.tls_certificate_name.value()?));
        match named {
            Some(true) => named_already = true,
            _ => {
                steps.push(on_premises::look(name));
                steps.push(on_premises::set_certificate(name, object, new));
            }
        }
    }
    if named_already {
        steps.push(on_premises::restart_transport(
            facts.traffic.servers.clone(),
        ));
    }
}

fn cautions(facts: &Facts, now: i64, new: &Certificate, names: &[String]) -> Vec<Caution> {
    let mut cautions = Vec::new();
    match (new.not_before, new.not_after) {
        (_, Some(not_after)) if not_after < now => cautions.push(Caution::Expired { not_after }),
        (_, Some(not_after)) if not_after - now < SHORT_LIFE_DAYS * DAY => {
            let days = (not_after - now) / DAY;
            cautions.push(Caution::ExpiresSoon { days });
        }
        _ => {}
    }
    if let Some(not_before) = new.not_before.filter(|t| *t > now) {
        cautions.push(Caution::NotYetValid { not_before });
    }
    if new.self_signed == Some(true) {
        cautions.push(Caution::SelfSigned);
    } else if new.is_from_private_ca() {
        cautions.push(Caution::PrivateCa);
    }
    let keyless = new
        .installed
        .iter()
        .any(|s| s.has_private_key.value() == Some(&false));
    if keyless {
        cautions.push(Caution::NoPrivateKey);
    }
    if new.installed.is_empty() {
        cautions.push(Caution::NotInstalled);
    } else if !new.is_enabled_for_smtp() {
        cautions.push(Caution::NotEnabledForSmtp);
    }
    cautions.extend(stale(facts, new, names));
    if let (Some(issuer), Some(subject)) = (&new.issuer, &new.subject) {
        let name = TlsCertificateName {
            issuer: issuer.clone(),
            subject: subject.clone(),
        };
        let length = name.to_text().chars().count();
        if length > EDGE_LENGTH {
            cautions.push(Caution::TooLongForEdge { length });
        }
    }
    if new.allows_client_auth() == Some(false) {
        cautions.push(Caution::NoClientAuth);
    }
    cautions
}

/// Send connectors whose `<I>..<S>..` will not find the new certificate.
fn stale(facts: &Facts, new: &Certificate, names: &[String]) -> Option<Caution> {
    use crate::evidence::formats::distinguished_name::DistinguishedName as Dn;
    let (mut connectors, mut by_issuer, mut by_subject) = (Vec::new(), false, false);
    for name in names {
        let object = facts.send_connector(name);
        let Some(value) = object.and_then(|o| o.tls_certificate_name.value()) else {
            continue;
        };
        let differs = |theirs: &Option<String>, ours: &str| {
            let theirs = theirs.as_deref();
            theirs.is_some_and(|t| Dn::parse(t) != Dn::parse(ours))
        };
        let issuer = differs(&new.issuer, &value.issuer);
        let subject = differs(&new.subject, &value.subject);
        if issuer || subject {
            connectors.push(name.clone());
        }
        by_issuer |= issuer;
        by_subject |= subject;
    }
    (!connectors.is_empty()).then_some(Caution::NameGoesStale {
        connectors,
        issuer: by_issuer,
        subject: by_subject,
    })
}
