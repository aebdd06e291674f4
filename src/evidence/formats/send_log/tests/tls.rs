//! Certificates, the EHLO reply and STARTTLS (points 1, 2, 3, 7 and 10).

use std::sync::Arc;

use super::support::{
    HOST, ID, PEERS_PRINT, PRINT, SERIAL, after_opening, lines, log, opening, read, refused,
    session,
};
use crate::evidence::formats::send_log::{LoggedCertificate, Peer, SentCertificate, Session};
use crate::evidence::reply::{Neighbour, ReplyKind};

const CONTEXT: &str = "Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names";
const CONTEXT_2016: &str = "Sending certificate Certificate subject Certificate issuer name Certificate serial number Certificate thumbprint Certificate subject alternate names";

fn sent(session: &Session) -> &LoggedCertificate {
    match &session.certificate {
        SentCertificate::Sent(certificate) => certificate,
        other => panic!("{other:?}"),
    }
}

/// The opening with the certificate rows replaced by `rows`.
fn with_certificate<'a>(rows: &[&'a str]) -> Vec<&'a str> {
    let all = after_opening(&refused());
    [&all[..7], rows, &all[16..]].concat()
}

#[test]
fn all_three_forms_give_the_certificate() {
    let names = "CN=*.contoso.com CN=Contoso Issuing CA 1, O=Contoso CA, C=US";
    let dates = "2026-01-17T15:15:33.000Z 2027-01-17T15:15:33.000Z";
    let sans = "*.contoso.com;contoso.com";
    let dated = format!("*| {names} {SERIAL} {PRINT} {dates} {sans}|{CONTEXT}");
    let undated = format!("*| {names} {SERIAL} {PRINT} {sans}|{CONTEXT_2016}");
    let broken_off = format!("*| {names} {SERIAL} {PRINT} {sans}|{}", &CONTEXT_2016[..30]);
    for row in [&dated, &undated, &broken_off] {
        let peers = format!(
            "*| CN={HOST} CN=Fabrikam CA {SERIAL} {PEERS_PRINT} |Remote certificate Subject"
        );
        for rows in [vec![row.as_str()], vec![row, &peers], vec![&peers, row]] {
            let session = session(&with_certificate(&rows));
            let found = sent(&session);
            assert_eq!(found.thumbprint, PRINT);
            assert_eq!(found.subject.as_deref(), Some("CN=*.contoso.com"));
            assert_eq!(found.not_before.is_some(), row == &dated);
            let line = session.certificate_line.as_ref().unwrap();
            assert!(line.text.text().contains(PRINT), "{line:?}");
        }
    }
    let session = session(&after_opening(&refused()));
    let found = sent(&session);
    assert_eq!(
        (found.thumbprint.as_str(), found.serial.as_deref()),
        (PRINT, Some(SERIAL))
    );
    assert_eq!(
        found.issuer.as_deref(),
        Some("CN=Contoso Issuing CA 1, O=Contoso CA, C=US")
    );
    assert_eq!(found.alternate_names.as_deref().map(<[_]>::len), Some(2));
    assert_eq!(
        session.certificate_line.as_ref().map(|l| l.at.line),
        Some(12)
    );
}

#[test]
fn rows_of_a_block_may_be_absent_or_labelled_short() {
    let heading = "*||Sending certificate";
    let print = "*|17BE570EFE20836063EE1771C0D18482FBB03846|Certificate thumbprint";
    let all = session(&with_certificate(&[
        heading,
        "*|*.contoso.com|alternate names",
        print,
    ]));
    assert_eq!(
        sent(&all).alternate_names.as_deref(),
        Some(&["*.contoso.com".to_owned()][..])
    );
    let without_names = session(&with_certificate(&[heading, print]));
    assert_eq!(sent(&without_names).alternate_names, None);
    let without_print = session(&with_certificate(&[heading, "*|CN=a|Certificate subject"]));
    assert_eq!(sent(&without_print).thumbprint, "");
    assert!(
        without_print
            .certificate_line
            .unwrap()
            .text
            .text()
            .contains("Sending certificate")
    );
    let heading_only = session(&with_certificate(&[heading]));
    assert_eq!(heading_only.certificate, SentCertificate::Unknown);
    let unreadable = format!("*| CN=a CN=b|{CONTEXT}");
    let unreadable = session(&with_certificate(&[&unreadable]));
    assert_eq!(unreadable.certificate, SentCertificate::Unknown);
}

#[test]
fn the_peers_certificate_is_never_ours() {
    let ours = [
        "*||Sending certificate",
        "*|CN=ours|Certificate subject",
        "*|17BE570EFE20836063EE1771C0D18482FBB03846|Certificate thumbprint",
    ];
    let tls = "*||TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using x";
    let [heading, subject, print] = ours;
    let peers_print = "*|B1C2D3E4F5061728394A5B6C7D8E9F0011223344|Certificate thumbprint";
    let peers_subject = "*|CN=peers|Certificate subject";
    for peers in ["*||Received certificate", "*||Remote certificate"] {
        let orders = [
            vec![heading, subject, print, peers, peers_subject, peers_print],
            vec![
                heading,
                subject,
                print,
                tls,
                peers,
                peers_subject,
                peers_print,
            ],
            vec![peers, peers_subject, peers_print, heading, subject, print],
            // Other rows between.
            vec![
                heading,
                "*|x|y",
                subject,
                "*||SendRoutingHeaders",
                print,
                peers,
                "*|x|y",
                peers_print,
            ],
            // The peer's heading is missing.
            vec![heading, subject, print, tls, peers_subject, peers_print],
            vec![heading, subject, print, peers_subject, peers_print],
        ];
        for rows in orders {
            let session = session(&with_certificate(&rows));
            let found = sent(&session);
            assert_eq!(
                (found.thumbprint.as_str(), found.subject.as_deref()),
                (PRINT, Some("CN=ours")),
                "{rows:?}"
            );
        }
        // Ours was never sent.
        let session = session(&with_certificate(&[tls, peers, peers_subject, peers_print]));
        assert_eq!(session.certificate, SentCertificate::NotSent);
    }
    // Rows without any heading may be either side's.
    let session = session(&with_certificate(&[peers_subject, peers_print]));
    assert_eq!(session.certificate, SentCertificate::Unknown);
}

