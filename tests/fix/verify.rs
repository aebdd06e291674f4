//! What `verify.ps1` takes for proof, and what change scripts tell of themselves. The
//! text is looked at here; `pwsh` runs it where there is one.

use std::collections::BTreeSet;

use relay_doctor::remedy::OptionId;

use crate::common::scenarios;
use crate::support::Case;

const CLOUD_ONLY: &str = "rd101-renewed-certificate-other-name";
const ON_PREMISES_ONLY: &str = "rd202-old-certificate-after-renewal";

fn script_of(case: &Case, option: OptionId, name: &str) -> String {
    let scripts = case.scripts(case.option(option));
    let found = scripts.into_iter().find(|(n, _)| *n == name);
    found
        .unwrap_or_else(|| panic!("{} has no {name}", case.name))
        .1
}

fn verify_of(scenario: &str, option: OptionId) -> String {
    script_of(&Case::of(scenario), option, "verify.ps1")
}

/// The part of `verify.ps1` that runs in one shell.
fn branch<'a>(text: &'a str, getter: &str) -> &'a str {
    let start = format!("if ((Get-Command -Name '{getter}' -ErrorAction SilentlyContinue)) {{");
    let (_, rest) = text.split_once(&start).unwrap();
    rest.split_once("\r\n    } else").unwrap().0
}

#[test]
fn a_log_proves_only_by_relay_through_the_tenant() {
    let text = verify_of(CLOUD_ONLY, OptionId::Manual);
    for held in [
        // The peer, the Send connector, the certificate, the recipients.
        r"\.(mail\.protection\.outlook\.com|",
        "$tenantConnectors -contains [string]$group[0].Connector",
        "IndexOf($thumbprint, ",
        "$asked.Count -eq $accepted.Count",
        "Test-Outside -Domain ",
        "$ownDomains = @('contoso.com', 'contoso.mail.onmicrosoft.com', 'contoso.onmicrosoft.com', 'onmicrosoft.com')",
    ] {
        assert!(text.contains(held), "{held}\n{text}");
    }
    let good = text
        .find("outside recipients were accepted, and no 5.7.64.")
        .unwrap();
    let before = |words: &str| {
        let at = text
            .find(words)
            .unwrap_or_else(|| panic!("{words}\n{text}"));
        assert!(at < good, "{words}");
    };
    before("No session with {0}");
    before(
        "none of them to Exchange Online Protection by a Send connector that is known to lead to the tenant",
    );
    before("in none of them were all recipients accepted");
    before("such mail passes without relay and proves nothing");
}

#[test]
fn without_the_accepted_domains_a_log_is_looked_at_by_a_person() {
    let mut case = Case::of(CLOUD_ONLY);
    case.gathered.facts.tenant.accepted_domains = None;
    let text = script_of(&case, OptionId::Manual, "verify.ps1");
    assert!(
        text.contains("Which domains the tenant accepts was not in the evidence"),
        "{text}"
    );
    assert!(!text.contains("outside recipients were accepted"), "{text}");
}

/// By MX mail reaches other companies' tenants too, and their banner is the same.
#[test]
fn a_connector_of_which_nothing_tells_that_it_leads_to_the_tenant_proves_nothing() {
    let mut case = Case::of(CLOUD_ONLY);
    case.gathered.facts.send_connectors = None;
    case.gathered.facts.refused_connectors.clear();
    let text = script_of(&case, OptionId::Manual, "verify.ps1");
    assert!(
        text.contains("$connectors = @('Relay through Exchange Online')"),
        "{text}"
    );
    assert!(text.contains("$tenantConnectors = @()"), "{text}");
    let known = verify_of(CLOUD_ONLY, OptionId::Manual);
    assert!(
        known.contains("$tenantConnectors = @('Outbound to Office 365 - "),
        "{known}"
    );
}

#[test]
fn all_logs_since_the_change_are_read() {
    let text = verify_of(CLOUD_ONLY, OptionId::Manual);
    assert!(!text.contains("Select-Object -Last 1"), "{text}");
    for held in [
        "($newest -contains $_.FullName) -or ",
        "Sort-Object LastWriteTimeUtc -Descending",
        "$_.LastWriteTimeUtc.ToString('yyyy-MM-ddTHH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture), $Since) -ge 0",
        "$recent | Select-Object -First 200",
        "Read are {0} of {2} log files",
        "only the {0} newest are read: give a later -Since",
    ] {
        assert!(text.contains(held), "{held}\n{text}");
    }
}

/// A state is compared on the side that a script of the bundle changes, or VERIFIED
/// could never be reached.
#[test]
fn a_saved_state_is_asked_for_only_where_a_script_saves_one() {
    let asks = "No complete saved state was found";
    for (scenario, option, on_premises, cloud) in [
        (CLOUD_ONLY, OptionId::Manual, false, true),
        (ON_PREMISES_ONLY, OptionId::Manual, true, false),
        (CLOUD_ONLY, OptionId::HcwRerun, true, true),
    ] {
        let text = verify_of(scenario, option);
        for (getter, expected) in [
            ("Get-SendConnector", on_premises),
            ("Get-InboundConnector", cloud),
        ] {
            let part = branch(&text, getter);
            assert!(part.contains("$Since = $start"), "{part}");
            assert_eq!(part.contains(asks), expected, "{scenario} {getter}\n{part}");
        }
    }
}

