//! A wizard at work: what is asked for is done and waited for, and what came of it
//! is written.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use super::offers::{Offer, offered, row_of, rows, spot, takes_evidence};
use super::page::{Looks, Page};
use super::run::Console;
use super::said::{Said, said};
use super::screens;
use crate::i18n::linear::{Line, does, line, not_here, offer, unknown, unknown_or_file};
use crate::i18n::wizard::{loading, step_name};
use crate::terminal::{Lang, Role, sanitise};
use crate::wizard::worker::Work;
use crate::wizard::{
    Action, Analysis, Effect, Event, EvidenceRow, Focus, Model, Notice, Spot, handle, update,
};

/// Bytes of a text that is pasted; what is beyond is dropped.
const MAX_TEXT: usize = 8 << 20;
/// Progress is told no more often than this, in seconds.
const PACE: i64 = 2;
/// Nor before so much more was read, of 100.
const SHARE: u64 = 10;

/// What a page was written of: when it is another, the page is written anew.
type Written = (Spot, Lang, bool, usize, Option<usize>, Option<usize>);

/// A wizard at work.
pub(super) struct Session<'a, C, W> {
    pub(super) console: &'a mut C,
    work: &'a mut W,
    pub(super) looks: Looks,
    pub(super) model: Model,
    written: Option<Written>,
    left: bool,
    /// Lines since somebody has typed something.
    unread: usize,
    /// Nobody wants to see the rest of what is being written.
    skips: bool,
    /// When loading was told of, and how far it was.
    told: (i64, u64),
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

    /// An empty page.
    pub(super) fn page(&self) -> Page {
        Page::new(self.looks)
    }

    /// The first lines, and what was given on the command line.
    pub(super) fn welcome(&mut self, begin: Vec<Effect>) -> io::Result<()> {
        let mut page = self.page();
        page.say(Role::Plain, line(self.model.lang, Line::Welcome));
        self.write(page)?;
        self.settle(begin)
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

    /// One line, and what comes of it.
    pub(super) fn turn(&mut self) -> io::Result<()> {
        self.tell()?;
        if self.model.overlay.is_some() {
            return self.on_top();
        }
        self.leave_the_line();
        if self.written != Some(self.now()) {
            self.write_step()?;
        }
        let prompt = format!(
            "{} {}> ",
            self.model.step.number(),
            step_name(self.model.lang, self.model.step.number())
        );
        let Some(typed) = self.read(&prompt)? else {
            return self.leave_at_once();
        };
        match said(&self.model, &typed) {
            Said::Again => {
                self.written = None;
                Ok(())
            }
            Said::Row(row) => {
                self.select(row)?;
                match self.is_offered_folder() {
                    true => self.act(Action::Open),
                    false => self.write_row(),
                }
            }
            Said::Offer(offer, row) => self.take(offer, row),
            Said::Step(step) => self.act(Action::GoTo(step)),
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

    fn now(&self) -> Written {
        let model = &self.model;
        let which = |a: &Option<Arc<Analysis>>| a.as_ref().map(|a| Arc::as_ptr(a).addr());
        (
            spot(model),
            model.lang,
            model.compare.1,
            model.given.len() + model.verify.given.len(),
            which(&model.analysis),
            which(&model.verify.newer),
        )
    }

    /// Lines are typed at the prompt: the step's own line never has the focus.
    fn leave_the_line(&mut self) {
        if self.model.focus() == Focus::Line {
            let _ = update(&mut self.model, Action::NextPane);
        }
    }

    fn write_step(&mut self) -> io::Result<()> {
        let mut page = self.page();
        screens::step(&mut page, &self.model);
        let count = rows(&self.model);
        let lang = self.model.lang;
        let spot = spot(&self.model);
        page.heading(line(lang, Line::YouCanType));
        if takes_evidence(spot) {
            page.say(Role::Muted, line(lang, Line::GivePath));
        }
        if count > 0 {
            page.say(Role::Muted, line(lang, Line::NumberOpens));
        }
        for (nth, o) in offered(&self.model).enumerate() {
            let text = offer(lang, count + nth + 1, o.word, does(lang, o.label));
            page.say(Role::Muted, &text);
        }
        self.written = Some(self.now());
        self.write(page)
    }

    fn write_row(&mut self) -> io::Result<()> {
        let mut page = self.page();
        screens::row(&mut page, &self.model, row_of(&self.model));
        self.write(page)
    }

    fn take(&mut self, offer: &Offer, row: Option<usize>) -> io::Result<()> {
        if let Some(row) = row {
            self.select(row)?;
        }
        match (offer.action)() {
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
            action @ (Action::Whose | Action::Remove) => {
                let before = (self.model.sides.clone(), self.now());
                self.act(action)?;
                match before == (self.model.sides.clone(), self.now()) {
                    true => {
                        let text = not_here(self.model.lang, offer.word);
                        self.say(Role::Warning, &text)
                    }
                    false => Ok(()),
                }
            }
            action @ Action::Help => {
                self.written = None;
                self.act(action)
            }
            action => self.act(action),
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

    /// How far the checklist is, and the step that is open now.
    fn write_ticked(&mut self) -> io::Result<()> {
        let mut page = self.page();
        screens::ticked_so_far(&mut page, &self.model);
        self.write(page)?;
        self.write_row()
    }

    /// Until nothing is asked any more.
    fn answer_questions(&mut self) -> io::Result<()> {
        while self.model.overlay.is_some() && !self.left {
            self.on_top()?;
        }
        Ok(())
    }

    fn select(&mut self, row: usize) -> io::Result<()> {
        self.act(Action::First)?;
        if row > 0 {
            self.model.size.page = row;
            self.act(Action::PageDown)?;
        }
        Ok(())
    }

    /// As if it had been typed into the line of the step.
    fn give_path(&mut self, path: &str) -> io::Result<()> {
        self.act(Action::NextPane)?;
        self.type_in(path)?;
        self.act(Action::Submit)
    }

    pub(super) fn type_in(&mut self, text: &str) -> io::Result<()> {
        text.chars().try_for_each(|c| self.act(Action::Type(c)))
    }

    fn give_text(&mut self, first: &str) -> io::Result<()> {
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

    /// Asks the machine, and does what it wants done.
    pub(super) fn act(&mut self, action: Action) -> io::Result<()> {
        self.model.clock = self.console.clock();
        let step = self.model.step;
        let mut effects = update(&mut self.model, action);
        // A kill at the next prompt loses not even where one was.
        if self.model.step != step && effects.is_empty() {
            effects = self.model.save_case();
        }
        self.settle(effects)
    }

    /// Has everything done, and waits for it.
    fn settle(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        let mut todo: VecDeque<Effect> = effects.into();
        let mut due = 0_usize;
        loop {
            while let Some(effect) = todo.pop_front() {
                match effect {
                    Effect::Quit => self.left = true,
                    // Copying is printing here; nothing asks for it.
                    Effect::Copy(_) => {
                        let copied = Event::Copied(Err(String::new()));
                        todo.extend(handle(&mut self.model, copied));
                    }
                    effect => {
                        due += usize::from(effect != Effect::Cancel);
                        self.work.begin(effect);
                    }
                }
            }
            if due == 0 {
                return Ok(());
            }
            let Some(event) = self.work.wait() else {
                return Ok(());
            };
            let still = matches!(event, Event::Progress { .. });
            due -= usize::from(!still);
            todo.extend(handle(&mut self.model, event));
            if still {
                self.tell_progress()?;
            }
        }
    }

    fn tell_progress(&mut self) -> io::Result<()> {
        let under_way = self.model.loading.as_ref();
        let Some(now) = under_way.filter(|_| self.looks.progress) else {
            return Ok(());
        };
        let share = (now.bytes.saturating_mul(100))
            .checked_div(now.total)
            .unwrap_or(0);
        let clock = self.console.clock();
        let (last, before) = self.told;
        // Another loading begins at nothing.
        let moved = share < before || share >= before + SHARE;
        if clock < last + PACE || !moved && share > 0 {
            return Ok(());
        }
        self.told = (clock, share);
        let files = (now.begun, now.files);
        let text = loading(self.model.lang, files, (now.bytes, now.total), now.left);
        self.say(Role::Muted, &text)
    }

    /// What has just happened.
    fn tell(&mut self) -> io::Result<()> {
        let Some(notice) = self.model.notice.take() else {
            return Ok(());
        };
        // That it is saved is said at the end.
        if notice == Notice::CaseSaved {
            return Ok(());
        }
        let mut page = self.page();
        screens::notice(&mut page, self.model.lang, &notice);
        self.write(page)
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
