//! One generated session: its rows, and what they amount to.

use std::borrow::Cow;

use super::random::Random;
use super::truth::{Sessions, Truth};

/// How a session writes the certificate that it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A row a value, with the alternate names or without them.
    Rows { names: bool },
    /// All values in one row, with the dates or without them.
    Single { dates: bool },
    /// STARTTLS, and no certificate of ours.
    None,
}

/// What the peer answers to RCPT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accepted,
    Attribution,
    /// The code and `ATTR36`, without the word.
    Attr36,
    /// Another refusal.
    Unknown,
}

impl Answer {
    /// As the peer of that name says it.
    fn reply(self, host: &str) -> Cow<'static, str> {
        match self {
            Self::Accepted => "250 2.1.5 Recipient OK".into(),
            Self::Attribution => format!(
                "550 5.7.64 TenantAttribution; Relay Access Denied \
                 [{host}.eop-EUR02.prod.protection.outlook.com]"
            )
            .into(),
            Self::Attr36 => "550 5.7.64 Relay Access Denied ATTR36. For more details please \
                 refer to: https://support.microsoft.com/kb/3169958"
                .into(),
            Self::Unknown => "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by \
                 SMTP address lookup"
                .into(),
        }
    }

    fn refuses_relay(self) -> bool {
        matches!(self, Self::Attribution | Self::Attr36)
    }
}

/// A certificate that sessions send.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    host: String,
    serial: String,
    pub(super) thumbprint: String,
}

impl Certificate {
    /// The certificate of a number; before and after the change of name.
    pub(super) fn of(number: u64, renewed: bool) -> Self {
        let domain = if renewed {
            "contoso.net"
        } else {
            "contoso.com"
        };
        let salt = Random::new(number * 2 + u64::from(renewed)).next();
        let host = match number {
            0 => format!("mail.{domain}"),
            _ => format!("mail{number}.{domain}"),
        };
        Self {
            host,
            serial: format!("{salt:016X}{number:016X}"),
            thumbprint: format!("{salt:016X}{number:08X}{:016X}", !salt),
        }
    }

    fn subject(&self) -> String {
        format!("CN={}, O=Contoso, C=US", self.host)
    }

    fn names(&self) -> String {
        format!("{};autodiscover.{}", self.host, self.host)
    }
}

const ISSUER: &str = "CN=Contoso Issuing CA 1, O=Contoso CA, C=US";

/// A row without what all rows of its session share.
type Row = (char, Cow<'static, str>, Cow<'static, str>);

/// A session, of which rows are still to be written.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: u64,
    pub(super) connector: &'static str,
    /// The port of the local endpoint.
    pub(super) port: u64,
    pub(super) remote: &'static str,
    pub(super) sequence: usize,
    rows: std::vec::IntoIter<Row>,
}

/// What decides of a new session.
pub(super) struct Wanted<'a> {
    pub(super) id: u64,
    /// When it begins, as a greeting writes that.
    pub(super) date: &'a str,
    pub(super) failing: bool,
    pub(super) certificate: &'a Certificate,
    /// It ends at the greeting.
    pub(super) brief: bool,
}

/// Servers of Exchange Online Protection that answer, and their addresses.
const FRONT_ENDS: u64 = 16;
const REMOTES: [&str; 4] = [
    "52.101.73.10:25",
    "52.101.73.26:25",
    "52.101.68.5:25",
    "52.101.68.16:25",
];
const SMART_HOST: &str = "gateway.fabrikam.com";
/// As the Hybrid Configuration Wizard names it today (domain.md, section 6).
const TO_CLOUD: &str = "Outbound to Office 365 - 177cd94d-3c1e-4a52-9f0b-6d8e2b7c5a10";
/// A name with a comma stands in quotes.
const TO_PARTNER: &str = "\"Partner, encrypted\"";
const TLS: &str = "\"TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk \
    encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384 \
    with strength 384 bits and key exchange algorithm CALG_ECDHE with strength 384 bits\"";

