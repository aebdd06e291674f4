//! The wizard without a screen: what each key does, whole journeys, and what
//! happens when keys come in any order. Effects are done on the spot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_keys;
mod bench;
mod evidence;
mod journey;
mod proof;
mod transitions;
