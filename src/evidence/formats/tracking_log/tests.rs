#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::evidence::reply::{Neighbour, ReplyKind};

const NEWER: &str = "#Software: Microsoft Exchange Server\r\n#Version: 15.02.1544.004\r\n#Log-type: Message Tracking Log\r\n#Date: 2026-11-02T08:00:00.000Z\r\n\
    #Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality\r\n";
const DENIED: &str = "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]";
const GUID: &str = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
/// 2026-11-02T08:00:05.300Z
const AT: i64 = 1_793_606_405_300;

fn row(event: &str, recipients: &str, status: &str, return_path: &str) -> String {
    let status = status.replace('"', "\"\"");
    format!(
        "2026-11-02T08:00:05.300Z,10.0.0.5,EX01,52.101.73.10,AM5EUR02FT025.mail.protection.outlook.com,,\"To Exchange, Online\",SMTP,{event},42,<a@contoso.com>,{GUID},{recipients},\"{status}\",18019,1,,,\"Offer, \"\"new\"\"\",kim@contoso.com,{return_path},,Originating\r\n"
    )
}

fn led(text: &str) -> String {
    format!(
        "[{{LED={text}}};{{MSG=}};{{FQDN=AM5EUR02FT025.mail.protection.outlook.com}};{{IP=52.101.73.10}};{{LRT=11/2/2026 8:00:04 AM}}]"
    )
}

fn read(log: &str) -> TrackingSummary {
    read_with(&mut TrackingLogs::default(), log.as_bytes())
}

fn read_with(logs: &mut TrackingLogs, log: &[u8]) -> TrackingSummary {
    logs.file(log, &mut |_| ControlFlow::Continue(())).unwrap()
}

#[test]
fn rows_are_known_again_up_to_a_limit() {
    let whose = ["a@fabrikam.com", "b@fabrikam.com", "c@fabrikam.com"];
    let failed = |to: &&str| row("FAIL", to, &led(DENIED), "kim@contoso.com");
    let log = NEWER.to_owned() + &whose.iter().map(failed).collect::<String>();
    for (most, repeated) in [(3, 3), (2, 2), (0, 0)] {
        let mut logs = TrackingLogs::remembering(most);
        let first = read_with(&mut logs, log.as_bytes());
        assert_eq!((first.refused.len(), first.notes), (1, vec![]));
        let copy = read_with(&mut logs, log.as_bytes());
        let noted: Vec<NoteKind> = copy.notes.into_iter().map(|n| n.kind).collect();
        let expected = (repeated > 0).then_some(NoteKind::RepeatedRows(repeated));
        assert_eq!(noted, Vec::from_iter(expected), "{most}");
        // What is not remembered counts again.
        assert_eq!(copy.refused.is_empty(), repeated == 3, "{most}");
    }
}

#[test]
fn a_failed_row_tells_whose_mail_was_refused_and_by_whom() {
    let receive = row("RECEIVE", "lee@fabrikam.com", "", "kim@contoso.com");
    let log = format!(
        "{NEWER}{receive}{}",
        row("FAIL", "lee@fabrikam.com", &led(DENIED), "kim@contoso.com")
    );
    let summary = read(&log);
    assert_eq!((summary.rows, summary.newest), (2, Some(AT)));
    assert_eq!(summary.notes, []);
    assert_eq!(summary.refused.len(), 1, "{summary:?}");
    let refused = &summary.refused[0];
    assert_eq!(refused.kind, ReplyKind::TenantAttribution);
    assert_eq!(refused.reply, DENIED);
    assert_eq!((refused.count, refused.first, refused.last), (1, AT, AT));
    assert_eq!(refused.places.iter().map(|p| p.0).collect::<Vec<_>>(), [7]);
    assert_eq!(refused.recipients, ["fabrikam.com"]);
    assert_eq!(refused.senders, ["contoso.com"]);
    assert_eq!(refused.servers, ["EX01"]);
}

#[test]
fn statuses_go_with_recipients_where_there_are_as_many() {
    let passed = "250 2.1.5 Recipient OK";
    let table: [(&str, String, u64, &[&str]); 7] = [
        (
            "a@fabrikam.com;b@tailspin.com",
            format!("{};{}", led(DENIED), led(DENIED)),
            2,
            &["fabrikam.com", "tailspin.com"],
        ),
        (
            "a@fabrikam.com;b@tailspin.com",
            format!("{};{}", led(passed), led(DENIED)),
            1,
            &["tailspin.com"],
        ),
        ("a@fabrikam.com;b@tailspin.com", led(DENIED), 1, &[]),
        (
            "a@fabrikam.com;b@tailspin.com",
            format!("{DENIED};{DENIED}"),
            2,
            &["fabrikam.com", "tailspin.com"],
        ),
        (
            "a@fabrikam.com;b@tailspin.com",
            format!("{passed};{DENIED}"),
            1,
            &["tailspin.com"],
        ),
        (
            "a@fabrikam.com",
            format!("'{DENIED}'"),
            1,
            &["fabrikam.com"],
        ),
        ("a@fabrikam.com", DENIED.to_owned(), 1, &["fabrikam.com"]),
    ];
    for (recipients, status, count, domains) in table {
        let log = NEWER.to_owned() + &row("FAIL", recipients, &status, "<>");
        let refused = read(&log).refused;
        assert_eq!(refused[0].count, count, "{status}");
        assert_eq!(refused[0].recipients, domains, "{status}");
        assert_eq!(refused[0].senders, [""], "{status}");
    }
}

