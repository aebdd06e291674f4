//! Why a condition or a row of the comparison is as it is, as data.

use std::net::IpAddr;

/// Why condition A is met, broken or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OrganizationReason {
    /// The certificate's domain is accepted: it vouches for every sender.
    ByCertificate { name: String },
    /// An alternative name of the certificate is accepted and another of its names is not:
    /// which of them counts is not documented.
    ByAlternateName { name: String, other: String },
    /// Every sender seen is in an accepted domain; the certificate does not vouch.
    BySenders { domains: Vec<String> },
    /// These senders (`<>` among them) are vouched for by nothing.
    NotVouched {
        senders: Vec<String>,
        certificate: Option<String>,
    },
    /// The accepted domains are not known.
    AcceptedDomainsUnknown,
    /// Those that were loaded are a part, and none of them decides.
    AcceptedDomainsIncomplete,
    /// Which certificate is sent is not known, and these senders rest on it.
    CertificateUnknown { senders: Vec<String> },
    /// The evidence does not tell whether the certificate vouches for these senders.
    CertificateUndecided {
        senders: Vec<String>,
        certificate: String,
    },
    /// The certificate does not vouch, and no sender was seen.
    SenderUnknown { certificate: Option<String> },
    /// Neither a log nor a configuration shows what is sent.
    NothingSeen,
}

/// Why condition B is met, broken or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ConnectorReason {
    ByCertificate {
        connector: String,
        value: String,
        name: String,
    },
    ByAddress {
        connector: String,
        address: IpAddr,
    },
    /// No inbound connector of type OnPremises.
    NoneOnPremises,
    /// No enabled OnPremises connector fits certificate or address.
    NothingFits {
        certificate: Option<String>,
        address: Option<IpAddr>,
    },
    /// A connector would fit, and something keeps it from being used.
    FittingOneClosed {
        connector: String,
    },
    /// The inbound connectors are not known.
    ConnectorsUnknown,
    /// The listing has further pages, and nothing on this one fits.
    ConnectorsIncomplete,
    /// Documents are silent or disagree about this pair, or a value is missing.
    Undecided {
        connector: String,
    },
    /// It fits, and the certificate has expired since it was last seen.
    ExpiredSince {
        certificate: String,
    },
    /// Neither a log nor a configuration shows what is sent.
    NothingSeen,
}

