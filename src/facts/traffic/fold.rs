//! Sessions folded into [`Traffic`] as they are settled.

mod join;
mod refusals;

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;
use memchr::memrchr;

use super::{
    Bucket, CertificateUse, Era, Flow, MixedMessages, OverTime, Path, PathKey, RecipientDomain,
    Sender, SenderCount, Series, Tally, Traffic,
};
use crate::evidence::Location;
use crate::evidence::formats::send_log::{
    LoggedCertificate, Message, Outcome, Peer, Quoted, Refusal, SentCertificate, Session,
    SessionSink, Written,
};
use crate::evidence::loader::{Apart, Part};
use crate::evidence::reply::{Neighbour, ReplyKind};
use crate::facts::{Domain, Symptom, Window};

use refusals::Refusals;

/// Distinct domains kept apart; further ones are pooled.
const MAX_DOMAINS: usize = 50_000;
/// Distinct flows kept apart; further recipients are pooled.
const MAX_FLOWS: usize = 60_000;
/// Distinct paths. A path beyond is folded into its connector's without address.
const MAX_PATHS: usize = 20_000;
/// Sets of recipient domains kept apart.
const MAX_MIXED: usize = 20_000;
/// Distinct series over time; further recipient domains are pooled.
const MAX_SERIES: usize = 4_000;
/// Places remembered a symptom.
const MAX_PLACES: usize = 5;
/// Recipient domains remembered a symptom.
const MAX_SYMPTOM_DOMAINS: usize = 50;
/// Distinct senders of a path; further ones are pooled.
const MAX_SENDERS: usize = 60_000;
/// Distinct TLS errors remembered a path.
const MAX_TLS_ERRORS: usize = 16;
/// Recipients of a message whose domains are compared one by one.
const FEW_RECIPIENTS: usize = 32;
/// Greeting hosts remembered a path.
const MAX_GREETINGS: usize = 8;

/// Indices by what they stand for. Every message is looked up several times, so the
/// hash is a fast one; it is seeded at random, and what is kept is bounded.
type Indices<K> = HashMap<K, u32, RandomState>;

/// Takes sessions and keeps what is distinct in them. Those of servers that are read
/// at once are taken by one each, which are joined afterwards.
#[derive(Debug, Default)]
pub struct Fold {
    traffic: Traffic,
    servers: Indices<String>,
    connectors: Indices<Arc<str>>,
    certificates: Indices<Arc<LoggedCertificate>>,
    domains: Indices<Domain>,
    /// Domains as addresses write them.
    written: Indices<Box<[u8]>>,
    /// What the last session had: most have the same.
    last: Option<(Arc<str>, u32)>,
    last_sent: Option<(Arc<LoggedCertificate>, u32)>,
    last_path: Option<(PathKey, u32)>,
    last_sender: Option<((u32, Sender), u32)>,
    paths: Indices<PathKey>,
    flows: Indices<(u32, Era, Sender, RecipientDomain)>,
    /// Sets of recipient domains by their number.
    sets: Indices<Box<[RecipientDomain]>>,
    mixed: Indices<(u32, Era, Sender, u32)>,
    senders: Indices<(u32, Sender)>,
    over_time: Indices<(u32, u32, RecipientDomain)>,
    symptoms: Indices<ReplyKind>,
    window: Window,
    /// The recipient domains of one message.
    of_message: Vec<RecipientDomain>,
}

/// The index of `key` in `list`, put there by `make` if it is new.
fn index_of<K: Eq + Hash, T>(
    map: &mut Indices<K>,
    list: &mut Vec<T>,
    key: K,
    make: impl FnOnce(&K) -> T,
) -> u32 {
    if let Some(&index) = map.get(&key) {
        return index;
    }
    let index = u32::try_from(list.len()).unwrap_or(u32::MAX);
    list.push(make(&key));
    map.insert(key, index);
    index
}

