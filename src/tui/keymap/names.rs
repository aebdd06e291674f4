//! The names by which the settings file calls actions and keys.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Key, code_name};
use crate::i18n::Lang;
use crate::i18n::wizard::key_name;
use crate::wizard::{Action, StepId};

/// The keys that have a name.
const NAMED: [KeyCode; 14] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::Backspace,
    KeyCode::Delete,
];

/// Function keys, as far as keyboards have them.
const FUNCTION_KEYS: u8 = 12;

impl Key {
    /// Reads a name as [`Key::name`] writes it in English: `c`, `Ctrl-Q`, `F5`, `PgUp`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let held = |before: &str| {
            let (head, rest) = (name.get(..before.len())?, name.get(before.len()..)?);
            head.eq_ignore_ascii_case(before).then_some(rest)
        };
        let with = |rest: &str, held| {
            let mut key = Self::bare(rest)?;
            if let KeyCode::Char(c) = key.code {
                key.code = KeyCode::Char(c.to_ascii_lowercase());
            }
            Some(Self { held, ..key })
        };
        match (held("Ctrl-"), held("Alt-")) {
            (Some(rest), _) => with(rest, KeyModifiers::CONTROL),
            (_, Some(rest)) => with(rest, KeyModifiers::ALT),
            (None, None) => Self::bare(name),
        }
    }

    fn bare(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control()).then_some(Self::char(c));
        }
        if name.eq_ignore_ascii_case("space") {
            return Some(Self::char(' '));
        }
        let number = name.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok());
        if let Some(n @ 1..=FUNCTION_KEYS) = number {
            return Some(Self::plain(KeyCode::F(n)));
        }
        let named =
            |code: &KeyCode| key_name(Lang::En, code_name(*code), true).eq_ignore_ascii_case(name);
        NAMED.into_iter().find(named).map(Self::plain)
    }

    /// Whether it types a character by itself.
    pub(super) fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.held.is_empty()
    }
}

/// The name of an action; `None` for those that no key means.
pub fn action_name(action: &Action) -> Option<&'static str> {
    use Action as A;
    Some(match action {
        A::Type(_) | A::Paste(_) | A::Perform(_) | A::Page(_) | A::Select(_) | A::Pick(_) => {
            return None;
        }
        A::Next => "next",
        A::Back => "back",
        A::GoTo(StepId::Symptom) => "step-1",
        A::GoTo(StepId::Evidence) => "step-2",
        A::GoTo(StepId::Compare) => "step-3",
        A::GoTo(StepId::Cause) => "step-4",
        A::GoTo(StepId::Fix) => "step-5",
        A::GoTo(StepId::Verify) => "step-6",
        A::Up => "up",
        A::Down => "down",
        A::PageUp => "page-up",
        A::PageDown => "page-down",
        A::First => "first",
        A::Last => "last",
        A::Open => "open",
        A::Close => "close",
        A::NextPane => "next-pane",
        A::Help => "help",
        A::Language => "language",
        A::Theme => "theme",
        A::Settings => "settings",
        A::Cases => "cases",
        A::Rename => "rename",
        A::Jump => "jump",
        A::Suspend => "suspend",
        A::Proof => "proof",
        A::Table => "table",
        A::Sessions => "sessions",
        A::Filter => "filter",
        A::NextOutcome => "next-outcome",
        A::Search => "search",
        A::Certificates => "certificates",
        A::WhatIf => "what-if",
        A::Reload => "reload",
        A::Watch => "watch",
        A::Resend => "resend",
        A::Collect => "collect",
        A::Initials => "initials",
        A::Note => "note",
        A::Copy => "copy",
        A::CopyUndo => "copy-undo",
        A::ShowPlain => "show-plain",
        A::Differences => "differences",
        A::Choose => "choose",
        A::Tick => "tick",
        A::Save => "save",
        A::Redact => "redact",
        A::Browse => "browse",
        A::Remove => "remove",
        A::Whose => "whose",
        A::Complete => "complete",
        A::Cancel => "cancel",
        A::Quit => "quit",
        A::QuitNow => "quit-now",
        A::Backspace => "backspace",
        A::Delete => "delete",
        A::CursorLeft => "cursor-left",
        A::CursorRight => "cursor-right",
        A::Submit => "submit",
        A::Yes => "yes",
        A::No => "no",
    })
}
