//! Bounces, tracking logs and queues beside what the send logs say.

use super::dates::{SEEN_DATES, moment};
use super::read::text;
use super::tracked;
use crate::evidence::Location;
use crate::evidence::SourceId;
use crate::evidence::formats::bounce::{Bounce, BounceReply, from_record};
use crate::evidence::loader::Loaded;
use crate::evidence::record::{ObjectClass, Record};
use crate::facts::{Domain, SenderView, SendingSystem, Symptom};

/// Senders and servers that are remembered a symptom, each.
pub(super) const MAX_NAMES: usize = 64;

pub(super) fn gather(loaded: &Loaded, from_logs: Vec<Symptom>) -> Vec<Symptom> {
    let mut symptoms = from_logs;
    tracked::add(&mut symptoms, &loaded.tracked);
    for (source, bounce) in &loaded.bounces {
        told(&mut symptoms, *source, bounce, When::Stated);
    }
    for (source, record, bounce) in of_objects(loaded) {
        told(&mut symptoms, source, &bounce, when(record));
    }
    symptoms.sort_by_key(|s| s.kind);
    symptoms
}

/// The mail system whose relay was refused, where every bounce and object that tells of
/// it is of one that is not Exchange.
pub(super) fn sending_system(loaded: &Loaded) -> Option<SendingSystem> {
    use crate::evidence::reply::ReplyKind;
    let is_refusal =
        |r: &&BounceReply| matches!(r.kind, ReplyKind::TenantAttribution | ReplyKind::Attr36);
    let tells = |b: &Bounce| b.replies.iter().find(is_refusal).cloned();
    if !loaded.tracked.is_empty() || of_objects(loaded).any(|(.., b)| tells(&b).is_some()) {
        return None;
    }
    let mut first = None;
    for (_, bounce) in &loaded.bounces {
        let Some(reply) = tells(bounce) else {
            continue;
        };
        let system = bounce.system?;
        first.get_or_insert(SendingSystem {
            system,
            host: reply.reporting_server,
        });
    }
    first
}

/// Refusals in what Get-MessageTrackingLog and Get-Queue gave.
fn of_objects(loaded: &Loaded) -> impl Iterator<Item = (SourceId, &Record, Bounce)> {
    let tells = [ObjectClass::MessageTracking, ObjectClass::Queue];
    let objects = loaded
        .objects
        .iter()
        .filter(move |(_, r)| tells.contains(&r.class));
    objects.filter_map(|(source, record)| Some((*source, record, from_record(record)?)))
}

/// What a bounce itself does not say of its time.
#[derive(Debug, Clone, Copy)]
enum When {
    /// It has its own date, or none.
    Stated,
    /// A date beside it, in milliseconds since the epoch.
    At(i64),
    /// The same, in a server's own time.
    Local(i64),
}

fn when(record: &Record) -> When {
    let dates = SEEN_DATES
        .iter()
        .filter_map(|name| text(&record.field(name)?.value));
    let mut read = dates.filter_map(|date| moment(&date).ok());
    read.next().map_or(When::Stated, |m| match m.local {
        true => When::Local(m.time.as_millisecond()),
        false => When::At(m.time.as_millisecond()),
    })
}

fn told(symptoms: &mut Vec<Symptom>, source: SourceId, bounce: &Bounce, when: When) {
    for reply in &bounce.replies {
        let at = Location::new(source, reply.line, &reply.text);
        add(symptoms, bounce, reply, at, when);
    }
}

/// The symptom of that kind; a new one where there is none yet.
pub(super) fn of_kind(
    symptoms: &mut Vec<Symptom>,
    new: impl FnOnce() -> Symptom,
    kind: crate::evidence::reply::ReplyKind,
) -> &mut Symptom {
    let known = symptoms.iter().position(|s| s.kind == kind);
    let index = known.unwrap_or_else(|| {
        symptoms.push(new());
        symptoms.len() - 1
    });
    &mut symptoms[index]
}

fn add(
    symptoms: &mut Vec<Symptom>,
    bounce: &Bounce,
    reply: &BounceReply,
    at: Location,
    when: When,
) {
    let symptom = of_kind(
        symptoms,
        || Symptom::new(reply.kind, &reply.text),
        reply.kind,
    );
    symptom.count += 1;
    symptom.in_bounce = true;
    match (bounce.date, when) {
        (Some(date), _) => symptom.seen_at(date.saturating_mul(1000)),
        (None, When::At(time)) => symptom.seen_at(time),
        (None, When::Local(time)) => {
            symptom.seen_at(time);
            symptom.local_time = true;
        }
        (None, When::Stated) => {}
    }
    if symptom.locations.len() < 8 {
        symptom.locations.push(at);
    }
    let recipient = reply.recipient.as_deref().and_then(Domain::of_address);
    if let Some(domain) = recipient.filter(|d| !symptom.recipients.contains(d)) {
        symptom.recipients.push(domain);
    }
    let sender = bounce.sender.as_deref().and_then(view);
    keep(&mut symptom.senders, sender);
    let reporter = reply
        .reporting_server
        .as_deref()
        .filter(|s| is_microsofts(s));
    if symptom.reported_by_microsoft.is_none() {
        symptom.reported_by_microsoft = reporter.map(str::to_owned);
    }
}

pub(super) fn keep<T: PartialEq>(list: &mut Vec<T>, item: Option<T>) {
    if let Some(item) = item
        && list.len() < MAX_NAMES
        && !list.contains(&item)
    {
        list.push(item);
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

/// The envelope sender that a bounce tells; else the one of the tracking logs, where
/// they tell of no other.
pub(super) fn sender(loaded: &Loaded) -> Option<SenderView> {
    let bounces = loaded.bounces.iter().map(|(_, b)| b.sender.clone());
    let objects = of_objects(loaded).map(|(_, _, bounce)| bounce.sender);
    match bounces.chain(objects).flatten().next() {
        Some(sender) => view(&sender),
        None => tracked::only_sender(&loaded.tracked),
    }
}

fn view(sender: &str) -> Option<SenderView> {
    match sender.trim() {
        "" | "<>" => Some(SenderView::Null),
        address => Domain::of_address(address.trim_matches(['<', '>'])).map(SenderView::Domain),
    }
}
