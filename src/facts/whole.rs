//! Everything that is known of one incident.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::traffic::Traffic;
use super::{
    Certificate, Certificates, Chains, Conflict, HcwOwned, Hybrid, Origins, OutboundConnector,
    ReceiveConnector, SendConnector, SenderView, SendingSystem, ServersTold, Symptom, Tenant,
    WizardRun,
};
use crate::evidence::loader::Threads;
use crate::evidence::{Location, Side, SourceKind};

/// What the command line says that no file does.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// `--mail-from`.
    pub mail_from: Option<SenderView>,
    /// `--egress-ip`.
    pub egress_ip: Option<IpAddr>,
    /// `--since` and `--until`.
    pub window: Window,
    /// `--side`, and what was said in the wizard.
    pub sides: Vec<SideGiven>,
    /// What older logs tell of servers, and what was said of them.
    pub servers: ServersTold,
    /// `--threads`.
    pub threads: Threads,
}

/// Whose objects are that a file holds, where they do not tell it themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideGiven {
    /// The file, or a folder, as it was given or as it is shown.
    pub path: String,
    /// Whose they are.
    pub side: Side,
}

/// The sessions that count, by their beginning (milliseconds since the epoch).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// Not before.
    pub since: Option<i64>,
    /// Not after.
    pub until: Option<i64>,
}

impl Window {
    /// Whether a session that began then counts.
    pub fn holds(self, time: i64) -> bool {
        self.since.is_none_or(|s| time >= s) && self.until.is_none_or(|u| time <= u)
    }
}

/// A value that the console cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruncatedValue {
    /// Which object's.
    pub object: String,
    /// Its kind.
    pub kind: SourceKind,
    /// The property.
    pub property: String,
    /// Where.
    pub at: Location,
}

/// Certificates that would be sent if values were changed: no evidence says so.
#[derive(Debug, Clone, Default)]
pub struct Assumed {
    /// By Send connector: thumbprints.
    pub by_connector: BTreeMap<String, String>,
    /// By all of them.
    pub everywhere: Option<String>,
}

/// The evidence as a whole.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The tenant.
    pub tenant: Tenant,
    /// Get-SendConnector; `None` when it is not in the evidence.
    pub send_connectors: Option<Vec<SendConnector>>,
    /// Get-ReceiveConnector, in the order of the listing.
    pub receive_connectors: Vec<ReceiveConnector>,
    /// Get-OutboundConnector of the tenant, in the order of the listing.
    pub outbound_connectors: Vec<OutboundConnector>,
    /// All certificates.
    pub certificates: Certificates,
    /// What is known of their chains.
    pub chains: Chains,
    /// The certificates of [`Traffic::certificates`], with all that is known of each.
    pub sent: Vec<Certificate>,
    /// The logs.
    pub traffic: Traffic,
    /// Names of Send connectors in whose sessions a reply was 5.7.64.
    pub refused_connectors: BTreeSet<String>,
    /// A send log was among the evidence, whatever is in it.
    pub log_given: bool,
    /// Refusals in logs and bounces.
    pub symptoms: Vec<Symptom>,
    /// Whose relay was refused, where bounces tell that it is no Exchange server's.
    pub sending_system: Option<SendingSystem>,
    /// Signs of a hybrid.
    pub hybrid: Hybrid,
    /// Runs of the Hybrid Configuration Wizard, the last one last.
    pub hcw_runs: Vec<WizardRun>,
    /// The connectors that it owns, with what a full run would write over.
    pub hcw_owned: Vec<HcwOwned>,
    /// Values that the console cut.
    pub truncated: Vec<TruncatedValue>,
    /// What two sources disagree about.
    pub conflicts: Vec<Conflict>,
    /// Where else the same stands as where a value was read.
    pub origins: Origins,
    /// What the command line says.
    pub given: Given,
    /// What would be sent if values were changed.
    pub assumed: Assumed,
    /// Seconds since the epoch: validity is judged as of then.
    pub now: i64,
}

impl Facts {
    /// The Send connector of that name.
    pub fn send_connector(&self, name: &str) -> Option<&SendConnector> {
        let mut connectors = self.send_connectors.iter().flatten();
        connectors.find(|c| c.name.eq_ignore_ascii_case(name))
    }

    /// Whether there are signs of a hybrid (contract.md, What is recommended).
    pub fn has_hybrid(&self) -> bool {
        self.hybrid.configuration.is_some()
            || self.hybrid.wizard_log
            || self
                .tenant
                .connectors()
                .iter()
                .any(|c| c.is_hybrid_wizards())
    }

    /// The certificate that is assumed for a Send connector, or for all of them.
    pub fn assumed_certificate(&self, connector: Option<&str>) -> Option<&Certificate> {
        let own = connector.and_then(|name| self.assumed.by_connector.get(name));
        self.certificates
            .get(own.or(self.assumed.everywhere.as_ref())?)
    }

    /// Whether anything is known that can be judged.
    pub fn has_evidence(&self) -> bool {
        self.has_log()
            || !self.symptoms.is_empty()
            || self.tenant.inbound_connectors.is_some()
            || self.tenant.accepted_domains.is_some()
            || self.send_connectors.is_some()
            || self.certificates.iter().next().is_some()
    }

    /// Whether a send log was read that has any session.
    pub fn has_log(&self) -> bool {
        !self.traffic.paths.is_empty()
    }
}
