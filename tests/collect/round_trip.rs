//! A bundle of both scripts loads completely: every file is claimed with its kind, the
//! servers are told by their folders, and the diagnosis is that of the same incident in
//! other forms.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use relay_doctor::evidence::{NoteKind, Side, SourceKind};
use relay_doctor::facts::Gathered;

use crate::bundle::{Object, Plain, Shell, list, object, save};
use crate::common::{diagnosis_of, evidence_of, gather_path};

const CERTIFICATE: &str = "<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=smtp.contoso.com";

fn send_connector() -> Object {
    object(
        "Get-SendConnector",
        vec![
            ("AddressSpaces", list(&["SMTP:*;1"])),
            ("CloudServicesMailEnabled", true.into()),
            ("ConnectedDomains", list(&[])),
            ("DNSRoutingEnabled", false.into()),
            ("Enabled", true.into()),
            ("Fqdn", "mail.contoso.com".into()),
            ("FrontendProxyEnabled", true.into()),
            ("Identity", "Relay through Exchange Online".into()),
            ("IgnoreSTARTTLS", false.into()),
            ("Name", "Relay through Exchange Online".into()),
            ("Port", 25.into()),
            ("ProtocolLoggingLevel", "Verbose".into()),
            ("RequireTLS", true.into()),
            (
                "SmartHosts",
                list(&["contoso-com.mail.protection.outlook.com"]),
            ),
            ("SourceTransportServers", list(&["EX01"])),
            ("TlsAuthLevel", "CertificateValidation".into()),
            ("TlsCertificateName", CERTIFICATE.into()),
            ("TlsDomain", Plain::Null),
            ("WhenChangedUTC", "2026-11-01T19:05:44Z".into()),
        ],
    )
}

fn certificate() -> Object {
    object(
        "Get-ExchangeCertificate",
        vec![
            ("Server", "EX01".into()),
            ("Subject", "CN=smtp.contoso.com".into()),
            (
                "Issuer",
                "CN=Contoso Issuing CA 1, O=Contoso CA, C=US".into(),
            ),
            (
                "Thumbprint",
                "FF6315FFD8449AAA72BC8E01DB3103CA4F56253D".into(),
            ),
            ("SerialNumber", "49DC9B76608E52E4BE5825CE85A41C8A".into()),
            ("NotBefore", "2026-10-28T00:00:00Z".into()),
            ("NotAfter", "2027-10-28T23:59:59Z".into()),
            (
                "CertificateDomains",
                list(&["smtp.contoso.com", "autodiscover.contoso.com"]),
            ),
            ("Services", "IIS, SMTP".into()),
            ("Status", "Valid".into()),
            ("RootCAType", "ThirdParty".into()),
            ("HasPrivateKey", true.into()),
            ("IsSelfSigned", false.into()),
            ("PublicKeySize", 2048.into()),
            ("KeyAlgorithm", "RSA".into()),
        ],
    )
}

/// Another one of the server, with its encoding.
fn encoded_certificate() -> Object {
    let pem = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates/leaf.pem"),
    )
    .unwrap();
    let raw: String = pem.lines().filter(|l| !l.starts_with('-')).collect();
    object(
        "Get-ExchangeCertificate",
        vec![
            ("Server", "EX01".into()),
            ("Services", "IMAP, POP".into()),
            ("Status", "Valid".into()),
            ("HasPrivateKey", true.into()),
            ("RawData", raw.as_str().into()),
            ("KeyAlgorithm", "ECC".into()),
        ],
    )
}

