//! What Exchange Online answered to relay, summed up.

use super::Analysis;
use crate::attribution::is_relay_of_tenant;
use crate::facts::traffic::Tally;

/// How often, and when last (milliseconds since the epoch).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnswerCount {
    /// Recipients.
    pub count: u64,
    /// The last time, milliseconds since the epoch.
    pub last: Option<i64>,
}

/// Recipients refused, and outside recipients accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Refused.
    pub refused: AnswerCount,
    /// Accepted, of mail of the tenant to outside recipients.
    pub accepted: AnswerCount,
}

impl Answers {
    /// Those in the logs of a judgement.
    pub fn of(analysis: &Analysis) -> Self {
        let facts = &analysis.gathered.facts;
        let traffic = &facts.traffic;
        let mut answers = Self::default();
        for flow in traffic.flows.iter().filter(|f| traffic.is_eop(f.path)) {
            answers.refused.add(&flow.refused);
            let path = traffic.path(flow.path);
            if path.is_some_and(|p| is_relay_of_tenant(facts, flow, &p.key)) {
                answers.accepted.add(&flow.accepted);
            }
        }
        answers
    }
}

impl AnswerCount {
    fn add(&mut self, tally: &Tally) {
        self.count += tally.count;
        self.last = self.last.max(tally.last);
    }
}
