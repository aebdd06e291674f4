//! Connectors of both sides from their objects.

use super::dates::{BadDate, JUDGED_DATES, moment};
use super::merge::{Merge, together};
use super::read::text;
use super::{Object, State, of_class};
use crate::evidence::loader::{Loaded, kind_of};
use crate::evidence::record::{ObjectClass, Value};
use crate::evidence::{Note, NoteKind};
use crate::facts::{
    Carried, ConnectorType, InboundConnector, Known, NotCarried, SendConnector,
    SenderCertificateName, TlsCertificateName, TruncatedValue,
};

/// A connector's name: Name, else Identity.
pub(super) fn name(object: &Object) -> String {
    let of = |field: &str| {
        object
            .field(field)
            .and_then(|f| text(&f.value))
            .filter(|t| !t.is_empty())
    };
    of("Name").or_else(|| of("Identity")).unwrap_or_default()
}

pub(super) fn inbound(object: &Object) -> InboundConnector {
    InboundConnector {
        name: name(object),
        at: object.at(),
        enabled: object.flag("Enabled"),
        connector_type: object.known("ConnectorType", connector_type),
        source: object.text("ConnectorSource"),
        tls_sender_certificate_name: object
            .text("TlsSenderCertificateName")
            .and_then(|t| Some(SenderCertificateName::parse(&t))),
        sender_ip_addresses: object.list("SenderIPAddresses"),
        sender_domains: object.list("SenderDomains"),
        associated_accepted_domains: object.list("AssociatedAcceptedDomains"),
        require_tls: object.flag("RequireTls"),
        cloud_services_mail_enabled: object.flag("CloudServicesMailEnabled"),
        carried: carried(object),
        when_changed: when_changed(object),
        blocked: None,
    }
}

fn carried(object: &Object) -> Carried {
    let holds = |property: &NotCarried| match property.is_flag() {
        true => object.flag(property.name()).value() == Some(&true),
        false => !object.list(property.name()).items().is_empty(),
    };
    Carried {
        comment: object.text("Comment"),
        treat_messages_as_internal: object.flag("TreatMessagesAsInternal"),
        skipped_addresses: object.list("EFSkipIPs"),
        skips_last_address: object.flag("EFSkipLastIP"),
        filtered_users: object.list("EFUsers"),
        not_carried: NotCarried::ALL.into_iter().filter(holds).collect(),
    }
}

/// WhenChangedUTC; WhenChanged is local to a zone that the export does not name,
/// unless it carries its offset.
pub(super) fn when_changed(object: &Object) -> Known<jiff::Timestamp> {
    match object.time("WhenChangedUTC") {
        Known::Unknown => object.known("WhenChanged", |v| text(v)?.parse().ok()),
        known => known,
    }
}

pub(super) fn connector_type(value: &Value) -> Option<ConnectorType> {
    let text = text(value)?;
    // Which number means which type is documented nowhere.
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match text.to_ascii_lowercase().as_str() {
        "onpremises" => ConnectorType::OnPremises,
        "partner" => ConnectorType::Partner,
        _ => ConnectorType::Other(text),
    })
}

pub(super) fn tls_certificate_name(value: &Value) -> Option<TlsCertificateName> {
    if let Value::Object { fields, .. } = value {
        let get = |name: &str| {
            let found = fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
            text(&found.1)
        };
        if let (Some(issuer), Some(subject)) = (get("CertificateIssuer"), get("CertificateSubject"))
        {
            return Some(TlsCertificateName { issuer, subject });
        }
    }
    TlsCertificateName::parse(&text(value)?)
}

/// What one connector is known by, whatever the case; those without a name are not
/// known to be one.
pub(super) fn key(object: &Object) -> Option<String> {
    Some(name(object).to_lowercase()).filter(|name| !name.is_empty())
}

/// Properties of a Send connector that are judged or shown.
const OF_SEND: [&str; 12] = [
    "Enabled",
    "AddressSpaces",
    "SmartHosts",
    "SourceTransportServers",
    "TlsCertificateName",
    "Fqdn",
    "RequireTLS",
    "IgnoreSTARTTLS",
    "DNSRoutingEnabled",
    "CloudServicesMailEnabled",
    "FrontendProxyEnabled",
    "ProtocolLoggingLevel",
];

