//! The arguments of `fix`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::common::{inputs, paths, redact, without};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;
use crate::remedy::OptionId;

const OPTIONS: [OptionId; 3] = [
    OptionId::HcwUpdateCertificate,
    OptionId::HcwRerun,
    OptionId::Manual,
];

/// `fix PATH...`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Fix {
    /// What was given.
    pub inputs: Vec<Input>,
    /// `--option`
    pub option: OptionId,
    /// `--out`
    pub out: PathBuf,
    /// `--force`
    pub force: bool,
}

impl Fix {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        let named = m.get_one::<String>("option").map_or("", String::as_str);
        let option = OPTIONS.into_iter().find(|o| o.code() == named);
        Self {
            inputs: inputs(m),
            // The parser lets only these names through.
            option: option.unwrap_or(OptionId::Manual),
            out: m.get_one::<PathBuf>("out").cloned().unwrap_or_default(),
            force: m.get_flag("force"),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    Clap::new("fix")
        .about(w(Word::Fix))
        .arg(paths(lang, true))
        .arg(without(lang))
        .arg(
            Arg::new("option")
                .long("option")
                .value_name("hcw-update-certificate|hcw-rerun|manual")
                .value_parser(PossibleValuesParser::new(OPTIONS.map(OptionId::code)))
                .hide_possible_values(true)
                .required(true)
                .help(w(Word::FixOption)),
        )
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
        .arg(redact(lang).help(w(Word::RedactReports)))
}
