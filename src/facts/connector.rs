//! Connectors of both sides, as their cmdlets print them.

use jiff::Timestamp;

use super::{Carried, ItemList, Known, SenderCertificateName};
use crate::evidence::Location;

/// ConnectorType of an inbound connector (Set-InboundConnector reference).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectorType {
    /// Grants relay.
    OnPremises,
    /// Never relays.
    Partner,
    /// Anything else, as written.
    Other(String),
}

/// An inbound connector of the tenant.
#[derive(Debug, Clone)]
pub struct InboundConnector {
    /// Its name; the identity that commands use.
    pub name: String,
    /// Where the object begins.
    pub at: Location,
    /// Enabled.
    pub enabled: Known<bool>,
    /// ConnectorType.
    pub connector_type: Known<ConnectorType>,
    /// ConnectorSource (`HybridWizard`, `AdminUI`, ...).
    pub source: Known<String>,
    /// TlsSenderCertificateName.
    pub tls_sender_certificate_name: Known<SenderCertificateName>,
    /// SenderIPAddresses.
    pub sender_ip_addresses: Known<ItemList>,
    /// SenderDomains.
    pub sender_domains: Known<ItemList>,
    /// AssociatedAcceptedDomains.
    pub associated_accepted_domains: Known<ItemList>,
    /// RequireTls.
    pub require_tls: Known<bool>,
    /// CloudServicesMailEnabled.
    pub cloud_services_mail_enabled: Known<bool>,
    /// What a second connector takes over.
    pub carried: Carried,
    /// WhenChangedUTC.
    pub when_changed: Known<Timestamp>,
    /// Named by Get-BlockedConnector.
    pub blocked: Option<Location>,
}

impl InboundConnector {
    /// One of which nothing is known but its name.
    pub fn unread(name: &str, at: Location) -> Self {
        Self {
            name: name.to_owned(),
            at,
            enabled: Known::Unknown,
            connector_type: Known::Unknown,
            source: Known::Unknown,
            tls_sender_certificate_name: Known::Unknown,
            sender_ip_addresses: Known::Unknown,
            sender_domains: Known::Unknown,
            associated_accepted_domains: Known::Unknown,
            require_tls: Known::Unknown,
            cloud_services_mail_enabled: Known::Unknown,
            carried: Carried::default(),
            when_changed: Known::Unknown,
            blocked: None,
        }
    }

    /// Whether HCW made it (ConnectorSource).
    pub fn is_hybrid_wizards(&self) -> bool {
        self.source
            .value()
            .is_some_and(|s| s.eq_ignore_ascii_case("HybridWizard"))
    }

    /// Whether it is enabled and of type OnPremises, `None` when that is unknown.
    pub fn is_enabled_on_premises(&self) -> Option<bool> {
        let enabled = self.enabled.value().copied();
        match (enabled, self.is_on_premises()) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Whether its type is OnPremises, `None` when that is unknown.
    pub fn is_on_premises(&self) -> Option<bool> {
        let known = self.connector_type.value()?;
        Some(*known == ConnectorType::OnPremises)
    }

    /// Whether it certainly has neither a certificate name nor addresses (RD111).
    pub fn has_no_identity(&self) -> bool {
        self.tls_sender_certificate_name.is_absent() && self.sender_ip_addresses.is_known_empty()
    }

    /// Whether it names a certificate in a usable or unusable form.
    pub fn names_certificate(&self) -> bool {
        self.tls_sender_certificate_name.value().is_some()
    }

    /// Whether it lists addresses.
    pub fn lists_addresses(&self) -> bool {
        !self.sender_ip_addresses.items().is_empty()
    }
}

/// TlsCertificateName of a Send or Receive connector: `<I>issuer<S>subject`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsCertificateName {
    /// The issuer's distinguished name as Windows prints it.
    pub issuer: String,
    /// The subject's.
    pub subject: String,
}

impl TlsCertificateName {
    /// Reads `<I>..<S>..`; the tags' case does not matter (HealthChecker, domain.md section 4).
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let issuer_at = lower.find("<i>")? + 3;
        let subject_tag = lower[issuer_at..].find("<s>")? + issuer_at;
        Some(Self {
            issuer: text[issuer_at..subject_tag].trim().to_owned(),
            subject: text[subject_tag + 3..].trim().to_owned(),
        })
    }

    /// As Exchange prints it.
    pub fn to_text(&self) -> String {
        format!("<I>{}<S>{}", self.issuer, self.subject)
    }
}

