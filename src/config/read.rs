//! The file read: what can be used is used, and what cannot is told with its line.

use toml_edit::{Document, Item, Table};

use super::{Setting, Settings};

/// A settings file is not read beyond this (bytes).
pub(super) const MAX_BYTES: u64 = 1024 * 1024;
/// The table in which keys stand.
pub(super) const KEYS: &str = "keys";
/// So many troubles are told; a file of another program would have as many as lines.
const MAX_TROUBLES: usize = 20;

/// What is wrong in the file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The line, from 1; 0 is the file as a whole.
    pub line: usize,
    /// What.
    pub kind: TroubleKind,
}

/// What is wrong in the file. Names and values are as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TroubleKind {
    /// The file cannot be read: the words of the system. Nothing of it is used.
    Unreadable(String),
    /// It is no TOML from that line on. Nothing of it is used.
    NotToml,
    /// There is no such setting; the others are used.
    UnknownSetting(String),
    /// The value is none that this setting can have; the default is used.
    BadValue(Setting, String),
    /// Keys are a list of names in quotation marks.
    NotKeys(String),
    /// There is no action of that name.
    UnknownAction(String),
    /// This action keeps its keys.
    FixedAction(String),
    /// There is no key of that name.
    UnknownKey(String),
    /// The key does something else in the same place, the second name, so the action
    /// keeps its own.
    KeyTaken(String, String),
}

impl TroubleKind {
    /// Whether nothing of the file is used; then nothing is written to it either.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::NotToml)
    }
}

/// Reads the text of a settings file; never fails.
pub fn parse(text: &str) -> (Settings, Vec<Trouble>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let trouble = Trouble {
                line: line_of(text, at),
                kind: TroubleKind::NotToml,
            };
            return (Settings::default(), vec![trouble]);
        }
    };
    let mut reader = Reader {
        text,
        settings: Settings::default(),
        troubles: Vec::new(),
    };
    reader.table(document.as_table());
    (reader.settings, reader.troubles)
}

/// The line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.iter().filter(|b| **b == b'\n').count() + 1
}

struct Reader<'t> {
    text: &'t str,
    settings: Settings,
    troubles: Vec<Trouble>,
}

impl Reader<'_> {
    fn line(&self, table: &Table, name: &str) -> usize {
        let span = table.key(name).and_then(toml_edit::Key::span);
        span.map_or(0, |span| line_of(self.text, span.start))
    }

    fn trouble(&mut self, line: usize, kind: TroubleKind) {
        if self.troubles.len() < MAX_TROUBLES {
            self.troubles.push(Trouble { line, kind });
        }
    }

    fn table(&mut self, table: &Table) {
        for (name, item) in table.iter() {
            let line = self.line(table, name);
            match (Setting::of_name(name), item) {
                (Some(setting), item) => self.setting(setting, item, line),
                (None, Item::Table(keys)) if name == KEYS => self.keys(keys),
                (None, _) => self.trouble(line, TroubleKind::UnknownSetting(name.to_owned())),
            }
        }
    }

    fn setting(&mut self, setting: Setting, item: &Item, line: usize) {
        let value = match (item.as_bool(), item.as_str()) {
            (Some(on), _) if setting.is_switch() => on.to_string(),
            (_, Some(text)) if !setting.is_switch() => text.to_owned(),
            _ => String::new(),
        };
        if !self.settings.set(setting, &value) {
            let shown = item.to_string().trim().to_owned();
            self.trouble(line, TroubleKind::BadValue(setting, shown));
        }
    }

    fn keys(&mut self, table: &Table) {
        for (name, item) in table.iter() {
            let line = self.line(table, name);
            let names = item.as_array().map(|all| {
                let name = |v: &toml_edit::Value| v.as_str().map(str::to_owned);
                all.iter().map(name).collect::<Option<Vec<String>>>()
            });
            match names.flatten().filter(|names| !names.is_empty()) {
                Some(names) => {
                    self.settings.keys.insert(name.to_owned(), (names, line));
                }
                None => self.trouble(line, TroubleKind::NotKeys(name.to_owned())),
            }
        }
    }
}
