//! Records to the domain: connectors, certificates, accepted domains, traffic.
//! Every value knows where it was read, and a value that was not read is
//! [`Known::Unknown`], never a default.

mod carried;
mod certificate;
mod chain;
mod choice;
mod connector;
mod domain;
mod gather;
mod hcw;
mod installed;
mod known;
mod origin;
pub(crate) mod owned;
mod reverse;
pub mod sessions;
pub(crate) mod spelling;
mod symptom;
mod tenant;
mod told;
pub mod traffic;
mod usage;
mod whole;

pub use carried::{Carried, NotCarried};
pub use certificate::{Certificate, Certificates, ExchangeState, NameSet, is_same_server};
pub use chain::{ChainError, Chains, StoredAuthority};
pub use choice::{Choice, ChosenBy};
pub use connector::{
    ConnectorType, InboundConnector, SendConnector, TlsCertificateName, is_eop_host,
};
pub use domain::{CertificateName, Domain, SenderCertificateName, SenderView};
pub use gather::{Gathered, Hooks, gather, gather_with, with_traffic};
pub use hcw::{Chosen, MailFlow, RunTime, Warned, WizardRun, Written};
pub use installed::OnServer;
pub use known::{ItemList, Known};
pub use origin::{Conflict, Dated, Origins, Said};
pub use owned::{HcwOwned, HcwValue};
pub use reverse::{OutboundConnector, ReceiveConnector};
pub use symptom::{SendingSystem, Symptom};
pub use tenant::{AcceptedDomain, Hybrid, Listing, Tenant};
pub use told::{Recognised, RecognisedLogs, ServersTold};
pub use usage::{SentBy, issuers, named_by};
pub use whole::{Assumed, Facts, Given, SideGiven, TruncatedValue, Window};
