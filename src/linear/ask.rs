//! What lies on top of a step: a question is asked, anything else is written and
//! closed.

use std::io;

use super::run::Console;
use super::screens;
use super::session::Session;
use crate::i18n::linear::{Line, line};
use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::wizard::worker::Work;
use crate::wizard::{Action, Overlay, ToWrite};

/// A question for a line.
struct Question {
    heading: Word,
    why: Word,
    /// What Enter alone and a dot do.
    how: Line,
    /// What stands in the line already.
    stands: String,
    /// Enter alone is an answer too.
    may_be_empty: bool,
    /// A dash erases.
    erases: bool,
}

impl<C: Console, W: Work> Session<'_, C, W> {
    /// Deals with what lies on top.
    pub(super) fn on_top(&mut self) -> io::Result<()> {
        let Some(overlay) = self.model.overlay.clone() else {
            return Ok(());
        };
        match &overlay {
            Overlay::Password(asked) => self.ask_password(&asked.path, asked.wrong),
            Overlay::AskQuit => self.ask_quit(),
            overlay => match question(overlay) {
                Some(question) => self.ask(&question),
                None => {
                    let mut page = self.page();
                    screens::on_top(&mut page, &self.model, overlay);
                    self.write(page)?;
                    self.act(Action::Close)
                }
            },
        }
    }

    fn ask(&mut self, question: &Question) -> io::Result<()> {
        let lang = self.model.lang;
        let mut page = self.page();
        page.heading(word(lang, question.heading));
        page.say(Role::Plain, word(lang, question.why));
        page.say(Role::Muted, line(lang, question.how));
        if !question.stands.is_empty() {
            page.say(Role::Code, &question.stands);
        }
        self.write(page)?;
        let Some(typed) = self.read("> ")? else {
            return self.leave_at_once();
        };
        let typed = typed.trim();
        match typed {
            "." => self.act(Action::Close),
            "" if question.stands.is_empty() && !question.may_be_empty => self.act(Action::Close),
            "" => self.act(Action::Submit),
            "-" if question.erases => {
                self.erase(&question.stands)?;
                self.act(Action::Submit)
            }
            typed => {
                self.erase(&question.stands)?;
                self.type_in(typed)?;
                self.act(Action::Submit)
            }
        }
    }

    fn erase(&mut self, stands: &str) -> io::Result<()> {
        self.act(Action::Last)?;
        stands.chars().try_for_each(|_| self.act(Action::Backspace))
    }

    fn ask_password(&mut self, path: &str, wrong: bool) -> io::Result<()> {
        let lang = self.model.lang;
        let mut page = self.page();
        if wrong {
            page.say(Role::Warning, line(lang, Line::PasswordWrong));
        }
        page.heading(word(lang, Word::Password));
        page.say(Role::Plain, path);
        page.say(Role::Plain, word(lang, Word::PasswordWhy));
        page.say(Role::Muted, line(lang, Line::Hidden));
        self.write(page)?;
        self.console.write("> ")?;
        let typed = self.console.secret()?;
        self.typed("")?;
        let Some(typed) = typed else {
            return self.leave_at_once();
        };
        if typed.expose().is_empty() {
            return self.act(Action::Close);
        }
        self.type_in(typed.expose())?;
        self.act(Action::Submit)
    }

    fn ask_quit(&mut self) -> io::Result<()> {
        let lang = self.model.lang;
        self.say(Role::Warning, word(lang, Word::AskQuit))?;
        self.say(Role::Muted, line(lang, Line::Sure))?;
        let Some(typed) = self.read("> ")? else {
            return self.leave_at_once();
        };
        match typed.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => self.act(Action::Yes),
            _ => self.act(Action::No),
        }
    }
}

/// What is asked, when something is.
fn question(overlay: &Overlay) -> Option<Question> {
    let plain = |heading, why, stands: &str| Question {
        heading,
        why,
        how: Line::Keep,
        stands: stands.to_owned(),
        may_be_empty: false,
        erases: false,
    };
    Some(match overlay {
        Overlay::Initials(line) => plain(Word::Initials, Word::InitialsWhy, &line.text),
        Overlay::Note(line) => Question {
            how: Line::KeepOrErase,
            erases: true,
            ..plain(Word::Note, Word::NoteWhy, &line.text)
        },
        Overlay::SaveTo { what, line, .. } => {
            let (heading, why) = match what {
                ToWrite::Bundle => (Word::SaveTo, Word::SaveWhat),
                ToWrite::Collection => (Word::CollectTo, Word::CollectWhat),
            };
            Question {
                may_be_empty: true,
                ..plain(heading, why, &line.text)
            }
        }
        _ => return None,
    })
}
