//! What an object is and whose it is, told from its property names and values
//! alone, so that a selection of a few properties is enough (formats.md section
//! 4; the names are those of the Exchange PowerShell reference).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Side;
use super::record::{Field, ObjectClass, Record, Value};

/// Property names that one class has and no other of those read here. Names that
/// several share (`TlsCertificateName`, `Fqdn`, `SmartHosts`, `RequireTLS`,
/// `ConnectorType`...) are left out on purpose.
const DISTINCTIVE: [(ObjectClass, &str); 12] = [
    (
        ObjectClass::InboundConnector,
        "TlsSenderCertificateName SenderIPAddresses SenderDomains RestrictDomainsToIPAddresses \
         RestrictDomainsToCertificate AssociatedAcceptedDomains TreatMessagesAsInternal \
         TrustedOrganizations ClientHostNames ScanAndDropRecipients EFSkipIPs EFSkipLastIP \
         EFSkipMailGateway EFTestMode EFUsers",
    ),
    (
        ObjectClass::OutboundConnector,
        "RecipientDomains UseMxRecord RouteAllMessagesViaOnPremises IsTransportRuleScoped \
         TlsSettings AllAcceptedDomains SenderRewritingEnabled ValidationRecipients \
         LastValidationTimestamp IsValidated MtaStsMode",
    ),
    (
        ObjectClass::SendConnector,
        "AddressSpaces SourceTransportServers DNSRoutingEnabled TlsAuthLevel IgnoreSTARTTLS \
         FrontendProxyEnabled ForceHELO ErrorPolicies SmartHostAuthMechanism SmartHostsString \
         AuthenticationCredential UseExternalDNSServersEnabled SourceIPAddress \
         SourceRoutingGroup IsScopedConnector IsSmtpConnector ConnectedDomains HomeMTA \
         HomeMtaServerId SmtpMaxMessagesPerConnection",
    ),
    (
        ObjectClass::ReceiveConnector,
        "Bindings RemoteIPRanges AuthMechanism PermissionGroups TlsDomainCapabilities Banner \
         AdvertiseClientSettings ChunkingEnabled PipeliningEnabled TransportRole TarpitInterval \
         AuthTarpitInterval MaxAcknowledgementDelay MaxInboundConnection MessageRateLimit \
         MessageRateSource RequireEHLODomain ServiceDiscoveryFqdn SuppressXAnonymousTls",
    ),
    (
        ObjectClass::ExchangeCertificate,
        "Thumbprint CertificateDomains RootCAType HasPrivateKey IsSelfSigned NotAfter NotBefore \
         PublicKeySize SerialNumber CertificateRequest RawData EnhancedKeyUsageList DnsNameList \
         AccessRules FriendlyName Services",
    ),
    (
        ObjectClass::AcceptedDomain,
        "DomainName DomainType MatchSubDomains AddressBookEnabled CatchAllRecipientID \
         InitialDomain EmailOnly LiveIdInstanceType FederatedOrganizationLink \
         PendingFederatedAccountNamespace PendingFederatedDomain IsCoexistenceDomain \
         IsDefaultFederatedDomain OutboundOnly EnableNego2Authentication \
         SendingFromDomainDisabled SendingToDomainDisabled",
    ),
    (
        ObjectClass::HybridConfiguration,
        "ClientAccessServers EdgeTransportServers ReceivingTransportServers \
         SendingTransportServers OnPremisesSmartHost SecureMailCertificateThumbprint \
         ExternalIPAddresses ServiceInstance Features Domains",
    ),
    (
        ObjectClass::TransportService,
        "SendProtocolLogPath SendProtocolLogMaxAge SendProtocolLogMaxDirectorySize \
         SendProtocolLogMaxFileSize ReceiveProtocolLogPath ReceiveProtocolLogMaxAge \
         ConnectivityLogPath ConnectivityLogEnabled MessageTrackingLogPath \
         MessageTrackingLogEnabled IntraOrgConnectorProtocolLoggingLevel \
         InternalDNSAdapterEnabled ExternalDNSAdapterEnabled ExternalIPAddress \
         MaxOutboundConnections MaxPerDomainOutboundConnections PickupDirectoryPath \
         ReplayDirectoryPath RoutingTableLogPath",
    ),
    (
        ObjectClass::MessageTracking,
        "EventId RecipientStatus InternalMessageId MessageSubject MessageLatency SourceContext \
         ClientHostname ServerHostname RelatedRecipientAddress ReturnPath TotalBytes \
         RecipientCount NetworkMessageId",
    ),
    (
        ObjectClass::Queue,
        "LastError NextHopDomain NextHopConnector NextHopCategory DeliveryType MessageCount \
         DeferredMessageCount LockedMessageCount NextRetryTime LastRetryTime RiskLevel \
         OutboundIPPool QueueIdentity",
    ),
    // No document lists its properties; these are common knowledge, not a source.
    (
        ObjectClass::BlockedConnector,
        "CreatedDatetime ChangedDatetime TemporaryBlock",
    ),
    // Objects that are not read and share names with those above: Get-RemoteDomain,
    // Get-EdgeSubscription, Get-OrganizationConfig.
    (
        ObjectClass::Unknown,
        "AllowedOOFType AutoReplyEnabled AutoForwardEnabled DeliveryReportEnabled NDREnabled \
         TNEFEnabled TargetDeliveryDomain TrustedMailOutboundEnabled \
         TrustedMailInboundEnabled LeaseTicket CreateUtc IsDehydrated OrganizationSummary \
         DefaultPublicFolderMailbox",
    ),
];

