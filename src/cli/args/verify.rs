//! The arguments of `verify`.

use clap::{Arg, ArgMatches, Command as Clap};

use super::common::{Format, format, inputs, paths, text_or_json, without};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `verify CASE|REPORT.json PATH...`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Verify {
    /// The name of a case, its file, or a report.
    pub before: String,
    /// The newer evidence.
    pub inputs: Vec<Input>,
    /// `--format`
    pub format: Format,
}

impl Verify {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        Self {
            before: m.get_one::<String>("before").cloned().unwrap_or_default(),
            inputs: inputs(m),
            format: format(m),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    Clap::new("verify")
        .about(w(Word::Verify))
        .arg(
            Arg::new("before")
                .value_name("CASE|REPORT.json")
                .required(true)
                .help_heading(w(Word::Arguments))
                .help(w(Word::Before)),
        )
        .arg(paths(lang, true).num_args(1..))
        .arg(without(lang))
        .arg(text_or_json(lang))
}
