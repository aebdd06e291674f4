//! A simulated Exchange server that writes its send log as Exchange does: rows of many
//! sessions in turn, flushed in pieces that end anywhere, rolled over by hour and size,
//! deleted from the oldest. It keeps the truth: what is to be counted of its sessions.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use relay_doctor::attribution::SenderClass;
use relay_doctor::watch::{Answer, SenderKind};

pub(crate) const CONNECTORS: [&str; 2] = [
    "Relay through Exchange Online",
    "Outbound to Office 365 - 7c1d5e90-2b64-4f0a-8e37-a95d1f6b0c28",
];
pub(crate) const OLD: &str = "B1C2D3E4F5061728394A5B6C7D8E9F0011223344";
pub(crate) const NEW: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";
/// A file is rolled over beyond this (bytes).
const MAX_FILE: u64 = 24 * 1024;

/// Numbers at random, the same for the same seed.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }

    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        all[at]
    }
}

/// One message of a session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message {
    pub(crate) from: SenderClass,
    pub(crate) outside: bool,
    pub(crate) refused: bool,
}

impl Message {
    fn answer(self) -> Answer {
        match (self.refused, self.outside) {
            (true, _) => Answer::Refused,
            (false, true) => Answer::Accepted,
            (false, false) => Answer::Own,
        }
    }
}

/// What a session is to be.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) connector: String,
    pub(crate) thumbprint: Option<&'static str>,
    pub(crate) messages: Vec<Message>,
}

impl Session {
    pub(crate) fn random(dice: &mut Dice) -> Self {
        let message = |dice: &mut Dice| Message {
            from: dice.of(&[SenderClass::Own, SenderClass::Null, SenderClass::Foreign]),
            outside: !dice.one_in(4),
            refused: dice.one_in(3),
        };
        let messages = (0..dice.below(4)).map(|_| message(dice)).collect();
        Self {
            connector: dice.of(&CONNECTORS).to_owned(),
            thumbprint: dice.of(&[Some(OLD), Some(NEW), None]),
            messages,
        }
    }

    /// One message of an own sender to an outside recipient.
    pub(crate) fn one(thumbprint: &'static str, from: SenderClass, refused: bool) -> Self {
        Self {
            connector: CONNECTORS[0].to_owned(),
            thumbprint: Some(thumbprint),
            messages: vec![Message {
                from,
                outside: true,
                refused,
            }],
        }
    }

    /// Event, data and context of its rows.
    pub(crate) fn rows(&self) -> Vec<String> {
        let host = "AM5EUR02FT025.mail.protection.outlook.com";
        let mut rows = vec![
            "*,,attempting to connect".to_owned(),
            "+,,".to_owned(),
            format!("<,220 {host} Microsoft ESMTP MAIL Service ready,"),
            ">,EHLO mail.contoso.com,".to_owned(),
            format!("<,250  {host} Hello [203.0.113.7] SIZE 157286400 STARTTLS CHUNKING,"),
        ];
        if let Some(thumbprint) = self.thumbprint {
            rows.extend([
                ">,STARTTLS,".to_owned(),
                "<,220 2.0.0 SMTP server ready,".to_owned(),
                "*,,Sending certificate".to_owned(),
                "*,CN=smtp.contoso.com,Certificate subject".to_owned(),
                "*,\"CN=Contoso Issuing CA 1, O=Contoso CA, C=US\",Certificate issuer name"
                    .to_owned(),
                "*,0A1B2C3D4E5F60718293A4B5C6D7E8F9,Certificate serial number".to_owned(),
                format!("*,{thumbprint},Certificate thumbprint"),
                "*,smtp.contoso.com,Certificate alternate names".to_owned(),
                ">,EHLO mail.contoso.com,".to_owned(),
                "<,250  Hello [203.0.113.7] SIZE 157286400 PIPELINING CHUNKING,".to_owned(),
            ]);
        }
        for message in &self.messages {
            let from = match message.from {
                SenderClass::Own => "user@contoso.com",
                SenderClass::Foreign | SenderClass::Unknown => "user@adatum.example",
                SenderClass::Null => "",
            };
            let to = match message.outside {
                true => "someone@fabrikam.com",
                false => "somebody@contoso.com",
            };
            rows.push(format!(">,MAIL FROM:<{from}> SIZE=18019,"));
            rows.push("<,250 2.1.0 Sender OK,".to_owned());
            rows.push(format!(">,RCPT TO:<{to}>,"));
            if message.refused {
                rows.push("<,550 5.7.64 TenantAttribution; Relay Access Denied,".to_owned());
                rows.push(">,RSET,".to_owned());
                rows.push("<,250 2.0.0 Resetting,".to_owned());
            } else {
                rows.push("<,250 2.1.5 Recipient OK,".to_owned());
                rows.push(">,BDAT 6034 LAST,".to_owned());
                rows.push("<,250 2.6.0 <id@contoso.com> Queued mail for delivery,".to_owned());
            }
        }
        rows.push(">,QUIT,".to_owned());
        rows.push("<,221 2.0.0 Service closing transmission channel,".to_owned());
        rows.push("-,,Local".to_owned());
        rows
    }
}

