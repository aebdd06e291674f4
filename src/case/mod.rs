//! The saved state of one incident: what was given, chosen and ticked. Atomic,
//! versioned; a file that cannot be read is kept aside and never overwritten.

use std::collections::BTreeMap;

mod atomic;
mod folder;
mod keeper;
mod list;
mod name;
mod new_folder;
mod open_mark;
mod places;
mod store;

use serde::{Deserialize, Serialize};

pub use atomic::{write_atomic, write_atomic_with};
pub use folder::{NotWritten, write_folder, write_folder_with};
pub use keeper::{Keeper, Kept};
pub use list::{Listed, Refused};
pub use name::{default_name, file_stem};
pub use new_folder::{is_new, write_new_folder};
pub use places::Places;
pub use store::{Latest, LoadError, Loaded, Store, read_case};

/// The layout of the file that this program writes.
pub const VERSION: u32 = 1;

/// A case as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The layout of the file.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Paths that were given.
    pub paths: Vec<String>,
    /// Files that are left out although a folder or archive of `paths` holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Texts that were pasted: bounce first.
    pub pasted: Vec<String>,
    /// The first of them is the bounce.
    #[serde(default)]
    pub has_bounce: bool,
    /// Whose the objects of a file are that does not tell it, by its path.
    #[serde(default)]
    pub sides: BTreeMap<String, String>,
    /// The same of pasted texts, by their place in `pasted`.
    #[serde(default)]
    pub pasted_sides: BTreeMap<usize, String>,
    /// Paths of newer evidence (step 6).
    pub newer_paths: Vec<String>,
    /// Newer texts that were pasted.
    #[serde(default)]
    pub newer_pasted: Vec<String>,
    /// Whose a newer log is that does not tell it, by its path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub newer_servers: BTreeMap<String, String>,
    /// The same of pasted texts, by their place in `newer_pasted`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub newer_pasted_servers: BTreeMap<usize, String>,
    /// The step on the screen, from 1.
    pub step: usize,
    /// The furthest step confirmed, from 1.
    pub reached: usize,
    /// The option chosen.
    pub chosen: Option<String>,
    /// Ticks: option, step, who and when (seconds since the epoch).
    pub ticks: BTreeMap<String, BTreeMap<String, (String, i64)>>,
    /// Notes: option, step, text.
    #[serde(default)]
    pub notes: BTreeMap<String, BTreeMap<String, String>>,
    /// The initials that ticks are signed with.
    pub initials: String,
    /// How often it was saved: whoever knows another number has an older state.
    #[serde(default)]
    pub generation: u64,
    /// What it was about when it was last judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

/// What a case is about, for the list of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Domains whose mail is relayed, those first that are refused.
    pub domains: Vec<String>,
    /// Whether relay is expected to be accepted: `met`, `broken` or `unknown`.
    pub relay: String,
}
