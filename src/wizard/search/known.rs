//! What was understood of the evidence, looked through at once.

use super::Hit;
use crate::evidence::Location;
use crate::facts::sessions::{Filter, contains};
use crate::wizard::Held;

/// Hits of each kind.
const MAX_KNOWN: usize = 50;
/// Names of sessions that are listed.
const MAX_SESSION_NAMES: usize = 20;
/// With more sessions it is not told how many have a name.
const COUNTED: usize = 20_000;

/// What was understood of the evidence and holds the text.
pub(super) fn known(held: &Held, text: &str) -> Vec<Hit> {
    let word = text.to_lowercase();
    let mut hits = findings(held, &word);
    hits.extend(certificates(held, &word));
    hits.extend(objects(held, &word));
    hits.extend(sessions(held, &word));
    hits
}

fn findings(held: &Held, word: &str) -> Vec<Hit> {
    let findings = held.diagnosis.findings.iter().filter(|f| {
        let named = [f.code.to_string(), f.entry().name.to_owned()];
        named.iter().any(|n| contains(n, word))
            || f.locations.iter().any(|l| contains(&l.excerpt, word))
    });
    let hits = findings.map(|f| Hit::Finding(f.code));
    hits.take(MAX_KNOWN).collect()
}

fn certificates(held: &Held, word: &str) -> Vec<Hit> {
    let all = held.gathered.facts.certificates.iter().filter(|c| {
        let values = [&c.subject, &c.issuer, &c.serial];
        let values = values.into_iter().flatten();
        let names = c.names.all().into_iter().map(ToString::to_string);
        let mut all = names.chain(values.cloned()).chain([c.thumbprint.clone()]);
        all.any(|value| contains(&value, word))
    });
    let hits = all.map(|c| Hit::Certificate(c.thumbprint.clone(), c.display_name()));
    hits.take(MAX_KNOWN).collect()
}

fn objects(held: &Held, word: &str) -> Vec<Hit> {
    let facts = &held.gathered.facts;
    let inbound = facts.tenant.connectors().iter().map(|c| (&c.name, &c.at));
    let send = facts
        .send_connectors
        .iter()
        .flatten()
        .map(|c| (&c.name, &c.at));
    let named = inbound.chain(send).filter(|(name, _)| contains(name, word));
    let hit = |(name, at): (&String, &Location)| Some(Hit::Object(name.clone(), held.place(at)?));
    named.filter_map(hit).take(MAX_KNOWN).collect()
}

/// Names that sessions have in common. How many have a name is told by the filter that
/// shows them.
fn sessions(held: &Held, word: &str) -> Vec<Hit> {
    let index = &held.sessions;
    let addresses = index.addresses.iter().map(ToString::to_string);
    let domains = index.domains.iter().map(ToString::to_string);
    let names = index.servers.iter().chain(&index.connectors).cloned();
    let all = names.chain(domains).chain(addresses);
    let mut named: Vec<String> = all.filter(|name| contains(name, word)).collect();
    named.sort();
    named.dedup();
    named.truncate(MAX_SESSION_NAMES);
    let hit = |name: String| {
        let filter = Filter {
            text: name.clone(),
            ..Filter::default()
        };
        // Counting millions for each name would be felt.
        let counted = index.rows.len() <= COUNTED;
        let count = counted.then(|| filter.apply(index).len());
        Hit::Sessions(name, count.unwrap_or(0))
    };
    named.into_iter().map(hit).collect()
}