/// Properties of an inbound connector that are judged or shown.
pub(super) const OF_INBOUND: [&str; 9] = [
    "Enabled",
    "ConnectorType",
    "ConnectorSource",
    "TlsSenderCertificateName",
    "SenderIPAddresses",
    "SenderDomains",
    "AssociatedAcceptedDomains",
    "RequireTls",
    "CloudServicesMailEnabled",
];

/// Get-SendConnector.
pub(super) fn send_connectors(loaded: &Loaded, merge: &mut Merge) -> Option<Vec<SendConnector>> {
    let objects = together(of_class(loaded, ObjectClass::SendConnector), key);
    let connectors = objects.iter().map(|object| {
        merge.compare(object, &name(object), &OF_SEND);
        send(object)
    });
    let connectors: Vec<SendConnector> = connectors.collect();
    (!connectors.is_empty()).then_some(connectors)
}

fn send(object: &Object) -> SendConnector {
    SendConnector {
        name: name(object),
        at: object.at(),
        enabled: object.flag("Enabled"),
        address_spaces: object.list("AddressSpaces"),
        smart_hosts: match object.list("SmartHosts") {
            Known::Unknown => object.list("SmartHostsString"),
            known => known,
        },
        source_transport_servers: object.list("SourceTransportServers"),
        tls_certificate_name: object.known("TlsCertificateName", tls_certificate_name),
        fqdn: object.text("Fqdn"),
        require_tls: object.flag("RequireTLS"),
        ignore_starttls: object.flag("IgnoreSTARTTLS"),
        dns_routing_enabled: object.flag("DNSRoutingEnabled"),
        cloud_services_mail_enabled: object.flag("CloudServicesMailEnabled"),
        frontend_proxy_enabled: object.flag("FrontendProxyEnabled"),
        protocol_logging_level: object.text("ProtocolLoggingLevel"),
    }
}

/// Properties whose lists are judged: what is cut from others does not matter.
pub(super) const JUDGED_LISTS: [&str; 8] = [
    "SenderIPAddresses",
    "SenderDomains",
    "AssociatedAcceptedDomains",
    "AddressSpaces",
    "SmartHosts",
    "SourceTransportServers",
    "CertificateDomains",
    "DomainName",
];

pub(super) fn truncated(loaded: &Loaded) -> Vec<TruncatedValue> {
    let mut found = Vec::new();
    for (source, record) in &loaded.objects {
        let state = State {
            source: *source,
            record,
        };
        let object = Object::of(state);
        for field in &record.fields {
            let cut = matches!(
                field.value,
                Value::List {
                    complete: false,
                    ..
                }
            );
            if cut
                && JUDGED_LISTS
                    .iter()
                    .any(|n| n.eq_ignore_ascii_case(&field.name))
            {
                found.push(TruncatedValue {
                    object: name(&object),
                    kind: kind_of(record.class),
                    property: field.name.clone(),
                    at: state.location(field),
                });
            }
        }
    }
    found
}

/// Notes the values that were not understood.
pub(super) fn note_values(loaded: &mut Loaded) {
    let mut notes = Vec::new();
    for (source, record) in &loaded.objects {
        for field in record
            .fields
            .iter()
            .filter(|f| JUDGED_DATES.iter().any(|n| n.eq_ignore_ascii_case(&f.name)))
        {
            let Some(shown) = text(&field.value).filter(|t| !t.is_empty()) else {
                continue;
            };
            let (property, line) = (field.name.clone(), field.line);
            let kind = match moment(&shown) {
                Ok(_) => continue,
                Err(BadDate::Ambiguous) => NoteKind::AmbiguousDate {
                    property,
                    text: shown,
                },
                Err(BadDate::NotADate) => NoteKind::BadValue {
                    property,
                    text: shown,
                },
            };
            notes.push((*source, Note::at(line, kind)));
        }
    }
    let inbound = loaded
        .objects
        .iter()
        .filter(|(_, r)| r.class == ObjectClass::InboundConnector);
    for (source, record) in inbound {
        // A number means a type that is documented nowhere.
        let field = record.field("ConnectorType");
        let number = field.and_then(|f| Some((f, text(&f.value)?)));
        if let Some((field, shown)) =
            number.filter(|(_, t)| connector_type(&Value::Text(t.clone())).is_none())
        {
            let kind = NoteKind::BadValue {
                property: field.name.clone(),
                text: shown,
            };
            notes.push((*source, Note::at(field.line, kind)));
        }
    }
    for (source, note) in notes {
        loaded.sources[source.0 as usize].notes.push(note);
    }
}
