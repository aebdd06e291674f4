//! relay-doctor: why Exchange Online refuses to relay on-premises mail
//! (`550 5.7.64 TenantAttribution`), proved from evidence, and the way out.
//!
//! The rooms, in the order in which a datum walks through them; a room uses
//! only rooms on its left (`tests/tidy.rs` holds that):
//!
//! ```text
//! bytes -> evidence -> facts -> attribution -> diagnosis -> remedy -> report -> cli
//!          records     domain   conditions     findings     plan      text      exit code
//!          notes       values   A and B        root cause   commands  JSON
//! ```
//!
//! `terminal` (widths, wrapping, sanitising) uses nothing of ours. `i18n` turns
//! codes and typed parameters into sentences and is used by `report` and `cli`.

pub mod attribution;
pub mod case;
pub mod cli;
pub mod config;
pub mod demo;
pub mod diagnosis;
pub mod evidence;
pub mod facts;
pub mod i18n;
pub mod linear;
mod packed;
pub mod redact;
pub mod remedy;
pub mod report;
pub mod terminal;
pub mod tui;
pub mod watch;
pub mod wizard;
