//! Whole logs: every numbered point of formats.md, section 1.
#![allow(clippy::unwrap_used, clippy::panic)]

mod blocks;
mod both_ways;
mod bounds;
mod properties;
mod repeated;
mod sessions;
mod support;
mod tls;
