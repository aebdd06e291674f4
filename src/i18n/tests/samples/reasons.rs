//! Reasons of conditions and rows.

use super::{INBOUND, texts};
use crate::diagnosis::{ConnectorReason, OrganizationReason, RowReason};

type Reasons = (
    Vec<(OrganizationReason, Vec<&'static str>)>,
    Vec<(ConnectorReason, Vec<&'static str>)>,
);

pub(in crate::i18n::tests) fn reasons() -> Reasons {
    use ConnectorReason as C;
    use OrganizationReason as O;
    let name = || "mail.contoso.com".to_owned();
    let certificate = || Some(name());
    let senders = || texts(&["<>", "fabrikam.com"]);
    let inbound = || INBOUND.to_owned();
    let address = "203.0.113.7".parse().unwrap();
    let organization = vec![
        (O::ByCertificate { name: name() }, vec!["mail.contoso.com"]),
        (
            O::ByAlternateName {
                name: name(),
                other: "mail.hoster.example".to_owned(),
            },
            vec!["mail.contoso.com", "mail.hoster.example"],
        ),
        (
            O::BySenders {
                domains: texts(&["contoso.com"]),
            },
            vec!["contoso.com"],
        ),
        (
            O::BySenders {
                domains: texts(&["contoso.com", "fabrikam.com"]),
            },
            vec!["fabrikam.com"],
        ),
        (
            O::NotVouched {
                senders: senders(),
                certificate: certificate(),
            },
            vec!["<>", "fabrikam.com", "mail.contoso.com"],
        ),
        (
            O::NotVouched {
                senders: senders(),
                certificate: None,
            },
            vec!["fabrikam.com"],
        ),
        (O::AcceptedDomainsUnknown, vec![]),
        (O::AcceptedDomainsIncomplete, vec![]),
        (
            O::CertificateUnknown { senders: senders() },
            vec!["<>", "fabrikam.com"],
        ),
        (
            O::CertificateUndecided {
                senders: senders(),
                certificate: name(),
            },
            vec!["<>", "mail.contoso.com"],
        ),
        (
            O::SenderUnknown {
                certificate: certificate(),
            },
            vec!["mail.contoso.com"],
        ),
        (O::SenderUnknown { certificate: None }, vec![]),
        (O::NothingSeen, vec![]),
    ];
    let connector = vec![
        (
            C::ByCertificate {
                connector: inbound(),
                value: "*.contoso.com".to_owned(),
                name: name(),
            },
            vec![INBOUND, "*.contoso.com", "mail.contoso.com"],
        ),
        (
            C::ByAddress {
                connector: inbound(),
                address,
            },
            vec![INBOUND, "203.0.113.7"],
        ),
        (C::NoneOnPremises, vec!["OnPremises"]),
        (
            C::NothingFits {
                certificate: certificate(),
                address: Some(address),
            },
            vec!["mail.contoso.com", "203.0.113.7"],
        ),
        (
            C::NothingFits {
                certificate: None,
                address: None,
            },
            vec![],
        ),
        (
            C::FittingOneClosed {
                connector: inbound(),
            },
            vec![INBOUND],
        ),
        (C::ConnectorsUnknown, vec![]),
        (C::ConnectorsIncomplete, vec![]),
        (
            C::Undecided {
                connector: inbound(),
            },
            vec![INBOUND],
        ),
        (
            C::ExpiredSince {
                certificate: name(),
            },
            vec!["mail.contoso.com"],
        ),
        (C::NothingSeen, vec![]),
    ];
    (organization, connector)
}

pub(in crate::i18n::tests) fn row_reasons() -> Vec<RowReason> {
    use RowReason as R;
    vec![
        R::SameName,
        R::WildcardCovers,
        R::BySanOnly,
        R::NullSenderUnlisted,
        R::OtherSpelling,
        R::DomainAcceptedBySan,
        R::AcceptedDomainsIncomplete,
        R::VouchingUnknown,
        R::NameDiffers,
        R::WildcardNeedsWildcard,
        R::DocumentsSilent,
        R::LogSaysFits,
        R::LogSaysNot,
        R::NoCertificateSent,
        R::CertificateUnknown,
        R::ConnectorsUnknown,
        R::NoConnector,
        R::NoCertificateExpected,
        R::SentAsConfigured,
        R::SentOtherThanConfigured,
        R::LatestOfSeveral,
        R::LaterOneNamed,
        R::OneOfSeveralByFqdn,
        R::WouldBeChosen,
        R::SendConnectorUnknown,
        R::NothingConfigured,
        R::SentIsNewest,
        R::NewerInstalled,
        R::InstalledWithoutKey,
        R::NoneInstalledFits,
        R::InstalledUnknown,
        R::ValidWhenSent,
        R::ExpiredWhenSent,
        R::ValidNow,
        R::NotYetValidWhenSent,
        R::OnlyOlderInstalledFits,
        R::OtherInstalledFits,
        R::ExpiredSince,
        R::SelfSigned,
        R::DatesUnknown,
        R::AddressListed,
        R::AddressNotListed,
        R::AddressIpv6,
        R::NoAddressesExpected,
        R::AddressUnknown,
        R::AddressBesideCertificate,
        R::ListCut,
        R::TypeOnPremises,
        R::TypeNeverRelays,
        R::PropertyUnknown,
        R::Enabled,
        R::Disabled,
        R::NoRestriction,
        R::DomainsListed,
        R::DomainLeftOut,
        R::DomainAccepted,
        R::ParentNotAccepted,
        R::DomainNotAccepted,
        R::RestOnCertificate,
        R::SomeNotVouched,
        R::AcceptedDomainsUnknown,
        R::NoSenderSeen,
        R::NoHcwEvidence,
        R::AsHcwWrote,
        R::OtherThanHcwWrote,
        R::HcwUndecided,
    ]
}

/// `comparison[].id` of contract.md.
pub(in crate::i18n::tests) const ROW_IDS: [&str; 11] = [
    "certificate.name",
    "certificate.configured",
    "certificate.installed",
    "certificate.validity",
    "egress.ip",
    "connector.type",
    "connector.enabled",
    "connector.domains",
    "organization.certificate_domain",
    "organization.sender_domain",
    "hcw.certificate",
];
