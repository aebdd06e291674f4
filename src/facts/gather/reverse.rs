//! Receive connectors and the tenant's Outbound connectors.

use super::connectors::{connector_type, name, tls_certificate_name};
use super::read::text;
use super::{Object, of_class};
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::facts::{OutboundConnector, ReceiveConnector};

/// Get-ReceiveConnector; a connector listed twice counts as it stands last.
pub(super) fn receive_connectors(loaded: &Loaded) -> Vec<ReceiveConnector> {
    let mut all: Vec<ReceiveConnector> = Vec::new();
    for object in of_class(loaded, ObjectClass::ReceiveConnector) {
        let connector = receive(&object);
        match all.iter_mut().find(|c| c.identity == connector.identity) {
            Some(known) => *known = connector,
            None => all.push(connector),
        }
    }
    all
}

fn receive(object: &Object) -> ReceiveConnector {
    let get = |field: &str| {
        let value = object.field(field).and_then(|f| text(&f.value));
        value.filter(|t| !t.is_empty())
    };
    let server = get("Server").filter(|s| !s.contains('\\'));
    let identity = get("Identity").filter(|i| i.contains('\\'));
    let of_server = || Some(format!("{}\\{}", server?, get("Name")?));
    ReceiveConnector {
        identity: identity.or_else(of_server).unwrap_or_else(|| name(object)),
        at: object.at(),
        tls_certificate_name: object.known("TlsCertificateName", tls_certificate_name),
        fqdn: object.text("Fqdn"),
        tls_domain_capabilities: object.list("TlsDomainCapabilities"),
    }
}

/// Get-OutboundConnector; a connector listed twice counts as it stands last.
pub(super) fn outbound_connectors(loaded: &Loaded) -> Vec<OutboundConnector> {
    let mut all: Vec<OutboundConnector> = Vec::new();
    for object in of_class(loaded, ObjectClass::OutboundConnector) {
        let connector = outbound(&object);
        match all.iter_mut().find(|c| c.name == connector.name) {
            Some(known) => *known = connector,
            None => all.push(connector),
        }
    }
    all
}

fn outbound(object: &Object) -> OutboundConnector {
    OutboundConnector {
        name: name(object),
        at: object.at(),
        enabled: object.flag("Enabled"),
        connector_type: object.known("ConnectorType", connector_type),
        smart_hosts: object.list("SmartHosts"),
        tls_settings: object.text("TlsSettings"),
        tls_domain: object.text("TlsDomain"),
    }
}
