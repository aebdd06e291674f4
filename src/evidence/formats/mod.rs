//! One file (or folder) a format. Each takes text or bytes and gives records
//! and notes; none opens a file.

pub mod bounce;
pub mod capi2;
pub mod certificate;
pub mod clixml;
mod clock;
pub mod csv;
pub mod distinguished_name;
pub mod format_list;
#[cfg(test)]
mod forms_tests;
pub mod hcw;
mod hint;
pub mod json;
mod lines;
pub mod other_log;
mod parsed;
mod paste;
pub mod send_log;
mod thumbprint;
pub mod tracking_log;
mod xml;

pub use parsed::Parsed;
pub(crate) use paste::paste_line;
pub use thumbprint::thumbprint;
