//! They parse, are ASCII with CRLF, hold only commands that look, and nothing that is
//! to be filled in.

use std::collections::BTreeSet;

use relay_doctor::remedy::powershell::{Argument, Script, script};
use relay_doctor::remedy::script::{COLLECT_CLOUD, COLLECT_ON_PREMISES, collection};

use crate::model::{Token, read};
use crate::syntax::{is_ascii_with_crlf, parses};

/// Of Exchange, all of them reading.
const EXCHANGE: &[&str] = &[
    "Get-AcceptedDomain",
    "Get-BlockedConnector",
    "Get-EdgeSubscription",
    "Get-ExchangeCertificate",
    "Get-ExchangeServer",
    "Get-FrontendTransportService",
    "Get-HybridConfiguration",
    "Get-InboundConnector",
    "Get-MessageTrackingLog",
    "Get-OrganizationConfig",
    "Get-OutboundConnector",
    "Get-ReceiveConnector",
    "Get-SendConnector",
    "Get-TransportServer",
    "Get-TransportService",
];

/// Of PowerShell: they look, compute, talk, or write into the folder of the run.
const SHELL: &[&str] = &[
    "Add-Member",
    "Connect-ExchangeOnline",
    "ConvertTo-Json",
    "Copy-Item",
    "Export-Clixml",
    "ForEach-Object",
    "Format-List",
    "Get-ChildItem",
    "Get-Command",
    "Get-Module",
    "Get-WinEvent",
    "Join-Path",
    "New-Item",
    "New-Object",
    "Out-File",
    "Out-Null",
    "Select-Object",
    "Sort-Object",
    "Split-Path",
    "Test-Path",
    "Where-Object",
    "Write-Host",
];

const OWN: &[&str] = &[
    "Add-Entry",
    "Add-Problem",
    "ConvertTo-Plain",
    "ConvertTo-Readable",
    "Copy-Logs",
    "Copy-Newest",
    "Get-FolderName",
    "Get-SafeText",
    "Get-ValueText",
    "Save-Evidence",
    "Show-Line",
    "Stop-Failed",
    "Stop-Script",
    "Test-Same",
];

/// Types of .NET: none of them reaches a file, a network or a key.
const TYPES: &[&str] = &[
    "bool",
    "byte",
    "CmdletBinding",
    "Convert",
    "DateTime",
    "decimal",
    "int",
    "regex",
    "string",
    "switch",
    "System.Globalization.CultureInfo",
    "System.StringComparison",
];

fn scripts() -> Vec<(&'static str, Script, String)> {
    let both = collection().into_iter();
    both.map(|file| {
        let text = script(&file.script);
        (file.name, file.script, text)
    })
    .collect()
}

#[test]
fn both_parse_and_are_ascii() {
    for (name, _, text) in scripts() {
        is_ascii_with_crlf(name, &text);
        parses(name, &text);
    }
}

#[test]
fn nothing_but_what_looks_is_called() {
    for (name, built, _) in scripts() {
        assert!(!built.changes_something(), "{name}");
        for found in built.commands() {
            let command = found.command.name;
            let known = [EXCHANGE, SHELL, OWN].iter().any(|l| l.contains(&command));
            assert!(known, "{name}: {command} is not on the list");
            for argument in &found.command.arguments {
                if let Argument::Named(p, _) | Argument::Switch(p) = argument {
                    let lower = p.to_ascii_lowercase();
                    assert!(
                        !matches!(lower.as_str(), "force" | "confirm"),
                        "{name}: {p}"
                    );
                }
            }
        }
    }
    for command in EXCHANGE {
        assert!(command.starts_with("Get-"), "{command}");
    }
}

#[test]
fn only_harmless_types_of_dot_net_are_used() {
    for (name, _, text) in scripts() {
        for token in read(&text).unwrap_or_else(|e| panic!("{name}: {e}")) {
            if let Token::Type(kind) = token {
                let known = TYPES.contains(&kind.trim_matches(['[', ']', '(', ')']));
                assert!(known, "{name}: [{kind}]");
            }
        }
    }
}

#[test]
fn nothing_is_left_to_fill_in() {
    for (name, _, text) in scripts() {
        for mark in ["TODO", "<name>", "YOUR", "...'", "example.com", "contoso"] {
            assert!(!text.contains(mark), "{name}: {mark}");
        }
    }
}

#[test]
fn what_must_be_read_is_read() {
    let text_of = |wanted| {
        let all = scripts();
        all.into_iter()
            .find(|(name, _, _)| *name == wanted)
            .unwrap()
            .2
    };
    let local = text_of(COLLECT_ON_PREMISES);
    assert!(local.starts_with("#Requires -Version 2.0\r\n"), "{local}");
    for held in [
        "Get-SendConnector",
        "Get-ExchangeCertificate -Server $name",
        "Get-ReceiveConnector -Server $name",
        "Get-TransportService -Identity $name",
        "Get-TransportServer -Identity $name",
        "Get-FrontendTransportService -Identity $name",
        "'Cert:\\LocalMachine\\CA','Cert:\\LocalMachine\\Root'",
        "PSParentPath",
        "Id = @(12014, 12015, 12016, 12017)",
        "'*5.7.64*'",
        "Exchange Hybrid Configuration",
        "{0}\\{1}\\ProtocolLog\\SmtpSend",
        "-Below 'FrontEnd'",
        "each Edge Transport server is collected locally",
    ] {
        assert!(local.contains(held), "{held}\n{local}");
    }
    let cloud = text_of(COLLECT_CLOUD);
    assert!(cloud.starts_with("#Requires -Version 5.1\r\n"), "{cloud}");
    for held in [
        "Get-InboundConnector",
        "Get-OutboundConnector",
        "Get-AcceptedDomain",
        "RejectDirectSend",
        "Get-BlockedConnector",
        "Connect-ExchangeOnline -ExchangeEnvironmentName $ExchangeEnvironmentName",
        "the Exchange Management Shell is loaded in this window",
    ] {
        assert!(cloud.contains(held), "{held}\n{cloud}");
    }
    // Signing in stands behind the parameters, and nowhere else.
    assert_eq!(cloud.matches("Connect-ExchangeOnline -").count(), 1);
    assert!(!local.contains("Connect-ExchangeOnline"), "{local}");
}

#[test]
fn secrets_subjects_and_bodies_are_never_asked_for() {
    for (name, built, text) in scripts() {
        let members: BTreeSet<String> = read(&text)
            .unwrap()
            .into_iter()
            .filter_map(|t| match t {
                Token::Word(word) => Some(word),
                Token::Text(units) => String::from_utf16(&units).ok(),
                _ => None,
            })
            .collect();
        for secret in [
            "MessageSubject",
            "PrivateKey",
            "AuthenticationCredential",
            "EventData",
        ] {
            assert!(!members.contains(secret), "{name}: {secret}");
        }
        // What takes every property leaves out what may be a secret.
        let pattern = "'Credential|Password|Secret|^PrivateKey|MessageSubject|";
        assert_eq!(text.matches(pattern).count(), 1, "{name}");
        assert!(
            built
                .commands()
                .iter()
                .any(|c| c.command.name == "ConvertTo-Plain")
        );
    }
}
