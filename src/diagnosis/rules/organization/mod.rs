//! Condition A: accepted domains.

mod another_tenant;
mod foreign_or_null;
mod none_accepted;
mod shared_domain;
mod subdomain;

use super::Rule;
use crate::attribution::{CertificateDomain, Judged, certificate_domain};
use crate::diagnosis::Context;
use crate::diagnosis::vouching::unvouched;

pub(super) const RULES: &[Rule] = &[
    none_accepted::RULE,
    foreign_or_null::RULE,
    subdomain::RULE,
    another_tenant::RULE,
    shared_domain::RULE,
];

/// What the accepted domains say about the certificate presented.
fn domain_of(context: &Context, judged: &Judged) -> Option<CertificateDomain> {
    let certificate = judged.presented.certificate()?;
    Some(certificate_domain(
        &context.facts.tenant,
        &certificate.names,
    ))
}

/// Places of the accepted domains.
fn accepted_lines(context: &Context) -> Vec<crate::evidence::Location> {
    let domains = context.facts.tenant.domains();
    domains.iter().take(4).map(|d| d.at.clone()).collect()
}

/// The sender as a person reads it: a domain or `<>`.
fn shown(judged: &Judged) -> Option<String> {
    use crate::facts::SenderView;
    match &judged.sender {
        SenderView::Null => Some("<>".to_owned()),
        SenderView::Domain(domain) => Some(domain.to_string()),
        SenderView::Unknown => None,
    }
}

/// Sorted, each once.
fn distinct(mut items: Vec<String>) -> Vec<String> {
    items.sort();
    items.dedup();
    items
}
