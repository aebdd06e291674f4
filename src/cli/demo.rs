//! `relay-doctor demo`: a built-in incident.

use std::fs;
use std::io;
use std::path::Path;

use super::analysis::{Wanted, exit_of, judge, read, report};
use super::args::{Demo, Format, Shared};
use super::{Exit, output, words};
use crate::case::write_new_folder;
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
    if demo.format == Format::Text && super::wizard::can_open(&[], shared) {
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
    let shown = |path: &Path| sanitise(&path.to_string_lossy()).into_owned();
    let complain = |path: &Path, why: &str| {
        output::complain(&words::not_written(shared.lang, &shown(path), why));
        Exit::NotWritten
    };
    let mut targets = incident.files().map(|(path, _)| folder.join(path));
    if let Some(there) = targets.find(|path| fs::symlink_metadata(path).is_ok()) {
        return complain(&there, words::exists_already(shared.lang));
    }
    // A folder of its own is there whole or not at all.
    let is_new = fs::symlink_metadata(folder).is_err();
    let done = match is_new {
        true => write_new_folder(folder, |growing| fill(incident, growing)),
        false => fill(incident, folder),
    };
    match done {
        Ok(()) => output::print(&words::written(shared.lang, &shown(folder))),
        Err(error) => complain(folder, &error.to_string()),
    }
}

fn fill(incident: &Incident, folder: &Path) -> io::Result<()> {
    for (path, content) in incident.files() {
        let target = folder.join(path);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        output::write_atomic(&target, content)?;
    }
    Ok(())
}
