//! What the Hybrid Configuration Wizard (HCW) left behind: its `.log` and its
//! `.xhcw` of the same run, made into one shape (formats.md sections 2 and 3).

use crate::evidence::Side;
use crate::evidence::record::Value;

/// A time as HCW wrote it. `Current Time Zone:` near the top of a log names the
/// server's zone; whether stamps are in it is not known unless it says UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// As written.
    pub text: String,
    /// The moment, where the zone is known.
    pub at: Option<jiff::Timestamp>,
}

/// One run of HCW.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HcwRun {
    /// Its first stamp.
    pub started: Option<Stamp>,
    /// Its last stamp.
    pub ended: Option<Stamp>,
    /// The cmdlets that it ran, in order.
    pub invocations: Vec<Invocation>,
}

/// A cmdlet that HCW ran.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// When it began.
    pub stamp: Stamp,
    /// On which side (`Session=` of a log, `type=` of an `.xhcw`).
    pub side: Option<Side>,
    /// `Set-InboundConnector`.
    pub cmdlet: String,
    /// Parameters with their values. Their spelling varies: compare ignoring case.
    pub parameters: Vec<(String, Value)>,
    /// How it ended.
    pub outcome: Outcome,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

impl Invocation {
    /// The value of a parameter, whatever its case.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        let found = self
            .parameters
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }
}

/// How a cmdlet of HCW ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It finished.
    Finished,
    /// It failed, in these words.
    Failed(String),
    /// No end of it was seen: the log is cut, or the run was.
    Unseen,
}