/// The files of Collect-OnPremises.ps1, each with the kind that it is.
fn on_premises(root: &Path, shell: Shell) -> BTreeMap<String, SourceKind> {
    use SourceKind as K;
    let mut kinds = BTreeMap::new();
    let mut put = |path: &str, objects: &[Object], kind| {
        kinds.extend(
            save(root, path, objects, shell)
                .into_iter()
                .map(|f| (f, kind)),
        );
    };
    put("send-connectors", &[send_connector()], K::SendConnector);
    let domain = object(
        "Get-AcceptedDomain",
        vec![
            ("DomainName", "contoso.com".into()),
            ("DomainType", "Authoritative".into()),
            ("Name", "contoso.com".into()),
            ("DistinguishedName", "CN=contoso.com,CN=Accepted Domains,CN=Transport Settings,CN=Contoso,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=local".into()),
        ],
    );
    put("accepted-domains", &[domain], K::AcceptedDomain);
    let hybrid = object(
        "Get-HybridConfiguration",
        vec![
            ("Domains", list(&["contoso.com"])),
            ("Features", list(&["SecureMail", "Photos"])),
            ("SendingTransportServers", list(&["EX01"])),
            ("TlsCertificateName", CERTIFICATE.into()),
        ],
    );
    put("hybrid-configuration", &[hybrid], K::HybridConfiguration);
    let edge = object(
        "Get-EdgeSubscription",
        vec![
            ("Name", "EDGE01".into()),
            (
                "Site",
                "contoso.local/Configuration/Sites/Default-First-Site-Name".into(),
            ),
            ("Domain", "contoso.local".into()),
        ],
    );
    put("edge-subscriptions", &[edge], K::EdgeSubscription);
    let server = |name: &str| {
        object(
            "Get-ExchangeServer",
            vec![
                ("Name", name.into()),
                ("Fqdn", format!("{name}.contoso.local").as_str().into()),
                ("Edition", "Enterprise".into()),
                ("AdminDisplayVersion", "Version 15.2 (Build 1544.4)".into()),
                ("ServerRole", "Mailbox".into()),
                ("IsEdgeServer", false.into()),
            ],
        )
    };
    put(
        "exchange-servers",
        &[server("EX01"), server("EX02")],
        K::ExchangeServer,
    );
    put(
        "EX01/exchange-certificates",
        &[certificate(), encoded_certificate()],
        K::ExchangeCertificate,
    );
    let receive = object(
        "Get-ReceiveConnector",
        vec![
            ("Server", "EX01".into()),
            ("Name", "Default Frontend EX01".into()),
            ("Identity", "EX01\\Default Frontend EX01".into()),
            ("Bindings", list(&["[::]:25", "0.0.0.0:25"])),
            ("TlsCertificateName", CERTIFICATE.into()),
            ("TransportRole", "FrontendTransport".into()),
        ],
    );
    put("EX01/receive-connectors", &[receive], K::ReceiveConnector);
    let service = |cmdlet: &str, path: &str| {
        object(
            cmdlet,
            vec![
                ("Server", "EX01".into()),
                ("Name", "EX01".into()),
                ("SendProtocolLogPath", path.into()),
                (
                    "InternalTransportCertificateThumbprint",
                    "FF6315FFD8449AAA72BC8E01DB3103CA4F56253D".into(),
                ),
            ],
        )
    };
    put(
        "EX01/transport-service",
        &[service(
            "Get-TransportService",
            "C:\\Logs\\Hub\\ProtocolLog\\SmtpSend",
        )],
        K::TransportService,
    );
    put(
        "EX01/frontend-transport-service",
        &[service(
            "Get-FrontendTransportService",
            "C:\\Logs\\FrontEnd\\ProtocolLog\\SmtpSend",
        )],
        K::TransportService,
    );
    let event = object(
        "Get-WinEvent",
        vec![
            ("Server", "EX01".into()),
            ("TimeCreated", "2026-11-02T08:00:00Z".into()),
            ("Id", 12014.into()),
            ("ProviderName", "MSExchangeTransport".into()),
            ("LevelDisplayName", "Error".into()),
            ("MachineName", "EX01.contoso.local".into()),
            ("Message", "Microsoft Exchange could not find a certificate that contains the domain name old.contoso.com.\r\nIt supports TLS for the connector X.".into()),
        ],
    );
    put("EX01/events", &[event], K::EventLog);
    let failed = object(
        "Get-MessageTrackingLog",
        vec![
            ("Server", "EX01".into()),
            ("Timestamp", "2026-11-02T08:00:06Z".into()),
            ("EventId", "FAIL".into()),
            ("Source", "SMTP".into()),
            ("ConnectorId", "Relay through Exchange Online".into()),
            ("Sender", "anna@contoso.com".into()),
            ("Recipients", list(&["bob@fabrikam.com"])),
            (
                "RecipientStatus",
                list(&[
                    "[{LED=550 5.7.64 TenantAttribution; Relay Access Denied};{MSG=};{FQDN=contoso-com.mail.protection.outlook.com};{IP=52.101.73.10};{LRT=11/2/2026 8:00:06 AM}]",
                ]),
            ),
            ("MessageId", "<1@contoso.com>".into()),
        ],
    );
    put("EX01/message-tracking", &[failed], K::MessageTracking);
    let authority = object(
        "Get-ChildItem",
        vec![
            ("Server", "EX01".into()),
            (
                "Subject",
                "CN=Contoso Issuing CA 1, O=Contoso CA, C=US".into(),
            ),
            ("Issuer", "CN=Contoso Root, O=Contoso CA, C=US".into()),
            (
                "Thumbprint",
                "AA6315FFD8449AAA72BC8E01DB3103CA4F56253D".into(),
            ),
            ("NotAfter", "2035-10-28T23:59:59Z".into()),
            (
                "PSParentPath",
                "Microsoft.PowerShell.Security\\Certificate::LocalMachine\\CA".into(),
            ),
        ],
    );
    put("EX01/authorities", &[authority], K::ExchangeCertificate);
    let entry = |file: &str, problem: &str| {
        Object(vec![
            ("EvidenceFile", file.into()),
            ("Source", "Get-SendConnector".into()),
            ("Items", 1.into()),
            ("SensitiveContent", "names of servers".into()),
            ("CouldNotBeRead", problem.into()),
        ])
    };
    let entries = [
        entry("send-connectors.json", ""),
        entry("", "this shell has no such cmdlet"),
    ];
    put("manifest", &entries, K::CollectManifest);
    let logs =
        evidence_of("rd101-renewed-certificate-other-name").join("EX01/Hub/ProtocolLog/SmtpSend");
    let to = root.join("EX01/Hub/ProtocolLog/SmtpSend");
    fs::create_dir_all(&to).unwrap();
    for file in fs::read_dir(logs).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
        let name = format!(
            "EX01/Hub/ProtocolLog/SmtpSend/{}",
            file.file_name().to_string_lossy()
        );
        kinds.insert(name, K::SmtpSendLog);
    }
    let hcw = evidence_of("rd502-domain-not-verified").join("20260219_032039.log");
    fs::create_dir_all(root.join("HCW/admin")).unwrap();
    // Only its beginning: the wizard of another organization must not tell of this one.
    let beginning: String = fs::read_to_string(hcw)
        .unwrap()
        .lines()
        .take(2)
        .map(|l| format!("{l}\r\n"))
        .collect();
    fs::write(root.join("HCW/admin/20260219_032039.log"), beginning).unwrap();
    kinds.insert("HCW/admin/20260219_032039.log".to_owned(), K::HcwLog);
    kinds
}

