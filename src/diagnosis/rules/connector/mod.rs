//! The tenant's inbound connectors.

mod associated_domains;
mod certificate_name;
mod disabled;
mod name_not_a_domain;
mod none_on_premises;
mod partner;
mod restricted;
mod san_only;
mod several;
mod without_identity;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    certificate_name::RULE,
    none_on_premises::RULE,
    disabled::RULE,
    partner::RULE,
    several::RULE,
    associated_domains::RULE,
    san_only::RULE,
    name_not_a_domain::RULE,
    without_identity::RULE,
    restricted::RULE,
];
