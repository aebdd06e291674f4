//! What the fuzz targets call, and what `tests/corpus.rs` replays with their stored
//! corpora: any bytes in, and what has to hold of what comes out.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod container;
mod formats;
#[path = "../../powershell_quoting/model.rs"]
mod model;
mod scripts;
mod whole;

/// A target's name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// One file in `fuzz_targets` each.
pub const TARGETS: [Target; 21] = [
    ("archive", whole::archive),
    ("bounce", formats::bounce),
    ("capi2", formats::capi2),
    ("certificate", formats::certificate),
    ("clixml", formats::clixml),
    ("csv", formats::csv),
    ("decode", formats::decode),
    ("format_list", formats::format_list),
    ("hcw_log", formats::hcw_log),
    ("json", formats::json),
    ("paste", whole::paste),
    ("pfx", formats::pfx),
    ("pipeline", whole::pipeline),
    ("receive_log", formats::receive_log),
    ("redact", whole::redact),
    ("scripts", scripts::scripts),
    ("send_log", formats::send_log),
    ("sniff", formats::sniff),
    ("tracking_log", formats::tracking_log),
    ("words", formats::words),
    ("xhcw", formats::xhcw),
];

/// Runs one of them.
///
/// # Panics
/// When there is no such target, or something does not hold.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    (target.unwrap().1)(data);
}
