//! `relay-doctor diagnose`

use std::io::{self, BufWriter};
use std::path::Path;

use super::analysis::{Wanted, exit_of, judge, read, read_with, report, usable, window};
use super::args::{Diagnose, Shared};
use super::{Exit, given_words, output, words};
use crate::evidence::walk::Input;
use crate::facts::Gathered;
use crate::report::RefusedCsv;
use crate::terminal::sanitise;

/// Reads, judges, reports; the exit code is the verdict.
pub(super) fn run(diagnose: &Diagnose, shared: &Shared) -> Exit {
    let files = [&diagnose.output, &diagnose.refused_csv];
    if files
        .into_iter()
        .flatten()
        .any(|path| !output::is_free(path, diagnose.force, shared))
    {
        return Exit::NotWritten;
    }
    let gathered = match &diagnose.refused_csv {
        None => read(&diagnose.inputs, shared, None),
        Some(path) => match read_and_list(diagnose, path, shared) {
            Ok(gathered) => gathered,
            Err(exit) => return exit,
        },
    };
    if let Err(exit) = usable(&gathered, &diagnose.inputs, shared) {
        return exit;
    }
    judge(&gathered, |incident| {
        let wanted = Wanted {
            format: diagnose.format,
            to_file: diagnose.output.is_some(),
            inputs: &diagnose.inputs,
        };
        let text = report(incident, wanted, shared);
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

/// Says that nothing that was given could be opened.
pub(super) fn nothing_opened(inputs: &[Input], shared: &Shared) -> Exit {
    let given = shown(inputs);
    output::complain(&given_words::nothing_opened(shared.lang, &given));
    Exit::NothingOpened
}

/// Reads what was given and lists on the way what must be sent again.
fn read_and_list(diagnose: &Diagnose, path: &Path, shared: &Shared) -> Result<Gathered, Exit> {
    let mut gathered = None;
    let mut rows = 0;
    let done = output::write_atomic_with(path, |file| {
        let mut table = RefusedCsv::new(BufWriter::new(file), window(shared))?;
        let read = gathered.insert(read_with(&diagnose.inputs, shared, &mut table));
        rows = table.finish()?;
        match read.opened {
            0 => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(()),
        }
    });
    let shown = sanitise(&path.to_string_lossy()).into_owned();
    match (done, gathered) {
        (_, Some(gathered)) if gathered.opened == 0 => {
            Err(nothing_opened(&diagnose.inputs, shared))
        }
        (Ok(()), Some(gathered)) => {
            if !shared.quiet {
                output::complain(&words::refused_written(shared.lang, &shown, rows));
            }
            Ok(gathered)
        }
        (Err(error), _) => {
            let why = error.to_string();
            output::complain(&words::not_written(shared.lang, &shown, &why));
            Err(Exit::NotWritten)
        }
        (Ok(()), None) => Err(Exit::NotWritten),
    }
}

fn shown(inputs: &[Input]) -> String {
    let name = |input: &Input| match input {
        Input::Path(path) => Some(sanitise(&path.to_string_lossy()).into_owned()),
        Input::Stdin => Some("-".to_owned()),
        Input::Memory { path, .. } | Input::Entry { path, .. } => Some(path.clone()),
        Input::Without(_) => None,
    };
    inputs
        .iter()
        .filter_map(name)
        .collect::<Vec<_>>()
        .join(", ")
}
