//! When relay broke, and what changed just then: accepted and refused over time,
//! the moment each server and Send connector began to send another certificate or
//! to leave by another address, the last good answer and the first bad one.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::attribution::{RecipientClass, is_relay_of_tenant, leads_to_tenant, recipient_class};
use crate::facts::traffic::{Bucket, CertificateUse, Flow, Path, Series};
use crate::facts::{Certificate, Facts};

/// Intervals that are shown at most.
const MAX_INTERVALS: i64 = 48;

/// A certificate as a moment names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// What a person knows it by.
    pub name: String,
    /// Its thumbprint.
    pub thumbprint: String,
}

/// What a way began to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// It sends another certificate; `None` is no certificate.
    Certificate {
        /// Until then.
        from: Option<Named>,
        /// Since then.
        to: Option<Named>,
    },
    /// It leaves by another address.
    Address {
        /// Until then.
        from: IpAddr,
        /// Since then.
        to: IpAddr,
    },
}

/// A change in what is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Start of the first session of that kind, milliseconds since the epoch.
    pub at: i64,
    /// What changed.
    pub turn: Turn,
}

/// One Send connector of one server. Times in milliseconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayInTime {
    /// The folder of the logs.
    pub server: String,
    /// The Send connector.
    pub connector: String,
    /// The last relay that was accepted before the first refusal, or at all.
    pub last_good: Option<i64>,
    /// The first refusal.
    pub first_bad: Option<i64>,
    /// The last refusal.
    pub last_bad: Option<i64>,
    /// The last relay that was accepted after the first refusal.
    pub good_again: Option<i64>,
    /// What changed, in order.
    pub moments: Vec<Moment>,
    /// The change with which it broke, where the log shows one.
    pub broke_by: Option<usize>,
}

impl WayInTime {
    /// The change with which it broke.
    pub fn break_moment(&self) -> Option<&Moment> {
        self.moments.get(self.broke_by?)
    }
}

/// What happened when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Width of an interval in milliseconds; 0 without any.
    pub width: i64,
    /// Intervals without a gap: beginning, and recipients that are not the tenant's own.
    pub intervals: Vec<(i64, Bucket)>,
    /// The ways to the tenant.
    pub ways: Vec<WayInTime>,
}

impl Timeline {
    /// The way that broke first.
    pub fn broke(&self) -> Option<&WayInTime> {
        let broken = self.ways.iter().filter(|w| w.first_bad.is_some());
        broken.min_by_key(|w| (w.first_bad, w.broke_by.is_none()))
    }

    /// Whether there is anything to show: a change, or a refusal.
    pub fn tells_something(&self) -> bool {
        let tells = |w: &WayInTime| w.first_bad.is_some() || !w.moments.is_empty();
        self.ways.iter().any(tells)
    }
}

/// Reads it off the traffic.
pub(super) fn timeline(facts: &Facts) -> Timeline {
    let traffic = &facts.traffic;
    let name = |index: u32| traffic.connectors.get(index as usize).map(String::as_str);
    let to_tenant =
        |connector: u32| name(connector).and_then(|n| leads_to_tenant(facts, n)) != Some(false);
    let mut by_way: BTreeMap<(&str, &str), Vec<(u32, &Path)>> = BTreeMap::new();
    for (index, path) in traffic.eop_paths() {
        let server = traffic.servers.get(path.key.server as usize);
        if let (Some(server), Some(connector)) = (server, name(path.key.connector))
            && to_tenant(path.key.connector)
        {
            let paths = by_way.entry((server, connector)).or_default();
            paths.push((index, path));
        }
    }
    let flows = traffic.flows_by_path();
    let ways = by_way
        .into_iter()
        .map(|(name, paths)| way(facts, name, &paths, &flows))
        .collect();
    let outside = traffic.over_time.iter().filter(|o| {
        to_tenant(o.connector) && recipient_class(facts, o.recipient) != RecipientClass::Own
    });
    let merged = Series::merged(outside.map(|o| &o.series), MAX_INTERVALS);
    let intervals = without_gaps(&merged);
    Timeline {
        width: if intervals.is_empty() {
            0
        } else {
            merged.width()
        },
        intervals,
        ways,
    }
}

/// Intervals in which nothing was sent stand among the others.
fn without_gaps(series: &Series) -> Vec<(i64, Bucket)> {
    let buckets: BTreeMap<i64, Bucket> = series.buckets().collect();
    let (Some((first, _)), Some((last, _))) = (buckets.first_key_value(), buckets.last_key_value())
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut start = *first;
    while start <= *last {
        all.push((start, buckets.get(&start).copied().unwrap_or_default()));
        start += series.width();
    }
    all
}

