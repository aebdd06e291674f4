//! Which key means what, where: the one table from which keys are resolved and
//! the footer, the help and the documentation are made. A person may set other keys
//! ([`Keymap`]).

#[allow(clippy::module_inception)] // It holds what the room is called after.
mod keymap;
mod names;
mod table;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
pub use keymap::{Keymap, key_lines};
pub use names::action_name;
pub use table::BINDINGS;

use super::place::Place;
use crate::i18n::Lang;
use crate::i18n::wizard::{KeyLabel, key_label, key_name};
use crate::wizard::Action;

/// Keys that do the same in the same places.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where.
    pub places: &'static [Place],
    /// The keys; the first one is shown.
    pub keys: &'static [Key],
    /// What is asked for.
    pub action: fn() -> Action,
    /// In words.
    pub label: KeyLabel,
    /// Whether the footer names it; help always does.
    pub footer: bool,
}

/// A key with what is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt; Shift is part of a character.
    pub held: KeyModifiers,
}

impl Key {
    /// A key by itself.
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            held: KeyModifiers::NONE,
        }
    }

    /// A character.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Control.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: KeyCode::Char(c),
            held: KeyModifiers::CONTROL,
        }
    }

    /// A character with Alt.
    pub const fn alt(c: char) -> Self {
        Self {
            code: KeyCode::Char(c),
            held: KeyModifiers::ALT,
        }
    }

    fn of(event: KeyEvent) -> Self {
        let held = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        // AltGr arrives as Control and Alt, and only makes a character.
        let held = match held == KeyModifiers::CONTROL | KeyModifiers::ALT {
            true => KeyModifiers::NONE,
            false => held,
        };
        Self {
            code: event.code,
            held,
        }
    }

    /// As a person reads it: `Enter`, `Ctrl-Q`, `F1`, an arrow.
    pub fn name(self, lang: Lang, ascii: bool) -> String {
        let bare = match self.code {
            KeyCode::Char(c) if self.held.is_empty() => c.to_string(),
            KeyCode::Char(c) => c.to_ascii_uppercase().to_string(),
            KeyCode::F(n) => format!("F{n}"),
            _ => String::new(),
        };
        let name = match (bare.as_str(), self.code) {
            ("" | " ", code) => key_name(lang, code_name(code), ascii).to_owned(),
            _ => bare,
        };
        match self.held {
            KeyModifiers::CONTROL => format!("Ctrl-{name}"),
            KeyModifiers::ALT => format!("Alt-{name}"),
            _ => name,
        }
    }
}

/// The names of keys that are no characters, as the test scripts write them too.
fn code_name(code: KeyCode) -> &'static str {
    match code {
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Tab => "tab",
        KeyCode::BackTab => "backtab",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::PageUp => "pageup",
        KeyCode::PageDown => "pagedown",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        KeyCode::Backspace => "backspace",
        KeyCode::Delete => "delete",
        KeyCode::Char(' ') => "space",
        _ => "",
    }
}

/// The bindings of a place, in the order of the footer.
pub fn here(place: Place) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |b| b.places.contains(&place))
}

/// One entry of the footer or the help: keys that have the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The keys, as they are shown.
    pub keys: String,
    /// What they do.
    pub label: KeyLabel,
    /// Whether the footer names it.
    pub footer: bool,
}

/// `↑↓`, `PgUp PgDn`, `1-6`.
fn joined(keys: &[Key], lang: Lang, ascii: bool) -> String {
    let names: Vec<String> = keys.iter().map(|k| k.name(lang, ascii)).collect();
    match names.as_slice() {
        [first, _, _, .., last] => format!("{first}-{last}"),
        [a, b] if a.chars().count() == 1 && b.chars().count() == 1 => format!("{a}{b}"),
        _ => names.join(" "),
    }
}

/// The words of an entry.
pub fn words(lang: Lang, entry: &Entry) -> &'static str {
    key_label(lang, entry.label)
}
