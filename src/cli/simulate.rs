//! `relay-doctor simulate`: the log replayed under changed values.

use super::analysis::{read_redacted, usable};
use super::args::{Shared, Simulate};
use super::replay::{Advice, Replay, run as replay};
use super::{Exit, output};
use crate::i18n::wrong_setting;
use crate::remedy::{parse_setting, steps_of};
use crate::terminal::sanitise;

/// Reads, changes, replays; the exit code is that of the state after.
pub(super) fn run(simulate: &Simulate, shared: &Shared) -> Exit {
    let (gathered, redactor) = read_redacted(&simulate.inputs, &[], shared);
    if let Err(exit) = usable(&gathered, &simulate.inputs, shared) {
        return exit;
    }
    let facts = &gathered.facts;
    let redacted = |setting: &String| redactor.as_ref().map(|r| r.text(setting));
    let mut changes = Vec::new();
    for setting in &simulate.settings {
        // What is changed is called as it is called in the evidence.
        let called = redacted(setting).unwrap_or_else(|| setting.clone());
        match parse_setting(facts, &called) {
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