impl Session {
    /// Makes a session and counts what it will come to.
    pub(super) fn new(wanted: &Wanted, random: &mut Random, truth: &mut Truth) -> Self {
        let to_cloud = wanted.failing || !random.one_in(40);
        let form = match random.below(20) {
            _ if wanted.brief => Form::None,
            0 if to_cloud => Form::None,
            1..=6 => Form::Rows { names: true },
            7..=9 => Form::Rows { names: false },
            10..=13 => Form::Single { dates: false },
            _ => Form::Single { dates: true },
        };
        let (connector, remote) = match to_cloud {
            true => (TO_CLOUD, REMOTES[random.below(4) as usize]),
            false => (TO_PARTNER, "[2001:db8::25]:25"),
        };
        let port = 1024 + random.below(64_000);
        let front_end = format!("AM5EUR02FT{:03}", random.below(FRONT_ENDS));
        let mut made = Made {
            rows: Vec::with_capacity(40),
            truth,
            random,
            to_cloud,
            host: match to_cloud {
                true => format!("{front_end}.mail.protection.outlook.com"),
                false => SMART_HOST.to_owned(),
            },
            front_end,
            refused: false,
        };
        made.greeting(wanted.date);
        if !wanted.brief {
            made.handshake();
            made.certificate(form, wanted.certificate);
            for _ in 0..=u64::from(made.random.one_in(8)) {
                made.message(wanted.failing);
            }
            made.quit();
        }
        made.row('-', "", "Local");
        let refused = u64::from(made.refused);
        let rows = made.rows.into_iter();
        truth.sessions += 1;
        truth.to_exchange_online += u64::from(to_cloud);
        truth.sessions_refused += refused;
        truth.sessions_without_certificate += u64::from(form == Form::None && !wanted.brief);
        let count = |sessions: &mut Sessions| {
            sessions.all += 1;
            sessions.refused += refused;
        };
        let name = connector.trim_matches('"').to_owned();
        count(truth.by_connector.entry(name).or_default());
        if form != Form::None {
            let thumbprint = wanted.certificate.thumbprint.clone();
            count(truth.by_certificate.entry(thumbprint).or_default());
        }
        Self {
            id: wanted.id,
            connector,
            port,
            remote,
            sequence: 0,
            rows,
        }
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Row> {
        let row = self.rows.next()?;
        self.sequence += 1;
        Some(row)
    }

    /// Whether all rows are written.
    pub(super) fn is_over(&self) -> bool {
        self.rows.len() == 0
    }
}

/// A session while it is made.
struct Made<'a> {
    rows: Vec<Row>,
    truth: &'a mut Truth,
    random: &'a mut Random,
    to_cloud: bool,
    /// The peer's name, and the one of its replies.
    host: String,
    front_end: String,
    refused: bool,
}

