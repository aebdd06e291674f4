//! The certificate that is sent.

mod chain_incomplete;
mod client_auth;
mod edge_name;
mod expires_soon;
mod issuer_changes;
mod not_for_smtp;
mod not_public;
mod not_sent;
mod not_valid;
mod send_connectors_disagree;
mod servers_differ;
mod several_fit;
mod stale;

pub(crate) use stale::{fitting_installed, newest_fitting_installed};

use super::Rule;
use crate::facts::Certificate;

pub(super) const RULES: &[Rule] = &[
    not_sent::RULE,
    stale::RULE,
    not_valid::RULE,
    not_public::RULE,
    chain_incomplete::RULE,
    not_for_smtp::RULE,
    servers_differ::RULE,
    send_connectors_disagree::RULE,
    client_auth::RULE,
    edge_name::RULE,
    expires_soon::RULE,
    several_fit::RULE,
    issuer_changes::RULE,
];

/// Seconds of 30 days.
const MONTH: i64 = 30 * 86_400;

/// Whether a certificate that has not ended is due for renewal (contract.md, RD216);
/// `None` when its end is not known.
fn is_due(certificate: &Certificate, now: i64) -> Option<bool> {
    let left = certificate.not_after?.checked_sub(now)?;
    let life = certificate
        .not_before
        .and_then(|from| certificate.not_after?.checked_sub(from));
    let limit = life.map_or(MONTH, |life| MONTH.min(life / 3));
    Some(left >= 0 && left < limit)
}
