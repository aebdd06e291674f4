//! Why it still fails: the diagnosis of the logs since the change.

use crate::attribution::replay;
use crate::diagnosis::{Code, diagnose};
use crate::facts::traffic::Traffic;
use crate::facts::{Facts, with_traffic};

/// The root causes that the traffic shows, with what else is known.
pub(super) fn findings(facts: &Facts, traffic: &Traffic, now: i64) -> Vec<Code> {
    let mut facts = with_traffic(facts, traffic.clone());
    facts.now = now.div_euclid(1000);
    let diagnosis = diagnose(&facts, &replay(&facts));
    diagnosis.root_causes().map(|f| f.code).collect()
}
