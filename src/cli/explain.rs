//! `relay-doctor explain [CODE]`: the page of a finding, offline.

use std::io::{self, IsTerminal};

use super::args::Shared;
use super::{Exit, output, words};
use crate::diagnosis::{CATALOGUE, Code};
use crate::i18n::words::severity;
use crate::report::page::lay_out;
use crate::terminal::{Ambiguous, pad_right, sanitise};

/// Prints a page, or the list of findings.
pub(super) fn run(code: Option<&str>, shared: &Shared) -> Exit {
    let Some(asked) = code else {
        return output::print(&list(shared));
    };
    let page = asked
        .parse::<Code>()
        .ok()
        .and_then(|code| crate::i18n::pages::page(shared.lang, code));
    match page {
        Some(page) if io::stdout().is_terminal() => output::print(&painted(page.text, shared)),
        // Into a file or a program: the Markdown as it is.
        Some(page) => output::print(page.text),
        None => {
            output::complain(&words::no_such_code(shared.lang, &sanitise(asked)));
            Exit::Usage
        }
    }
}

fn painted(page: &str, shared: &Shared) -> String {
    let painter = output::painter(shared);
    let lines = lay_out(page, output::columns());
    lines
        .iter()
        .map(|line| painter.paint(line.role, &line.text) + "\n")
        .collect()
}

fn list(shared: &Shared) -> String {
    let line = |entry: &crate::diagnosis::Entry| {
        let weight = pad_right(severity(shared.lang, entry.severity), 12, Ambiguous::Narrow);
        let summary = crate::i18n::pages::page(shared.lang, entry.code).map_or("", |p| p.summary);
        format!("{}  {weight}{}\n       {summary}\n", entry.code, entry.name)
    };
    CATALOGUE.iter().map(line).collect()
}
