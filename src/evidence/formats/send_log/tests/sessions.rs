//! Rows to sessions: peers, dialogue, ids, headers (points 4, 5, 6, 8 and 9).

use super::support::{
    DENIED, HOST, ID, after_opening, line, lines, log, opening, read, read_files, refused, session,
};
use crate::evidence::formats::send_log::{Outcome, Peer};
use crate::evidence::note::Unread;
use crate::evidence::reply::ReplyKind;
use crate::evidence::{NoteKind, SourceId};

#[test]
fn a_whole_session_is_read() {
    let found = session(&after_opening(&refused()));
    assert_eq!(
        (&*found.id.text(), &*found.connector),
        (ID, "Outbound to Office 365")
    );
    assert!(found.has_beginning && found.closed);
    assert_eq!(found.greeting_host, Some(HOST.into()));
    assert_eq!(found.peer, Peer::Eop);
    assert_eq!(
        (found.started, found.ended),
        (1_793_606_400_000, 1_793_606_400_025)
    );
    assert_eq!(
        found.first.map(|l| (l.source, l.line)),
        Some((SourceId(0), 1))
    );
    assert_eq!(found.last.map(|l| l.line), Some(26));
    let message = &found.messages[0];
    assert_eq!(
        (&*message.mail_from.text(), message.line),
        ("user@contoso.com", 20)
    );
    assert_eq!(message.message_id, Some("id@contoso.com".into()));
    assert_eq!(message.time, 1_793_606_400_019);
    let recipient = &message.recipients[0];
    assert_eq!(
        (&*recipient.address.text(), recipient.line),
        ("someone@fabrikam.com", 21)
    );
    assert_eq!(
        (recipient.outcome, recipient.reply_line),
        (Outcome::RefusedAttribution, 23)
    );
    let refusal = &found.refusals[0];
    assert_eq!(
        (refusal.kind, refusal.recipient),
        (ReplyKind::TenantAttribution, Some((0, Some(0))))
    );
    assert_eq!(
        (refusal.time, refusal.line.at.line),
        (1_793_606_400_022, 23)
    );
    assert_eq!(refusal.text, DENIED.trim_start_matches("<|"));
}

#[test]
fn each_code_has_its_outcome() {
    use Outcome::{Accepted, RefusedAttribution, RefusedInboundAttribution, RefusedOtherwise};
    let table = [
        ("<|250 2.1.5 Recipient OK", Accepted, Peer::Unknown),
        (DENIED, RefusedAttribution, Peer::Eop),
        (
            "<|550 5.7.64 Relay Access Denied ATTR36. For more details",
            RefusedAttribution,
            Peer::Eop,
        ),
        (
            "<|550 5.7.51 TenantInboundAttribution; There is a partner connector",
            RefusedInboundAttribution,
            Peer::Eop,
        ),
        (
            "<|550 5.7.68 TenantInboundAttribution; Direct Send not allowed",
            RefusedInboundAttribution,
            Peer::Eop,
        ),
        (
            "<|550 5.1.10 RESOLVER.ADR.RecipientNotFound",
            RefusedOtherwise,
            Peer::Unknown,
        ),
        (
            "<|554 5.7.1 <x@fabrikam.com>: Relay access denied",
            RefusedOtherwise,
            Peer::Unknown,
        ),
        (
            "<|451 4.7.0 Temporary server error",
            RefusedOtherwise,
            Peer::Unknown,
        ),
    ];
    for (reply, outcome, peer) in table {
        let rows = [
            "+||",
            ">|MAIL FROM:<>",
            ">|RCPT TO:<x@fabrikam.com>",
            "<|250 2.1.0 Sender OK",
            reply,
        ];
        let found = session(&rows);
        assert_eq!(
            (found.messages[0].recipients[0].outcome, found.peer),
            (outcome, peer),
            "{reply}"
        );
        assert_eq!(found.refusals.len(), usize::from(outcome != Accepted));
        assert_eq!(found.messages[0].mail_from, "");
    }
}

#[test]
fn a_reply_of_several_rows_is_one_reply() {
    let rows = [
        "+||",
        ">|MAIL FROM:<a@contoso.com>",
        ">|RCPT TO:<b@fabrikam.com>",
        ">|RCPT TO:<c@fabrikam.com>",
        "<|250-2.1.0 Sender",
        "<|250 2.1.0 OK",
        "<|550-Please read on",
        "<|550-5.7.64 TenantAttribution; Relay Access Denied",
        "<|550 5.7.1 bye",
        "<|250 2.1.5 Recipient OK",
    ];
    let found = session(&rows);
    let outcomes: Vec<_> = found.messages[0]
        .recipients
        .iter()
        .map(|r| (r.outcome, r.reply_line))
        .collect();
    assert_eq!(
        outcomes,
        [(Outcome::RefusedAttribution, 8), (Outcome::Accepted, 10)]
    );
    assert_eq!(found.refusals.len(), 1);
    assert_eq!(
        (found.refusals[0].kind, found.refusals[0].line.at.line),
        (ReplyKind::TenantAttribution, 8)
    );
}

#[test]
fn the_peer_is_told_by_its_greeting() {
    let peer = |rows: &[&str]| session(rows).peer;
    assert_eq!(
        peer(&["+||", "<|220 gateway.contoso.com ESMTP"]),
        Peer::Other
    );
    assert_eq!(
        peer(&["+||", "<|220 a.mail.protection.outlook.com.evil.test ESMTP"]),
        Peer::Other
    );
    assert_eq!(
        peer(&["+||", "<|220-a.mail.protection.outlook.com", "<|220 ready"]),
        Peer::Eop
    );
    assert_eq!(peer(&["+||"]), Peer::Unknown);
    // A mid-session "ready" is no greeting.
    let late = session(&opening()[6..]);
    assert_eq!((late.greeting_host, late.has_beginning), (None, false));
    // The EHLO reply names the host as well, where a firewall masks the greeting.
    assert_eq!(late.peer, Peer::Eop);
    let mut masked = opening();
    masked[2] = "<|220 ********************************";
    assert_eq!(peer(&masked), Peer::Eop);
    masked[2] = "<|220 gateway.contoso.com ESMTP";
    assert_eq!(peer(&masked), Peer::Other);
}

