//! Rows of a dialogue and what became of the recipients (point 8).
#![allow(clippy::unwrap_used)]
use super::*;
use crate::evidence::formats::send_log::reply::Said;
use crate::evidence::reply::ReplyKind;
use Outcome::{Accepted, RefusedAttribution, RefusedOtherwise, Unanswered};

/// Runs `>COMMAND` and `<REPLY`; `!>..` and `!<` are damaged rows.
/// Gives sender, and address and outcome of each recipient.
fn run(script: &[&str]) -> Vec<(String, Vec<(String, Outcome)>)> {
    let mut dialogue = Dialogue::default();
    let mut messages = Vec::new();
    let mut spare = Spare::default();
    for (line, row) in (1..).zip(script) {
        if let Some(text) = row.strip_prefix('>') {
            let adding = Adding {
                messages: &mut messages,
                message_id: &mut None,
                spare: &mut spare,
            };
            dialogue.command(text.as_bytes(), (line, 0), adding);
        } else if let Some(text) = row.strip_prefix("!>") {
            dialogue.lost_command(text.as_bytes());
        } else if *row == "!<" {
            dialogue.lost_reply();
        } else {
            let text = row.strip_prefix('<').unwrap();
            let Said {
                code, fits, kind, ..
            } = Said::of(text.as_bytes()).unwrap();
            let outcome = match kind {
                None => Accepted,
                Some(ReplyKind::TenantAttribution) => RefusedAttribution,
                Some(_) => RefusedOtherwise,
            };
            dialogue.answer(
                Answer {
                    code,
                    fits,
                    outcome,
                    line,
                },
                &mut messages,
            );
        }
    }
    let told = |m: Message| {
        let recipients = m.recipients.iter();
        let recipients = recipients.map(|r| (r.address.to_string(), r.outcome));
        (m.mail_from.to_string(), recipients.collect())
    };
    messages.into_iter().map(told).collect()
}

fn one(script: &[&str]) -> Vec<Outcome> {
    let mut messages = run(script);
    assert_eq!(messages.len(), 1, "{script:?}");
    messages.remove(0).1.into_iter().map(|r| r.1).collect()
}

const M: &str = ">MAIL FROM:<a@contoso.com> SIZE=1";
const R: &str = ">RCPT TO:<b@fabrikam.com>";
const M_OK: &str = "<250 2.1.0 Sender OK";
const R_OK: &str = "<250 2.1.5 Recipient OK";
const NO: &str = "<550 5.7.64 TenantAttribution; Relay Access Denied";
const QUEUED: &str = "<250 2.6.0 <1@contoso.com> Queued mail for delivery";
const LAST: &str = ">BDAT 5 LAST";

#[test]
fn replies_are_paired_in_order() {
    let table: [(&[&str], &[Outcome]); 10] = [
        (&[M, R, M_OK, NO], &[RefusedAttribution]),
        (&[M, M_OK, R, R_OK, LAST, QUEUED], &[Accepted]),
        (
            &[M, R, R, R, M_OK, R_OK, NO, R_OK],
            &[Accepted, RefusedAttribution, Accepted],
        ),
        (&[M, R, M_OK], &[Unanswered]),
        (&[M, R, M_OK, "<250 OK"], &[Accepted]),
        (&[M, R, M_OK, "<451 4.7.0 Try later"], &[RefusedOtherwise]),
        // Refused after the recipients were taken.
        (
            &[M, R, R, M_OK, R_OK, NO, LAST, "<550 5.7.1 x"],
            &[RefusedOtherwise, RefusedAttribution],
        ),
        (
            &[M, R, M_OK, R_OK, ">DATA", "<354 Start", NO],
            &[RefusedAttribution],
        ),
        (&[M, R, M_OK, R_OK, ">DATA", NO], &[RefusedAttribution]),
        (
            &[M, R, M_OK, R_OK, ">BDAT 5", NO, LAST, "<503 5.5.1 x"],
            &[RefusedAttribution],
        ),
    ];
    for (script, expected) in table {
        assert_eq!(one(script), expected, "{script:?}");
    }
}

