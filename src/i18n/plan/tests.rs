#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::mem::discriminant;

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::attribution::Status;
use crate::remedy::{Applicability, OptionId, OptionWhy, Place, PlanOption};
use StepKind as K;

const THUMBPRINT: &str = "A0B1C2D3E4F5061728394A5B6C7D8E9F00112233";

fn step(kind: StepKind) -> Step {
    Step {
        id: "save-inbound".to_owned(),
        kind,
        place: Place::ExchangeOnline,
        role: None,
        command: None,
        rollback: None,
        check: None,
        applicability: Applicability::Manual,
        edit: None,
    }
}

/// Every kind with `value` wherever evidence stands; with values that may be
/// absent, both.
fn kinds(value: &str) -> Vec<StepKind> {
    let text = || value.to_owned();
    let some = || Some(text());
    let many = || vec![text(); 3];
    let addresses = || vec![std::net::Ipv4Addr::new(203, 0, 113, 7).into()];
    vec![
        K::SaveBefore,
        K::LookAtInbound { connector: some() },
        K::LookAtInbound { connector: None },
        K::LookAtSend { connector: text() },
        K::SetName {
            connector: text(),
            old: some(),
            new: text(),
            wider: some(),
            covers_several: false,
        },
        K::SetName {
            connector: text(),
            old: None,
            new: text(),
            wider: None,
            covers_several: true,
        },
        K::SetAddresses {
            connector: text(),
            added: addresses(),
        },
        K::EnableConnector { connector: text() },
        K::NewConnector {
            name: text(),
            by: some(),
            addresses: Vec::new(),
            copies: some(),
            overlaps: vec![text()],
            untold: vec!["EFSkipIPs", "EFUsers"],
            left_out: crate::facts::NotCarried::ALL[..3].to_vec(),
        },
        K::NewConnector {
            name: text(),
            by: None,
            addresses: addresses(),
            copies: None,
            overlaps: Vec::new(),
            untold: Vec::new(),
            left_out: Vec::new(),
        },
        K::AddAssociatedDomains {
            connector: text(),
            domains: many(),
        },
        K::EmptyAssociatedDomains {
            connector: text(),
            foreign: many(),
            instead: Some(Status::Met),
        },
        K::EmptyAssociatedDomains {
            connector: text(),
            foreign: many(),
            instead: None,
        },
        K::InvestigateRestricted { connector: some() },
        K::InvestigateRestricted { connector: None },
        K::FindCertificateFirst { connector: some() },
        K::AddAcceptedDomain { domain: text() },
        K::AskAcceptedDomain {
            certificate: some(),
            senders: many(),
        },
        K::AskAcceptedDomain {
            certificate: None,
            senders: vec!["<>".to_owned()],
        },
        K::TakeServersOut {
            connector: text(),
            servers: many(),
        },
        K::ImportCertificate {
            thumbprint: text(),
            name: text(),
            servers: many(),
        },
        K::EnableSmtp {
            thumbprint: text(),
            server: some(),
        },
        K::EnableSmtp {
            thumbprint: text(),
            server: None,
        },
        K::SetSendCertificate {
            connector: text(),
            name: text(),
            thumbprint: text(),
            old: some(),
        },
        K::GetCertificate {
            connector: some(),
            expected: many(),
        },
        K::GetCertificate {
            connector: None,
            expected: Vec::new(),
        },
        K::SetFqdn {
            connector: text(),
            fqdn: text(),
            thumbprint: text(),
        },
        K::SwitchLoggingOn { connector: text() },
        K::UseStarttls { connector: text() },
        K::LetStarttlsThrough { connectors: many() },
        K::CheckPrivateKey { thumbprint: some() },
        K::ImportChain {
            thumbprint: text(),
            issuer: some(),
            server: some(),
        },
        K::ImportChain {
            thumbprint: text(),
            issuer: None,
            server: None,
        },
        K::RestoreKey {
            thumbprint: text(),
            name: text(),
            serial: some(),
            server: some(),
        },
        K::RestoreKey {
            thumbprint: text(),
            name: text(),
            serial: None,
            server: None,
        },
        K::MendKey {
            thumbprint: text(),
            name: text(),
            ec_key: true,
        },
        K::MendKey {
            thumbprint: text(),
            name: text(),
            ec_key: false,
        },
        K::Ipv4OnlyOrCertificate {
            addresses: addresses(),
        },
        K::PutServersBack {
            connector: text(),
            servers: many(),
        },
        K::DownloadHcw,
        K::RunHcwUpdateCertificate {
            certificate: some(),
            thumbprint: some(),
        },
        K::RunHcwFull {
            certificate: None,
            thumbprint: None,
        },
        K::ReadHcwLog,
        K::OtherSendConnector { connector: text() },
        K::WaitForChange,
        K::CheckSendLog { thumbprint: some() },
        K::CheckSendLog { thumbprint: None },
        K::TellSenders { refused: 1 },
        K::CheckTenant,
        K::RestartTransport { servers: many() },
        K::SetInbound {
            connector: text(),
            property: crate::attribution::InboundProperty::SenderIpAddresses,
            old: crate::attribution::Shown::Unknown,
            new: crate::attribution::Shown::Empty,
        },
        K::LeaveBy {
            address: [203, 0, 113, 7].into(),
        },
        K::ReceiveConnectors,
        K::OutboundConnectors,
        K::RemoveConnector { connector: text() },
    ]
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}')
}

