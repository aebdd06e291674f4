//! Neighbours, notes, needs, kinds of sources.

use super::{OLD, OUTBOUND};
use crate::diagnosis::NeedReason;
use crate::evidence::archive::ArchiveTrouble;
use crate::evidence::formats::bounce::MailSystem;
use crate::evidence::record::ObjectClass;
use crate::evidence::reply::Neighbour;
use crate::evidence::{NoteKind, SourceKind, Unread, XmlFault as X};

pub(in crate::i18n::tests) fn neighbours() -> Vec<Neighbour> {
    use Neighbour as N;
    vec![
        N::WrongRegion,
        N::MailLoop,
        N::SendConnectorCertificateMissing,
        N::ServerOutOfDate,
        N::ClientSubmission,
        N::OnPremisesRelayRefused,
        N::RecipientDomainNotInTenant,
        N::TenantReputation,
        N::ConnectorRestricted,
        N::SuspiciousTraffic,
        N::BannedAddress,
        N::SenderAuthentication,
        N::RecipientRateLimit,
        N::ReverseDirection,
        N::OtherSystemRelayDenied,
    ]
}

pub(in crate::i18n::tests) fn notes() -> Vec<(NoteKind, Vec<&'static str>)> {
    use ArchiveTrouble as A;
    use NoteKind as K;
    let text = |t: &str| t.to_owned();
    let mut all: Vec<(NoteKind, Vec<&'static str>)> = vec![
        (K::Unreadable(text("access denied")), vec!["access denied"]),
        (K::NoPermission, vec![]),
        (K::Locked, vec![]),
        (K::NotAFile, vec!["-"]),
        (K::Grew(19), vec!["19"]),
        (K::Shrank(23), vec!["23"]),
        (K::RepeatedRows(29), vec!["29"]),
        (K::Archive(A::Damaged), vec![]),
        (K::Archive(A::Encrypted), vec![]),
        (K::Archive(A::Method(14)), vec!["14"]),
        (K::Archive(A::TooManyEntries(50_000)), vec!["50000"]),
        (K::Archive(A::TooLarge(8_589_934_592)), vec!["8589934592"]),
        (K::Archive(A::Ratio(250)), vec!["250"]),
        (K::Archive(A::TooDeep), vec![]),
        (K::Archive(A::NestedTooLarge(67_108_864)), vec!["67108864"]),
        (K::Archive(A::SameNames), vec![]),
        (K::Archive(A::LeadsOut), vec![]),
        (K::Archive(A::OfficeDocument), vec!["Word"]),
        (K::Empty, vec![]),
        (K::Binary, vec![]),
        (K::Unrecognised, vec![]),
        (K::NoRefusal, vec![".eml"]),
        (K::ReplacedBytes(7), vec!["7"]),
        (K::ShortLine { fields: 4 }, vec!["4"]),
        (K::OpenQuote, vec![]),
        (K::HalfLastLine, vec![]),
        (K::BadTime, vec![]),
        (K::LineTooLong(1_048_576), vec!["1048576"]),
        (K::OnlyBeginningRead(67_108_864), vec!["67108864"]),
        (K::MoreDamagedLines(31), vec!["31"]),
        (K::NulBytes(512), vec!["NUL", "512"]),
        (
            K::TruncatedList {
                property: text("SenderIPAddresses"),
            },
            vec!["SenderIPAddresses"],
        ),
        (
            K::LostValues {
                class: ObjectClass::InboundConnector,
                properties: vec![text("SenderIPAddresses"), text("SenderDomains")],
            },
            vec![
                "SenderIPAddresses",
                "SenderDomains",
                "Get-InboundConnector | ConvertTo-Json -Depth 4",
            ],
        ),
        (
            K::LostValues {
                class: ObjectClass::Unknown,
                properties: vec![text("Members")],
            },
            vec!["Members", "| Format-List *"],
        ),
        (
            K::RowWidth {
                fields: 9,
                names: 7,
            },
            vec!["9", "7"],
        ),
        (
            K::AmbiguousDate {
                property: text("NotAfter"),
                text: text("02/03/2028"),
            },
            vec!["NotAfter", "02/03/2028"],
        ),
        (
            K::DateOrder {
                day_first: true,
                text: text("31.12.2026 4:22:23"),
            },
            vec!["31.12.2026 4:22:23"],
        ),
        (
            K::BadValue {
                property: text("Enabled"),
                text: text("maybe"),
            },
            vec!["Enabled", "maybe"],
        ),
        (K::BadCertificate(text("bad length")), vec!["bad length"]),
        (K::PrivateKeyIgnored, vec![]),
        (K::PasswordNeeded, vec!["--password-env"]),
        (K::WrongPassword, vec!["--password-env"]),
        (K::BadJson(text("line 3 column 9")), vec!["line 3 column 9"]),
        (K::BadXml(X::EndsEarly), vec![]),
        (K::BadXml(X::NotWellFormed), vec![]),
        (K::BadXml(X::TooDeep), vec![]),
        (K::BadXml(X::TooLong), vec![]),
        (K::BadXml(X::TooMany), vec![]),
        (K::BadXml(X::UnknownEntity), vec![]),
        (K::BadXml(X::DocumentType), vec![]),
        (
            K::RunAt(text("02/19/2026 03:26:39.330")),
            vec!["02/19/2026 03:26:39.330"],
        ),
        (
            K::OtherLog(text("Transport Connectivity Log")),
            vec!["Transport Connectivity Log", "SmtpSend"],
        ),
        (K::OtherLog(String::new()), vec!["SmtpSend"]),
        (K::MorePages, vec!["@odata.nextLink"]),
        (
            K::AskedForSome(ObjectClass::InboundConnector),
            vec!["Get-InboundConnector"],
        ),
        (K::ObjectCut, vec![]),
        (K::EmptyListing, vec![]),
        (K::SideUnknown, vec!["--side PATH=tenant"]),
        (K::MixedKinds, vec![]),
        (K::DomainsPooled(2), vec!["2"]),
        (K::TooManyFiles(90), vec!["90"]),
        (K::LinkLoop, vec![]),
        (
            K::SameAs(text("EX01/SEND2026110208-1.LOG")),
            vec!["EX01/SEND2026110208-1.LOG"],
        ),
    ];
    let reference = [
        (ObjectClass::ExchangeServer, "AdminDisplayVersion"),
        (ObjectClass::OrganizationConfig, "RejectDirectSend"),
        (ObjectClass::EdgeSubscription, ""),
        (ObjectClass::EventLog, "12014"),
        (ObjectClass::CollectManifest, ""),
        (ObjectClass::Unknown, ""),
    ];
    all.extend(reference.map(|(class, value)| (K::Reference(class), vec![value])));
    let unread = [
        (Unread::FormatTable(ObjectClass::Unknown), "| Format-List"),
        (
            Unread::FormatTable(ObjectClass::SendConnector),
            "Get-SendConnector | Format-List *",
        ),
        (Unread::OutlookMsg, ".eml"),
        (Unread::ReceiveLog, "SmtpSend"),
    ];
    all.extend(unread.map(|(which, value)| (K::NotRead(which), vec![value])));
    all
}

