//! The sessions since the change, counted: by server, Send connector, certificate and
//! sender class. Memory grows with what is distinct in them, never with their number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::attribution::{RecipientClass, SenderClass, leads_to_tenant, sender_class};
use crate::evidence::formats::send_log::{Message, Outcome, Peer, SentCertificate, Session};
use crate::evidence::reply::ReplyKind;
use crate::facts::{Domain, Facts, SenderView};

use super::Settled;

/// Distinct rows kept apart; further ones are counted in the totals alone.
const MAX_ROWS: usize = 10_000;

/// What was sent in a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// This certificate, upper-case hex.
    Certificate(String),
    /// None.
    Nothing,
    /// The log does not tell.
    Unknown,
}

impl Sent {
    fn of(session: &Session) -> Self {
        match &session.certificate {
            SentCertificate::Sent(sent) if !sent.thumbprint.is_empty() => {
                Self::Certificate(sent.thumbprint.clone())
            }
            SentCertificate::NotSent => Self::Nothing,
            SentCertificate::Sent(_) | SentCertificate::Unknown => Self::Unknown,
        }
    }

    /// The thumbprint.
    pub fn thumbprint(&self) -> Option<&str> {
        match self {
            Self::Certificate(thumbprint) => Some(thumbprint),
            Self::Nothing | Self::Unknown => None,
        }
    }
}

/// Whose mail a session carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SenderKind {
    /// Of this class.
    Class(SenderClass),
    /// There was no MAIL FROM.
    NoMail,
}

impl SenderKind {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Class(class) => class.code(),
            Self::NoMail => "none",
        }
    }
}

/// What Exchange Online answered to relay in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// A reply was 5.7.64 or ATTR36.
    Refused,
    /// A recipient outside the tenant was accepted, by way of the tenant.
    Accepted,
    /// A recipient was accepted of which the evidence does not tell whether it is
    /// outside the tenant, or whose tenant answered.
    Undecided,
    /// Only recipients in own domains were accepted: that proves nothing.
    Own,
    /// Nothing was accepted, for another reason or none.
    Other,
    /// The peer is not Exchange Online Protection.
    Elsewhere,
}

impl Answer {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Undecided => "undecided",
            Self::Own => "own-domain",
            Self::Other => "other",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Sessions by answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub sessions: u64,
    /// Refused with 5.7.64 or ATTR36.
    pub refused: u64,
    /// Accepted for a recipient outside the tenant.
    pub accepted: u64,
    /// Accepted, and the evidence does not tell whether that is relay.
    pub undecided: u64,
    /// Accepted for own domains alone.
    pub own: u64,
}

impl Count {
    fn add(&mut self, answer: Answer) {
        self.sessions += 1;
        match answer {
            Answer::Refused => self.refused += 1,
            Answer::Accepted => self.accepted += 1,
            Answer::Undecided => self.undecided += 1,
            Answer::Own => self.own += 1,
            Answer::Other | Answer::Elsewhere => {}
        }
    }
}

/// When something happened, and the line that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// By the server's clock, milliseconds since the epoch.
    pub time: i64,
    /// When it was read here.
    pub seen: i64,
    /// It was read as it was written.
    pub live: bool,
    /// File and line, raw.
    pub place: Option<(Arc<str>, u64)>,
    /// The Send connector, raw.
    pub connector: Arc<str>,
    /// The reply, raw; empty where there is none.
    pub reply: String,
}

/// A session, judged.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What was answered.
    pub answer: Answer,
    /// What was sent.
    pub sent: Sent,
    /// Whose mail it carried; each once.
    pub senders: Vec<SenderKind>,
    /// The last answer to each of these.
    answers: Vec<(SenderKind, Answer)>,
    /// When.
    pub moment: Moment,
}

