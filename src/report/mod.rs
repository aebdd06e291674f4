//! What was found, for people and for programs. Evidence text leaves the
//! program here: sanitised for eyes, escaped without loss for programs.

pub mod checklist;
mod incident;
pub mod json;
pub mod page;
pub mod text;

pub use incident::Incident;
