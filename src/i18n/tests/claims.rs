//! Texts that once claimed more than their finding knows.

use jiff::Timestamp;

use super::super::*;
use crate::attribution::Status;
use crate::diagnosis::{Confidence, Detail, Finding};
use crate::evidence::walk::Input;
use crate::evidence::{Location, SourceId, SourceKind};
use crate::facts::{Conflict, Dated, Facts, Given, Said, gather};

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

/// A name that only an inside network knows is proven by no DNS record.
#[test]
fn what_no_tenant_can_verify_is_not_asked_to_be_added() {
    let none_accepted = |sender: &str, certificate: Option<&str>| Detail::NoAcceptedDomain {
        senders: vec![sender.to_owned()],
        certificate: certificate.map(str::to_owned),
        predicted: false,
    };
    let warned = |name: &str| Detail::HcwWarnedDomain {
        run: String::new(),
        name: Some(name.to_owned()),
    };
    for (code, detail, is_asked) in [
        (301, none_accepted("contoso.local", None), false),
        (
            301,
            none_accepted("ex01.lan", Some("mail.contoso.local")),
            false,
        ),
        (
            301,
            none_accepted("contoso.local", Some("mail.contoso.com")),
            true,
        ),
        (
            301,
            none_accepted("contoso.com", Some("mail.contoso.local")),
            true,
        ),
        (502, warned("mail.contoso.local"), false),
        (502, warned("mail.contoso.com"), true),
    ] {
        let [en, ja] = said(code, detail);
        assert_eq!(en.contains("Add and verify"), is_asked, "{en}");
        assert_eq!(en.contains("cannot be verified"), !is_asked, "{en}");
        assert_eq!(ja.contains("追加して"), is_asked, "{ja}");
    }
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

/// The facts of a bounce, and of a log of one session beside it.
fn bounced(answer: Option<&str>) -> Facts {
    const BOUNCE: &str = "Generating server: mail.contoso.com\n\nbob@fabrikam.com\n\
         Remote Server returned '550 5.7.64 TenantAttribution; Relay Access Denied \
         [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com 2026-11-02T08:00:30.476Z 08DD3FA5DBC8F401]'\n";
    let log = |answer: &str| {
        let row = |number: u32, what: &str| {
            format!(
                "2026-11-02T09:00:{number:02}.000Z,To Exchange Online,08DE1A2B3C4D5E10,{number},\
                 10.0.0.5:44000,52.101.73.10:25,{what}\n"
            )
        };
        let rows = [
            "+,,",
            "<,220 AM5EUR02FT025.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready,",
            ">,MAIL FROM:<user@contoso.com> SIZE=180,",
            ">,RCPT TO:<someone@fabrikam.com>,",
            "<,250 2.1.0 Sender OK,",
            &format!("<,{answer},"),
            "-,,Local",
        ];
        let rows: String = (0..).zip(rows).map(|(n, r)| row(n, r)).collect();
        format!(
            "#Software: Microsoft Exchange Server\n#Log-type: SMTP Send Protocol Log\n\
             #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,\
             remote-endpoint,event,data,context\n{rows}"
        )
    };
    let mut files = vec![("bounce.txt", BOUNCE.to_owned())];
    files.extend(answer.map(|a| ("EX01/SEND2026110209-1.LOG", log(a))));
    let inputs: Vec<Input> = files
        .into_iter()
        .map(|(path, text)| Input::Memory {
            path: path.to_owned(),
            content: text.into_bytes().into(),
        })
        .collect();
    gather(&inputs, Given::default(), 1_793_620_800, &mut |_| {
        std::ops::ControlFlow::Continue(())
    })
    .facts
}

#[test]
fn a_bounce_is_a_refusal_until_a_log_tells_more() {
    let said = |answer| {
        let seen = Seen::of(&bounced(answer));
        [Status::Unknown, Status::Met].map(|relay| summary(Lang::En, relay, &[], seen))
    };
    let [unknown, met] = said(None);
    assert!(
        unknown.starts_with("Mail to outside recipients is refused"),
        "{unknown}"
    );
    assert!(!met.contains("log"), "{met}");
    let [unknown, _] = said(Some("250 2.1.5 Recipient OK"));
    assert!(
        unknown.starts_with("The evidence is not enough"),
        "{unknown}"
    );
    let [unknown, met] = said(Some("550 5.7.64 TenantAttribution; Relay Access Denied"));
    assert!(
        unknown.starts_with("Mail to outside recipients is refused"),
        "{unknown}"
    );
    assert!(
        met.contains("newest sessions in the log were refused"),
        "{met}"
    );
}

#[test]
fn what_a_bounce_proves_is_not_said_to_be_missing() {
    let fits = || Detail::ForeignOrNullSender {
        null: true,
        foreign: Vec::new(),
        certificate: None,
    };
    let finding = Finding::new(302, Confidence::Likely, fits(), []);
    let en = explanation(Lang::En, &finding);
    assert!(
        !en.contains("no refusal of this mail is in the evidence"),
        "{en}"
    );
    let seen = Seen::of(&bounced(None));
    let en = summary(Lang::En, Status::Broken, &[finding], seen);
    assert!(
        en.starts_with("Mail to outside recipients is refused. "),
        "{en}"
    );
}
