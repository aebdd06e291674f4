//! Every script of every scenario and option: it parses, it is ASCII with CRLF, it
//! holds only commands of the list, and changes something only where it was asked.

use std::collections::HashSet;

use relay_doctor::remedy::powershell::{Argument, Script};
use relay_doctor::remedy::script::{NAMES, mention, scripts};
use relay_doctor::remedy::{Applicability, OptionId};

use crate::common::scenarios;
use crate::model::{Token, read};
use crate::support::{Case, exchange_2010};
use crate::syntax::{is_ascii_with_crlf, parses};

/// Commands that change Exchange: only where PSCmdlet.ShouldProcess was asked.
const CHANGES: [&str; 5] = [
    "Enable-ExchangeCertificate",
    "New-InboundConnector",
    "Remove-InboundConnector",
    "Set-InboundConnector",
    "Set-SendConnector",
];

/// Commands that only look, write into the run's own folder, or talk.
const OTHERS: &[&str] = &[
    "ConvertFrom-Csv",
    "Export-Clixml",
    "ForEach-Object",
    "Get-AcceptedDomain",
    "Get-ChildItem",
    "Get-Command",
    "Get-ExchangeCertificate",
    "Get-FrontendTransportService",
    "Get-InboundConnector",
    "Get-MessageTraceV2",
    "Get-Module",
    "Get-OutboundConnector",
    "Get-ReceiveConnector",
    "Get-SendConnector",
    "Get-TransportServer",
    "Get-TransportService",
    "Group-Object",
    "Import-Clixml",
    "Join-Path",
    "New-Item",
    "Out-Null",
    "Select-Object",
    "Select-String",
    "Sort-Object",
    "Start-Sleep",
    "Start-Transcript",
    "Stop-Transcript",
    "Test-Path",
    "Where-Object",
    "Write-Host",
];

/// Functions that the scripts bring along.
const OWN: &[&str] = &[
    "Close-Log",
    "Find-InboundConnector",
    "Find-SendConnector",
    "Get-DefaultSmtp",
    "Get-SafeText",
    "Get-ServerName",
    "Get-StateText",
    "Get-ValueText",
    "Show-Line",
    "Stop-Failed",
    "Stop-Script",
    "Test-Outside",
    "Test-Same",
    "Write-Good",
    "Write-Look",
    "Write-Wrong",
];

/// What writes a file or the console: never in the script that only looks.
const WRITES: [&str; 3] = ["Export-Clixml", "New-Item", "Start-Transcript"];

fn keeps_to_the_list(name: &str, script: &Script) {
    for found in script.commands() {
        let command = found.command.name;
        if CHANGES.contains(&command) {
            assert!(found.in_should_process, "{name}: {command} unasked");
            assert_ne!(name, "verify.ps1", "{command}");
        } else {
            let known = OTHERS.contains(&command) || OWN.contains(&command);
            assert!(known, "{name}: {command} is not on the list");
            let writes = WRITES.contains(&command);
            assert!(!(writes && name == "verify.ps1"), "{name}: {command}");
        }
        for argument in &found.command.arguments {
            let parameter = match argument {
                Argument::Named(parameter, _) | Argument::Switch(parameter) => *parameter,
                Argument::Positional(_) => continue,
            };
            assert!(
                !parameter.eq_ignore_ascii_case("Force")
                    && !parameter.eq_ignore_ascii_case("Confirm"),
                "{name}: {command} -{parameter}"
            );
        }
    }
    let changes = script
        .commands()
        .iter()
        .any(|c| CHANGES.contains(&c.command.name));
    assert_eq!(changes, script.changes_something(), "{name}");
}

fn all_cases() -> impl Iterator<Item = Case> {
    let read = scenarios().into_iter().map(|name| Case::of(&name));
    read.chain([exchange_2010()])
}

#[test]
fn every_script_of_every_scenario_and_option_holds() {
    let (mut files, mut changing) = (0, 0);
    // Many incidents have the same script: it is looked at once.
    let mut seen = HashSet::new();
    for case in all_cases() {
        for option in case.options() {
            let named = format!("{} {}", case.name, option.id.code());
            let built = scripts(&case.gathered.facts, option);
            for (file, (name, text)) in built.iter().zip(case.scripts(option)) {
                assert_eq!(file.name, name);
                assert!(NAMES.contains(&name));
                let shown = format!("{named} {name}");
                files += 1;
                if !seen.insert(text.clone()) {
                    continue;
                }
                is_ascii_with_crlf(&shown, &text);
                parses(&shown, &text);
                keeps_to_the_list(name, &file.script);
                let tokens = read(&text).unwrap_or_else(|e| panic!("{shown}: {e}"));
                let forbidden = |t: &Token| {
                    matches!(t, Token::Parameter(p)
                        if p.eq_ignore_ascii_case("force") || p.to_ascii_lowercase().starts_with("confirm"))
                };
                assert!(!tokens.iter().any(forbidden), "{shown}");
                changing += usize::from(file.script.changes_something());
            }
        }
    }
    assert!(
        files > 500 && changing > 40,
        "{files} files, {changing} change"
    );
}

