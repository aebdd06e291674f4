//! Points on which the contract says nothing that decides. Incidents that turn
//! on one are not compared; whoever settles a point deletes it here.

use super::incident::{Connector, Property, Tenant};

/// Whether the incident touches an open point. Dates and issuer that the log
/// leaves out (a certificate of unknown validity) are never drawn: open as well.
pub(crate) fn touched(tenant: &Tenant) -> bool {
    let connectors = tenant.connectors.iter().flatten();
    connectors.into_iter().any(name_shown_and_addresses_not)
}

/// An export that shows TlsSenderCertificateName and not SenderIPAddresses: a
/// missing value is unknown, yet who selects the one column rests on the name.
fn name_shown_and_addresses_not(connector: &Connector) -> bool {
    matches!(connector.certificate_name, Property::Holds(_))
        && connector.addresses == Property::Unread
}
