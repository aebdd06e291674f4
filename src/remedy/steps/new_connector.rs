//! A new inbound connector of type OnPremises, which copies what it stands beside
//! (contract.md, What is recommended).

use std::net::IpAddr;

use super::change;
use super::common::show_inbound;
use crate::attribution::{Change, Status, WhatIf};
use crate::facts::{Facts, InboundConnector, ItemList, Known};
use crate::remedy::edit::{Edit, NewInbound, Value};
use crate::remedy::plan::{Applicability, Place, Step, StepKind};

/// What a new connector knows the sender by, and what it stands beside.
#[derive(Debug, Clone, Default)]
pub(in crate::remedy) struct New<'f> {
    /// Its name.
    pub(in crate::remedy) name: String,
    /// TlsSenderCertificateName.
    pub(in crate::remedy) certificate: Option<String>,
    /// SenderIPAddresses.
    pub(in crate::remedy) addresses: Vec<IpAddr>,
    /// The connector of which it copies every other property.
    pub(in crate::remedy) copied: Option<&'f InboundConnector>,
    /// Connectors that mail fits too: see [`New::judged`].
    pub(in crate::remedy) overlaps: Vec<String>,
}

impl New<'_> {
    /// The same with the enabled connectors that fit what it fits, now or after the
    /// changes that are planned with it (contract.md: overlap is judged first).
    pub(in crate::remedy) fn judged(self, facts: &Facts, changes: &[Change]) -> Self {
        let mut overlaps = Vec::new();
        for planned in [&[], changes] {
            let with_it = [planned, &[self.change()]].concat();
            let what_if = WhatIf::new(facts, &with_it);
            let connectors = what_if.facts().tenant.connectors();
            for judged in what_if.replay().judged {
                let fits = judged.fits.iter().flatten();
                let fitting = fits.filter(|f| f.identity.status() == Status::Met);
                let fitting = fitting.filter_map(|f| connectors.get(f.index));
                let enabled = fitting.filter(|c| c.enabled.value() != Some(&false));
                let (new, old): (Vec<_>, Vec<_>) = enabled.partition(|c| c.name == self.name);
                if !new.is_empty() {
                    overlaps.extend(old.into_iter().map(|c| c.name.clone()));
                }
            }
        }
        overlaps.sort();
        overlaps.dedup();
        Self { overlaps, ..self }
    }

    /// The change, for a prediction: what is copied decides too.
    pub(in crate::remedy) fn change(&self) -> Change {
        Change::NewConnector {
            name: self.name.clone(),
            value: self.certificate.clone(),
            addresses: self.addresses.clone(),
            associated: self.associated().to_vec(),
        }
    }

    /// A list that was cut is not known: a part of it would shut senders out.
    fn associated(&self) -> &[String] {
        let list = self.copied.map(|c| &c.associated_accepted_domains);
        list.filter(|list| !list.may_hold_more())
            .map_or(&[], Known::items)
    }

    /// The step.
    pub(in crate::remedy) fn step(&self) -> Step {
        let carried = self.copied.map(|c| &c.carried);
        let kind = StepKind::NewConnector {
            name: self.name.clone(),
            by: self.certificate.clone(),
            addresses: self.addresses.clone(),
            copies: self.copied.map(|c| c.name.clone()),
            overlaps: self.overlaps.clone(),
            untold: self.copied.map(untold).unwrap_or_default(),
            left_out: carried.map(|c| c.not_carried.clone()).unwrap_or_default(),
        };
        let new = Edit::NewInbound(NewInbound {
            name: self.name.clone(),
            properties: self.properties(),
        });
        change(
            "new-connector",
            Place::ExchangeOnline,
            Applicability::NeedsReview,
            kind,
            new,
            show_inbound(&self.name),
        )
    }

    fn properties(&self) -> Vec<(&'static str, Value)> {
        let copied = self.copied;
        let domains = copied.and_then(|c| whole(&c.sender_domains));
        let domains = match domains {
            // The parameter is mandatory, and this is what HCW gives it.
            None => Value::Text("*".to_owned()),
            Some(domains) => Value::List(domains.iter().map(|d| domain_of(d)).collect()),
        };
        let mut properties = vec![
            ("ConnectorType", Value::Word("OnPremises")),
            ("SenderDomains", domains),
        ];
        if let Some(value) = &self.certificate {
            // The reference says that the name is used where RequireTls is $true; HCW sets it too.
            properties.push(("RequireTls", Value::Flag(true)));
            properties.push(("TlsSenderCertificateName", Value::Text(value.clone())));
        } else if let Some(require) = copied.and_then(|c| c.require_tls.value()) {
            properties.push(("RequireTls", Value::Flag(*require)));
        }
        if !self.addresses.is_empty() {
            let addresses = self.addresses.iter().map(ToString::to_string);
            properties.push(("SenderIPAddresses", Value::List(addresses.collect())));
        }
        if !self.associated().is_empty() {
            let domains = Value::List(self.associated().to_vec());
            properties.push(("AssociatedAcceptedDomains", domains));
        }
        if let Some(connector) = copied {
            properties.extend(carried(connector));
        }
        properties
    }
}

