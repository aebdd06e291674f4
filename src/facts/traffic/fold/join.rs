//! What was folded of one server, joined to what was folded of those before it: the
//! same as if its sessions had come after theirs.

use std::sync::Arc;

use super::{
    Fold, MAX_DOMAINS, MAX_GREETINGS, MAX_PATHS, MAX_PLACES, MAX_SYMPTOM_DOMAINS, MAX_TLS_ERRORS,
    index_of,
};
use crate::facts::traffic::{
    CertificateUse, Flow, MixedMessages, OverTime, Path, RecipientDomain, Sender, SenderCount,
    Series, Tally, Traffic,
};
use crate::facts::{Domain, Symptom};

/// The indices that those of the joined one become.
struct Indices {
    servers: Vec<u32>,
    connectors: Vec<u32>,
    certificates: Vec<u32>,
    /// `None` where there is no room for a domain.
    domains: Vec<RecipientDomain>,
    paths: Vec<u32>,
}

fn at(indices: &[u32], index: u32) -> u32 {
    indices.get(index as usize).copied().unwrap_or(index)
}

impl Indices {
    fn recipient(&self, domain: RecipientDomain) -> RecipientDomain {
        self.domains.get(domain? as usize).copied().flatten()
    }

    fn sender(&self, sender: Sender) -> Sender {
        match sender {
            Sender::Domain(domain) => self
                .recipient(Some(domain))
                .map_or(Sender::Other, Sender::Domain),
            other => other,
        }
    }
}

impl Fold {
    /// Takes over what another one took, of sessions that come after those of this one.
    pub(super) fn take_over(&mut self, other: Self) {
        if self.traffic.paths.is_empty() {
            let window = self.window;
            *self = Self { window, ..other };
            return;
        }
        let other = other.traffic;
        let mut indices = self.names(&other);
        for path in other.paths {
            let index = self.join_path(&indices, path);
            indices.paths.push(index);
        }
        for flow in other.flows {
            self.join_flow(&indices, flow);
        }
        for mixed in other.mixed {
            self.join_mixed(&indices, mixed);
        }
        for count in other.senders {
            self.join_sender(&indices, &count);
        }
        for series in other.over_time {
            self.join_series(&indices, series);
        }
        for symptom in other.symptoms {
            self.join_symptom(symptom);
        }
        let own = &mut self.traffic.own_addresses;
        own.take_over(&other.own_addresses, |server| at(&indices.servers, server));
        self.traffic.pooled_domains += other.pooled_domains;
        self.traffic.newest = self.traffic.newest.max(other.newest);
    }

    fn names(&mut self, other: &Traffic) -> Indices {
        let mut indices = Indices {
            servers: Vec::new(),
            connectors: Vec::new(),
            certificates: Vec::new(),
            domains: Vec::new(),
            paths: Vec::new(),
        };
        for server in &other.servers {
            let list = &mut self.traffic.servers;
            let index = index_of(&mut self.servers, list, server.clone(), String::clone);
            indices.servers.push(index);
        }
        for connector in &other.connectors {
            let name: Arc<str> = connector.as_str().into();
            let list = &mut self.traffic.connectors;
            let index = index_of(&mut self.connectors, list, name, |c| c.to_string());
            indices.connectors.push(index);
        }
        for certificate in &other.certificates {
            let list = &mut self.traffic.certificates;
            let index = index_of(
                &mut self.certificates,
                list,
                certificate.clone(),
                Arc::clone,
            );
            indices.certificates.push(index);
        }
        for domain in &other.domains {
            let index = self.join_domain(domain);
            indices.domains.push(index);
        }
        indices
    }

    fn join_domain(&mut self, domain: &Domain) -> RecipientDomain {
        let is_known = self.domains.contains_key(domain);
        if !is_known && self.traffic.domains.len() >= MAX_DOMAINS {
            self.traffic.pooled_domains += 1;
            return None;
        }
        let list = &mut self.traffic.domains;
        let domain = domain.clone();
        Some(index_of(&mut self.domains, list, domain, Domain::clone))
    }

