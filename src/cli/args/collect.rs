//! The arguments of `collect`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::common::{inputs, paths, redact};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `collect --out DIR [--redact PATH...]`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Collect {
    /// `--out`
    pub out: PathBuf,
    /// `--force`
    pub force: bool,
    /// Evidence to be copied, with `--redact`.
    pub inputs: Vec<Input>,
}

impl Collect {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        Self {
            out: m.get_one::<PathBuf>("out").cloned().unwrap_or_default(),
            force: m.get_flag("force"),
            inputs: inputs(m),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    Clap::new("collect")
        .about(w(Word::Collect))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help(w(Word::FixOut)),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help(w(Word::FixForce)),
        )
        .arg(
            paths(lang, false)
                .requires("redact")
                .help(w(Word::RedactPath)),
        )
        .arg(redact(lang).requires("path").help(w(Word::RedactCopy)))
}
