//! The arguments of `demo`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::common::{Format, format, format_option};
use crate::cli::words::{self, Word};
use crate::i18n::Lang;

/// `demo [SCENARIO]`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Demo {
    /// Which incident; the default one when not said.
    pub scenario: Option<String>,
    /// `--list`
    pub list: bool,
    /// `--out`
    pub out: Option<PathBuf>,
    /// `--format`
    pub format: Format,
}

impl Demo {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        Self {
            scenario: m.get_one::<String>("scenario").cloned(),
            list: m.get_flag("list"),
            out: m.get_one::<PathBuf>("out").cloned(),
            format: format(m),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let scenario = Arg::new("scenario")
        .value_name("SCENARIO")
        .help_heading(w(Word::Arguments));
    let out = Arg::new("out")
        .long("out")
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf));
    Clap::new("demo")
        .about(w(Word::Demo))
        .arg(scenario.help(w(Word::Scenario)))
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .help(w(Word::List)),
        )
        .arg(out.help(w(Word::Out)))
        .arg(format_option(lang))
}
