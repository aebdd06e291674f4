//! Logs made for tests, and what reading them gave.

use std::ops::ControlFlow;

use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{FileSummary, Reader, Session, SessionSink};

pub(super) const ID: &str = "08DE1A2B3C4D5E6F";
pub(super) const HOST: &str = "AM5EUR02FT025.mail.protection.outlook.com";
pub(super) const PRINT: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";
pub(super) const PEERS_PRINT: &str = "B1C2D3E4F5061728394A5B6C7D8E9F0011223344";
pub(super) const SERIAL: &str = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";
pub(super) const DENIED: &str =
    "<|550 5.7.64 TenantAttribution; Relay Access Denied [x.prod.protection.outlook.com]";

/// Collects sessions.
#[derive(Default)]
pub(super) struct Collect(pub(super) Vec<Session>);

impl SessionSink for Collect {
    fn session(&mut self, _server: &str, session: &Session) {
        self.0.push(session.clone());
    }
}

/// Reads `files` as the logs of one server.
pub(super) fn read_files(files: &[&[u8]]) -> (Vec<Session>, Vec<FileSummary>) {
    let mut reader = Reader::new("MAIL01");
    let mut sink = Collect::default();
    let summaries = (0..)
        .zip(files)
        .map(|(source, bytes)| {
            let go_on = &mut |_| ControlFlow::Continue(());
            reader
                .file(SourceId(source), *bytes, &mut sink, go_on)
                .unwrap()
        })
        .collect();
    reader.finish(&mut sink);
    (sink.0, summaries)
}

/// Reads one file.
pub(super) fn read(text: &str) -> (Vec<Session>, FileSummary) {
    let (sessions, mut summaries) = read_files(&[text.as_bytes()]);
    (sessions, summaries.remove(0))
}

/// Reads the one session that these rows are: `EVENT|DATA|CONTEXT`.
pub(super) fn session(rows: &[&str]) -> Session {
    let (mut sessions, summary) = read(&log(rows));
    assert_eq!(summary.notes, [], "{rows:?}");
    assert_eq!(sessions.len(), 1, "{rows:?}");
    sessions.remove(0)
}

/// The rows as a log without header.
pub(super) fn log(rows: &[&str]) -> String {
    lines(ID, rows).concat()
}

/// A line for each row, with its line end; sequence numbers and times count up.
pub(super) fn lines(id: &str, rows: &[&str]) -> Vec<String> {
    let line = |(sequence, row): (usize, &&str)| line(id, sequence, row);
    rows.iter().enumerate().map(line).collect()
}

/// One row of a session.
pub(super) fn line(id: &str, sequence: usize, row: &str) -> String {
    let mut parts = row.splitn(3, '|');
    let event = parts.next().unwrap_or_default();
    let data = csv(parts.next().unwrap_or_default());
    let context = csv(parts.next().unwrap_or_default());
    let (second, milli) = (sequence / 1000 % 60, sequence % 1000);
    format!(
        "2026-11-02T08:00:{second:02}.{milli:03}Z,Outbound to Office 365,{id},{sequence},\
         10.0.0.5:44276,52.101.73.10:25,{event},{data},{context}\r\n"
    )
}

fn csv(value: &str) -> String {
    if value.contains([',', '"']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The rows up to the EHLO inside TLS, with this certificate and the peer's.
pub(super) fn opening() -> Vec<&'static str> {
    vec![
        "*||attempting to connect",
        "+||",
        "<|220 AM5EUR02FT025.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Mon, 2 Nov 2026 08:00:04 +0000",
        ">|EHLO mail.contoso.com",
        "<|250  AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7] SIZE 157286400 PIPELINING STARTTLS CHUNKING",
        ">|STARTTLS",
        "<|220 2.0.0 SMTP server ready",
        "*||Sending certificate",
        "*|CN=*.contoso.com|Certificate subject",
        "*|CN=Contoso Issuing CA 1, O=Contoso CA, C=US|Certificate issuer name",
        "*|0A1B2C3D4E5F60718293A4B5C6D7E8F9|Certificate serial number",
        "*|17BE570EFE20836063EE1771C0D18482FBB03846|Certificate thumbprint",
        "*|*.contoso.com;contoso.com|Certificate alternate names",
        "*||TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384",
        "*||Received certificate",
        "*|B1C2D3E4F5061728394A5B6C7D8E9F0011223344|Certificate thumbprint",
        ">|EHLO mail.contoso.com",
        "<|250  AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7] SIZE 157286400 PIPELINING CHUNKING",
    ]
}

/// The rows of a message that is refused at RCPT, pipelined, and the end.
pub(super) fn refused() -> Vec<&'static str> {
    vec![
        "*||sending message with RecordId 167503004549 and InternetMessageId <id@contoso.com>",
        ">|MAIL FROM:<user@contoso.com> SIZE=18019",
        ">|RCPT TO:<someone@fabrikam.com>",
        "<|250 2.1.0 Sender OK",
        DENIED,
        ">|QUIT",
        "<|221 2.0.0 Service closing transmission channel",
        "-||Local",
    ]
}

/// A whole session: opening, then `rest`.
pub(super) fn after_opening(rest: &[&'static str]) -> Vec<&'static str> {
    let mut rows = opening();
    rows.extend(rest);
    rows
}

/// A session without what depends on the file and its order.
pub(super) fn bare(session: &Session) -> Session {
    let mut bare = session.clone();
    let quotes = [
        bare.certificate_line.as_mut(),
        bare.seen_address.as_mut().map(|s| &mut s.1),
        bare.tls.failed.as_mut().map(|f| &mut f.1),
        bare.tls.ehlo_reply.as_mut(),
    ];
    let refusals = bare.refusals.iter_mut().map(|r| &mut r.line);
    for quote in quotes.into_iter().flatten().chain(refusals) {
        quote.at.source = SourceId(0);
        quote.at.line = 0;
    }
    (bare.first, bare.last) = (None, None);
    for message in &mut bare.messages {
        message.line = 0;
        for recipient in &mut message.recipients {
            recipient.line = 0;
            recipient.reply_line = 0;
        }
    }
    bare
}
