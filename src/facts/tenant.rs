//! What is known of the tenant and of the hybrid.

use super::{Domain, InboundConnector};
use crate::evidence::Location;

/// An accepted domain.
#[derive(Debug, Clone)]
pub struct AcceptedDomain {
    /// The domain.
    pub domain: Domain,
    /// MatchSubDomains, or a DomainName written `*.domain`.
    pub match_sub_domains: bool,
    /// Where it was read.
    pub at: Location,
}

impl AcceptedDomain {
    /// Whether `domain` is this one, or lies below it where sub-domains match.
    pub fn covers(&self, domain: &Domain) -> bool {
        self.domain == *domain || (self.match_sub_domains && domain.is_below(&self.domain))
    }

    /// The same in a spelling that is not resolved ([`Domain::may_be`]).
    fn may_cover(&self, domain: &Domain) -> bool {
        let above = domain.parent().filter(|_| self.match_sub_domains);
        self.domain.may_be(domain) || above.is_some_and(|above| self.may_cover(&above))
    }
}

/// A listing: what a cmdlet gave, taken as all there is (contract.md, How relay is judged).
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// The objects.
    pub items: Vec<T>,
    /// Whether the listing was an empty one whose cmdlet had to be inferred.
    pub inferred_empty: bool,
    /// Known to be a part only (a page, a file that breaks off, a command that asked for
    /// some): what is missing here proves nothing.
    pub more: bool,
    /// Where an empty listing stands.
    pub at: Option<Location>,
}

/// The tenant's side; `None` is "not in the evidence".
#[derive(Debug, Clone, Default)]
pub struct Tenant {
    /// Get-InboundConnector.
    pub inbound_connectors: Option<Listing<InboundConnector>>,
    /// Get-AcceptedDomain of Exchange Online.
    pub accepted_domains: Option<Listing<AcceptedDomain>>,
    /// Nothing in the listing of accepted domains tells that it is the tenant's.
    pub accepted_domains_side_assumed: bool,
}

impl Tenant {
    /// The connectors, none when they are not known.
    pub fn connectors(&self) -> &[InboundConnector] {
        self.inbound_connectors.as_ref().map_or(&[], |l| &l.items)
    }

    /// Whether there are inbound connectors that the evidence does not show.
    pub fn has_more_connectors(&self) -> bool {
        self.inbound_connectors.as_ref().is_some_and(|l| l.more)
    }

    /// The accepted domains, none when they are not known.
    pub fn domains(&self) -> &[AcceptedDomain] {
        self.accepted_domains.as_ref().map_or(&[], |l| &l.items)
    }

    /// Whether there are accepted domains that the evidence does not show.
    pub fn has_more_domains(&self) -> bool {
        self.accepted_domains.as_ref().is_some_and(|l| l.more)
    }

    /// Whether `domain` is accepted; `None` when the accepted domains are not known, or
    /// not all of them and it is not among those, or it may be one in another spelling.
    pub fn accepts(&self, domain: &Domain) -> Option<bool> {
        let listing = self.accepted_domains.as_ref()?;
        if listing.items.iter().any(|d| d.covers(domain)) {
            return Some(true);
        }
        let open = listing.more || listing.items.iter().any(|d| d.may_cover(domain));
        (!open).then_some(false)
    }
}

/// Signs of a hybrid deployment (contract.md, What is recommended).
#[derive(Debug, Clone, Default)]
pub struct Hybrid {
    /// Get-HybridConfiguration gave an object.
    pub configuration: Option<Location>,
    /// A file of HCW itself was among the evidence.
    pub wizard_log: bool,
    /// Edge servers (EdgeTransportServers of the hybrid configuration), or logs in the
    /// folder of an Edge server; empty without a sign of one.
    pub edge_servers: Vec<(String, Location)>,
}
