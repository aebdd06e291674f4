//! report

pub mod text;
