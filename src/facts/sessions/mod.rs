//! Every session of the logs by itself, for whoever looks through them. Only the
//! wizard asks for this: the diagnosis needs what is distinct in them, which
//! [`super::traffic`] holds.

mod filter;
mod index;
mod indexer;

pub use filter::{CertificateWanted, Filter, FilterField, contains};
pub use index::{SessionCertificate, SessionIndex, SessionOutcome, SessionRow};
pub use indexer::Indexer;

#[cfg(test)]
pub(crate) use indexer::tests::index as sample;
