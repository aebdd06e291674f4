//! The certificate that is sent.

mod not_public;
mod not_sent;
mod not_valid;
mod send_connectors_disagree;
mod servers_differ;
mod stale;

pub(crate) use stale::newest_fitting_installed;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    not_sent::RULE,
    stale::RULE,
    not_valid::RULE,
    not_public::RULE,
    servers_differ::RULE,
    send_connectors_disagree::RULE,
];