/// The directory's own name of a class, in `ObjectClass` or `ObjectCategory`.
const DIRECTORY_NAMES: [(&str, ObjectClass); 7] = [
    ("msexchsmtpinboundconnector", ObjectClass::InboundConnector),
    (
        "msexchsmtpoutboundconnector",
        ObjectClass::OutboundConnector,
    ),
    ("msexchroutingsmtpconnector", ObjectClass::SendConnector),
    ("msexchsmtpreceiveconnector", ObjectClass::ReceiveConnector),
    ("msexchaccepteddomain", ObjectClass::AcceptedDomain),
    (
        "msexchcoexistencerelationship",
        ObjectClass::HybridConfiguration,
    ),
    ("msexchexchangeserver", ObjectClass::TransportService),
];

/// The nouns of the cmdlets that give each class.
const NOUNS: [(&str, ObjectClass); 15] = [
    ("inboundconnector", ObjectClass::InboundConnector),
    ("outboundconnector", ObjectClass::OutboundConnector),
    ("sendconnector", ObjectClass::SendConnector),
    ("receiveconnector", ObjectClass::ReceiveConnector),
    ("exchangecertificate", ObjectClass::ExchangeCertificate),
    ("accepteddomain", ObjectClass::AcceptedDomain),
    ("hybridconfiguration", ObjectClass::HybridConfiguration),
    ("transportservice", ObjectClass::TransportService),
    ("transportserver", ObjectClass::TransportService),
    ("frontendtransportservice", ObjectClass::TransportService),
    ("messagetrackinglog", ObjectClass::MessageTracking),
    ("queue", ObjectClass::Queue),
    ("message", ObjectClass::Queue),
    ("blockedconnector", ObjectClass::BlockedConnector),
    ("mailboxtransportservice", ObjectClass::TransportService),
];

/// The class that these properties belong to; `Unknown` when nothing, or as much
/// for one class as for another, speaks for it.
pub fn class(fields: &[Field]) -> ObjectClass {
    if let Some(class) = fields.iter().find_map(directory_class) {
        return class;
    }
    let scores = scores(fields.iter().map(|f| f.name.as_str()));
    let best = scores.iter().map(|&(score, _)| score).max().unwrap_or(0);
    let mut winners = scores.iter().filter(|&&(score, _)| score == best);
    match (best, winners.next(), winners.next()) {
        (1.., Some(&(_, class)), None) => class,
        (0, ..) => class_by_value(fields),
        _ => ObjectClass::Unknown,
    }
}

/// Properties that several classes have: enough to believe what a command says of
/// an object, and not to be found in a message about a command that failed.
const SHARED: &str = "Name Identity Id Guid Enabled ConnectorType ConnectorSource Comment \
    TlsCertificateName Fqdn SmartHosts TlsDomain RequireTLS CloudServicesMailEnabled \
    ProtocolLoggingLevel MaxMessageSize Default Subject Issuer Status Server WhenChanged \
    WhenChangedUTC WhenCreated WhenCreatedUTC DistinguishedName OrganizationId \
    OriginatingServer Sender Recipients Timestamp Source MessageId DisplayName Port \
    AdminDisplayName Description Usage ConnectorName ConnectorId";

