//! The slow reader: the whole text at once, a session's rows in one list, replies
//! paired with commands in order.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Counts;

/// A row's connector, session-id, event, data and context.
type Row = Vec<String>;

pub(crate) fn read(folder: &Path) -> Counts {
    let mut files = Vec::new();
    all_files(folder, &mut files);
    // Rows by server and session-id, in the order of the files' first rows.
    let mut logs: Vec<(String, PathBuf, Vec<Row>)> = Vec::new();
    for file in files {
        let text = decoded(&fs::read(&file).unwrap());
        // A copied tail has no header; of another kind of log the header tells.
        let head: String = text.chars().take(2000).collect();
        let head = head.to_lowercase();
        let is_tail = !head.contains('#') && text.lines().next().is_some_and(|l| row(l).is_some());
        if !is_tail && !head.contains("log-type: smtp send protocol log") {
            continue;
        }
        let rows: Vec<Row> = text.lines().filter_map(row).collect();
        let first = rows.first().map(|r| r[0].clone()).unwrap_or_default();
        logs.push((first, file, rows));
    }
    logs.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    let mut sessions: BTreeMap<(PathBuf, String), Vec<Row>> = BTreeMap::new();
    for (_, file, rows) in logs {
        let server = server_of(&file);
        for row in rows {
            let key = (server.clone(), row[2].clone());
            sessions.entry(key).or_default().push(row);
        }
    }
    let mut counts = Counts::default();
    for rows in sessions.values() {
        session(rows, &mut counts);
    }
    counts
}

fn all_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all_files(&path, into),
            false => into.push(path),
        }
    }
}

/// The nearest folder that is not Exchange's own.
fn server_of(file: &Path) -> PathBuf {
    let own = [
        "SmtpSend",
        "ProtocolLog",
        "Hub",
        "FrontEnd",
        "Logs",
        "Mailbox",
        "Edge",
    ];
    let mut folder = file.parent().unwrap();
    while own
        .iter()
        .any(|o| folder.file_name().unwrap().eq_ignore_ascii_case(o))
    {
        folder = folder.parent().unwrap();
    }
    folder.to_owned()
}

fn decoded(bytes: &[u8]) -> String {
    let units = |from: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|c| from([c[0], c[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Nine fields, or the line is none of a session's.
fn row(line: &str) -> Option<Row> {
    let line = line.trim_start_matches('\0');
    if !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut inside = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if inside && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => inside = !inside,
            ',' if !inside => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    let event = fields.get(6).map(String::as_str);
    let known = matches!(event, Some("+" | "-" | "<" | ">" | "*"));
    (fields.len() == 9 && !inside && known).then_some(fields)
}

fn is_eop_host(host: &str) -> bool {
    [
        ".mail.protection.outlook.com",
        ".mail.eo.outlook.com",
        ".mail.protection.office365.us",
        ".mx.microsoft",
    ]
    .iter()
    .any(|domain| host.to_lowercase().ends_with(domain))
}

/// What a reply says of attribution.
fn is_refusal(reply: &str) -> bool {
    reply.contains("5.7.64") || reply.contains("ATTR36")
}

struct Recipient {
    accepted: bool,
    refused: bool,
}

fn session(rows: &[Row], counts: &mut Counts) {
    counts.sessions += 1;
    if let Some(thumbprint) = thumbprint(rows) {
        *counts.certificates.entry(thumbprint).or_default() += 1;
    }
    if let Some(address) = seen_address(rows) {
        *counts.addresses.entry(address).or_default() += 1;
    }
    let name = rows.first().map(|r| r[1].clone()).unwrap_or_default();
    let connector = counts.connectors.entry(name).or_default();
    connector.sessions += 1;
    let mut eop = false;
    let mut any_refusal = false;
    let mut messages: Vec<Vec<Recipient>> = Vec::new();
    // Commands that wait for a reply: the word, the message, the recipient.
    let mut waiting: Vec<(String, usize)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let (event, data) = (row[6].as_str(), row[7].as_str());
        let upper = data.to_uppercase();
        if event == ">" {
            if upper.starts_with("MAIL FROM:") {
                messages.push(Vec::new());
            }
            let mut recipient = 0;
            if upper.starts_with("RCPT TO:") {
                let message = messages.last_mut().unwrap();
                recipient = message.len();
                message.push(Recipient {
                    accepted: false,
                    refused: false,
                });
            }
            let word: String = upper.chars().take(4).collect();
            waiting.push((word, recipient));
        }
        if event != "<" {
            continue;
        }
        if data.starts_with("220 ") && data.split(' ').nth(1).is_some_and(is_eop_host) {
            eop = true;
        }
        any_refusal |= is_refusal(data);
        eop |= is_refusal(data) || data.contains("5.7.51 ") || data.contains("5.7.68 ");
        // A reply that goes on, and the greeting, answer nothing.
        let goes_on = data.as_bytes().get(3) == Some(&b'-');
        let greeting = !rows[..number].iter().any(|r| r[6] == ">");
        if goes_on || greeting || waiting.is_empty() {
            continue;
        }
        let (word, recipient) = waiting.remove(0);
        let Some(message) = messages.last_mut() else {
            continue;
        };
        let good = data.starts_with('2');
        match word.as_str() {
            "RCPT" => {
                message[recipient].accepted = good;
                message[recipient].refused = is_refusal(data);
            }
            "DATA" | "BDAT" if data.starts_with("354") => waiting.insert(0, (word, 0)),
            "DATA" | "BDAT" if !good => {
                for recipient in message.iter_mut().filter(|r| r.accepted) {
                    recipient.accepted = false;
                    recipient.refused = is_refusal(data);
                }
            }
            _ => {}
        }
    }
    if eop {
        counts.to_exchange_online += 1;
        counts.sessions_refused += u64::from(any_refusal);
        counts.messages += messages.len() as u64;
        let recipients = || messages.iter().flatten();
        connector.accepted += recipients().filter(|r| r.accepted).count() as u64;
        connector.refused += recipients().filter(|r| r.refused).count() as u64;
        counts.accepted += recipients().filter(|r| r.accepted).count() as u64;
        counts.refused += recipients().filter(|r| r.refused).count() as u64;
    }
}

/// The client's address in a reply to EHLO: what stands in brackets behind `Hello`.
fn seen_address(rows: &[Row]) -> Option<String> {
    let hello = |row: &Row| -> Option<String> {
        let (_, after) = row[7].split_once("Hello [")?;
        Some(after.split_once(']')?.0.to_owned())
    };
    rows.iter()
        .filter(|r| r[6] == "<")
        .filter_map(hello)
        .next_back()
}

/// Of the certificate sent; the peer's own comes after `Received certificate`.
fn thumbprint(rows: &[Row]) -> Option<String> {
    let mut sending = false;
    for row in rows.iter().filter(|r| r[6] == "*") {
        let (data, context) = (row[7].as_str(), row[8].as_str());
        if context.starts_with("Received certificate") || context.starts_with("Remote certificate")
        {
            sending = false;
        } else if context == "Sending certificate" {
            sending = true;
        } else if context.starts_with("Sending certificate ") {
            let hexadecimal = |w: &&str| w.len() == 40 && w.chars().all(|c| c.is_ascii_hexdigit());
            // A serial number may be as long; the thumbprint stands behind it.
            return data.split(' ').rfind(hexadecimal).map(str::to_uppercase);
        } else if sending && context == "Certificate thumbprint" {
            return Some(data.to_uppercase());
        }
    }
    None
}
