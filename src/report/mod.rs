//! What was found, for people and for programs. Evidence text leaves the
//! program here: sanitised for eyes, escaped without loss for programs.

pub mod bundle;
pub mod certificate;
pub mod checklist;
pub mod collection;
mod digests;
mod document;
mod html;
mod incident;
pub mod json;
mod markdown;
pub mod page;
mod refused_csv;
mod refused_list;
pub mod settings;
pub mod text;
pub mod truth;

pub use digests::Digests;
pub use html::html;
pub use incident::Incident;
pub use markdown::markdown;
pub use refused_csv::RefusedCsv;
pub use refused_list::{RefusedList, Resend};
