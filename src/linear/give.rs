//! What somebody gives: a path, a text, letters of a line.

use std::io;

use super::run::Console;
use super::session::Session;
use crate::i18n::linear::{Line, line};
use crate::terminal::Role;
use crate::wizard::Action;
use crate::wizard::worker::Work;

/// Bytes of a text that is pasted; what is beyond is dropped.
const MAX_TEXT: usize = 8 << 20;

impl<C: Console, W: Work> Session<'_, C, W> {
    /// As if it had been typed into the line of the step.
    pub(super) fn give_path(&mut self, path: &str) -> io::Result<()> {
        self.act(Action::NextPane)?;
        self.type_in(path)?;
        self.act(Action::Submit)
    }

    pub(super) fn type_in(&mut self, text: &str) -> io::Result<()> {
        text.chars().try_for_each(|c| self.act(Action::Type(c)))
    }

    pub(super) fn give_text(&mut self, first: &str) -> io::Result<()> {
        let ends = line(self.model.lang, Line::TextEnds).to_owned();
        self.say(Role::Muted, &ends)?;
        let mut text = first.to_owned();
        let mut closed = false;
        loop {
            let Some(typed) = self.read("")? else {
                closed = true;
                break;
            };
            if typed.trim_end() == "." {
                break;
            }
            if text.len() + typed.len() < MAX_TEXT {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&typed);
            }
        }
        self.act(Action::Paste(text))?;
        match closed {
            true => self.leave_at_once(),
            false => Ok(()),
        }
    }

    /// Nothing will come any more: the case is saved.
    pub(super) fn leave_at_once(&mut self) -> io::Result<()> {
        self.act(Action::QuitNow)
    }
}