/// The index of what is the very same as last time, else as `find` finds it.
fn known<T: ?Sized>(
    last: &mut Option<(Arc<T>, u32)>,
    now: &Arc<T>,
    find: impl FnOnce(&Arc<T>) -> u32,
) -> u32 {
    match last {
        Some((same, index)) if Arc::ptr_eq(same, now) => *index,
        _ => {
            let index = find(now);
            *last = Some((now.clone(), index));
            index
        }
    }
}

fn place(quoted: &Quoted) -> Location {
    Location::new(quoted.at.source, quoted.at.line, &quoted.text.text())
}

impl Fold {
    /// Takes only the sessions that began within the window.
    pub fn within(window: Window) -> Self {
        Self {
            window,
            ..Self::default()
        }
    }

    /// What was folded so far.
    pub fn so_far(&self) -> &Traffic {
        &self.traffic
    }

    /// What was folded.
    pub fn finish(self) -> Traffic {
        self.traffic
    }

    fn path(&mut self, server: &str, session: &Session) -> u32 {
        let traffic = &mut self.traffic;
        let server = match self.servers.get(server) {
            Some(&index) => index,
            None => index_of(
                &mut self.servers,
                &mut traffic.servers,
                server.to_owned(),
                |s| s.clone(),
            ),
        };
        let connector = known(&mut self.last, &session.connector, |name| {
            index_of(
                &mut self.connectors,
                &mut traffic.connectors,
                name.clone(),
                |c| c.to_string(),
            )
        });
        let certificate = match &session.certificate {
            SentCertificate::Sent(sent) => {
                CertificateUse::Sent(known(&mut self.last_sent, sent, |sent| {
                    let list = &mut traffic.certificates;
                    index_of(&mut self.certificates, list, sent.clone(), Arc::clone)
                }))
            }
            SentCertificate::NotSent => CertificateUse::NotSent,
            SentCertificate::Unknown => CertificateUse::Unknown,
        };
        let mut key = PathKey {
            server,
            connector,
            certificate,
            address: session.seen_address.as_ref().map(|(address, _)| *address),
            peer: session.peer,
        };
        if let Some((last, index)) = self.last_path
            && last == key
        {
            return index;
        }
        if traffic.paths.len() >= MAX_PATHS && !self.paths.contains_key(&key) {
            key.address = None;
        }
        let index = index_of(&mut self.paths, &mut traffic.paths, key, |&key| {
            new_path(key, session.started)
        });
        self.last_path = Some((key, index));
        index
    }

    fn domain(&mut self, address: &Written) -> RecipientDomain {
        let written = after_at(address)?;
        if let Some(&index) = self.written.get(written) {
            return Some(index);
        }
        let index = self.new_domain(&String::from_utf8_lossy(written))?;
        if self.written.len() < MAX_DOMAINS {
            self.written.insert(written.into(), index);
        }
        Some(index)
    }

    fn new_domain(&mut self, written: &str) -> RecipientDomain {
        let domain = Domain::parse(written)?;
        if let Some(&index) = self.domains.get(&domain) {
            return Some(index);
        }
        if self.traffic.domains.len() >= MAX_DOMAINS {
            self.traffic.pooled_domains += 1;
            return None;
        }
        let list = &mut self.traffic.domains;
        Some(index_of(&mut self.domains, list, domain, Domain::clone))
    }

    fn sender(&mut self, mail_from: &Written) -> Sender {
        if mail_from.is_empty() {
            return Sender::Null;
        }
        self.domain(mail_from).map_or(Sender::Other, Sender::Domain)
    }

    /// The sender as it counts on that path, and the index of its count.
    fn sender_count(&mut self, path: u32, mail_from: &Written) -> (Sender, u32) {
        let sender = self.sender(mail_from);
        self.sender_of(path, sender)
    }