/// The words of the syntax tree's own check are not enough: the parser must see what is broken.
#[test]
#[should_panic(expected = "broken:2")]
fn the_parser_sees_what_is_broken() {
    parses("broken", "if ($a) {\r\n    Get-Date )\r\n}\r\n");
}

#[test]
fn only_safe_steps_run_without_a_switch() {
    let mut seen = std::collections::BTreeSet::new();
    for case in all_cases() {
        for option in case.options() {
            let scripts = case.scripts(option);
            for step in &option.steps {
                let Some(script) = mention(option.id, step) else {
                    continue;
                };
                let (_, text) = scripts.iter().find(|(n, _)| *n == script.file).unwrap();
                let named = format!("{} {}", case.name, step.id);
                match script.switch {
                    None => {
                        assert_eq!(step.applicability, Applicability::Safe, "{named}");
                        assert_eq!(option.id, OptionId::Manual, "{named}");
                    }
                    Some(switch) => {
                        assert!(text.contains(&format!("    [switch]${switch}")), "{named}");
                        assert!(text.contains(&format!("if (${switch}) {{")), "{named}");
                        seen.insert(switch);
                    }
                }
            }
        }
    }
    for switch in [
        "AddAssociatedDomains",
        "AfterWizard",
        "CreateConnector",
        "EnableConnector",
        "EnableSmtp",
        "PutServersBack",
        "SetAddresses",
        "SetFqdn",
        "TakeServersOut",
    ] {
        assert!(seen.contains(switch), "{switch} is tried by no scenario");
    }
}

#[test]
fn a_certificate_is_enabled_for_smtp_before_a_connector_names_it() {
    for case in all_cases() {
        for option in case.options().filter(|o| o.id == OptionId::Manual) {
            let at = |id: &str| option.steps.iter().position(|s| s.id == id);
            if let (Some(smtp), Some(names)) = (at("enable-smtp"), at("set-send-certificate")) {
                assert!(smtp < names, "{}", case.name);
            }
            if let (Some(out), Some(back)) = (at("take-servers-out"), at("put-servers-back")) {
                assert!(out < back, "{}", case.name);
                assert!(at("set-name").is_none_or(|n| n > back), "{}", case.name);
            }
        }
    }
}

#[test]
fn no_step_stands_twice() {
    let mut twice = Vec::new();
    for case in all_cases() {
        for option in case.options() {
            let mut done = HashSet::new();
            for step in &option.steps {
                // What has no command is told by its words.
                let what = match &step.command {
                    Some(lines) => lines.to_text(),
                    None => format!("{:?}", step.kind),
                };
                if !done.insert(what) {
                    let (name, option) = (&case.name, option.id.code());
                    twice.push(format!("{name} {option} {}", step.id));
                }
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn what_the_evidence_does_not_tell_is_in_no_script() {
    for case in all_cases() {
        for option in case.options() {
            for step in &option.steps {
                let whole = step.edit.as_ref().is_some_and(|e| e.is_whole());
                assert_eq!(
                    mention(option.id, step).is_some(),
                    whole,
                    "{} {}",
                    case.name,
                    step.id
                );
                if step.edit.is_some() && !whole {
                    assert_eq!(
                        step.applicability,
                        Applicability::NeedsReview,
                        "{}",
                        step.id
                    );
                    assert!(
                        step.rollback.is_none()
                            || option.id != OptionId::Manual
                            || step.id.starts_with("set-send-certificate")
                    );
                }
            }
        }
    }
}

#[test]
fn exchange_2010_is_mended_by_fqdn_and_logs_again() {
    let case = exchange_2010();
    let option = case.option(OptionId::Manual);
    let ids: Vec<&str> = option.steps.iter().map(|s| s.id.as_str()).collect();
    assert!(
        ids.contains(&"set-fqdn") && ids.contains(&"switch-logging-on"),
        "{ids:?}"
    );
    assert!(!ids.contains(&"set-send-certificate"), "{ids:?}");
    let (_, text) = &case.scripts(option)[0];
    assert!(text.starts_with("#Requires -Version 2.0\r\n"), "{text}");
    for held in [
        "Parameters.ContainsKey('TlsCertificateName')",
        "$current = @{ Fqdn = 'old.contoso.com' }",
        "$wanted = @{ Fqdn = 'mail.contoso.com' }",
        "$wanted = @{ ProtocolLoggingLevel = 'Verbose' }",
    ] {
        assert!(text.contains(held), "{held}\n{text}");
    }
}
