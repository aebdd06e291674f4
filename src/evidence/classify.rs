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
const DISTINCTIVE: [(ObjectClass, &str); 17] = [
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
    (
        ObjectClass::ExchangeServer,
        "AdminDisplayVersion ServerRole Edition IsEdgeServer IsHubTransportServer \
         IsFrontendTransportServer IsMailboxServer IsClientAccessServer \
         IsUnifiedMessagingServer IsMemberOfCluster ExchangeLegacyDN NetworkAddress ProductID",
    ),
    (
        ObjectClass::OrganizationConfig,
        "RejectDirectSend IsDehydrated OrganizationSummary DefaultPublicFolderMailbox \
         HierarchicalAddressBookRoot OAuth2ClientProfileEnabled",
    ),
    (ObjectClass::EdgeSubscription, "LeaseTicket CreateUtc"),
    (
        ObjectClass::EventLog,
        "TimeCreated ProviderName LevelDisplayName MachineName RecordId InstanceId EntryType \
         ReplacementStrings",
    ),
    (
        ObjectClass::CollectManifest,
        "EvidenceFile SensitiveContent CouldNotBeRead",
    ),
    // Objects that are not read and share names with those above: Get-RemoteDomain.
    (
        ObjectClass::Unknown,
        "AllowedOOFType AutoReplyEnabled AutoForwardEnabled DeliveryReportEnabled NDREnabled \
         TNEFEnabled TargetDeliveryDomain TrustedMailOutboundEnabled \
         TrustedMailInboundEnabled",
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
const NOUNS: [(&str, ObjectClass); 20] = [
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
    ("exchangeserver", ObjectClass::ExchangeServer),
    ("organizationconfig", ObjectClass::OrganizationConfig),
    ("edgesubscription", ObjectClass::EdgeSubscription),
    ("winevent", ObjectClass::EventLog),
    ("eventlog", ObjectClass::EventLog),
];

/// The class that these properties belong to; `Unknown` when nothing, or as much
/// for one class as for another, speaks for it.
pub fn class(fields: &[Field]) -> ObjectClass {
    if let Some(class) = fields.iter().find_map(collected_with) {
        return class;
    }
    if let Some(class) = fields.iter().find_map(directory_class) {
        return in_directory(class, fields);
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

/// The collection scripts write beside an object which cmdlet gave it.
fn collected_with(field: &Field) -> Option<ObjectClass> {
    let named = field.name.eq_ignore_ascii_case(COLLECTED_WITH);
    named.then(|| class_of_cmdlet(text_of(&field.value)?))?
}

/// The property by which the collection scripts name the cmdlet.
pub const COLLECTED_WITH: &str = "CollectedWith";

/// In the directory a server and its transport service are one object.
fn in_directory(class: ObjectClass, fields: &[Field]) -> ObjectClass {
    let (_, told) = names_known(fields.iter().map(|f| f.name.as_str()));
    match (class, told) {
        (ObjectClass::TransportService, ObjectClass::ExchangeServer) => told,
        _ => class,
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
        class if hint.is_some_and(|h| h == ObjectClass::Unknown || h.is_reference()) => {
            let names = fields.iter().map(|f| f.name.as_str());
            let said = hint.filter(|_| fields.iter().any(shared));
            match names_known(names).0 {
                0..=2 => said.unwrap_or(ObjectClass::Unknown),
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
    const OTHERS: [&str; 8] = [
        "remotedomain",
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
    const TYPES: [(&str, ObjectClass); 17] = [
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
        ("exchangeserver", ObjectClass::ExchangeServer),
        ("organizationconfig", ObjectClass::OrganizationConfig),
        ("eventlogrecord", ObjectClass::EventLog),
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
        | TransportService | Queue | MessageTracking | ExchangeServer | EdgeSubscription
        | EventLog => Some(Side::OnPremises),
        CollectManifest => None,
        AcceptedDomain | OrganizationConfig | Unknown => side_by_place(record),
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
mod tests;