#[test]
fn only_a_complete_state_is_compared_and_the_newest_one_dates_the_change() {
    let text = verify_of(CLOUD_ONLY, OptionId::HcwRerun);
    for (getter, files) in [
        (
            "Get-SendConnector",
            &["send-connectors.xml", "default-smtp-certificates.xml"][..],
        ),
        ("Get-InboundConnector", &["inbound-connectors.xml"][..]),
    ] {
        let part = branch(&text, getter);
        let saved = part.lines().find(|l| l.contains("$saved = @(")).unwrap();
        for file in files {
            let test = format!(
                "(Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath '{file}'))"
            );
            let bare = test.replace('\'', "");
            assert!(
                saved.contains(&test) || saved.contains(&bare),
                "{test}\n{saved}"
            );
        }
        let start =
            "if ($states.Count -gt 0) {\r\n            $start = $states[-1].CreationTimeUtc";
        assert!(part.contains(start), "{part}");
        assert!(!part.contains("CreationTimeUtc -gt $start"), "{part}");
    }
}

#[test]
fn logs_of_the_front_end_are_read_too() {
    let text = verify_of(CLOUD_ONLY, OptionId::Manual);
    let part = branch(&text, "Get-SendConnector");
    for held in [
        "Get-FrontendTransportService -Identity $env:COMPUTERNAME",
        "if ((Get-Command -Name 'Get-FrontendTransportService' -ErrorAction SilentlyContinue)) {",
        "foreach ($logPath in $logPaths) {",
        // The log that is open, of each of the two services.
        "$newest = $newest + @($listed | Select-Object -First 2 | ",
    ] {
        assert!(part.contains(held), "{held}\n{part}");
    }
}

/// A run that was killed while it saved leaves half a file.
#[test]
fn a_state_that_cannot_be_read_is_passed_over_and_told() {
    let text = verify_of(CLOUD_ONLY, OptionId::HcwRerun);
    for (getter, files) in [
        (
            "Get-SendConnector",
            &["send-connectors.xml", "default-smtp-certificates.xml"][..],
        ),
        ("Get-InboundConnector", &["inbound-connectors.xml"][..]),
    ] {
        let part = branch(&text, getter);
        let (_, reading) = part.split_once("foreach ($state in $saved) {").unwrap();
        let (tried, caught) = reading.split_once("} catch {").unwrap();
        assert!(tried.contains("try {"), "{tried}");
        let imports = tried.matches("Import-Clixml").count();
        assert_eq!((imports, files.len()), (files.len(), imports), "{tried}");
        for file in files {
            assert!(tried.contains(file), "{file}\n{tried}");
        }
        let told = "Write-Look -Text ('The state saved in {0} cannot be read";
        assert!(caught.trim_start().starts_with(told), "{caught}");
        // Nothing else imports, so that nothing of it ends the script.
        assert_eq!(part.matches("Import-Clixml").count(), imports, "{part}");
    }
    assert!(text.contains("'COULD NOT LOOK: {0}'"), "{text}");
    assert!(!text.contains("STOPPED"), "{text}");
}

/// Each script takes `-WhatIf`, and its help names only what it takes.
#[test]
fn change_scripts_take_what_if_and_tell_only_of_parameters_they_have() {
    let mut seen = BTreeSet::new();
    for name in scenarios() {
        let case = Case::of(&name);
        for option in case.options() {
            for (file, text) in case.scripts(option) {
                let shown = format!("{name} {} {file}", option.id.code());
                let what_if = "[CmdletBinding(SupportsShouldProcess=$true)]";
                assert_eq!(text.contains(what_if), file != "verify.ps1", "{shown}");
                let (help, rest) = text.split_once("#>").unwrap();
                let head = rest.split_once("\r\n)\r\n").unwrap().0;
                for word in help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
                    let Some(parameter) = word.strip_prefix('-') else {
                        continue;
                    };
                    if !parameter.starts_with(|c: char| c.is_ascii_uppercase())
                        || word == "-Version"
                    {
                        continue;
                    }
                    let has = match parameter {
                        "WhatIf" => head.contains(what_if),
                        _ => head.contains(&format!("${parameter}")),
                    };
                    assert!(has, "{shown}: its help tells of {word}");
                    seen.insert(parameter.to_owned());
                }
            }
        }
    }
    for parameter in ["AfterWizard", "Folder", "Since", "WhatIf"] {
        assert!(seen.contains(parameter), "{parameter} is told by no help");
    }
}

/// What stops the script says how much it changed, and a replaced default is a change.
#[test]
fn an_enabled_certificate_is_counted_before_the_script_fails() {
    let scripts = scenarios().into_iter().flat_map(|name| {
        let case = Case::of(&name);
        case.options()
            .flat_map(|option| case.scripts(option))
            .collect::<Vec<_>>()
    });
    let mut seen = 0;
    for (file, text) in scripts
        .filter(|(_, text)| text.contains("Enable-ExchangeCertificate -Thumbprint $thumbprint"))
    {
        let after = text
            .split("Default SMTP certificate of {0} after")
            .nth(1)
            .unwrap();
        let counted = after.find("$changed = $changed + 1").unwrap();
        let failed = after.find("Stop-Failed").unwrap();
        assert!(counted < failed, "{file}\n{after}");
        seen += 1;
    }
    assert!(seen > 0);
}
