//! Logs made at random, with what is to be counted of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::Counts;

/// One RCPT TO and the reply to it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    Accepted,
    Attribution,
    Attr36,
    Otherwise,
    Later,
}

impl Answer {
    fn reply(self) -> &'static str {
        match self {
            Self::Accepted => "250 2.1.5 Recipient OK",
            Self::Attribution => {
                "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]"
            }
            Self::Attr36 => "550 5.7.64 Relay Access Denied ATTR36",
            Self::Otherwise => "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
            Self::Later => "450 4.7.1 Try again, please",
        }
    }

    fn is_refusal(self) -> bool {
        matches!(self, Self::Attribution | Self::Attr36)
    }
}

#[derive(Debug, Clone)]
struct Message {
    from: &'static str,
    recipients: Vec<Answer>,
    chunked: bool,
    /// The reply to the text, where any recipient was accepted.
    text: Answer,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    NoCertificate,
    RowByRow,
    OneRow,
}

#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) server: usize,
    connector: &'static str,
    eop: bool,
    form: Form,
    certificate: usize,
    /// The last number of the address that the peer saw.
    address: u8,
    pipelining: bool,
    messages: Vec<Message>,
    closed: bool,
}

const THUMBPRINTS: [&str; 2] = [
    "17BE570EFE20836063EE1771C0D18482FBB03846",
    "B1C2D3E4F5061728394A5B6C7D8E9F0011223344",
];

fn message() -> impl Strategy<Value = Message> {
    use Answer::{Accepted, Attr36, Attribution, Later, Otherwise};
    let answer = || {
        select(vec![
            Accepted,
            Accepted,
            Accepted,
            Attribution,
            Attr36,
            Otherwise,
            Later,
        ])
    };
    let from = select(vec![
        "<user@contoso.com> SIZE=18019",
        "<>",
        "<\"a, b\"@fabrikam.com>",
    ]);
    (from, vec(answer(), 1..4), any::<bool>(), answer()).prop_map(
        |(from, recipients, chunked, text)| Message {
            from,
            recipients,
            chunked,
            text,
        },
    )
}

pub(crate) fn session() -> impl Strategy<Value = Session> {
    let connector = select(vec!["Outbound to Office 365", "組織内, SMTP \"送信\""]);
    let form = select(vec![Form::NoCertificate, Form::RowByRow, Form::OneRow]);
    (
        0..2usize,
        connector,
        prop::bool::weighted(0.8),
        form,
        0..THUMBPRINTS.len(),
        7..10u8,
        any::<bool>(),
        vec(message(), 0..3),
        prop::bool::weighted(0.9),
    )
        .prop_map(
            |(server, connector, eop, form, certificate, address, pipelining, messages, closed)| {
                Session {
                    server,
                    connector,
                    eop,
                    form,
                    certificate,
                    address,
                    pipelining,
                    messages,
                    closed,
                }
            },
        )
}

/// Event, data and context of a row.
type Said = (char, String, String);

impl Session {
    /// Event, data and context of its rows.
    fn rows(&self) -> Vec<Said> {
        let mut rows = Vec::new();
        let mut add = |event, data: &str, context: &str| {
            rows.push((event, data.to_owned(), context.to_owned()));
        };
        let host = match self.eop {
            true => "AM5EUR02FT025.mail.protection.outlook.com",
            false => "mx.fabrikam.com",
        };
        add('*', "", "attempting to connect");
        add('+', "", "");
        add(
            '<',
            &format!(
                "220 {host} Microsoft ESMTP MAIL Service ready at Mon, 2 Nov 2026 08:00:04 +0000"
            ),
            "",
        );
        add('>', "EHLO mail.contoso.com", "");
        add('<', &format!("250-{host} Hello [{}]", self.address()), "");
        add('<', "250-STARTTLS", "");
        add('<', "250 CHUNKING", "");
        self.handshake(&mut add);
        for message in &self.messages {
            self.message(message, &mut add);
        }
        if self.closed {
            add('>', "QUIT", "");
            add('<', "221 2.0.0 Service closing transmission channel", "");
            add('-', "", "Local");
        }
        rows
    }

    fn handshake(&self, add: &mut dyn FnMut(char, &str, &str)) {
        let thumbprint = THUMBPRINTS[self.certificate];
        match self.form {
            Form::NoCertificate => return,
            Form::RowByRow => {
                add('>', "STARTTLS", "");
                add('<', "220 2.0.0 SMTP server ready", "");
                add('*', "", "Sending certificate");
                add('*', "CN=*.contoso.com", "Certificate subject");
                add(
                    '*',
                    "CN=Contoso Issuing CA 1, O=Contoso CA, C=US",
                    "Certificate issuer name",
                );
                add(
                    '*',
                    "0A1B2C3D4E5F60718293A4B5C6D7E8F9",
                    "Certificate serial number",
                );
                add('*', thumbprint, "Certificate thumbprint");
                add(
                    '*',
                    "*.contoso.com;contoso.com",
                    "Certificate alternate names",
                );
            }
            Form::OneRow => {
                add('>', "STARTTLS", "");
                add('<', "220 2.0.0 SMTP server ready", "");
                let row = format!(
                    " CN=mail.contoso.com CN=Contoso Issuing CA 1, O=Contoso CA, C=US 0A1B2C3D4E5F60718293A4B5C6D7E8F9 {thumbprint} 2026-01-17T15:15:33.000Z 2027-01-17T15:15:33.000Z mail.contoso.com;autodiscover.contoso.com"
                );
                add(
                    '*',
                    &row,
                    "Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
                );
            }
        }
        add('*', "", "Received certificate");
        add(
            '*',
            "00000000000000000000000000000000000000FF",
            "Certificate thumbprint",
        );
        add('>', "EHLO mail.contoso.com", "");
        add(
            '<',
            &format!(
                "250  Hello [{}] SIZE 157286400 PIPELINING CHUNKING",
                self.address()
            ),
            "",
        );
    }

