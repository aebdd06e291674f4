//! The arguments of `config`.

use clap::{Arg, ArgAction, ArgMatches, Command as Clap};

use crate::cli::words::{self, Word};
use crate::i18n::Lang;

/// `config`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Config {
    /// Nothing said: the template is printed.
    Template,
    /// `--path`
    Path,
    /// `--write`
    Write,
}

impl Config {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        match (m.get_flag("path"), m.get_flag("write")) {
            (true, _) => Self::Path,
            (false, true) => Self::Write,
            (false, false) => Self::Template,
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let flag = |name: &'static str, other: &'static str, word| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .conflicts_with(other)
            .help(words::word(lang, word))
    };
    Clap::new("config")
        .about(words::word(lang, Word::Config))
        .arg(flag("path", "write", Word::ConfigPath))
        .arg(flag("write", "path", Word::ConfigWrite))
}