/// The class of the properties; where they do not tell, what the command or the
/// type before them says. A hint of [`ObjectClass::Unknown`] is a command that gives
/// something else: then a name or two prove nothing.
pub(crate) fn class_or(fields: &[Field], hint: Option<ObjectClass>) -> ObjectClass {
    let shared = |f: &Field| {
        SHARED
            .split(' ')
            .any(|name| name.eq_ignore_ascii_case(&f.name))
    };
    match class(fields) {
        class if hint == Some(ObjectClass::Unknown) => {
            let names = fields.iter().map(|f| f.name.as_str());
            match names_known(names).0 {
                0..=2 => ObjectClass::Unknown,
                _ => class,
            }
        }
        ObjectClass::Unknown => hint
            .filter(|_| fields.iter().any(shared))
            .unwrap_or(ObjectClass::Unknown),
        class => class,
    }
}

/// The class that a cmdlet gives: `Get-InboundConnector`, `Set-SendConnector`.
/// A hint only, for objects whose own properties do not tell.
pub fn class_of_cmdlet(cmdlet: &str) -> Option<ObjectClass> {
    let (_, noun) = cmdlet.split_once('-')?;
    NOUNS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(noun))
        .map(|&(_, class)| class)
}

/// Whether a cmdlet gives objects of Exchange that are not read here: then one
/// shared name (`DomainName` of a remote domain) does not make them others.
pub(crate) fn is_other_cmdlet(cmdlet: &str) -> bool {
    const OTHERS: [&str; 10] = [
        "remotedomain",
        "edgesubscription",
        "organizationconfig",
        "transportconfig",
        "transportrule",
        "organizationrelationship",
        "intraorganizationconnector",
        "federatedorganizationidentifier",
        "federationtrust",
        "mailbox",
    ];
    cmdlet
        .split_once('-')
        .is_some_and(|(_, noun)| OTHERS.iter().any(|other| other.eq_ignore_ascii_case(noun)))
}

/// The class that a type's name tells (`#TYPE` of a CSV file, `<TN>` of CLIXML):
/// `Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector`.
pub fn class_of_type(name: &str) -> Option<ObjectClass> {
    const TYPES: [(&str, ObjectClass); 14] = [
        ("inboundconnector", ObjectClass::InboundConnector),
        ("outboundconnector", ObjectClass::OutboundConnector),
        ("sendconnector", ObjectClass::SendConnector),
        ("receiveconnector", ObjectClass::ReceiveConnector),
        ("exchangecertificate", ObjectClass::ExchangeCertificate),
        ("accepteddomain", ObjectClass::AcceptedDomain),
        ("hybridconfiguration", ObjectClass::HybridConfiguration),
        ("hybridrelationship", ObjectClass::HybridConfiguration),
        ("transportserver", ObjectClass::TransportService),
        ("transportservice", ObjectClass::TransportService),
        ("messagetrackingevent", ObjectClass::MessageTracking),
        ("queueinfo", ObjectClass::Queue),
        ("messageinfo", ObjectClass::Queue),
        ("blockedconnector", ObjectClass::BlockedConnector),
    ];
    let last = name.trim().rsplit(['.', '#']).next()?.to_ascii_lowercase();
    let known = TYPES.iter().find(|(known, _)| last.contains(known));
    known.map(|&(_, class)| class)
}

/// How many of these names the class has that has most of them, and which that is.
pub(crate) fn names_known<'n>(names: impl Iterator<Item = &'n str>) -> (usize, ObjectClass) {
    let best = scores(names).into_iter().max_by_key(|&(count, _)| count);
    best.unwrap_or((0, ObjectClass::Unknown))
}

/// How many of the names each class has that no other does.
fn scores<'n>(names: impl Iterator<Item = &'n str>) -> [(usize, ObjectClass); DISTINCTIVE.len()] {
    /// The index of its class by each name in lower case: exports have many rows.
    static CLASSES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
        let all = DISTINCTIVE.iter().enumerate();
        all.flat_map(|(at, (_, names))| names.split(' ').map(move |n| (n.to_ascii_lowercase(), at)))
            .collect()
    });
    let mut scores = DISTINCTIVE.map(|(class, _)| (0, class));
    for name in names {
        if let Some(&at) = CLASSES.get(&name.to_ascii_lowercase()) {
            scores[at].0 += 1;
        }
    }
    scores
}

