#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::path::Path;

use base64::Engine;
use proptest::prelude::*;

use super::*;
use crate::evidence::reply::Neighbour;

const REPLY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]";
const NEWER: &str = "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com 2026-01-29T19:07:30.476Z 08DD3FA5DBC8F401]";
const EOP: &str = "AM5EUR02FT025.mail.protection.outlook.com";

fn text(source: &str) -> Bounce {
    let bounce = parse(source.as_bytes()).unwrap_or_else(|| unreachable!("nothing in {source}"));
    assert!(!bounce.is_message, "{source}");
    bounce
}

/// A bounce, so many times attached to a message.
fn attached(times: usize) -> String {
    let bounce = format!(
        "From: postmaster@contoso.com\r\nTo: kim@contoso.com\r\nMessage-ID: <0@contoso.com>\r\n\
         Subject: Undeliverable\r\nContent-Type: text/plain\r\n\r\n{REPLY}\r\n"
    );
    (1..=times).fold(bounce, |inner, nth| {
        format!(
            "From: kim@contoso.com\r\nTo: lee@contoso.com\r\nMessage-ID: <{nth}@contoso.com>\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b{nth}\"\r\n\r\n\
             --b{nth}\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n\
             --b{nth}\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b{nth}--\r\n"
        )
    })
}

#[test]
fn messages_within_messages_are_looked_into_up_to_a_limit() {
    for (times, found) in [(0, true), (1, true), (3, true), (4, false)] {
        let replies = parse(attached(times).as_bytes()).map(|b| b.replies.len());
        assert_eq!(replies, found.then_some(1), "{times}");
    }
}

#[test]
fn refusals_of_one_part_are_compared_up_to_a_limit() {
    let reply = |text: &str| BounceReply::new(text, 1).unwrap();
    let other = |n: u32| reply(&format!("550 5.7.64 TenantAttribution; no {n}"));
    for (same, kept) in [(MAX_MERGED - 1, 2), (MAX_MERGED, 1)] {
        let mut all = vec![reply(REPLY); same];
        all.push(other(1));
        let mut bounce = Bounce::default();
        bounce.merge(all);
        assert_eq!(bounce.replies.len(), kept, "{same}");
    }
}

/// Recipient, remote MTA and reporting server of each reply.
fn who_and_where(bounce: &Bounce) -> Vec<(Option<&str>, Option<&str>, Option<&str>)> {
    let replies = bounce.replies.iter();
    replies
        .map(|r| {
            (
                r.recipient.as_deref(),
                r.remote_mta.as_deref(),
                r.reporting_server.as_deref(),
            )
        })
        .collect()
}

fn only(bounce: &Bounce) -> &BounceReply {
    assert_eq!(bounce.replies.len(), 1, "{bounce:#?}");
    &bounce.replies[0]
}

#[test]
fn every_wild_spelling_is_found_with_the_reply_as_given() {
    let japanese = "TenantAttribution;リレー アクセス拒否 SMTP";
    let attr36 = "550 5.7.64 Relay Access Denied ATTR36. For more details please refer to: https://support.microsoft.com/kb";
    let table = [
        (REPLY.to_owned(), REPLY),
        (format!("Error: {REPLY}\r\n"), REPLY),
        (format!("#{REPLY} ##"), REPLY),
        (format!("Remote Server returned '{NEWER}'"), NEWER),
        (format!("Remote server returned “{REPLY}”."), REPLY),
        (
            "(550, b'5.7.64 TenantAttribution; Relay Access Denied [x.prod.protection.outlook.com]')".into(),
            "550 5.7.64 TenantAttribution; Relay Access Denied [x.prod.protection.outlook.com]",
        ),
        (
            "2026-01-29 10:00:00 OutboundConnectionResponse - 550+5.7.64+TenantAttribution;+Relay+Access+Denied 0 0".into(),
            "550 5.7.64 TenantAttribution; Relay Access Denied",
        ),
        (
            "TenantAttribution: Relay Access Denied SMTP.".into(),
            "TenantAttribution: Relay Access Denied SMTP.",
        ),
        (
            "5.7.64 TenantAttribution; Relay Access Denied".into(),
            "5.7.64 TenantAttribution; Relay Access Denied",
        ),
        (
            "550-5.7.64 TenantAttribution: Relay Access Denied".into(),
            "550-5.7.64 TenantAttribution: Relay Access Denied",
        ),
        (japanese.into(), japanese),
        (
            "550 5.7.64 TenantAttribution; Relay Access\n  Denied [a.b\nc.d]".into(),
            "550 5.7.64 TenantAttribution; Relay Access Denied [a.b c.d]",
        ),
        (
            format!("2026-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,23,,,<,{REPLY},"),
            REPLY,
        ),
    ];
    for (source, expected) in &table {
        let bounce = text(source);
        let reply = only(&bounce);
        assert_eq!(reply.text, *expected, "{source}");
        assert_eq!(reply.kind, ReplyKind::TenantAttribution, "{source}");
    }
    for source in [attr36, "Relay Access Denied [ATT36]"] {
        let bounce = text(source);
        assert_eq!(only(&bounce).text, source);
        assert_eq!(only(&bounce).kind, ReplyKind::Attr36);
    }
}

