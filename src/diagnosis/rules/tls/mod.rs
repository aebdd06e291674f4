//! What keeps a certificate from being sent at all.

mod certificate_missing;
mod key_unusable;
mod negotiation_failed;
mod starttls_ignored;
mod starttls_not_offered;
mod without_key;

use std::collections::BTreeMap;

use super::Rule;
use crate::attribution::{Presented, Way};
use crate::diagnosis::Context;
use crate::diagnosis::vouching::unvouched;
use crate::evidence::Location;
use crate::evidence::formats::send_log::Peer;
use crate::facts::Certificate;
use crate::facts::traffic::{CertificateUse, Path, Tally};

pub(super) const RULES: &[Rule] = &[
    negotiation_failed::RULE,
    certificate_missing::RULE,
    starttls_not_offered::RULE,
    starttls_ignored::RULE,
    without_key::RULE,
    key_unusable::RULE,
];

/// Paths that may lead to Exchange Online and whose last trouble of a kind came
/// after the last TLS success of the same server and Send connector.
fn troubled<'a>(context: &Context<'a>, last: impl Fn(&Path) -> Option<i64>) -> Vec<&'a Path> {
    let traffic = &context.facts.traffic;
    let to_eop = |p: &&'a Path| {
        let name = traffic.connectors.get(p.key.connector as usize);
        let to_tenant = name.and_then(|n| crate::attribution::leads_to_tenant(context.facts, n));
        p.key.peer != Peer::Other && to_tenant != Some(false)
    };
    let paths: Vec<&Path> = traffic.paths.iter().filter(to_eop).collect();
    let mut succeeded: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for path in &paths {
        if let Some(time) = path.tls_succeeded.last {
            let latest = succeeded
                .entry((path.key.server, path.key.connector))
                .or_insert(time);
            *latest = time.max(*latest);
        }
    }
    paths
        .into_iter()
        .filter(|p| {
            let success = succeeded.get(&(p.key.server, p.key.connector));
            last(p).is_some_and(|time| success.is_none_or(|&s| time > s))
        })
        .collect()
}

/// Whether a sender of these paths' Send connectors is vouched for by nothing, since no
/// certificate is sent.
fn lacks_vouching(context: &Context, paths: &[&Path]) -> bool {
    let traffic = &context.facts.traffic;
    let keys = |p: &Path| (p.key.server, p.key.connector);
    let of_paths = |way: &Way| {
        let mut own = way.paths.iter().filter_map(|&index| traffic.path(index));
        own.any(|own| paths.iter().any(|p| keys(p) == keys(own)))
    };
    unvouched(context)
        .into_iter()
        .any(|j| matches!(j.presented, Presented::Nothing) && context.way(j).is_some_and(of_paths))
}

/// Paths whose TLS fails now.
fn tls_fails<'a>(context: &Context<'a>) -> Vec<&'a Path> {
    troubled(context, |p| {
        p.tls_failed.iter().filter_map(|(_, t)| t.last).max()
    })
}

/// A certificate with which TLS fails now.
struct Failing<'a> {
    certificate: &'a Certificate,
    server: Option<&'a str>,
    connector: &'a str,
    path: &'a Path,
}

impl Failing<'_> {
    /// Sessions that failed with an error.
    fn failed_with(&self, error: &str) -> u64 {
        let failed = self.path.tls_failed.iter();
        failed
            .filter(|(e, _)| e.eq_ignore_ascii_case(error))
            .map(|(_, tally)| tally.count)
            .sum()
    }

    fn proof(&self) -> Vec<Location> {
        let failed = self.path.tls_failed.iter();
        let failed = failed.filter_map(|(_, t)| t.proof.clone());
        failed.chain(self.path.certificate_line.clone()).collect()
    }
}

/// The certificate of each failing path: the one that its sessions show, else the one
/// that the Send connector chooses, else the one it sent when TLS still came about.
fn failing<'a>(context: &Context<'a>) -> Vec<Failing<'a>> {
    let facts = context.facts;
    let of = |path: &'a Path| {
        let connector = facts.traffic.connectors.get(path.key.connector as usize)?;
        let server = facts.traffic.servers.get(path.key.server as usize);
        let server = server.map(String::as_str);
        let shown = match path.key.certificate {
            CertificateUse::Sent(index) => facts.sent.get(index as usize),
            CertificateUse::NotSent | CertificateUse::Unknown => None,
        };
        let chosen = || {
            let object = facts.send_connector(connector)?;
            facts.choice(object, server)?.certificate()
        };
        let earlier = || {
            let ways = context.verdicts.ways.iter();
            let mut of_it = ways.filter(|w| w.connector == Some(connector) && w.server == server);
            of_it.find_map(|w| w.presented.certificate())
        };
        Some(Failing {
            certificate: shown.or_else(chosen).or_else(earlier)?,
            server,
            connector,
            path,
        })
    };
    tls_fails(context).into_iter().filter_map(of).collect()
}

/// The names of the paths' Send connectors, each once.
fn connector_names(context: &Context, paths: &[&Path]) -> Vec<String> {
    let connectors = &context.facts.traffic.connectors;
    let names = paths
        .iter()
        .filter_map(|p| connectors.get(p.key.connector as usize));
    let mut names: Vec<String> = names.cloned().collect();
    names.sort();
    names.dedup();
    names
}

/// Sum of a tally over paths, and its proofs.
fn total<'p>(paths: &[&'p Path], tally: impl Fn(&'p Path) -> &'p Tally) -> (u64, Vec<Location>) {
    let count = paths.iter().map(|p| tally(p).count).sum();
    let proof = paths
        .iter()
        .filter_map(|p| tally(p).proof.clone())
        .collect();
    (count, proof)
}
