#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::*;
use crate::attribution::replay;
use crate::diagnosis::{NeedReason, diagnose};
use crate::evidence::walk::Input;
use crate::facts::{Gathered, Given, gather};
use crate::i18n::words::{Heading, heading};
use crate::remedy::collect::collect;
use crate::remedy::{Lines, plan};
use crate::terminal::{Ambiguous, is_hidden, width};

/// 2026-11-02T12:00:00Z, the time that the scenarios are judged at.
const NOW: i64 = 1_793_620_800;
/// A certificate was renewed with another name.
const RENEWED: &str = "rd101-renewed-certificate-other-name";

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// A scenario with all that the report is made from.
struct Case {
    gathered: Gathered,
    plan: Plan,
    diagnosis: Diagnosis,
}

impl Case {
    fn of(scenario: &str) -> Self {
        Self::from(scenarios().join(scenario).join("evidence"))
    }

    fn from(evidence: PathBuf) -> Self {
        let inputs = [Input::Path(evidence)];
        let gathered = gather(&inputs, Given::default(), NOW, &mut |_| {
            ControlFlow::Continue(())
        });
        let verdicts = replay(&gathered.facts);
        let diagnosis = diagnose(&gathered.facts, &verdicts);
        let plan = plan(&gathered.facts, &verdicts, &diagnosis);
        Self {
            gathered,
            plan,
            diagnosis,
        }
    }

    fn print(&self, lang: Lang, change: impl FnOnce(&mut TextInput)) -> String {
        let verdicts = replay(&self.gathered.facts);
        let mut report = TextInput {
            lang,
            diagnosis: &self.diagnosis,
            verdicts: &verdicts,
            facts: &self.gathered.facts,
            plan: &self.plan,
            sources: &self.gathered.sources,
            zone: TimeZone::fixed(jiff::tz::offset(9)),
            width: 80,
            painter: Painter { colour: false },
            glyphs: &Glyphs::UNICODE,
            quiet: false,
        };
        change(&mut report);
        text(&report)
    }

