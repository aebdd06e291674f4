//! The way back, from Exchange Online to on-premises: what chooses the certificate
//! there, and what the tenant expects of it.

use super::{ConnectorType, ItemList, Known, TlsCertificateName};
use crate::evidence::Location;

/// A Receive connector on-premises.
#[derive(Debug, Clone)]
pub struct ReceiveConnector {
    /// `SERVER\Name`, the identity that commands use.
    pub identity: String,
    /// Where the object begins.
    pub at: Location,
    /// TlsCertificateName: which certificate the server shows.
    pub tls_certificate_name: Known<TlsCertificateName>,
    /// Fqdn: chooses it where TlsCertificateName is empty.
    pub fqdn: Known<String>,
    /// TlsDomainCapabilities: HCW puts Exchange Online's domain there.
    pub tls_domain_capabilities: Known<ItemList>,
}

impl ReceiveConnector {
    /// The server of its identity.
    pub fn server(&self) -> Option<&str> {
        self.identity.split_once('\\').map(|(server, _)| server)
    }
}

/// An Outbound connector of the tenant.
#[derive(Debug, Clone)]
pub struct OutboundConnector {
    /// Its name.
    pub name: String,
    /// Where the object begins.
    pub at: Location,
    /// Enabled.
    pub enabled: Known<bool>,
    /// ConnectorType.
    pub connector_type: Known<ConnectorType>,
    /// SmartHosts.
    pub smart_hosts: Known<ItemList>,
    /// TlsSettings: `DomainValidation` demands TlsDomain (Set-OutboundConnector reference).
    pub tls_settings: Known<String>,
    /// TlsDomain: the name that must be on the certificate of the on-premises server.
    pub tls_domain: Known<String>,
}

impl OutboundConnector {
    /// Whether it leads back to on-premises and checks the name on the certificate.
    pub fn checks_name(&self) -> bool {
        let is = |known: &Known<String>, text: &str| {
            known.value().is_some_and(|v| v.eq_ignore_ascii_case(text))
        };
        self.enabled.value() != Some(&false)
            && self.connector_type.value() == Some(&ConnectorType::OnPremises)
            && is(&self.tls_settings, "DomainValidation")
    }
}
