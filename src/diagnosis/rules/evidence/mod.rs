//! What the evidence itself cannot carry.

mod conflict;
mod disagree;
mod list_truncated;
mod older_than_change;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    conflict::RULE,
    list_truncated::RULE,
    older_than_change::RULE,
    disagree::RULE,
];
