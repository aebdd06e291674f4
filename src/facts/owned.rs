//! What a full run of the Hybrid Configuration Wizard writes over on its own
//! connectors, and how that stands to the values of today.

use super::{ItemList, Known};
use crate::evidence::Location;
use crate::evidence::record::ObjectClass;

/// What a run writes over (the Exchange team's list, domain.md section 6), as the
/// cmdlets call objects and properties.
pub(crate) const WRITTEN_OVER: [(ObjectClass, &[&str]); 4] = [
    (
        ObjectClass::SendConnector,
        &[
            "AddressSpaces",
            "CloudServicesMailEnabled",
            "DNSRoutingEnabled",
            "RequireTLS",
            "SmartHosts",
            "SourceTransportServers",
            "TlsAuthLevel",
            "TlsCertificateName",
            "TlsDomain",
        ],
    ),
    (
        ObjectClass::ReceiveConnector,
        &[
            "AuthMechanism",
            "TlsCertificateName",
            "PermissionGroups",
            "TlsDomainCapabilities",
        ],
    ),
    (
        ObjectClass::InboundConnector,
        &[
            "CloudServicesMailEnabled",
            "ConnectorSource",
            "ConnectorType",
            "RequireTLS",
            "SenderDomains",
            "TlsSenderCertificateName",
        ],
    ),
    (
        ObjectClass::OutboundConnector,
        &[
            "CloudServicesMailEnabled",
            "ConnectorSource",
            "ConnectorType",
            "RecipientDomains",
            "RouteAllMessagesViaOnPremises",
            "SmartHosts",
            "TLSDomain",
            "TlsSettings",
            "IsTransportRuleScoped",
            "UseMXRecord",
        ],
    ),
];

/// A connector that HCW owns.
#[derive(Debug, Clone)]
pub struct HcwOwned {
    /// Of what kind.
    pub class: ObjectClass,
    /// Its name; of a Receive connector `SERVER\Name`.
    pub name: String,
    /// The properties of `WRITTEN_OVER`, in that order.
    pub values: Vec<HcwValue>,
}

/// A property that a run writes over.
#[derive(Debug, Clone)]
pub struct HcwValue {
    /// Its name.
    pub property: &'static str,
    /// What it holds today.
    pub today: Known<ItemList>,
    /// What HCW writes: the last run's value, else the documented one. `None` where
    /// that is not known: certificates are chosen anew in each run.
    pub hcw: Option<Vec<String>>,
}

impl HcwValue {
    /// Whether a run would change it; `None` where that cannot be told.
    pub fn is_changed(&self) -> Option<bool> {
        let hcw = self.hcw.as_ref()?;
        let (today, whole) = match &self.today {
            Known::Observed { value, .. } => (value.items.as_slice(), value.complete),
            Known::Absent { .. } => (&[][..], true),
            Known::Unknown => return None,
        };
        // Exports print values of these as numbers whose meaning is not documented.
        let is_number =
            |item: &String| !item.is_empty() && item.bytes().all(|b| b.is_ascii_digit());
        if today.iter().any(is_number) || self.is_of_national_cloud(today) {
            return None;
        }
        let plain = |items: &[String]| -> Vec<String> {
            let mut items: Vec<String> = items.iter().map(|i| self.plain(i)).collect();
            items.sort();
            items.dedup();
            items
        };
        let (today, hcw) = (plain(today), plain(hcw));
        match () {
            () if today.iter().any(|item| !hcw.contains(item)) => Some(true),
            () if !whole => None,
            () => Some(today != hcw),
        }
    }

    /// Where it is read that a run would change.
    pub fn at(&self) -> Option<&Location> {
        self.today.at()
    }

