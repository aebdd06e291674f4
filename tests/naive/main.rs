//! Conditions A and B a second time, written from the contract's words alone:
//! plain texts, no shared code, no thought of speed. Wherever the two disagree
//! on a random incident, one of them has misread the contract.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod answer;
mod conditions;
mod draw;
mod incident;
mod library;
mod rules;
mod traffic;
mod whole;