#[test]
fn neighbours_are_found_and_told_apart() {
    use Neighbour::*;
    let table = [
        (
            "<someone@fabrikam.com>: host mx.fabrikam.com[203.0.113.9] said: 554 5.7.1 <someone@fabrikam.com>: Relay access denied (in reply to RCPT TO command)",
            ReplyKind::Neighbour(OtherSystemRelayDenied),
        ),
        (
            "554 Relay access denied",
            ReplyKind::Neighbour(OtherSystemRelayDenied),
        ),
        (
            "550 5.4.1 Recipient address rejected: Relay Access Denied",
            ReplyKind::Neighbour(RecipientDomainNotInTenant),
        ),
        (
            "550 5.7.51 TenantInboundAttribution; There is a partner connector configured",
            ReplyKind::TenantInboundAttribution,
        ),
        (
            "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.",
            ReplyKind::Neighbour(SendConnectorCertificateMissing),
        ),
        (
            "421 4.4.2 Connection dropped due to TimedOut",
            ReplyKind::OtherRefusal,
        ),
    ];
    for (source, kind) in table {
        assert_eq!(only(&text(source)).kind, kind, "{source}");
    }
}

#[test]
fn what_is_no_refusal_gives_nothing() {
    for source in [
        "",
        "250 2.1.0 Sender OK",
        "Dear all, 550 people came in 2026.",
        "Version 5.7.64 of the tool was installed",
        "the address is 5.7.64.1",
        "mail to tenantattribution@fabrikam.com",
        "attr36x is no code",
        "Name : Inbound\nEnabled : True",
        "For more tips see DSN code 5.1.0 in Exchange Online",
    ] {
        assert_eq!(parse(source.as_bytes()), None, "{source}");
    }
}

const ADMIN_BLOCK: &str = "\
Diagnostic information for administrators:

Generating server: mail.contoso.com

someone@fabrikam.com
AM5EUR02FT025.mail.protection.outlook.com
Remote Server returned '550 5.7.64 TenantAttribution; Relay Access Denied [h.prod.outlook.com 2026-01-29T19:07:30.476Z 08DD3FA5DBC8F401]'

other@fabrikam.com<mailto:other@fabrikam.com>
AM5EUR02FT025.mail.protection.outlook.com #550 5.7.64 TenantAttribution; Relay Access Denied [h.prod.outlook.com] ##

Original message headers:

Received: from a by b; 550 5.7.64 of another hop
Return-Path: <>
From: User <user@contoso.com>
";

#[test]
fn the_block_for_administrators_is_read_whole_or_on_one_line() {
    let one_line = ADMIN_BLOCK.split_whitespace().collect::<Vec<_>>().join(" ");
    let japanese = ADMIN_BLOCK.replace("Generating server:", "生成サーバー:");
    for source in [
        ADMIN_BLOCK,
        &one_line,
        &japanese,
        &ADMIN_BLOCK.replace('\n', "\r"),
    ] {
        let bounce = text(source);
        let seen = who_and_where(&bounce);
        let server = Some("mail.contoso.com");
        assert_eq!(
            seen,
            [
                (Some("someone@fabrikam.com"), Some(EOP), server),
                (Some("other@fabrikam.com"), Some(EOP), server),
            ],
            "{source}"
        );
        assert_eq!(bounce.replies[0].status.as_deref(), Some("5.7.64"));
        assert_eq!(bounce.date, Some(1_769_713_650));
    }
    let bounce = text(ADMIN_BLOCK);
    assert_eq!(bounce.replies[0].line, 7);
    assert_eq!(bounce.replies[1].line, 10);
    assert_eq!(bounce.sender.as_deref(), Some(""), "the null sender");
}

