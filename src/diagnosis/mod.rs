//! Facts and verdicts to findings: one rule a file, root causes told from
//! consequences, and what is missing to know more.

mod catalogue;
mod cause;
pub mod comparison;
mod conditions;
mod context;
mod detail;
mod finding;
mod in_use;
mod need;
mod obstacle;
mod reason;
mod rules;
mod run;
mod timeline;
mod vouching;

pub use catalogue::{CATALOGUE, Code, Entry, Severity};
pub use comparison::{Cell, Comparison, RowId, RowStatus};
pub use context::Context;
pub use detail::{CertificateSaid, ChainSign, Detail, Holder, Overwritten, RunFault, SendsBy};
pub use finding::{Confidence, Finding, Outcome};
pub use in_use::InUse;
pub use need::{Need, NeedReason};
pub use obstacle::{Obstacle, Obstacles};
pub use reason::{ConnectorReason, OrganizationReason, RowReason};
pub(crate) use rules::newest_fitting_installed;
pub use rules::{Rule, rules};
pub use run::{Diagnosis, Observed, diagnose};
pub use timeline::{Moment, Named, Timeline, Turn, WayInTime};
