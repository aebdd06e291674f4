//! What is distinct in the logs is bounded; nothing that is beyond goes uncounted.

use std::net::{IpAddr, Ipv4Addr};

use super::*;
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{LineRef, Recipient};

/// A session with one message of the sender to these domains, all accepted.
fn session(mail_from: &str, domains: impl Iterator<Item = String>) -> Session {
    let recipient = |domain: String| Recipient {
        address: format!("a@{domain}").into(),
        outcome: Outcome::Accepted,
        ..Recipient::default()
    };
    Session {
        messages: vec![Message {
            mail_from: mail_from.into(),
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
                text: "".into(),
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

mod joined {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000;

    fn quoted(line: u64) -> Quoted {
        Quoted {
            at: LineRef {
                source: SourceId(0),
                line,
            },
            text: format!("line {line}").into(),
        }
    }

    /// A session out of a few numbers, at a time.
    fn drawn((kind, what, at): (u8, Vec<(u8, u8)>, i64)) -> Session {
        let time = at * MINUTE;
        let line = at.unsigned_abs();
        let outcomes = [
            Outcome::Accepted,
            Outcome::RefusedAttribution,
            Outcome::RefusedInboundAttribution,
            Outcome::RefusedOtherwise,
            Outcome::Unanswered,
        ];
        let recipients: Vec<Recipient> = what
            .iter()
            .map(|&(domain, outcome)| Recipient {
                address: format!("a@d{}.example", domain % 4).into(),
                line,
                outcome: outcomes[usize::from(outcome) % outcomes.len()],
                reply_line: line,
            })
            .collect();
        let refused = recipients
            .iter()
            .position(|r| r.outcome == Outcome::RefusedAttribution);
        let refusal = |recipient| Refusal {
            time,
            text: "550 5.7.64 TenantAttribution; Relay Access Denied".to_owned(),
            kind: ReplyKind::TenantAttribution,
            line: quoted(line),
            recipient: Some((0, Some(recipient))),
        };
        let certificate = LoggedCertificate {
            thumbprint: format!("{:040X}", kind % 3),
            ..LoggedCertificate::default()
        };
        let mut session = Session {
            connector: ["Outbound", "Partner"][usize::from(kind) % 2].into(),
            started: time,
            ended: time + 1000,
            peer: [Peer::Eop, Peer::Other][usize::from(kind / 2) % 2],
            greeting_host: Some(format!("h{}.example", kind % 5).into()),
            certificate: match kind % 4 {
                0 => SentCertificate::NotSent,
                _ => SentCertificate::Sent(Arc::new(certificate)),
            },
            certificate_line: Some(quoted(line)),
            seen_address: (kind % 3 == 0).then(|| (IpAddr::V4(Ipv4Addr::LOCALHOST), quoted(line))),
            refusals: refused.map(refusal).into_iter().collect(),
            ..Session::default()
        };
        session.tls.succeeded = kind % 2 == 0;
        session.tls.failed = (kind % 7 == 0).then(|| (format!("E{}", kind % 2), quoted(line)));
        if !recipients.is_empty() {
            session.messages.push(Message {
                mail_from: ["", "u@d1.example", "u@own.example", "bad"][usize::from(kind) % 4]
                    .to_owned()
                    .into(),
                line,
                time,
                recipients,
                ..Message::default()
            });
        }
        session
    }

    proptest! {
        /// Each server's sessions apart, then joined, are all of them one after the other.
        #[test]
        fn apart_is_the_same_as_one_after_the_other(
            servers in vec(
                vec((any::<u8>(), vec((any::<u8>(), any::<u8>()), 0..4), 0i64..100_000), 0..12),
                1..4,
            ),
        ) {
            let mut one = Fold::default();
            let mut joined = Fold::default();
            for (number, sessions) in servers.into_iter().enumerate() {
                let server = format!("EX{number:02}");
                let mut part = joined.part();
                for session in sessions.into_iter().map(drawn) {
                    one.session(&server, &session);
                    part.session(&server, &session);
                }
                joined.join(part);
            }
            prop_assert_eq!(format!("{:#?}", joined.finish()), format!("{:#?}", one.finish()));
        }
    }
}
