//! Where text leaves the program.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::args::Shared;
use super::{Exit, words};
pub(super) use crate::case::{write_atomic, write_atomic_with};
use crate::terminal::{Painter, colour_enabled, sanitise};

/// Writes to standard output at once.
///
/// # Errors
/// When nobody reads it any more, or it cannot be written to.
pub(super) fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints to standard output. A closed pipe ends quietly.
pub(super) fn print(text: &str) -> Exit {
    match write(text) {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(_) => Exit::NotWritten,
    }
}

/// Prints to standard error; where that is closed there is nobody to tell.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// How text for the screen is painted.
pub(super) fn painter(shared: &Shared) -> Painter {
    let is_terminal = io::stdout().is_terminal();
    Painter {
        colour: colour(shared, is_terminal, shared.settings.is_without_colour()),
    }
}

/// How the wizard's lines are painted: whether its settings want colours can change
/// inside.
pub(super) fn painter_of_wizard(shared: &Shared) -> Painter {
    let is_terminal = io::stdout().is_terminal();
    Painter {
        colour: colour(shared, is_terminal, false),
    }
}

/// Whether to use colours: the flag, the environment and the settings.
pub(super) fn colour(shared: &Shared, is_terminal: bool, without: bool) -> bool {
    let env = |name: &str| std::env::var(name).ok();
    colour_enabled(shared.colour, without, is_terminal, env)
}

/// The columns to lay text out for: those of the terminal, within what reads well.
pub(super) fn columns() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.unwrap_or(80).clamp(60, 100)
}

/// Whether a file may be written there; says so if not.
pub(super) fn is_free(path: &Path, force: bool, shared: &Shared) -> bool {
    let free = force || fs::symlink_metadata(path).is_err();
    if !free {
        let shown = sanitise(&path.to_string_lossy()).into_owned();
        let why = words::exists(shared.lang);
        complain(&words::not_written(shared.lang, &shown, why));
    }
    free
}

/// Writes a file whole or not at all; an existing one only with `force`.
pub(super) fn write_file(path: &Path, text: &str, force: bool, shared: &Shared) -> Exit {
    let shown = sanitise(&path.to_string_lossy()).into_owned();
    if !is_free(path, force, shared) {
        return Exit::NotWritten;
    }
    match write_atomic(path, text.as_bytes()) {
        Ok(()) => {
            if !shared.quiet {
                complain(&words::written(shared.lang, &shown));
            }
            Exit::Fine
        }
        Err(error) => {
            complain(&words::not_written(shared.lang, &shown, &error.to_string()));
            Exit::NotWritten
        }
    }
}

/// Writes the files of a folder all or none, and says which.
pub(super) fn write_folder(
    folder: &Path,
    files: &[(String, String)],
    stale: &[&str],
    shared: &Shared,
) -> Exit {
    let shown = |path: &Path| sanitise(&path.to_string_lossy()).into_owned();
    match crate::case::write_folder(folder, files, stale) {
        Ok(()) => {
            if !shared.quiet {
                let names = files.iter().map(|(name, _)| folder.join(name));
                let lines = names.map(|path| words::written(shared.lang, &shown(&path)));
                complain(&lines.collect::<String>());
            }
            Exit::Fine
        }
        Err(failed) => {
            let (path, why) = (shown(&failed.path), failed.error.to_string());
            complain(&words::not_written(shared.lang, &path, &why));
            Exit::NotWritten
        }
    }
}
