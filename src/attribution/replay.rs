//! The log replayed under the values as they are: conditions A and B for every
//! distinct way, the verdict for the whole, and the truth table.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::connector::Sender as Asking;
use super::way::{presented, recipient_class, sender_view};
use super::{
    ConnectorFit, MatchedBy, NameFit, Presented, RecipientClass, SenderClass, Status, Way,
    judge_connectors, leads_to_tenant, organization, sender_class,
};
use crate::facts::traffic::{Era, Flow, Path, PathKey, Sender};
use crate::facts::{Facts, SenderView};

/// What the log's consistent answers decided where the documents are silent:
/// (certificate's thumbprint, index of the connector) to a status.
pub type Learned = BTreeMap<(String, usize), Status>;

/// One way and one sender, judged.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// Index into the ways.
    pub way: usize,
    /// MAIL FROM.
    pub sender: SenderView,
    /// Whose it is.
    pub class: SenderClass,
    /// Condition A.
    pub organization: Status,
    /// Condition B.
    pub connector: Status,
    /// Each connector; `None` when the connectors are not known.
    pub fits: Option<Vec<ConnectorFit>>,
    /// What was presented.
    pub presented: Presented<'a>,
}

impl Judged<'_> {
    /// The connectors by which condition B is met.
    pub fn met_by(&self) -> impl Iterator<Item = &ConnectorFit> {
        let fits = self.fits.iter().flatten();
        fits.filter(|f| f.status == Status::Met)
    }

    /// By which it is met.
    pub fn matched_by(&self) -> Option<MatchedBy> {
        self.met_by().filter_map(|f| f.identity.matched_by()).min()
    }
}

/// A row of the truth table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The folder of the logs.
    pub server: String,
    /// The Send connector.
    pub connector: String,
    /// Of the certificate sent.
    pub thumbprint: Option<String>,
    /// The address EOP saw.
    pub ip: Option<IpAddr>,
    /// Whose the sender is.
    pub sender_class: SenderClass,
    /// The sender's domain; `None` for `<>`.
    pub sender_domain: Option<String>,
    /// Whose the recipients are.
    pub recipient_class: RecipientClass,
    /// Condition A.
    pub organization: Status,
    /// Condition B.
    pub connector_condition: Status,
    /// What the rules predict.
    pub predicted: Status,
    /// Messages with a recipient of that class.
    pub messages: u64,
    /// Recipients accepted.
    pub accepted: u64,
    /// Recipients refused with 5.7.64 or ATTR36.
    pub refused: u64,
}

impl Row {
    /// Whether Exchange Online gave only answers that are not the predicted one.
    pub fn disagrees(&self) -> bool {
        match self.predicted {
            Status::Met => self.refused > 0 && self.accepted == 0,
            Status::Broken => self.accepted > 0 && self.refused == 0,
            Status::Unknown => false,
        }
    }
}

/// The result for the whole.
#[derive(Debug, Clone)]
pub struct Verdicts<'a> {
    /// The ways mail takes now.
    pub ways: Vec<Way<'a>>,
    /// Each with each of its senders.
    pub judged: Vec<Judged<'a>>,
    /// Condition A for the whole.
    pub organization: Status,
    /// Condition B for the whole.
    pub connector: Status,
    /// The truth table of the log.
    pub rows: Vec<Row>,
    /// What the log decided.
    pub learned: Learned,
}

impl Verdicts<'_> {
    /// Both met: accepted; one broken: refused; else unknown.
    pub fn relay(&self) -> Status {
        self.organization.and(self.connector)
    }

    /// The way of a judged sender.
    pub fn way_of(&self, judged: &Judged) -> Option<&Way<'_>> {
        self.ways.get(judged.way)
    }
}

/// Judges everything.
pub fn replay(facts: &Facts) -> Verdicts<'_> {
    let learned = learn(facts);
    let rows = rows(facts, &learned);
    judge(facts, learned, rows)
}

