//! The command line, in both languages: every flag with its words beside it;
//! one file a command.

mod cases;
mod collect;
mod common;
mod completions;
mod config;
mod demo;
mod diagnose;
mod explain;
mod fix;
mod rehearse;
mod shared;
mod simulate;
mod verify;
mod watch;

use clap::builder::Styles;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command as Clap};

use super::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;
use common::{inputs, paths};
use shared::{Before, global_options, shared};

pub(super) use cases::Cases;
pub(super) use collect::Collect;
pub(super) use common::Format;
pub(super) use config::Config;
pub(super) use demo::Demo;
pub(super) use diagnose::Diagnose;
pub(super) use fix::Fix;
pub(super) use rehearse::Rehearse;
pub(super) use shared::Shared;
pub(super) use simulate::Simulate;
pub(super) use verify::Verify;
pub(super) use watch::Watch;

/// What the program was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// No command: paths, or nothing.
    Open {
        /// What was given.
        inputs: Vec<Input>,
        /// `--new`: a new case, whatever was saved.
        new: bool,
    },
    /// `diagnose`
    Diagnose(Diagnose),
    /// `simulate`
    Simulate(Simulate),
    /// `rehearse`
    Rehearse(Rehearse),
    /// `fix`
    Fix(Fix),
    /// `collect`
    Collect(Collect),
    /// `cases`
    Cases(Cases),
    /// `config`
    Config(Config),
    /// `explain`
    Explain(Option<String>),
    /// `demo`
    Demo(Demo),
    /// `verify`
    Verify(Verify),
    /// `watch`
    Watch(Watch),
    /// `info`
    Info,
    /// `completions`
    Completions(clap_complete::Shell),
    /// `man`
    Man,
}

/// The arguments could not be used, or help was asked for.
#[derive(Debug)]
pub(super) struct Refused {
    /// What to print.
    pub text: String,
    /// Help and version are no error.
    pub is_help: bool,
}

/// Reads the arguments. The language is looked for first, so that help and
/// refusals are in it too.
pub(super) fn parse(arguments: &[String]) -> Result<(Command, Shared), Refused> {
    let before = Before::of(arguments);
    let lang = before.lang;
    let matches = clap(lang)
        .try_get_matches_from(arguments)
        .map_err(|e| refused(lang, &e))?;
    let shared = shared(before, &matches);
    if matches.subcommand().is_some() && !inputs(&matches).is_empty() {
        let word = matches.subcommand_name();
        return Err(Refused {
            text: words::refusal(lang, ErrorKind::ArgumentConflict, word, None),
            is_help: false,
        });
    }
    let command = match matches.subcommand() {
        Some(("diagnose", m)) => Command::Diagnose(Diagnose::read(m)),
        Some(("simulate", m)) => Command::Simulate(Simulate::read(m)),
        Some(("rehearse", m)) => Command::Rehearse(Rehearse::read(m)),
        Some(("fix", m)) => Command::Fix(Fix::read(m)),
        Some(("collect", m)) => Command::Collect(Collect::read(m)),
        Some(("cases", m)) => Command::Cases(Cases::read(m)),
        Some(("config", m)) => Command::Config(Config::read(m)),
        Some(("explain", m)) => Command::Explain(m.get_one::<String>("code").cloned()),
        Some(("demo", m)) => Command::Demo(Demo::read(m)),
        Some(("verify", m)) => Command::Verify(Verify::read(m)),
        Some(("watch", m)) => Command::Watch(Watch::read(m)),
        Some(("info", _)) => Command::Info,
        Some(("completions", m)) => Command::Completions(completions::read(m)),
        Some(("man", _)) => Command::Man,
        _ => Command::Open {
            inputs: inputs(&matches),
            new: matches.get_flag("new"),
        },
    };
    Ok((command, shared))
}

/// The whole command line in a language; `man` and completions are made from it.
pub fn clap(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let mut command = Clap::new("relay-doctor")
        .version(env!("CARGO_PKG_VERSION"))
        .about(w(Word::About))
        .after_help(w(Word::After))
        .styles(Styles::plain())
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_precedence_over_arg(true)
        .subcommand_help_heading(w(Word::Commands))
        .next_help_heading(w(Word::Options))
        .arg(paths(lang, false))
        .arg(
            Arg::new("new")
                .long("new")
                .action(ArgAction::SetTrue)
                .help(w(Word::New)),
        );
    for option in global_options(lang) {
        command = command.arg(option);
    }
    command = command
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .global(true)
                .action(ArgAction::Help)
                .help(w(Word::Help)),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(w(Word::Version)),
        );
    let commands = [
        diagnose::command(lang),
        simulate::command(lang),
        rehearse::command(lang),
        fix::command(lang),
        collect::command(lang),
        watch::command(lang),
        verify::command(lang),
        explain::command(lang),
        demo::command(lang),
        cases::command(lang),
        config::command(lang),
        Clap::new("info").about(w(Word::Info)),
        completions::command(lang),
        Clap::new("man").about(w(Word::Man)),
    ];
    let heading = w(Word::Options);
    let template = words::template(lang);
    let dressed = commands.map(|c| {
        c.help_template(words::command_template(lang))
            .next_help_heading(heading)
    });
    command.subcommands(dressed).help_template(template)
}

/// Help as it is; a refusal in the user's language, with the part that is wrong.
fn refused(lang: Lang, error: &clap::Error) -> Refused {
    use clap::error::ContextKind;
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return Refused {
            text: error.to_string(),
            is_help: true,
        };
    }
    let context = |kind| error.get(kind).map(ToString::to_string);
    let argument =
        context(ContextKind::InvalidArg).or_else(|| context(ContextKind::InvalidSubcommand));
    let value = context(ContextKind::InvalidValue);
    Refused {
        text: words::refusal(lang, error.kind(), argument.as_deref(), value.as_deref()),
        is_help: false,
    }
}
