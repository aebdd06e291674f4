//! Every session of the logs by itself, for whoever looks through them. Only the
//! wizard asks for this: the diagnosis needs what is distinct in them, which
//! [`super::traffic`] holds.

mod filter;
mod index;

pub use filter::{CertificateWanted, Filter, FilterField, contains};
pub use index::{Indexer, SessionCertificate, SessionIndex, SessionOutcome, SessionRow};

#[cfg(test)]
pub(crate) use index::tests::index as sample;
