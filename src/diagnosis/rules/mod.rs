//! One rule a file. Adding one: write its file, name it in its area's list.

use super::{Code, Context, Outcome};

/// A check.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code.
    pub code: Code,
    /// The check.
    pub check: fn(&Context) -> Outcome,
}

/// All rules.
pub const RULES: &[&[Rule]] = &[];