#[test]
fn not_sent_is_only_said_of_what_the_log_holds() {
    let rows = with_certificate(&[]);
    assert_eq!(session(&rows).certificate, SentCertificate::NotSent);
    // The beginning is missing.
    assert_eq!(session(&rows[8..]).certificate, SentCertificate::Unknown);
    // The end of the handshake is missing.
    assert_eq!(session(&rows[..6]).certificate, SentCertificate::Unknown);
    // A row of it is damaged: it may have been the certificate's.
    let mut damaged = lines(ID, &with_certificate(&["*|x|y"]));
    damaged[7].truncate(95);
    damaged[7].push('\n');
    let (sessions, summary) = read(&damaged.concat());
    assert_eq!((sessions.len(), summary.notes.len()), (1, 1));
    assert_eq!(sessions[0].certificate, SentCertificate::Unknown);
}

#[test]
fn a_certificate_is_parsed_once() {
    let mut text = lines(ID, &after_opening(&refused()));
    text.extend(lines("08DE1A2B3C4D5E70", &after_opening(&refused())));
    let (sessions, _) = read(&text.concat());
    match (&sessions[0].certificate, &sessions[1].certificate) {
        (SentCertificate::Sent(a), SentCertificate::Sent(b)) => assert!(Arc::ptr_eq(a, b)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn starttls_is_looked_for_in_the_first_ehlo_reply_only() {
    let offered = |rows: &[&str]| session(rows).tls.offered;
    let old = |listed: &'static str| {
        let mut rows = opening();
        let reply = [
            "<|250-AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7]",
            "<|250-SIZE",
            listed,
            "<|250 XSHADOW",
        ];
        rows.splice(4..5, reply);
        rows
    };
    assert_eq!(offered(&opening()), Some(true));
    assert_eq!(offered(&old("<|250-STARTTLS")), Some(true));
    assert_eq!(offered(&opening()[..3]), None);
    assert_eq!(offered(&opening()[..4]), None);
    // Only the second reply is in the log.
    assert_eq!(offered(&opening()[6..]), None);
    assert_eq!(offered(&opening()[16..]), None);

    let stripped = [&old("<|250-XXXXXXXA")[..8], &refused()].concat();
    let found = session(&stripped);
    assert_eq!(found.tls.offered, Some(false));
    assert!(!found.tls.started);
    assert_eq!(found.certificate, SentCertificate::NotSent);
    assert_eq!(found.tls.ehlo_reply.as_ref().map(|q| q.at.line), Some(5));
    // The last row of the reply is missing: STARTTLS may have stood there.
    let cut = [&old("<|250-8BITMIME")[..7], &refused()].concat();
    assert_eq!(session(&cut).tls.offered, None);
    // A command without a reply is not answered by another's.
    let lost = [&opening()[..4], &refused()].concat();
    assert_eq!(session(&lost).tls.offered, None);
}

#[test]
fn the_address_is_the_one_that_the_peer_saw() {
    let found = session(&after_opening(&refused()));
    let (address, line) = found.seen_address.unwrap();
    assert_eq!(
        (address.to_string().as_str(), line.at.line),
        ("203.0.113.7", 5)
    );
    assert_eq!(found.remote.unwrap().to_string(), "52.101.73.10");
    // What is said inside TLS is said by the peer itself.
    let mut rows = opening();
    rows[17] = "<|250  AM5EUR02FT025.mail.protection.outlook.com Hello [2001:db8::7] SIZE";
    let (address, line) = session(&rows).seen_address.unwrap();
    assert_eq!(
        (address.to_string().as_str(), line.at.line),
        ("2001:db8::7", 18)
    );
}

#[test]
fn handshake_outcomes_are_kept() {
    let good = session(&opening());
    assert!(good.tls.started && good.tls.succeeded && good.tls.failed.is_none());
    for error in ["NoCredentials", "UnknownCredentials"] {
        let failed = format!("*||TLS negotiation failed with error {error}");
        let rows = [&opening()[..13], &[failed.as_str(), "-||Local"]].concat();
        let found = session(&rows);
        assert!(!found.tls.succeeded);
        assert_eq!(
            found.tls.failed.map(|f| (f.0, f.1.at.line)),
            Some((error.to_owned(), 14))
        );
        assert!(matches!(found.certificate, SentCertificate::Sent(_)));
    }
}

#[test]
fn a_missing_certificate_is_raised_locally_in_any_field() {
    const TEXT: &str = "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.";
    let missing = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
    for event in ["*", "-", "<", ">", "+"] {
        for row in [format!("{event}|{TEXT}|"), format!("{event}||{TEXT}")] {
            let (sessions, _) = read(&log(&["+||", &row]));
            assert_eq!(sessions[0].refusals.len(), 1, "{row}");
            let refusal = &sessions[0].refusals[0];
            assert_eq!(
                (refusal.kind, refusal.text.as_str(), refusal.line.at.line),
                (missing, TEXT, 2)
            );
            assert_eq!(sessions[0].peer, Peer::Unknown);
        }
    }
    // Named, but not missing.
    let (sessions, _) = read(&log(&[
        "+||",
        "*||TlsCertificateName is CN=mail.contoso.com",
    ]));
    assert_eq!(sessions[0].refusals, []);
}
