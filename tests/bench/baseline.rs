//! What the program is measured against: the bytes and their line ends, and the same
//! report made plainly with the `csv` crate.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The logs below a folder, in order.
pub(crate) fn logs(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(logs(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

/// Counts line ends, as `wc -l` does: the cost of reading the bytes.
pub(crate) fn newlines(folder: &Path) -> io::Result<u64> {
    // As much at a time as the program reads.
    let mut buffer = vec![0; 64 * 1024];
    let mut count = 0;
    for path in logs(folder)? {
        let mut file = File::open(path)?;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            count += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64;
        }
    }
    Ok(count)
}

/// A session while it is read.
#[derive(Default)]
struct Open {
    certificate: String,
    in_ours: bool,
    to_cloud: bool,
    refused: bool,
    waiting: std::collections::VecDeque<String>,
    accepted: u64,
    refusals: u64,
    sender: String,
    address: String,
    /// By domains of sender and recipient: accepted, refused, first and last time.
    flows: HashMap<(String, String), Flow>,
}

#[derive(Default)]
struct Flow {
    accepted: u64,
    refused: u64,
    first: String,
    last: String,
}

impl Flow {
    fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.refused += other.refused;
        if self.first.is_empty() || other.first < self.first {
            self.first.clone_from(&other.first);
        }
        if other.last > self.last {
            self.last.clone_from(&other.last);
        }
    }
}

/// The domain in `MAIL FROM:<a@b>` and `RCPT TO:<a@b>`.
fn domain(command: &str) -> String {
    let after = command.rsplit_once('@').map_or("", |(_, after)| after);
    after.split('>').next().unwrap_or_default().to_lowercase()
}

/// The same report by session, certificate and outcome, as one would write it first:
/// a CSV reader, a map of the sessions. It takes no care of damage.
pub(crate) fn with_csv(folder: &Path) -> io::Result<String> {
    let mut sessions: HashMap<(PathBuf, Vec<u8>), Open> = HashMap::new();
    for path in logs(folder)? {
        let server = path.parent().unwrap_or(folder).to_owned();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .from_path(&path)
            .map_err(io::Error::other)?;
        let mut row = csv::ByteRecord::new();
        while reader
            .read_byte_record(&mut row)
            .map_err(io::Error::other)?
        {
            if let (Some(id), Some(event)) = (row.get(2), row.get(6)) {
                let key = (server.clone(), id.to_vec());
                let text = |index: usize| String::from_utf8_lossy(row.get(index).unwrap_or(b""));
                let session = sessions.entry(key).or_default();
                session.row(&text(0), event, &text(7), &text(8));
            }
        }
    }
    let mut by_certificate: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let (mut accepted, mut refused, mut refused_sessions) = (0, 0, 0);
    let mut flows: HashMap<(&str, &(String, String)), Flow> = HashMap::new();
    for session in sessions.values() {
        for (domains, flow) in &session.flows {
            let key = (session.address.as_str(), domains);
            flows.entry(key).or_default().add(flow);
        }
        let count = by_certificate.entry(&session.certificate).or_default();
        count.0 += 1;
        count.1 += u64::from(session.refused);
        if session.to_cloud {
            accepted += session.accepted;
            refused += session.refusals;
            refused_sessions += u64::from(session.refused);
        }
    }
    Ok(format!(
        "{} sessions, {refused_sessions} refused, {} certificates; {accepted} recipients accepted, \
         {refused} refused, {} ways",
        sessions.len(),
        by_certificate.len(),
        flows.len()
    ))
}

impl Open {
    fn row(&mut self, time: &str, event: &[u8], data: &str, context: &str) {
        match event {
            b">" => {
                if data.starts_with("MAIL FROM") {
                    self.sender = domain(data);
                }
                self.waiting.push_back(data.to_owned());
            }
            b"<" => self.reply(time, data),
            b"*" if context == "Sending certificate" => self.in_ours = true,
            b"*" if context.starts_with("Sending certificate ") => {
                let is_hex = |w: &&str| w.len() == 40 && w.bytes().all(|b| b.is_ascii_hexdigit());
                let found = data.split(' ').rev().find(is_hex);
                self.certificate = found.unwrap_or_default().to_owned();
            }
            b"*" if context == "Received certificate" => self.in_ours = false,
            b"*" if context == "Certificate thumbprint" && self.in_ours => {
                self.certificate = data.to_owned();
            }
            _ => {}
        }
    }

    fn reply(&mut self, time: &str, data: &str) {
        if let Some((_, rest)) = data.split_once("Hello [") {
            self.address = rest.split(']').next().unwrap_or_default().to_owned();
        }
        if data.starts_with("220 ") && data.contains(".mail.protection.outlook.com") {
            self.to_cloud = true;
        }
        let refusal = data.contains("5.7.64") || data.contains("ATTR36");
        self.refused |= refusal;
        let command = self.waiting.pop_front().unwrap_or_default();
        if command.starts_with("RCPT TO") {
            self.accepted += u64::from(data.starts_with('2'));
            self.refusals += u64::from(refusal);
            let flow = Flow {
                accepted: u64::from(data.starts_with('2')),
                refused: u64::from(refusal),
                first: time.to_owned(),
                last: time.to_owned(),
            };
            let key = (self.sender.clone(), domain(&command));
            self.flows.entry(key).or_default().add(&flow);
        }
    }
}