/// The files of Collect-ExchangeOnline.ps1.
fn cloud(root: &Path, shell: Shell) -> BTreeMap<String, SourceKind> {
    use SourceKind as K;
    let mut kinds = BTreeMap::new();
    let mut put = |path: &str, objects: &[Object], kind| {
        kinds.extend(
            save(root, path, objects, shell)
                .into_iter()
                .map(|f| (f, kind)),
        );
    };
    let inbound = object(
        "Get-InboundConnector",
        vec![
            ("Enabled", true.into()),
            ("ConnectorType", "OnPremises".into()),
            ("ConnectorSource", "HybridWizard".into()),
            ("SenderIPAddresses", list(&[])),
            ("SenderDomains", list(&["smtp:*;1"])),
            ("AssociatedAcceptedDomains", list(&[])),
            ("RequireTls", true.into()),
            ("CloudServicesMailEnabled", true.into()),
            ("TlsSenderCertificateName", "mail.contoso.com".into()),
            ("Name", "Inbound from 3f2a8c1e".into()),
            ("Identity", "Inbound from 3f2a8c1e".into()),
            ("WhenChangedUTC", "2026-03-18T09:41:07Z".into()),
        ],
    );
    put("inbound-connectors", &[inbound], K::InboundConnector);
    let outbound = object(
        "Get-OutboundConnector",
        vec![
            ("Name", "Outbound to 3f2a8c1e".into()),
            ("Enabled", true.into()),
            ("ConnectorType", "OnPremises".into()),
            ("RecipientDomains", list(&["contoso.com"])),
            ("TlsDomain", "smtp.contoso.com".into()),
            ("TlsSettings", "DomainValidation".into()),
        ],
    );
    put("outbound-connectors", &[outbound], K::OutboundConnector);
    let domain = |name: &str, initial: bool| {
        object(
            "Get-AcceptedDomain",
            vec![
                ("DomainName", name.into()),
                ("DomainType", "Authoritative".into()),
                ("MatchSubDomains", false.into()),
                ("Name", name.into()),
                ("InitialDomain", initial.into()),
            ],
        )
    };
    put(
        "accepted-domains",
        &[
            domain("contoso.com", false),
            domain("contoso.onmicrosoft.com", true),
        ],
        K::AcceptedDomain,
    );
    let organization = object(
        "Get-OrganizationConfig",
        vec![
            ("Name", "contoso.onmicrosoft.com".into()),
            ("DisplayName", "Contoso".into()),
            ("OrganizationId", "EURPR02A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com".into()),
            ("RejectDirectSend", false.into()),
            ("IsDehydrated", true.into()),
        ],
    );
    put(
        "organization-config",
        &[organization],
        K::OrganizationConfig,
    );
    let entry = Object(vec![
        ("EvidenceFile", "inbound-connectors.json".into()),
        ("Source", "Get-InboundConnector".into()),
        ("Items", 1.into()),
        ("SensitiveContent", "names of connectors".into()),
        ("CouldNotBeRead", "".into()),
    ]);
    put("manifest", &[entry], K::CollectManifest);
    kinds
}

