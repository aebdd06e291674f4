//! How Exchange Online attributes mail and decides on relay, as pure functions:
//! contract.md, How relay is judged; domain.md, sections 2 and 3.

mod address;
mod answers;
mod change;
mod connector;
mod names;
mod organization;
mod replay;
mod status;
mod way;

pub use address::{AddressFit, InvalidAddress, address_fit, invalid_address};
pub use answers::{LastAnswer, last_answers, last_answers_by_class};
pub use change::{
    Change, Difference, InboundProperty, InboundValue, Shown, Subject, WhatIf, differences,
    predict, smallest,
};
pub use connector::{
    ConnectorFit, Gate, IdentityFit, MatchedBy, Sender, Unusable, judge_connector, judge_connectors,
};
pub use names::{ConnectorNameFit, NameFit, connector_names_fit, name_fit};
pub use organization::{
    CertificateDomain, certificate_domain, name_not_accepted, organization, sender_class,
};
pub(crate) use replay::is_relay_of_tenant;
pub use replay::{Judged, Learned, Row, Verdicts, judge_way, learn, replay};
pub use status::Status;
pub use way::{Presented, RecipientClass, SenderClass, Way, WayOrigin, leads_to_tenant, ways};
pub(crate) use way::{configured_to_tenant, recipient_class, sender_view};