/// The rest that New-InboundConnector takes, where it is not what the cmdlet gives a new
/// connector of itself (its reference).
fn carried(connector: &InboundConnector) -> Vec<(&'static str, Value)> {
    let carried = &connector.carried;
    let headers = connector.cloud_services_mail_enabled.value().copied();
    let is_on = |known: &Known<bool>| known.value() == Some(&true);
    let flag = |on: bool| on.then_some(Value::Flag(true));
    let list = |known: &Known<ItemList>| whole(known).map(|items| Value::List(items.to_vec()));
    // The reference: it cannot be set beside CloudServicesMailEnabled.
    let internal = is_on(&carried.treat_messages_as_internal) && headers != Some(true);
    let all = [
        ("CloudServicesMailEnabled", headers.map(Value::Flag)),
        ("TreatMessagesAsInternal", flag(internal)),
        ("EFSkipLastIP", flag(is_on(&carried.skips_last_address))),
        ("EFSkipIPs", list(&carried.skipped_addresses)),
        ("EFUsers", list(&carried.filtered_users)),
        ("Comment", carried.comment.value().cloned().map(Value::Text)),
    ];
    let given = all.into_iter();
    given.filter_map(|(name, v)| Some((name, v?))).collect()
}

/// The items of a list that holds some and was not cut.
fn whole(list: &Known<ItemList>) -> Option<&[String]> {
    let items = list.items();
    (!items.is_empty() && !list.may_hold_more()).then_some(items)
}

/// What is documented as a value (an SMTP domain) for what is printed: `smtp:*;1`.
fn domain_of(printed: &str) -> String {
    let plain = || {
        let (kind, rest) = printed.split_once(':')?;
        let domain = rest.strip_suffix(";1")?;
        kind.eq_ignore_ascii_case("smtp").then_some(domain)
    };
    plain().unwrap_or(printed).to_owned()
}

