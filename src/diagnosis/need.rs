//! What is missing, as data. The command that gets it is made in `remedy::collect`.

use super::Code;
use crate::evidence::SourceKind;
use crate::evidence::formats::bounce::MailSystem;

/// Why something is needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedReason {
    /// By its bounce the mail was sent by another system than Exchange: what that one
    /// sends, and by which address, counts.
    SendingSystem {
        /// Which.
        system: MailSystem,
        /// Its host, if the bounce names it.
        host: Option<String>,
    },
    /// No send log: nothing shows which certificate and address are used.
    SendLog,
    /// The log that was given has no session with Exchange Online Protection.
    SendLogToEop,
    /// ProtocolLoggingLevel may be None: switch it on for this Send connector, if it is known.
    ProtocolLogging {
        /// The Send connector.
        connector: Option<String>,
    },
    /// The log is older than the connector's last change, or than the certificate's end.
    NewerLog,
    /// The log begins in the middle of sessions: what they sent is not in it.
    SessionBeginning,
    /// Documents are silent about this pair of names: a session that needs relay decides.
    RelaySession,
    /// The inbound connectors of the tenant.
    InboundConnectors,
    /// The rest of the inbound connectors: a part was loaded.
    InboundConnectorsRest,
    /// Properties of inbound connectors that are judged and not in the export.
    ConnectorProperties,
    /// An empty listing was taken for the inbound connectors: proves it.
    InboundConnectorsEmpty,
    /// The accepted domains of the tenant.
    AcceptedDomains,
    /// The rest of the accepted domains: a part was loaded.
    AcceptedDomainsRest,
    /// Whether the accepted domains that were loaded are the tenant's.
    AcceptedDomainsSide,
    /// The Send connectors: whose tenant the mail goes to, what is configured.
    SendConnectors,
    /// Values of a Send connector that tell where it leads are not in the export.
    SendConnectorProperties {
        /// The Send connector.
        connector: String,
    },
    /// Whose tenant it is that a Send connector leads to.
    TenantOfHost {
        /// The Send connector.
        connector: String,
        /// Its smart host at Exchange Online, or its address space.
        host: String,
    },
    /// The installed certificates.
    InstalledCertificates,
    /// The listing that was given has none of this server's certificates.
    CertificatesOfServer {
        /// The server.
        server: String,
    },
    /// The listing that was given does not have a certificate that is in use.
    CertificateNotListed {
        /// Its thumbprint.
        thumbprint: String,
        /// The server that sends it, if it is known.
        server: Option<String>,
    },
    /// Values of a certificate in use that the listing leaves out.
    CertificateProperties {
        /// Its thumbprint.
        thumbprint: String,
    },
    /// The address that Exchange Online sees.
    EgressAddress,
    /// Names or dates of the certificate that the log does not write.
    CertificateDetails {
        /// Its thumbprint.
        thumbprint: String,
    },
    /// The name fits and mail is refused: whether the issuers are on the server.
    CertificateChain {
        /// The certificate's thumbprint.
        thumbprint: String,
    },
    /// A list that the console cut.
    WholeList {
        /// Which listing.
        kind: SourceKind,
        /// The property.
        property: String,
    },
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// Why, and with it what.
    pub reason: NeedReason,
    /// Rules that could not answer without it.
    pub asked_by: Vec<Code>,
}

impl NeedReason {
    /// The kind of source that would settle it.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::SendLog
            | Self::SendLogToEop
            | Self::NewerLog
            | Self::SessionBeginning
            | Self::RelaySession
            | Self::EgressAddress => SourceKind::SmtpSendLog,
            Self::ProtocolLogging { .. }
            | Self::SendConnectors
            | Self::SendConnectorProperties { .. } => SourceKind::SendConnector,
            Self::InboundConnectors
            | Self::InboundConnectorsRest
            | Self::InboundConnectorsEmpty
            | Self::ConnectorProperties => SourceKind::InboundConnector,
            Self::AcceptedDomains
            | Self::AcceptedDomainsRest
            | Self::AcceptedDomainsSide
            | Self::TenantOfHost { .. } => SourceKind::AcceptedDomain,
            Self::InstalledCertificates
            | Self::CertificatesOfServer { .. }
            | Self::CertificateNotListed { .. }
            | Self::CertificateProperties { .. }
            | Self::CertificateDetails { .. } => SourceKind::ExchangeCertificate,
            Self::CertificateChain { .. } | Self::SendingSystem { .. } => SourceKind::Certificate,
            Self::WholeList { kind, .. } => *kind,
        }
    }
}
