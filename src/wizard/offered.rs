//! Folders in which evidence lies by default.

use std::path::PathBuf;

/// A folder that is offered because it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Where.
    pub path: PathBuf,
    /// What for.
    pub kind: OfferedKind,
}

/// What lies in a folder that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferedKind {
    /// Send logs of the Transport service.
    HubLogs,
    /// Send logs of the Front End Transport service.
    FrontEndLogs,
    /// Send logs of an Edge Transport server.
    EdgeLogs,
    /// Send logs of Exchange 2010.
    TransportLogs,
    /// Logs of the Hybrid Configuration Wizard.
    HybridLogs,
    /// What was downloaded.
    Downloads,
    /// What lies on the desktop.
    Desktop,
}

impl OfferedKind {
    /// Whether all of it is evidence; else one looks into it.
    pub fn is_evidence(self) -> bool {
        !matches!(self, Self::Downloads | Self::Desktop)
    }
}
