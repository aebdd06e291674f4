//! Detectors that look at text.

use crate::evidence::formats::{bounce, certificate, csv, format_list, paste_line};
use crate::evidence::note::{Note, NoteKind, Unread};
use crate::evidence::record::ObjectClass;

/// Lines that are looked at where a mark stands near the top.
const TOP: usize = 50;

/// The logs of Exchange that share one head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LogType {
    Send,
    Receive,
    Tracking,
    Other,
}

/// The `#Log-type` line (`#Log-Type` too, or without its `#` after a paste from a
/// web page); without one, rows tell (formats.md section 1, 4).
pub(super) fn log_type(text: &str) -> Option<LogType> {
    let named = text.lines().take(TOP).find_map(|line| {
        let line = line.trim_start_matches(['\u{feff}', ' ', '\t', '#']);
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("log-type")
            .then(|| value.trim().to_ascii_lowercase())
    });
    if let Some(named) = named {
        return Some(match named.as_str() {
            "smtp send protocol log" => LogType::Send,
            "smtp receive protocol log" => LogType::Receive,
            "message tracking log" => LogType::Tracking,
            _ => LogType::Other,
        });
    }
    text.lines().take(TOP).find_map(row_type)
}

/// A row: time, connector, session, sequence number. Receive connectors are
/// `SERVER\Name`, Send connectors bare names.
fn row_type(line: &str) -> Option<LogType> {
    let line = line.trim_start();
    let (time, rest) = line.split_once(',')?;
    let shape = b"0000-00-00T00:00:00.000Z";
    let same = |(c, s): (u8, &u8)| c == *s || *s == b'0' && c.is_ascii_digit();
    if time.len() != shape.len() || !time.bytes().zip(shape).all(same) {
        return None;
    }
    let session = |id: &str| id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit());
    let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let fields: Vec<&str> = rest.split(',').take(12).collect();
    if is_tracking_row(&fields) {
        return Some(LogType::Tracking);
    }
    // A connector's name may hold commas, so the session is looked for.
    let at = fields
        .windows(2)
        .position(|pair| session(pair[0]) && number(pair[1]))?;
    let connector = fields.get(..at)?;
    (at > 0).then(|| {
        if connector.iter().any(|part| part.contains('\\')) {
            LogType::Receive
        } else {
            LogType::Send
        }
    })
}

/// The source and the event of a tracking row, `SMTP,FAIL`, behind seven columns
/// (without the time: the seventh and eighth).
fn is_tracking_row(fields: &[&str]) -> bool {
    const SOURCES: [&str; 11] = [
        "SMTP",
        "STOREDRIVER",
        "ROUTING",
        "DSN",
        "AGENT",
        "ADMIN",
        "MAILBOXRULE",
        "QUEUE",
        "GATEWAY",
        "PICKUP",
        "REDUNDANCY",
    ];
    // A connector's name may hold commas.
    let pairs = fields.windows(2).skip(6).take(4);
    let is_event = |text: &str| text.len() > 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    pairs
        .into_iter()
        .any(|pair| SOURCES.contains(&pair[0]) && is_event(pair[1]))
}

/// Skips an XML declaration and comments; the first element counts.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            r if r.starts_with("<?") => "?>",
            r if r.starts_with("<!--") => "-->",
            r => return r.starts_with('<').then_some(r),
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
}

fn is_element(rest: &str, name: &str) -> bool {
    let after = rest.strip_prefix('<').and_then(|r| r.strip_prefix(name));
    after.is_some_and(|r| r.starts_with([' ', '>', '\t', '\r', '\n', '/']))
}

pub(super) fn is_capi2_event(text: &str) -> bool {
    let event = |rest: &str| is_element(rest, "Event") || is_element(rest, "Events");
    first_element(text).is_some_and(event) && text.contains("CAPI2")
}

pub(super) fn is_clixml(text: &str) -> bool {
    // Windows PowerShell writes this line before CLIXML on its error stream.
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let text = text.strip_prefix("#< CLIXML").unwrap_or(text);
    first_element(text).is_some_and(|rest| {
        is_element(rest, "Objs") && rest.contains("schemas.microsoft.com/powershell/2004/04")
    })
}

