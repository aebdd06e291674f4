//! What a finding says, as data: `i18n` makes the sentences. Texts are raw
//! evidence; whoever shows them sanitises them.

use std::net::IpAddr;

use crate::attribution::InvalidAddress;
use crate::evidence::reply::Neighbour;
use crate::facts::Conflict;

/// Somebody who presents a certificate: a server or a Send connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Server or connector.
    pub name: String,
    /// A name that a person knows the certificate by.
    pub certificate: String,
    /// Its thumbprint.
    pub thumbprint: String,
    /// Whether it fits an inbound connector.
    pub fits: bool,
}

/// A value that a rerun of HCW would write over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overwritten {
    /// On which connector.
    pub connector: String,
    /// The property.
    pub property: &'static str,
    /// Today's value; empty where there is none.
    pub today: String,
    /// HCW's; empty where it leaves none.
    pub hcw: String,
}

/// What a Send connector says of its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateSaid {
    /// TlsCertificateName.
    Name(String),
    /// No TlsCertificateName: Fqdn chooses.
    Fqdn(String),
    /// Neither.
    Nothing,
    /// Not in the evidence.
    Unknown,
}

/// A Send connector, for which domains, and with which certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendsBy {
    /// Its name.
    pub connector: String,
    /// The domains of its address spaces.
    pub spaces: Vec<String>,
    /// What it says of its certificate.
    pub certificate: CertificateSaid,
}

/// What says that a chain is incomplete (RD205).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainSign {
    /// A CAPI2 event with this result.
    Event {
        /// `800B0109`
        code: String,
    },
    /// The listed stores of authorities lack the issuer.
    IssuerNotListed,
    /// Status Untrusted in Get-ExchangeCertificate.
    StatusUntrusted,
}

/// What kept a run of HCW from finishing its mail-flow part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunFault {
    /// A cmdlet or a step failed.
    Failed {
        /// The cmdlet, or the code of the error.
        what: String,
        /// In these words.
        words: String,
    },
    /// A value was not reached, as HCW's own comparison shows.
    NotReached {
        /// The property.
        property: String,
    },
    /// The log ends before the comparison that HCW makes when it is done.
    BrokenOff,
}

