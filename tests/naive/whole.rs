//! The verdict for the whole: "take for each server and Send connector to the
//! tenant its newest certificate and address, with each sender class seen with
//! them. Broken if broken for one of these; else unknown if unknown for one; else met."

use std::collections::BTreeSet;

use proptest::prelude::*;
use relay_doctor::attribution::replay;
use relay_doctor::evidence::formats::send_log::Peer;

use super::answer::Answer::{self, No, Untold, Yes};
use super::incident::{Connector, MailFrom, Property, Sent, Session};
use super::rules::{
    Day, Fit, accepted, carries, condition_a, condition_b, fit, not_left_out, valid,
};
use super::traffic;
use super::traffic::{Mail, ROUTES, Route, Shown, Trips, World, facts, world};

/// Whether a Send connector leads to the tenant: "the Send connector tells (smart
/// host or address space of the tenant); otherwise unknown, unless a reply is 5.7.64".
fn to_tenant(world: &World, connector: usize) -> Answer {
    let refused = |t: &Trips| t.connector == connector && t.mails.iter().any(|m| m.refused > 0);
    if world.trips.iter().any(refused) {
        return Yes;
    }
    match ROUTES[connector] {
        Route::ContosoInTheCloud if accepted(&world.tenant, "contoso.com") == No => Untold,
        Route::ContosoInTheCloud => Yes,
        Route::Elsewhere => No,
        Route::Unread => Untold,
    }
}

fn is_own(world: &World, mail: &Mail) -> Answer {
    let domain = mail.to.as_ref();
    domain.map_or(Untold, |domain| accepted(&world.tenant, domain))
}

fn session(world: &World, trips: &Trips, from: &MailFrom) -> Session {
    Session {
        sent: match trips.shown {
            Shown::Certificate(index) => Sent::Certificate(world.certificates[index].clone()),
            Shown::Nothing => Sent::Nothing,
            Shown::Untold => Sent::Untold,
        },
        address: trips.address.clone(),
        mail_from: from.clone(),
        at: trips.last,
    }
}

/// "the log's consistent answers decide, else unknown": a refusal speaks against
/// a pair of names when nothing else was wrong, an acceptance of relay for it
/// when nothing else could have carried the message.
fn log_says(world: &World, trips: &Trips, index: usize) -> Answer {
    if !is_silent(world, trips, index) {
        return Untold;
    }
    let connectors = world.tenant.connectors.as_deref().unwrap_or_default();
    let connector = &connectors[index];
    let (mut spoken_for, mut spoken_against) = (false, false);
    for seen in world.trips.iter().filter(|t| t.shown == trips.shown) {
        for mail in &seen.mails {
            let session = session(world, seen, &mail.from);
            if explains_itself(world, seen, mail, connector) {
                continue;
            }
            let a = condition_a(&world.tenant, &session, Day::Since);
            if mail.refused > 0 && a == Yes {
                spoken_against = true;
            }
            let relay = seen.peer == Peer::Eop
                && is_own(world, mail) == No
                && to_tenant(world, seen.connector) == Yes;
            let mut others = connectors.iter().enumerate().filter(|(i, _)| *i != index);
            let only_this = others.all(|(_, c)| carries(c, &session, Untold) == No);
            if mail.accepted > 0 && relay && only_this {
                spoken_for = true;
            }
        }
    }
    match (spoken_for, spoken_against) {
        (true, false) => Yes,
        (false, true) => No,
        _ => Untold,
    }
}

/// The trips that are the present state of one server and Send connector.
fn present(world: &World, server: usize, connector: usize) -> Vec<&Trips> {
    let here = |t: &&Trips| {
        t.server == server && t.connector == connector && t.peer == Peer::Eop && !t.mails.is_empty()
    };
    let all: Vec<&Trips> = world.trips.iter().filter(here).collect();
    // What the log does not tell is no newer certificate, and no newer address.
    let told = all.iter().filter(|t| t.shown != Shown::Untold);
    let newest = told.max_by_key(|t| t.last);
    let Some(newest) = newest.or(all.iter().max_by_key(|t| t.last)) else {
        return Vec::new();
    };
    let same: Vec<&Trips> = all
        .iter()
        .copied()
        .filter(|t| t.shown == newest.shown)
        .collect();
    let with_address: Vec<&Trips> = same
        .iter()
        .copied()
        .filter(|t| t.address.is_some())
        .collect();
    if with_address.is_empty() {
        return same;
    }
    // An address is history once a newer one has begun after its last use.
    let replaced = |t: &Trips| with_address.iter().any(|newer| newer.first > t.last);
    with_address
        .iter()
        .copied()
        .filter(|t| !replaced(t))
        .collect()
}

