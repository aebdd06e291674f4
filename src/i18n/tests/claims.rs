//! Texts that once claimed more than their finding knows.

use jiff::Timestamp;

use super::super::*;
use crate::diagnosis::{Confidence, Detail, Finding};
use crate::evidence::{Location, SourceId, SourceKind};
use crate::facts::{Conflict, Dated, Said};

fn said(code: u16, detail: Detail) -> [String; 2] {
    let finding = Finding::new(code, Confidence::Certain, detail, []);
    [Lang::En, Lang::Ja].map(|lang| explanation(lang, &finding))
}

/// Condition B may be broken for them at the same time.
#[test]
fn own_senders_meet_condition_a_and_are_not_said_to_pass() {
    let detail = Detail::ForeignOrNullSender {
        null: true,
        foreign: vec!["adatum.com".to_owned()],
        certificate: Some("ex01.contoso.com".to_owned()),
    };
    let [en, ja] = said(302, detail);
    assert!(en.contains("Your own senders meet condition A"), "{en}");
    assert!(ja.contains("自社の送信者は条件 A を満たします"), "{ja}");
}

/// A certificate may vouch for what the address cannot.
#[test]
fn an_address_cannot_vouch_but_mail_may_pass() {
    let detail = Detail::IpBased {
        connectors: vec!["Relay by IP".to_owned()],
        addresses: vec![std::net::Ipv4Addr::new(203, 0, 113, 7).into()],
    };
    let [en, ja] = said(403, detail);
    assert!(en.contains("cannot vouch for"), "{en}");
    assert!(ja.contains("裏付けられません"), "{ja}");
    assert!(!ja.contains("中継できません"), "{ja}");
}

#[test]
fn a_certificate_that_ended_is_not_said_to_fit() {
    let detail = Detail::CertificateNotValid {
        certificate: "mail.contoso.com".to_owned(),
        thumbprint: "A1".to_owned(),
        not_before: None,
        not_after: Some(1_793_000_000),
        at: 1_793_600_000,
    };
    let [en, ja] = said(203, detail);
    assert!(!en.contains("Its name fits"), "{en}");
    assert!(!ja.contains("名前は一致しますが"), "{ja}");
}

fn conflict(used: Dated, other: Dated) -> Conflict {
    let said = |value: &str, dated| Said {
        value: value.to_owned(),
        dated,
        at: Location::new(SourceId(0), 1, value),
    };
    Conflict {
        object: "Inbound".to_owned(),
        kind: SourceKind::InboundConnector,
        property: "TlsSenderCertificateName",
        used: said("smtp.contoso.com", used),
        other: said("mail.contoso.com", other),
    }
}

#[test]
fn no_change_is_known_is_said_only_where_none_is() {
    let at = |text: &str| -> Timestamp { text.parse().unwrap() };
    let older = || Dated::ChangedAt(at("2026-01-10T08:00:00Z"));
    let newer = || Dated::ChangedAt(at("2026-11-01T08:00:00Z"));
    let explained = || conflict(newer(), older());
    let open = || conflict(newer(), Dated::Undated);
    for (values, none_known) in [
        (vec![explained()], false),
        (vec![explained(), explained()], false),
        (vec![explained(), open()], false),
        (vec![open()], true),
        (vec![open(), open()], true),
        (vec![conflict(newer(), newer())], true),
    ] {
        let [en, ja] = said(901, Detail::Conflict { values });
        assert_eq!(en.contains("No change is known"), none_known, "{en}");
        assert_eq!(
            ja.contains("変更を示す記録がありません"),
            none_known,
            "{ja}"
        );
    }
}