#[test]
fn python_names_the_recipient() {
    let source = "smtplib.SMTPRecipientsRefused: {'someone@fabrikam.com': (550, b'5.7.64 TenantAttribution; Relay Access Denied [h]')}";
    let bounce = text(source);
    assert_eq!(
        only(&bounce).recipient.as_deref(),
        Some("someone@fabrikam.com")
    );
}

const TRACKING: &str = "\
Timestamp       : 2026/01/29 19:07:30
EventId         : FAIL
Sender          : user@contoso.com
Recipients      : {someone@fabrikam.com, other@fabrikam.com}
RecipientStatus : {[{LED=550 5.7.64 TenantAttribution; Relay Access Denied [h.prod
                  .outlook.com]};{MSG=};{FQDN=AM5EUR02FT025.mail.protection.outloo
                  k.com};{IP=52.101.73.10};{LRT=1/29/2026 7:07:30 PM}], [{LRT=};{L
                  ED=550 5.1.1 User unknown};{FQDN=};{IP=}]}
";

#[test]
fn tracking_and_queue_tokens_are_read_in_any_order() {
    let bounce = text(TRACKING);
    let seen: Vec<_> = bounce
        .replies
        .iter()
        .map(|r| {
            (
                r.text.as_str(),
                r.recipient.as_deref(),
                r.remote_mta.as_deref(),
                r.line,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                "550 5.7.64 TenantAttribution; Relay Access Denied [h.prod.outlook.com]",
                Some("someone@fabrikam.com"),
                Some(EOP),
                5
            ),
            (
                "550 5.1.1 User unknown",
                Some("other@fabrikam.com"),
                None,
                5
            ),
        ]
    );
    assert_eq!(bounce.sender.as_deref(), Some("user@contoso.com"));

    let queue = "LastError : [{LRT=8/20/2018 12:00:39 AM};{LED=451 4.4.397 Error communicating with target host; \"x\" {y}. -> 421 4.4.2 Connection dropped due to TimedOut};{MSG=};{FQDN=mx.fabrikam.com};{IP=203.0.113.9}]";
    for source in [
        queue,
        &queue[12..],
        &format!("Identity : EX01\\3\n{queue}\n"),
    ] {
        let bounce = text(source);
        let reply = only(&bounce);
        assert_eq!(
            reply.text,
            "451 4.4.397 Error communicating with target host; \"x\" {y}. -> 421 4.4.2 Connection dropped due to TimedOut"
        );
        assert_eq!(reply.remote_mta.as_deref(), Some("mx.fabrikam.com"));
    }
    assert_eq!(parse(b"LastError : [{LRT=};{LED=};{FQDN=};{IP=}]"), None);
}

/// A bounce as Exchange writes it; the status part in the given encoding.
fn message(encoding: &str, status: &str, end: &str) -> String {
    let human = ADMIN_BLOCK
        .split("\nother@")
        .next()
        .unwrap()
        .replace("returned '", "returned =\n'");
    format!(
        "Received: from mail.contoso.com by x; Thu, 29 Jan 2026 19:08:00 +0000
From: <postmaster@contoso.com>
To: <user@contoso.com>
Date: Thu, 29 Jan 2026 19:08:00 +0000
Subject: Undeliverable: x
Message-ID: <1@contoso.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary=\"b1\"

--b1
Content-Type: text/plain; charset=\"utf-8\"
Content-Transfer-Encoding: quoted-printable

{human}

--b1
Content-Type: message/delivery-status
{encoding}
{status}
--b1
Content-Type: message/rfc822

Return-Path: <user@contoso.com>
From: User <other@contoso.com>
Subject: x

Body
--b1--
"
    )
    .replace('\n', end)
}

const STATUS: &str = "\
Reporting-MTA: dns;mail.contoso.com

Final-Recipient: rfc822;someone@fabrikam.com
Action: failed
Status: 5.7.64
Diagnostic-Code: smtp;550 5.7.64 TenantAttribution; Relay Access Denied
 [h.prod.outlook.com 2026-01-29T19:07:30.476Z 08DD3FA5DBC8F401]
Remote-MTA: dns;AM5EUR02FT025.mail.protection.outlook.com

