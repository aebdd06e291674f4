//! The arguments of `rehearse`.

use clap::{Arg, ArgMatches, Command as Clap};

use super::common::{Format, format, inputs, paths, redact, text_or_json, without};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;

/// `rehearse PATH... --certificate NEW`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Rehearse {
    /// What was given.
    pub inputs: Vec<Input>,
    /// A file, or a thumbprint of the evidence.
    pub certificate: String,
    /// `--format`
    pub format: Format,
}

impl Rehearse {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        let certificate = m.get_one::<String>("certificate");
        Self {
            inputs: inputs(m),
            certificate: certificate.cloned().unwrap_or_default(),
            format: format(m),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    Clap::new("rehearse")
        .about(w(Word::Rehearse))
        .arg(paths(lang, true))
        .arg(without(lang))
        .arg(
            Arg::new("certificate")
                .long("certificate")
                .value_name("NEW")
                .required(true)
                .help(w(Word::Certificate)),
        )
        .arg(text_or_json(lang))
        .arg(redact(lang))
}