/// Whose configuration the object is from, if that can be told. The accepted
/// domains exist on both sides and look alike: only their place in the directory,
/// or the server that answered, tells.
pub fn side(record: &Record) -> Option<Side> {
    use ObjectClass::*;
    if record.side.is_some() {
        return record.side;
    }
    match record.class {
        InboundConnector | OutboundConnector | BlockedConnector => Some(Side::Tenant),
        SendConnector | ReceiveConnector | ExchangeCertificate | HybridConfiguration
        | TransportService | Queue | MessageTracking => Some(Side::OnPremises),
        AcceptedDomain | Unknown => side_by_place(record),
    }
}

/// Properties that name a place in the directory, or the server that answered.
const PLACES: [&str; 8] = [
    "DistinguishedName",
    "OriginatingServer",
    "OrganizationId",
    "OrganizationalUnitRoot",
    "ConfigurationUnit",
    "ObjectCategory",
    "PSComputerName",
    "Identity",
];

/// Exchange Online's directory forests and endpoints, worldwide and national.
const CLOUD_PLACES: [&str; 9] = [
    ".prod.outlook.com",
    "dc=prod,dc=outlook,dc=com",
    ".partner.outlook.cn",
    "dc=partner,dc=outlook,dc=cn",
    "dc=office365,dc=us",
    "outlook.office365.com",
    "outlook.office.com",
    ".office365.us",
    "exchange hosted organizations",
];

fn side_by_place(record: &Record) -> Option<Side> {
    let place = |name: &str| text_of(&record.field(name)?.value);
    let places: Vec<(&str, String)> = PLACES
        .iter()
        .filter_map(|&name| Some((name, place(name)?.to_ascii_lowercase())))
        .collect();
    let in_cloud = |text: &str| CLOUD_PLACES.iter().any(|cloud| text.contains(cloud));
    let initial = record.field("InitialDomain");
    if places.iter().any(|(_, text)| in_cloud(text))
        || initial.is_some_and(|f| f.value == Value::Bool(true))
    {
        return Some(Side::Tenant);
    }
    // A place that is told in full and is not the cloud's is one's own forest. A
    // server that answered is no proof: a proxy or a jump host may stand between.
    let own = |&(name, ref text): &(&str, String)| match name {
        "DistinguishedName" => text.contains(",cn=configuration,dc="),
        "OriginatingServer" => text.contains('.'),
        _ => false,
    };
    places.iter().any(own).then_some(Side::OnPremises)
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Object { text, fields } => text.as_deref().or_else(|| {
            let named =
                |(name, _): &&(String, Value)| name.eq_ignore_ascii_case("DistinguishedName");
            text_of(&fields.iter().find(named)?.1)
        }),
        _ => None,
    }
}

fn directory_class(field: &Field) -> Option<ObjectClass> {
    let named = ["ObjectClass", "ObjectCategory"]
        .iter()
        .any(|name| field.name.eq_ignore_ascii_case(name));
    if !named {
        return None;
    }
    let known = |text: &str| {
        let plain: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        DIRECTORY_NAMES
            .iter()
            .find(|(name, _)| plain.contains(name))
            .map(|&(_, class)| class)
    };
    match &field.value {
        Value::List { items, .. } => items.iter().filter_map(text_of).find_map(known),
        value => known(text_of(value)?),
    }
}

/// When no name tells: a Receive connector's Identity is `SERVER\Name` beside
/// properties that only Send and Receive connectors have.
fn class_by_value(fields: &[Field]) -> ObjectClass {
    let has = |names: &[&str]| {
        let named = |f: &Field| names.iter().any(|n| f.name.eq_ignore_ascii_case(n));
        fields.iter().any(named)
    };
    let of_server = fields.iter().any(|f| {
        f.name.eq_ignore_ascii_case("Identity")
            && text_of(&f.value).is_some_and(|text| text.contains('\\'))
    });
    if of_server && has(&["TlsCertificateName", "ProtocolLoggingLevel", "Fqdn"]) {
        return ObjectClass::ReceiveConnector;
    }
    // TlsDomain beside an on-premises property is a Send connector's, beside
    // ConnectorSource an outbound connector's.
    let send = has(&["TlsDomain", "SmartHosts"]);
    let local = has(&["TlsCertificateName", "ProtocolLoggingLevel", "Fqdn"]);
    match (send, local, has(&["ConnectorSource"])) {
        (true, true, false) => ObjectClass::SendConnector,
        (true, false, true) => ObjectClass::OutboundConnector,
        _ => ObjectClass::Unknown,
    }
}

#[cfg(test)]
mod tests {
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
}
