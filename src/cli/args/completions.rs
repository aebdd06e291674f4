//! The arguments of `completions`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command as Clap};
use clap_complete::Shell;

use crate::cli::words::{self, Word};
use crate::i18n::Lang;

/// The shells, as they are called on the command line; the first is that of Windows.
const SHELLS: [(&str, Shell); 4] = [
    ("powershell", Shell::PowerShell),
    ("bash", Shell::Bash),
    ("zsh", Shell::Zsh),
    ("fish", Shell::Fish),
];

/// The shell that was named.
pub(super) fn read(m: &ArgMatches) -> Shell {
    let asked = m.get_one::<String>("shell").map(String::as_str);
    let named = SHELLS.iter().find(|(name, _)| Some(*name) == asked);
    named.map_or(Shell::PowerShell, |(_, shell)| *shell)
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let shell = Arg::new("shell")
        .value_name("powershell|bash|zsh|fish")
        .required(true)
        .value_parser(PossibleValuesParser::new(SHELLS.map(|(name, _)| name)))
        .hide_possible_values(true)
        .help_heading(words::word(lang, Word::Arguments))
        .help(words::word(lang, Word::Shell));
    Clap::new("completions")
        .about(words::word(lang, Word::Completions))
        .arg(shell)
}
