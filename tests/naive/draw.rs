//! Random incidents from a universe so small that things meet.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::incident::{
    AcceptedDomain, Certificate, Connector, Items, MailFrom, Property, Sent, Session, Tenant,
};

const DOMAINS: [&str; 8] = [
    "contoso.com",
    "sub.contoso.com",
    "mail.contoso.com",
    "host.sub.contoso.com",
    "fabrikam.com",
    "exämple.example",
    "xn--exmple-cua.example",
    "mail.exämple.example",
];

const ENTRIES: [&str; 11] = [
    "203.0.113.7",
    "203.0.113.8",
    "203.0.113.0/24",
    "203.0.113.200/25",
    "203.0.113.6/31",
    "198.51.100.9/32",
    "198.51.100.0/27",
    "203.0.0.0/16",
    "0.0.0.0/0",
    "2001:db8::7",
    "2001:db8::/64",
];

const ADDRESSES: [&str; 5] = [
    "203.0.113.7",
    "203.0.113.200",
    "198.51.100.9",
    "192.0.2.1",
    "2001:db8::7",
];

/// Now and then in capitals: case must not matter.
fn shouted(texts: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (texts, any::<bool>()).prop_map(|(text, loud)| match loud {
        true => text.to_uppercase(),
        false => text,
    })
}

fn domain() -> impl Strategy<Value = String> {
    shouted(select(&DOMAINS[..]).prop_map(str::to_owned))
}

/// A domain, a host below one, or a wildcard.
fn name() -> impl Strategy<Value = String> {
    let plain = select(&DOMAINS[..]).prop_map(str::to_owned);
    let wildcard = select(&DOMAINS[..]).prop_map(|d| format!("*.{d}"));
    shouted(prop_oneof![3 => plain, 2 => wildcard])
}

pub(crate) fn certificate() -> impl Strategy<Value = Certificate> {
    let common_name = prop_oneof![4 => name(), 1 => Just("EX01".to_owned()), 1 => Just("Contoso Mail".to_owned())];
    let valid = prop_oneof![4 => Just((0, 1000)), 1 => Just((0, 150)), 1 => Just((250, 1000))];
    let self_signed = prop_oneof![4 => Just(false), 1 => Just(true)];
    (
        common_name,
        weighted(0.85, vec(name(), 0..4)),
        valid.prop_map(Some),
        self_signed.prop_map(Some),
    )
        .prop_map(|(common_name, sans, valid, self_signed)| Certificate {
            common_name,
            sans,
            valid,
            self_signed,
        })
}

fn property<T: Clone + std::fmt::Debug>(
    holds: impl Strategy<Value = T>,
) -> impl Strategy<Value = Property<T>> {
    prop_oneof![
        1 => Just(Property::Unread),
        3 => Just(Property::Empty),
        6 => holds.prop_map(Property::Holds),
    ]
}

fn items(item: impl Strategy<Value = String>) -> impl Strategy<Value = Items> {
    (vec(item, 0..3), weighted(0.15, Just(()))).prop_map(|(items, cut)| Items {
        items,
        cut: cut.is_some(),
    })
}

pub(crate) fn connector() -> impl Strategy<Value = Connector> {
    let kind = prop_oneof![5 => Just("OnPremises"), 1 => Just("Partner")];
    (
        weighted(0.9, prop_oneof![5 => Just(true), 1 => Just(false)]),
        weighted(0.9, kind.prop_map(str::to_owned)),
        property(name()),
        property(items(select(&ENTRIES[..]).prop_map(str::to_owned))),
        prop_oneof![3 => Just(Property::Empty), 1 => property(items(domain()))],
        weighted(0.05, Just(())),
    )
        .prop_map(
            |(enabled, kind, certificate_name, addresses, domains, blocked)| Connector {
                enabled,
                kind,
                certificate_name,
                addresses,
                domains,
                blocked: blocked.is_some(),
            },
        )
}

pub(crate) fn tenant() -> impl Strategy<Value = Tenant> {
    let accepted = (domain(), weighted(0.2, Just(()))).prop_map(|(name, below)| AcceptedDomain {
        name,
        match_sub_domains: below.is_some(),
    });
    (
        weighted(0.95, vec(connector(), 0..4)),
        weighted(0.95, vec(accepted, 0..3)),
    )
        .prop_map(|(connectors, accepted)| Tenant {
            connectors,
            accepted,
        })
}

pub(crate) fn sent() -> impl Strategy<Value = Sent> {
    prop_oneof![
        8 => certificate().prop_map(Sent::Certificate),
        1 => Just(Sent::Nothing),
        1 => Just(Sent::Untold),
    ]
}

pub(crate) fn address() -> impl Strategy<Value = Option<String>> {
    weighted(0.85, select(&ADDRESSES[..]).prop_map(str::to_owned))
}

pub(crate) fn mail_from() -> impl Strategy<Value = MailFrom> {
    prop_oneof![
        6 => domain().prop_map(MailFrom::Domain),
        2 => Just(MailFrom::Null),
        1 => Just(MailFrom::Untold),
    ]
}

pub(crate) fn session() -> impl Strategy<Value = Session> {
    (sent(), address(), mail_from(), 100i64..300).prop_map(|(sent, address, mail_from, at)| {
        Session {
            sent,
            address,
            mail_from,
            at,
        }
    })
}
