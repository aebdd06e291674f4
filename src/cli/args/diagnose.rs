//! The arguments of `diagnose`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::common::{Format, format, format_option, inputs, paths, redact, without};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `diagnose PATH...`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Diagnose {
    /// What was given.
    pub inputs: Vec<Input>,
    /// `--format`
    pub format: Format,
    /// `--output`
    pub output: Option<PathBuf>,
    /// `--force`
    pub force: bool,
    /// `--refused-csv`
    pub refused_csv: Option<PathBuf>,
}

impl Diagnose {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        Self {
            inputs: inputs(m),
            format: format(m),
            output: m.get_one::<PathBuf>("output").cloned(),
            force: m.get_flag("force"),
            refused_csv: m.get_one::<PathBuf>("refused-csv").cloned(),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let output = Arg::new("output")
        .long("output")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf));
    Clap::new("diagnose")
        .about(w(Word::Diagnose))
        .arg(paths(lang, true))
        .arg(without(lang))
        .arg(format_option(lang))
        .arg(output.help(w(Word::Output)))
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help(w(Word::Force)),
        )
        .arg(
            Arg::new("refused-csv")
                .long("refused-csv")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(w(Word::RefusedCsv)),
        )
        .arg(redact(lang))
}
