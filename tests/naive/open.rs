//! Points on which the contract says nothing that decides. Incidents that turn
//! on one are not compared; whoever settles a point deletes it here.

use super::incident::{Connector, MailFrom, Property, Sent, Session, Tenant};
use super::rules::{ca_signed, valid};

/// Whether the incident touches an open point. Dates and issuer that the log
/// leaves out (a certificate of unknown validity) are never drawn: open as well.
pub(crate) fn touched(tenant: &Tenant, session: &Session) -> bool {
    let connectors = tenant.connectors.iter().flatten();
    connectors.into_iter().any(|connector| {
        domain_above_is_listed(connector, &session.mail_from)
            || name_shown_and_addresses_not(connector)
            || unread_name_that_nothing_could_fit(connector, session)
    })
}

/// Whether `contoso.com` in AssociatedAcceptedDomains lets `sub.contoso.com` in:
/// "leaves out the sender's domain" does not say.
fn domain_above_is_listed(connector: &Connector, mail_from: &MailFrom) -> bool {
    let (Property::Holds(list), MailFrom::Domain(domain)) = (&connector.domains, mail_from) else {
        return false;
    };
    let domain = domain.to_lowercase();
    let above = |item: &String| domain.ends_with(&format!(".{}", item.to_lowercase()));
    list.items.iter().any(above)
}

/// An export that shows TlsSenderCertificateName and not SenderIPAddresses: a
/// missing value is unknown, yet who selects the one column rests on the name.
fn name_shown_and_addresses_not(connector: &Connector) -> bool {
    matches!(connector.certificate_name, Property::Holds(_))
        && connector.addresses == Property::Unread
}

/// No certificate, or one that cannot count, fits no name, whichever it is.
/// The library answers unknown, which is careful but less than is known.
fn unread_name_that_nothing_could_fit(connector: &Connector, session: &Session) -> bool {
    use super::answer::Answer::Yes;
    let useless = match &session.sent {
        Sent::Nothing => true,
        Sent::Untold => false,
        Sent::Certificate(c) => valid(c, session.at) != Yes || ca_signed(c) != Yes,
    };
    connector.certificate_name == Property::Unread && useless
}