const LOCAL: &str = "relay-doctor-evidence-on-premises-20261102-100000";
const TENANT: &str = "relay-doctor-evidence-exchange-online-20261102-101500";

fn load(shell: Shell) -> (Gathered, BTreeMap<String, SourceKind>) {
    let root = tempfile::tempdir().unwrap();
    let local = on_premises(&root.path().join(LOCAL), shell);
    // Exchange Online's shell always has JSON.
    let tenant = cloud(&root.path().join(TENANT), Shell::Json);
    let below = |folder: &str, kinds: BTreeMap<String, SourceKind>| {
        let prefixed = kinds.into_iter().map(|(f, k)| (format!("{folder}/{f}"), k));
        prefixed.collect::<Vec<_>>()
    };
    let mut kinds = below(LOCAL, local);
    kinds.extend(below(TENANT, tenant));
    (gather_path(root.path()), kinds.into_iter().collect())
}

#[test]
fn every_file_is_claimed_with_its_kind() {
    for shell in [Shell::Json, Shell::Two] {
        let (gathered, kinds) = load(shell);
        let found: BTreeMap<String, SourceKind> = gathered
            .sources
            .iter()
            .map(|s| {
                (
                    s.path
                        .split_once("relay-doctor-evidence")
                        .map_or(s.path.clone(), |(_, rest)| {
                            format!("relay-doctor-evidence{rest}")
                        }),
                    s.kind,
                )
            })
            .collect();
        for (path, kind) in &kinds {
            assert_eq!(found.get(path), Some(kind), "{shell:?} {path}");
        }
        assert_eq!(found.len(), kinds.len(), "{shell:?} {found:?}");
        for source in &gathered.sources {
            // The newest log of that incident ends in the middle of a line.
            let fine =
                |kind: &NoteKind| matches!(kind, NoteKind::Reference(_) | NoteKind::HalfLastLine);
            let other: Vec<_> = source.notes.iter().filter(|n| !fine(&n.kind)).collect();
            // The log of the wizard is only its beginning.
            assert!(
                other.is_empty() || source.kind == SourceKind::HcwLog,
                "{shell:?} {}: {other:?}",
                source.path
            );
            assert!(
                source.records > 0 || source.kind == SourceKind::HcwLog,
                "{shell:?} {}",
                source.path
            );
            let side = match source.path.contains(LOCAL) {
                true => Side::OnPremises,
                false => Side::Tenant,
            };
            if !matches!(
                source.kind,
                SourceKind::CollectManifest | SourceKind::HcwLog | SourceKind::SmtpSendLog
            ) {
                assert_eq!(source.side, Some(side), "{shell:?} {}", source.path);
            }
        }
    }
}

