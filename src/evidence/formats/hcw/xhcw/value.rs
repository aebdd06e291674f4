//! Values of an `.xhcw`: all are texts. The type beside each says what it was; lists
//! were joined with a comma and a blank, and so were the parts of one distinguished
//! name, so that the comma alone says nothing.

use crate::evidence::record::Value;

/// Properties and parameters that are lists (Exchange PowerShell reference), for
/// values whose type is missing or says nothing.
const LISTS: [&str; 30] = [
    "SenderIPAddresses",
    "SenderDomains",
    "AssociatedAcceptedDomains",
    "TrustedOrganizations",
    "ClientHostNames",
    "EFSkipIPs",
    "EFUsers",
    "ScanAndDropRecipients",
    "RecipientDomains",
    "SmartHosts",
    "ValidationRecipients",
    "AddressSpaces",
    "ConnectedDomains",
    "SourceTransportServers",
    "Bindings",
    "RemoteIPRanges",
    "TlsDomainCapabilities",
    "CertificateDomains",
    "DnsNameList",
    "Domains",
    "Features",
    "ClientAccessServers",
    "EdgeTransportServers",
    "ReceivingTransportServers",
    "SendingTransportServers",
    "ExternalIPAddresses",
    "DomainNames",
    "TargetDeliveryDomain",
    "ObjectClass",
    "AccessRules",
];

/// The value that `text` stands for.
pub(super) fn typed(name: &str, kind: Option<&str>, text: &str) -> Value {
    let kind = kind.unwrap_or_default().trim();
    if is_type_name(text, kind) {
        return Value::Opaque;
    }
    let short = kind.rsplit('.').next().unwrap_or(kind);
    match short {
        "Boolean" | "SwitchParameter" => flag(text),
        "Int16" | "Int32" | "Int64" | "UInt16" | "UInt32" | "Byte" => {
            let number = text.trim().parse();
            number.map_or_else(|_| Value::Text(text.to_owned()), Value::Int)
        }
        // Bytes are base64.
        "Byte[]" => Value::Text(text.to_owned()),
        _ if is_list(kind) || is_named_list(name, short) => list(text),
        _ => Value::Text(text.to_owned()),
    }
}

fn flag(text: &str) -> Value {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "$true" => Value::Bool(true),
        "false" | "$false" => Value::Bool(false),
        _ => Value::Text(text.to_owned()),
    }
}

/// `System.Collections.Hashtable`: the writer had no text for the value.
fn is_type_name(text: &str, kind: &str) -> bool {
    let bare = |t: &str| !t.contains([' ', ',']);
    let printed = text.starts_with("System.") || text.starts_with("Microsoft.Exchange.");
    printed && (text == kind || bare(text) && text.matches('.').count() >= 2)
        || matches!(
            text,
            "System.Object[]" | "System.String[]" | "System.Byte[]"
        )
}

fn is_list(kind: &str) -> bool {
    const COLLECTIONS: [&str; 6] = [
        "MultiValuedProperty",
        "ArrayList",
        "Collection",
        "List`1",
        "IEnumerable",
        "HashSet",
    ];
    kind.ends_with("[]") || COLLECTIONS.iter().any(|c| kind.contains(c))
}

/// A list by its name, unless its type says that it is one text.
fn is_named_list(name: &str, short: &str) -> bool {
    let known = LISTS.iter().any(|l| l.eq_ignore_ascii_case(name));
    known && !matches!(short, "String" | "SmtpDomain" | "SmtpX509Identifier")
}

/// The items. Where the text reads like the parts of a distinguished name, it cannot
/// be told what is an item: then the list is not complete.
fn list(text: &str) -> Value {
    let items: Vec<&str> = text
        .split(", ")
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect();
    let attribute = |item: &&str| {
        let name = item.split('=').next().unwrap_or_default();
        item.contains('=') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
    };
    if items.len() > 1 && items.iter().skip(1).any(attribute) {
        return Value::List {
            items: vec![Value::Text(text.to_owned())],
            complete: false,
        };
    }
    Value::List {
        items: items.iter().map(|i| Value::Text((*i).to_owned())).collect(),
        complete: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_by_type_and_by_property_but_not_by_comma() {
        let t = |text: &str| Value::Text(text.into());
        let list = |items: &[&str]| Value::List {
            items: items.iter().map(|i| t(i)).collect(),
            complete: true,
        };
        let multi = "Deserialized.Microsoft.Exchange.Data.MultiValuedProperty`1[[System.String]]";
        let dn = "CN=Contoso Issuing CA 1, O=Contoso CA, C=US";
        let name = "<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com";
        for (property, kind, text, value) in [
            (
                "SenderDomains",
                Some("Microsoft.Exchange.Data.AddressSpace[]"),
                "smtp:*;1",
                list(&["smtp:*;1"]),
            ),
            (
                "AddressSpaces",
                Some(multi),
                "smtp:a;1, smtp:b;1",
                list(&["smtp:a;1", "smtp:b;1"]),
            ),
            (
                "SenderIPAddresses",
                None,
                "203.0.113.0/24, 198.51.100.7",
                list(&["203.0.113.0/24", "198.51.100.7"]),
            ),
            ("senderipaddresses", Some(multi), "", list(&[])),
            (
                "Anything",
                Some("System.Collections.ArrayList"),
                "a, b",
                list(&["a", "b"]),
            ),
            ("Issuer", Some("System.String"), dn, t(dn)),
            ("Issuer", None, dn, t(dn)),
            (
                "TlsCertificateName",
                Some("Microsoft.Exchange.Data.SmtpX509Identifier"),
                name,
                t(name),
            ),
            (
                "Services",
                Some("Microsoft.Exchange.Management.SystemConfigurationTasks.AllowedServices"),
                "IMAP, POP, SMTP",
                t("IMAP, POP, SMTP"),
            ),
            ("RawData", Some("System.Byte[]"), "MIID", t("MIID")),
            ("Enabled", Some("System.Boolean"), "True", Value::Bool(true)),
            (
                "RequireTLS",
                Some("System.Management.Automation.SwitchParameter"),
                "False",
                Value::Bool(false),
            ),
            ("Port", Some("System.Int32"), "25", Value::Int(25)),
            (
                "SenderIPAddresses",
                Some("System.Collections.Hashtable"),
                "System.Collections.Hashtable",
                Value::Opaque,
            ),
            ("SmartHosts", None, "System.Object[]", Value::Opaque),
            (
                "SourceTransportServers",
                Some(multi),
                "CN=EX01, OU=Servers",
                Value::List {
                    items: vec![t("CN=EX01, OU=Servers")],
                    complete: false,
                },
            ),
        ] {
            assert_eq!(typed(property, kind, text), value, "{property} {text}");
        }
    }
}