/// A Send connector on-premises.
#[derive(Debug, Clone)]
pub struct SendConnector {
    /// Its name.
    pub name: String,
    /// Where the object begins.
    pub at: Location,
    /// Enabled.
    pub enabled: Known<bool>,
    /// AddressSpaces, as written (`SMTP:*;1`).
    pub address_spaces: Known<ItemList>,
    /// SmartHosts.
    pub smart_hosts: Known<ItemList>,
    /// SourceTransportServers.
    pub source_transport_servers: Known<ItemList>,
    /// TlsCertificateName.
    pub tls_certificate_name: Known<TlsCertificateName>,
    /// Fqdn.
    pub fqdn: Known<String>,
    /// RequireTLS.
    pub require_tls: Known<bool>,
    /// IgnoreSTARTTLS.
    pub ignore_starttls: Known<bool>,
    /// DNSRoutingEnabled.
    pub dns_routing_enabled: Known<bool>,
    /// CloudServicesMailEnabled.
    pub cloud_services_mail_enabled: Known<bool>,
    /// FrontendProxyEnabled.
    pub frontend_proxy_enabled: Known<bool>,
    /// ProtocolLoggingLevel.
    pub protocol_logging_level: Known<String>,
}

impl SendConnector {
    /// Whether it is known to be disabled.
    pub fn is_disabled(&self) -> bool {
        self.enabled.value() == Some(&false)
    }

    /// One of which nothing is known but its name.
    pub fn unread(name: &str, at: Location) -> Self {
        Self {
            name: name.to_owned(),
            at,
            enabled: Known::Unknown,
            address_spaces: Known::Unknown,
            smart_hosts: Known::Unknown,
            source_transport_servers: Known::Unknown,
            tls_certificate_name: Known::Unknown,
            fqdn: Known::Unknown,
            require_tls: Known::Unknown,
            ignore_starttls: Known::Unknown,
            dns_routing_enabled: Known::Unknown,
            cloud_services_mail_enabled: Known::Unknown,
            frontend_proxy_enabled: Known::Unknown,
            protocol_logging_level: Known::Unknown,
        }
    }

    /// The domains of its address spaces, lower case (`*` among them).
    pub fn spaces(&self) -> impl Iterator<Item = String> + '_ {
        self.address_spaces.items().iter().map(|space| {
            let without_type = space
                .rsplit_once(':')
                .map_or(space.as_str(), |(_, rest)| rest);
            let domain = without_type.split(';').next().unwrap_or(without_type);
            domain.trim().to_lowercase()
        })
    }

    /// Whether mail to any domain may leave by it.
    pub fn takes_all_domains(&self) -> bool {
        self.spaces().any(|space| space == "*")
    }

    /// Whether HCW made it. Send connectors have no ConnectorSource: HCW's carries the
    /// tenant's routing domain (HCW8039; domain.md section 4, KEY TRAP).
    pub fn is_hybrid_wizards(&self) -> bool {
        self.spaces()
            .any(|space| space.ends_with(".mail.onmicrosoft.com"))
    }

    /// Whether a smart host is an endpoint of Exchange Online Protection.
    pub fn has_eop_smart_host(&self) -> bool {
        self.smart_hosts
            .items()
            .iter()
            .any(|host| is_eop_host(host))
    }
}

/// Whether a host name is an endpoint of Exchange Online Protection, the
/// national clouds included (formats.md section 1, point 9).
pub fn is_eop_host(host: &str) -> bool {
    const SUFFIXES: [&str; 5] = [
        ".mail.protection.outlook.com",
        ".mail.eo.outlook.com",
        ".mail.protection.office365.us",
        ".mail.protection.partner.outlook.cn",
        ".mx.microsoft",
    ];
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tls_certificate_name_in_both_spellings() {
        let name = TlsCertificateName::parse("<i>CN=CA 1, O=X<s>CN=mail.contoso.com").unwrap();
        assert_eq!(name.issuer, "CN=CA 1, O=X");
        assert_eq!(name.to_text(), "<I>CN=CA 1, O=X<S>CN=mail.contoso.com");
        assert_eq!(TlsCertificateName::parse("mail.contoso.com"), None);
        assert_eq!(TlsCertificateName::parse("<S>only"), None);
    }

    #[test]
    fn eop_hosts_by_whole_suffix() {
        assert!(is_eop_host("contoso-com.mail.protection.outlook.com"));
        assert!(is_eop_host("x.mail.protection.office365.us."));
        assert!(!is_eop_host("mail.protection.outlook.com.evil.example"));
        assert!(!is_eop_host("gateway.contoso.com"));
    }
}
