//! `--format json` (contract.md, JSON; schema in docs/json-schema.json). One
//! module a version: a version never changes its meaning.

pub mod v1;
