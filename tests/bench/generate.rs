//! Send logs made up for measuring, and the truth about them. The same options give
//! the same bytes on every machine.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::random::Random;
use super::session::{Certificate, Session, Wanted};
use super::truth::Truth;

/// What is wanted of the logs.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) seed: u64,
    /// All files together, about so many bytes.
    pub(crate) bytes: u64,
    /// Files of each server.
    pub(crate) files: u64,
    pub(crate) servers: u64,
    /// Of a thousand sessions after the certificate's change, so many are refused.
    pub(crate) failing: u64,
    /// Sessions open at once on a server; their rows stand between each other's.
    pub(crate) open: usize,
    /// Certificates in use at a time on a server.
    pub(crate) certificates: u64,
    /// After this share of the files, in a hundred, the certificates are others.
    pub(crate) change: u64,
    /// Of a million rows, so many damaged lines more.
    pub(crate) damaged: u64,
    /// Sessions of three rows, which end at the greeting: many in few bytes.
    pub(crate) brief: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            bytes: 1 << 30,
            files: 52,
            servers: 2,
            failing: 300,
            open: 40,
            certificates: 1,
            change: 60,
            damaged: 200,
            brief: false,
        }
    }
}

const HEAD: &str = "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n\
    #Log-type: SMTP Send Protocol Log\r\n#Date: 2026-10-01T00:00:00.000Z\r\n\
    #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,\
    event,data,context\r\n";
/// 2026-10-01T00:00:00Z in milliseconds since the epoch.
const BEGIN: u64 = 1_790_812_800_000;
const DAY: u64 = 86_400_000;

/// Writes the logs below `folder`, one folder a server.
///
/// # Errors
///
/// When a file cannot be written.
pub(crate) fn generate(folder: &Path, options: &Options) -> io::Result<Truth> {
    let mut truth = Truth::default();
    for server in 0..options.servers {
        let folder = folder.join(format!("EX{:02}", server + 1));
        fs::create_dir_all(&folder)?;
        Server::new(options, server).write(&folder, &mut truth)?;
    }
    Ok(truth)
}

/// The log of one server while it is written.
struct Server<'o> {
    options: &'o Options,
    random: Random,
    open: Vec<Session>,
    next_id: u64,
    /// Milliseconds since the epoch, and as the log writes it.
    now: u64,
    day: (u64, String),
    line: Vec<u8>,
}

impl<'o> Server<'o> {
    fn new(options: &'o Options, number: u64) -> Self {
        Self {
            options,
            random: Random::new(options.seed << 8 | number),
            open: Vec::new(),
            next_id: 0x08DE_1A2B_0000_0000 | number << 24,
            now: BEGIN,
            day: (u64::MAX, String::new()),
            line: Vec::new(),
        }
    }

    fn write(mut self, folder: &Path, truth: &mut Truth) -> io::Result<()> {
        let options = self.options;
        let share = options.bytes / options.servers / options.files;
        for number in 0..options.files {
            self.now = self.now.max(BEGIN + number * DAY);
            let name = format!("SEND{:08}-1.LOG", 20_261_001 + number);
            let mut file = BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?);
            let mut written = HEAD.len() as u64;
            file.write_all(HEAD.as_bytes())?;
            let renewed = number * 100 >= options.change * options.files;
            while written < share {
                self.fill_up(renewed, truth);
                written += self.row(&mut file, truth)?;
            }
            // What is open goes on in the next file, and ends in the last.
            while number + 1 == options.files && !self.open.is_empty() {
                written += self.row(&mut file, truth)?;
            }
            file.flush()?;
            truth.bytes += written;
            truth.files += 1;
        }
        Ok(())
    }

    fn fill_up(&mut self, renewed: bool, truth: &mut Truth) {
        while self.open.len() < self.options.open {
            let number = self.random.below(self.options.certificates);
            self.next_id += 1 + self.random.below(3);
            let date = self.date();
            let wanted = Wanted {
                id: self.next_id,
                date: &date,
                failing: renewed && self.random.below(1000) < self.options.failing,
                certificate: &Certificate::of(number, renewed),
                brief: self.options.brief,
            };
            let session = Session::new(&wanted, &mut self.random, truth);
            self.open.push(session);
        }
    }

    /// Writes the next row of some session, and at times a damaged line before it.
    fn row(&mut self, file: &mut impl Write, truth: &mut Truth) -> io::Result<u64> {
        self.now += self.random.below(3);
        self.line.clear();
        if self.random.below(1_000_000) < self.options.damaged {
            self.damaged_line();
            truth.damaged += 1;
        }
        let number = self.random.below(self.open.len() as u64) as usize;
        let time = self.time();
        let session = &mut self.open[number];
        let sequence = session.sequence;
        if let Some((event, data, context)) = session.next() {
            let Session {
                connector,
                id,
                port,
                remote,
                ..
            } = session;
            write!(self.line, "{time},{connector},{id:016X},{sequence},")?;
            // It is empty until there is a connection.
            if sequence >= 2 {
                write!(self.line, "10.0.0.5:{port}")?;
            }
            write!(self.line, ",{remote},{event},{data},{context}\r\n")?;
            truth.rows += 1;
        }
        if session.is_over() {
            self.open.swap_remove(number);
        }
        file.write_all(&self.line)?;
        Ok(self.line.len() as u64)
    }

    /// A line that was cut, in a word or behind a quote; it belongs to no session.
    fn damaged_line(&mut self) {
        let time = self.time();
        let id = 0xFFFF_0000_0000_0000 | self.random.below(1 << 40);
        let start =
            format!("{time},Outbound to Office 365,{id:016X},3,10.0.0.5:44276,52.101.73.10:25,");
        let line = match self.random.below(3) {
            0 => start[..40].to_owned(),
            1 => format!(
                "{start}<,\"220 {}",
                "mail.protection.outlook.com says TenantAttri"
            ),
            _ => format!("{start}*,\"CN=mail.contoso.com, O=\"\"Contoso\"\""),
        };
        self.line.extend_from_slice(line.as_bytes());
        self.line.extend_from_slice(b"\r\n");
    }

    /// Now, as a greeting writes it.
    fn date(&self) -> String {
        let seconds = i64::try_from(self.now / 1000).unwrap_or_default();
        let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        time.strftime("%a, %-d %b %Y %H:%M:%S +0000").to_string()
    }

    fn time(&mut self) -> String {
        let (day, within) = (self.now / DAY, self.now % DAY);
        if self.day.0 != day {
            let seconds = i64::try_from(day * DAY / 1000).unwrap_or_default();
            let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
            self.day = (day, time.to_string()[..11].to_owned());
        }
        let (seconds, millis) = (within / 1000, within % 1000);
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        let (hours, minutes) = (minutes / 60, minutes % 60);
        format!(
            "{}{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z",
            self.day.1
        )
    }
}