/// The same with what a log decided earlier and the truth table at hand: under
/// changed values the answers of the past decide only what was not changed.
pub(super) fn judge(facts: &Facts, learned: Learned, rows: Vec<Row>) -> Verdicts<'_> {
    let ways = super::ways(facts);
    let mut judged = Vec::new();
    for (index, way) in ways.iter().enumerate() {
        for sender in &way.senders {
            judged.push(judge_way(facts, index, way, sender, &learned));
        }
    }
    let whole = |condition: fn(&Judged) -> Status| match judged.is_empty() {
        true => Status::Unknown,
        false => Status::all(judged.iter().map(condition)),
    };
    // Without any inbound connector relay is impossible whatever is sent.
    let none = facts
        .tenant
        .inbound_connectors
        .as_ref()
        .is_some_and(|l| l.items.is_empty() && !l.more);
    Verdicts {
        organization: whole(|j| j.organization),
        connector: if none {
            Status::Broken
        } else {
            whole(|j| j.connector)
        },
        rows,
        ways,
        judged,
        learned,
    }
}

/// Judges one way for one sender, by today's rule.
pub fn judge_way<'a>(
    facts: &Facts,
    index: usize,
    way: &Way<'a>,
    sender: &SenderView,
    learned: &Learned,
) -> Judged<'a> {
    let class = sender_class(&facts.tenant, sender);
    let asking = Asking {
        presented: way.presented,
        address: way.address,
        mail_from: sender,
        at: way.at,
    };
    let fits = fits(facts, &asking, learned);
    let mut connector = condition(fits.as_deref());
    // One that is not on the pages that are there may fit.
    if connector == Status::Broken && facts.tenant.has_more_connectors() {
        connector = Status::Unknown;
    }
    // A certificate that has expired since it was last seen may have been renewed since.
    let expired_since = way.presented.certificate().is_some_and(|c| {
        c.is_valid_at(way.at) != Some(false) && c.is_valid_at(facts.now) == Some(false)
    });
    if expired_since && connector == Status::Met && by_certificate_only(fits.as_deref()) {
        connector = Status::Unknown;
    }
    Judged {
        way: index,
        sender: sender.clone(),
        class,
        organization: organization(&facts.tenant, &way.presented, class, Era::Current),
        connector,
        fits,
        presented: way.presented,
    }
}

fn by_certificate_only(fits: Option<&[ConnectorFit]>) -> bool {
    let mut met = fits
        .iter()
        .flat_map(|f| f.iter())
        .filter(|f| f.status == Status::Met);
    met.all(|f| f.identity.matched_by() == Some(MatchedBy::Certificate))
}

fn fits(facts: &Facts, asking: &Asking, learned: &Learned) -> Option<Vec<ConnectorFit>> {
    let thumbprint = asking.presented.certificate().map(|c| c.thumbprint.clone());
    judge_connectors(&facts.tenant, asking, |index| {
        learned.get(&(thumbprint.clone()?, index)).copied()
    })
}

fn condition(fits: Option<&[ConnectorFit]>) -> Status {
    fits.map_or(Status::Unknown, |fits| {
        Status::any(fits.iter().map(|f| f.status))
    })
}

fn asking<'a>(facts: &'a Facts, path: &Path, sender: &'a SenderView) -> Asking<'a> {
    Asking {
        presented: presented(facts, &path.key),
        address: path.key.address.or(facts.given.egress_ip),
        mail_from: sender,
        at: path.judged_at().div_euclid(1000),
    }
}

/// Lets the log decide pairs of names on which the documents are silent: only
/// where its answers agree, condition A held, and no connector was changed since.
pub fn learn(facts: &Facts) -> Learned {
    let mut answers: BTreeMap<(String, usize), Answers> = BTreeMap::new();
    for flow in &facts.traffic.flows {
        let Some(path) = facts.traffic.path(flow.path) else {
            continue;
        };
        let sender = sender_view(&facts.traffic, flow.sender);
        let asking = asking(facts, path, &sender);
        let Some(certificate) = asking.presented.certificate() else {
            continue;
        };
        let class = sender_class(&facts.tenant, &sender);
        let a = organization(&facts.tenant, &asking.presented, class, flow.era);
        let Some(fits) = fits(facts, &asking, &Learned::new()) else {
            continue;
        };
        let other_fits = fits.iter().any(|f| f.status == Status::Met);
        let relayed = is_relay_of_tenant(facts, flow, &path.key);
        for fit in fits
            .iter()
            .filter(|f| f.identity.name == Some(NameFit::Undecided))
        {
            if changed_since(facts, fit.index, path.last) {
                continue;
            }
            let entry = answers
                .entry((certificate.thumbprint.clone(), fit.index))
                .or_default();
            // An answer speaks of the name only where nothing else explains it.
            let about_the_name = fit.open == Status::Met && fit.identity.unusable.is_none();
            if a == Status::Met && about_the_name {
                entry.refused += flow.refused.count;
            }
            if relayed && about_the_name && !other_fits {
                entry.accepted += flow.accepted.count;
            }
        }
    }
    let decide = |(pair, answers): ((String, usize), Answers)| match answers {
        Answers {
            accepted: 0,
            refused: 1..,
        } => Some((pair, Status::Broken)),
        Answers {
            accepted: 1..,
            refused: 0,
        } => Some((pair, Status::Met)),
        _ => None,
    };
    answers.into_iter().filter_map(decide).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    accepted: u64,
    refused: u64,
}

