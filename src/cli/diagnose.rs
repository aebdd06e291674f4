//! `relay-doctor diagnose`

use super::analysis::{exit_of, judge, read, report};
use super::args::{Diagnose, Shared};
use super::{Exit, output, words};
use crate::evidence::walk::Input;
use crate::terminal::sanitise;

/// Reads, judges, reports; the exit code is the verdict.
pub(super) fn run(diagnose: &Diagnose, shared: &Shared) -> Exit {
    let gathered = read(&diagnose.inputs, shared, None);
    if gathered.opened == 0 {
        output::complain(&words::nothing_opened(
            shared.lang,
            &shown(&diagnose.inputs),
        ));
        return Exit::NothingOpened;
    }
    judge(&gathered, |incident| {
        let text = report(incident, diagnose.format, shared, diagnose.output.is_some());
        let written = match &diagnose.output {
            Some(path) => output::write_file(path, &text, diagnose.force, shared),
            None => output::print(&text),
        };
        match written {
            Exit::Fine => exit_of(incident.diagnosis),
            not_written => not_written,
        }
    })
}

fn shown(inputs: &[Input]) -> String {
    let name = |input: &Input| match input {
        Input::Path(path) => sanitise(&path.to_string_lossy()).into_owned(),
        Input::Stdin => "-".to_owned(),
        Input::Memory { path, .. } => path.clone(),
    };
    inputs.iter().map(name).collect::<Vec<_>>().join(", ")
}