/// A run of `<invoke>` and `<information>` without a root (formats.md section 3).
pub(super) fn is_hcw_xml(text: &str) -> bool {
    first_element(text).is_some_and(|rest| {
        let head = rest.split('>').next().unwrap_or_default();
        is_element(rest, "invoke") && head.contains("cmdlet=")
            || is_element(rest, "information") && head.contains("start=")
    })
}

/// `2026.02.19 03:26:39.330         10276 [Client=UX, ...`, and the older
/// `[date time] INFO:Running command: ...` (formats.md section 2).
pub(super) fn is_hcw_log(text: &str) -> bool {
    let row = |line: &str| {
        let shape = b"0000.00.00 00:00:00.000 ";
        let head = line.as_bytes().get(..shape.len());
        let same = |(c, s): (&u8, &u8)| c == s || *s == b'0' && c.is_ascii_digit();
        head.is_some_and(|head| head.iter().zip(shape).all(same))
            && (line.contains("[Client=") || line.contains("Current Time Zone"))
    };
    let older = |line: &str| line.starts_with('[') && line.contains("] INFO:Running command:");
    text.lines()
        .map(|line| line.trim_start_matches('\u{feff}').trim_start())
        .take(TOP)
        .any(|line| row(line) || older(line))
}

fn labels(text: &str) -> impl Iterator<Item = &str> {
    text.split("-----BEGIN ")
        .skip(1)
        .filter_map(|rest| rest.split_once("-----"))
        .map(|(label, _)| label)
}

pub(super) fn is_pkcs7(text: &str) -> bool {
    labels(text).any(|label| matches!(label, "PKCS7" | "CMS")) && !is_pem_certificate(text)
}

fn is_pem_certificate(text: &str) -> bool {
    labels(text).any(|label| label.ends_with("CERTIFICATE"))
}

pub(super) fn is_certificate(text: &str) -> bool {
    let key =
        |label: &str| label.ends_with("PRIVATE KEY") || label.ends_with("CERTIFICATE REQUEST");
    is_pem_certificate(text) || labels(text).any(key) || is_bare_base64(text)
}

/// Base64 without armour that begins as a certificate does. Only the beginning is
/// decoded: the text may be cut.
fn is_bare_base64(text: &str) -> bool {
    let text = text.trim();
    let blank = |c: char| c.is_ascii_whitespace();
    let coded = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let long = text.len() >= 200 && text.starts_with("MI");
    long && text.chars().all(|c| coded(c) || blank(c)) && certificate::is_base64(text)
}

/// What stands before the first line of output, prompts left out.
fn first_output(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let line = rest.lines().next().unwrap_or_default();
        if line.is_empty() || paste_line(line).is_none() {
            return rest;
        }
        rest = rest.get(line.len()..).unwrap_or_default();
    }
}

/// An object or an array as far as it goes; `[{LED=` and `{a, b}` are none.
pub(super) fn is_json(text: &str) -> bool {
    let text = first_output(text);
    // Arrays of arrays: what the innermost begins with tells.
    let inner = text.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
    let in_array = text.starts_with('[');
    match inner.strip_prefix('{').map(str::trim_start) {
        Some(rest) => rest.starts_with(['"', '}']),
        // Numbers alone are no evidence, and logs begin with a date in brackets.
        None if in_array => inner.starts_with([']', '"']),
        None => text.trim_end() == "null",
    }
}

/// Objects of a known kind, or one with several properties.
pub(super) fn is_format_list(text: &str) -> bool {
    let spaced = |line: &str| line.contains(" :");
    if !text.lines().any(spaced) {
        return false;
    }
    let records = format_list::parse(text).records;
    let known = records.iter().any(|r| r.class != ObjectClass::Unknown);
    known || records.iter().any(|r| r.fields.len() >= 3)
}

pub(super) fn is_format_table(text: &str) -> bool {
    let parsed = format_list::parse(text);
    let table = |note: &Note| matches!(note.kind, NoteKind::NotRead(Unread::FormatTable(_)));
    parsed.records.is_empty() && parsed.notes.iter().any(table)
}

pub(super) fn is_csv(text: &str) -> bool {
    csv::is_csv(first_output(text))
}

pub(super) fn is_error_text(text: &str) -> bool {
    bounce::parse_text(text).is_some()
}
