//! The address that Exchange Online sees.

mod ip_based;
mod ipv6;
mod not_listed;
mod sender_ip_invalid;
mod several;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    not_listed::RULE,
    sender_ip_invalid::RULE,
    several::RULE,
    ipv6::RULE,
    ip_based::RULE,
];
