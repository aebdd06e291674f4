//! What is written: pages and sentences, no more at once than a terminal shows, and the
//! prompt behind which a line is read.

use std::io;

use super::offers::{
    offered, offers_have_numbers, row_of, rows, rows_are_changed, spot, takes_evidence,
};
use super::page::Page;
use super::run::Console;
use super::screens;
use super::session::Session;
use crate::i18n::linear::{Line, does, line, offer, offer_word};
use crate::terminal::{Role, sanitise};
use crate::wizard::worker::Work;
use crate::wizard::{Model, Notice};

impl<C: Console, W: Work> Session<'_, C, W> {
    /// An empty page.
    pub(super) fn page(&self) -> Page {
        let mut looks = self.looks;
        looks.painter.colour &= !self.model.settings.is_without_colour();
        Page::new(looks)
    }

    /// The last line.
    pub(super) fn end(mut self) -> io::Result<Model> {
        let lang = self.model.lang;
        let mut page = self.page();
        if let Some(notice) = self.model.notice.take() {
            screens::notice(&mut page, lang, &notice);
            if notice == Notice::CaseSaved {
                page.say(Role::Plain, line(lang, Line::Left));
            }
        } else if self.model.keeps_case && !self.model.unsaved {
            page.say(Role::Plain, line(lang, Line::NothingSaved));
        }
        self.write(page)?;
        Ok(self.model)
    }

    /// The page of the place where one is, and what can be typed there.
    pub(super) fn write_place(&mut self) -> io::Result<()> {
        let mut page = self.page();
        match &self.model.overlay {
            Some(view) => screens::view(&mut page, &self.model, view),
            None => screens::step(&mut page, &self.model),
        }
        let count = rows(&self.model);
        let lang = self.model.lang;
        let spot = spot(&self.model);
        page.heading(line(lang, Line::YouCanType));
        if takes_evidence(spot) {
            page.say(Role::Muted, line(lang, Line::GivePath));
        }
        if count > 0 {
            let how = match rows_are_changed(spot) {
                true => Line::NumberChanges,
                false => Line::NumberOpens,
            };
            page.say(Role::Muted, line(lang, how));
        }
        let numbered = offers_have_numbers(&self.model);
        for (nth, o) in offered(&self.model).enumerate() {
            let what = does(lang, o.label, o.word, self.model.keeps_case);
            let text = match numbered {
                true => offer(lang, count + nth + 1, o.word, what),
                false => offer_word(lang, o.word, what),
            };
            page.say(Role::Muted, &text);
        }
        self.written = Some(self.now());
        self.write(page)
    }

    pub(super) fn write_row(&mut self) -> io::Result<()> {
        let mut page = self.page();
        screens::row(&mut page, &self.model, row_of(&self.model));
        self.write(page)
    }

    /// How far the checklist is, and the step that is open now.
    pub(super) fn write_ticked(&mut self) -> io::Result<()> {
        let mut page = self.page();
        screens::ticked_so_far(&mut page, &self.model);
        self.write(page)?;
        self.write_row()
    }

    pub(super) fn say(&mut self, role: Role, text: &str) -> io::Result<()> {
        let mut page = self.page();
        page.say(role, text);
        self.write(page)
    }

    /// Writes a page; on a terminal no more at once than it shows.
    pub(super) fn write(&mut self, page: Page) -> io::Result<()> {
        for text in page.into_lines() {
            if self.skips {
                return Ok(());
            }
            if self.looks.height.is_some_and(|h| self.unread + 2 >= h) {
                self.more()?;
                if self.skips {
                    return Ok(());
                }
            }
            self.console.write(&format!("{text}\n"))?;
            self.unread += 1;
        }
        Ok(())
    }

    fn more(&mut self) -> io::Result<()> {
        self.console.write(line(self.model.lang, Line::More))?;
        self.unread = 0;
        let typed = self.console.line()?;
        self.skips = typed.is_none_or(|t| t.trim().eq_ignore_ascii_case("q"));
        Ok(())
    }

    /// The next line that is typed behind a prompt.
    pub(super) fn read(&mut self, prompt: &str) -> io::Result<Option<String>> {
        self.console.write(prompt)?;
        let typed = self.console.line()?;
        self.typed(typed.as_deref().unwrap_or_default())?;
        Ok(typed)
    }

    /// Somebody has typed something: what follows is new to them.
    pub(super) fn typed(&mut self, text: &str) -> io::Result<()> {
        (self.unread, self.skips) = (0, false);
        match self.console.echoes() {
            true => Ok(()),
            false => self.console.write(&format!("{}\n", sanitise(text))),
        }
    }
}
