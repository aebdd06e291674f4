//! What the replay says of the evidence as it is, and under changed values.

use crate::attribution::{Change, RecipientClass, Row, Status, WhatIf, ways};
use crate::diagnosis::diagnose;
use crate::facts::Facts;
use crate::wizard::Held;

/// What the replay says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Predicted {
    /// Relay.
    pub relay: Status,
    /// Condition A.
    pub organization: Status,
    /// Condition B.
    pub connector: Status,
    /// Messages to outside recipients, on the ways that mail takes now, that would be accepted.
    pub accepted: u64,
    /// That would be refused.
    pub refused: u64,
    /// Of which it cannot be told.
    pub unknown: u64,
}

impl Predicted {
    /// Of the evidence as it is.
    pub(super) fn now(held: &Held) -> Self {
        let diagnosis = &held.diagnosis;
        Self {
            relay: diagnosis.relay,
            organization: diagnosis.organization.0,
            connector: diagnosis.connector.0,
            ..Self::counted(&held.gathered.facts, &held.rows)
        }
    }

    /// Of the evidence under changed values.
    pub(in crate::wizard) fn after(facts: &Facts, changes: &[Change]) -> Self {
        let changed = WhatIf::new(facts, changes);
        let verdicts = changed.replay();
        let diagnosis = diagnose(changed.facts(), &verdicts);
        Self {
            relay: diagnosis.relay,
            organization: diagnosis.organization.0,
            connector: diagnosis.connector.0,
            ..Self::counted(changed.facts(), &verdicts.rows)
        }
    }

    /// Mail to own domains passes without relay, and what was sent on a way that mail
    /// takes no more tells nothing of tomorrow.
    fn counted(facts: &Facts, rows: &[Row]) -> Self {
        let ways = ways(facts);
        let is_taken = |row: &&Row| {
            ways.iter().any(|way| {
                let sent = way.presented.certificate().map(|c| &c.thumbprint);
                way.server == Some(row.server.as_str())
                    && way.connector == Some(row.connector.as_str())
                    && sent == row.thumbprint.as_ref()
            })
        };
        let taken: Vec<&Row> = rows.iter().filter(is_taken).collect();
        let count = |status: Status| {
            let relay = taken
                .iter()
                .filter(|r| r.recipient_class != RecipientClass::Own);
            relay
                .filter(|r| r.predicted == status)
                .map(|r| r.messages)
                .sum()
        };
        Self {
            relay: Status::Unknown,
            organization: Status::Unknown,
            connector: Status::Unknown,
            accepted: count(Status::Met),
            refused: count(Status::Broken),
            unknown: count(Status::Unknown),
        }
    }
}
