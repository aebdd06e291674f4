//! `--set`: a change as somebody types it, against what the evidence has.

use crate::attribution::{Change, InboundProperty, InboundValue};
use crate::facts::{Domain, Facts};

/// Why a setting cannot be used, and what there is instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongSetting {
    /// It has none of the documented forms.
    Form,
    /// The property decides nothing, or does not exist.
    Property,
    /// No inbound connector of that name; these there are.
    Inbound(Vec<String>),
    /// No Send connector of that name; these there are.
    Send(Vec<String>),
    /// No certificate with that thumbprint; these there are, with their names.
    Thumbprint(Vec<(String, String)>),
    /// The property cannot hold the value.
    Value,
}

/// Reads a setting. NAME ends at the last `.Property=` of a known property.
///
/// # Errors
///
/// [`WrongSetting`] names what exists.
pub fn parse_setting(facts: &Facts, text: &str) -> Result<Vec<Change>, WrongSetting> {
    if let Some(rest) = text.strip_prefix("inbound:") {
        return inbound(facts, rest).map(|change| vec![change]);
    }
    if let Some(rest) = text.strip_prefix("send:") {
        return send(facts, rest).map(|change| vec![change]);
    }
    if let Some(list) = text.strip_prefix("accepted-domain:add=") {
        let domain = |item: &str| {
            let domain = Domain::parse(item).ok_or(WrongSetting::Value)?;
            Ok(Change::AcceptedDomain(domain.to_string()))
        };
        return list.split(',').map(domain).collect();
    }
    if let Some(address) = text.strip_prefix("egress-ip=") {
        let address = address.trim().parse().map_err(|_| WrongSetting::Value)?;
        return Ok(vec![Change::EgressAddress(address)]);
    }
    Err(WrongSetting::Form)
}

fn inbound(facts: &Facts, text: &str) -> Result<Change, WrongSetting> {
    let last = InboundProperty::ALL
        .into_iter()
        .filter_map(|property| {
            let (name, value) = split(text, property.name())?;
            Some((name, property, value))
        })
        .max_by_key(|(name, ..)| name.len());
    let Some((name, property, value)) = last else {
        return Err(match text.contains('=') {
            true => WrongSetting::Property,
            false => WrongSetting::Form,
        });
    };
    let names = || facts.tenant.connectors().iter().map(|c| c.name.as_str());
    let Some(connector) = find(names(), name) else {
        return Err(WrongSetting::Inbound(names().map(str::to_owned).collect()));
    };
    let value = InboundValue::parse(property, value).ok_or(WrongSetting::Value)?;
    Ok(Change::Inbound { connector, value })
}

fn send(facts: &Facts, text: &str) -> Result<Change, WrongSetting> {
    let Some((name, value)) = split(text, "certificate") else {
        return Err(match text.contains('=') {
            true => WrongSetting::Property,
            false => WrongSetting::Form,
        });
    };
    let configured = facts.send_connectors.iter().flatten();
    let logged = facts.traffic.connectors.iter().map(String::as_str);
    let mut names: Vec<&str> = configured.map(|c| c.name.as_str()).chain(logged).collect();
    names.sort_unstable();
    names.dedup();
    let Some(connector) = find(names.iter().copied(), name) else {
        return Err(WrongSetting::Send(
            names.into_iter().map(str::to_owned).collect(),
        ));
    };
    let Some(thumbprint) = thumbprint(value).filter(|t| facts.certificates.get(t).is_some()) else {
        let known = facts.certificates.iter().filter(|c| !c.is_authority);
        let known = known.map(|c| (c.thumbprint.clone(), c.display_name()));
        return Err(WrongSetting::Thumbprint(known.collect()));
    };
    Ok(Change::SendCertificate {
        connector: Some(connector),
        thumbprint,
    })
}

/// What stands before the last `.property=`, and what after it.
fn split<'t>(text: &'t str, property: &str) -> Option<(&'t str, &'t str)> {
    let mark = format!(".{}=", property.to_ascii_lowercase());
    let at = text.to_ascii_lowercase().rfind(&mark)?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// The name as the evidence spells it; in another case if only one is meant.
fn find<'n>(names: impl Iterator<Item = &'n str>, asked: &str) -> Option<String> {
    let names: Vec<&str> = names.collect();
    if names.contains(&asked) {
        return Some(asked.to_owned());
    }
    let mut alike = names.iter().filter(|n| n.eq_ignore_ascii_case(asked));
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some((*only).to_owned()),
        _ => None,
    }
}

