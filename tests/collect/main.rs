//! The scripts that gather the evidence: that they only look, how they are written,
//! and that what they write is read whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod bundle;
#[path = "../common/mod.rs"]
mod common;
mod folder;
#[path = "../powershell_quoting/model.rs"]
#[allow(dead_code)]
mod model;
mod round_trip;
mod scripts;
#[path = "../fix/syntax.rs"]
mod syntax;
