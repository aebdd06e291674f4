//! Makes the index of all sessions while logs are read.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;

use super::index::{NONE, NOT_SENT, NULL_SENDER, SessionIndex, SessionOutcome, SessionRow};
use crate::evidence::formats::send_log::{
    LineRef, LoggedCertificate, Outcome, Peer, SentCertificate, Session, SessionSink,
};
use crate::evidence::reply::{Neighbour, ReplyKind};
use crate::facts::{Domain, Window};

/// Sessions that are listed; more are counted.
const MAX_SESSIONS: usize = 4_000_000;
/// Distinct domains and addresses that are told apart; more have none.
const MAX_DISTINCT: usize = 100_000;

fn small(at: LineRef) -> (u32, u32) {
    (at.source.0, u32::try_from(at.line).unwrap_or(u32::MAX))
}

/// What the sessions have in common, each once.
#[derive(Debug, Clone)]
struct Names<T> {
    all: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    fn number<Q>(&mut self, name: &Q, most: usize) -> u32
    where
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
        T: std::borrow::Borrow<Q>,
    {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = match u32::try_from(self.all.len()) {
            Ok(number) if self.all.len() < most => number,
            _ => return NONE,
        };
        self.all.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

/// Makes the index while logs are read.
#[derive(Debug, Default)]
pub struct Indexer {
    window: Window,
    rows: Vec<SessionRow>,
    servers: Names<String>,
    connectors: Names<Arc<str>>,
    certificates: HashMap<Arc<LoggedCertificate>, u32>,
    sent: Vec<Arc<LoggedCertificate>>,
    /// Nearly every session sends the same.
    last: Option<(Arc<LoggedCertificate>, u32)>,
    addresses: Names<IpAddr>,
    domains: Names<Domain>,
    left_out: u64,
}

impl Indexer {
    /// Takes only the sessions that began within the window.
    pub fn within(window: Window) -> Self {
        Self {
            window,
            ..Self::default()
        }
    }

    /// The index, in the order of time.
    pub fn finish(mut self) -> SessionIndex {
        self.rows.sort_by_key(|r| (r.started, r.first));
        self.rows.shrink_to_fit();
        SessionIndex {
            outcomes: self.rows.iter().fold(0, |bits, row| bits | row.outcomes),
            rows: self.rows,
            servers: self.servers.all,
            connectors: self.connectors.all.iter().map(|c| c.to_string()).collect(),
            certificates: self.sent,
            addresses: self.addresses.all,
            domains: self.domains.all,
            left_out: self.left_out,
        }
    }

    fn certificate(&mut self, sent: &SentCertificate) -> u32 {
        let sent = match sent {
            SentCertificate::Sent(sent) => sent,
            SentCertificate::NotSent => return NOT_SENT,
            SentCertificate::Unknown => return NONE,
        };
        if let Some((_, number)) = self.last.as_ref().filter(|(c, _)| Arc::ptr_eq(c, sent)) {
            return *number;
        }
        let number = match self.certificates.get(sent) {
            Some(number) => *number,
            None if self.sent.len() >= MAX_DISTINCT => return NONE,
            None => {
                let number = u32::try_from(self.sent.len()).unwrap_or(NONE);
                self.sent.push(sent.clone());
                self.certificates.insert(sent.clone(), number);
                number
            }
        };
        self.last = Some((sent.clone(), number));
        number
    }

    fn domain(&mut self, address: &str) -> u32 {
        let domain = Domain::of_address(address);
        domain.map_or(NONE, |d| self.domains.number(&d, MAX_DISTINCT))
    }
}

/// 16 bits are enough for servers and connectors; what is beyond has no name.
fn short(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

impl SessionSink for Indexer {
    fn session(&mut self, server: &str, session: &Session) {
        let (Some(first), Some(last)) = (session.first, session.last) else {
            return;
        };
        if !self.window.holds(session.started) {
            return;
        }
        if self.rows.len() >= MAX_SESSIONS {
            self.left_out += 1;
            return;
        }
        let names = usize::from(u16::MAX);
        let mail = session.messages.first();
        let recipient = mail.and_then(|m| m.recipients.first());
        let address = session.seen_address.as_ref().map(|(address, _)| *address);
        let row = SessionRow {
            started: session.started,
            first: small(first),
            last: small(last),
            decisive: decisive(session, last).map_or((0, 0), small),
            certificate: self.certificate(&session.certificate),
            address: address.map_or(NONE, |a| self.addresses.number(&a, MAX_DISTINCT)),
            sender: match mail {
                Some(m) if m.mail_from.is_empty() => NULL_SENDER,
                Some(m) => self.domain(&m.mail_from.text()),
                None => NONE,
            },
            recipient: recipient.map_or(NONE, |r| self.domain(&r.address.text())),
            server: short(self.servers.number(server, names)),
            connector: short(self.connectors.number(&session.connector, names)),
            outcomes: outcomes(session),
            messages: u16::try_from(session.messages.len()).unwrap_or(u16::MAX),
        };
        self.rows.push(row);
    }
}

fn outcomes(session: &Session) -> u16 {
    use SessionOutcome as S;
    let mut bits = 0;
    for refusal in &session.refusals {
        bits |= of_refusal(refusal.kind).bit();
    }
    let recipients = session.messages.iter().flat_map(|m| &m.recipients);
    for recipient in recipients {
        bits |= match recipient.outcome {
            Outcome::Accepted => S::Accepted.bit(),
            Outcome::RefusedAttribution => S::Refused.bit(),
            Outcome::RefusedInboundAttribution => S::InboundRefused.bit(),
            Outcome::RefusedOtherwise => S::RefusedOtherwise.bit(),
            Outcome::Unanswered => S::Unanswered.bit(),
        };
    }
    let also = [
        (session.tls.failed.is_some(), S::Failed),
        (
            session.certificate == SentCertificate::NotSent,
            S::NoCertificate,
        ),
        (session.messages.is_empty(), S::NoMail),
    ];
    let also = also.into_iter().filter(|(is, _)| *is);
    also.fold(bits, |bits, (_, outcome)| bits | outcome.bit())
}

fn of_refusal(kind: ReplyKind) -> SessionOutcome {
    match kind {
        ReplyKind::TenantAttribution | ReplyKind::Attr36 => SessionOutcome::Refused,
        ReplyKind::TenantInboundAttribution => SessionOutcome::InboundRefused,
        ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing) => SessionOutcome::Failed,
        ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal => SessionOutcome::RefusedOtherwise,
    }
}

/// The reply that decided: the gravest refusal, else how TLS failed, else the answer
/// to the first recipient. Replies to recipients tell no file: they count where the
/// session is in one.
fn decisive(session: &Session, last: LineRef) -> Option<LineRef> {
    let refusal = session.refusals.iter().min_by_key(|r| of_refusal(r.kind));
    let failed = session.tls.failed.as_ref().map(|(_, line)| line.at);
    let peers = session.peer != Peer::Unknown;
    let whole = session.first.is_some_and(|f| f.source == last.source);
    let mut recipients = session.messages.iter().flat_map(|m| &m.recipients);
    let answered = recipients
        .find(|r| r.reply_line > 0)
        .filter(|_| whole && peers);
    let answered = answered.map(|r| LineRef {
        source: last.source,
        line: r.reply_line,
    });
    refusal.map(|r| r.line.at).or(failed).or(answered)
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::SourceId;
    use crate::evidence::formats::send_log::{Message, Recipient};
    use crate::facts::sessions::SessionCertificate;

    /// A session of the `n`th kind.
    pub(crate) fn session(n: u32) -> Session {
        let at = |line| LineRef {
            source: SourceId(n % 3),
            line,
        };
        let outcome = match n % 5 {
            0 => Outcome::RefusedAttribution,
            1 => Outcome::RefusedOtherwise,
            2 => Outcome::Unanswered,
            _ => Outcome::Accepted,
        };
        let certificate = LoggedCertificate {
            thumbprint: format!("{:040X}", n % 4),
            subject: Some(format!("CN=mail{}.contoso.com", n % 4)),
            ..LoggedCertificate::default()
        };
        let message = Message {
            mail_from: format!("a@contoso{}.com", n % 7).into(),
            recipients: vec![Recipient {
                address: format!("b@fabrikam{}.com", n % 6).into(),
                line: 5,
                outcome,
                reply_line: 6,
            }],
            ..Message::default()
        };
        Session {
            connector: format!("To EOP {}", n % 2).into(),
            first: Some(at(u64::from(n) * 10 + 1)),
            last: Some(at(u64::from(n) * 10 + 9)),
            started: 1_793_600_000_000 + i64::from(n.wrapping_mul(7_919) % 100_000) * 1000,
            peer: Peer::Eop,
            certificate: match n % 9 {
                0 => SentCertificate::NotSent,
                1 => SentCertificate::Unknown,
                _ => SentCertificate::Sent(Arc::new(certificate)),
            },
            messages: match n % 11 {
                0 => Vec::new(),
                _ => vec![message],
            },
            ..Session::default()
        }
    }

    pub(crate) fn index(count: u32) -> SessionIndex {
        let mut indexer = Indexer::default();
        for n in 0..count {
            indexer.session(&format!("EX0{}", n % 3), &session(n));
        }
        indexer.finish()
    }

    #[test]
    fn what_sessions_have_in_common_stands_once_and_they_are_in_order() {
        let index = index(500);
        assert_eq!(index.rows.len(), 500);
        assert_eq!(index.servers.len(), 3);
        assert_eq!(index.connectors.len(), 2);
        assert_eq!(index.certificates.len(), 4);
        assert_eq!(index.domains.len(), 13);
        assert!(index.rows.is_sorted_by_key(|r| r.started));
        let first = session(23);
        let row = index.rows.iter().find(|r| Some(r.first()) == first.first);
        let row = row.unwrap();
        assert_eq!(
            (row.first(), row.last()),
            (first.first.unwrap(), first.last.unwrap())
        );
        assert_eq!(index.server(row), "EX02");
        assert_eq!(index.connector(row), "To EOP 1");
        assert!(row.is(SessionOutcome::Accepted));
        assert_eq!(row.decisive().unwrap().line, 6);
        let SessionCertificate::Sent(sent) = index.certificate(row) else {
            unreachable!("{row:?}");
        };
        assert_eq!(sent.thumbprint, format!("{:040X}", 3));
    }

    #[test]
    fn a_session_outside_the_window_is_not_listed() {
        let mut indexer = Indexer::within(Window {
            since: Some(1_793_600_050_000),
            until: None,
        });
        (0..100).for_each(|n| indexer.session("EX01", &session(n)));
        let index = indexer.finish();
        assert!(!index.rows.is_empty() && index.rows.len() < 100);
        assert!(index.rows.iter().all(|r| r.started >= 1_793_600_050_000));
    }
}
