//! Sent = configured = expected: each value on both sides with a reason and the
//! places it was read at (contract.md, `comparison[].id`). One row an id, for the
//! way that fails, or else the first.

mod broken;
mod certificate;
mod connector;
mod hcw;
mod organization;

use super::{Context, RowReason};
use crate::attribution::{Judged, Status};
use crate::evidence::Location;
use crate::facts::InboundConnector;

/// The rows, in their order on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum RowId {
    CertificateName,
    CertificateConfigured,
    CertificateInstalled,
    CertificateValidity,
    EgressIp,
    ConnectorType,
    ConnectorEnabled,
    ConnectorDomains,
    OrganizationCertificateDomain,
    OrganizationSenderDomain,
    HcwCertificate,
}

impl RowId {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::CertificateName => "certificate.name",
            Self::CertificateConfigured => "certificate.configured",
            Self::CertificateInstalled => "certificate.installed",
            Self::CertificateValidity => "certificate.validity",
            Self::EgressIp => "egress.ip",
            Self::ConnectorType => "connector.type",
            Self::ConnectorEnabled => "connector.enabled",
            Self::ConnectorDomains => "connector.domains",
            Self::OrganizationCertificateDomain => "organization.certificate_domain",
            Self::OrganizationSenderDomain => "organization.sender_domain",
            Self::HcwCertificate => "hcw.certificate",
        }
    }
}

/// How the two sides of a row stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowStatus {
    /// They agree.
    Match,
    /// They do not.
    Mismatch,
    /// It cannot be told.
    Unknown,
    /// There is nothing to compare.
    NotApplicable,
}

impl RowStatus {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch => "mismatch",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// One side of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The value as evidence has it (raw).
    pub value: String,
    /// Where it was read.
    pub locations: Vec<Location>,
}

impl Cell {
    /// A value with the places it was read at.
    pub fn new(
        value: impl Into<String>,
        locations: impl IntoIterator<Item = Location>,
    ) -> Option<Self> {
        Some(Self {
            value: value.into(),
            locations: locations.into_iter().collect(),
        })
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Which.
    pub id: RowId,
    /// On-premises.
    pub on_premises: Option<Cell>,
    /// In Exchange Online.
    pub cloud: Option<Cell>,
    /// How they stand to each other.
    pub status: RowStatus,
    /// Why.
    pub reason: RowReason,
}

/// What the rows are about: the judged sender that decides, and the inbound
/// connector it is held against.
struct Subject<'c, 'a> {
    context: &'c Context<'a>,
    judged: Option<&'c Judged<'a>>,
    connector: Option<(usize, &'a InboundConnector)>,
}

impl Subject<'_, '_> {
    fn row(
        &self,
        id: RowId,
        (status, reason): (RowStatus, RowReason),
        on_premises: Option<Cell>,
        cloud: Option<Cell>,
    ) -> Comparison {
        Comparison {
            id,
            on_premises,
            cloud,
            status,
            reason,
        }
    }
}

/// All rows.
pub(super) fn compare(context: &Context) -> Vec<Comparison> {
    let judged = subject(context);
    let subject = Subject {
        context,
        judged,
        connector: nearest_connector(context, judged),
    };
    let mut rows = vec![
        certificate::name(&subject),
        certificate::configured(&subject),
        certificate::installed(&subject),
        certificate::validity(&subject),
        connector::egress(&subject),
        connector::kind(&subject),
        connector::enabled(&subject),
        connector::domains(&subject),
        organization::certificate_domain(&subject),
        organization::sender_domain(&subject),
        hcw::certificate(&subject),
    ];
    let cells = rows
        .iter_mut()
        .flat_map(|row| [&mut row.on_premises, &mut row.cloud]);
    for cell in cells.flatten() {
        // Every file that says the same is named.
        cell.locations = context.facts.origins.all(&cell.locations);
    }
    rows
}

/// The judged sender to show: one whose condition B is broken, else A, else unknown, else any.
fn subject<'c, 'a>(context: &'c Context<'a>) -> Option<&'c Judged<'a>> {
    let rank = |j: &&Judged| match (j.connector, j.organization) {
        (Status::Broken, _) => 0,
        (_, Status::Broken) => 1,
        (Status::Unknown, _) | (_, Status::Unknown) => 2,
        _ => 3,
    };
    context.verdicts.judged.iter().min_by_key(rank)
}

/// The inbound connector to show: the one that fits; else one that would; else an
/// enabled OnPremises one that names a certificate, or lists addresses; else any.
fn nearest_connector<'a>(
    context: &Context<'a>,
    judged: Option<&Judged>,
) -> Option<(usize, &'a InboundConnector)> {
    let connectors = context.facts.tenant.connectors();
    let fits = judged.and_then(|j| j.fits.as_ref());
    let rank = |(index, connector): &(usize, &InboundConnector)| {
        let fit = fits.and_then(|f| f.get(*index));
        let status = fit.map(|f| f.status);
        let identity = fit.map(|f| f.identity.status());
        let open = connector.is_enabled_on_premises() != Some(false);
        match () {
            () if status == Some(Status::Met) => 0,
            () if identity == Some(Status::Met) => 1,
            () if status == Some(Status::Unknown) => 2,
            () if open && connector.names_certificate() => 3,
            () if open && connector.lists_addresses() => 4,
            () if open => 5,
            () if connector.is_on_premises() != Some(false) => 6,
            () => 7,
        }
    };
    connectors.iter().enumerate().min_by_key(rank)
}
