//! What stands between mail and condition B, for every judged sender of every
//! way: the rules on connectors, certificates and addresses read it, so that
//! each cause is told once and one cause does not hide behind another.

use super::Confidence;
use crate::attribution::{
    AddressFit, ConnectorFit, Gate, Judged, NameFit, Presented, Status, Unusable, Verdicts, Way,
    is_relay_of_tenant, sender_view,
};
use crate::facts::traffic::Flow;
use crate::facts::{Facts, InboundConnector};

/// One thing in the way; connectors are indices into the tenant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The connector that would fit is disabled, or only disabled OnPremises ones exist (RD104).
    Disabled {
        /// Which.
        connector: usize,
        /// Whether it would fit.
        fits: bool,
    },
    /// The connector that would fit is of another type (RD105).
    NotOnPremises(usize),
    /// The fitting connector leaves the sender's domain out (RD107).
    SenderDomainLeftOut(usize),
    /// The fitting connector is restricted (RD112).
    Blocked(usize),
    /// No connector of type OnPremises (RD103).
    NoConnector,
    /// Enabled OnPremises connectors without certificate name and addresses only (RD111).
    WithoutIdentity,
    /// The certificate fits none of the names (RD101).
    NameMismatch,
    /// A connector expects a certificate and none was sent (RD201).
    NothingSent,
    /// The certificate was not valid then (RD203).
    NotValid,
    /// The certificate is self-signed or of a private CA (RD204).
    NotPublic,
    /// No list covers the address (RD102).
    AddressNotListed,
    /// The address is IPv6 (RD402).
    Ipv6,
}

/// The obstacles of each judged sender.
#[derive(Debug, Clone, Default)]
pub struct Obstacles {
    /// (index into the judged, how sure, what).
    pub items: Vec<(usize, Confidence, Obstacle)>,
}

impl Obstacles {
    /// Looks at every judged sender whose condition B is not met.
    pub fn find(facts: &Facts, verdicts: &Verdicts) -> Self {
        let mut items = Vec::new();
        if verdicts.judged.is_empty() {
            // Nothing shows what is sent, and still some listings can never relay.
            let confidence = Confidence::Likely;
            items.extend(standing(facts).map(|obstacle| (usize::MAX, confidence, obstacle)));
            return Self { items };
        }
        for (index, judged) in verdicts.judged.iter().enumerate() {
            let refused = is_refused(facts, verdicts, judged);
            let confidence = match (judged.connector, refused) {
                (Status::Met, _) | (Status::Unknown, false) => continue,
                (Status::Broken, true) => Confidence::Certain,
                (Status::Broken, false) | (Status::Unknown, true) => Confidence::Likely,
            };
            if is_proven(facts, verdicts, judged) {
                continue;
            }
            let mut found = of_judged(facts, judged);
            if is_carried(facts, verdicts, judged) {
                // A connector fits: only what it says of this sender is left.
                found.retain(|o| matches!(o, Obstacle::SenderDomainLeftOut(_)));
            }
            items.extend(
                found
                    .into_iter()
                    .map(|obstacle| (index, confidence, obstacle)),
            );
        }
        Self { items }
    }

    /// The judged senders that have an obstacle of this kind.
    pub fn with(&self, wanted: impl Fn(Obstacle) -> bool) -> Vec<(usize, Confidence, Obstacle)> {
        self.items
            .iter()
            .filter(|(_, _, o)| wanted(*o))
            .copied()
            .collect()
    }
}

/// Whether 5.7.64 was the answer to this way's mail.
pub(super) fn is_refused(facts: &Facts, verdicts: &Verdicts, judged: &Judged) -> bool {
    let paths = verdicts.way_of(judged).map_or(&[][..], |w| &w.paths);
    paths
        .iter()
        .any(|&p| facts.traffic.path(p).is_some_and(|p| p.refused.count > 0))
}

/// So long before a refusal of one sender an acceptance of another still tells that a
/// connector fits, milliseconds, where no connector was changed between.
const SAME_TIME: i64 = 3_600_000;

