//! Random logs, folded as the program folds them, and the same as plain texts.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use relay_doctor::evidence::formats::send_log::{LoggedCertificate, Peer};
use relay_doctor::facts::traffic::{
    CertificateUse, Era, Flow, Path, PathKey, Sender, Tally, Traffic,
};
use relay_doctor::facts::{Domain, Facts, ItemList, Known, SendConnector};

use super::incident::{Certificate, MailFrom, Tenant};
use super::{common, draw, library};

/// 2026-05-28T20:26:40Z, long after the last change of the rules (seconds).
pub(crate) const START: i64 = 1_780_000_000;
/// The drawn times lie between [`START`] and here.
pub(crate) const NOW: i64 = START + 400;

/// Where a Send connector leads, as its properties tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Route {
    /// To the smart host of contoso.com in Exchange Online.
    ContosoInTheCloud,
    /// By MX.
    Elsewhere,
    /// The connector is not in the evidence.
    Unread,
}

pub(crate) const ROUTES: [Route; 3] = [Route::ContosoInTheCloud, Route::Elsewhere, Route::Unread];
const SERVERS: [&str; 2] = ["EX01", "EX02"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    /// Index into [`World::certificates`].
    Certificate(usize),
    Nothing,
    Untold,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mail {
    pub(crate) from: MailFrom,
    /// The recipients' domain; `None`: not told apart.
    pub(crate) to: Option<String>,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
}

/// Sessions that agree in all of this.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trips {
    /// Index into `SERVERS`.
    pub(crate) server: usize,
    /// Index into [`ROUTES`].
    pub(crate) connector: usize,
    pub(crate) shown: Shown,
    pub(crate) address: Option<String>,
    pub(crate) peer: Peer,
    /// Seconds.
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// Empty: sessions that ended before any mail.
    pub(crate) mails: Vec<Mail>,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) tenant: Tenant,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) trips: Vec<Trips>,
}

fn mail() -> impl Strategy<Value = Mail> {
    let to = select(vec!["outside.example", "contoso.com", "fabrikam.com"]);
    let answers = select(vec![(1, 0), (0, 1), (0, 0), (2, 3)]);
    (
        draw::mail_from(),
        weighted(0.9, to.prop_map(str::to_owned)),
        answers,
    )
        .prop_map(|(from, to, (accepted, refused))| Mail {
            from,
            to,
            accepted,
            refused,
        })
}

fn trips(certificates: usize) -> impl Strategy<Value = Trips> {
    let shown = prop_oneof![
        6 => (0..certificates).prop_map(Shown::Certificate),
        1 => Just(Shown::Nothing),
        1 => Just(Shown::Untold),
    ];
    let peer = prop_oneof![8 => Just(Peer::Eop), 1 => Just(Peer::Other), 1 => Just(Peer::Unknown)];
    (
        0..SERVERS.len(),
        0..ROUTES.len(),
        shown,
        draw::address(),
        peer,
        (0i64..60, 0i64..80),
        vec(mail(), 0..3),
    )
        .prop_map(
            |(server, connector, shown, address, peer, (first, length), mails)| Trips {
                server,
                connector,
                shown,
                address,
                peer,
                first: START + 100 + first,
                last: START + 100 + first + length,
                mails,
            },
        )
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let certificates = vec(draw::certificate(), 1..3);
    let logs = certificates.prop_flat_map(|certificates| {
        let trips = vec(trips(certificates.len()), 1..6);
        (Just(certificates), trips)
    });
    (draw::tenant(), logs).prop_map(|(tenant, (mut certificates, mut trips))| {
        for certificate in &mut certificates {
            certificate.valid = certificate.valid.map(|(a, b)| (START + a, START + b));
        }
        // Sessions that agree in everything are one entry, and no two end at once.
        let (mut keys, mut ends) = (BTreeSet::new(), BTreeSet::new());
        trips.retain(|t| {
            let key = (
                t.server,
                t.connector,
                t.shown,
                t.address.clone(),
                t.peer as u8,
            );
            keys.insert(key) && ends.insert(t.last)
        });
        World {
            tenant,
            certificates,
            trips,
        }
    })
}

fn connector_name(index: usize) -> String {
    format!("Send connector {index}")
}

