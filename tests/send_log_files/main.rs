//! Send logs read a second time by a reader that is slow and simple: the whole
//! text at once, a session's rows in one list, replies paired with commands in
//! order. What is counted must be the same, over every scenario and over random
//! logs whose true counts are known from how they were made.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod made;
mod slow;

use std::collections::{BTreeMap, BTreeSet};

use common::{evidence_of, gather_path, scenarios};
use proptest::collection::vec;
use proptest::prelude::*;
use relay_doctor::facts::Facts;
use relay_doctor::facts::traffic::CertificateUse;
use tempfile::TempDir;

/// What is counted of logs (contract.md, JSON `traffic`).
#[derive(Debug, Default, Clone, PartialEq)]
struct Counts {
    sessions: u64,
    to_exchange_online: u64,
    messages: u64,
    accepted: u64,
    refused: u64,
    sessions_refused: u64,
    /// Sessions by thumbprint.
    certificates: BTreeMap<String, u64>,
    /// Sessions by the address that the peer saw.
    addresses: BTreeMap<String, u64>,
    /// By the name of the Send connector.
    connectors: BTreeMap<String, OfConnector>,
}

/// What is counted of one Send connector; recipients of Exchange Online only.
#[derive(Debug, Default, Clone, PartialEq)]
struct OfConnector {
    sessions: u64,
    accepted: u64,
    refused: u64,
}

/// The counts of the program.
fn counted(facts: &Facts) -> Counts {
    let traffic = &facts.traffic;
    let mut counts = Counts {
        sessions: traffic.sessions(),
        ..Counts::default()
    };
    for (_, path) in traffic.eop_paths() {
        counts.to_exchange_online += path.sessions;
        counts.sessions_refused += path.refused.count;
    }
    for count in traffic.senders.iter().filter(|s| traffic.is_eop(s.path)) {
        counts.messages += count.messages;
    }
    for flow in traffic.flows.iter().filter(|f| traffic.is_eop(f.path)) {
        counts.accepted += flow.accepted.count;
        counts.refused += flow.refused.count;
        let path = &traffic.paths[flow.path as usize];
        let name = traffic.connectors[path.key.connector as usize].clone();
        let connector = counts.connectors.entry(name).or_default();
        connector.accepted += flow.accepted.count;
        connector.refused += flow.refused.count;
    }
    for path in &traffic.paths {
        let name = traffic.connectors[path.key.connector as usize].clone();
        counts.connectors.entry(name).or_default().sessions += path.sessions;
        if let Some(address) = path.key.address {
            *counts.addresses.entry(address.to_string()).or_default() += path.sessions;
        }
        if let CertificateUse::Sent(index) = path.key.certificate {
            let thumbprint = &traffic.certificates[index as usize].thumbprint;
            *counts.certificates.entry(thumbprint.clone()).or_default() += path.sessions;
        }
    }
    counts
}

#[test]
fn every_scenario_is_counted_as_the_slow_reader_counts_it() {
    let mut sessions = 0;
    let mut differing = Vec::new();
    for name in scenarios() {
        let folder = evidence_of(&name);
        let (fast, slow) = (counted(&gather_path(&folder).facts), slow::read(&folder));
        sessions += slow.sessions;
        if fast != slow {
            differing.push(format!("{name}\n  {fast:?}\n  {slow:?}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(sessions > 200, "{sessions}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn interleaved_logs_are_counted_as_they_were_made(
        mut sessions in vec(made::session(), 1..8),
        turns in vec(0usize..8, 1..40),
        rows_a_file in 1usize..60,
    ) {
        // One session-id a server: ids are made of half the number.
        let mut ids = BTreeSet::new();
        let mut number = 0;
        sessions.retain(|s| {
            let fresh = ids.insert((s.server, number / 2));
            number += usize::from(fresh);
            fresh
        });
        let folder = TempDir::new().unwrap();
        made::write_logs(folder.path(), &sessions, &turns, rows_a_file);
        let mut made = Counts::default();
        sessions.iter().for_each(|s| s.count(&mut made));
        prop_assert_eq!(&slow::read(folder.path()), &made);
        prop_assert_eq!(&counted(&gather_path(folder.path()).facts), &made);
    }
}