#[test]
fn a_refused_sender_refuses_its_recipients() {
    let need = "<503 5.5.2 Need mail command";
    assert_eq!(one(&[M, R, R, NO, need, need]), [RefusedAttribution; 2]);
    assert_eq!(one(&[M, NO, R, need]), [RefusedAttribution]);
    let next = run(&[
        M,
        R,
        NO,
        need,
        ">RSET",
        "<250 2.0.0 Resetting",
        M,
        R,
        M_OK,
        R_OK,
    ]);
    assert_eq!(next[1].1[0].1, Accepted);
}

#[test]
fn several_messages_go_through_one_session() {
    let second = ">MAIL FROM:<>";
    let other = ">RCPT TO:<c@fabrikam.com> NOTIFY=NEVER";
    // The next MAIL goes out before the last message is answered.
    let script = [
        M,
        R,
        M_OK,
        R_OK,
        ">DATA",
        "<354 Start",
        second,
        other,
        QUEUED,
        M_OK,
        NO,
        ">QUIT",
        "<221 2.0.0 Bye",
    ];
    let seen = run(&script);
    assert_eq!(
        seen[0],
        (
            "a@contoso.com".into(),
            vec![("b@fabrikam.com".into(), Accepted)]
        )
    );
    assert_eq!(
        seen[1],
        (
            "".into(),
            vec![("c@fabrikam.com".into(), RefusedAttribution)]
        )
    );
}

#[test]
fn missing_rows_do_not_shift_the_pairs() {
    let table: [(&[&str], &[Outcome]); 8] = [
        // The reply to MAIL is missing.
        (&[M, R, R, R_OK, NO], &[Accepted, RefusedAttribution]),
        // The reply to RCPT is missing.
        (&[M, R, M_OK, ">DATA", "<354 Start", QUEUED], &[Unanswered]),
        (&[M, R, M_OK, ">QUIT", "<221 2.0.0 Bye", NO], &[Unanswered]),
        // A damaged reply row is known to be one.
        (
            &[M, R, R, M_OK, "!<", NO],
            &[Unanswered, RefusedAttribution],
        ),
        // A damaged command row is known to be one.
        (&[M, "!>RCPT TO:<x", R, M_OK, NO, R_OK], &[Accepted]),
        // A reply whose command is missing.
        (&[M, M_OK, R_OK, R, NO], &[RefusedAttribution]),
        (
            &[QUEUED, "<250 2.1.5 x", M, R, M_OK, NO],
            &[RefusedAttribution],
        ),
        (
            &[M, R, ">RSET", "<354 what", "<250 2.1.0 ok", NO],
            &[RefusedAttribution],
        ),
    ];
    for (script, expected) in table {
        assert_eq!(one(script), expected, "{script:?}");
    }
}

#[test]
fn recipients_without_a_mail_from_are_given_to_no_message() {
    assert!(run(&[R, M_OK, NO]).is_empty());
    let done = run(&[M, R, M_OK, R_OK, LAST, QUEUED, R, NO]);
    assert_eq!(done[0].1, [("b@fabrikam.com".to_owned(), Accepted)]);
    let lost = run(&[M, R, M_OK, R_OK, LAST, QUEUED, "!>MAIL FROM:<", R, M_OK, NO]);
    assert_eq!(lost[0].1, [("b@fabrikam.com".to_owned(), Accepted)]);
}

#[test]
fn authentication_steps_are_no_commands() {
    let script = [
        ">AUTH LOGIN",
        "<334 x",
        ">QUJD",
        "<334 y",
        ">DEF",
        "<235 2.7.0 ok",
        M,
        R,
        M_OK,
        NO,
    ];
    assert_eq!(one(&script), [RefusedAttribution]);
}

#[test]
fn a_flood_of_commands_is_bounded() {
    let mut dialogue = Dialogue::default();
    for _ in 0..(2 * MAX_PENDING) {
        let adding = Adding {
            messages: &mut Vec::new(),
            message_id: &mut None,
            spare: &mut Spare::default(),
        };
        dialogue.command(b"NOOP", (1, 0), adding);
    }
    assert_eq!(dialogue.pending.len(), MAX_PENDING);
}
