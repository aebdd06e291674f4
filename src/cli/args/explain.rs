//! The arguments of `explain`.

use clap::{Arg, Command as Clap};

use crate::cli::words::{self, Word};
use crate::i18n::Lang;

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let code = Arg::new("code")
        .value_name("CODE")
        .help_heading(words::word(lang, Word::Arguments));
    Clap::new("explain")
        .about(words::word(lang, Word::Explain))
        .arg(code.help(words::word(lang, Word::Code)))
}