    fn sender_of(&mut self, path: u32, mut sender: Sender) -> (Sender, u32) {
        if let Some((last, index)) = self.last_sender
            && last == (path, sender)
        {
            return (sender, index);
        }
        if self.traffic.senders.len() >= MAX_SENDERS && !self.senders.contains_key(&(path, sender))
        {
            sender = Sender::Other;
        }
        let list = &mut self.traffic.senders;
        let key = (path, sender);
        let index = index_of(&mut self.senders, list, key, |&(path, sender)| {
            SenderCount {
                path,
                sender,
                messages: 0,
                refused: 0,
            }
        });
        self.last_sender = Some((key, index));
        (sender, index)
    }

    fn message(&mut self, path: u32, refusals: &Refusals, number: usize, message: &Message) {
        let era = Era::at(message.time);
        let (sender, count) = self.sender_count(path, &message.mail_from);
        let refused = refusals.of_relay(number);
        let count = &mut self.traffic.senders[count as usize];
        count.messages += 1;
        count.refused += u64::from(refused);

        let mut domains = std::mem::take(&mut self.of_message);
        domains.clear();
        let mut last = 0;
        // A message can have as many recipients as a log has rows.
        let mut known = (message.recipients.len() > FEW_RECIPIENTS).then(HashSet::new);
        for (index, recipient) in message.recipients.iter().enumerate() {
            let domain = self.domain(&recipient.address);
            let is_new = match &mut known {
                Some(known) => known.insert(domain),
                None => !domains.contains(&domain),
            };
            if is_new {
                domains.push(domain);
            }
            let proof = refusals.of_recipient(number, index);
            last = self.flow((path, era, sender, domain));
            let flow = &mut self.traffic.flows[last as usize];
            let at = || proof.map(|r| place(&r.line));
            let time = proof.map_or(message.time, |r| r.time);
            match recipient.outcome {
                Outcome::Accepted => flow.accepted.add(message.time, || None),
                Outcome::RefusedAttribution => flow.refused.add(time, at),
                Outcome::RefusedInboundAttribution => flow.inbound_refused.add(time, at),
                Outcome::RefusedOtherwise => flow.refused_otherwise += 1,
                Outcome::Unanswered => {}
            }
            self.over_time(path, domain, recipient.outcome, time);
        }
        match domains.as_slice() {
            // All of its recipients were counted in the same flow.
            [_] => self.traffic.flows[last as usize].messages += 1,
            _ => self.count_messages((path, era, sender), &mut domains, 1),
        }
        self.of_message = domains;
    }

    /// The index of a flow.
    fn flow(&mut self, mut key: (u32, Era, Sender, RecipientDomain)) -> u32 {
        if self.traffic.flows.len() >= MAX_FLOWS && !self.flows.contains_key(&key) {
            key.3 = None;
        }
        index_of(
            &mut self.flows,
            &mut self.traffic.flows,
            key,
            |&(path, era, sender, recipient)| Flow {
                path,
                era,
                sender,
                recipient,
                messages: 0,
                accepted: Tally::default(),
                refused: Tally::default(),
                inbound_refused: Tally::default(),
                refused_otherwise: 0,
            },
        )
    }

    /// Counts an answer of Exchange Online in its time.
    fn over_time(&mut self, path: u32, domain: RecipientDomain, outcome: Outcome, time: i64) {
        let count = match outcome {
            Outcome::Accepted => Bucket {
                accepted: 1,
                refused: 0,
            },
            Outcome::RefusedAttribution => Bucket {
                accepted: 0,
                refused: 1,
            },
            Outcome::RefusedInboundAttribution
            | Outcome::RefusedOtherwise
            | Outcome::Unanswered => return,
        };
        let key = self.traffic.paths[path as usize].key;
        if key.peer != Peer::Eop {
            return;
        }
        self.series((key.server, key.connector, domain))
            .add(time, count);
    }

