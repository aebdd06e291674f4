//! The connectors that HCW owns, with what a run would write over.

use super::connectors::name;
use super::merge::together;
use super::read::{flag, list, text};
use super::{Object, of_class};
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::facts::owned::WRITTEN_OVER;
use crate::facts::{HcwOwned, HcwValue, ItemList, Known, WizardRun, Written};

/// Properties that hold lists, or several words.
const LISTS: [&str; 8] = [
    "AddressSpaces",
    "SmartHosts",
    "SourceTransportServers",
    "SenderDomains",
    "RecipientDomains",
    "TlsDomainCapabilities",
    "AuthMechanism",
    "PermissionGroups",
];

/// What follows from the certificate that is chosen in the run.
const CHOSEN_ANEW: [(ObjectClass, &str); 4] = [
    (ObjectClass::SendConnector, "TlsCertificateName"),
    (ObjectClass::ReceiveConnector, "TlsCertificateName"),
    (ObjectClass::InboundConnector, "TlsSenderCertificateName"),
    (ObjectClass::OutboundConnector, "TLSDomain"),
];

/// What HCW was seen to write wherever it ran (domain.md section 6), for want of a run
/// on this tenant.
const DOCUMENTED: [(ObjectClass, &[(&str, &str)]); 4] = [
    (
        ObjectClass::SendConnector,
        &[
            ("CloudServicesMailEnabled", "True"),
            ("DNSRoutingEnabled", "True"),
            ("RequireTLS", "True"),
            ("SmartHosts", ""),
            ("TlsAuthLevel", "DomainValidation"),
            ("TlsDomain", "mail.protection.outlook.com"),
        ],
    ),
    (
        ObjectClass::ReceiveConnector,
        &[(
            "TlsDomainCapabilities",
            "mail.protection.outlook.com:AcceptCloudServicesMail",
        )],
    ),
    (
        ObjectClass::InboundConnector,
        &[
            ("CloudServicesMailEnabled", "True"),
            ("ConnectorSource", "HybridWizard"),
            ("ConnectorType", "OnPremises"),
            ("RequireTLS", "True"),
            ("SenderDomains", "smtp:*;1"),
        ],
    ),
    (
        ObjectClass::OutboundConnector,
        &[
            ("CloudServicesMailEnabled", "True"),
            ("ConnectorSource", "HybridWizard"),
            ("ConnectorType", "OnPremises"),
            ("RouteAllMessagesViaOnPremises", "False"),
            ("TlsSettings", "DomainValidation"),
            ("IsTransportRuleScoped", "False"),
            ("UseMXRecord", "False"),
        ],
    ),
];

pub(super) fn gather(loaded: &Loaded, runs: &[WizardRun]) -> Vec<HcwOwned> {
    let of = |(class, properties): (ObjectClass, &'static [&'static str])| {
        let objects = together(of_class(loaded, class), move |object| {
            Some(identity(class, object).to_lowercase())
        });
        let owned = objects.into_iter().filter_map(move |object| {
            let name = identity(class, &object);
            is_owned(class, &name, &object, runs).then(|| HcwOwned {
                class,
                values: properties
                    .iter()
                    .map(|property| value(class, &name, &object, property, runs))
                    .collect(),
                name,
            })
        });
        owned.collect::<Vec<_>>()
    };
    WRITTEN_OVER.into_iter().flat_map(of).collect()
}

/// Two servers have Receive connectors of one name.
fn identity(class: ObjectClass, object: &Object) -> String {
    let of = |property: &str| object.field(property).and_then(|f| text(&f.value));
    let named = match class {
        ObjectClass::ReceiveConnector => of("Identity").filter(|i| i.contains('\\')),
        _ => None,
    };
    named.unwrap_or_else(|| name(object))
}

fn is_owned(class: ObjectClass, name: &str, object: &Object, runs: &[WizardRun]) -> bool {
    let wrote = runs.iter().flat_map(|run| &run.written);
    if wrote.filter(|w| is_about(w, class, name)).count() > 0 {
        return true;
    }
    let holds = |property: &str, ends: &str| {
        let items = today(object, property);
        let ends_so = |i: &String| {
            let item = i.split(';').next().unwrap_or(i);
            item.trim().to_lowercase().ends_with(ends)
        };
        items.items().iter().any(ends_so)
    };
    match class {
        // Its own Send connector carries the tenant's routing domain (HCW8039).
        ObjectClass::SendConnector => holds("AddressSpaces", ".mail.onmicrosoft.com"),
        ObjectClass::ReceiveConnector => holds("TlsDomainCapabilities", ":acceptcloudservicesmail"),
        _ => holds("ConnectorSource", "hybridwizard"),
    }
}

fn is_about(written: &Written, class: ObjectClass, name: &str) -> bool {
    written.class == class && written.object.eq_ignore_ascii_case(name)
}

fn value(
    class: ObjectClass,
    name: &str,
    object: &Object,
    property: &'static str,
    runs: &[WizardRun],
) -> HcwValue {
    let today = today(object, property);
    let of_run = |run: &WizardRun| {
        let mut written = run.written.iter();
        let found = written
            .rfind(|w| is_about(w, class, name) && w.property.eq_ignore_ascii_case(property))?;
        Some(items(property, &found.to))
    };
    let is_chosen = CHOSEN_ANEW.contains(&(class, property));
    let hcw = (!is_chosen).then(|| {
        let last = runs.iter().rev().find_map(of_run);
        last.or_else(|| documented(class, property, &today))
    });
    HcwValue {
        property,
        today,
        hcw: hcw.flatten(),
    }
}

fn documented(class: ObjectClass, property: &str, today: &Known<ItemList>) -> Option<Vec<String>> {
    if (class, property) == (ObjectClass::SendConnector, "AddressSpaces") {
        // The one space of the tenant's routing domain.
        let routing = |space: &&String| {
            let space = space.split(';').next().unwrap_or(space).to_lowercase();
            space.ends_with(".mail.onmicrosoft.com")
        };
        return Some(vec![today.items().iter().find(routing)?.clone()]);
    }
    let (_, all) = DOCUMENTED.iter().find(|(c, _)| *c == class)?;
    let (_, value) = all.iter().find(|(p, _)| *p == property)?;
    Some(items(property, value))
}

/// What a run wrote, apart again.
fn items(property: &str, written: &str) -> Vec<String> {
    let parts: Vec<&str> = match LISTS.contains(&property) {
        true => written.split(',').collect(),
        false => vec![written],
    };
    let parts = parts.into_iter().map(str::trim).filter(|p| !p.is_empty());
    parts.map(str::to_owned).collect()
}

fn today(object: &Object, property: &str) -> Known<ItemList> {
    if LISTS.contains(&property) {
        let listed = object.known(property, |_| Some(())).and_then(|()| {
            let field = object.field(property)?;
            list(&field)
        });
        return match (&listed, property) {
            (Known::Unknown, "SmartHosts") => object.list("SmartHostsString"),
            _ => listed,
        };
    }
    let is_flag = DOCUMENTED.iter().any(|(_, all)| {
        let is_it = |(p, v): &(&str, &str)| *p == property && matches!(*v, "True" | "False");
        all.iter().any(is_it)
    });
    object.known(property, |value| {
        let item = match is_flag {
            true => match flag(value)? {
                true => "True".to_owned(),
                false => "False".to_owned(),
            },
            false => text(value)?,
        };
        Some(ItemList::whole([item]))
    })
}