/// The parameters of each finding; one variant a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Detail {
    /// RD001; `neighbour` is `None` for 5.7.51/5.7.68 of another organisation.
    DifferentFault {
        neighbour: Option<Neighbour>,
        reply: String,
    },
    /// RD002
    InboundAttribution {
        reply: String,
        recipient: Option<String>,
    },
    /// RD003
    Attr36 { count: u64 },
    /// RD004; recipients accepted in own domains, and perhaps by another tenant.
    AcceptanceProvesNothing { own: u64, other_tenant: u64 },
    /// RD101; `connectors` are (name, TlsSenderCertificateName).
    NameMismatch {
        sent: Vec<String>,
        thumbprint: String,
        servers: Vec<String>,
        connectors: Vec<(String, String)>,
        /// Judged from the configuration: no log shows what is sent.
        configured_only: bool,
        /// Documents leave open whether a pair of names fits, and the log's answers decide.
        by_log: bool,
    },
    /// RD102; `connectors` are (name, SenderIPAddresses).
    AddressNotListed {
        addresses: Vec<IpAddr>,
        connectors: Vec<(String, Vec<String>)>,
    },
    /// RD103; how many connectors of other types there are.
    NoOnPremisesConnector { others: usize },
    /// RD104; `fits` is false when it would not fit either.
    ConnectorDisabled { connector: String, fits: bool },
    /// RD105
    ConnectorIsPartner { connector: String },
    /// RD106
    SeveralConnectors { connectors: Vec<String> },
    /// RD107
    DomainsExcludeSender {
        connector: String,
        listed: Vec<String>,
        /// Domains of the tenant, as far as it is known.
        senders: Vec<String>,
        /// Domains of strangers, which the list cannot take.
        foreign: Vec<String>,
    },
    /// RD108; (connector, entry, what is wrong)
    InvalidAddresses {
        entries: Vec<(String, String, InvalidAddress)>,
    },
    /// RD109
    MatchedBySan {
        connector: String,
        san: String,
        common_name: Option<String>,
    },
    /// RD110
    NameNotADomain { connector: String, value: String },
    /// RD111
    WithoutIdentity { connectors: Vec<String> },
    /// RD112
    ConnectorRestricted { connector: Option<String> },
    /// RD201; (server, Send connector) and sessions with mail.
    NoCertificateSent {
        from: Vec<(String, String)>,
        sessions: u64,
    },
    /// RD202; `listed_on` are the servers that listings name which have the newer one.
    StaleCertificate {
        sent: String,
        sent_thumbprint: String,
        newer: String,
        newer_thumbprint: String,
        listed_on: Vec<String>,
    },
    /// RD203; seconds since the epoch.
    CertificateNotValid {
        certificate: String,
        thumbprint: String,
        not_before: Option<i64>,
        not_after: Option<i64>,
        at: i64,
    },
    /// RD204; `self_signed` false: a private CA.
    NotFromPublicCa {
        certificate: String,
        thumbprint: String,
        self_signed: bool,
    },
    /// RD205
    ChainIncomplete {
        certificate: String,
        thumbprint: String,
        issuer: Option<String>,
        server: Option<String>,
        sign: ChainSign,
    },
    /// RD206; `services` as written, `sent`: the log shows it sent all the same.
    NotEnabledForSmtp {
        certificate: String,
        thumbprint: String,
        servers: Vec<String>,
        services: String,
        sent: bool,
    },
    /// RD207; `fits`: an inbound connector would know the certificate.
    WithoutPrivateKey {
        certificate: String,
        thumbprint: String,
        connector: Option<String>,
        server: Option<String>,
        fits: bool,
    },
    /// RD208
    ServersDiffer { servers: Vec<Holder> },
    /// RD209
    ConnectorsDisagree { connectors: Vec<Holder> },
    /// RD210; (error, sessions)
    TlsFailed {
        errors: Vec<(String, u64)>,
        connectors: Vec<String>,
    },
    /// RD211; `name` is TlsCertificateName, `server` where it is missing and others have it.
    SendConnectorCertificateMissing {
        connectors: Vec<String>,
        name: Option<String>,
        server: Option<String>,
        said_by_log: bool,
    },
    /// RD212
    StarttlsNotOffered {
        connectors: Vec<String>,
        sessions: u64,
    },
    /// RD213
    LoggingOff { connectors: Vec<String> },
    /// RD214; `before`: thumbprint of an earlier one that had the use.
    ClientAuthAbsent {
        certificate: String,
        thumbprint: String,
        before: Option<String>,
    },
    /// RD215; characters of `<I>..<S>..`.
    EdgeNameTooLong {
        connector: String,
        length: usize,
        edge: Vec<String>,
    },
    /// RD216; seconds since the epoch, and whole days left.
    ExpiresSoon {
        certificate: String,
        thumbprint: String,
        not_after: i64,
        days: u64,
    },
    /// RD217; `ignore_configured`: IgnoreSTARTTLS is true.
    StarttlsIgnored {
        connectors: Vec<String>,
        sessions: u64,
        ignore_configured: bool,
    },
    /// RD218
    KeyUnusable {
        certificate: String,
        thumbprint: String,
        connector: String,
        sessions: u64,
        ec_key: bool,
        lacks_smtp: bool,
    },
    /// RD219; (thumbprint, end) with the latest first, and which of them the log shows.
    SeveralInstalledFit {
        connector: String,
        certificates: Vec<(String, Option<i64>)>,
        sent: Option<String>,
    },
    /// RD220; `next`: (thumbprint, issuer) of one that is at hand.
    IssuerChanges {
        connector: String,
        issuer: String,
        next: Option<(String, String)>,
    },
    /// RD301; `predicted`: no sender was seen, judged from the certificate's domain.
    NoAcceptedDomain {
        senders: Vec<String>,
        certificate: Option<String>,
        predicted: bool,
    },
    /// RD302
    ForeignOrNullSender {
        null: bool,
        foreign: Vec<String>,
        certificate: Option<String>,
    },
    /// RD303
    SubdomainNotAccepted {
        name: String,
        missing: String,
        accepted: String,
    },
    /// RD304
    AnotherTenant {
        senders: Vec<String>,
        accepted: Vec<String>,
    },
    /// RD305; (Send connector, host or domain) of this tenant and of others, and a
    /// certificate whose domain is not this tenant's.
    SharedWithOtherTenant {
        certificate: Option<String>,
        ours: Vec<(String, String)>,
        others: Vec<(String, String)>,
    },
    /// RD401
    SeveralAddresses { addresses: Vec<IpAddr> },
    /// RD402
    Ipv6 { addresses: Vec<IpAddr> },
    /// RD403
    IpBased {
        connectors: Vec<String>,
        addresses: Vec<IpAddr>,
    },
    /// RD404
    NextHopIsNotEop { connector: String, host: String },
    /// RD405
    InsideTheCloud { server: String },
    /// RD501; when HCW ran, what it wrote, the names of the certificate sent.
    HcwWroteOther {
        run: String,
        wrote: String,
        sent: Vec<String>,
        thumbprint: String,
    },
    /// RD502; the name on the certificate that HCW warned of.
    HcwWarnedDomain { run: String, name: Option<String> },
    /// RD504
    HcwRunFailed { run: String, fault: RunFault },
    /// RD505; `newer` is the newest other evidence, milliseconds since the epoch.
    HcwEvidenceOld { run: String, newer: i64 },
    /// RD503
    OutsideHcw {
        /// Those that carry mail to the internet.
        connectors: Vec<SendsBy>,
        /// Those that HCW owns.
        hcw: Vec<SendsBy>,
    },
    /// RD506
    RerunRemoves { values: Vec<Overwritten> },
    /// RD507
    ServersNotCovered {
        connectors: Vec<String>,
        servers: Vec<String>,
    },
    /// RD508; (Receive connector, TlsCertificateName) and (Outbound connector, TlsDomain).
    ReverseAtRisk {
        certificate: String,
        receive: Vec<(String, String)>,
        outbound: Vec<(String, String)>,
    },
    /// RD901
    Conflict { values: Vec<Conflict> },
    /// RD902; (object, property)
    Truncated { values: Vec<(String, String)> },
    /// RD903; milliseconds since the epoch.
    OlderThanChange {
        connector: String,
        changed: i64,
        last_session: i64,
    },
    /// RD904; `predicted`: whether the rules say accepted.
    PredictionAndLog {
        predicted: bool,
        server: String,
        connector: String,
        accepted: u64,
        refused: u64,
    },
    /// RD999
    CheckFailed { rule: &'static str, message: String },
}
