//! Refusals in message tracking logs. They are those of the send logs told once more,
//! so both together count as many as the one that tells of more.

use super::symptoms::{keep, of_kind};
use crate::evidence::formats::tracking_log::Refused;
use crate::evidence::reply::ReplyKind;
use crate::evidence::{Location, SourceId};
use crate::facts::{Domain, SenderView, Symptom};

/// Places that are remembered a symptom.
const MAX_PLACES: usize = 8;

pub(super) fn add(symptoms: &mut Vec<Symptom>, tracked: &[(SourceId, Refused)]) {
    let mut alone: Vec<Symptom> = Vec::new();
    for (source, refused) in tracked {
        let new = || Symptom::new(refused.kind, &refused.reply);
        gather(of_kind(&mut alone, new, refused.kind), *source, refused);
    }
    for symptom in alone {
        let new = || Symptom {
            count: 0,
            ..symptom.clone()
        };
        join(of_kind(symptoms, new, symptom.kind), &symptom);
    }
}

fn gather(symptom: &mut Symptom, source: SourceId, refused: &Refused) {
    symptom.count += refused.count;
    symptom.seen_at(refused.first);
    symptom.seen_at(refused.last);
    let places = refused.places.iter();
    let places = places.map(|(line, text)| Location::new(source, *line, text));
    let room = MAX_PLACES.saturating_sub(symptom.locations.len());
    symptom.locations.extend(places.take(room));
    for domain in &refused.recipients {
        keep(&mut symptom.recipients, Domain::parse(domain));
    }
    for sender in &refused.senders {
        keep(&mut symptom.senders, view(sender));
    }
    for server in &refused.servers {
        keep(&mut symptom.servers, Some(server.clone()));
    }
}

/// Adds what the tracking logs tell to what the send logs told.
fn join(symptom: &mut Symptom, told: &Symptom) {
    symptom.count = symptom.count.max(told.count);
    let times = [told.first_seen, told.last_seen];
    times.into_iter().flatten().for_each(|t| symptom.seen_at(t));
    let room = MAX_PLACES.saturating_sub(symptom.locations.len());
    let new = |at: &&Location| !symptom.locations.contains(at);
    let places: Vec<Location> = told
        .locations
        .iter()
        .filter(new)
        .take(room)
        .cloned()
        .collect();
    symptom.locations.extend(places);
    for domain in &told.recipients {
        keep(&mut symptom.recipients, Some(domain.clone()));
    }
    for sender in &told.senders {
        keep(&mut symptom.senders, Some(sender.clone()));
    }
    for server in &told.servers {
        keep(&mut symptom.servers, Some(server.clone()));
    }
}

/// The sender of every refusal of relay; `None` where there are several.
pub(super) fn only_sender(tracked: &[(SourceId, Refused)]) -> Option<SenderView> {
    let relay = |kind| matches!(kind, ReplyKind::TenantAttribution | ReplyKind::Attr36);
    let refused = tracked.iter().filter(|(_, r)| relay(r.kind));
    let mut senders = refused.flat_map(|(_, r)| &r.senders);
    let first = senders.next()?;
    match senders.all(|s| s == first) {
        true => view(first),
        false => None,
    }
}

fn view(domain: &str) -> Option<SenderView> {
    match domain {
        "" => Some(SenderView::Null),
        domain => Domain::parse(domain).map(SenderView::Domain),
    }
}
