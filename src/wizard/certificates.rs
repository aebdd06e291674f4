//! The certificates that the evidence knows, and one of them with who uses it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::sessions::{open_with, window_top};
use super::update::moved;
use super::{Action, Effect, Held, Model, Notice, Overlay, StepId, outgoing};
use crate::attribution::{NameFit, name_fit};
use crate::evidence::formats::distinguished_name::DistinguishedName;
use crate::facts::sessions::{CertificateWanted, Filter};
use crate::facts::traffic::CertificateUse;
use crate::facts::{Certificate, Facts};

/// Issuers followed upwards.
const MAX_CHAIN: usize = 8;

/// All certificates.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificatesView {
    /// Of which judgement.
    pub held: Held,
    /// Thumbprints: those that are sent first, the newest first.
    pub thumbprints: Vec<String>,
    /// The selected one.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
}

impl CertificatesView {
    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }
}

/// One certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateView {
    /// Of which judgement.
    pub held: Held,
    /// Which.
    pub thumbprint: String,
    /// Lines scrolled.
    pub scroll: usize,
}

/// In which sessions a certificate was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentBy {
    /// How many sessions.
    pub sessions: u64,
    /// Start of the first, milliseconds since the epoch.
    pub first: Option<i64>,
    /// Start of the last.
    pub last: Option<i64>,
    /// Sessions by server and Send connector.
    pub ways: BTreeMap<(String, String), u64>,
}

impl SentBy {
    /// The sessions of the logs that sent it.
    pub fn of(facts: &Facts, thumbprint: &str) -> Self {
        let traffic = &facts.traffic;
        let mut sent = Self::default();
        for path in &traffic.paths {
            let CertificateUse::Sent(number) = path.key.certificate else {
                continue;
            };
            let certificate = traffic.certificates.get(number as usize);
            if certificate.is_none_or(|c| c.thumbprint != thumbprint) {
                continue;
            }
            let name = |all: &[String], n: u32| all.get(n as usize).cloned().unwrap_or_default();
            let way = (
                name(&traffic.servers, path.key.server),
                name(&traffic.connectors, path.key.connector),
            );
            *sent.ways.entry(way).or_default() += path.sessions;
            sent.sessions += path.sessions;
            sent.first = Some(sent.first.map_or(path.first, |t| t.min(path.first)));
            sent.last = sent.last.max(Some(path.last));
        }
        sent
    }
}

/// How a certificate stands to an inbound connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fits {
    /// The connector.
    pub connector: String,
    /// Its TlsSenderCertificateName.
    pub value: String,
    /// Whether a name fits.
    pub fit: NameFit,
}

/// Against each inbound connector that names a certificate.
pub fn fits(facts: &Facts, certificate: &Certificate) -> Vec<Fits> {
    let connectors = facts.tenant.connectors().iter();
    let fit = connectors.filter_map(|connector| {
        let value = connector.tls_sender_certificate_name.value()?;
        Some(Fits {
            connector: connector.name.clone(),
            value: value.to_string(),
            fit: name_fit(&certificate.names, value),
        })
    });
    fit.collect()
}

/// Send connectors whose TlsCertificateName means it.
pub fn named_by<'f>(facts: &'f Facts, certificate: &Certificate) -> Vec<&'f str> {
    let connectors = facts.send_connectors.iter().flatten();
    let named = connectors.filter(|c| {
        let name = c.tls_certificate_name.value();
        name.and_then(|name| certificate.is_named_by(name)) == Some(true)
    });
    named.map(|c| c.name.as_str()).collect()
}

/// Its issuer's certificate, and so on upwards, as far as the evidence has them.
pub fn chain<'f>(facts: &'f Facts, certificate: &'f Certificate) -> Vec<&'f Certificate> {
    let mut chain = vec![certificate];
    while chain.len() < MAX_CHAIN {
        let Some(issuer) = chain.last().and_then(|c| c.issuer.as_deref()) else {
            break;
        };
        let issuer = DistinguishedName::parse(issuer);
        let next = facts.certificates.iter().find(|c| {
            let subject = c.subject.as_deref().map(DistinguishedName::parse);
            subject.as_ref() == Some(&issuer)
                && !chain.iter().any(|known| known.thumbprint == c.thumbprint)
        });
        match next {
            Some(next) => chain.push(next),
            None => break,
        }
    }
    chain.split_off(1)
}

/// Opens the list.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let newer = model.verify.newer.as_ref();
    let newer = newer.filter(|_| model.step == StepId::Verify);
    let Some(analysis) = newer.or(model.analysis.as_ref()).cloned() else {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    };
    let thumbprints = ordered(&analysis.gathered.facts);
    model.put_on_top(Overlay::Certificates(Box::new(CertificatesView {
        held: Held(analysis),
        thumbprints,
        row: 0,
        top: 0,
    })));
    Vec::new()
}

/// Those sent last first, then installed ones, then the others; authorities at the end.
fn ordered(facts: &Facts) -> Vec<String> {
    let mut all: Vec<&Certificate> = facts.certificates.iter().collect();
    all.sort_by_cached_key(|c| {
        let last = SentBy::of(facts, &c.thumbprint).last;
        (Reverse(last), c.is_authority, c.installed.is_empty())
    });
    all.into_iter().map(|c| c.thumbprint.clone()).collect()
}