fn way(
    facts: &Facts,
    (server, connector): (&str, &str),
    paths: &[(u32, &Path)],
    all_flows: &[Vec<&Flow>],
) -> WayInTime {
    let flows = || {
        paths.iter().flat_map(|(index, path)| {
            let flows = all_flows.get(*index as usize).into_iter().flatten();
            flows.map(move |flow| (*flow, *path))
        })
    };
    let first_bad = flows().filter_map(|(f, _)| f.refused.first).min();
    let last_bad = flows().filter_map(|(f, _)| f.refused.last).max();
    let accepted = || {
        let relay = flows().filter(|(f, path)| is_relay_of_tenant(facts, f, &path.key));
        relay.filter_map(|(f, _)| f.accepted.last)
    };
    let before = |time: &i64| first_bad.is_none_or(|bad| *time < bad);
    let last_good = accepted().filter(before).max();
    let good_again = accepted().filter(|t| !before(t)).max();
    let mut moments = certificates(facts, paths);
    moments.extend(addresses(paths));
    moments.sort_by_key(|m| m.at);
    let broke_by = first_bad.and_then(|bad| {
        let good = last_good?;
        let fits = |m: &Moment| good < m.at && m.at <= bad && explains(facts, paths, &m.turn);
        moments.iter().rposition(fits)
    });
    WayInTime {
        server: server.to_owned(),
        connector: connector.to_owned(),
        last_good,
        first_bad,
        last_bad,
        good_again,
        moments,
        broke_by,
    }
}

/// Whether only what is sent since the turn was refused.
fn explains(facts: &Facts, paths: &[(u32, &Path)], turn: &Turn) -> bool {
    let mut refused = paths.iter().filter(|(_, p)| p.refused.count > 0);
    refused.all(|(_, path)| match turn {
        Turn::Certificate { to, .. } => {
            let to = to.as_ref().map(|n| n.thumbprint.as_str());
            certificate(facts, path).map(|c| c.map(|c| c.thumbprint.as_str())) == Some(to)
        }
        Turn::Address { to, .. } => path.key.address == Some(*to),
    })
}

/// `None` where the log does not tell, `Some(None)` where none was sent.
fn certificate<'f>(facts: &'f Facts, path: &Path) -> Option<Option<&'f Certificate>> {
    match path.key.certificate {
        CertificateUse::Sent(index) => Some(Some(facts.sent.get(index as usize)?)),
        CertificateUse::NotSent => Some(None),
        CertificateUse::Unknown => None,
    }
}

/// When each thing was first seen, in order; what was never first is no turn.
fn turns<T: Ord + Clone>(seen: impl Iterator<Item = (T, i64)>) -> Vec<(i64, T, T)> {
    let mut first: BTreeMap<T, i64> = BTreeMap::new();
    for (what, at) in seen {
        let known = first.entry(what).or_insert(at);
        *known = at.min(*known);
    }
    let mut order: Vec<(i64, T)> = first.into_iter().map(|(what, at)| (at, what)).collect();
    order.sort();
    let pairs = order.windows(2);
    pairs
        .filter_map(|pair| match pair {
            [(_, from), (at, to)] => Some((*at, from.clone(), to.clone())),
            _ => None,
        })
        .collect()
}

fn certificates(facts: &Facts, paths: &[(u32, &Path)]) -> Vec<Moment> {
    // A session without mail may have ended before its certificate was sent.
    let with_mail = paths.iter().filter(|(_, p)| p.with_mail.count > 0);
    let named = |c: &Certificate| Named {
        name: c.display_name(),
        thumbprint: c.thumbprint.clone(),
    };
    let seen = with_mail.filter_map(|(_, p)| {
        let certificate = certificate(facts, p)?.map(named);
        Some((certificate, p.with_mail.first?))
    });
    let moment = |(at, from, to)| Moment {
        at,
        turn: Turn::Certificate { from, to },
    };
    turns(seen).into_iter().map(moment).collect()
}

fn addresses(paths: &[(u32, &Path)]) -> Vec<Moment> {
    let seen = paths
        .iter()
        .filter_map(|(_, p)| Some((p.key.address?, p.first)));
    let moment = |(at, from, to)| Moment {
        at,
        turn: Turn::Address { from, to },
    };
    turns(seen).into_iter().map(moment).collect()
}
