//! `relay-doctor info`: what a bug report needs, nothing private.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Component, Path, Prefix};

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
        (text!(lang, "Size", "画面サイズ"), size()),
        ("TERM", std::env::var("TERM").unwrap_or_default()),
        ("COLORTERM", std::env::var("COLORTERM").unwrap_or_default()),
        (
            "Windows Terminal",
            yes_no(lang, std::env::var_os("WT_SESSION").is_some()).to_owned(),
        ),
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

/// Columns and rows; `-` where there is no terminal.
fn size() -> String {
    let size = terminal_size::terminal_size();
    size.map_or("-".to_owned(), |(width, height)| {
        format!("{}x{}", width.0, height.0)
    })
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

/// A folder without what is private in it: whose it is, and which file server.
fn folder(path: Option<&Path>) -> String {
    let Some(path) = path else {
        return "-".to_owned();
    };
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let users = ["USERNAME", "USER", "LOGNAME"].map(std::env::var);
    let users: Vec<String> = users.into_iter().flatten().collect();
    shortened(path, home.as_deref(), &users)
}

/// The home folder as `~`, the user's name elsewhere (a redirected profile) and the
/// file server as words.
fn shortened(path: &Path, home: Option<&Path>, users: &[String]) -> String {
    let below = home.and_then(|home| path.strip_prefix(home).ok());
    let name = home.and_then(Path::file_name).map(OsStr::to_string_lossy);
    let is_user = |part: &str| {
        let mut names = users.iter().map(String::as_str).chain(name.as_deref());
        names.any(|user| user.eq_ignore_ascii_case(part))
    };
    let part = |part: Component<'_>| match part {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => "//SERVER/SHARE".to_owned(),
            _ => prefix.as_os_str().to_string_lossy().into_owned(),
        },
        Component::RootDir => String::new(),
        part => {
            let part = part.as_os_str().to_string_lossy();
            match is_user(&part) {
                true => "USER".to_owned(),
                false => part.into_owned(),
            }
        }
    };
    let parts = below.unwrap_or(path).components();
    let after_prefix = |at: usize, part: &Component<'_>| at > 0 && *part == Component::RootDir;
    let parts = parts.enumerate().filter(|(at, p)| !after_prefix(*at, p));
    let parts = parts.map(|(_, p)| part(p));
    let tilde = below.map(|_| "~".to_owned());
    let parts: Vec<String> = tilde.into_iter().chain(parts).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_do_not_tell_whose_they_are() {
        let home = Path::new("/homes/hanako");
        let users = ["hanako".to_owned()];
        let table = [
            (
                "/homes/hanako/.config/relay-doctor",
                "~/.config/relay-doctor",
            ),
            ("/homes/hanako", "~"),
            ("/srv/profiles/Hanako/cases", "/srv/profiles/USER/cases"),
            ("/opt/tools/cases", "/opt/tools/cases"),
            ("/homes/hanako2/cases", "/homes/hanako2/cases"),
        ];
        for (path, expected) in table {
            assert_eq!(shortened(Path::new(path), Some(home), &users), expected);
        }
        assert_eq!(
            shortened(Path::new("/a/hanako/b"), None, &users),
            "/a/USER/b"
        );
    }

    #[cfg(windows)]
    #[test]
    fn nor_do_those_of_windows() {
        let home = Path::new(r"C:\Users\hanako");
        let users = ["hanako".to_owned()];
        let table = [
            (r"C:\Users\hanako\AppData\Local\x", "~/AppData/Local/x"),
            (r"\\files01\profiles$\hanako\x", "//SERVER/SHARE/USER/x"),
            (r"\\?\UNC\files01\p\x", "//SERVER/SHARE/x"),
            (r"D:\tools\x", "D:/tools/x"),
        ];
        for (path, expected) in table {
            assert_eq!(shortened(Path::new(path), Some(home), &users), expected);
        }
    }
}
