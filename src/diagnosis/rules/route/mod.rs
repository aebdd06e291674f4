//! The way mail takes, and what HCW owns of it.

mod inside_the_cloud;
mod logging_off;
mod next_hop;
mod outside_hcw;
mod rerun_removes;
mod reverse_direction;
mod server_not_covered;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    next_hop::RULE,
    inside_the_cloud::RULE,
    outside_hcw::RULE,
    rerun_removes::RULE,
    logging_off::RULE,
    server_not_covered::RULE,
    reverse_direction::RULE,
];
