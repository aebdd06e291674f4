//! The arguments of `cases`.

use clap::{Arg, ArgAction, ArgMatches, Command as Clap};

use super::common::{Format, format, text_or_json};
use crate::cli::words::{self, Word};
use crate::i18n::Lang;

/// `cases [list|resume|rename|delete]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Cases {
    /// `list`, also when nothing is said.
    List(Format),
    /// `resume NAME`
    Resume(String),
    /// `rename NAME NEW`
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `delete NAME`
    Delete {
        /// The exact name.
        name: String,
        /// `--yes`
        yes: bool,
    },
}

impl Cases {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        let text =
            |m: &ArgMatches, name: &str| m.get_one::<String>(name).cloned().unwrap_or_default();
        match m.subcommand() {
            Some(("resume", m)) => Self::Resume(text(m, "name")),
            Some(("rename", m)) => Self::Rename {
                from: text(m, "name"),
                to: text(m, "new-name"),
            },
            Some(("delete", m)) => Self::Delete {
                name: text(m, "name"),
                yes: m.get_flag("yes"),
            },
            Some(("list", m)) => Self::List(format(m)),
            _ => Self::List(format(m)),
        }
    }
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let name = || {
        Arg::new("name")
            .value_name("NAME")
            .required(true)
            .help_heading(w(Word::Arguments))
            .help(w(Word::CaseName))
    };
    let new_name = Arg::new("new-name")
        .value_name("NEW")
        .required(true)
        .help_heading(w(Word::Arguments))
        .help(w(Word::CaseNewName));
    let yes = Arg::new("yes")
        .long("yes")
        .action(ArgAction::SetTrue)
        .help(w(Word::CasesYes));
    let commands = [
        Clap::new("list")
            .about(w(Word::CasesList))
            .arg(text_or_json(lang)),
        Clap::new("resume").about(w(Word::CasesResume)).arg(name()),
        Clap::new("rename")
            .about(w(Word::CasesRename))
            .arg(name())
            .arg(new_name),
        Clap::new("delete")
            .about(w(Word::CasesDelete))
            .arg(name())
            .arg(yes),
    ];
    let dressed = commands.map(|c| {
        c.help_template(words::command_template(lang))
            .next_help_heading(w(Word::Options))
    });
    Clap::new("cases")
        .about(w(Word::Cases))
        .disable_help_subcommand(true)
        .subcommand_help_heading(w(Word::Commands))
        .arg(text_or_json(lang))
        .subcommands(dressed)
}
