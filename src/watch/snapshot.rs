//! A picture of one moment, to be shown elsewhere.

use crate::attribution::SenderClass;

use super::tally::RowKey;
use super::{Count, Expectation, Notice, Rule, SenderKind, ServerView, Verdict, Watch};

/// Rows that are shown at most.
const MAX_ROWS: usize = 200;

/// What is followed, as it is now.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The rule.
    pub rule: Rule,
    /// What should be sent.
    pub expectation: Expectation,
    /// The verdict.
    pub verdict: Verdict,
    /// All sessions since the change.
    pub total: Count,
    /// The servers.
    pub servers: Vec<ServerView>,
    /// The counts, the first of them.
    pub rows: Vec<(RowKey, Count)>,
    /// Sender classes that were not seen accepted.
    pub not_seen: Vec<SenderClass>,
    /// What happened last to files and folders.
    pub notice: Option<Notice>,
}

impl Watch {
    /// What is shown of it.
    pub fn snapshot(&self, notice: Option<Notice>) -> Snapshot {
        Snapshot {
            rule: self.rule(),
            expectation: self.expectation().clone(),
            verdict: self.verdict().clone(),
            total: self.total(),
            servers: self.servers(),
            rows: self
                .rows()
                .take(MAX_ROWS)
                .map(|(key, count)| (key.clone(), *count))
                .collect(),
            not_seen: self.not_seen(),
            notice,
        }
    }

    /// Sender classes that were not seen accepted, although it can be told whose they are.
    pub fn not_seen(&self) -> Vec<SenderClass> {
        if !self.knows_domains() || self.total().accepted == 0 {
            return Vec::new();
        }
        let accepted = |class: &SenderClass| {
            self.rows().any(|((_, _, _, kind), count)| {
                *kind == SenderKind::Class(*class) && count.accepted > 0
            })
        };
        let all = [SenderClass::Own, SenderClass::Foreign, SenderClass::Null];
        all.into_iter().filter(|c| !accepted(c)).collect()
    }
}
