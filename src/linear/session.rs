//! A wizard at work: what is asked for is done and waited for, and what came of it
//! is written.

use std::io;
use std::sync::Arc;

use super::offers::{
    Offer, VIEWS, number_opens, on_page, row_of, rows_are_changed, spot, takes_evidence,
};
use super::page::Looks;
use super::run::Console;
use super::said::{Said, said};
use super::screens::lead_of;
use crate::i18n::linear::{Line, lead_name, line, not_here, unknown, unknown_or_file};
use crate::i18n::wizard::{KeyLabel as L, step_name};
use crate::terminal::{Lang, Role};
use crate::wizard::worker::Work;
use crate::wizard::{Action, Analysis, Effect, EvidenceRow, Focus, Model, Overlay, Spot, update};

/// Views that lie on one another at most.
const DEPTH: usize = 16;

/// What a page was written of: when it is another, the page is written anew.
#[derive(PartialEq)]
pub(super) struct Written {
    spot: Spot,
    lang: Lang,
    differences: bool,
    given: usize,
    analysis: Option<usize>,
    newer: Option<usize>,
    /// Which filtering, session or search, and the first row.
    view: (u64, usize),
    cases: Vec<String>,
}

/// A wizard at work.
pub(super) struct Session<'a, C, W> {
    pub(super) console: &'a mut C,
    pub(super) work: &'a mut W,
    pub(super) looks: Looks,
    pub(super) model: Model,
    pub(super) written: Option<Written>,
    pub(super) left: bool,
    /// Lines since somebody has typed something.
    pub(super) unread: usize,
    /// Nobody wants to see the rest of what is being written.
    pub(super) skips: bool,
    /// When loading was told of, and how far it was.
    pub(super) told: (i64, u64),
}

impl<'a, C: Console, W: Work> Session<'a, C, W> {
    pub(super) fn new(console: &'a mut C, work: &'a mut W, looks: Looks, model: Model) -> Self {
        Self {
            console,
            work,
            looks,
            model,
            written: None,
            left: false,
            unread: 0,
            skips: false,
            told: (0, 0),
        }
    }

    pub(super) fn left(&self) -> bool {
        self.left
    }

    /// The first lines, and what was given on the command line.
    pub(super) fn welcome(&mut self, begin: Vec<Effect>) -> io::Result<()> {
        let mut page = self.page();
        page.say(Role::Plain, line(self.model.lang, Line::Welcome));
        self.write(page)?;
        self.settle(begin)
    }

    /// One line, and what comes of it.
    pub(super) fn turn(&mut self) -> io::Result<()> {
        self.tell()?;
        if self.is_asked() {
            return self.on_top();
        }
        self.leave_the_line();
        if self.written != Some(self.now()) {
            self.write_place()?;
        }
        let prompt = self.prompt();
        let Some(typed) = self.read(&prompt)? else {
            return self.leave_at_once();
        };
        match said(&self.model, &typed) {
            Said::Again if typed.trim().is_empty() && self.follows() => self.look(),
            Said::Again => {
                self.written = None;
                Ok(())
            }
            Said::Row(row) => self.open(row),
            Said::Offer(offer, row) => self.take(offer, row),
            Said::Step(step) => {
                for _ in 0..DEPTH {
                    if self.model.overlay.is_some() {
                        self.act(Action::Close)?;
                    }
                }
                self.act(Action::GoTo(step))
            }
            Said::Path(path) => self.give_path(path),
            Said::Text(first) => self.give_text(first),
            Said::NoSuchNumber => {
                let text = line(self.model.lang, Line::NoSuchNumber).to_owned();
                self.say(Role::Warning, &text)
            }
            Said::NotHere(word) => {
                let text = not_here(self.model.lang, word);
                self.say(Role::Warning, &text)
            }
            Said::Unknown(word) => {
                let text = match takes_evidence(spot(&self.model)) {
                    true => unknown_or_file(self.model.lang, word),
                    false => unknown(self.model.lang, word),
                };
                self.say(Role::Warning, &text)
            }
        }
    }

    /// Whether what lies on top is no place with a prompt of its own.
    pub(super) fn is_asked(&self) -> bool {
        let top = self.model.overlay.as_ref().map(Spot::on_top);
        top.is_some_and(|top| !VIEWS.contains(&top))
    }

    fn prompt(&self) -> String {
        let (lang, step) = (self.model.lang, self.model.step.number());
        match self.model.overlay {
            Some(_) => format!("{}> ", lead_name(lang, lead_of(spot(&self.model)))),
            None if self.follows() => {
                let follows = line(lang, Line::Follows);
                format!("{step} {} ({follows})> ", step_name(lang, step))
            }
            None => format!("{step} {}> ", step_name(lang, step)),
        }
    }