/// Why a row of the comparison is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowReason {
    /// certificate.name: the same text.
    SameName,
    /// certificate.name: the wildcard value covers the name.
    WildcardCovers,
    /// certificate.name: fits by SAN, not by CN.
    BySanOnly,
    /// certificate.name: no name fits.
    NameDiffers,
    /// certificate.name: a wildcard certificate needs the wildcard as value.
    WildcardNeedsWildcard,
    /// certificate.name: documents are silent or disagree.
    DocumentsSilent,
    /// certificate.name: one domain in two spellings (`xn--`), on which documents are silent.
    OtherSpelling,
    /// certificate.name: documents are silent, the log's answers say it fits.
    LogSaysFits,
    /// certificate.name: documents are silent, the log's answers say it does not fit.
    LogSaysNot,
    /// certificate.*: no certificate was sent.
    NoCertificateSent,
    /// certificate.*: which certificate is sent is not known.
    CertificateUnknown,
    /// The inbound connectors are not known.
    ConnectorsUnknown,
    /// No inbound connector of type OnPremises.
    NoConnector,
    /// certificate.name: the connector names no certificate.
    NoCertificateExpected,
    /// certificate.configured: what is sent is what is configured.
    SentAsConfigured,
    /// certificate.configured: another certificate is sent than configured.
    SentOtherThanConfigured,
    /// certificate.configured: several have the issuer and subject that are named; the
    /// latest expiry, which is documented to win, is what is sent.
    LatestOfSeveral,
    /// certificate.configured: what is sent is named, and a later one that is named too
    /// is installed.
    LaterOneNamed,
    /// certificate.configured: several installed ones serve the Fqdn, this among them.
    OneOfSeveralByFqdn,
    /// certificate.configured: no log shows it; the configuration chooses this one.
    WouldBeChosen,
    /// certificate.configured: the Send connector is not in the evidence.
    SendConnectorUnknown,
    /// certificate.configured: neither TlsCertificateName nor Fqdn decides.
    NothingConfigured,
    /// certificate.installed: the one sent is the newest installed one that fits.
    SentIsNewest,
    /// certificate.installed: a newer one that fits is installed.
    NewerInstalled,
    /// certificate.installed: one that fits is installed, and it is older than the one sent.
    OnlyOlderInstalledFits,
    /// certificate.installed: another one that fits is installed; which of them is newer
    /// is not known.
    OtherInstalledFits,
    /// certificate.installed: the one sent is listed without its private key, and no
    /// other fits.
    InstalledWithoutKey,
    /// certificate.installed: no installed certificate fits.
    NoneInstalledFits,
    /// certificate.installed: the installed certificates are not known.
    InstalledUnknown,
    /// certificate.validity: valid when it was sent.
    ValidWhenSent,
    /// certificate.validity: valid now; no log shows it sent.
    ValidNow,
    /// certificate.validity: expired when it was sent.
    ExpiredWhenSent,
    /// certificate.validity: not yet valid when it was sent.
    NotYetValidWhenSent,
    /// certificate.validity: expired since.
    ExpiredSince,
    /// certificate.validity: self-signed.
    SelfSigned,
    /// certificate.validity: the dates are not known.
    DatesUnknown,
    /// egress.ip: an entry covers it.
    AddressListed,
    /// egress.ip: no entry covers it.
    AddressNotListed,
    /// egress.ip: IPv6 never fits.
    AddressIpv6,
    /// egress.ip: the connector lists no addresses; it goes by certificate.
    NoAddressesExpected,
    /// egress.ip: the address that Exchange Online sees is not known.
    AddressUnknown,
    /// egress.ip: listed on a connector that also names a certificate: undocumented.
    AddressBesideCertificate,
    /// egress.ip, connector.domains: the list was cut by the console.
    ListCut,
    /// connector.type: OnPremises.
    TypeOnPremises,
    /// connector.type: another, which never relays.
    TypeNeverRelays,
    /// connector.*: the property is not in the evidence.
    PropertyUnknown,
    /// connector.enabled: enabled.
    Enabled,
    /// connector.enabled: disabled.
    Disabled,
    /// connector.domains: no restriction.
    NoRestriction,
    /// connector.domains: the senders' domains are listed.
    DomainsListed,
    /// connector.domains: `<>` has no domain, and whether it may pass is not documented.
    NullSenderUnlisted,
    /// connector.domains: a sender's domain is left out.
    DomainLeftOut,
    /// organization.*: accepted.
    DomainAccepted,
    /// organization.certificate_domain: an alternative name is, another name is not.
    DomainAcceptedBySan,
    /// organization.certificate_domain: only a domain above the direct parent is accepted.
    ParentNotAccepted,
    /// organization.*: not accepted.
    DomainNotAccepted,
    /// organization.sender_domain: own senders are accepted, the others rest on the certificate, which vouches.
    RestOnCertificate,
    /// organization.sender_domain: some senders are vouched for by nothing.
    SomeNotVouched,
    /// organization.*: the accepted domains are not known.
    AcceptedDomainsUnknown,
    /// organization.*: of the accepted domains a part was loaded, and none decides.
    AcceptedDomainsIncomplete,
    /// organization.*: whether the certificate vouches is not known.
    VouchingUnknown,
    /// organization.sender_domain: no sender was seen.
    NoSenderSeen,
    /// hcw.certificate: no HCW evidence.
    NoHcwEvidence,
    /// hcw.certificate: what is sent fits what HCW wrote.
    AsHcwWrote,
    /// hcw.certificate: another certificate is sent.
    OtherThanHcwWrote,
    /// hcw.certificate: documents are silent about this pair of names, or names are missing.
    HcwUndecided,
}
