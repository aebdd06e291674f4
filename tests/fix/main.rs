//! The fix bundle: what its scripts say to the letter, that evidence in them stays
//! text, that they change nothing unasked, and how the folder is written.
//! `UPDATE_SNAPSHOTS=1 cargo test --test fix` stores the golden files anew; look at
//! them before you keep them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "../common/mod.rs"]
mod common;
mod fill;
mod folder;
mod golden;
mod hostile;
#[path = "../powershell_quoting/model.rs"]
mod model;
mod pwsh;
mod scripts;
mod support;
mod syntax;
mod verify;
