//! The wizard as numbered prompts: scripts of lines, in process and through a pipe of
//! the real program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod cut;
mod grown;
mod journeys;
mod next;
mod offers;
mod piped;
mod views;
mod watching;
mod whose;
