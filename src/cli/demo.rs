//! `relay-doctor demo`: a built-in incident.

use std::fs;
use std::path::Path;

use super::analysis::{Wanted, exit_of, judge, read, report};
use super::args::{Demo, Format, Shared};
use super::{Exit, output, words};
use crate::demo::{INCIDENTS, Incident};
use crate::terminal::sanitise;

/// Diagnoses an incident, lists them, or writes one's evidence.
pub(super) fn run(demo: &Demo, shared: &Shared) -> Exit {
    if demo.list {
        let line = |i: &Incident| format!("{:<28}{}\n", i.name, i.about(shared.lang));
        return output::print(&INCIDENTS.iter().map(line).collect::<String>());
    }
    let asked = demo.scenario.as_deref().unwrap_or(INCIDENTS[0].name);
    let Some(incident) = INCIDENTS.iter().find(|i| i.name == asked) else {
        output::complain(&words::no_such_scenario(shared.lang, &sanitise(asked)));
        return Exit::Usage;
    };
    if let Some(folder) = &demo.out {
        return write_evidence(incident, folder, shared);
    }
    if demo.format == Format::Text && super::wizard::can_open(&[]) {
        return super::wizard::demo(incident, shared);
    }
    let inputs = incident.inputs();
    // The incident is judged as of its own day, so that its certificates stay valid.
    let gathered = read(&inputs, shared, incident.now());
    judge(&gathered, |judged| {
        let wanted = Wanted {
            format: demo.format,
            to_file: false,
            inputs: &inputs,
        };
        match output::print(&report(judged, wanted, shared)) {
            Exit::Fine => exit_of(judged.diagnosis),
            not_written => not_written,
        }
    })
}

fn write_evidence(incident: &Incident, folder: &Path, shared: &Shared) -> Exit {
    for (path, content) in incident.files {
        let target = folder.join(path);
        let shown = sanitise(&target.to_string_lossy()).into_owned();
        if fs::symlink_metadata(&target).is_ok() {
            output::complain(&words::not_written(
                shared.lang,
                &shown,
                words::exists_already(shared.lang),
            ));
            return Exit::NotWritten;
        }
        let made = target.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = made.and_then(|()| output::write_atomic(&target, content)) {
            output::complain(&words::not_written(shared.lang, &shown, &error.to_string()));
            return Exit::NotWritten;
        }
    }
    output::print(&words::written(
        shared.lang,
        &sanitise(&folder.to_string_lossy()),
    ))
}