Final-Recipient: rfc822;second@fabrikam.com
Action: failed
Status: 5.7.64
Diagnostic-Code: smtp;550 5.7.64 TenantAttribution; Relay Access Denied
";

#[test]
fn a_report_is_counted_once_for_each_recipient() {
    let coded = base64::engine::general_purpose::STANDARD.encode(STATUS);
    let base64 = message("Content-Transfer-Encoding: base64\n", &coded, "\n");
    let quoted = message(
        "Content-Transfer-Encoding: quoted-printable\n",
        &STATUS.replace("Tenant", "=54enant=\n"),
        "\n",
    );
    let plain = message("", STATUS, "\n");
    let utf16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sources = [
        plain.clone().into_bytes(),
        message("", STATUS, "\r\n").into_bytes(),
        message("", STATUS, "\r").into_bytes(),
        format!("From postmaster Thu Jan 29\n{plain}").into_bytes(),
        format!("\u{feff}{plain}").into_bytes(),
        base64.into_bytes(),
        quoted.into_bytes(),
        utf16,
    ];
    for source in &sources {
        let shown = String::from_utf8_lossy(source);
        let bounce = parse(source).unwrap();
        assert!(bounce.is_message);
        let seen = who_and_where(&bounce);
        let server = Some("mail.contoso.com");
        assert_eq!(
            seen,
            [
                (Some("someone@fabrikam.com"), Some(EOP), server),
                (Some("second@fabrikam.com"), None, server),
            ],
            "{shown}"
        );
        assert!(
            bounce.replies[0]
                .text
                .starts_with("550 5.7.64 TenantAttribution; Relay Access Denied [h.")
        );
        assert_eq!(bounce.sender.as_deref(), Some("user@contoso.com"));
        assert_eq!(bounce.date, Some(1_769_713_650), "{shown}");
    }
    let bounce = parse(&sources[0]).unwrap();
    let line = bounce.replies[0].line;
    let shown = plain
        .lines()
        .nth(usize::try_from(line).unwrap() - 1)
        .unwrap();
    assert!(
        shown.starts_with("Diagnostic-Code: smtp;550 5.7.64"),
        "{line}: {shown}"
    );
}

#[test]
fn a_pasted_status_part_and_a_forwarded_bounce_are_read() {
    let bounce = text(STATUS);
    assert_eq!(bounce.replies.len(), 2);
    assert_eq!(bounce.replies[0].line, 6);
    let forwarded = format!(
        "From: a@contoso.com\nMessage-ID: <2@contoso.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b2\n\n--b2\nContent-Type: text/plain\n\nplease look\n--b2\nContent-Type: message/rfc822\n\n{}\n--b2--\n",
        message("", STATUS, "\n")
    );
    let bounce = parse(forwarded.as_bytes()).unwrap();
    assert_eq!(bounce.replies.len(), 2);
    assert_eq!(bounce.sender.as_deref(), Some("user@contoso.com"));
}

#[test]
fn a_mail_in_html_alone_is_read() {
    let source = format!(
        "From: a@contoso.com\nMessage-ID: <2@contoso.com>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<html><body><p>Generating server: mail.contoso.com<br>\n</p><p>someone@fabrikam.com<br>\nRemote Server returned '{REPLY}'</p></body></html>\n"
    );
    let bounce = parse(source.as_bytes()).unwrap();
    let reply = only(&bounce);
    assert_eq!(reply.text, REPLY);
    assert_eq!(reply.recipient.as_deref(), Some("someone@fabrikam.com"));
    assert_eq!(reply.reporting_server.as_deref(), Some("mail.contoso.com"));
}

#[test]
fn headers_alone_make_no_message() {
    assert!(is_message("Received: a\n b\nFrom: c\n\nx"));
    assert!(!is_message("From: c\nTo: d\nSubject: e\n\n550 5.7.64"));
    assert!(!is_message("Name : c\nReceived: d\nFrom: e"));
    assert!(!is_message("Generating server: x\nReceived: y\nFrom: z"));
}

mod samples;
mod shapes;

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        parse(&bytes);
    }

    #[test]
    fn anything_reply_like_is_read(source in "((550|5\\.7\\.64|TenantAttribution;|ATTR36|\\{LED=|\\}\\]|[#'\"\\[\\](, \n+あ]|Status: |Generating server:|a@b.c)){0,25}") {
        parse(source.as_bytes());
        parse(format!("Received: x\nFrom: y\n\n{source}").as_bytes());
    }
}
