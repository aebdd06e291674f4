//! What is asked for is done, and waited for.

use std::collections::VecDeque;
use std::io;

use super::offers::{page_of, spot};
use super::run::Console;
use super::screens;
use super::session::Session;
use crate::i18n::wizard::{loading, looked_through};
use crate::terminal::Role;
use crate::wizard::worker::Work;
use crate::wizard::{Action, Effect, Event, Notice, Overlay, handle, update};

/// Progress is told no more often than this, in seconds.
const PACE: i64 = 2;
/// Nor before so much more was read, of 100.
const SHARE: u64 = 10;

impl<C: Console, W: Work> Session<'_, C, W> {
    /// Asks the machine, and does what it wants done.
    pub(super) fn act(&mut self, action: Action) -> io::Result<()> {
        self.model.clock = self.console.clock();
        self.model.size.page = page_of(spot(&self.model));
        let step = self.model.step;
        let mut effects = update(&mut self.model, action);
        // A kill at the next prompt loses not even where one was.
        if self.model.step != step && effects.is_empty() {
            effects = self.model.save_case();
        }
        self.settle(effects)
    }

    /// Has everything done, and waits for it.
    pub(super) fn settle(&mut self, effects: Vec<Effect>) -> io::Result<()> {
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
                    // The shell's own key does it, in front of a terminal.
                    Effect::Suspend => {
                        todo.extend(handle(&mut self.model, Event::NotSuspended));
                    }
                    // Nothing is said here unasked: a look now, and one at each Enter.
                    Effect::Watch(wanted) => todo.push_front(Effect::Look(wanted)),
                    effect => {
                        due += usize::from(effect.is_answered());
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
            let still = event.is_progress();
            due = due.saturating_sub(usize::from(!still));
            todo.extend(handle(&mut self.model, event));
            if still {
                self.tell_progress()?;
            }
        }
    }

    fn tell_progress(&mut self) -> io::Result<()> {
        let Some((share, text)) = self.progress().filter(|_| self.looks.progress) else {
            return Ok(());
        };
        let clock = self.console.clock();
        let (last, before) = self.told;
        // Another one begins at nothing.
        let moved = share < before || share >= before + SHARE;
        if clock < last + PACE || !moved && share > 0 {
            return Ok(());
        }
        self.told = (clock, share);
        self.say(Role::Muted, &text)
    }

    /// How far loading or the search is, of 100 and in words.
    fn progress(&self) -> Option<(u64, String)> {
        let lang = self.model.lang;
        let share = |part: u64, of: u64| part.saturating_mul(100).checked_div(of).unwrap_or(0);
        if let Some(now) = &self.model.loading {
            let files = (now.begun, now.files);
            let text = loading(lang, files, (now.bytes, now.total), now.left);
            return Some((share(now.bytes, now.total), text));
        }
        let Some(Overlay::Search(view)) = &self.model.overlay else {
            return None;
        };
        let now = view.searched?;
        let text = looked_through(lang, now.files, now.of, now.bytes);
        Some((share(now.files as u64, now.of as u64), text))
    }

    /// What has just happened.
    pub(super) fn tell(&mut self) -> io::Result<()> {
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
}
