//! Bounces beside what the logs say.

use crate::evidence::Location;
use crate::evidence::formats::bounce::{Bounce, BounceReply};
use crate::evidence::loader::Loaded;
use crate::facts::{Domain, SenderView, Symptom};

pub(super) fn gather(loaded: &Loaded, from_logs: Vec<Symptom>) -> Vec<Symptom> {
    let mut symptoms = from_logs;
    for (source, bounce) in &loaded.bounces {
        for reply in &bounce.replies {
            let at = Location::new(*source, reply.line, &reply.text);
            add(&mut symptoms, bounce, reply, at);
        }
    }
    symptoms.sort_by_key(|s| s.kind);
    symptoms
}

fn add(symptoms: &mut Vec<Symptom>, bounce: &Bounce, reply: &BounceReply, at: Location) {
    let known = symptoms.iter().position(|s| s.kind == reply.kind);
    let index = known.unwrap_or_else(|| {
        symptoms.push(Symptom::new(reply.kind, &reply.text));
        symptoms.len() - 1
    });
    let symptom = &mut symptoms[index];
    symptom.count += 1;
    symptom.in_bounce = true;
    if let Some(date) = bounce.date {
        symptom.seen_at(date.saturating_mul(1000));
    }
    if symptom.locations.len() < 8 {
        symptom.locations.push(at);
    }
    let recipient = reply.recipient.as_deref().and_then(Domain::of_address);
    if let Some(domain) = recipient.filter(|d| !symptom.recipients.contains(d)) {
        symptom.recipients.push(domain);
    }
    let reporter = reply
        .reporting_server
        .as_deref()
        .filter(|s| is_microsofts(s));
    if symptom.reported_by_microsoft.is_none() {
        symptom.reported_by_microsoft = reporter.map(str::to_owned);
    }
}

/// A server of Exchange Online, which reports what happens inside the cloud.
fn is_microsofts(server: &str) -> bool {
    const SUFFIXES: [&str; 4] = [
        ".outlook.com",
        ".office365.us",
        ".partner.outlook.cn",
        ".exchangelabs.com",
    ];
    let server = server.trim().trim_end_matches('.').to_ascii_lowercase();
    SUFFIXES.iter().any(|suffix| server.ends_with(suffix))
}

/// The envelope sender that a bounce tells.
pub(super) fn sender(loaded: &Loaded) -> Option<SenderView> {
    let sender = loaded
        .bounces
        .iter()
        .find_map(|(_, b)| b.sender.as_deref())?;
    match sender.trim() {
        "" | "<>" => Some(SenderView::Null),
        address => Domain::of_address(address.trim_matches(['<', '>'])).map(SenderView::Domain),
    }
}