/// A thumbprint as it may be copied from a console or a certificate dialog: with
/// blanks, colons, or an invisible mark before it.
pub fn thumbprint(text: &str) -> Option<String> {
    let skipped = |c: &char| !(c.is_whitespace() || *c == ':' || *c == '\u{200e}');
    let hex: String = text.chars().filter(skipped).collect();
    let is_one = hex.len() == 40 && hex.chars().all(|c| c.is_ascii_hexdigit());
    is_one.then(|| hex.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::attribution::WhatIf;
    use crate::facts::{Certificate, Listing};

    fn facts() -> Facts {
        let mut facts = Facts::default();
        facts.traffic.connectors = vec!["To.certificate=x".to_owned(), "To EOP".to_owned()];
        facts.certificates.add(Certificate {
            thumbprint: "A".repeat(40),
            ..Certificate::default()
        });
        facts.tenant.inbound_connectors = Some(Listing {
            items: Vec::new(),
            inferred_empty: false,
            more: false,
            at: None,
        });
        let new = |name: &str| Change::NewConnector {
            name: name.to_owned(),
            value: None,
            addresses: Vec::new(),
            associated: Vec::new(),
        };
        let names = ["Inbound", "a.Enabled=b", "In.bound = 1"].map(new);
        WhatIf::new(&facts, &names).facts().clone()
    }

    fn set(connector: &str, property: InboundProperty, value: &str) -> Vec<Change> {
        vec![Change::Inbound {
            connector: connector.to_owned(),
            value: InboundValue::parse(property, value).unwrap(),
        }]
    }

    #[test]
    fn a_name_ends_at_the_last_known_property() {
        use InboundProperty as P;
        let facts = facts();
        let cases = [
            (
                "inbound:Inbound.Enabled=true",
                set("Inbound", P::Enabled, "true"),
            ),
            (
                "inbound:inbound.enabled=$false",
                set("Inbound", P::Enabled, "false"),
            ),
            (
                "inbound:a.Enabled=b.Enabled=true",
                set("a.Enabled=b", P::Enabled, "true"),
            ),
            (
                "inbound:In.bound = 1.SenderIPAddresses=203.0.113.7,203.0.113.8",
                set(
                    "In.bound = 1",
                    P::SenderIpAddresses,
                    "203.0.113.7,203.0.113.8",
                ),
            ),
            (
                "inbound:Inbound.TlsSenderCertificateName=",
                set("Inbound", P::TlsSenderCertificateName, ""),
            ),
            (
                "accepted-domain:add=Contoso.com, fabrikam.com",
                vec![
                    Change::AcceptedDomain("contoso.com".to_owned()),
                    Change::AcceptedDomain("fabrikam.com".to_owned()),
                ],
            ),
            (
                "egress-ip=203.0.113.7",
                vec![Change::EgressAddress([203, 0, 113, 7].into())],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_setting(&facts, text), Ok(expected), "{text}");
        }
        let aa = "aa ".repeat(20);
        for name in ["To EOP", "To.certificate=x"] {
            let parsed = parse_setting(&facts, &format!("send:{name}.certificate={aa}"));
            let expected = Change::SendCertificate {
                connector: Some(name.to_owned()),
                thumbprint: "A".repeat(40),
            };
            assert_eq!(parsed, Ok(vec![expected]));
        }
    }

    #[test]
    fn what_cannot_be_used_names_what_there_is() {
        use WrongSetting as W;
        let facts = facts();
        let inbound = ["Inbound", "a.Enabled=b", "In.bound = 1"].map(str::to_owned);
        let send = ["To EOP", "To.certificate=x"].map(str::to_owned);
        let cases = [
            ("Inbound.Enabled=true", W::Form),
            ("inbound:Inbound", W::Form),
            ("inbound:Inbound.RequireTls=true", W::Property),
            ("inbound:Inbound.Enabled=maybe", W::Value),
            ("inbound:Other.Enabled=true", W::Inbound(inbound.to_vec())),
            ("send:To EOP.fqdn=x", W::Property),
            ("send:Other.certificate=AA", W::Send(send.to_vec())),
            ("accepted-domain:add=nonsense", W::Value),
            ("egress-ip=203.0.113", W::Value),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_setting(&facts, text), Err(expected), "{text}");
        }
        let wrong = parse_setting(&facts, "send:To EOP.certificate=BB");
        let Err(W::Thumbprint(known)) = wrong else {
            unreachable!("{wrong:?}");
        };
        assert_eq!(known[0].0, "A".repeat(40));
    }
}
