//! Opens the wizard with the face that suits whoever steers it.

use std::io::{self, IsTerminal};
use std::sync::mpsc::channel;

use super::args::Shared;
use super::{Exit, linear, output};
use crate::case::{Case, Keeper, Store, default_name};
use crate::config::ThemeChoice;
use crate::demo::Incident;
use crate::evidence::walk::Input;
use crate::facts::{Given, Window};
use crate::i18n::{Lang, say};
use crate::terminal::{ColourChoice, sanitise};
use crate::tui::keymap::Keymap;
use crate::tui::{Console, Theme, is_light, run};
use crate::wizard::worker::{Threads, Worker, candidates};
use crate::wizard::{Effect, Model, Notice, SettingsFile};

/// Whether there is somebody who can steer it: at a terminal, or through numbered
/// prompts wherever these come from.
pub(super) fn can_open(inputs: &[Input], shared: &Shared) -> bool {
    (shared.linear || on_terminal()) && !inputs.contains(&Input::Stdin)
}

/// Whether its face are numbered prompts: asked for, or the terminal can do no more.
fn is_linear(shared: &Shared) -> bool {
    shared.linear || std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

fn on_terminal() -> bool {
    io::stdin().is_terminal() && (io::stdout().is_terminal() || is_forced())
}

/// `RELAY_DOCTOR_WIZARD=1`, for developers: the wizard draws into a pipe too. Wine's
/// console knows no escape sequences, but the terminal around it does.
fn is_forced() -> bool {
    std::env::var_os("RELAY_DOCTOR_WIZARD").is_some_and(|value| value == "1")
}

/// The wizard with what was given on the command line; without anything it goes on
/// with the case that was saved last.
pub(super) fn open(inputs: &[Input], new: bool, shared: &Shared) -> Exit {
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now).as_second();
    let store = shared.folders.cases.clone().map(Store::new);
    let name = default_name(now);
    let name = store.as_ref().map_or(name.clone(), |s| s.free_name(&name));
    let mut model = model(name, now, shared);
    model.keeps_case = store.is_some();
    let begin = match &store {
        _ if !inputs.is_empty() => model.begin_with(inputs.iter().cloned()),
        Some(store) if !new => resume(&mut model, store),
        Some(_) | None => Vec::new(),
    };
    // Without a home nothing is saved, so this folder is never made.
    start(model, begin, store.unwrap_or(Store::new("")), shared)
}

/// The wizard going on with a case.
pub(super) fn go_on(case: &Case, store: Store, shared: &Shared) -> Exit {
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now).as_second();
    let mut model = model(case.name.clone(), now, shared);
    let begin = model.resume(case);
    start(model, begin, store, shared)
}

/// The wizard on a built-in incident, as of its own day; nothing is kept of it.
pub(super) fn demo(incident: &Incident, shared: &Shared) -> Exit {
    let now = shared.now.or(incident.now());
    let now = now.unwrap_or_else(jiff::Timestamp::now).as_second();
    let mut model = model(incident.name.to_owned(), now, shared);
    model.keeps_case = false;
    let begin = model.begin_with(incident.inputs());
    start(model, begin, Store::new(""), shared)
}

fn model(name: String, now: i64, shared: &Shared) -> Model {
    let mut model = Model::new(shared.lang, name, now);
    model.system_lang = Lang::from_locale(sys_locale::get_locale().as_deref());
    model.settings = shared.settings.clone();
    if shared.colour == ColourChoice::Always && model.settings.is_without_colour() {
        model.settings.theme = ThemeChoice::Auto;
    }
    model.settings_file = SettingsFile {
        path: shared.folders.settings.clone(),
        troubles: shared.troubles.clone(),
    };
    model.zone = jiff::tz::TimeZone::system();
    model.home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    model.light = is_light(std::env::var("COLORFGBG").ok().as_deref());
    model
}

fn resume(model: &mut Model, store: &Store) -> Vec<Effect> {
    let Ok(latest) = store.latest() else {
        return Vec::new();
    };
    let begin = latest
        .case
        .map_or_else(Vec::new, |case| model.resume(&case));
    if let Some(aside) = latest.kept_aside.into_iter().next() {
        model.notice = Some(Notice::CaseKeptAside(aside));
    }
    begin
}

fn start(mut model: Model, mut begin: Vec<Effect>, store: Store, shared: &Shared) -> Exit {
    begin.push(Effect::FindFolders);
    let (keys, troubles) = Keymap::of(&shared.settings.keys);
    // Whether ASCII is drawn is in the settings, and so is a theme without colours:
    // both can be changed inside.
    let colour = output::colour(shared, true, false);
    let theme = Theme::new(colour, false).with_keys(keys);
    model.settings_file.troubles.extend(troubles);
    if !model.settings_file.troubles.is_empty() {
        model.notice = Some(Notice::SettingsTrouble);
    }
    let keeper = Keeper::new(store);
    let keeper = match model.kept_as() {
        Some(name) => keeper.going_on_with(name),
        None => keeper,
    };
    let left = threads(keeper, shared).and_then(|mut work| {
        if is_linear(shared) {
            return linear::start(&mut work, model, begin, shared);
        }
        let mut console = Console::open(clock)?;
        run(&mut console, &mut work, &theme, model, begin).map(drop)
    });
    match left {
        Ok(()) => Exit::Fine,
        Err(error) => {
            let error = error.to_string();
            output::complain(&no_terminal(shared.lang, &sanitise(&error)));
            Exit::NotWritten
        }
    }
}

fn threads(keeper: Keeper, shared: &Shared) -> io::Result<Threads> {
    let (tell, answers) = channel();
    // The clipboard is the terminal's or the window system's: the run loop copies.
    let worker = Worker::keeping(keeper, Box::new(|_| Ok(())), tell)?
        .told(told(shared), shared.password.clone())
        .offering(candidates(|name| std::env::var_os(name)));
    Ok(Threads { worker, answers })
}

fn no_terminal(lang: Lang, why: &str) -> String {
    say!(
        lang,
        "relay-doctor: the terminal cannot be used: {why}. relay-doctor diagnose PATH needs none.\n",
        "relay-doctor: 端末を使用できません: {why}。端末のない環境では relay-doctor diagnose PATH を使用してください。\n",
    )
}

pub(super) fn clock() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn told(shared: &Shared) -> Given {
    Given {
        mail_from: shared.mail_from.clone(),
        egress_ip: shared.egress_ip,
        window: Window {
            since: shared.since.map(|t| t.as_millisecond()),
            until: shared.until.map(|t| t.as_millisecond()),
        },
        sides: shared.sides.clone(),
        threads: shared.threads,
        ..Given::default()
    }
}