    pub(super) fn now(&self) -> Written {
        let model = &self.model;
        let which = |a: &Option<Arc<Analysis>>| a.as_ref().map(|a| Arc::as_ptr(a).addr());
        let run = match &model.overlay {
            Some(Overlay::Sessions(view)) if view.form.is_none() => view.filtering.0,
            Some(Overlay::Transcript(view)) => u64::from(view.session),
            Some(Overlay::Search(view)) => view.run,
            _ => 0,
        };
        let cases = match &model.overlay {
            Some(Overlay::Cases(cases)) => cases.listed.as_deref().unwrap_or_default(),
            _ => &[],
        };
        let spot = spot(model);
        Written {
            spot,
            lang: model.lang,
            differences: model.compare.1,
            given: model.given.len() + model.verify.given.len(),
            analysis: which(&model.analysis),
            newer: which(&model.verify.newer),
            view: match VIEWS.contains(&spot) {
                true => (run, on_page(model).start),
                false => (0, 0),
            },
            cases: cases.iter().map(|c| c.name.clone()).collect(),
        }
    }

    /// Lines are typed at the prompt: the step's own line never has the focus.
    fn leave_the_line(&mut self) {
        if self.model.focus() == Focus::Line {
            let _ = update(&mut self.model, Action::NextPane);
        }
    }

    /// A number alone.
    fn open(&mut self, row: usize) -> io::Result<()> {
        self.select(row)?;
        match spot(&self.model) {
            Spot::SessionFilter => self.choose(),
            here if number_opens(here) || self.is_offered_folder() => {
                self.act(Action::Open)?;
                self.tell_row()
            }
            _ => self.write_row(),
        }
    }

    /// A row that was changed, where its page stays as it is.
    pub(super) fn tell_row(&mut self) -> io::Result<()> {
        let stays = self.written == Some(self.now());
        match stays && rows_are_changed(spot(&self.model)) {
            true => self.write_row(),
            false => Ok(()),
        }
    }

    fn take(&mut self, offer: &Offer, row: Option<usize>) -> io::Result<()> {
        if let Some(row) = row {
            self.select(row)?;
        }
        match (offer.action)() {
            Action::Open if spot(&self.model) == Spot::SessionFilter => self.choose(),
            action if matches!(offer.label, L::MovePage | L::MoveEnds) => {
                let before = on_page(&self.model);
                self.act(action)?;
                match before == on_page(&self.model) {
                    true => {
                        let text = line(self.model.lang, Line::NoMoreRows);
                        self.say(Role::Warning, text)
                    }
                    false => Ok(()),
                }
            }
            Action::Watch => self.watch(),
            Action::Close if self.follows() => self.watch(),
            Action::Quit => {
                let keep = self.model.save_case();
                self.settle(keep)?;
                let saved = self.model.notice.take();
                self.act(Action::Quit)?;
                self.model.notice = saved;
                Ok(())
            }
            action @ Action::Tick => {
                self.act(action)?;
                self.answer_questions()?;
                self.write_ticked()
            }
            action @ Action::Note => {
                self.act(action)?;
                self.answer_questions()?;
                self.write_row()
            }
            action
                if matches!(
                    offer.label,
                    L::Whose | L::WhoseLog | L::Remove | L::LeaveOut
                ) =>
            {
                let said = |m: &Model| (m.sides.clone(), m.verify.servers.clone());
                let before = (said(&self.model), self.now());
                self.act(action)?;
                let asked = self.model.overlay.is_some();
                self.answer_questions()?;
                match !asked && before == (said(&self.model), self.now()) {
                    true => {
                        let text = not_here(self.model.lang, offer.word);
                        self.say(Role::Warning, &text)
                    }
                    false => Ok(()),
                }
            }
            // A folder has no lines of its own; its files stand below it.
            Action::Open if self.is_given_folder() => self.write_row(),
            action @ Action::Help => {
                self.written = None;
                self.act(action)
            }
            action => {
                self.act(action)?;
                self.tell_row()
            }
        }
    }

    /// Whether the row is a folder that was given, above its files.
    fn is_given_folder(&self) -> bool {
        let rows = self.model.evidence_rows();
        match (spot(&self.model), rows.get(row_of(&self.model))) {
            (Spot::Evidence, Some(EvidenceRow::Given(given))) => self.model.came_with(*given) > 0,
            _ => false,
        }
    }

    /// Whether the row is a folder of evidence that only waits to be taken.
    fn is_offered_folder(&self) -> bool {
        let rows = self.model.evidence_rows();
        match (spot(&self.model), rows.get(row_of(&self.model))) {
            (Spot::Evidence, Some(EvidenceRow::Offered(index))) => {
                let folder = self.model.offered.get(*index);
                folder.is_some_and(|f| f.kind.is_evidence())
            }
            _ => false,
        }
    }

    /// Until nothing is asked any more.
    fn answer_questions(&mut self) -> io::Result<()> {
        while self.is_asked() && !self.left {
            self.on_top()?;
        }
        Ok(())
    }

    fn select(&mut self, row: usize) -> io::Result<()> {
        self.act(Action::Select(row))
    }
}
