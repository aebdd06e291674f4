//! The arguments of `watch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::common::{Format, format, text_or_json};
use crate::cli::words::{self, Word};
use crate::evidence::walk::Input;
use crate::i18n::Lang;
use crate::watch::Rule;

/// How often the folders are looked at (milliseconds).
const EVERY: u64 = 1000;

/// `watch LOGDIR...`
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Watch {
    /// The folders.
    pub folders: Vec<PathBuf>,
    /// `--until-proven`
    pub until_proven: bool,
    /// `--timeout`
    pub timeout: Option<Duration>,
    /// `--accepted` and `--quiet-for`
    pub rule: Rule,
    /// `--expected`, upper-case hex.
    pub expected: Vec<String>,
    /// `--evidence`
    pub evidence: Vec<Input>,
    /// `--case`
    pub case: Option<String>,
    /// `--format`
    pub format: Format,
    /// How often the folders are looked at.
    pub every: Duration,
}

impl Watch {
    /// Reads them.
    pub(super) fn read(m: &ArgMatches) -> Self {
        let paths = |name: &str| {
            let all = m.get_many::<PathBuf>(name).into_iter().flatten();
            all.cloned().collect::<Vec<_>>()
        };
        let default = Rule::default();
        let expected = m.get_many::<String>("expected").into_iter().flatten();
        Self {
            folders: paths("logdir"),
            until_proven: m.get_flag("until-proven"),
            timeout: m.get_one::<Duration>("timeout").copied(),
            rule: Rule {
                accepted: m
                    .get_one::<u64>("accepted")
                    .copied()
                    .unwrap_or(default.accepted),
                quiet: m
                    .get_one::<u32>("quiet-for")
                    .map_or(default.quiet, |minutes| i64::from(*minutes) * 60_000),
            },
            expected: expected.cloned().collect(),
            evidence: paths("evidence").into_iter().map(Input::Path).collect(),
            case: m.get_one::<String>("case").cloned(),
            format: format(m),
            every: Duration::from_millis(m.get_one::<u64>("poll").copied().unwrap_or(EVERY).max(1)),
        }
    }
}

/// `30m`, `2h`, `90s`; a number alone is minutes.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || text.to_owned();
    if let Ok(minutes) = text.parse::<u32>() {
        return Ok(Duration::from_secs(u64::from(minutes) * 60));
    }
    let span: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

fn thumbprint(text: &str) -> Result<String, String> {
    crate::remedy::thumbprint(text).ok_or_else(|| text.to_owned())
}

/// Their words.
pub(super) fn command(lang: Lang) -> Clap {
    let w = |word: Word| words::word(lang, word);
    let option = |name: &'static str, shown: &'static str, word: Word, parser: ValueParser| {
        Arg::new(name)
            .long(name)
            .value_name(shown)
            .value_parser(parser)
            .help(w(word))
    };
    Clap::new("watch")
        .about(w(Word::Watch))
        .arg(
            Arg::new("logdir")
                .value_name("LOGDIR")
                .num_args(1..)
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help_heading(w(Word::Arguments))
                .help(w(Word::LogDir)),
        )
        .arg(
            Arg::new("until-proven")
                .long("until-proven")
                .action(ArgAction::SetTrue)
                .help(w(Word::UntilProven)),
        )
        .arg(option(
            "timeout",
            "D",
            Word::Timeout,
            ValueParser::new(duration),
        ))
        .arg(option(
            "accepted",
            "N",
            Word::Accepted,
            value_parser!(u64).range(1..).into(),
        ))
        .arg(option(
            "quiet-for",
            "MINUTES",
            Word::QuietFor,
            value_parser!(u32).into(),
        ))
        .arg(
            option(
                "expected",
                "THUMBPRINT",
                Word::Expected,
                ValueParser::new(thumbprint),
            )
            .action(ArgAction::Append),
        )
        .arg(
            option("evidence", "PATH", Word::Evidence, value_parser!(PathBuf))
                .num_args(1..)
                .action(ArgAction::Append),
        )
        .arg(option("case", "CASE", Word::Case, ValueParser::string()))
        .arg(text_or_json(lang))
        .arg(
            Arg::new("poll")
                .long("poll-milliseconds")
                .value_parser(value_parser!(u64))
                .hide(true),
        )
}