/// Judges a session by what the evidence tells; `to_tenant`: a refusal in the logs
/// has shown that its Send connector leads to the tenant.
pub(super) fn judge(settled: &Settled, facts: &Facts, to_tenant: bool, now: i64) -> Seen {
    let session = &settled.session;
    let to_tenant = match to_tenant {
        true => Some(true),
        false => leads_to_tenant(facts, &session.connector),
    };
    let relay = session
        .refusals
        .iter()
        .filter(|r| matches!(r.kind, ReplyKind::TenantAttribution | ReplyKind::Attr36));
    let last_refusal = relay.clone().next_back();
    let refused: BTreeSet<usize> = relay.filter_map(|r| Some(r.recipient?.0)).collect();
    let mut answers: Vec<(SenderKind, Answer)> = Vec::new();
    for (nth, message) in session.messages.iter().enumerate() {
        let kind = sender(facts, message);
        let answer = match (refused.contains(&nth), session.peer) {
            (true, _) => Answer::Refused,
            (false, Peer::Eop) => accepted(facts, message, to_tenant),
            (false, Peer::Other | Peer::Unknown) => Answer::Elsewhere,
        };
        match answers.iter_mut().find(|(k, _)| *k == kind) {
            // What weighs most of a class stands for it.
            Some((_, known)) => *known = (*known).min(answer),
            None => answers.push((kind, answer)),
        }
    }
    let answer = match (last_refusal, session.peer) {
        (Some(_), _) => Answer::Refused,
        (None, Peer::Eop) => answers
            .iter()
            .map(|(_, a)| *a)
            .min()
            .unwrap_or(Answer::Other),
        (None, Peer::Other | Peer::Unknown) => Answer::Elsewhere,
    };
    if answers.is_empty() {
        answers.push((SenderKind::NoMail, answer));
    }
    Seen {
        answer,
        sent: Sent::of(session),
        senders: answers.iter().map(|(k, _)| *k).collect(),
        answers,
        moment: Moment {
            time: last_refusal.map_or(session.ended, |r| r.time),
            seen: now,
            live: settled.live,
            place: settled.place.clone(),
            connector: session.connector.clone(),
            reply: last_refusal.map(|r| r.text.clone()).unwrap_or_default(),
        },
    }
}

fn sender(facts: &Facts, message: &Message) -> SenderKind {
    let view = match message.mail_from.text().as_ref() {
        "" => SenderView::Null,
        from => Domain::of_address(from).map_or(SenderView::Unknown, SenderView::Domain),
    };
    SenderKind::Class(sender_class(&facts.tenant, &view))
}

/// What the recipients of a message that was not refused prove.
fn accepted(facts: &Facts, message: &Message, to_tenant: Option<bool>) -> Answer {
    let accepted = message.recipients.iter();
    let accepted = accepted.filter(|r| r.outcome == Outcome::Accepted);
    let class = |address: &str| match Domain::of_address(address) {
        Some(domain) => match facts.tenant.accepts(&domain) {
            Some(true) => RecipientClass::Own,
            Some(false) => RecipientClass::Outside,
            None => RecipientClass::Unknown,
        },
        None => RecipientClass::Unknown,
    };
    let answer = |class| match (class, to_tenant) {
        (RecipientClass::Own, _) => Answer::Own,
        (_, Some(false)) => Answer::Elsewhere,
        (RecipientClass::Outside, Some(true)) => Answer::Accepted,
        _ => Answer::Undecided,
    };
    let answers = accepted.map(|r| answer(class(&r.address.text())));
    answers.min().unwrap_or(Answer::Other)
}

/// What is counted of one server.
#[derive(Debug, Clone, Default)]
pub struct ServerCount {
    /// Its sessions.
    pub count: Count,
    /// Accepted sessions in a row with the expected certificate, since its last refusal.
    pub in_a_row: u64,
    /// The first acceptance.
    pub first_accepted: Option<Moment>,
    /// The last acceptance.
    pub last_accepted: Option<Moment>,
    /// The last refusal.
    pub last_refused: Option<Moment>,
    /// What was sent in the last session with Exchange Online that tells.
    pub last_sent: Option<Sent>,
    /// What was sent when it was last accepted.
    pub accepted_with: Option<Sent>,
    /// Send connectors of which the evidence does not tell where they lead.
    pub undecided_connectors: BTreeSet<Arc<str>>,
    /// The last answer to each Send connector and sender class, and when.
    pub last: BTreeMap<(Arc<str>, SenderKind), (i64, Answer)>,
}

