//! The values of both sides that decide on relay, one by one: to be held against those
//! of another day.

use crate::attribution::{InboundProperty, Shown};
use crate::evidence::Side;
use crate::facts::{Facts, ItemList, Known, SendConnector, TlsCertificateName};
use crate::remedy::Step;
use crate::remedy::edit::{Edit, Value};

/// A value as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `InboundConnector`, `SendConnector`, `AcceptedDomain`.
    pub object: String,
    /// Which one, raw.
    pub identity: String,
    /// The property.
    pub property: String,
    /// Its value, raw; `None` where it is empty.
    pub value: Option<String>,
}

/// A value that a step of the plan sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The object's kind.
    pub object: String,
    /// Which one, raw.
    pub identity: String,
    /// The property.
    pub property: String,
    /// What it becomes, raw; `None`: nothing.
    pub wanted: Option<String>,
}

/// The kinds of object whose values are held against each other, with their side.
pub const OBJECTS: [(&str, Side); 3] = [
    (INBOUND, Side::Tenant),
    (SEND, Side::OnPremises),
    (DOMAIN, Side::Tenant),
];

const INBOUND: &str = "InboundConnector";
const SEND: &str = "SendConnector";
const DOMAIN: &str = "AcceptedDomain";

/// Whether the evidence has a listing of that kind of object that is whole.
pub fn has_listing(facts: &Facts, object: &str) -> bool {
    match object {
        INBOUND => facts
            .tenant
            .inbound_connectors
            .as_ref()
            .is_some_and(|l| !l.more),
        SEND => facts.send_connectors.is_some(),
        DOMAIN => facts
            .tenant
            .accepted_domains
            .as_ref()
            .is_some_and(|l| !l.more),
        _ => false,
    }
}

/// All values that were read; what the evidence does not tell is left out.
pub fn settings(facts: &Facts) -> Vec<Setting> {
    let mut all = Vec::new();
    for connector in facts.tenant.connectors() {
        for property in InboundProperty::ALL {
            let value = match property.of(connector) {
                Shown::Text(text) => Some(text),
                Shown::Empty => None,
                Shown::Unknown => continue,
            };
            all.push(setting(INBOUND, &connector.name, property.name(), value));
        }
    }
    for connector in facts.send_connectors.iter().flatten() {
        for (property, value) in send_values(connector) {
            all.extend(value.map(|value| setting(SEND, &connector.name, property, value)));
        }
    }
    for domain in facts.tenant.domains() {
        let sub = truth(domain.match_sub_domains);
        let name = domain.domain.as_str();
        all.push(setting(DOMAIN, name, "MatchSubDomains", Some(sub)));
    }
    all
}

fn setting(object: &str, identity: &str, property: &str, value: Option<String>) -> Setting {
    Setting {
        object: object.to_owned(),
        identity: identity.to_owned(),
        property: property.to_owned(),
        value,
    }
}

fn truth(flag: bool) -> String {
    match flag {
        true => "True".to_owned(),
        false => "False".to_owned(),
    }
}

/// A value that is there, one that is empty, or none that is told.
type Told = Option<Option<String>>;

fn told<T>(known: &Known<T>, text: impl Fn(&T) -> String) -> Told {
    match known.is_absent() {
        true => Some(None),
        false => known.value().map(|value| Some(text(value))),
    }
}

fn list(known: &Known<ItemList>) -> Told {
    // What a console cut is not told.
    (!known.may_hold_more()).then(|| Some(known.items().join(", ")).filter(|t| !t.is_empty()))
}

fn send_values(connector: &SendConnector) -> [(&'static str, Told); 8] {
    let flag = |known: &Known<bool>| told(known, |value| truth(*value));
    [
        ("Enabled", flag(&connector.enabled)),
        ("AddressSpaces", list(&connector.address_spaces)),
        ("SmartHosts", list(&connector.smart_hosts)),
        (
            "SourceTransportServers",
            list(&connector.source_transport_servers),
        ),
        (
            "TlsCertificateName",
            told(&connector.tls_certificate_name, TlsCertificateName::to_text),
        ),
        ("Fqdn", told(&connector.fqdn, Clone::clone)),
        ("RequireTLS", flag(&connector.require_tls)),
        ("IgnoreSTARTTLS", flag(&connector.ignore_starttls)),
    ]
}

/// The values that a step sets.
pub fn planned(step: &Step) -> Vec<Planned> {
    let one = |object: &str, identity: &str, property: &str, wanted| Planned {
        object: object.to_owned(),
        identity: identity.to_owned(),
        property: property.to_owned(),
        wanted,
    };
    match &step.edit {
        Some(Edit::Values(values)) => {
            let object = values.object.getter().trim_start_matches("Get-");
            let properties = values.properties.iter();
            properties
                .map(|p| one(object, &values.identity, p.name, text(&p.wanted)))
                .collect()
        }
        Some(Edit::SendCertificate(certificate)) => {
            let wanted = certificate.expected.clone();
            let known = wanted.is_some();
            let planned = one(SEND, &certificate.identity, "TlsCertificateName", wanted);
            known.then_some(planned).into_iter().collect()
        }
        Some(Edit::NewInbound(new)) => {
            let properties = new.properties.iter();
            properties
                .filter(|(name, _)| InboundProperty::parse(name).is_some())
                .map(|(name, value)| one(INBOUND, &new.name, name, text(value)))
                .collect()
        }
        Some(Edit::Smtp(_)) | None => Vec::new(),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Nothing => None,
        Value::Text(text) => Some(text.clone()),
        Value::Word(word) => Some((*word).to_owned()),
        Value::Flag(flag) => Some(truth(*flag)),
        Value::List(items) => Some(items.join(", ")).filter(|t| !t.is_empty()),
    }
}

/// Whether two values are the same: lists in any order, names in any case.
pub fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    let parts = |text: Option<&str>| {
        let text = text.unwrap_or_default().to_lowercase();
        let mut parts: Vec<String> = match text.starts_with("<i>") {
            true => vec![text],
            false => text.split(',').map(|p| p.trim().to_owned()).collect(),
        };
        parts.sort();
        parts
    };
    parts(one) == parts(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compared_in_any_order_and_names_in_any_case() {
        for (one, other, same) in [
            (Some("a, b"), Some("B,a"), true),
            (Some("mail.contoso.com"), Some("Mail.Contoso.com"), true),
            (Some("a"), Some("a, b"), false),
            (None, Some("a"), false),
            (None, None, true),
            (
                Some("<I>CN=a, O=b<S>CN=c"),
                Some("<I>O=b, CN=a<S>CN=c"),
                false,
            ),
        ] {
            assert_eq!(is_same(one, other), same, "{one:?} {other:?}");
        }
    }
}