pub(in crate::i18n::tests) fn needs() -> Vec<(NeedReason, Vec<&'static str>)> {
    use NeedReason as N;
    vec![
        (N::SendLog, vec![]),
        (N::SendLogToEop, vec!["Exchange Online"]),
        (
            N::ProtocolLogging {
                connector: Some(OUTBOUND.to_owned()),
            },
            vec![OUTBOUND],
        ),
        (N::ProtocolLogging { connector: None }, vec![]),
        (
            N::SendingSystem {
                system: MailSystem::Postfix,
                host: Some("relay.contoso.com".to_owned()),
            },
            vec![
                "Postfix",
                "relay.contoso.com",
                "smtp_tls_cert_file",
                "--egress-ip",
            ],
        ),
        (
            N::SendingSystem {
                system: MailSystem::Exim,
                host: None,
            },
            vec!["Exim"],
        ),
        (N::InboundConnectors, vec![]),
        (N::InboundConnectorsRest, vec![]),
        (N::InboundConnectorsEmpty, vec![]),
        (N::AcceptedDomains, vec![]),
        (N::AcceptedDomainsRest, vec![]),
        (N::AcceptedDomainsSide, vec!["Exchange Online PowerShell"]),
        (N::SendConnectors, vec![]),
        (
            N::SendConnectorProperties {
                connector: OUTBOUND.to_owned(),
            },
            vec![OUTBOUND, "SmartHosts"],
        ),
        (
            N::TenantOfHost {
                connector: OUTBOUND.to_owned(),
                host: "fabrikam-com.mail.protection.outlook.com".to_owned(),
            },
            vec![OUTBOUND, "fabrikam-com.mail.protection.outlook.com", "MX"],
        ),
        (N::InstalledCertificates, vec!["SMTP"]),
        (
            N::CertificatesOfServer {
                server: "EX02".to_owned(),
            },
            vec!["EX02"],
        ),
        (
            N::CertificateNotListed {
                thumbprint: OLD.to_owned(),
                server: Some("EX02".to_owned()),
            },
            vec![OLD, "EX02"],
        ),
        (
            N::CertificateNotListed {
                thumbprint: OLD.to_owned(),
                server: None,
            },
            vec![OLD],
        ),
        (
            N::CertificateProperties {
                thumbprint: OLD.to_owned(),
            },
            vec![OLD, "Services"],
        ),
        (N::EgressAddress, vec!["EHLO"]),
        (N::NewerLog, vec![]),
        (N::SessionBeginning, vec![]),
        (N::RelaySession, vec![]),
        (N::ConnectorProperties, vec![]),
        (
            N::CertificateDetails {
                thumbprint: OLD.to_owned(),
            },
            vec![OLD],
        ),
        (
            N::CertificateChain {
                thumbprint: super::OLD.to_owned(),
            },
            vec![super::OLD],
        ),
        (
            N::WholeList {
                kind: SourceKind::InboundConnector,
                property: "SenderIPAddresses".to_owned(),
            },
            vec!["SenderIPAddresses"],
        ),
    ]
}

pub(in crate::i18n::tests) const KINDS: [SourceKind; 25] = [
    SourceKind::SmtpSendLog,
    SourceKind::SmtpReceiveLog,
    SourceKind::HcwLog,
    SourceKind::HcwXhcw,
    SourceKind::Bounce,
    SourceKind::ErrorText,
    SourceKind::MessageTracking,
    SourceKind::Queue,
    SourceKind::Capi2Event,
    SourceKind::Certificate,
    SourceKind::InboundConnector,
    SourceKind::OutboundConnector,
    SourceKind::SendConnector,
    SourceKind::ReceiveConnector,
    SourceKind::ExchangeCertificate,
    SourceKind::AcceptedDomain,
    SourceKind::HybridConfiguration,
    SourceKind::TransportService,
    SourceKind::ExchangeServer,
    SourceKind::OrganizationConfig,
    SourceKind::EdgeSubscription,
    SourceKind::EventLog,
    SourceKind::CollectManifest,
    SourceKind::Archive,
    SourceKind::Unrecognised,
];
