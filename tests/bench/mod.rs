//! Logs made up for measuring, with the truth about them.

mod generate;
mod random;
mod session;
mod truth;

pub(crate) use generate::{Options, generate};
pub(crate) use truth::Truth;

/// What the benchmark measures, as its command line names it.
pub(crate) const PARTS: [&str; 6] = ["logs", "growth", "small", "forms", "start", "frames"];
