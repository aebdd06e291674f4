//! What `diagnose` prints in a terminal or a pipe, for somebody at an 80x25
//! console at three in the morning: the answer first, then its proof, and the one
//! command to run as the last line (screens.md).

pub(in crate::report) mod cause;
mod comparison;
mod evidence;
pub(in crate::report) mod needs;
pub(in crate::report) mod next;
mod options;
mod page;
pub(in crate::report) mod proof;
mod steps;
#[cfg(test)]
mod tests;
mod timeline;
mod truth;
pub(in crate::report) mod values;
pub(in crate::report) mod verdict;
pub mod watch;
mod what_if;
pub(in crate::report) mod words;

use jiff::tz::TimeZone;

use crate::attribution::Verdicts;
use crate::diagnosis::Diagnosis;
use crate::evidence::Source;
use crate::facts::Facts;
use crate::i18n::Lang;
use crate::remedy::Plan;
use crate::terminal::{Glyphs, Painter};
use page::Page;
pub use what_if::{Counts, Replayed, what_if};

/// Everything that the text is made from.
#[derive(Debug, Clone)]
pub struct TextInput<'a> {
    /// The language.
    pub lang: Lang,
    /// Findings, conditions, comparison, needs.
    pub diagnosis: &'a Diagnosis,
    /// The ways mail takes and the truth table.
    pub verdicts: &'a Verdicts<'a>,
    /// The evidence as facts.
    pub facts: &'a Facts,
    /// The options.
    pub plan: &'a Plan,
    /// The files; a location's source is an index into them.
    pub sources: &'a [Source],
    /// Times are shown as local times of this zone, with their offset.
    pub zone: TimeZone,
    /// Columns of the screen; taken as 60 to 100.
    pub width: usize,
    /// Whether to write colours.
    pub painter: Painter,
    /// Unicode or ASCII symbols.
    pub glyphs: &'a Glyphs,
    /// Only the verdict and the command to run.
    pub quiet: bool,
}

/// Narrower than this the comparison cannot be read.
const NARROWEST: usize = 60;
/// Wider than this a line of prose cannot be read.
const WIDEST: usize = 100;

/// The report; every line ends in LF. What comes from evidence is sanitised, and
/// no line but a command's or a path's is wider than the screen.
pub fn text(report: &TextInput) -> String {
    let mut page = Page::new(report, report.width.clamp(NARROWEST, WIDEST));
    verdict::write(&mut page, report);
    if !report.quiet {
        proof::write(&mut page, report);
        timeline::write(&mut page, report);
        comparison::write(&mut page, report);
        cause::write(&mut page, report);
        truth::write(&mut page, report);
        options::write(&mut page, report);
        steps::write(&mut page, report);
        needs::write(&mut page, report);
        evidence::write(&mut page, report);
    }
    next::write(&mut page, report);
    page.finish()
}