fn changed_since(facts: &Facts, connector: usize, last_millis: i64) -> bool {
    let connector = facts.tenant.connectors().get(connector);
    let changed = connector.and_then(|c| c.when_changed.value());
    changed.is_some_and(|t| t.as_millisecond() > last_millis)
}

/// Whether an acceptance in this flow proves relay through the tenant.
pub(crate) fn is_relay_of_tenant(facts: &Facts, flow: &Flow, key: &PathKey) -> bool {
    let connector = facts.traffic.connectors.get(key.connector as usize);
    recipient_class(facts, flow.recipient) == RecipientClass::Outside
        && facts.traffic.is_eop(flow.path)
        && connector.and_then(|c| leads_to_tenant(facts, c)) == Some(true)
}

/// The truth table of the log.
pub(super) fn rows(facts: &Facts, learned: &Learned) -> Vec<Row> {
    type Key = (u32, Sender, RecipientClass, Era);
    let traffic = &facts.traffic;
    let mut counts: BTreeMap<Key, [u64; 3]> = BTreeMap::new();
    for flow in traffic.flows.iter().filter(|f| traffic.is_eop(f.path)) {
        let class = recipient_class(facts, flow.recipient);
        let count = counts
            .entry((flow.path, flow.sender, class, flow.era))
            .or_default();
        count[0] += flow.messages;
        count[1] += flow.accepted.count;
        count[2] += flow.refused.count;
    }
    for mixed in traffic.mixed.iter().filter(|m| traffic.is_eop(m.path)) {
        let mut classes: Vec<_> = mixed
            .recipients
            .iter()
            .map(|&r| recipient_class(facts, r))
            .collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            counts
                .entry((mixed.path, mixed.sender, class, mixed.era))
                .or_default()[0] += mixed.messages;
        }
    }
    let mut rows = Vec::new();
    for ((path, sender, recipient_class, era), [messages, accepted, refused]) in counts {
        let Some(path) = traffic.path(path) else {
            continue;
        };
        let view = sender_view(traffic, sender);
        let asking = asking(facts, path, &view);
        let class = sender_class(&facts.tenant, &view);
        let a = organization(&facts.tenant, &asking.presented, class, era);
        let b = condition(fits(facts, &asking, learned).as_deref());
        rows.push(Row {
            server: name(&traffic.servers, path.key.server),
            connector: name(&traffic.connectors, path.key.connector),
            thumbprint: asking.presented.certificate().map(|c| c.thumbprint.clone()),
            ip: path.key.address,
            sender_class: class,
            sender_domain: match view {
                SenderView::Domain(domain) => Some(domain.to_string()),
                SenderView::Null | SenderView::Unknown => None,
            },
            recipient_class,
            organization: a,
            connector_condition: b,
            // Mail to own domains passes without relay.
            predicted: match recipient_class {
                RecipientClass::Own => Status::Met,
                RecipientClass::Outside | RecipientClass::Unknown => a.and(b),
            },
            messages,
            accepted,
            refused,
        });
    }
    rows.sort_by(|x, y| row_order(x).cmp(&row_order(y)));
    rows
}

fn row_order(
    row: &Row,
) -> (
    &str,
    &str,
    Option<&str>,
    Option<IpAddr>,
    SenderClass,
    Option<&str>,
    RecipientClass,
) {
    (
        &row.server,
        &row.connector,
        row.thumbprint.as_deref(),
        row.ip,
        row.sender_class,
        row.sender_domain.as_deref(),
        row.recipient_class,
    )
}

fn name(list: &[String], index: u32) -> String {
    list.get(index as usize).cloned().unwrap_or_default()
}