    fn join_path(&mut self, indices: &Indices, mut path: Path) -> u32 {
        path.key.server = at(&indices.servers, path.key.server);
        path.key.connector = at(&indices.connectors, path.key.connector);
        if let CertificateUse::Sent(certificate) = &mut path.key.certificate {
            *certificate = at(&indices.certificates, *certificate);
        }
        let list = &mut self.traffic.paths;
        if list.len() >= MAX_PATHS && !self.paths.contains_key(&path.key) {
            path.key.address = None;
        }
        let known = self.paths.get(&path.key).copied();
        match known {
            Some(index) => {
                list[index as usize].join(path);
                index
            }
            None => index_of(&mut self.paths, list, path.key, |_| path),
        }
    }

    fn join_flow(&mut self, indices: &Indices, flow: Flow) {
        let key = (
            at(&indices.paths, flow.path),
            flow.era,
            indices.sender(flow.sender),
            indices.recipient(flow.recipient),
        );
        let known = self.flow(key) as usize;
        let known = &mut self.traffic.flows[known];
        known.messages += flow.messages;
        known.accepted.join(flow.accepted);
        known.refused.join(flow.refused);
        known.inbound_refused.join(flow.inbound_refused);
        known.refused_otherwise += flow.refused_otherwise;
    }

    fn join_mixed(&mut self, indices: &Indices, mixed: MixedMessages) {
        let path = at(&indices.paths, mixed.path);
        let sender = indices.sender(mixed.sender);
        let recipients = mixed.recipients.iter().map(|d| indices.recipient(*d));
        let mut recipients: Vec<RecipientDomain> = recipients.collect();
        // Those for which there is no room are one.
        recipients.sort_unstable();
        recipients.dedup();
        self.count_messages((path, mixed.era, sender), &mut recipients, mixed.messages);
    }

    fn join_sender(&mut self, indices: &Indices, count: &SenderCount) {
        let path = at(&indices.paths, count.path);
        let index = self.sender_of(path, indices.sender(count.sender)).1;
        let known = &mut self.traffic.senders[index as usize];
        known.messages += count.messages;
        known.refused += count.refused;
    }

    fn join_series(&mut self, indices: &Indices, other: OverTime) {
        let server = at(&indices.servers, other.server);
        let connector = at(&indices.connectors, other.connector);
        let recipient = indices.recipient(other.recipient);
        let known = self.series((server, connector, recipient));
        *known = Series::joined(std::mem::take(known), other.series);
    }

    fn join_symptom(&mut self, other: Symptom) {
        let list = &mut self.traffic.symptoms;
        let index = index_of(&mut self.symptoms, list, other.kind, |&kind| {
            Symptom::new(kind, &other.reply)
        });
        let symptom = &mut list[index as usize];
        symptom.count += other.count;
        other.first_seen.iter().for_each(|t| symptom.seen_at(*t));
        other.last_seen.iter().for_each(|t| symptom.seen_at(*t));
        let room = MAX_PLACES.saturating_sub(symptom.locations.len());
        symptom
            .locations
            .extend(other.locations.into_iter().take(room));
        for domain in other.recipients {
            let has_room = symptom.recipients.len() < MAX_SYMPTOM_DOMAINS;
            if has_room && !symptom.recipients.contains(&domain) {
                symptom.recipients.push(domain);
            }
        }
    }
}

impl Tally {
    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.first = earlier(self.first, other.first);
        self.last = self.last.max(other.last);
        if self.proof.is_none() {
            self.proof = other.proof;
        }
    }
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

impl Path {
    fn join(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.refused.join(other.refused);
        self.accepted.join(other.accepted);
        self.with_mail.join(other.with_mail);
        self.starttls_not_offered.join(other.starttls_not_offered);
        self.starttls_ignored.join(other.starttls_ignored);
        self.tls_succeeded.join(other.tls_succeeded);
        self.certificate_missing.join(other.certificate_missing);
        self.restricted.join(other.restricted);
        if self.certificate_line.is_none() {
            self.certificate_line = other.certificate_line;
        }
        if self.address_line.is_none() {
            self.address_line = other.address_line;
        }
        for (error, tally) in other.tls_failed {
            let known = self.tls_failed.iter().position(|(e, _)| *e == error);
            match known {
                Some(at) => self.tls_failed[at].1.join(tally),
                None if self.tls_failed.len() < MAX_TLS_ERRORS => {
                    self.tls_failed.push((error, tally));
                }
                None => {}
            }
        }
        for host in other.greeting_hosts {
            if self.greeting_hosts.len() < MAX_GREETINGS && !self.greeting_hosts.contains(&host) {
                self.greeting_hosts.push(host);
            }
        }
    }
}
