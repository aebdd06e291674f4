//! Objects of every cmdlet in every form that text has: told by their properties,
//! or not taken for what they are not.

#![allow(clippy::unwrap_used)]

use super::{csv, format_list, json};
use crate::evidence::record::{ObjectClass, Record};
use crate::evidence::sniff::{Guess, sniff_text};

use ObjectClass::*;

/// The cmdlet, what its objects are, names and values.
type Cmdlet = (
    &'static str,
    ObjectClass,
    &'static [(&'static str, &'static str)],
);

/// What a cmdlet gives with a few of its properties selected.
const CMDLETS: [Cmdlet; 18] = [
    (
        "Get-InboundConnector",
        InboundConnector,
        &[
            ("Name", "a"),
            ("ConnectorType", "OnPremises"),
            ("TlsSenderCertificateName", "*.contoso.com"),
        ],
    ),
    (
        "Get-OutboundConnector",
        OutboundConnector,
        &[
            ("Name", "a"),
            ("TlsDomain", "mail.contoso.com"),
            ("UseMxRecord", "False"),
        ],
    ),
    (
        "Get-SendConnector",
        SendConnector,
        &[
            ("Name", "a"),
            ("Fqdn", "mail.contoso.com"),
            ("AddressSpaces", "SMTP:*;1"),
        ],
    ),
    (
        "Get-ReceiveConnector",
        ReceiveConnector,
        &[
            ("Identity", "EX01\\Default"),
            ("Fqdn", "EX01"),
            ("TlsDomainCapabilities", "x"),
        ],
    ),
    (
        "Get-ExchangeCertificate",
        ExchangeCertificate,
        &[
            ("Thumbprint", "17BE570EFE20836063EE1771C0D18482FBB03846"),
            ("Services", "SMTP"),
            ("Subject", "CN=x"),
        ],
    ),
    (
        "Get-AcceptedDomain",
        AcceptedDomain,
        &[
            ("Name", "contoso.com"),
            ("DomainName", "contoso.com"),
            ("DomainType", "Authoritative"),
        ],
    ),
    (
        "Get-HybridConfiguration",
        HybridConfiguration,
        &[
            ("Domains", "contoso.com"),
            ("SendingTransportServers", "EX01"),
            ("TlsCertificateName", "x"),
        ],
    ),
    (
        "Get-TransportService",
        TransportService,
        &[("Name", "EX01"), ("SendProtocolLogPath", "D:\\Logs")],
    ),
    (
        "Get-TransportServer",
        TransportService,
        &[("Name", "EX01"), ("ReceiveProtocolLogPath", "D:\\Logs")],
    ),
    (
        "Get-FrontendTransportService",
        TransportService,
        &[
            ("Name", "EX01"),
            ("IntraOrgConnectorProtocolLoggingLevel", "None"),
        ],
    ),
    (
        "Get-MessageTrackingLog",
        MessageTracking,
        &[
            ("EventId", "FAIL"),
            ("Sender", "user@contoso.com"),
            ("RecipientStatus", "550 5.7.64 TenantAttribution; x"),
        ],
    ),
    (
        "Get-Queue",
        Queue,
        &[
            ("Identity", "EX01\\3"),
            ("NextHopDomain", "x"),
            ("LastError", "451 4.4.0 x"),
        ],
    ),
    (
        "Get-BlockedConnector",
        BlockedConnector,
        &[
            ("ConnectorId", "a"),
            ("CreatedDatetime", "2026-11-02"),
            ("TemporaryBlock", "False"),
        ],
    ),
    (
        "Get-ExchangeServer",
        ExchangeServer,
        &[
            ("Name", "EX01"),
            ("ServerRole", "Mailbox"),
            ("AdminDisplayVersion", "Version 15.2 (Build 1544.4)"),
        ],
    ),
    (
        "Get-WinEvent",
        EventLog,
        &[
            ("TimeCreated", "2026-11-02T08:00:00Z"),
            ("Id", "12014"),
            ("ProviderName", "MSExchangeTransport"),
        ],
    ),
    // Not read: they share names with those above.
    (
        "Get-RemoteDomain",
        Unknown,
        &[
            ("Name", "Default"),
            ("DomainName", "fabrikam.com"),
            ("AutoReplyEnabled", "True"),
        ],
    ),
    (
        "Get-EdgeSubscription",
        EdgeSubscription,
        &[
            ("Name", "EDGE01"),
            ("Site", "contoso.com/Configuration/Sites/A"),
            ("Domain", "contoso.com"),
            ("LeaseTicket", ""),
        ],
    ),
    (
        "Get-OrganizationConfig",
        OrganizationConfig,
        &[
            ("Name", "contoso"),
            ("IsDehydrated", "False"),
            ("OrganizationId", "x"),
        ],
    ),
];

fn forms(cmdlet: &str, fields: &[(&str, &str)]) -> Vec<(Guess, String)> {
    let width = fields.iter().map(|(n, _)| n.len()).max().unwrap();
    let line = |(name, value): &(&str, &str)| format!("{name:<width$} : {value}\r\n");
    let list: String = fields.iter().map(line).collect();
    let members: Vec<String> = fields
        .iter()
        .map(|(n, v)| format!("\"{n}\":{}", serde_json::to_string(v).unwrap()))
        .collect();
    let object = format!("{{{}}}", members.join(","));
    let row = |cells: Vec<&str>| format!("\"{}\"\r\n", cells.join("\",\""));
    let names = row(fields.iter().map(|f| f.0).collect());
    let values = row(fields.iter().map(|f| f.1).collect());
    let mut all = Vec::new();
    for before in [String::new(), format!("[PS] C:\\>{cmdlet} | x\r\n\r\n")] {
        all.push((Guess::FormatList, format!("{before}{list}\r\n")));
        all.push((Guess::Json, format!("{before}[{object}]\r\n")));
        all.push((Guess::Json, format!("{before}{object}\r\n")));
        all.push((Guess::Csv, format!("{before}{names}{values}")));
    }
    all
}

fn read(guess: Guess, text: &str) -> Vec<Record> {
    match guess {
        Guess::FormatList => format_list::parse(text).records,
        Guess::Json => json::parse(text).records,
        _ => csv::parse(text).records,
    }
}

#[test]
fn every_cmdlet_is_told_in_every_form() {
    for (cmdlet, class, fields) in CMDLETS {
        for (guess, text) in forms(cmdlet, fields) {
            let records = read(guess, &text);
            assert_eq!(records.len(), 1, "{text}");
            assert_eq!(records[0].class, class, "{text}");
            if class != Unknown || guess != Guess::FormatList {
                assert_eq!(sniff_text(&text), guess, "{text}");
            }
        }
    }
}

#[test]
fn a_command_for_something_else_outweighs_a_shared_name() {
    let remote =
        "PS C:\\> Get-RemoteDomain | fl Name,DomainName\n\nName       : Default\nDomainName : *\n";
    assert_eq!(read(Guess::FormatList, remote)[0].class, Unknown);
    let read_back =
        "PS C:\\> Get-Content x.txt\n\nName       : contoso.com\nDomainName : contoso.com\n";
    assert_eq!(read(Guess::FormatList, read_back)[0].class, AcceptedDomain);
}
