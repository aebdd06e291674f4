//! Step 6 while the logs are followed: each Enter reads what has come since, and tells
//! it below what was told before. Between, nothing is read and nothing said.

use std::io;

use super::offers::spot;
use super::run::Console;
use super::screens;
use super::session::Session;
use crate::i18n::linear::{Line, line};
use crate::terminal::Role;
use crate::wizard::worker::Work;
use crate::wizard::{Action, Spot};

impl<C: Console, W: Work> Session<'_, C, W> {
    /// Whether logs are followed where one is.
    pub(super) fn follows(&self) -> bool {
        spot(&self.model) == Spot::Verify && self.model.verify.watching.is_some()
    }

    /// Begins to follow and tells how it stands, or ends it.
    pub(super) fn watch(&mut self) -> io::Result<()> {
        let ends = self.model.verify.watching.is_some();
        self.act(Action::Watch)?;
        if let Some(watching) = &self.model.verify.watching {
            let mut page = self.page();
            screens::watching(&mut page, &self.model, watching);
            return self.write(page);
        }
        match ends {
            true => self.say(Role::Plain, line(self.model.lang, Line::WatchEnds)),
            false => Ok(()),
        }
    }

    /// Reads what has come, and tells it.
    pub(super) fn look(&mut self) -> io::Result<()> {
        let seen = |s: &Self| s.model.verify.watching.as_ref()?.seen.clone();
        let before = seen(self);
        let effects = self.model.look_again();
        self.settle(effects)?;
        if let Some(watching) = &self.model.verify.watching {
            let mut page = self.page();
            screens::watched_since(&mut page, &self.model, watching, before.as_deref());
            self.write(page)?;
        }
        Ok(())
    }
}
