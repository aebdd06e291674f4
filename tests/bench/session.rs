//! One generated session: its rows, and what they amount to.

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
    fn reply(self) -> &'static str {
        match self {
            Self::Accepted => "250 2.1.5 Recipient OK",
            Self::Attribution => {
                "550 5.7.64 TenantAttribution; Relay Access Denied \
                 [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]"
            }
            Self::Attr36 => {
                "550 5.7.64 Relay Access Denied ATTR36. For more details please refer to: \
                 https://support.microsoft.com/kb/3169958"
            }
            Self::Unknown => {
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
            }
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
type Row = (char, String, &'static str);

/// A session, of which rows are still to be written.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: u64,
    pub(super) connector: &'static str,
    pub(super) remote: &'static str,
    pub(super) sequence: usize,
    rows: std::vec::IntoIter<Row>,
}

/// What decides of a new session.
pub(super) struct Wanted<'a> {
    pub(super) id: u64,
    pub(super) failing: bool,
    pub(super) certificate: &'a Certificate,
    /// It ends at the greeting.
    pub(super) brief: bool,
}

const EOP: &str = "AM5EUR02FT025.mail.protection.outlook.com";
const SMART_HOST: &str = "gateway.fabrikam.com";
const TO_CLOUD: &str = "Outbound to Office 365";
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
        let mut made = Made {
            rows: Vec::with_capacity(40),
            truth,
            random,
            to_cloud,
            refused: false,
        };
        made.greeting();
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
        let (connector, remote) = match to_cloud {
            true => (TO_CLOUD, "52.101.73.10:25"),
            false => (TO_PARTNER, "[2001:db8::25]:25"),
        };
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
    refused: bool,
}

impl Made<'_> {
    fn row(&mut self, event: char, data: impl Into<String>, context: &'static str) {
        self.rows.push((event, data.into(), context));
    }

    fn host(&self) -> &'static str {
        if self.to_cloud { EOP } else { SMART_HOST }
    }

    fn ehlo(&mut self, starttls: &str) {
        let host = self.host();
        self.row('>', "EHLO mail.contoso.com", "");
        let lists = format!(
            "250  {host} Hello [203.0.113.7] SIZE 157286400 PIPELINING DSN ENHANCEDSTATUSCODES \
             {starttls}8BITMIME BINARYMIME CHUNKING SMTPUTF8"
        );
        self.row('<', lists, "");
    }

    fn greeting(&mut self) {
        let host = self.host();
        self.row('+', "", "");
        let greeting = format!(
            "\"220 {host} Microsoft ESMTP MAIL Service ready at Mon, 2 Nov 2026 08:00:04 +0000\""
        );
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
                self.row('*', serial.as_str(), "Certificate serial number");
                self.row('*', thumbprint.as_str(), "Certificate thumbprint");
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
        self.row(
            '*',
            "",
            "sending message with RecordId 167503004549 and InternetMessageId \
             <0A1B2C3D4E5F@mail.contoso.com>",
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
            self.row('<', answer.reply(), "");
            self.truth.lines_with_the_word += u64::from(answer == Answer::Attribution);
            if self.to_cloud {
                self.truth.accepted += u64::from(answer == Answer::Accepted);
                self.truth.refused += u64::from(answer.refuses_relay());
            }
            self.refused |= answer.refuses_relay();
        }
        self.truth.messages += u64::from(self.to_cloud);
        if answers.contains(&Answer::Accepted) {
            self.row('>', format!("BDAT {} LAST", 2000 + number % 90_000), "");
            let queued = "\"250 2.6.0 <0A1B2C3D4E5F@mail.contoso.com> [InternalId=1, \
                Hostname=AM5EUR02FT025] 9000 bytes in 0.1, 80 KB/sec Queued mail for delivery\"";
            self.row('<', queued, "");
        }
    }

    fn quit(&mut self) {
        self.row('>', "QUIT", "");
        self.row('<', "221 2.0.0 Service closing transmission channel", "");
    }
}