    fn series(&mut self, mut key: (u32, u32, RecipientDomain)) -> &mut Series {
        if self.traffic.over_time.len() >= MAX_SERIES && !self.over_time.contains_key(&key) {
            key.2 = None;
        }
        let list = &mut self.traffic.over_time;
        let index = index_of(
            &mut self.over_time,
            list,
            key,
            |&(server, connector, recipient)| OverTime {
                server,
                connector,
                recipient,
                series: Series::default(),
            },
        );
        &mut list[index as usize].series
    }

    /// Counts messages to all of these domains.
    fn count_messages(
        &mut self,
        (path, era, sender): (u32, Era, Sender),
        domains: &mut [RecipientDomain],
        count: u64,
    ) {
        if domains.len() > 1 && self.traffic.mixed.len() < MAX_MIXED {
            domains.sort_unstable();
            let set = self.set(domains);
            let list = &mut self.traffic.mixed;
            let key = (path, era, sender, set);
            let index = index_of(&mut self.mixed, list, key, |_| MixedMessages {
                path,
                era,
                sender,
                recipients: domains.to_vec(),
                messages: 0,
            });
            list[index as usize].messages += count;
            return;
        }
        let recipient = domains.first().copied().flatten();
        let flow = self.flow((path, era, sender, recipient));
        self.traffic.flows[flow as usize].messages += count;
    }

    /// The number of a set of domains. It is looked for before it is kept: most are known.
    fn set(&mut self, domains: &[RecipientDomain]) -> u32 {
        if let Some(&number) = self.sets.get(domains) {
            return number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.insert(domains.into(), number);
        number
    }

    fn refusal(&mut self, session: &Session, refusal: &Refusal) {
        let list = &mut self.traffic.symptoms;
        let index = index_of(&mut self.symptoms, list, refusal.kind, |&kind| {
            Symptom::new(kind, &refusal.text)
        });
        let symptom = &mut list[index as usize];
        symptom.count += 1;
        symptom.seen_at(refusal.time);
        if symptom.locations.len() < MAX_PLACES {
            symptom.locations.push(place(&refusal.line));
        }
        if symptom.recipients.len() >= MAX_SYMPTOM_DOMAINS {
            return;
        }
        let recipient = refusal.recipient.and_then(|(message, recipient)| {
            let recipients = &session.messages.get(message)?.recipients;
            Some(&recipients.get(recipient.unwrap_or(0))?.address)
        });
        let known = recipient.and_then(|r| self.written.get(after_at(r)?));
        let known = known.and_then(|&index| self.traffic.domains.get(index as usize));
        if known.is_some_and(|domain| symptom.recipients.contains(domain)) {
            return;
        }
        let domain = recipient.and_then(|r| Domain::of_address(&r.text()));
        if let Some(domain) = domain
            && !symptom.recipients.contains(&domain)
        {
            symptom.recipients.push(domain);
        }
    }
}

/// What follows the last `@` of an address.
fn after_at(address: &Written) -> Option<&[u8]> {
    let address = address.bytes();
    address.get(memrchr(b'@', address)? + 1..)
}

fn is_attribution(kind: ReplyKind) -> bool {
    matches!(kind, ReplyKind::TenantAttribution | ReplyKind::Attr36)
}

fn new_path(key: PathKey, time: i64) -> Path {
    Path {
        key,
        sessions: 0,
        refused: Tally::default(),
        accepted: Tally::default(),
        with_mail: Tally::default(),
        first: time,
        last: time,
        assumed_at: None,
        certificate_line: None,
        address_line: None,
        starttls_not_offered: Tally::default(),
        starttls_ignored: Tally::default(),
        tls_failed: Vec::new(),
        tls_succeeded: Tally::default(),
        certificate_missing: Tally::default(),
        restricted: Tally::default(),
        greeting_hosts: Vec::new(),
    }
}

impl Path {
    /// Adds a session to the counts.
    fn add(&mut self, session: &Session) {
        self.sessions += 1;
        self.first = self.first.min(session.started);
        self.last = self.last.max(session.started);
        let find = |wanted: fn(ReplyKind) -> bool| session.refusals.iter().find(|r| wanted(r.kind));
        if let Some(refusal) = find(is_attribution) {
            self.refused
                .add(refusal.time, || Some(place(&refusal.line)));
        }
        if let Some(refusal) =
            find(|k| k == ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing))
        {
            let proof = || Some(place(&refusal.line));
            self.certificate_missing.add(refusal.time, proof);
        }
        if let Some(refusal) = find(|k| k == ReplyKind::Neighbour(Neighbour::ConnectorRestricted)) {
            self.restricted
                .add(refusal.time, || Some(place(&refusal.line)));
        }
        let mut recipients = session.messages.iter().flat_map(|m| &m.recipients);
        if recipients.any(|r| r.outcome == Outcome::Accepted) {
            self.accepted.add(session.ended, || None);
        }
        if !session.messages.is_empty() {
            self.with_mail.add(session.started, || None);
        }
        if self.certificate_line.is_none() {
            self.certificate_line = session.certificate_line.as_ref().map(place);
        }
        if self.address_line.is_none() {
            self.address_line = session.seen_address.as_ref().map(|(_, line)| place(line));
        }
        self.add_tls(session);
        if let Some(host) = &session.greeting_host
            && self.greeting_hosts.len() < MAX_GREETINGS
            && !self
                .greeting_hosts
                .iter()
                .any(|known| host == known.as_str())
        {
            // Hosts whose bytes are no text are the same once they are made text.
            let host = host.to_string();
            if !self.greeting_hosts.contains(&host) {
                self.greeting_hosts.push(host);
            }
        }
    }