#[test]
fn a_refused_connection_is_kept() {
    let found = session(&["+||", "<|421 4.3.2 Service not active", "-||Remote"]);
    assert_eq!(
        (found.refusals.len(), found.refusals[0].recipient),
        (1, None)
    );
}

#[test]
fn sessions_interleave_and_share_milliseconds() {
    let a = lines(ID, &after_opening(&refused()));
    let b = lines("08DE1A2B3C4D5E70", &after_opening(&refused()));
    let mixed: String = a
        .iter()
        .zip(&b)
        .flat_map(|(a, b)| [a.as_str(), b])
        .collect();
    let (sessions, summary) = read(&mixed);
    assert_eq!((sessions.len(), summary.rows), (2, 52));
    for session in sessions {
        assert_eq!(
            session.messages[0].recipients[0].outcome,
            Outcome::RefusedAttribution
        );
    }
}

#[test]
fn a_session_spans_files_of_its_server() {
    let all = lines(ID, &after_opening(&refused()));
    for cut in 0..=all.len() {
        let (one, two) = (all[..cut].concat(), all[cut..].concat());
        let (sessions, _) = read_files(&[one.as_bytes(), two.as_bytes()]);
        assert_eq!(sessions.len(), 1, "{cut}");
        assert_eq!(sessions[0].refusals[0].recipient, Some((0, Some(0))));
    }
}

#[test]
fn sequence_numbers_start_above_zero_skip_and_repeat() {
    let text: String = [
        (7, "+||"),
        (7, ">|MAIL FROM:<a@contoso.com>"),
        (90, "<|250 2.1.0 ok"),
        (8, ">|RCPT TO:<b@fabrikam.com>"),
        (8, DENIED),
    ]
    .iter()
    .map(|(sequence, row)| line(ID, *sequence, row))
    .collect();
    let (sessions, _) = read(&text);
    assert_eq!(
        sessions[0].messages[0].recipients[0].outcome,
        Outcome::RefusedAttribution
    );
    // First and last are by time, then by the order of the file.
    assert_eq!(sessions[0].first.map(|l| l.line), Some(1));
    assert_eq!(sessions[0].last.map(|l| l.line), Some(3));
}

#[test]
fn a_row_after_the_end_opens_no_phantom_but_ids_are_used_again() {
    let mut text = lines(ID, &after_opening(&refused()));
    text.push(line(ID, 26, ">|MAIL FROM:<late@contoso.com>"));
    text.push(line(ID, 27, "-||Local"));
    let (sessions, summary) = read(&text.concat());
    assert_eq!((sessions.len(), summary.rows), (1, 28));
    text.extend(lines(ID, &after_opening(&refused())));
    let (sessions, _) = read(&text.concat());
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|s| s.messages.len() == 1));
    for first in ["*||attempting to connect", "+||"] {
        let again = line(ID, 5, first);
        assert_eq!(read(&(log(&refused()) + &again)).0.len(), 2, "{first}");
    }
}

#[test]
fn ids_are_hex_or_anything() {
    for id in [
        "08DE1A2B3C4D5E6F",
        "f",
        "not-hex",
        "組織",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789ABCDEF0123456789ABCDEF0",
    ] {
        let (sessions, _) = read(&(lines(id, &["+||"]).concat() + &lines("1", &["+||"]).concat()));
        assert_eq!(sessions.len(), 2, "{id}");
        assert_eq!(sessions[0].id, id);
    }
    // Case does not part a session in two.
    let (sessions, _) = read(&(lines("0a", &["+||"]).concat() + &lines("0A", &["*||x"]).concat()));
    assert_eq!(sessions.len(), 1);
}

#[test]
fn headers_recur_are_missing_or_have_lost_their_hash() {
    const FIELDS: &str = "Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context";
    let header = format!(
        "Software: Microsoft Exchange Server\r\nVersion: 15.0.0.0\r\nLog-type: SMTP Send Protocol Log\r\nDate: 2026-11-02T08:00:04.113Z\r\n{FIELDS}\r\n"
    );
    let hashed: String = header.lines().map(|l| format!("#{l}\r\n")).collect();
    let rows = lines(ID, &after_opening(&refused()));
    for header in [
        header,
        hashed,
        "\u{feff}".into(),
        "\r\n  \r\n".into(),
        String::new(),
    ] {
        let text = [&header, &rows[..9].concat(), &header, &rows[9..].concat()]
            .map(String::as_str)
            .concat();
        let (sessions, summary) = read(&text);
        assert_eq!(summary.notes, [], "{header}");
        assert_eq!((sessions.len(), summary.rows), (1, 26));
    }
}

#[test]
fn rows_under_another_logs_header_are_not_read() {
    let other = log(&["+||"]);
    let text = format!(
        "#Log-type: SMTP Receive Protocol Log\r\n{other}#Log-Type: SMTP Send Protocol Log\r\n"
    );
    let (sessions, summary) = read(&text);
    assert_eq!((sessions.len(), summary.rows), (0, 0));
    assert_eq!(summary.notes[0].kind, NoteKind::NotRead(Unread::ReceiveLog));
    assert_eq!(read(&(text + &log(&["+||"]))).0.len(), 1);
}
