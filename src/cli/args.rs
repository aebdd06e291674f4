//! The command line, in both languages: every flag with its words beside it.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, Styles, ValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::words::{self, Word};
use crate::evidence::walk::Input;
use crate::facts::{Domain, SenderView};
use crate::i18n::Lang;
use crate::terminal::ColourChoice;

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
    /// `explain`
    Explain(Option<String>),
    /// `demo`
    Demo(Demo),
    /// `info`
    Info,
}

/// `diagnose PATH...`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Diagnose {
    /// What was given.
    pub inputs: Vec<Input>,
    /// `--format`
    pub format: Format,
    /// `--output`
    pub output: Option<PathBuf>,
    /// `--force`
    pub force: bool,
    /// `--refused-csv`
    pub refused_csv: Option<PathBuf>,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For eyes.
    Text,
    /// For programs.
    Json,
    /// For a ticket.
    Markdown,
    /// For a browser and the printer.
    Html,
}

/// `demo [SCENARIO]`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Demo {
    /// Which incident; the default one when not said.
    pub scenario: Option<String>,
    /// `--list`
    pub list: bool,
    /// `--out`
    pub out: Option<PathBuf>,
    /// `--format`
    pub format: Format,
}

/// Options that the commands share.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    /// `--lang`, else the locale, else English.
    pub lang: Lang,
    /// `--now`
    pub now: Option<jiff::Timestamp>,
    /// `--since`
    pub since: Option<jiff::Timestamp>,
    /// `--until`
    pub until: Option<jiff::Timestamp>,
    /// `--mail-from`
    pub mail_from: Option<SenderView>,
    /// `--egress-ip`
    pub egress_ip: Option<IpAddr>,
    /// `--color`
    pub colour: ColourChoice,
    /// `--ascii`
    pub ascii: bool,
    /// `--quiet`
    pub quiet: bool,
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
    let lang = language(arguments);
    let matches = clap(lang)
        .try_get_matches_from(arguments)
        .map_err(|e| refused(lang, &e))?;
    let shared = shared(lang, &matches);
    if matches.subcommand().is_some() && !inputs(&matches).is_empty() {
        let word = matches.subcommand_name();
        return Err(Refused {
            text: words::refusal(lang, ErrorKind::ArgumentConflict, word, None),
            is_help: false,
        });
    }
    let command = match matches.subcommand() {
        Some(("diagnose", m)) => Command::Diagnose(Diagnose {
            inputs: inputs(m),
            format: format(m),
            output: m.get_one::<PathBuf>("output").cloned(),
            force: m.get_flag("force"),
            refused_csv: m.get_one::<PathBuf>("refused-csv").cloned(),
        }),
        Some(("explain", m)) => Command::Explain(m.get_one::<String>("code").cloned()),
        Some(("demo", m)) => Command::Demo(Demo {
            scenario: m.get_one::<String>("scenario").cloned(),
            list: m.get_flag("list"),
            out: m.get_one::<PathBuf>("out").cloned(),
            format: format(m),
        }),
        Some(("info", _)) => Command::Info,
        _ => Command::Open {
            inputs: inputs(&matches),
            new: matches.get_flag("new"),
        },
    };
    Ok((command, shared))
}

/// `--lang`, wherever it stands, else the locale.
fn language(arguments: &[String]) -> Lang {
    let mut given = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--lang" {
            given = rest.next().cloned();
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            given = Some(value.to_owned());
        }
    }
    let locale = sys_locale::get_locale();
    given
        .and_then(|l| Lang::parse(&l))
        .unwrap_or_else(|| Lang::from_locale(locale.as_deref()))
}

fn inputs(matches: &ArgMatches) -> Vec<Input> {
    let paths = matches.get_many::<PathBuf>("path").into_iter().flatten();
    let input = |path: &PathBuf| match path.as_os_str() == "-" {
        true => Input::Stdin,
        false => Input::Path(path.clone()),
    };
    paths.map(input).collect()
}

fn format(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("markdown") => Format::Markdown,
        Some("html") => Format::Html,
        _ => Format::Text,
    }
}

fn shared(lang: Lang, matches: &ArgMatches) -> Shared {
    // A global option may stand before or after the command.
    let inner = matches.subcommand().map_or(matches, |(_, m)| m);
    let time = |name: &str| inner.get_one::<jiff::Timestamp>(name).copied();
    Shared {
        lang,
        now: time("now"),
        since: time("since"),
        until: time("until"),
        mail_from: inner.get_one::<SenderView>("mail-from").cloned(),
        egress_ip: inner.get_one::<IpAddr>("egress-ip").copied(),
        colour: match inner.get_one::<String>("color").map(String::as_str) {
            Some("always") => ColourChoice::Always,
            Some("never") => ColourChoice::Never,
            _ => ColourChoice::Auto,
        },
        ascii: inner.get_flag("ascii"),
        quiet: inner.get_flag("quiet"),
    }
}

