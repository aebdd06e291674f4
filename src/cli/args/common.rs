//! Arguments that several commands have: what to read, and how to write it.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Format {
    /// For eyes.
    Text,
    /// For programs.
    Json,
    /// For a ticket.
    Markdown,
    /// For a browser and the printer.
    Html,
}

/// What was given.
pub(super) fn inputs(matches: &ArgMatches) -> Vec<Input> {
    let paths = matches.get_many::<PathBuf>("path").into_iter().flatten();
    let input = |path: &PathBuf| match path.as_os_str() == "-" {
        true => Input::Stdin,
        false => Input::Path(path.clone()),
    };
    // Not every command knows it.
    let without = matches.try_get_many::<PathBuf>("without");
    let without = without.ok().flatten().into_iter().flatten();
    let without = without.map(|path| Input::Without(path.clone()));
    paths.map(input).chain(without).collect()
}

/// `--format`, text when not said.
pub(super) fn format(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("markdown") => Format::Markdown,
        Some("html") => Format::Html,
        _ => Format::Text,
    }
}

/// `PATH...`
pub(super) fn paths(lang: Lang, required: bool) -> Arg {
    Arg::new("path")
        .value_name("PATH")
        .num_args(0..)
        .required(required)
        .value_parser(value_parser!(PathBuf))
        .help_heading(words::word(lang, Word::Arguments))
        .help(words::word(lang, Word::Path))
}

/// `--without`
pub(super) fn without(lang: Lang) -> Arg {
    Arg::new("without")
        .long("without")
        .value_name("PATH")
        .action(ArgAction::Append)
        .value_parser(value_parser!(PathBuf))
        .help(words::word(lang, Word::Without))
}

/// `--format`
pub(super) fn format_option(lang: Lang) -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("text|json|markdown|html")
        .value_parser(PossibleValuesParser::new([
            "text", "json", "markdown", "html",
        ]))
        .hide_possible_values(true)
        .default_value("text")
        .hide_default_value(true)
        .help(words::word(lang, Word::Format))
}

/// `--format` of commands that write no report to keep.
pub(super) fn text_or_json(lang: Lang) -> Arg {
    format_option(lang)
        .value_name("text|json")
        .value_parser(PossibleValuesParser::new(["text", "json"]))
}

/// `--redact`
pub(super) fn redact(lang: Lang) -> Arg {
    Arg::new("redact")
        .long("redact")
        .action(ArgAction::SetTrue)
        .help(words::word(lang, Word::Redact))
}
