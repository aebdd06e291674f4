//! `relay-doctor config`: the settings file explained, where it is, and writing it.

use std::io;
use std::path::Path;

use super::args::{Config, Shared};
use super::{Exit, output, words};
use crate::config::{template, write_template};
use crate::i18n::{Lang, say, setting_about, template_head, template_keys, text, trouble};
use crate::terminal::sanitise;
use crate::tui::keymap::{Keymap, key_lines};

/// Prints the template, says where the file is, or writes it.
pub(super) fn run(config: Config, shared: &Shared) -> Exit {
    match (config, shared.folders.settings.as_deref()) {
        (Config::Template, _) => output::print(&text(shared.lang)),
        (Config::Path, Some(path)) => output::print(&format!("{}\n", shown(path))),
        (Config::Write, Some(path)) => write(path, shared),
        (Config::Path | Config::Write, None) => {
            output::complain(nowhere(shared.lang));
            Exit::NotWritten
        }
    }
}

fn text(lang: Lang) -> String {
    let about = |setting| setting_about(lang, setting).to_owned();
    template(
        template_head(lang),
        about,
        template_keys(lang),
        &key_lines(lang),
    )
}

fn write(path: &Path, shared: &Shared) -> Exit {
    let lang = shared.lang;
    let why = match write_template(path, &text(lang)) {
        Ok(()) => {
            if !shared.quiet {
                output::complain(&words::written(lang, &shown(path)));
            }
            return Exit::Fine;
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            words::exists_already(lang).to_owned()
        }
        Err(error) => error.to_string(),
    };
    output::complain(&words::not_written(lang, &shown(path), &why));
    Exit::NotWritten
}

/// Says what of the settings file cannot be used, and where.
pub(super) fn tell_troubles(shared: &Shared) {
    let Some(path) = shared.folders.settings.as_deref() else {
        return;
    };
    if shared.quiet {
        return;
    }
    // Laying out the keys takes longer than a small report, and few set any.
    let of_keys = match shared.settings.keys.is_empty() {
        true => Vec::new(),
        false => Keymap::of(&shared.settings.keys).1,
    };
    let (lang, path) = (shared.lang, shown(path));
    let line = |t| {
        let what = trouble(lang, t);
        say!(
            lang,
            "relay-doctor: settings {path}, {what}\n",
            "relay-doctor: 設定 {path}、{what}\n",
        )
    };
    let lines = shared.troubles.iter().chain(&of_keys).map(line);
    let lines: String = lines.collect();
    if !lines.is_empty() {
        output::complain(&lines);
    }
}

fn shown(path: &Path) -> String {
    sanitise(&path.to_string_lossy()).into_owned()
}

fn nowhere(lang: Lang) -> &'static str {
    text!(
        lang,
        "relay-doctor: there is no home folder to keep settings in; --portable keeps them beside the program.\n",
        "relay-doctor: 設定を保存するホーム フォルダーがありません。--portable でプログラムと同じフォルダーに保存できます。\n",
    )
}
