//! `relay-doctor collect --redact PATH...`: evidence copied without what tells whose it
//! is, so that somebody else can diagnose it.

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use super::analysis::{held, once, redactor};
use super::args::{Collect, Shared};
use super::{Exit, diagnose, output, words};
use crate::case::{Places, is_new, write_new_folder};
use crate::evidence::loader::read;
use crate::evidence::{NoteKind, Source, SourceKind, walk::Found};
use crate::facts::Gathered;
use crate::redact::{Kept, Redactor, shown_place};
use crate::report::collection::{Copied, REDACTED, redacted_page};
use crate::terminal::sanitise;

/// Copies the evidence into a new folder, whole or not at all.
pub(super) fn run(collect: &Collect, shared: &Shared) -> Exit {
    if !is_new(&collect.out) {
        return not_written(collect, words::not_empty(shared.lang), shared);
    }
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    let inputs = held(&collect.inputs);
    let gathered = once(&inputs, shared, now, None, None);
    if gathered.opened == 0 {
        return diagnose::nothing_opened(&inputs, shared);
    }
    let redactor = redactor(&inputs, shared, now);
    match write_new_folder(&collect.out, |to| copies(&gathered, &redactor, to, shared)) {
        Ok(copied) => {
            if !shared.quiet {
                let page = collect.out.join(REDACTED);
                let shown = |path: &Path| sanitise(&path.to_string_lossy()).into_owned();
                let left_out = copied.iter().filter(|c| !c.written).count();
                output::complain(&words::copied(
                    shared.lang,
                    &shown(&collect.out),
                    copied.len() - left_out,
                    left_out,
                    &shown(&page),
                ));
            }
            Exit::Fine
        }
        Err(error) => not_written(collect, &error.to_string(), shared),
    }
}

fn not_written(collect: &Collect, why: &str, shared: &Shared) -> Exit {
    let path = sanitise(&collect.out.to_string_lossy()).into_owned();
    output::complain(&words::not_written(shared.lang, &path, why));
    Exit::NotWritten
}

fn copies(
    gathered: &Gathered,
    redactor: &Redactor,
    to: &Path,
    shared: &Shared,
) -> io::Result<Vec<Copied>> {
    let mut places = Places::default();
    // The page's own place is taken.
    places.next(REDACTED);
    let mut copied = Vec::new();
    for (source, file) in gathered.sources.iter().zip(&gathered.files) {
        // Its files come one by one.
        if source.kind == SourceKind::Archive {
            continue;
        }
        let is_log = source.server.is_some();
        let shown = shown_place(&file.origin, &file.shown, is_log);
        let path = places.next(&redactor.path(&shown));
        let written = !is_twice(source) && copy(file, redactor, &to.join(&path))?;
        copied.push(Copied { path, written });
    }
    let page = redacted_page(shared.lang, &copied);
    fs::write(to.join(REDACTED), page)?;
    Ok(copied)
}

/// The same bytes are in the copy already.
fn is_twice(source: &Source) -> bool {
    let mut notes = source.notes.iter();
    notes.any(|note| matches!(note.kind, NoteKind::SameAs(_)))
}

/// Copies a file; what cannot be read is left out, what cannot be written is an error.
fn copy(file: &Found, redactor: &Redactor, to: &Path) -> io::Result<bool> {
    if file.trouble.is_some() {
        return Ok(false);
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut writing = BufWriter::new(fs::File::create_new(to)?);
    let mut unwritable = None;
    let kept = read(&file.origin, |input| {
        let mut out = Watched {
            to: &mut writing,
            error: &mut unwritable,
        };
        redactor.copy(input, &mut out)
    });
    if let Some(error) = unwritable {
        return Err(error);
    }
    writing.flush()?;
    let written = matches!(kept, Ok(Kept::Rewritten));
    if !written {
        drop(writing);
        fs::remove_file(to)?;
    }
    Ok(written)
}

/// Tells an error of writing from one of reading.
struct Watched<'w, W> {
    to: &'w mut W,
    error: &'w mut Option<io::Error>,
}

impl<W: io::Write> io::Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes).inspect_err(|error| {
            *self.error = Some(io::Error::new(error.kind(), error.to_string()));
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
