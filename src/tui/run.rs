//! The run loop: draw, wait, resolve the key, update, hand out the effects, take
//! what comes back. It sleeps until something happens; while something is under
//! way it looks for answers between keys.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::backend::Backend;
use ratatui::layout::Position;

use super::jump;
use super::place::Place;
use super::seam::{Heard, Input, Seam, Turn};
use super::sheet::Hit;
use super::theme::Theme;
use super::view::view;
use super::wide::Behind;
use crate::wizard::worker::Work;
use crate::wizard::{Action, Effect, Event, Model, ViewSize, handle, update};

/// How long a key is waited for while answers are due.
const PACE: Duration = Duration::from_millis(50);

/// Runs the wizard until it is left; gives back what it knew at the end. `begin`
/// are the effects of the beginning: loading what was given on the command line.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn run<S>(
    seam: &mut S,
    work: &mut impl Work,
    theme: &Theme,
    mut model: Model,
    begin: Vec<Effect>,
) -> io::Result<Model>
where
    S: Seam,
    <S::Backend as Backend>::Error: Send + Sync + 'static,
{
    let mut due = Due::default();
    let mut behind = Behind::default();
    let mut todo = begin;
    let mut mouse = false;
    loop {
        if hand_out(seam, work, &mut model, &mut due, todo)? {
            return Ok(model);
        }
        if mouse != model.settings.mouse {
            mouse = model.settings.mouse;
            seam.mouse(mouse)?;
        }
        let hits = draw(seam, theme, &mut model, &mut behind)?;
        let steering = Steering { theme, hits };
        todo = match changed(seam, work, &steering, &mut model, &mut due)? {
            Some(effects) => effects,
            None => return Ok(model),
        };
    }
}

/// How many answers are due, besides those of loading and following.
#[derive(Debug, Default)]
struct Due(usize);

impl Due {
    fn begun(&mut self, effect: &Effect) {
        self.0 += usize::from(matches!(
            effect,
            Effect::ReadSource { .. }
                | Effect::ReadSession(_)
                | Effect::FilterSessions(_)
                | Effect::Replay(_)
                | Effect::Search(_)
                | Effect::ListFolder(_)
                | Effect::FindFolders
                | Effect::Complete(_)
                | Effect::Unlock { .. }
                | Effect::SaveCase(_)
                | Effect::SaveSetting { .. }
                | Effect::ListCases
                | Effect::OpenCase(_)
                | Effect::RenameCase { .. }
                | Effect::DeleteCase(_)
                | Effect::ListRefused { .. }
                | Effect::WriteCollection { .. }
                | Effect::WriteBundle(_)
        ));
    }

    fn answered(&mut self, event: &Event) {
        // Loading and following are under way until the model says otherwise.
        let of_itself = matches!(
            event,
            Event::Progress { .. }
                | Event::Loaded { .. }
                | Event::LoadFailed { .. }
                | Event::Watched { .. }
        );
        let goes_on = matches!(event, Event::Found { searched, .. } if !searched.done);
        self.0 = self.0.saturating_sub(usize::from(!of_itself && !goes_on));
    }

    fn wait(&self, model: &Model) -> Option<Duration> {
        let is_under_way = model.loading.is_some() || model.verify.watching.is_some();
        (self.0 > 0 || is_under_way).then_some(PACE)
    }
}

/// Hands out effects, and those that come of them; true when it is time to leave.
fn hand_out<S: Seam>(
    seam: &mut S,
    work: &mut impl Work,
    model: &mut Model,
    due: &mut Due,
    effects: Vec<Effect>,
) -> io::Result<bool> {
    let mut leave = false;
    let mut todo: VecDeque<Effect> = effects.into();
    while let Some(effect) = todo.pop_front() {
        match effect {
            Effect::Quit => leave = true,
            Effect::Suspend => {
                if !seam.suspend()? {
                    todo.extend(handle(model, Event::NotSuspended));
                }
            }
            // The clipboard may be the terminal, and only this thread writes to it.
            Effect::Copy(text) => {
                let copied = Event::Copied(seam.copy(&text));
                todo.extend(handle(model, copied));
            }
            effect => {
                due.begun(&effect);
                work.begin(effect);
            }
        }
    }
    Ok(leave)
}

/// What keys and clicks mean by now.
struct Steering<'a> {
    theme: &'a Theme,
    hits: Vec<Hit>,
}

/// Draws; what clicks do on the screen that was drawn.
fn draw<S>(
    seam: &mut S,
    theme: &Theme,
    model: &mut Model,
    behind: &mut Behind,
) -> io::Result<Vec<Hit>>
where
    S: Seam,
    <S::Backend as Backend>::Error: Send + Sync + 'static,
{
    let mut size = ViewSize::default();
    let mut hits = Vec::new();
    let drawn = seam.terminal().draw(|frame| {
        let shown = view(model, theme, frame.area(), frame.buffer_mut());
        behind.refresh(frame.buffer_mut());
        size = ViewSize {
            page: shown.page,
            scroll_end: shown.most,
        };
        hits = shown.hits;
        if let Some(cursor) = shown.cursor {
            frame.set_cursor_position(cursor);
        }
    });
    drawn.map_err(io::Error::other)?;
    model.size = size;
    Ok(hits)
}

/// Waits until something changes the model; the effects of it, `None` when nothing
/// will come any more.
fn changed<S: Seam>(
    seam: &mut S,
    work: &mut impl Work,
    steering: &Steering,
    model: &mut Model,
    due: &mut Due,
) -> io::Result<Option<Vec<Effect>>> {
    loop {
        let answers: Vec<Event> = std::iter::from_fn(|| work.answer()).collect();
        if !answers.is_empty() {
            let mut effects = Vec::new();
            for event in answers {
                due.answered(&event);
                effects.extend(handle(model, event));
            }
            return Ok(Some(effects));
        }
        match seam.wait(due.wait(model))? {
            Heard::Nothing => {}
            Heard::Closed => return Ok(None),
            Heard::Input(Input::Resize) => return Ok(Some(Vec::new())),
            Heard::Input(input) => {
                if let Some(action) = steering.action(model, input) {
                    model.clock = seam.clock();
                    return Ok(Some(update(model, action)));
                }
            }
        }
    }
}

impl Steering<'_> {
    fn key(&self, model: &Model, key: KeyEvent) -> Option<Action> {
        let action = self.theme.keys.resolve(Place::of(model), key)?;
        Some(jump::chosen(self.theme, model, action))
    }

    fn action(&self, model: &Model, input: Input) -> Option<Action> {
        match input {
            Input::Key(key) if key.is_press() => self.key(model, key),
            Input::Paste(text) => Some(Action::Paste(text)),
            Input::Click(column, row) => {
                let at = Position::new(column, row);
                let hit = self.hits.iter().find(|hit| hit.area.contains(at))?;
                match hit.opens {
                    true => self.key(model, KeyCode::Enter.into()),
                    false => Some(hit.action.clone()),
                }
            }
            Input::Wheel(Turn::Up) => Some(Action::Up),
            Input::Wheel(Turn::Down) => Some(Action::Down),
            Input::Key(_) | Input::Resize => None,
        }
    }
}