#[test]
fn what_is_not_about_relay_is_only_counted() {
    let table = [
        (
            "FAIL",
            led("550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"),
            None,
        ),
        (
            "FAIL",
            "550 5.2.2 mailbox full; quoted 550 5.7.1 x".to_owned(),
            None,
        ),
        ("FAIL", String::new(), None),
        ("DEFER", led(DENIED), None),
        ("FAILED", led(DENIED), None),
        (
            "FAIL",
            led("550 5.7.64 Relay Access Denied ATTR36. For more details"),
            Some(ReplyKind::Attr36),
        ),
        (
            "FAIL",
            led("550 5.4.1 Recipient address rejected: Relay Access Denied"),
            Some(ReplyKind::Neighbour(Neighbour::RecipientDomainNotInTenant)),
        ),
        (
            "FAIL",
            "554 5.7.1 <a@b.example>: Relay access denied".to_owned(),
            None,
        ),
    ];
    for (event, status, kind) in table {
        let log = NEWER.to_owned() + &row(event, "lee@fabrikam.com", &status, "<>");
        let summary = read(&log);
        assert_eq!(summary.rows, 1, "{status}");
        assert_eq!(
            summary.refused.first().map(|r| r.kind),
            kind,
            "{event} {status}"
        );
    }
}

#[test]
fn columns_go_by_their_names_or_by_their_order() {
    let older = NEWER.replace("network-message-id,", "");
    let failed = row("FAIL", "lee@fabrikam.com", &led(DENIED), "kim@contoso.com");
    let failed_older = failed.replace(&format!("{GUID},"), "");
    let swapped = "#Fields: date-time,recipient-status,recipient-address,event-id,return-path\r\n";
    let short = format!(
        "2026-11-02T08:00:05.300Z,\"{}\",lee@fabrikam.com,FAIL,kim@contoso.com\r\n",
        led(DENIED)
    );
    for log in [
        NEWER.to_owned() + &failed,
        NEWER.replace('#', "") + &failed,
        older + &failed_older,
        failed,
        failed_older.replace("\"To Exchange, Online\"", "\"\""),
        swapped.to_owned() + &short,
        short.replacen("2026", &format!("{swapped}2026"), 1),
    ] {
        let summary = read(&log);
        assert_eq!(summary.notes, [], "{log}");
        assert_eq!(summary.refused[0].recipients, ["fabrikam.com"], "{log}");
        assert_eq!(summary.refused[0].senders, ["contoso.com"], "{log}");
    }
}

#[test]
fn damage_stays_in_its_line() {
    let good = row("FAIL", "lee@fabrikam.com", &led(DENIED), "kim@contoso.com");
    let open = good.trim_end().to_owned() + ",\"open\r\n";
    let short = "2026-11-02T08:00:06.300Z,,EX01,,,,,SMTP,FAIL\r\n";
    let log = format!(
        "{NEWER}{open}{short}yesterday,FAIL\r\n{good}2026-11-02T08:00:07.300Z,,EX01,,,,,SMTP,FAIL,\"half"
    );
    let summary = read(&log);
    assert_eq!(
        summary.notes,
        [
            Note::at(6, NoteKind::OpenQuote),
            Note::at(7, NoteKind::ShortLine { fields: 9 }),
            Note::at(8, NoteKind::BadTime),
            Note::at(10, NoteKind::HalfLastLine),
        ]
    );
    assert_eq!(summary.refused[0].count, 1);
}

#[test]
fn a_copy_counts_once() {
    let log = NEWER.to_owned() + &row("FAIL", "lee@fabrikam.com", &led(DENIED), "<>");
    let mut logs = TrackingLogs::default();
    assert_eq!(read_with(&mut logs, log.as_bytes()).refused[0].count, 1);
    let again = read_with(&mut logs, log.as_bytes());
    assert_eq!(again.refused, []);
    assert_eq!(again.notes, [Note::whole(NoteKind::RepeatedRows(1))]);
}

#[test]
fn what_is_kept_does_not_grow_with_the_log() {
    let mut log = NEWER.to_owned();
    for n in 0..3000 {
        let row = row(
            "FAIL",
            &format!("lee@f{n}.example"),
            &led(DENIED),
            &format!("kim@c{n}.example"),
        );
        log += &row.replace(",42,", &format!(",{n},"));
    }
    let refused = &read(&log).refused[0];
    assert_eq!(refused.count, 3000);
    assert!(refused.places.len() <= 8 && refused.recipients.len() <= 64);
    assert!(refused.senders.len() <= 64 && refused.servers.len() == 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut logs = TrackingLogs::default();
        read_with(&mut logs, &bytes);
        let mut log = NEWER.as_bytes().to_vec();
        log.extend(b"2026-11-02T08:00:05.300Z,FAIL,");
        log.extend(bytes);
        read_with(&mut logs, &log);
    }

    /// Every refusal is counted once, whatever stands around it.
    #[test]
    fn counts_are_exact(events in proptest::collection::vec(0..4usize, 0..30)) {
        let mut log = NEWER.to_owned();
        for (n, event) in events.iter().enumerate() {
            let row = match event {
                0 => row("RECEIVE", "lee@fabrikam.com", "", "<>"),
                1 => row("FAIL", "lee@fabrikam.com", &led("550 5.1.1 unknown"), "<>"),
                2 => row("FAIL", "lee@fabrikam.com", &led(DENIED), "<>"),
                _ => row("FAIL", "a@fabrikam.com;b@fabrikam.com", &[led(DENIED), led(DENIED)].join(";"), "<>"),
            };
            log += &row.replace(",42,", &format!(",{n},"));
        }
        let expected = events.iter().map(|e| [0, 0, 1, 2][*e]).sum::<u64>();
        let summary = read(&log);
        prop_assert_eq!(summary.rows, events.len() as u64);
        prop_assert_eq!(summary.refused.iter().map(|r| r.count).sum::<u64>(), expected);
    }
}
