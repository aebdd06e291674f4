//! What the error text itself says.

mod acceptance_proves_no_relay;
mod attr36_refusal;
mod different_fault;
mod inbound_attribution_refusal;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    different_fault::RULE,
    inbound_attribution_refusal::RULE,
    attr36_refusal::RULE,
    acceptance_proves_no_relay::RULE,
];
