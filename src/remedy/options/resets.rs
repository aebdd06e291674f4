//! What the Hybrid Configuration Wizard writes over: on this tenant, where today's
//! values and HCW's are known, else by the name of the property.

use crate::evidence::record::ObjectClass;
use crate::facts::owned::WRITTEN_OVER;
use crate::facts::{HcwOwned, HcwValue};
use crate::remedy::plan::{Reset, WrittenOver};

/// What the certificate update refreshes: the certificate only, and which is chosen in it.
pub(super) fn of_update() -> Vec<Reset> {
    vec![
        Reset::plain("SendConnector", &["TlsCertificateName"]),
        Reset::plain("ReceiveConnector", &["TlsCertificateName"]),
        Reset::plain("InboundConnector", &["TlsSenderCertificateName"]),
    ]
}

/// What a full run would change on each connector, then what it writes without its being
/// known what. What it would leave as it is, is not named.
pub(super) fn of_rerun(owned: &[HcwOwned]) -> Vec<Reset> {
    let of = |(class, properties): (ObjectClass, &[&'static str])| {
        let object = object(class);
        let connectors: Vec<&HcwOwned> = owned.iter().filter(|c| c.class == class).collect();
        let mut resets: Vec<Reset> = connectors
            .iter()
            .filter_map(|c| changed(object, c))
            .collect();
        let is_open = |property: &&&'static str| {
            let is_told = |v: &&HcwValue| v.property == **property && v.is_changed().is_some();
            // One connector of which it is not known leaves it open.
            connectors.is_empty()
                || !connectors
                    .iter()
                    .all(|c| c.values.iter().any(|v| is_told(&v)))
        };
        let open: Vec<&'static str> = properties.iter().filter(is_open).copied().collect();
        if !open.is_empty() {
            resets.push(Reset::plain(object, &open));
        }
        resets
    };
    WRITTEN_OVER.into_iter().flat_map(of).collect()
}

fn changed(object: &'static str, connector: &HcwOwned) -> Option<Reset> {
    let values = connector.values.iter();
    let changed = values.filter(|v| v.is_changed() == Some(true));
    let properties: Vec<WrittenOver> = changed
        .map(|v| WrittenOver {
            property: v.property,
            change: Some((
                v.today.items().join(", "),
                v.hcw.as_deref().unwrap_or_default().join(", "),
            )),
        })
        .collect();
    (!properties.is_empty()).then(|| Reset {
        object,
        name: Some(connector.name.clone()),
        properties,
    })
}

/// `SendConnector` of `Get-SendConnector`.
fn object(class: ObjectClass) -> &'static str {
    let cmdlet = class.cmdlet().unwrap_or_default();
    cmdlet.strip_prefix("Get-").unwrap_or(cmdlet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Location, SourceId};
    use crate::facts::{ItemList, Known};

    fn value(property: &'static str, today: Option<&[&str]>, hcw: Option<&[&str]>) -> HcwValue {
        let owned = |items: &[&str]| items.iter().map(|i| (*i).to_owned()).collect();
        HcwValue {
            property,
            today: today.map_or(Known::Unknown, |items| Known::Observed {
                value: ItemList {
                    items: owned(items),
                    complete: true,
                },
                at: Location::new(SourceId(0), 1, ""),
            }),
            hcw: hcw.map(owned),
        }
    }

    fn texts(owned: &[HcwOwned]) -> Vec<String> {
        of_rerun(owned).iter().map(Reset::to_text).collect()
    }

    #[test]
    fn nothing_known_is_the_plain_list() {
        assert_eq!(
            texts(&[])[1],
            "ReceiveConnector: AuthMechanism, TlsCertificateName, PermissionGroups, TlsDomainCapabilities"
        );
        assert_eq!(texts(&[]).len(), 4);
    }

    #[test]
    fn values_of_this_tenant_and_the_rest_by_name() {
        let connector = HcwOwned {
            class: ObjectClass::SendConnector,
            name: "Outbound to Office 365".to_owned(),
            values: vec![
                value("AddressSpaces", Some(&["a", "b"]), Some(&["a"])),
                value("CloudServicesMailEnabled", Some(&["True"]), Some(&["True"])),
                value("DNSRoutingEnabled", None, Some(&["True"])),
                value("RequireTLS", Some(&["True"]), Some(&["True"])),
                value("SmartHosts", Some(&["x"]), Some(&[])),
                value("SourceTransportServers", Some(&["EX01"]), None),
                value("TlsAuthLevel", Some(&[]), Some(&["DomainValidation"])),
                value("TlsCertificateName", Some(&["y"]), None),
                value("TlsDomain", Some(&["z"]), Some(&["z"])),
            ],
        };
        let all = texts(&[connector]);
        assert_eq!(
            all[..2],
            [
                "SendConnector 'Outbound to Office 365': AddressSpaces 'a, b' -> 'a', \
                 SmartHosts 'x' -> (none), TlsAuthLevel (none) -> 'DomainValidation'",
                "SendConnector: DNSRoutingEnabled, SourceTransportServers, TlsCertificateName",
            ]
        );
        assert!(all[2].starts_with("ReceiveConnector: "));
    }
}