/// Whether the log proves condition B for this way: relay for this sender, or for another
/// one while this one was refused. Condition A is the sender's own.
pub(super) fn is_carried(facts: &Facts, verdicts: &Verdicts, judged: &Judged) -> bool {
    let way = verdicts.way_of(judged);
    let Some(way) = way.filter(|w| !is_changed_since(facts, w)) else {
        return false;
    };
    let flows = || {
        let all = facts.traffic.flows.iter();
        all.filter(|f| way.paths.contains(&f.path))
    };
    let own = |f: &&Flow| sender_view(&facts.traffic, f.sender) == judged.sender;
    let relayed = |f: &&Flow| {
        let path = facts.traffic.path(f.path);
        path.is_some_and(|p| is_relay_of_tenant(facts, f, &p.key))
    };
    // One that was refused as well tells nothing: the value may have been changed between.
    let others = flows().filter(|f| !own(f) && f.refused.count == 0);
    let accepted = others.filter(relayed).filter_map(|f| f.accepted.last).max();
    let first = flows().filter(own).filter_map(|f| f.refused.first).min();
    let last = flows().filter(own).filter_map(|f| f.refused.last).max();
    let beside = accepted.is_some_and(|accepted| {
        let after = first.is_none_or(|first| accepted >= first);
        let soon_before = last.is_none_or(|last| accepted + SAME_TIME >= last);
        after || soon_before && is_unchanged_since(facts, accepted)
    });
    beside || is_proven(facts, verdicts, judged)
}

/// Whether no connector was changed since (milliseconds since the epoch).
fn is_unchanged_since(facts: &Facts, since: i64) -> bool {
    let mut changes = facts.tenant.connectors().iter().map(|c| &c.when_changed);
    changes.all(|at| at.value().is_some_and(|at| at.as_millisecond() <= since))
}

/// Whether a connector was changed since the way was last seen.
fn is_changed_since(facts: &Facts, way: &Way) -> bool {
    let connectors = facts.tenant.connectors().iter();
    let mut changed = connectors.filter_map(|c| c.when_changed.value());
    changed.any(|t| t.as_second() > way.at)
}

/// Whether the log proves relay for this very way and sender: it is believed
/// over the rules, unless a connector was changed since.
pub(super) fn is_proven(facts: &Facts, verdicts: &Verdicts, judged: &Judged) -> bool {
    let Some(way) = verdicts.way_of(judged) else {
        return false;
    };
    let changed = is_changed_since(facts, way);
    let (mut accepted, mut refused) = (0, 0);
    for flow in facts
        .traffic
        .flows
        .iter()
        .filter(|f| way.paths.contains(&f.path))
    {
        if sender_view(&facts.traffic, flow.sender) != judged.sender {
            continue;
        }
        refused += flow.refused.count;
        let key = facts.traffic.path(flow.path).map(|p| p.key);
        if key.is_some_and(|key| is_relay_of_tenant(facts, flow, &key)) {
            accepted += flow.accepted.count;
        }
    }
    !changed && accepted > 0 && refused == 0
}

/// What the listing alone says, whatever is sent.
fn standing(facts: &Facts) -> Option<Obstacle> {
    if facts.tenant.has_more_connectors() {
        return None;
    }
    let connectors = &facts.tenant.inbound_connectors.as_ref()?.items;
    let types_known = connectors.iter().all(|c| !c.connector_type.is_unknown());
    let on_premises = |c: &&InboundConnector| c.is_on_premises() != Some(false);
    let mut candidates = connectors.iter().filter(on_premises).peekable();
    if candidates.peek().is_none() && types_known {
        return Some(Obstacle::NoConnector);
    }
    let mut enabled = connectors
        .iter()
        .filter(|c| c.is_enabled_on_premises() != Some(false))
        .peekable();
    if enabled.peek().is_none() {
        let connector = connectors.iter().position(|c| on_premises(&c))?;
        return Some(Obstacle::Disabled {
            connector,
            fits: true,
        });
    }
    enabled
        .all(|c| c.has_no_identity())
        .then_some(Obstacle::WithoutIdentity)
}

