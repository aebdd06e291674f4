//! What every rule may look at.

use super::{Confidence, Obstacle, Obstacles};
use crate::attribution::{Judged, MatchedBy, Status, Verdicts, Way};
use crate::evidence::Location;
use crate::evidence::reply::ReplyKind;
use crate::facts::{Facts, InboundConnector, Symptom};

/// Facts, verdicts and obstacles of one incident.
#[derive(Debug)]
pub struct Context<'a> {
    /// The evidence.
    pub facts: &'a Facts,
    /// Conditions A and B.
    pub verdicts: &'a Verdicts<'a>,
    /// What stands in the way of condition B.
    pub obstacles: Obstacles,
}

impl<'a> Context<'a> {
    /// Looks at facts and verdicts once for all rules.
    pub fn new(facts: &'a Facts, verdicts: &'a Verdicts<'a>) -> Self {
        Self {
            facts,
            verdicts,
            obstacles: Obstacles::find(facts, verdicts),
        }
    }

    /// The judged senders hit by an obstacle, with the surest confidence.
    pub fn hit(&self, wanted: impl Fn(Obstacle) -> bool) -> Option<Hit<'_>> {
        let items = self.obstacles.with(wanted);
        let confidence = items.iter().map(|(_, confidence, _)| *confidence).min()?;
        let judged = items
            .iter()
            .filter_map(|(j, ..)| self.verdicts.judged.get(*j))
            .collect();
        let obstacles = items.iter().map(|(_, _, o)| *o).collect();
        Some(Hit {
            confidence,
            judged,
            obstacles,
        })
    }

    /// The way of a judged sender.
    pub fn way(&self, judged: &Judged) -> Option<&Way<'a>> {
        self.verdicts.ways.get(judged.way)
    }

    /// The inbound connector of an index.
    pub fn connector(&self, index: usize) -> Option<&'a InboundConnector> {
        self.facts.tenant.connectors().get(index)
    }

    /// Enabled (or not known to be disabled) connectors of type OnPremises.
    pub fn open_connectors(&self) -> impl Iterator<Item = &'a InboundConnector> {
        let connectors = self.facts.tenant.connectors().iter();
        connectors.filter(|c| c.is_enabled_on_premises() != Some(false))
    }

    /// The symptom of a kind.
    pub fn symptom(&self, kind: ReplyKind) -> Option<&'a Symptom> {
        self.facts.symptoms.iter().find(|s| s.kind == kind)
    }

    /// Whether 5.7.64 or ATTR36 was said anywhere.
    pub fn has_refusal(&self) -> bool {
        let refused = |kind| self.symptom(kind).is_some();
        refused(ReplyKind::TenantAttribution) || refused(ReplyKind::Attr36)
    }

    /// Judged senders whose condition B is met by this.
    pub fn met_by(&self, by: MatchedBy) -> impl Iterator<Item = &Judged<'a>> {
        let judged = self.verdicts.judged.iter();
        judged.filter(move |j| j.connector == Status::Met && j.matched_by() == Some(by))
    }

    /// Lines that show what the judged senders present and how they were answered.
    pub fn proof(&self, judged: &[&Judged]) -> Vec<Location> {
        let mut refusals = Vec::new();
        let mut shown = Vec::new();
        for way in judged.iter().filter_map(|j| self.way(j)) {
            shown.extend(way.proof.iter().cloned());
            let paths = way.paths.iter().filter_map(|&p| self.facts.traffic.path(p));
            refusals.extend(paths.filter_map(|p| p.refused.proof.clone()));
        }
        shown.extend(refusals);
        shown
    }
}

/// The judged senders that an obstacle stands before.
#[derive(Debug)]
pub struct Hit<'c> {
    /// The surest of them.
    pub confidence: Confidence,
    /// Those judged; empty when the listing alone says it.
    pub judged: Vec<&'c Judged<'c>>,
    /// The obstacles.
    pub obstacles: Vec<Obstacle>,
}
