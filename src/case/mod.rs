//! The saved state of one incident: what was given, chosen and ticked. Atomic,
//! versioned; a file that cannot be read is kept aside and never overwritten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A case as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The layout of the file.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Paths that were given.
    pub paths: Vec<String>,
    /// Texts that were pasted: bounce first.
    pub pasted: Vec<String>,
    /// Paths of newer evidence (step 6).
    pub newer_paths: Vec<String>,
    /// The step on the screen, from 1.
    pub step: usize,
    /// The furthest step confirmed, from 1.
    pub reached: usize,
    /// The option chosen.
    pub chosen: Option<String>,
    /// Ticks: option, step, who and when (seconds since the epoch).
    pub ticks: BTreeMap<String, BTreeMap<String, (String, i64)>>,
    /// The initials that ticks are signed with.
    pub initials: String,
}