/// Server, Send connector, thumbprint and sender class.
pub(crate) type Key = (String, String, Option<String>, SenderKind);

/// Sessions, accepted, refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) sessions: u64,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) own: u64,
}

impl Told {
    fn add(&mut self, answer: Answer) {
        self.sessions += 1;
        self.accepted += u64::from(answer == Answer::Accepted);
        self.refused += u64::from(answer == Answer::Refused);
        self.own += u64::from(answer == Answer::Own);
    }
}

/// What is to be counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) total: Told,
    pub(crate) rows: BTreeMap<Key, Told>,
}

impl Truth {
    fn add(&mut self, server: &str, session: &Session) {
        let answers = session.messages.iter().map(|m| m.answer());
        self.total.add(answers.min().unwrap_or(Answer::Other));
        let mut kinds: BTreeMap<SenderKind, Answer> = BTreeMap::new();
        for message in &session.messages {
            let known = kinds
                .entry(SenderKind::Class(message.from))
                .or_insert(message.answer());
            *known = (*known).min(message.answer());
        }
        if kinds.is_empty() {
            kinds.insert(SenderKind::NoMail, Answer::Other);
        }
        for (kind, answer) in kinds {
            let key = (
                server.to_owned(),
                session.connector.clone(),
                session.thumbprint.map(str::to_owned),
                kind,
            );
            self.rows.entry(key).or_default().add(answer);
        }
    }
}

impl Truth {
    /// With what another server wrote.
    pub(crate) fn add_all(&mut self, other: &Self) {
        let (total, more) = (&mut self.total, other.total);
        total.sessions += more.sessions;
        total.accepted += more.accepted;
        total.refused += more.refused;
        total.own += more.own;
        self.rows.extend(other.rows.clone());
    }
}

/// A session that is being written.
struct Open {
    session: Session,
    id: u64,
    rows: Vec<String>,
    next: usize,
}

/// A file that was written.
struct Written {
    path: PathBuf,
    /// All of it was there when the follower last looked.
    seen: bool,
}

/// The server.
pub(crate) struct Writer {
    pub(crate) server: String,
    pub(crate) folder: PathBuf,
    /// Its clock, milliseconds since the epoch.
    pub(crate) clock: i64,
    open: Vec<Open>,
    pending: Vec<u8>,
    files: Vec<Written>,
    /// Where the current file really ends: behind it there may be zeros.
    pub(crate) end: u64,
    hour: String,
    number: u32,
    ids: u64,
    pub(crate) truth: Truth,
}

impl Writer {
    pub(crate) fn new(root: &Path, server: &str, clock: i64) -> Self {
        let folder = root.join(server).join("Hub/ProtocolLog/SmtpSend");
        fs::create_dir_all(&folder).unwrap();
        let mut writer = Self {
            server: server.to_owned(),
            folder,
            clock,
            open: Vec::new(),
            pending: Vec::new(),
            files: Vec::new(),
            end: 0,
            hour: String::new(),
            number: 0,
            ids: 0x08DE_0000_0000_0000 + clock.unsigned_abs() % 0xFFFF,
            truth: Truth::default(),
        };
        writer.roll();
        writer.flush_all();
        writer
    }