#[track_caller]
fn assert_whole(lang: Lang, text: &str) {
    assert!(!text.is_empty() && text == text.trim(), "{text:?}");
    assert!(
        !text.contains("  ") && !text.contains(['{', '}', '\n']),
        "{text:?}"
    );
    match lang {
        Lang::En => assert!(text.is_ascii(), "{text}"),
        Lang::Ja => {
            let glued = |(a, b): (char, char)| {
                is_japanese(a) && (b.is_ascii_alphanumeric() || b == '(')
                    || (a.is_ascii_alphanumeric() || a == ')') && is_japanese(b)
            };
            assert!(!text.chars().zip(text.chars().skip(1)).any(glued), "{text}");
        }
    }
}

#[test]
fn every_step_has_words_in_both_languages() {
    let kinds = kinds("mail.contoso.com");
    let distinct: BTreeSet<String> = kinds
        .iter()
        .map(|k| format!("{:?}", discriminant(k)))
        .collect();
    assert_eq!(distinct.len(), 43, "one sample a StepKind");
    for kind in kinds {
        let step = step(kind);
        for lang in Lang::ALL {
            let (title, text) = (step_title(lang, &step), step_text(lang, &step));
            assert_whole(lang, &title);
            assert_whole(lang, &text);
            assert!(!title.ends_with(['.', '。']), "{title}");
            assert!(text.ends_with(['.', '。']), "{text}");
            if lang == Lang::Ja {
                assert!(title.chars().any(is_japanese) && text.chars().any(is_japanese));
            }
            assert!(title.width() <= 90, "{} columns: {title}", title.width());
            assert!(text.len() <= 900, "{} bytes: {text}", text.len());
        }
    }
}

#[test]
fn what_hurts_when_it_is_forgotten_is_said() {
    let said = |kind: StepKind| step_text(Lang::En, &step(kind));
    let thumbprint = || Some(THUMBPRINT.to_owned());
    for (kind, words) in [
        (
            K::EnableSmtp {
                thumbprint: String::new(),
                server: None,
            },
            &["Answer No (the letter N)", "bare Enter means Yes", "-Force"][..],
        ),
        (
            K::WaitForChange,
            &["may take some time", "an hour has been seen"],
        ),
        (
            K::TellSenders { refused: 4 },
            &["4 recipients", "in no queue", "send it again"],
        ),
        (
            K::DownloadHcw,
            &[
                "https://aka.ms/HybridWizard",
                "Organization Management on both sides",
                "internet",
            ],
        ),
        (K::ReadHcwLog, &["\"actual\"", "TLS sender certificate"]),
        (
            K::RunHcwUpdateCertificate {
                certificate: Some("mail.contoso.com".to_owned()),
                thumbprint: thumbprint(),
            },
            &[
                "transport certificate page",
                "mail.contoso.com",
                THUMBPRINT,
                "not documented",
            ],
        ),
        (
            K::RunHcwFull {
                certificate: None,
                thumbprint: None,
            },
            &["redone"],
        ),
        (
            K::InvestigateRestricted { connector: None },
            &["compromised", "portal"],
        ),
        (
            K::SetAddresses {
                connector: String::new(),
                added: Vec::new(),
            },
            &["static", "replaces the list"],
        ),
        (
            K::EnableConnector {
                connector: String::new(),
            },
            &["who disabled it", "Support"],
        ),
    ] {
        let text = said(kind);
        for word in words {
            assert!(text.contains(word), "{word:?} is not in: {text}");
        }
    }
}

#[test]
fn the_wider_name_is_only_the_second_choice() {
    let text = |wider: Option<&str>| {
        let kind = K::SetName {
            connector: "Inbound".to_owned(),
            old: Some("mail-old.contoso.com".to_owned()),
            new: "mail.contoso.com".to_owned(),
            wider: wider.map(str::to_owned),
            covers_several: false,
        };
        step_text(Lang::En, &step(kind))
    };
    let both = text(Some("*.contoso.com"));
    assert!(
        both.contains("from mail-old.contoso.com to mail.contoso.com"),
        "{both}"
    );
    assert!(
        both.contains("Second choice: *.contoso.com") && both.contains("could relay"),
        "{both}"
    );
    assert!(!text(None).contains('*'));
}

