//! One file (or folder) a format. Each takes text or bytes and gives records
//! and notes; none opens a file.

pub mod distinguished_name;
pub mod send_log;
