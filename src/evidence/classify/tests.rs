use super::*;
use ObjectClass::*;

fn record(pairs: &[(&str, &str)]) -> Record {
    let fields: Vec<Field> = pairs
        .iter()
        .map(|&(name, value)| Field {
            name: name.into(),
            value: match value {
                "" => Value::Null,
                "True" => Value::Bool(true),
                text => Value::Text(text.into()),
            },
            line: 1,
            excerpt: String::new(),
        })
        .collect();
    Record::new(class(&fields), fields, 1)
}

fn of_names(names: &str) -> ObjectClass {
    let pairs: Vec<_> = names.split(',').map(|name| (name, "")).collect();
    record(&pairs).class
}

#[test]
fn a_name_is_distinctive_of_one_class() {
    let names = || DISTINCTIVE.iter().flat_map(|(_, names)| names.split(' '));
    let mut all: Vec<String> = names().map(str::to_ascii_lowercase).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn a_type_names_its_class() {
    for (name, class) in [
        (
            " Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector",
            Some(InboundConnector),
        ),
        (
            "Deserialized.X.SmtpSendConnectorConfig",
            Some(SendConnector),
        ),
        (
            "X.Management.FfoReporting.MessageTrackingEvent",
            Some(MessageTracking),
        ),
        ("X.QueueViewer.ExtensibleQueueInfo", Some(Queue)),
        ("Selected.System.Management.Automation.PSCustomObject", None),
        ("", None),
    ] {
        assert_eq!(class_of_type(name), class, "{name}");
    }
}

#[test]
fn a_few_properties_are_enough() {
    let table = [
        ("Name,Enabled,TlsSenderCertificateName", InboundConnector),
        (
            "Name,ConnectorType,TLSSENDERCERTIFICATENAME",
            InboundConnector,
        ),
        (
            "Name,ConnectorType,SenderIPAddresses,RequireTls",
            InboundConnector,
        ),
        (
            "Name,SmartHosts,RecipientDomains,TlsDomain",
            OutboundConnector,
        ),
        (
            "Name,SmartHosts,TlsDomain,ConnectorSource",
            OutboundConnector,
        ),
        (
            "Name,ConnectorType,AddressSpaces,SmartHosts,TlsCertificateName",
            SendConnector,
        ),
        ("Name,SmartHosts,TlsCertificateName", SendConnector),
        ("Name,Bindings,TlsCertificateName", ReceiveConnector),
        ("Subject,Issuer,Thumbprint", ExchangeCertificate),
        ("RawData,PSComputerName,RunspaceId", ExchangeCertificate),
        ("Name,DomainName,Default", AcceptedDomain),
        ("DomainName,DomainType", AcceptedDomain),
        ("Domains,Features,TlsCertificateName", HybridConfiguration),
        ("Name,SendProtocolLogPath", TransportService),
        (
            "Timestamp,EventId,RecipientStatus,ConnectorId",
            MessageTracking,
        ),
        ("Identity,DeliveryType,Status,LastError,TlsDomain", Queue),
        ("ConnectorId,Reason,CreatedDatetime", BlockedConnector),
    ];
    for (names, class) in table {
        assert_eq!(of_names(names), class, "{names}");
    }
}

#[test]
fn shared_properties_alone_decide_nothing() {
    for names in [
        "Name,Enabled",
        "Name,TlsCertificateName",
        "Name,Enabled,ConnectorType",
        "Identity,Guid,WhenChangedUTC",
        "Name,SmartHosts",
        "Generating server",
    ] {
        assert_eq!(of_names(names), Unknown, "{names}");
    }
    assert_eq!(
        of_names("TlsSenderCertificateName,TlsSettings"),
        Unknown,
        "as much for one as for the other"
    );
}

#[test]
fn values_tell_where_names_do_not() {
    let receive = record(&[
        ("Identity", "EX01\\Default Frontend EX01"),
        ("TlsCertificateName", ""),
    ]);
    assert_eq!(receive.class, ReceiveConnector);
    let category = "contoso.local/Configuration/Schema/ms-Exch-Routing-SMTP-Connector";
    let send = record(&[("Name", "Outbound"), ("ObjectCategory", category)]);
    assert_eq!(send.class, SendConnector);
}

#[test]
fn cmdlets_name_their_class() {
    assert_eq!(
        class_of_cmdlet("get-inboundconnector"),
        Some(InboundConnector)
    );
    assert_eq!(class_of_cmdlet("Get-Mailbox"), None);
    assert_eq!(class_of_cmdlet("Get"), None);
}

#[test]
fn the_side_of_an_accepted_domain_is_told_by_its_place() {
    let own = "CN=contoso.com,CN=Accepted Domains,CN=Transport Settings,CN=First Organization,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=local";
    let cloud = "CN=contoso.com,CN=Accepted Domains,CN=Transport Settings,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=EURPR05A001,DC=PROD,DC=OUTLOOK,DC=COM";
    let table = [
        (("DistinguishedName", own), Some(Side::OnPremises)),
        (("DistinguishedName", cloud), Some(Side::Tenant)),
        (
            ("OriginatingServer", "dc01.contoso.local"),
            Some(Side::OnPremises),
        ),
        (
            (
                "OriginatingServer",
                "AM5PR05A01DC001.EURPR05A001.PROD.OUTLOOK.COM",
            ),
            Some(Side::Tenant),
        ),
        (
            (
                "OrganizationId",
                "EURPR05A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - x",
            ),
            Some(Side::Tenant),
        ),
        (
            ("PSComputerName", "outlook.office365.com"),
            Some(Side::Tenant),
        ),
        (("PSComputerName", "ex01.contoso.local"), None),
        (("InitialDomain", "True"), Some(Side::Tenant)),
        (("Name", "contoso.onmicrosoft.com"), None),
    ];
    for ((name, value), expected) in table {
        let record = record(&[
            ("DomainName", "contoso.com"),
            ("DomainType", "x"),
            (name, value),
        ]);
        assert_eq!(side(&record), expected, "{name} {value}");
    }
    assert_eq!(
        side(&record(&[("TlsSenderCertificateName", "")])),
        Some(Side::Tenant)
    );
    assert_eq!(
        side(&record(&[("AddressSpaces", "")])),
        Some(Side::OnPremises)
    );
}