    /// Every line of a command that the report may hold.
    fn commands(&self) -> BTreeSet<String> {
        let options = self.plan.options.iter().flat_map(|o| &o.steps);
        let of_steps = options.flat_map(|s| [&s.command, &s.rollback, &s.check]);
        let needs = self.diagnosis.needs.iter().map(|need| &need.reason);
        let needs = needs.chain([&NeedReason::NewerLog]);
        let needs = needs.flat_map(|reason| collect(&self.gathered.facts, reason));
        let all = of_steps.flatten().cloned();
        all.chain(needs.map(|c| c.command))
            .flat_map(|lines: Lines| {
                let text = lines.to_text();
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }
}

fn ambiguous(lang: Lang) -> Ambiguous {
    match lang {
        Lang::En => Ambiguous::Narrow,
        Lang::Ja => Ambiguous::Wide,
    }
}

/// What must hold whatever the evidence is.
#[track_caller]
fn assert_sound(case: &Case, lang: Lang, columns: usize, text: &str) {
    let commands = case.commands();
    assert!(text.ends_with('\n') && !text.starts_with('\n'));
    for line in text.lines() {
        assert!(!line.ends_with(' '), "blank at the end: {line:?}");
        assert!(!line.chars().any(is_hidden), "not sanitised: {line:?}");
        let used = width(line, ambiguous(lang));
        let fits = used <= columns || commands.contains(line.trim_start());
        assert!(fits, "{used} columns of {columns}: {line}");
    }
    assert!(!text.contains("\n\n\n"), "two empty lines: {text}");
}

#[test]
fn every_scenario_prints_well_in_both_languages_and_all_widths() {
    let mut count = 0;
    for entry in std::fs::read_dir(scenarios()).unwrap() {
        let evidence = entry.unwrap().path().join("evidence");
        if !evidence.is_dir() {
            continue;
        }
        count += 1;
        let case = Case::from(evidence);
        for lang in Lang::ALL {
            for columns in [60, 80, 100] {
                let text = case.print(lang, |r| r.width = columns);
                assert_sound(&case, lang, columns, &text);
            }
        }
    }
    assert!(count > 100, "{count} scenarios");
}

/// What is to be done next must be something that whoever brought the evidence can do.
#[test]
fn no_exchange_server_is_asked_for_what_another_system_sent() {
    let postfix = Case::of("rd001-miss-postfix-bounce-of-5-7-64");
    for (lang, look) in [
        (Lang::En, "Look at Postfix on relay.contoso.com"),
        (Lang::Ja, "relay.contoso.com の Postfix を確認してください"),
    ] {
        let text = postfix.print(lang, |r| r.width = 200);
        assert_eq!(text.matches(look).count(), 3, "{text}");
        assert!(!text.contains("Get-TransportService"), "{text}");
        assert!(text.contains("Get-InboundConnector"), "{text}");
    }
    let other = Case::of("rd001-postfix-relay-access-denied");
    let text = other.print(Lang::En, |r| r.width = 200);
    let (_, next) = text
        .split_once(heading(Lang::En, Heading::NextStep))
        .unwrap();
    assert_eq!(
        next.trim(),
        "Ask the administrator of the host named in the reply."
    );
}

#[test]
fn sections_stand_in_their_order() {
    let case = Case::of(RENEWED);
    for lang in Lang::ALL {
        let text = case.print(lang, |_| {});
        let truth = crate::i18n::words::truth::heading(lang);
        let option = crate::i18n::option_name(lang, case.plan.recommended().unwrap().id);
        let steps = words::steps_heading(lang, option);
        let sections = [
            words::label(lang, words::Label::StillFailing),
            heading(lang, Heading::Proof),
            heading(lang, Heading::Comparison),
            heading(lang, Heading::Cause),
            heading(lang, Heading::OtherFindings),
            truth,
            heading(lang, Heading::Options),
            &steps,
            heading(lang, Heading::Evidence),
            heading(lang, Heading::NextStep),
        ];
        let at: Vec<usize> = sections
            .iter()
            .map(|s| {
                let line = |line: &str| line.trim_start().starts_with(s);
                text.lines().position(line).unwrap()
            })
            .collect();
        assert!(at.is_sorted_by(|a, b| a < b), "{at:?} in\n{text}");
    }
}

#[test]
fn the_first_lines_answer_everything() {
    let text = Case::of(RENEWED).print(Lang::En, |_| {});
    let first: Vec<&str> = text.lines().take(19).collect();
    assert_eq!(
        first,
        [
            "Mail to outside recipients is refused. Certificate smtp.contoso.com sent,",
            "mail.contoso.com expected.",
            "",
            "  Still failing      yes",
            "  Last failure       2026-11-02 17:14:30 +09:00 (3 hours ago)",
            "  First failure      2026-11-02 17:00:05 +09:00",
            "  Last accepted      2026-11-02 02:40:05 +09:00 (to an outside recipient)",
            "  Who is hit         own senders (4 recipients refused)",
            "  Servers            EX01: 3 of 5 sessions refused",
            "  What broke         Certificate name: no name on the certificate fits",
            "    on-premises      smtp.contoso.com",
            "                     ^^^^",
            "    Exchange Online  mail.contoso.com",
            "                     ^^^^",
            "",
            "  Next               Set TlsSenderCertificateName to smtp.contoso.com",
            "                     Exchange Online PowerShell, as Organization Management",
            "    Set-InboundConnector -Identity 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31' \
             -TlsSenderCertificateName 'smtp.contoso.com'",
            "",
        ]
    );
}

#[track_caller]
fn last_line(scenario: &str) -> String {
    let text = Case::of(scenario).print(Lang::En, |_| {});
    text.lines().last().unwrap().trim_start().to_owned()
}

#[test]
fn the_last_line_is_the_command_to_run() {
    for (scenario, command) in [
        (
            RENEWED,
            "Set-InboundConnector -Identity 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31' -TlsSenderCertificateName 'smtp.contoso.com'",
        ),
        (
            "rd102-address-of-new-provider",
            "Set-InboundConnector -Identity 'Relay by address' -SenderIPAddresses '203.0.113.7','198.51.100.23'",
        ),
        // The wizard is no command: what stands before it comes first.
        (
            "plan-hcw-owned-names-old-certificate",
            "Get-SendConnector | Export-Clixml -Path '.\\send-connectors-before.xml'",
        ),
        // A browser step, and then how to see that it worked.
        (
            "rd303-parent-not-accepted",
            "Get-AcceptedDomain | Format-List DomainName,DomainType,MatchSubDomains",
        ),
        // Nothing is missing, and still it cannot be told: a newer log may tell.
        (
            "rd201-miss-starts-mid-session",
            "(Get-SendConnector -Identity 'To Exchange Online').SourceTransportServers | ForEach-Object { Get-TransportService $_.Name } | Select-Object Name,SendProtocolLogPath",
        ),
        // No cause yet: what is missing first.
        (
            "bad-only-noise",
            "Get-TransportService | Select-Object Name,SendProtocolLogPath",
        ),
    ] {
        assert_eq!(last_line(scenario), command, "{scenario}");
    }
}

#[test]
fn nothing_wrong_says_that_nothing_has_to_be_changed() {
    let text = Case::of("rd101-miss-mended-since").print(Lang::En, |_| {});
    assert!(
        text.contains("no: accepted since the last failure"),
        "{text}"
    );
    assert!(text.contains("Nothing has to be changed."), "{text}");
    let top = text.split("\nProof\n").next().unwrap();
    assert!(!top.contains("  Next "), "{top}");
}

#[test]
fn another_fault_is_told_at_once_and_in_full() {
    let text = Case::of("rd001-recipient-domain-not-in-exchange-online").print(Lang::En, |_| {});
    let top: Vec<&str> = text.lines().take(4).collect();
    assert!(
        top.iter()
            .any(|l| l.starts_with("Another fault, not 5.7.64")),
        "{top:?}"
    );
    assert!(
        text.contains("The recipient's organization must check"),
        "{text}"
    );
}

#[test]
fn what_differs_is_marked_without_colour_too() {
    let text = Case::of(RENEWED).print(Lang::En, |_| {});
    let lines: Vec<&str> = text.lines().collect();
    let row = lines
        .iter()
        .position(|l| l.starts_with("  Certificate name  "))
        .unwrap();
    let (values, carets) = (lines[row], lines[row + 1]);
    assert_eq!(carets.find('^'), values.find("smtp"));
    assert_eq!(
        width(&carets[..carets.rfind("^^^^").unwrap()], Ambiguous::Narrow),
        width(&values[..values.find("mail").unwrap()], Ambiguous::Narrow)
    );
}

#[test]
fn hostile_names_are_shown_as_escapes_and_commands_stay_exact() {
    let case = Case::of("bad-terminal-escapes");
    for lang in Lang::ALL {
        let text = case.print(lang, |_| {});
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(text.contains("\\x1b[31m"), "{text}");
        assert!(
            text.contains("[char]0x001B,'[31m servers ',[char]0x202E"),
            "{text}"
        );
        // Sanitised once: a second pass would show the backslash itself.
        assert!(!text.contains("\\x5c"), "{text}");
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    for scenario in [
        RENEWED,
        "bad-terminal-escapes",
        "rd208-one-server-sends-another",
    ] {
        let case = Case::of(scenario);
        for lang in Lang::ALL {
            let plain = case.print(lang, |_| {});
            let painted = case.print(lang, |r| r.painter = Painter { colour: true });
            assert_ne!(plain, painted);
            assert_eq!(without_sgr(&painted), plain);
        }
    }
}

fn without_sgr(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    out.extend(parts.filter_map(|part| Some(part.split_once('m')?.1)));
    out
}

#[test]
fn ascii_is_ascii() {
    let text = Case::of(RENEWED).print(Lang::En, |r| r.glyphs = &Glyphs::ASCII);
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn quiet_is_the_verdict_and_the_command() {
    let case = Case::of(RENEWED);
    for lang in Lang::ALL {
        let text = case.print(lang, |r| r.quiet = true);
        assert!(text.lines().count() < 25, "{text}");
        assert!(!text.contains(heading(lang, Heading::Proof)), "{text}");
        let commands = text.matches("Set-InboundConnector").count();
        assert_eq!(commands, 1, "{text}");
        assert!(
            text.trim_end()
                .ends_with("-TlsSenderCertificateName 'smtp.contoso.com'")
        );
    }
}

/// Whatever a value's length, the report around it can be read.
#[test]
fn endless_values_are_cut() {
    let mut case = Case::of(RENEWED);
    for row in &mut case.diagnosis.comparison {
        for cell in [&mut row.on_premises, &mut row.cloud].into_iter().flatten() {
            cell.value = "\u{202e}あ, ".repeat(50_000);
        }
    }
    for lang in Lang::ALL {
        let text = case.print(lang, |_| {});
        assert_sound(&case, lang, 80, &text);
        assert!(text.lines().count() < 500, "{} lines", text.lines().count());
    }
}

#[test]
fn needs_with_the_same_commands_stand_together() {
    let text = Case::of("bad-only-noise").print(Lang::En, |_| {});
    let section = text.split("\nMissing evidence\n").nth(1).unwrap();
    let section = section.split("\nEvidence\n").next().unwrap();
    assert_eq!(
        section.matches("Get-TransportService").count(),
        1,
        "{section}"
    );
    for label in [
        "Exchange 2010: ",
        "Exchange 2013 and later: ",
        "switches protocol logging on",
    ] {
        assert!(section.contains(label), "{label} in {section}");
    }
}

#[test]
fn the_truth_table_needs_something_to_compare() {
    let shown = |scenario: &str| {
        let case = Case::of(scenario);
        let rows = replay(&case.gathered.facts).rows.len();
        let text = case.print(Lang::En, |_| {});
        (
            rows,
            text.contains(crate::i18n::words::truth::heading(Lang::En)),
        )
    };
    assert_eq!(shown(RENEWED), (3, true));
    assert_eq!(shown("rd103-empty-listing"), (1, false));
}