    fn add_tls(&mut self, session: &Session) {
        let tls = &session.tls;
        if tls.offered == Some(false) && !tls.started {
            let proof = || tls.ehlo_reply.as_ref().map(place);
            self.starttls_not_offered.add(session.started, proof);
        }
        if tls.offered == Some(true) && !tls.started && !session.messages.is_empty() {
            let proof = || session.seen_address.as_ref().map(|(_, line)| place(line));
            self.starttls_ignored.add(session.started, proof);
        }
        if tls.succeeded {
            self.tls_succeeded.add(session.started, || None);
        }
        let Some((error, line)) = &tls.failed else {
            return;
        };
        let known = self.tls_failed.iter().position(|(e, _)| e == error);
        if known.is_none() && self.tls_failed.len() >= MAX_TLS_ERRORS {
            return;
        }
        let index = known.unwrap_or_else(|| {
            self.tls_failed.push((error.clone(), Tally::default()));
            self.tls_failed.len() - 1
        });
        self.tls_failed[index]
            .1
            .add(session.started, || Some(place(line)));
    }
}

impl SessionSink for Fold {
    fn session(&mut self, server: &str, session: &Session) {
        if !self.window.holds(session.started) {
            return;
        }
        let path = self.path(server, session);
        self.traffic.paths[path as usize].add(session);
        if let Some(local) = session.local {
            let server = self.traffic.paths[path as usize].key.server;
            self.traffic.own_addresses.add(local, server);
        }
        let newest = &mut self.traffic.newest;
        *newest = Some(newest.map_or(session.ended, |t| t.max(session.ended)));
        let refusals = Refusals::of(&session.refusals);
        for (number, message) in session.messages.iter().enumerate() {
            self.message(path, &refusals, number, message);
        }
        for refusal in &session.refusals {
            self.refusal(session, refusal);
        }
    }
}

impl Apart for Fold {
    fn part(&self) -> Box<dyn Part> {
        Box::new(Self::within(self.window))
    }

    fn join(&mut self, part: Box<dyn Part>) {
        let part: Box<dyn Any> = part;
        if let Ok(part) = part.downcast::<Self>() {
            self.take_over(*part);
        }
    }
}

#[cfg(test)]
mod tests;