fn send_connector(index: usize, route: Route) -> Option<SendConnector> {
    let (spaces, hosts): (&[&str], &[&str]) = match route {
        Route::ContosoInTheCloud => (&["SMTP:*;1"], &["contoso-com.mail.protection.outlook.com"]),
        Route::Elsewhere => (&["SMTP:*;1"], &[]),
        Route::Unread => return None,
    };
    let whole = |items: &[&str]| common::read(ItemList::whole(items.iter().copied()));
    Some(SendConnector {
        name: connector_name(index),
        at: common::somewhere(),
        enabled: common::read(true),
        address_spaces: whole(spaces),
        smart_hosts: whole(hosts),
        source_transport_servers: Known::Unknown,
        tls_certificate_name: Known::Unknown,
        fqdn: Known::Unknown,
        require_tls: Known::Unknown,
        ignore_starttls: Known::Unknown,
        dns_routing_enabled: Known::Unknown,
        cloud_services_mail_enabled: Known::Unknown,
        frontend_proxy_enabled: Known::Unknown,
        protocol_logging_level: Known::Unknown,
    })
}

fn tally(count: u64, at: i64) -> Tally {
    let when = (count > 0).then_some(at * 1000);
    Tally {
        count,
        first: when,
        last: when,
        proof: None,
    }
}

fn path(trips: &Trips) -> Path {
    let key = PathKey {
        server: trips.server as u32,
        connector: trips.connector as u32,
        certificate: match trips.shown {
            Shown::Certificate(index) => CertificateUse::Sent(index as u32),
            Shown::Nothing => CertificateUse::NotSent,
            Shown::Untold => CertificateUse::Unknown,
        },
        address: trips.address.as_ref().map(|a| a.parse().unwrap()),
        peer: trips.peer,
    };
    let sum = |count: fn(&Mail) -> u64| trips.mails.iter().map(count).sum();
    Path {
        key,
        sessions: 1,
        refused: tally(sum(|m| m.refused), trips.last),
        accepted: tally(sum(|m| m.accepted), trips.last),
        with_mail: tally(u64::from(!trips.mails.is_empty()), trips.last),
        first: trips.first * 1000,
        last: trips.last * 1000,
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

fn domain_index(domains: &mut Vec<Domain>, text: &str) -> u32 {
    let domain = Domain::parse(text).unwrap();
    let known = domains.iter().position(|d| *d == domain);
    known.unwrap_or_else(|| {
        domains.push(domain);
        domains.len() - 1
    }) as u32
}

/// The world as the library's facts.
pub(crate) fn facts(world: &World) -> Facts {
    let mut traffic = Traffic {
        servers: SERVERS.map(str::to_owned).to_vec(),
        connectors: (0..ROUTES.len()).map(connector_name).collect(),
        paths: world.trips.iter().map(path).collect(),
        ..Traffic::default()
    };
    let mut sent = Vec::new();
    for (index, certificate) in world.certificates.iter().enumerate() {
        let thumbprint = format!("{index:040X}");
        sent.push(library::certificate(certificate, &thumbprint));
        traffic.certificates.push(Arc::new(LoggedCertificate {
            thumbprint,
            ..LoggedCertificate::default()
        }));
    }
    for (index, trips) in world.trips.iter().enumerate() {
        for mail in &trips.mails {
            let sender = match &mail.from {
                MailFrom::Domain(domain) => {
                    Sender::Domain(domain_index(&mut traffic.domains, domain))
                }
                MailFrom::Null => Sender::Null,
                MailFrom::Untold => Sender::Other,
            };
            let to = mail.to.as_deref();
            let recipient = to.map(|domain| domain_index(&mut traffic.domains, domain));
            traffic.flows.push(Flow {
                path: index as u32,
                era: Era::Current,
                sender,
                recipient,
                messages: 1,
                accepted: tally(mail.accepted, trips.last),
                refused: tally(mail.refused, trips.last),
                inbound_refused: Tally::default(),
                refused_otherwise: 0,
            });
        }
    }
    let refused = |t: &&Trips| t.mails.iter().any(|m| m.refused > 0);
    let connectors = ROUTES.iter().enumerate();
    Facts {
        tenant: library::tenant(&world.tenant),
        send_connectors: Some(
            connectors
                .filter_map(|(i, &route)| send_connector(i, route))
                .collect(),
        ),
        refused_connectors: world
            .trips
            .iter()
            .filter(refused)
            .map(|t| connector_name(t.connector))
            .collect(),
        sent,
        traffic,
        now: NOW,
        ..Facts::default()
    }
}