    fn message(&self, message: &Message, add: &mut dyn FnMut(char, &str, &str)) {
        let mail = format!("MAIL FROM:{}", message.from);
        let mut pairs = vec![(mail, "250 2.1.0 Sender OK")];
        for (number, answer) in message.recipients.iter().enumerate() {
            pairs.push((format!("RCPT TO:<r{number}@fabrikam.com>"), answer.reply()));
        }
        if self.pipelining {
            pairs.iter().for_each(|(command, _)| add('>', command, ""));
            pairs.iter().for_each(|(_, reply)| add('<', reply, ""));
        } else {
            for (command, reply) in &pairs {
                add('>', command, "");
                add('<', reply, "");
            }
        }
        if !message.recipients.contains(&Answer::Accepted) {
            add('>', "RSET", "");
            add('<', "250 2.0.0 Resetting", "");
            return;
        }
        let reply = match message.text {
            Answer::Accepted => "250 2.6.0 <id@contoso.com> Queued mail for delivery",
            other => other.reply(),
        };
        if message.chunked {
            add('>', "BDAT 6034 LAST", "");
        } else {
            add('>', "DATA", "");
            add('<', "354 Start mail input; end with <CRLF>.<CRLF>", "");
        }
        add('<', reply, "");
    }

    fn address(&self) -> String {
        format!("203.0.113.{}", self.address)
    }

    /// What it adds to the counts, by how it was made.
    pub(crate) fn count(&self, counts: &mut Counts) {
        counts.sessions += 1;
        *counts.addresses.entry(self.address()).or_default() += 1;
        let connector = counts
            .connectors
            .entry(self.connector.to_owned())
            .or_default();
        connector.sessions += 1;
        if self.form != Form::NoCertificate {
            let thumbprint = THUMBPRINTS[self.certificate].to_owned();
            *counts.certificates.entry(thumbprint).or_default() += 1;
        }
        let any_accepted = |m: &Message| m.recipients.contains(&Answer::Accepted);
        let refused = |m: &Message| {
            m.recipients.iter().any(|a| a.is_refusal()) || (any_accepted(m) && m.text.is_refusal())
        };
        let any_refused = self.messages.iter().any(refused);
        // Only Exchange Online gives that reply, whatever it greets as.
        if !self.eop && !any_refused {
            return;
        }
        counts.to_exchange_online += 1;
        counts.sessions_refused += u64::from(any_refused);
        counts.messages += self.messages.len() as u64;
        for message in &self.messages {
            for answer in &message.recipients {
                let last = match answer {
                    Answer::Accepted => message.text,
                    answer => *answer,
                };
                counts.accepted += u64::from(last == Answer::Accepted);
                counts.refused += u64::from(last.is_refusal());
                connector.accepted += u64::from(last == Answer::Accepted);
                connector.refused += u64::from(last.is_refusal());
            }
        }
    }
}

/// A field as Exchange writes it: quoted when it must be.
fn field(text: &str) -> String {
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

const HEADER: &str = "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n\
    #Log-type: SMTP Send Protocol Log\r\n#Date: 2026-11-02T08:00:04.113Z\r\n\
    #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n";

/// Writes the sessions of both servers interleaved as `turns` says, in files of
/// `rows_a_file` rows; sessions with the same id on two servers among them.
pub(crate) fn write_logs(folder: &Path, sessions: &[Session], turns: &[usize], rows_a_file: usize) {
    for server in 0..2 {
        let mut waiting: Vec<(usize, Vec<Said>, usize)> = Vec::new();
        for (number, session) in sessions.iter().enumerate() {
            if session.server == server {
                waiting.push((number / 2, session.rows(), number));
            }
        }
        waiting.iter_mut().for_each(|(_, rows, _)| rows.reverse());
        let mut lines = Vec::new();
        let mut turns = turns.iter().cycle();
        let mut sequence: BTreeMap<usize, u32> = BTreeMap::new();
        while !waiting.is_empty() {
            let turn = turns.next().unwrap() % waiting.len();
            let (id, rows, number) = &mut waiting[turn];
            let Some((event, data, context)) = rows.pop() else {
                waiting.remove(turn);
                continue;
            };
            let millis = lines.len();
            let next = sequence.entry(*number).or_default();
            // A server has an address of its own: logs of the same bytes are copies.
            let address = 5 + server;
            lines.push(format!(
                "2026-11-02T08:{:02}:{:02}.{:03}Z,{},08DE1A2B3C4D{id:04X},{next},10.0.0.{address}:44276,52.101.73.10:25,{event},{},{}\r\n",
                millis / 60_000,
                millis / 1000 % 60,
                millis % 1000,
                field(sessions[*number].connector),
                field(&data),
                field(&context),
            ));
            *next += 1;
        }
        let logs = folder
            .join(["EX01", "EX02"][server])
            .join("Hub/ProtocolLog/SmtpSend");
        fs::create_dir_all(&logs).unwrap();
        for (number, rows) in lines.chunks(rows_a_file).enumerate() {
            let name = format!("SEND2026110208-{}.LOG", number + 1);
            fs::write(logs.join(name), format!("{HEADER}{}", rows.concat())).unwrap();
        }
    }
}
