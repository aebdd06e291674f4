//! `relay-doctor info`: what a bug report needs, nothing private.

use std::io::{self, IsTerminal};

use super::args::Shared;
use super::{Exit, output};
use crate::i18n::{Lang, text};

/// Prints version, system, folders and terminal facts.
pub(super) fn run(shared: &Shared) -> Exit {
    let lang = shared.lang;
    let terminal = [
        io::stdin().is_terminal(),
        io::stdout().is_terminal(),
        io::stderr().is_terminal(),
    ];
    let rows = [
        (
            text!(lang, "Version", "バージョン"),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        (
            text!(lang, "System", "システム"),
            format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ),
        (text!(lang, "Language", "言語"), lang.code().to_owned()),
        (
            text!(lang, "Locale", "ロケール"),
            sys_locale::get_locale().unwrap_or_default(),
        ),
        (
            text!(lang, "Terminal", "端末"),
            terminal_words(lang, terminal),
        ),
        (
            text!(lang, "Colour", "色"),
            yes_no(lang, output::painter(shared).colour).to_owned(),
        ),
        ("TERM", std::env::var("TERM").unwrap_or_default()),
        (
            text!(lang, "Settings", "設定"),
            folder(shared.folders.settings.as_deref()),
        ),
        (
            text!(lang, "Cases", "保存場所"),
            folder(shared.folders.cases.as_deref()),
        ),
    ];
    let width = rows
        .iter()
        .map(|(label, _)| columns(label))
        .max()
        .unwrap_or(0);
    let line = |(label, value): &(&str, String)| {
        let padded = crate::terminal::pad_right(label, width, crate::terminal::Ambiguous::Narrow);
        format!("{padded}  {}\n", crate::terminal::sanitise(value))
    };
    output::print(&rows.iter().map(line).collect::<String>())
}

fn columns(text: &str) -> usize {
    crate::terminal::width(text, crate::terminal::Ambiguous::Narrow)
}

fn yes_no(lang: Lang, yes: bool) -> &'static str {
    match yes {
        true => text!(lang, "yes", "あり"),
        false => text!(lang, "no", "なし"),
    }
}

fn terminal_words(lang: Lang, [input, output, error]: [bool; 3]) -> String {
    let [input, output, error] = [input, output, error].map(|is| yes_no(lang, is));
    crate::i18n::say!(
        lang,
        "input {input}, output {output}, errors {error}",
        "入力 {input}、出力 {output}、エラー {error}",
    )
}

/// A folder with the home folder's name taken out of it: a user's name is private.
fn folder(path: Option<&std::path::Path>) -> String {
    let Some(path) = path else {
        return "-".to_owned();
    };
    let home = directories::BaseDirs::new();
    match home
        .as_ref()
        .and_then(|h| path.strip_prefix(h.home_dir()).ok())
    {
        Some(rest) => format!("~/{}", rest.to_string_lossy().replace('\\', "/")),
        None => path.to_string_lossy().into_owned(),
    }
}