#[test]
fn connectors_that_are_saved_are_named() {
    let title = |id: &str, place| {
        let step = Step {
            id: id.to_owned(),
            place,
            ..step(K::SaveBefore)
        };
        step_title(Lang::En, &step)
    };
    assert_eq!(
        title("save-receive", Place::OnPremises),
        "Save the Receive connectors on-premises as they are now"
    );
    assert_eq!(
        title("save-inbound-2", Place::ExchangeOnline),
        "Save the inbound connectors in Exchange Online as they are now"
    );
    assert_eq!(
        title("other", Place::OnPremises),
        "Save the connectors on-premises as they are now"
    );
}

#[test]
fn options_places_and_reasons() {
    let whys = [
        OptionWhy::NothingToMend,
        OptionWhy::TouchesOnlyThis,
        OptionWhy::HcwUncertain,
        OptionWhy::NoCauseKnown,
        OptionWhy::OneCloudValue,
        OptionWhy::HcwOwnsOldCertificate,
        OptionWhy::OnlyByHand,
        OptionWhy::AlsoMends,
        OptionWhy::DoesNotMend,
        OptionWhy::WouldReset,
        OptionWhy::NoHybrid,
    ];
    let option = |id, predicted| PlanOption {
        id,
        offered: true,
        recommended: false,
        why: OptionWhy::DoesNotMend,
        resets: Vec::new(),
        predicted,
        steps: Vec::new(),
        changes: Vec::new(),
    };
    for lang in Lang::ALL {
        let said: BTreeSet<&str> = whys
            .iter()
            .map(|why| option_why(lang, *why, None))
            .collect();
        assert_eq!(said.len(), whys.len());
        let options = [
            OptionId::HcwUpdateCertificate,
            OptionId::HcwRerun,
            OptionId::Manual,
        ];
        let places = [
            Place::OnPremises,
            Place::ExchangeOnline,
            Place::Browser,
            Place::Wait,
        ];
        let safe = [
            Applicability::ReadOnly,
            Applicability::Safe,
            Applicability::NeedsReview,
            Applicability::Manual,
        ];
        let labels = options.map(|o| option_name(lang, o)).into_iter();
        let labels = labels.chain(places.map(|p| place(lang, p)));
        for label in labels
            .chain(safe.map(|a| applicability(lang, a)))
            .chain(said)
        {
            assert_whole(lang, label);
        }
    }
    let rerun = |predicted| {
        option_why(
            Lang::En,
            OptionWhy::DoesNotMend,
            Some(&option(OptionId::HcwRerun, predicted)),
        )
    };
    assert_ne!(rerun(Status::Unknown), rerun(Status::Broken));
    let manual = option(OptionId::Manual, Status::Met);
    assert!(option_why(Lang::En, OptionWhy::AlsoMends, Some(&manual)).contains("without HCW"));
}

/// Evidence of any length never makes a text endless.
#[test]
fn endless_and_empty_values_are_bounded() {
    for value in ["", "{}", &"あ\u{202e}".repeat(20_000)] {
        for kind in kinds(value) {
            let step = step(kind);
            for lang in Lang::ALL {
                assert!(step_title(lang, &step).chars().count() < 400);
                assert!(step_text(lang, &step).chars().count() < 2_000);
            }
        }
    }
}

/// What nobody can register cannot be proved to be one's own.
#[test]
fn a_name_that_cannot_be_verified_is_not_offered_for_it() {
    let asked = |certificate: &str, sender: &str| {
        let kind = K::AskAcceptedDomain {
            certificate: Some(certificate.to_owned()),
            senders: vec!["<>".to_owned(), sender.to_owned()],
        };
        Lang::ALL.map(|lang| step_text(lang, &step(kind.clone())))
    };
    for name in ["ex01.contoso.local", "*.corp.LAN", "EX01", "a.localdomain"] {
        let [en, ja] = asked(name, "adatum.com");
        assert!(!en.contains("add and verify"), "{en}");
        assert!(!ja.contains("追加し、所有権を確認"), "{ja}");
        assert!(en.contains(name) && ja.contains(name), "{en} {ja}");
        assert!(en.contains("adatum.com") && ja.contains("adatum.com"));
    }
    let [en, ja] = asked("mail.contoso.com", "contoso.internal");
    assert!(en.contains("add and verify"), "{en}");
    assert!(ja.contains("追加し、所有権を確認"), "{ja}");
    assert!(!en.contains("contoso.internal") && !ja.contains("contoso.internal"));
}