/// "Sender classes are those seen with recipients that need relay; without any, own; then whoever was seen."
fn senders(world: &World, trips: &Trips) -> Vec<MailFrom> {
    let needs_relay = |m: &&Mail| is_own(world, m) != Yes || m.refused > 0;
    let own = |m: &&Mail| match &m.from {
        MailFrom::Domain(domain) => accepted(&world.tenant, domain) == Yes,
        MailFrom::Null | MailFrom::Untold => false,
    };
    let pick = |wanted: &dyn Fn(&&Mail) -> bool| -> Vec<MailFrom> {
        trips
            .mails
            .iter()
            .filter(wanted)
            .map(|m| m.from.clone())
            .collect()
    };
    [pick(&needs_relay), pick(&own), pick(&|_| true)]
        .into_iter()
        .find(|picked| !picked.is_empty())
        .unwrap_or_default()
}

/// Conditions A and B for the whole.
fn whole(world: &World) -> (Answer, Answer) {
    let mut a = Vec::new();
    let mut b = Vec::new();
    for trips in judged(world) {
        for from in senders(world, trips) {
            let session = session(world, trips, &from);
            a.push(condition_a(&world.tenant, &session, Day::Since));
            let says = |index| log_says(world, trips, index);
            b.push(condition_b(&world.tenant, &session, &says));
        }
    }
    let every = |answers: &[Answer]| match answers {
        [] => Untold,
        seen => Answer::every(seen),
    };
    // Without any connector nothing relays, whatever is sent.
    let none = world.tenant.connectors.as_ref().is_some_and(Vec::is_empty);
    (every(&a), if none { No } else { every(&b) })
}

/// The present trips of every server and Send connector to the tenant.
fn judged(world: &World) -> Vec<&Trips> {
    let pairs: BTreeSet<(usize, usize)> = world
        .trips
        .iter()
        .map(|t| (t.server, t.connector))
        .collect();
    let leads = pairs
        .into_iter()
        .filter(|&(_, c)| to_tenant(world, c) != No);
    leads
        .flat_map(|(server, connector)| present(world, server, connector))
        .collect()
}

/// Whether a message passed that either of two connectors may have carried: the
/// contract does not say for which of them that is the log's answer.
fn credit_is_shared(world: &World) -> bool {
    let shared = |trips: &Trips, mail: &Mail| {
        let session = session(world, trips, &mail.from);
        let connectors = world.tenant.connectors.iter().flatten();
        let possible = connectors.filter(|c| carries(c, &session, Untold) == Untold);
        mail.accepted > 0 && possible.count() > 1
    };
    let mut trips = world.trips.iter();
    trips.any(|t| t.mails.iter().any(|m| shared(t, m)))
}

fn is_silent(world: &World, trips: &Trips, connector: usize) -> bool {
    let connectors = world.tenant.connectors.as_deref().unwrap_or_default();
    match (trips.shown, &connectors[connector].certificate_name) {
        (Shown::Certificate(number), Property::Holds(value)) => {
            fit(&world.certificates[number], value) == Fit::Silent
        }
        _ => false,
    }
}

/// Whether an address was given up for a second one while a third goes on being
/// used from before to after: "the newest address" does not say if it is history.
fn given_up_beside_a_third(world: &World) -> bool {
    world.trips.iter().any(|trips| {
        let here = present(world, trips.server, trips.connector);
        let newest = here.iter().max_by_key(|t| t.last);
        newest.is_some_and(|newest| {
            let same_state = trips.shown == newest.shown && trips.address.is_some();
            let given_up = !here.iter().any(|t| t.address == trips.address);
            same_state && given_up && trips.last >= newest.first
        })
    })
}

/// See `open`; and of the whole: what has expired since it was last seen, and
/// connectors that no mail has ever left by.
fn undecided_by_contract(world: &World) -> bool {
    let expired_since = |trips: &Trips| match trips.shown {
        Shown::Certificate(index) => {
            let certificate = &world.certificates[index];
            valid(certificate, trips.last) == Yes && valid(certificate, traffic::NOW) == No
        }
        Shown::Nothing | Shown::Untold => false,
    };
    let without_mail = |trips: &Trips| {
        let same = |t: &&Trips| t.server == trips.server && t.connector == trips.connector;
        trips.peer == Peer::Eop
            && world
                .trips
                .iter()
                .filter(same)
                .all(|t| t.mails.is_empty() || t.peer != Peer::Eop)
    };
    credit_is_shared(world)
        || given_up_beside_a_third(world)
        || world
            .trips
            .iter()
            .any(|t| expired_since(t) || without_mail(t))
}

/// What else is wrong, or may be: the connector itself, this sender, this hour.
fn explains_itself(world: &World, trips: &Trips, mail: &Mail, connector: &Connector) -> bool {
    let open = connector.enabled == Some(true) && connector.kind.as_deref() == Some("OnPremises");
    if !open || connector.blocked {
        return true;
    }
    let Shown::Certificate(number) = trips.shown else {
        return false;
    };
    let in_time = valid(&world.certificates[number], trips.last);
    Answer::every(&[not_left_out(&connector.domains, &mail.from), in_time]) != Yes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn the_whole_is_judged_as_the_contract_says(world in world()) {
        prop_assume!(!undecided_by_contract(&world));
        let facts = facts(&world);
        let verdicts = replay(&facts);
        let (a, b) = whole(&world);
        prop_assert_eq!(
            (verdicts.organization, verdicts.connector),
            (a.status(), b.status())
        );
    }
}