#[test]
fn reference_files_say_what_they_are() {
    let (gathered, _) = load(Shell::Json);
    let reference = |kind| {
        let of_kind = gathered.sources.iter().find(|s| s.kind == kind).unwrap();
        of_kind
            .notes
            .iter()
            .any(|n| matches!(n.kind, NoteKind::Reference(_)))
    };
    for kind in [
        SourceKind::ExchangeServer,
        SourceKind::OrganizationConfig,
        SourceKind::EdgeSubscription,
        SourceKind::EventLog,
        SourceKind::CollectManifest,
    ] {
        assert!(reference(kind), "{kind:?}");
    }
}

#[test]
fn the_diagnosis_is_that_of_the_incident() {
    for shell in [Shell::Json, Shell::Two] {
        let (gathered, _) = load(shell);
        let logs = gathered
            .sources
            .iter()
            .filter(|s| s.kind == SourceKind::SmtpSendLog);
        let servers: Vec<_> = logs.map(|s| s.server.as_deref()).collect();
        assert_eq!(servers, [Some("EX01"); 2], "{shell:?}");
        let diagnosis = diagnosis_of(&gathered);
        let roots: Vec<String> = diagnosis
            .root_causes()
            .map(|f| f.code.to_string())
            .collect();
        assert_eq!(roots, ["RD101"], "{shell:?}");
        let codes: Vec<String> = diagnosis
            .findings
            .iter()
            .map(|f| f.code.to_string())
            .collect();
        for wrong in ["RD205", "RD211", "RD304", "RD901", "RD902", "RD999"] {
            assert!(!codes.iter().any(|c| c == wrong), "{shell:?} {codes:?}");
        }
        let installed = &gathered.facts.certificates;
        assert!(installed.installed_known, "{shell:?}");
    }
}

/// A tenant without any inbound connector is told by an empty listing (RD103); no other
/// cmdlet's empty listing may be taken for that one, so none is written.
#[test]
fn only_inbound_connectors_are_written_when_there_are_none() {
    use relay_doctor::remedy::powershell::script;
    use relay_doctor::remedy::script::collection;
    let [local, cloud] = collection().map(|f| script(&f.script));
    let guarded = |text: &str| text.matches("if ($plain.Count -gt 0) {").count();
    let saves = |text: &str| text.matches("Save-Evidence -Path").count();
    // The manifest and the inbound connectors.
    assert_eq!(saves(&local), guarded(&local) + 1);
    assert_eq!(saves(&cloud), guarded(&cloud) + 2);
}