/// Keys of the list.
pub(super) fn update_list(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Certificates(view)) = &mut model.overlay else {
        return Vec::new();
    };
    let selected = view.thumbprints.get(view.row).cloned();
    let held = view.held.clone();
    match (action, selected) {
        (Action::Open | Action::Submit, Some(thumbprint)) => show(model, held, thumbprint),
        (Action::Sessions, Some(thumbprint)) => return sessions(model, held, &thumbprint),
        (Action::Copy, selected) => return outgoing::copy(model, selected),
        _ => {
            if let Some(to) = moved(view.row, view.thumbprints.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
            }
        }
    }
    Vec::new()
}

/// Shows one certificate.
pub(super) fn show(model: &mut Model, held: Held, thumbprint: String) {
    model.put_on_top(Overlay::Certificate(Box::new(CertificateView {
        held,
        thumbprint,
        scroll: 0,
    })));
}

/// Keys of one certificate.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (page, end) = (model.size.page, model.size.scroll_end);
    let Some(Overlay::Certificate(view)) = &mut model.overlay else {
        return Vec::new();
    };
    let (held, thumbprint) = (view.held.clone(), view.thumbprint.clone());
    match action {
        Action::Sessions => return sessions(model, held, &thumbprint),
        Action::Copy => return outgoing::copy(model, Some(thumbprint)),
        Action::Proof | Action::Open | Action::Submit => {
            let certificate = held.gathered.facts.certificates.get(&thumbprint);
            let locations = certificate.map_or(&[][..], |c| &c.locations);
            let places = locations.iter().filter_map(|l| held.place(l)).collect();
            return outgoing::show(model, places);
        }
        _ => {
            if let Some(to) = moved(view.scroll, end.saturating_add(1), page, action) {
                view.scroll = to;
            }
        }
    }
    Vec::new()
}

/// The sessions that sent it.
fn sessions(model: &mut Model, held: Held, thumbprint: &str) -> Vec<Effect> {
    let mut sent = (0u32..).zip(&held.sessions.certificates);
    let number = sent.find(|(_, c)| c.thumbprint == thumbprint);
    let Some((number, _)) = number else {
        model.notice = Some(Notice::NeverSent);
        return Vec::new();
    };
    let filter = Filter {
        certificate: Some(CertificateWanted::Sent(number)),
        ..Filter::default()
    };
    open_with(model, held, filter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ops::ControlFlow;

    use super::*;
    use crate::evidence::walk::Input;
    use crate::facts::Given;

    fn facts() -> Facts {
        let inputs = [Input::Path("assets/demo/renewed-certificate".into())];
        let go_on = &mut |_: crate::evidence::loader::Step| ControlFlow::Continue(());
        crate::facts::gather(&inputs, Given::default(), 1_793_621_100, go_on).facts
    }

    #[test]
    fn the_certificate_that_is_sent_now_stands_first_with_its_sessions() {
        let facts = facts();
        let order = ordered(&facts);
        assert_eq!(order.len(), facts.certificates.iter().count());
        let first = SentBy::of(&facts, &order[0]);
        let others = order.iter().map(|t| SentBy::of(&facts, t).last);
        assert_eq!(others.max().unwrap(), first.last);
        assert_eq!(first.ways.values().sum::<u64>(), first.sessions);
        let all: u64 = order.iter().map(|t| SentBy::of(&facts, t).sessions).sum();
        let sent = facts
            .traffic
            .paths
            .iter()
            .filter(|p| matches!(p.key.certificate, CertificateUse::Sent(_)));
        assert_eq!(all, sent.map(|p| p.sessions).sum::<u64>());
    }

    #[test]
    fn it_is_said_which_connectors_it_fits() {
        let facts = facts();
        let fit = |name: &str| {
            let mut all = facts.certificates.iter();
            let found =
                all.find(|c| c.display_name() == name && c.is_valid_at(facts.now).is_some());
            fits(&facts, found.unwrap())
        };
        let connectors = facts.tenant.connectors().iter();
        let naming = connectors.filter(|c| c.names_certificate()).count();
        let old = fit("mail-old.contoso.com");
        assert_eq!(old.len(), naming);
        assert!(
            old.iter().any(|f| matches!(f.fit, NameFit::Match { .. })),
            "{old:?}"
        );
        let new = fit("mail.contoso.com");
        assert!(
            new.iter()
                .all(|f| matches!(f.fit, NameFit::Mismatch { .. })),
            "{new:?}"
        );
    }

    #[test]
    fn a_chain_is_followed_as_far_as_it_is_known_and_never_round() {
        let named = |thumbprint: &str, subject: &str, issuer: &str| Certificate {
            thumbprint: thumbprint.to_owned(),
            subject: Some(subject.to_owned()),
            issuer: Some(issuer.to_owned()),
            ..Certificate::default()
        };
        let mut facts = Facts::default();
        for certificate in [
            named("A", "CN=mail", "CN=Issuing, O=X"),
            named("B", "CN=Issuing,O=X", "CN=Root"),
            named("C", "CN=Root", "CN=Root"),
        ] {
            facts.certificates.add(certificate);
        }
        let leaf = facts.certificates.get("A").unwrap();
        let above: Vec<&str> = chain(&facts, leaf)
            .iter()
            .map(|c| c.thumbprint.as_str())
            .collect();
        assert_eq!(above, ["B", "C"]);
    }
}
