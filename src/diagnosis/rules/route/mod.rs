//! The way mail takes, and what HCW owns of it.

mod inside_the_cloud;
mod next_hop;
mod outside_hcw;
mod rerun_removes;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    next_hop::RULE,
    inside_the_cloud::RULE,
    outside_hcw::RULE,
    rerun_removes::RULE,
];
