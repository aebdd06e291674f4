//! What is distinct in the logs is bounded; nothing that is beyond goes uncounted.

use std::net::{IpAddr, Ipv4Addr};

use super::*;
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{LineRef, Recipient};

/// A session with one message of the sender to these domains, all accepted.
fn session(mail_from: &str, domains: impl Iterator<Item = String>) -> Session {
    let recipient = |domain: String| Recipient {
        address: format!("a@{domain}"),
        outcome: Outcome::Accepted,
        ..Recipient::default()
    };
    Session {
        messages: vec![Message {
            mail_from: mail_from.to_owned(),
            recipients: domains.map(recipient).collect(),
            ..Message::default()
        }],
        ..Session::default()
    }
}

/// Folds one message to each domain from each sender; in sessions as long as they get.
fn folded(senders: &[&str], domains: usize) -> Traffic {
    let mut fold = Fold::default();
    for sender in senders {
        let all: Vec<usize> = (0..domains).collect();
        for part in all.chunks(200) {
            let names = part.iter().map(|n| format!("d{n}.example"));
            fold.session("EX01", &session(sender, names));
        }
    }
    fold.finish()
}

fn accepted(traffic: &Traffic) -> u64 {
    traffic.flows.iter().map(|f| f.accepted.count).sum()
}

#[test]
fn domains_are_kept_apart_up_to_a_limit() {
    for (domains, pooled) in [(MAX_DOMAINS, 0), (MAX_DOMAINS + 1, 1)] {
        let traffic = folded(&[""], domains);
        assert_eq!(traffic.domains.len(), MAX_DOMAINS);
        assert_eq!(traffic.pooled_domains, pooled);
        assert_eq!(accepted(&traffic), domains as u64);
        let without = traffic.flows.iter().filter(|f| f.recipient.is_none());
        assert_eq!(without.map(|f| f.accepted.count).sum::<u64>(), pooled);
    }
}

#[test]
fn flows_are_kept_apart_up_to_a_limit() {
    // The domain of the second sender counts as a domain too.
    let senders = ["", "x@d0.example"];
    for (domains, pooled) in [(MAX_FLOWS / 2, 0), (MAX_FLOWS / 2 + 1, 2)] {
        let traffic = folded(&senders, domains);
        assert_eq!(accepted(&traffic), 2 * domains as u64);
        let is_pooled = |f: &&Flow| f.recipient.is_none();
        let without = traffic.flows.iter().filter(is_pooled);
        assert_eq!(without.map(|f| f.accepted.count).sum::<u64>(), pooled);
        // Those beyond are together: one more for each sender.
        assert!(traffic.flows.len() <= MAX_FLOWS + senders.len());
    }
}

#[test]
fn paths_are_kept_apart_up_to_a_limit() {
    for (addresses, pooled) in [(MAX_PATHS, 0), (MAX_PATHS + 3, 3)] {
        let mut fold = Fold::default();
        for n in 0..addresses {
            let address = IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(n).unwrap_or(0)));
            let line = Quoted {
                at: LineRef {
                    source: SourceId(0),
                    line: 1,
                },
                text: String::new(),
            };
            let session = Session {
                seen_address: Some((address, line)),
                ..Session::default()
            };
            fold.session("EX01", &session);
        }
        let traffic = fold.finish();
        let sessions = |kept: bool| -> u64 {
            let paths = traffic.paths.iter();
            let those = paths.filter(|p| p.key.address.is_some() == kept);
            those.map(|p| p.sessions).sum()
        };
        assert_eq!(
            (sessions(true), sessions(false)),
            (MAX_PATHS as u64, pooled)
        );
        assert_eq!(traffic.paths.len(), MAX_PATHS + usize::from(pooled > 0));
    }
}