impl Made<'_> {
    fn row(
        &mut self,
        event: char,
        data: impl Into<Cow<'static, str>>,
        context: impl Into<Cow<'static, str>>,
    ) {
        self.rows.push((event, data.into(), context.into()));
    }

    fn ehlo(&mut self, starttls: &str) {
        self.row('>', "EHLO mail.contoso.com", "");
        let host = &self.host;
        let lists = format!(
            "250  {host} Hello [203.0.113.7] SIZE 157286400 PIPELINING DSN ENHANCEDSTATUSCODES \
             {starttls}8BITMIME BINARYMIME CHUNKING SMTPUTF8"
        );
        self.row('<', lists, "");
    }

    fn greeting(&mut self, date: &str) {
        self.row('+', "", "");
        let host = &self.host;
        let greeting = format!("\"220 {host} Microsoft ESMTP MAIL Service ready at {date}\"");
        self.row('<', greeting, "");
    }

    fn handshake(&mut self) {
        self.ehlo("STARTTLS ");
        self.row('>', "STARTTLS", "");
        self.row('<', "220 2.0.0 SMTP server ready", "");
    }

    fn certificate(&mut self, form: Form, certificate: &Certificate) {
        let Certificate {
            serial, thumbprint, ..
        } = certificate;
        let (subject, names) = (certificate.subject(), certificate.names());
        match form {
            Form::None => {}
            Form::Rows { names: with_names } => {
                self.row('*', "", "Sending certificate");
                self.row('*', format!("\"{subject}\""), "Certificate subject");
                self.row('*', format!("\"{ISSUER}\""), "Certificate issuer name");
                self.row('*', serial.clone(), "Certificate serial number");
                self.row('*', thumbprint.clone(), "Certificate thumbprint");
                if with_names {
                    self.row('*', names, "Certificate alternate names");
                }
            }
            Form::Single { dates } => {
                let validity = match dates {
                    true => "2026-01-17T15:15:33.000Z 2027-01-17T15:15:33.000Z ",
                    false => "",
                };
                let context = match dates {
                    true => {
                        "Sending certificate Subject Issuer name Serial number Thumbprint \
                         Not before Not after Subject alternate names"
                    }
                    false => {
                        "Sending certificate Certificate subject Certificate issuer name \
                         Certificate serial number Certificate thumbprint \
                         Certificate subject alternate names"
                    }
                };
                let data =
                    format!("\" {subject} {ISSUER} {serial} {thumbprint} {validity}{names}\"");
                self.row('*', data, context);
            }
        }
        self.row('*', "", TLS);
        self.row('*', "", "Received certificate");
        let peers = "B1C2D3E4F5061728394A5B6C7D8E9F0011223344";
        self.row('*', peers, "Certificate thumbprint");
        self.ehlo("");
    }

    fn message(&mut self, failing: bool) {
        let number = self.random.next();
        let sender = format!("user{}@contoso.com", number % 500);
        let id = format!("{number:016x}{:016x}@EX01.contoso.com", !number);
        let record = 167_503_000_000 + number % 1_000_000;
        self.row(
            '*',
            "",
            format!("sending message with RecordId {record} and InternetMessageId <{id}>"),
        );
        self.row(
            '>',
            format!("MAIL FROM:<{sender}> SIZE={}", 2000 + number % 90_000),
            "",
        );
        let kind = match self.random.below(10) {
            0..=6 => Answer::Attribution,
            _ => Answer::Attr36,
        };
        let mut answers = Vec::new();
        for index in 0..=self.random.below(3) {
            let answer = match self.random.below(50) {
                _ if failing && index == 0 => kind,
                0 => Answer::Unknown,
                _ if failing => kind,
                _ => Answer::Accepted,
            };
            answers.push(answer);
            // An address may hold the word; it is no refusal for that.
            let local = match self.random.one_in(60) {
                true => "TenantAttribution",
                false => "someone",
            };
            let domain = self.random.below(200);
            let address = format!("{local}.{index}@d{domain}.fabrikam.com");
            self.row('>', format!("RCPT TO:<{address}>"), "");
            self.truth.lines_with_the_word += u64::from(local == "TenantAttribution");
        }
        self.row('<', "250 2.1.0 Sender OK", "");
        for &answer in &answers {
            self.row('<', answer.reply(&self.front_end), "");
            self.truth.lines_with_the_word += u64::from(answer == Answer::Attribution);
            if self.to_cloud {
                self.truth.accepted += u64::from(answer == Answer::Accepted);
                self.truth.refused += u64::from(answer.refuses_relay());
            }
            self.refused |= answer.refuses_relay();
        }
        self.truth.messages += u64::from(self.to_cloud);
        if answers.contains(&Answer::Accepted) {
            let bytes = 2000 + number % 90_000;
            self.row('>', format!("BDAT {bytes} LAST"), "");
            let internal = 36_146_824_000_000 + number % 1_000_000_000;
            let mailbox = number % 7000;
            let queued = format!(
                "\"250 2.6.0 <{id}> [InternalId={internal}, \
                 Hostname=AM0PR04MB{mailbox:04}.eurprd04.prod.outlook.com] {bytes} bytes in \
                 0.110, 92.045 KB/sec Queued mail for delivery\""
            );
            self.row('<', queued, "");
        }
    }

    fn quit(&mut self) {
        self.row('>', "QUIT", "");
        self.row('<', "221 2.0.0 Service closing transmission channel", "");
    }
}
