//! What a second inbound connector takes over from the one that it stands beside.

use super::{ItemList, Known};

/// Properties of an inbound connector that decide nothing about relay and that
/// New-InboundConnector takes (its reference in the Exchange PowerShell documentation).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Comment.
    pub comment: Known<String>,
    /// TreatMessagesAsInternal.
    pub treat_messages_as_internal: Known<bool>,
    /// EFSkipIPs: what Enhanced Filtering skips.
    pub skipped_addresses: Known<ItemList>,
    /// EFSkipLastIP.
    pub skips_last_address: Known<bool>,
    /// EFUsers: the recipients that Enhanced Filtering is for.
    pub filtered_users: Known<ItemList>,
    /// Those that hold a value and are not taken over, in the order of
    /// [`NotCarried::ALL`].
    pub not_carried: Vec<NotCarried>,
}

/// A property that New-InboundConnector takes and that a second connector of type
/// OnPremises is made without. By the cmdlet's reference the Restrict* "apply only to
/// Partner type connectors", TrustedOrganizations is for mail between two Microsoft 365
/// organizations, and the rest is "reserved for internal Microsoft use" or not described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NotCarried {
    RestrictDomainsToCertificate,
    RestrictDomainsToIpAddresses,
    TrustedOrganizations,
    ClientHostNames,
    SkipMailGateway,
    TestMode,
    ScanAndDropRecipients,
}

impl NotCarried {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::RestrictDomainsToCertificate,
        Self::RestrictDomainsToIpAddresses,
        Self::TrustedOrganizations,
        Self::ClientHostNames,
        Self::SkipMailGateway,
        Self::TestMode,
        Self::ScanAndDropRecipients,
    ];

    /// The property's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::RestrictDomainsToCertificate => "RestrictDomainsToCertificate",
            Self::RestrictDomainsToIpAddresses => "RestrictDomainsToIPAddresses",
            Self::TrustedOrganizations => "TrustedOrganizations",
            Self::ClientHostNames => "ClientHostNames",
            Self::SkipMailGateway => "EFSkipMailGateway",
            Self::TestMode => "EFTestMode",
            Self::ScanAndDropRecipients => "ScanAndDropRecipients",
        }
    }

    /// Whether its value is a switch; else it is a list.
    pub fn is_flag(self) -> bool {
        matches!(
            self,
            Self::RestrictDomainsToCertificate
                | Self::RestrictDomainsToIpAddresses
                | Self::TestMode
        )
    }
}
