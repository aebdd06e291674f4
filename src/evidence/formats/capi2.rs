//! Events of the CAPI2 log, exported as XML: one `<Event>` or many, with or without a
//! namespace. Event 30 (verify chain policy) and event 11 (build chain) carry what
//! Windows found wrong with a chain (KB3212877: 800B0109 where the certificate of an
//! issuing authority is missing).

use jiff::Timestamp;

use super::xml::{Element, Piece, Xml};
use crate::evidence::{Note, XmlFault};

/// What Windows found wrong with a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainError {
    /// Of the certificates that the event names, upper-case hex, in its order: the
    /// one that was verified comes first. May be empty.
    pub thumbprints: Vec<String>,
    /// The names that it gives them.
    pub subjects: Vec<String>,
    /// `Result value`, upper-case hex: `800B0109`.
    pub code: String,
    /// What the event says of the code, in the language of that Windows.
    pub text: String,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// The computer whose log it is.
    pub computer: Option<String>,
    /// The line of the result, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

/// What an export holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// Those with a result other than success, in the order of the text.
    pub errors: Vec<ChainError>,
    /// How many events were read.
    pub count: u64,
    /// The newest of all.
    pub newest: Option<Timestamp>,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// A log that is exported as a whole holds thousands; so many are kept.
const MAX_ERRORS: usize = 10_000;

/// A chain has a few certificates.
const MAX_NAMES: usize = 16;

/// Reads every event of the text.
pub fn parse(text: &str) -> Events {
    let mut xml = Xml::new(text, 1);
    let mut events = Events::default();
    loop {
        match xml.next() {
            Piece::Open(element) if element.name == "Event" => {
                let event = event(&mut xml);
                if !xml.is_broken() {
                    keep(event, &element, &mut events, &mut xml);
                }
            }
            Piece::Open(element) if element.name == "Events" => {}
            Piece::Open(_) => xml.skip(),
            Piece::Close | Piece::Text(_) => {}
            Piece::End => break,
        }
    }
    events.notes = xml.into_notes();
    events
}

fn keep(event: ChainError, element: &Element, events: &mut Events, xml: &mut Xml) {
    events.count += 1;
    events.newest = events.newest.max(event.at);
    if event.code.is_empty() {
        return;
    }
    if events.errors.len() < MAX_ERRORS {
        events.errors.push(event);
    } else {
        xml.fault(element.line, XmlFault::TooMany);
    }
}

/// The event that was opened, to its end; without a code when all is well.
fn event(xml: &mut Xml) -> ChainError {
    let mut event = ChainError::default();
    let mut inside = 0usize;
    loop {
        let element = match xml.next() {
            Piece::Open(element) => element,
            Piece::Close if inside == 0 => break,
            Piece::Close => {
                inside -= 1;
                continue;
            }
            Piece::Text(_) => continue,
            Piece::End => break,
        };
        match element.name {
            "TimeCreated" => {
                let time = xml.attribute(&element, "SystemTime");
                event.at = time.and_then(|t| t.trim().parse().ok());
                xml.skip();
            }
            "Certificate" => {
                certificate(xml, &element, &mut event);
                xml.skip();
            }
            "Computer" => event.computer = xml.content().map(|c| c.trim().to_owned()),
            "Result" => result(xml, &element, &mut event),
            _ => inside += 1,
        }
    }
    event
}

/// `<Certificate fileRef="THUMBPRINT.cer" subjectName="mail.contoso.com"/>`.
fn certificate<'a>(xml: &mut Xml<'a>, element: &Element<'a>, event: &mut ChainError) {
    if event.subjects.len().max(event.thumbprints.len()) >= MAX_NAMES {
        return;
    }
    let file = xml.attribute(element, "fileRef").unwrap_or_default();
    let thumbprint = file.split('.').next().unwrap_or_default().trim();
    let is_one = thumbprint.len() == 40 && thumbprint.bytes().all(|b| b.is_ascii_hexdigit());
    push_new(
        &mut event.thumbprints,
        is_one.then(|| thumbprint.to_ascii_uppercase()),
    );
    let subject = xml.attribute(element, "subjectName");
    push_new(&mut event.subjects, subject.map(|s| s.trim().to_owned()));
}

fn push_new(list: &mut Vec<String>, item: Option<String>) {
    if let Some(item) = item.filter(|i| !i.is_empty() && !list.contains(i)) {
        list.push(item);
    }
}

/// `<Result value="800B0109">A certificate chain ...</Result>`; the first that is no
/// success counts.
fn result<'a>(xml: &mut Xml<'a>, element: &Element<'a>, event: &mut ChainError) {
    let value = xml.attribute(element, "value").unwrap_or_default();
    let value = value.trim();
    let code = value.trim_start_matches("0x").to_ascii_uppercase();
    let text = xml.content();
    let is_code = (1..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_hexdigit());
    let is_success = code.bytes().all(|b| b == b'0');
    if !is_code || is_success || !event.code.is_empty() {
        return;
    }
    event.code = code;
    event.text = text.map(|t| t.trim().to_owned()).unwrap_or_default();
    event.line = element.line;
    event.excerpt = xml.excerpt(element);
}

#[cfg(test)]
mod tests;