fn of_judged(facts: &Facts, judged: &Judged) -> Vec<Obstacle> {
    let Some(fits) = &judged.fits else {
        return Vec::new();
    };
    // A connector that fits and is closed is the cause; the others' mismatch is beside the point.
    let mut closed = closed_ones(fits, Status::Met);
    let in_part = facts.tenant.has_more_connectors();
    if in_part {
        // An OnPremises one for the same certificate may be one that is not shown.
        closed.retain(|o| !matches!(o, Obstacle::NotOnPremises(_)));
    }
    if !closed.is_empty() {
        return closed;
    }
    if let Some(standing) = standing(facts) {
        return vec![match standing {
            Obstacle::Disabled { connector, .. } => Obstacle::Disabled {
                connector,
                fits: false,
            },
            other => other,
        }];
    }
    let open = open_mismatches(facts, judged);
    match open.is_empty() {
        // Nothing else is wrong: one that may fit and is closed is what is left.
        true if in_part => Vec::new(),
        true => closed_ones(fits, Status::Unknown),
        false => open,
    }
}

/// Why connectors to which certificate and address stand like this are not used.
fn closed_ones(fits: &[ConnectorFit], identity: Status) -> Vec<Obstacle> {
    let mut closed: Vec<Obstacle> = Vec::new();
    for fit in fits.iter().filter(|f| f.identity.status() == identity) {
        let gate = |wanted| fit.closed.contains(&wanted);
        if gate(Gate::NotOnPremises) {
            closed.push(Obstacle::NotOnPremises(fit.index));
            continue;
        }
        if gate(Gate::Disabled) {
            closed.push(Obstacle::Disabled {
                connector: fit.index,
                fits: true,
            });
        }
        if gate(Gate::Blocked) {
            closed.push(Obstacle::Blocked(fit.index));
        }
        if gate(Gate::SenderDomainLeftOut) {
            closed.push(Obstacle::SenderDomainLeftOut(fit.index));
        }
    }
    // A Partner connector that fits matters only where no OnPremises one does.
    if closed
        .iter()
        .any(|o| !matches!(o, Obstacle::NotOnPremises(_)))
    {
        closed.retain(|o| !matches!(o, Obstacle::NotOnPremises(_)));
    }
    closed
}

/// What the enabled OnPremises connectors miss.
fn open_mismatches(facts: &Facts, judged: &Judged) -> Vec<Obstacle> {
    let connectors = facts.tenant.connectors();
    let open = || {
        judged.fits.iter().flatten().filter(|f| {
            connectors
                .get(f.index)
                .is_some_and(|c| c.is_enabled_on_premises() != Some(false))
        })
    };
    let mut found = Vec::new();
    for fit in open() {
        let connector = &connectors[fit.index];
        let identity = &fit.identity;
        if connector.names_certificate() && identity.by_certificate == Status::Broken {
            // A name that is not known to differ is not what is wrong.
            let differs = matches!(identity.name, Some(NameFit::Mismatch { .. }));
            found.push(match (judged.presented, identity.unusable) {
                (Presented::Nothing, _) => Obstacle::NothingSent,
                (_, Some(Unusable::SelfSigned)) if !differs => Obstacle::NotPublic,
                (_, Some(Unusable::NotValid)) if !differs => Obstacle::NotValid,
                _ => Obstacle::NameMismatch,
            });
        }
        if connector.names_certificate()
            && identity.by_certificate == Status::Unknown
            && matches!(identity.name, Some(NameFit::Match { .. }))
        {
            found.push(Obstacle::NotPublic);
        }
        match identity.address {
            AddressFit::NotListed => found.push(Obstacle::AddressNotListed),
            AddressFit::Ipv6 => found.push(Obstacle::Ipv6),
            AddressFit::NotAsked | AddressFit::Covers | AddressFit::Unknown => {}
        }
    }
    // It is another connector's name that fits, or may fit.
    let may_fit = |f: &ConnectorFit| match f.identity.name {
        Some(NameFit::Match { .. } | NameFit::NamesUnknown) => true,
        Some(NameFit::Undecided) => {
            f.identity.unusable.is_some() || f.identity.by_certificate != Status::Broken
        }
        Some(NameFit::Mismatch { .. }) | None => false,
    };
    if open().any(may_fit) {
        found.retain(|o| *o != Obstacle::NameMismatch);
    }
    // The connector meant for this certificate or address may be one that is not shown.
    if facts.tenant.has_more_connectors() {
        found.retain(|o| matches!(o, Obstacle::NotPublic | Obstacle::NotValid));
    }
    found.sort_unstable();
    found.dedup();
    found
}
