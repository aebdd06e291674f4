//! Labels: one word or a few, for tables, headings and screens.

mod judgement;
mod report;
pub mod resend;
mod source;
pub mod truth;

pub use judgement::{
    confidence, observed, recipient_class, relay, row_status, sender_class, severity, status,
};
pub use report::{AdminRole, Heading, comparison_row, heading, role};
pub use source::{as_of, dated, encoding, side, size, source_kind};