/// Properties that would be copied, and that the evidence does not tell.
fn untold(connector: &InboundConnector) -> Vec<&'static str> {
    let carried = &connector.carried;
    let all = [
        ("SenderDomains", connector.sender_domains.may_hold_more()),
        (
            "AssociatedAcceptedDomains",
            connector.associated_accepted_domains.may_hold_more(),
        ),
        (
            "CloudServicesMailEnabled",
            connector.cloud_services_mail_enabled.is_unknown(),
        ),
        (
            "TreatMessagesAsInternal",
            carried.treat_messages_as_internal.is_unknown(),
        ),
        ("EFSkipLastIP", carried.skips_last_address.is_unknown()),
        ("EFSkipIPs", carried.skipped_addresses.may_hold_more()),
        ("EFUsers", carried.filtered_users.may_hold_more()),
        ("Comment", carried.comment.is_unknown()),
    ];
    let untold = all.into_iter().filter(|(_, untold)| *untold);
    untold.map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::{Location, SourceId};
    use crate::facts::{Carried, NotCarried};

    fn read<T>(value: T) -> Known<T> {
        let at = Location::new(SourceId(0), 1, "");
        Known::Observed { value, at }
    }

    fn list(items: &[&str], complete: bool) -> Known<ItemList> {
        let items = items.iter().map(|i| (*i).to_owned()).collect();
        read(ItemList { items, complete })
    }

    fn old() -> InboundConnector {
        InboundConnector::unread("Old", Location::new(SourceId(0), 1, ""))
    }

    /// The command, what is untold and what is left out.
    fn beside(copied: &InboundConnector) -> (String, Vec<&'static str>, Vec<NotCarried>) {
        let new = New {
            name: "New".to_owned(),
            certificate: Some("mail.contoso.com".to_owned()),
            copied: Some(copied),
            ..New::default()
        };
        let step = new.step();
        let StepKind::NewConnector {
            untold, left_out, ..
        } = step.kind
        else {
            unreachable!("{step:?}");
        };
        (step.command.unwrap().to_text(), untold, left_out)
    }

    #[test]
    fn mail_that_counts_as_internal_does_so_beside_too() {
        let table = [
            (
                Some(false),
                true,
                "-CloudServicesMailEnabled $false -TreatMessagesAsInternal $true",
            ),
            (
                None,
                true,
                "'mail.contoso.com' -TreatMessagesAsInternal $true",
            ),
            // The reference: never both.
            (Some(true), true, "-CloudServicesMailEnabled $true"),
            (Some(false), false, "-CloudServicesMailEnabled $false"),
        ];
        for (headers, internal, end) in table {
            let copied = InboundConnector {
                cloud_services_mail_enabled: headers.map_or(Known::Unknown, read),
                carried: Carried {
                    treat_messages_as_internal: read(internal),
                    ..Carried::default()
                },
                ..old()
            };
            let (command, ..) = beside(&copied);
            assert!(command.ends_with(end), "{command}");
        }
    }

    #[test]
    fn a_list_that_was_cut_is_looked_for_and_not_copied() {
        let whole = InboundConnector {
            sender_domains: list(&["smtp:*;1", "SMTP:contoso.com;1", "smtp:a;5"], true),
            associated_accepted_domains: list(&["contoso.com"], true),
            cloud_services_mail_enabled: read(true),
            carried: Carried {
                comment: read("by hand".to_owned()),
                treat_messages_as_internal: read(false),
                skipped_addresses: list(&["203.0.113.7"], true),
                skips_last_address: read(false),
                filtered_users: list(&[], true),
                not_carried: vec![NotCarried::ClientHostNames],
            },
            ..old()
        };
        let (command, untold, left_out) = beside(&whole);
        for held in [
            "-SenderDomains '*','contoso.com','smtp:a;5' ",
            "-AssociatedAcceptedDomains 'contoso.com' ",
            "-EFSkipIPs '203.0.113.7' -Comment 'by hand'",
        ] {
            assert!(command.contains(held), "{command}");
        }
        assert_eq!(untold, Vec::<&str>::new());
        assert_eq!(left_out, [NotCarried::ClientHostNames]);

        let cut = InboundConnector {
            sender_domains: list(&["smtp:contoso.com;1"], false),
            associated_accepted_domains: list(&["contoso.com"], false),
            carried: Carried {
                skipped_addresses: list(&["203.0.113.7"], false),
                ..whole.carried.clone()
            },
            ..whole
        };
        let (command, untold, _) = beside(&cut);
        assert!(command.contains("-SenderDomains '*' "), "{command}");
        assert!(!command.contains("Associated") && !command.contains("EFSkipIPs"));
        assert_eq!(
            untold,
            ["SenderDomains", "AssociatedAcceptedDomains", "EFSkipIPs"]
        );
    }
}
