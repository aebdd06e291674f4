//! The file as the program prints it: every setting with its words, and what it is by
//! default. Nothing in it takes effect until somebody takes a `#` away.

use std::fmt::Write;

use super::Setting;
use super::read::KEYS;

/// An action whose keys can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// Its name in the file.
    pub action: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// What it does, in a word or two.
    pub words: String,
}

/// The template. `head` and the `words` of each setting are sentences in the language
/// of whoever asks, `about_keys` those before the list of keys.
pub fn template(
    head: &str,
    words: impl Fn(Setting) -> String,
    about_keys: &str,
    keys: &[KeyLine],
) -> String {
    let mut out = comment(head);
    for setting in Setting::ALL {
        let default = setting.values().first().copied().unwrap_or_default();
        out.push('\n');
        out.push_str(&comment(&words(setting)));
        out.push_str(&comment(&setting.values().join(" | ")));
        let value = match setting.is_switch() {
            true => default.to_owned(),
            false => quoted(default),
        };
        let _ = writeln!(out, "#{} = {value}", setting.name());
    }
    out.push('\n');
    out.push_str(&comment(about_keys));
    let _ = writeln!(out, "#[{KEYS}]");
    for line in keys {
        let names: Vec<String> = line.keys.iter().map(|k| quoted(k)).collect();
        let _ = writeln!(
            out,
            "#{} = [{}]  # {}",
            line.action,
            names.join(", "),
            line.words
        );
    }
    out
}

/// As lines that the file does not heed. A blank tells them from settings.
fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}
