//! The options that all commands share.

use std::net::IpAddr;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, ArgMatches};

use crate::cli::words::{self, Word};
use crate::config::{Folders, Settings, Settled, Trouble, load};
use crate::evidence::Side;
use crate::evidence::loader::Threads;
use crate::evidence::secret::Secret;
use crate::facts::{Domain, SenderView, SideGiven};
use crate::i18n::Lang;
use crate::terminal::ColourChoice;

/// Options that the commands share.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Shared {
    /// `--lang`, else the settings, else the locale, else English.
    pub lang: Lang,
    /// Where settings and cases are kept.
    pub folders: Folders,
    /// The settings, with the flags that win over them.
    pub settings: Settings,
    /// What is wrong in the settings file.
    pub troubles: Vec<Trouble>,
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
    /// The password that `--password-env` leads to.
    pub password: Option<Secret>,
    /// `--side`, repeatable.
    pub sides: Vec<SideGiven>,
    /// `--threads`
    pub threads: Threads,
    /// `--redact`
    pub redact: bool,
    /// `--color`
    pub colour: ColourChoice,
    /// `--ascii`
    pub ascii: bool,
    /// `--linear`
    pub linear: bool,
    /// `--quiet`
    pub quiet: bool,
}

/// What must be known before the arguments are read: help and refusals are in the
/// language of the settings too.
pub(super) struct Before {
    pub lang: Lang,
    folders: Folders,
    settled: Settled,
}

impl Before {
    /// Looks for `--portable` and `--lang`, wherever they stand.
    pub(super) fn of(arguments: &[String]) -> Self {
        let mut options = arguments.iter().take_while(|a| *a != "--");
        let folders = match options.any(|a| a == "--portable") {
            true => Folders::portable(),
            false => Folders::of_user(),
        };
        let settled = folders.settings.as_deref().map(load).unwrap_or_default();
        let lang = lang_option(arguments)
            .or(settled.settings.language)
            .unwrap_or_else(|| Lang::from_locale(sys_locale::get_locale().as_deref()));
        Self {
            lang,
            folders,
            settled,
        }
    }
}

/// `--lang`, wherever it stands.
fn lang_option(arguments: &[String]) -> Option<Lang> {
    let mut given = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--lang" {
            given = rest.next().cloned();
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            given = Some(value.to_owned());
        }
    }
    given.and_then(|l| Lang::parse(&l))
}

/// Reads them.
pub(super) fn shared(before: Before, matches: &ArgMatches) -> Shared {
    // A global option may stand before or after the command.
    let inner = matches.subcommand().map_or(matches, |(_, m)| m);
    let time = |name: &str| inner.get_one::<jiff::Timestamp>(name).copied();
    let Settled {
        mut settings,
        troubles,
    } = before.settled;
    settings.ascii |= inner.get_flag("ascii");
    let colour = match inner.get_one::<String>("color").map(String::as_str) {
        Some("always") => ColourChoice::Always,
        Some("never") => ColourChoice::Never,
        _ => ColourChoice::Auto,
    };
    Shared {
        lang: before.lang,
        folders: before.folders,
        now: time("now"),
        since: time("since"),
        until: time("until"),
        mail_from: inner.get_one::<SenderView>("mail-from").cloned(),
        egress_ip: inner.get_one::<IpAddr>("egress-ip").copied(),
        password: inner.get_one::<Secret>("password-env").cloned(),
        sides: inner
            .get_many::<SideGiven>("side")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        threads: inner
            .get_one::<Threads>("threads")
            .copied()
            .unwrap_or_default(),
        colour,
        redact: matches!(inner.try_get_one::<bool>("redact"), Ok(Some(true))),
        ascii: settings.ascii,
        linear: inner.get_flag("linear"),
        quiet: inner.get_flag("quiet"),
        settings,
        troubles,
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

/// The value of an environment variable.
fn secret(name: &str) -> Result<Secret, std::env::VarError> {
    std::env::var(name).map(Secret::new)
}

/// `PATH=tenant` or `PATH=on-premises`.
fn side(text: &str) -> Result<SideGiven, String> {
    let (path, side) = text.rsplit_once('=').ok_or_else(|| text.to_owned())?;
    let mut sides = [Side::Tenant, Side::OnPremises].into_iter();
    let side = sides.find(|s| s.code() == side);
    match side.filter(|_| !path.is_empty()) {
        Some(side) => Ok(SideGiven {
            path: path.to_owned(),
            side,
        }),
        None => Err(text.to_owned()),
    }
}

/// Their words.
pub(super) fn global_options(lang: Lang) -> Vec<Arg> {
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
            "password-env",
            "NAME",
            Word::PasswordEnv,
            ValueParser::new(secret),
        ),
        value(
            "side",
            "PATH=tenant|on-premises",
            Word::Side,
            ValueParser::new(side),
        )
        .action(ArgAction::Append),
        value(
            "color",
            "auto|always|never",
            Word::Color,
            one_of(&["auto", "always", "never"]),
        ),
        value(
            "threads",
            "1-16",
            Word::Threads,
            ValueParser::new(|text: &str| text.parse::<Threads>()),
        ),
        flag("ascii", Word::Ascii),
        flag("linear", Word::Linear),
        flag("portable", Word::Portable),
        flag("quiet", Word::Quiet),
    ]
}