    fn stamp(&self) -> String {
        let time = jiff::Timestamp::from_millisecond(self.clock).unwrap();
        time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    fn hour_now(&self) -> String {
        let time = jiff::Timestamp::from_millisecond(self.clock).unwrap();
        time.strftime("%Y%m%d%H").to_string()
    }

    /// A new file, by hour or by size.
    fn roll(&mut self) {
        let hour = self.hour_now();
        self.number = match hour == self.hour {
            true => self.number + 1,
            false => 1,
        };
        self.hour = hour;
        let path = self
            .folder
            .join(format!("SEND{}-{}.LOG", self.hour, self.number));
        self.files.push(Written { path, seen: false });
        self.begin_file();
    }

    fn begin_file(&mut self) {
        let header = format!(
            "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP Send Protocol Log\r\n#Date: {}\r\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n",
            self.stamp()
        );
        self.end = 0;
        File::create(self.current()).unwrap();
        self.pending = header.into_bytes();
    }

    fn current(&self) -> PathBuf {
        let name = self.files.last().unwrap().path.file_name().unwrap();
        self.folder.join(name)
    }

    /// Writes so many of the bytes that wait; the rest is half a line.
    pub(crate) fn flush(&mut self, bytes: usize) {
        let count = bytes.min(self.pending.len());
        if count == 0 {
            return;
        }
        let mut file = File::options().write(true).open(self.current()).unwrap();
        file.seek(SeekFrom::Start(self.end)).unwrap();
        file.write_all(&self.pending[..count]).unwrap();
        self.end += count as u64;
        self.pending.drain(..count);
        self.files.last_mut().unwrap().seen = false;
    }

    pub(crate) fn flush_all(&mut self) {
        self.flush(usize::MAX);
    }

    /// Begins a session.
    pub(crate) fn begin(&mut self, session: Session) {
        self.ids += 1;
        let rows = session.rows();
        self.open.push(Open {
            session,
            id: self.ids,
            rows,
            next: 0,
        });
    }

    /// Writes the next row of one of the open sessions.
    pub(crate) fn row(&mut self, which: usize) {
        if self.open.is_empty() {
            return;
        }
        if self.hour_now() != self.hour || self.end + self.pending.len() as u64 > MAX_FILE {
            self.flush_all();
            self.roll();
        }
        self.clock += 7;
        let stamp = self.stamp();
        let at = which % self.open.len();
        let open = &mut self.open[at];
        let line = format!(
            "{stamp},{},{:016X},{},10.0.0.5:44126,52.101.73.10:25,{}\r\n",
            open.session.connector, open.id, open.next, open.rows[open.next]
        );
        open.next += 1;
        self.pending.extend_from_slice(line.as_bytes());
        if self.open[at].next == self.open[at].rows.len() {
            let done = self.open.remove(at);
            self.truth.add(&self.server, &done.session);
        }
    }

    /// Writes all rows of a session at once.
    pub(crate) fn whole(&mut self, session: Session) {
        self.begin(session);
        let last = self.open.len() - 1;
        let rows = self.open[last].rows.len();
        for _ in 0..rows {
            self.row(last);
        }
        self.flush_all();
    }

    /// Ends all that is open.
    pub(crate) fn end_all(&mut self) {
        while !self.open.is_empty() {
            self.row(0);
        }
        self.flush_all();
    }

    /// The follower has read all that is there.
    pub(crate) fn was_read(&mut self) {
        self.files.iter_mut().for_each(|file| file.seen = true);
    }

    fn current_is_read(&self) -> bool {
        self.pending.is_empty() && self.files.last().unwrap().seen
    }

    /// Circular deletion: the oldest file, when it was read.
    pub(crate) fn delete_oldest(&mut self) {
        if self.files.len() > 1 && self.files[0].seen {
            let file = self.files.remove(0);
            fs::remove_file(self.folder.join(file.path.file_name().unwrap())).unwrap();
        }
    }

    /// The current file is deleted and made anew under its name.
    pub(crate) fn recreate(&mut self) {
        if self.current_is_read() {
            self.clock += 3;
            fs::remove_file(self.current()).unwrap();
            self.begin_file();
        }
    }

    /// The current file loses its end, at the end of a line.
    pub(crate) fn truncate(&mut self, dice: &mut Dice) {
        if !self.current_is_read() {
            return;
        }
        let text = fs::read(self.current()).unwrap();
        let text = &text[..usize::try_from(self.end).unwrap()];
        let ends: Vec<u64> = (1u64..)
            .zip(text)
            .filter(|(_, b)| **b == b'\n')
            .map(|(at, _)| at)
            .collect();
        // The header stays.
        if let Some(later) = ends.get(5..).filter(|l| !l.is_empty()) {
            let to = dice.of(later);
            let file = File::options().write(true).open(self.current()).unwrap();
            file.set_len(to).unwrap();
            self.end = to;
        }
    }

    /// The system makes room behind what is written.
    pub(crate) fn make_room(&mut self, bytes: u64) {
        let file = File::options().write(true).open(self.current()).unwrap();
        file.set_len(self.end + bytes).unwrap();
    }
}
