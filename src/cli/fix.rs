//! `relay-doctor fix`: the files by which one option is carried out.

use super::analysis::{held, judge, kept_report, read, usable};
use super::args::{Fix, Shared};
use super::{Exit, output, words};
use crate::evidence::loader::digests;
use crate::report::bundle::{self, Chosen, names, reports};
use crate::report::checklist::Mark;
use crate::report::{Digests, Incident};

/// Reads, judges, plans, and writes the bundle whole or not at all.
pub(super) fn run(fix: &Fix, shared: &Shared) -> Exit {
    if !may_write(fix, shared) {
        return Exit::NotWritten;
    }
    let inputs = held(&fix.inputs);
    // The work needs the real values.
    let plain = Shared {
        redact: false,
        ..shared.clone()
    };
    let gathered = read(&inputs, &plain, None);
    if let Err(exit) = usable(&gathered, &inputs, shared) {
        return exit;
    }
    judge(&gathered, |incident| {
        let mut files = work(fix, incident, &plain);
        if files.is_empty() {
            return nothing(fix, incident, shared);
        }
        files.extend(match shared.redact {
            true => judge(&read(&inputs, shared, None), |redacted| {
                reports(&kept_report(redacted, shared), &Digests::default())
            }),
            false => reports(
                &kept_report(incident, shared),
                &Digests::new(digests(&fix.inputs)),
            ),
        });
        write(fix, &files, shared)
    })
}

/// Files of an earlier bundle count too: scripts of two options must not lie side by side.
fn may_write(fix: &Fix, shared: &Shared) -> bool {
    let free = |name: &&str| output::is_free(&fix.out.join(name), fix.force, shared);
    // All are looked at, so that all are said.
    names().iter().filter(|n| !free(n)).count() == 0
}

fn work(fix: &Fix, incident: &Incident, shared: &Shared) -> Vec<(String, String)> {
    let options = &incident.plan.options;
    let Some(option) = options.iter().find(|o| o.id == fix.option && o.offered) else {
        return Vec::new();
    };
    let chosen = Chosen {
        option,
        case: None,
        mark: &|_| Mark::default(),
        digests: &Digests::default(),
    };
    bundle::work(&kept_report(incident, shared), &chosen)
}

fn nothing(fix: &Fix, incident: &Incident, shared: &Shared) -> Exit {
    let options = &incident.plan.options;
    let option = options.iter().find(|o| o.id == fix.option);
    output::complain(&words::nothing_to_fix(shared.lang, fix.option, option));
    Exit::Undecided
}

fn write(fix: &Fix, files: &[(String, String)], shared: &Shared) -> Exit {
    let stale: Vec<&str> = names()
        .into_iter()
        .filter(|name| !files.iter().any(|(n, _)| n == name))
        .collect();
    output::write_folder(&fix.out, files, &stale, shared)
}
