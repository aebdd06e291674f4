//! The arguments of `simulate`.

use clap::{Arg, ArgAction, ArgMatches, Command as Clap};

use super::common::{Format, format, inputs, paths, redact, text_or_json, without};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `simulate PATH... --set '...'`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Simulate {
    /// What was given.
    pub inputs: Vec<Input>,
    /// `--set`, as often as said.
    pub settings: Vec<String>,
    /// `--format`
    pub format: Format,
}

impl Simulate {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        let settings = m.get_many::<String>("set").into_iter().flatten();
        Self {
            inputs: inputs(m),
            settings: settings.cloned().collect(),
            format: format(m),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    Clap::new("simulate")
        .about(w(Word::Simulate))
        .arg(paths(lang, true))
        .arg(without(lang))
        .arg(
            Arg::new("set")
                .long("set")
                .value_name("SETTING")
                .required(true)
                .action(ArgAction::Append)
                .help(w(Word::Set)),
        )
        .arg(text_or_json(lang))
        .arg(redact(lang))
}
