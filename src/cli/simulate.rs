//! `relay-doctor simulate`: the log replayed under changed values.

use super::analysis::{read, usable};
use super::args::{Shared, Simulate};
use super::replay::{Advice, Replay, run as replay};
use super::{Exit, output};
use crate::i18n::wrong_setting;
use crate::remedy::{parse_setting, steps_of};
use crate::terminal::sanitise;

/// Reads, changes, replays; the exit code is that of the state after.
pub(super) fn run(simulate: &Simulate, shared: &Shared) -> Exit {
    let gathered = read(&simulate.inputs, shared, None);
    if let Err(exit) = usable(&gathered, &simulate.inputs, shared) {
        return exit;
    }
    let facts = &gathered.facts;
    let mut changes = Vec::new();
    for setting in &simulate.settings {
        match parse_setting(facts, setting) {
            Ok(parsed) => changes.extend(parsed),
            Err(wrong) => {
                let why = wrong_setting(shared.lang, setting, &wrong);
                output::complain(&(sanitise(why.trim_end()).into_owned() + "\n"));
                return Exit::Usage;
            }
        }
    }
    let replayed = Replay {
        before: facts,
        base: facts,
        sources: &gathered.sources,
        changes: &changes,
    };
    replay(replayed, simulate.format, shared, |_, _| Advice {
        cautions: Vec::new(),
        steps: steps_of(facts, &changes),
        predicted: None,
    })
}