/// `DOMAIN`, an address, or `<>`.
fn mail_from(text: &str) -> Result<SenderView, String> {
    if text.trim() == "<>" {
        return Ok(SenderView::Null);
    }
    let bare = text.trim().trim_matches(['<', '>']);
    let domain = Domain::of_address(bare).or_else(|| Domain::parse(bare));
    domain
        .map(SenderView::Domain)
        .ok_or_else(|| text.to_owned())
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
        diagnose(lang),
        explain(lang),
        demo(lang),
        Clap::new("info").about(w(Word::Info)),
    ];
    let heading = w(Word::Options);
    let template = words::template(lang);
    let dressed = commands.map(|c| {
        c.help_template(words::command_template(lang))
            .next_help_heading(heading)
    });
    command.subcommands(dressed).help_template(template)
}

fn paths(lang: Lang, required: bool) -> Arg {
    Arg::new("path")
        .value_name("PATH")
        .num_args(0..)
        .required(required)
        .value_parser(value_parser!(PathBuf))
        .help_heading(words::word(lang, Word::Arguments))
        .help(words::word(lang, Word::Path))
}

fn format_option(lang: Lang) -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("text|json|markdown|html")
        .value_parser(PossibleValuesParser::new([
            "text", "json", "markdown", "html",
        ]))
        .hide_possible_values(true)
        .default_value("text")
        .hide_default_value(true)
        .help(words::word(lang, Word::Format))
}

fn diagnose(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let output = Arg::new("output")
        .long("output")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf));
    Clap::new("diagnose")
        .about(w(Word::Diagnose))
        .arg(paths(lang, true))
        .arg(format_option(lang))
        .arg(output.help(w(Word::Output)))
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help(w(Word::Force)),
        )
        .arg(
            Arg::new("refused-csv")
                .long("refused-csv")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(w(Word::RefusedCsv)),
        )
}

fn explain(lang: Lang) -> Clap {
    let code = Arg::new("code")
        .value_name("CODE")
        .help_heading(words::word(lang, Word::Arguments));
    Clap::new("explain")
        .about(words::word(lang, Word::Explain))
        .arg(code.help(words::word(lang, Word::Code)))
}

fn demo(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let scenario = Arg::new("scenario")
        .value_name("SCENARIO")
        .help_heading(w(Word::Arguments));
    let out = Arg::new("out")
        .long("out")
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf));
    Clap::new("demo")
        .about(w(Word::Demo))
        .arg(scenario.help(w(Word::Scenario)))
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .help(w(Word::List)),
        )
        .arg(out.help(w(Word::Out)))
        .arg(format_option(lang))
}

fn global_options(lang: Lang) -> Vec<Arg> {
    let w = |word: Word| words::word(lang, word);
    let value = |name: &'static str, shown: &'static str, word, parser: ValueParser| {
        let arg = Arg::new(name)
            .long(name)
            .value_name(shown)
            .global(true)
            .value_parser(parser);
        arg.help(w(word)).hide_possible_values(true)
    };
    let flag = |name: &'static str, word| {
        Arg::new(name)
            .long(name)
            .global(true)
            .action(ArgAction::SetTrue)
            .help(w(word))
    };
    let time = || ValueParser::new(|text: &str| text.parse::<jiff::Timestamp>());
    let one_of = |values: &[&'static str]| PossibleValuesParser::new(values.to_vec()).into();
    vec![
        value("lang", "en|ja", Word::Lang, one_of(&["en", "ja"])),
        value("now", "TIME", Word::Now, time()),
        value("since", "TIME", Word::Since, time()),
        value("until", "TIME", Word::Until, time()),
        value(
            "mail-from",
            "DOMAIN|<>",
            Word::MailFrom,
            ValueParser::new(mail_from),
        )
        .allow_hyphen_values(true),
        value(
            "egress-ip",
            "IP",
            Word::EgressIp,
            ValueParser::new(|t: &str| t.parse::<IpAddr>()),
        ),
        value(
            "color",
            "auto|always|never",
            Word::Color,
            one_of(&["auto", "always", "never"]),
        ),
        flag("ascii", Word::Ascii),
        flag("quiet", Word::Quiet),
    ]
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