/// A row of the counts.
pub type RowKey = (usize, Arc<str>, Sent, SenderKind);

/// All counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) servers: Vec<ServerCount>,
    pub(super) rows: BTreeMap<RowKey, Count>,
    pub(super) total: Count,
    /// Sessions that began before what counts.
    pub(super) before: u64,
}

impl Tally {
    /// Counts a session of a server. `fits`: whether what was sent is what is expected.
    pub(super) fn add(&mut self, server: usize, seen: &Seen, fits: impl Fn(&Sent) -> bool) {
        if self.servers.len() <= server {
            self.servers.resize_with(server + 1, ServerCount::default);
        }
        self.total.add(seen.answer);
        let connector = &seen.moment.connector;
        for (kind, answer) in &seen.answers {
            let key = (server, connector.clone(), seen.sent.clone(), *kind);
            if self.rows.len() < MAX_ROWS || self.rows.contains_key(&key) {
                self.rows.entry(key).or_default().add(*answer);
            }
        }
        let count = &mut self.servers[server];
        count.count.add(seen.answer);
        count.take(seen, fits);
    }
}

impl ServerCount {
    /// The last answer to relay and when it was given; `None` before there was one.
    pub fn last_answer(&self) -> Option<(Answer, &Moment)> {
        let accepted = self.last_accepted.iter().map(|m| (Answer::Accepted, m));
        let refused = self.last_refused.iter().map(|m| (Answer::Refused, m));
        // Of the same moment the refusal weighs more.
        accepted.chain(refused).max_by_key(|(_, m)| m.time)
    }

    fn take(&mut self, seen: &Seen, fits: impl Fn(&Sent) -> bool) {
        if seen.answer == Answer::Elsewhere {
            return;
        }
        let moment = &seen.moment;
        for (kind, answer) in &seen.answers {
            let tells = matches!(answer, Answer::Accepted | Answer::Refused);
            let key = (moment.connector.clone(), *kind);
            if tells && (self.last.len() < MAX_ROWS || self.last.contains_key(&key)) {
                let last = self.last.entry(key).or_insert((i64::MIN, *answer));
                if moment.time >= last.0 {
                    *last = (moment.time, *answer);
                }
            }
        }
        if seen.sent != Sent::Unknown {
            self.last_sent = Some(seen.sent.clone());
        }
        match seen.answer {
            Answer::Refused => {
                self.in_a_row = 0;
                newer(&mut self.last_refused, moment);
            }
            Answer::Accepted => {
                if self
                    .first_accepted
                    .as_ref()
                    .is_none_or(|f| moment.time < f.time)
                {
                    self.first_accepted = Some(moment.clone());
                }
                newer(&mut self.last_accepted, moment);
                // Another certificate than before begins anew.
                let changed = self.accepted_with.as_ref().is_some_and(|w| *w != seen.sent);
                self.accepted_with = Some(seen.sent.clone());
                if changed || !fits(&seen.sent) {
                    self.in_a_row = 0;
                }
                self.in_a_row += u64::from(fits(&seen.sent));
            }
            Answer::Undecided => {
                if self.undecided_connectors.len() < MAX_ROWS {
                    self.undecided_connectors.insert(moment.connector.clone());
                }
            }
            Answer::Own | Answer::Other | Answer::Elsewhere => {}
        }
    }
}

fn newer(slot: &mut Option<Moment>, moment: &Moment) {
    if slot.as_ref().is_none_or(|known| moment.time >= known.time) {
        *slot = Some(moment.clone());
    }
}
