//! What the Hybrid Configuration Wizard (HCW) wrote, warned of and left undone.

mod evidence_old;
mod other_certificate;
mod run_failed;
mod unverified_domain;

use super::Rule;

pub(crate) use other_certificate::agreement;

pub(super) const RULES: &[Rule] = &[
    other_certificate::RULE,
    unverified_domain::RULE,
    run_failed::RULE,
    evidence_old::RULE,
];