    /// An item as it is compared: whatever its case, the type and cost of an address
    /// space, the place of a server in the directory.
    fn plain(&self, item: &str) -> String {
        let item = item.trim().to_lowercase();
        let of = |name: &str| self.property.eq_ignore_ascii_case(name);
        match () {
            () if of("AddressSpaces") || of("SenderDomains") || of("RecipientDomains") => {
                let domain = item.rsplit_once(':').map_or(&*item, |(_, rest)| rest);
                domain.split(';').next().unwrap_or(domain).trim().to_owned()
            }
            () if of("SourceTransportServers") => {
                let name = item.rsplit('/').next().unwrap_or(&item);
                name.to_owned()
            }
            () => item,
        }
    }

    /// In national clouds HCW writes that cloud's names; which, is not in its documents.
    fn is_of_national_cloud(&self, today: &[String]) -> bool {
        const NATIONAL: [&str; 3] = ["office365.us", "outlook.cn", "onmicrosoft.us"];
        let named = |item: &String| {
            let item = item.to_lowercase();
            NATIONAL.iter().any(|cloud| item.contains(cloud))
        };
        today.iter().any(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::SourceId;

    fn changed(property: &'static str, today: &[&str], whole: bool, hcw: &[&str]) -> Option<bool> {
        let texts = |items: &[&str]| items.iter().map(|i| (*i).to_owned()).collect();
        let value = ItemList {
            items: texts(today),
            complete: whole,
        };
        let at = Location::new(SourceId(0), 1, "");
        HcwValue {
            property,
            today: Known::Observed { value, at },
            hcw: Some(texts(hcw)),
        }
        .is_changed()
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        let routing = "smtp:contoso.mail.onmicrosoft.com;1";
        for (property, today, whole, hcw, expected) in [
            (
                "SmartHosts",
                &["gateway.contoso.com"][..],
                true,
                &[][..],
                Some(true),
            ),
            ("SmartHosts", &[], true, &[], Some(false)),
            ("SmartHosts", &[], false, &[], None),
            (
                "AddressSpaces",
                &["SMTP:Contoso.mail.onmicrosoft.com;1"],
                true,
                &[routing],
                Some(false),
            ),
            (
                "AddressSpaces",
                &[routing, "SMTP:*;1"],
                true,
                &[routing],
                Some(true),
            ),
            // Cut, but one that HCW does not write is seen.
            (
                "AddressSpaces",
                &[routing, "SMTP:*;1"],
                false,
                &[routing],
                Some(true),
            ),
            ("AddressSpaces", &[routing], false, &[routing], None),
            ("SenderDomains", &["*"], true, &["smtp:*;1"], Some(false)),
            (
                "SenderDomains",
                &["smtp:contoso.com;1"],
                true,
                &["smtp:*;1"],
                Some(true),
            ),
            ("RequireTLS", &["true"], true, &["True"], Some(false)),
            ("TlsAuthLevel", &["1"], true, &["DomainValidation"], None),
            (
                "TlsDomain",
                &["mail.protection.office365.us"],
                true,
                &["mail.protection.outlook.com"],
                None,
            ),
            (
                "SourceTransportServers",
                &["contoso.com/Servers/EX01"],
                true,
                &["ex01"],
                Some(false),
            ),
            (
                "SourceTransportServers",
                &["EX01", "EX02"],
                true,
                &["EX01"],
                Some(true),
            ),
            (
                "SourceTransportServers",
                &["EX01"],
                true,
                &["EX01", "EX02"],
                Some(true),
            ),
        ] {
            assert_eq!(
                changed(property, today, whole, hcw),
                expected,
                "{property} {today:?}"
            );
        }
    }

    #[test]
    fn what_is_not_known_is_not_changed() {
        let value = HcwValue {
            property: "TlsCertificateName",
            today: Known::Unknown,
            hcw: Some(Vec::new()),
        };
        assert_eq!(value.is_changed(), None);
        let at = Location::new(SourceId(0), 1, "");
        let unknown = HcwValue {
            today: Known::Absent { at },
            hcw: None,
            ..value
        };
        assert_eq!(unknown.is_changed(), None);
    }
}
