//! The wizard on a terminal: its real run loop, on a screen in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "tui/copied.rs"]
mod copied;
#[path = "tui/files.rs"]
mod files;
#[path = "tui/journeys.rs"]
mod journeys;
#[path = "tui/left_out.rs"]
mod left_out;
#[path = "tui/monkey.rs"]
mod monkey;
#[path = "tui/mouse.rs"]
mod mouse;
#[path = "tui/next.rs"]
mod next;
#[path = "tui/own.rs"]
mod own;
#[path = "tui/passwords.rs"]
mod passwords;
#[path = "tui/saved.rs"]
mod saved;
#[path = "tui/snapshots.rs"]
mod snapshots;
#[path = "tui/states.rs"]
mod states;
#[path = "tui/styles.rs"]
mod styles;
#[path = "tui/support.rs"]
mod support;
#[path = "tui/views.rs"]
mod views;
#[path = "tui/whole.rs"]
mod whole;
