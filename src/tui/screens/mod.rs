//! One file a screen. Each draws what the model holds and changes nothing.

mod asked;
mod browser;
mod cases;
mod cause;
mod certificate;
mod certificates;
mod checklist;
mod compare;
mod evidence;
mod help;
mod input;
mod jump;
mod options;
mod over_time;
mod page;
mod password;
mod plain;
mod refused;
mod search;
mod sessions;
mod settings;
mod symptom;
mod table;
mod transcript;
mod verify;
mod viewer;
mod watching;
mod what_if;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{Ink, Part};
use super::place::Place;
use super::sheet::{Sheet, Shown};
use crate::attribution::Status;
use crate::evidence::Location;
use crate::i18n::wizard::{KeyLabel, Word, word};
use crate::i18n::words::dated;
use crate::i18n::{Seen, summary};
use crate::terminal::Role;
use crate::wizard::{Analysis, Model};

/// What a screen draws with, and where.
pub(super) struct Draw<'m, 'b> {
    pub(super) model: &'m Model,
    pub(super) ink: Ink<'m>,
    pub(super) area: Rect,
    pub(super) buf: &'b mut Buffer,
}

impl<'m> Draw<'m, '_> {
    /// Lines as wide as the screen.
    fn sheet(&self) -> Sheet<'m> {
        Sheet::new(self.ink, usize::from(self.area.width))
    }

    fn show(&mut self, sheet: &Sheet, scroll: Option<usize>) -> Shown {
        sheet.draw(self.area, self.buf, scroll)
    }

    /// The area above, so many lines high, and the rest.
    fn split(&self, height: usize) -> [Rect; 2] {
        let height = u16::try_from(height)
            .unwrap_or(u16::MAX)
            .min(self.area.height);
        let above = Rect {
            height,
            ..self.area
        };
        let below = Rect {
            y: self.area.y + height,
            height: self.area.height - height,
            ..self.area
        };
        [above, below]
    }

    fn analysis(&self) -> Option<&'m Analysis> {
        self.model.analysis.as_deref()
    }

    /// `path:line` of a place in the evidence.
    fn at(&self, location: &Location) -> String {
        let sources = self.analysis().map_or(&[][..], |a| &a.gathered.sources);
        let source = sources.get(location.source.0 as usize);
        let line = location.line;
        match source {
            Some(source) => dated(self.model.lang, &format!("{}:{line}", source.path), source),
            None => format!("?:{line}"),
        }
    }

    /// The same whole; if that is too long, with its end in sight and room for some of
    /// the line behind it.
    fn ending(&self, location: &Location, room: usize) -> Part {
        let (ink, at) = (self.ink, self.at(location));
        let whole = ink.plain(&at);
        match ink.columns(std::slice::from_ref(&whole)) <= room {
            true => whole,
            false => ink.ending(Role::Plain, &at, room * 4 / 5),
        }
    }

    /// The keys of a label where the model is, to be named in a text.
    fn keys(&self, label: KeyLabel) -> String {
        let theme = self.ink.theme;
        let place = Place::beneath(self.model);
        let entries = theme.keys.entries(place, self.model.lang, theme.ascii());
        let entry = entries.into_iter().find(|e| e.label == label);
        entry.map(|e| e.keys).unwrap_or_default()
    }

    /// What is expected of relay, in one or two sentences.
    fn verdict(&self, analysis: &Analysis) -> (Role, String) {
        let diagnosis = &analysis.diagnosis;
        let seen = Seen::of(&analysis.gathered.facts);
        let role = match diagnosis.relay {
            Status::Broken => Role::Danger,
            Status::Met if !seen.still_refused => Role::Ok,
            Status::Met | Status::Unknown => Role::Warning,
        };
        let text = summary(self.model.lang, diagnosis.relay, &diagnosis.findings, seen);
        (role, text)
    }

    /// Before evidence was read there is nothing to show.
    fn nothing(&mut self) -> Shown {
        let mut sheet = self.sheet();
        sheet.blank();
        sheet.say(Role::Plain, word(self.model.lang, Word::NoAnalysis));
        if self.model.loading.is_some() {
            sheet.blank();
            evidence::progress(self, &mut sheet);
        }
        self.show(&sheet, None)
    }
}

/// The body of the screen.
pub(super) fn body(draw: &mut Draw) -> Shown {
    match Place::of(draw.model) {
        Place::Help => help::draw(draw),
        Place::Source => viewer::draw(draw),
        Place::Page => page::draw(draw),
        Place::Table => table::draw(draw),
        Place::Refused => refused::draw(draw),
        Place::Plain => plain::draw(draw),
        Place::Sessions | Place::SessionFilter | Place::SessionLine => sessions::draw(draw),
        Place::Transcript => transcript::draw(draw),
        Place::Certificates => certificates::draw(draw),
        Place::Certificate => certificate::draw(draw),
        Place::WhatIf | Place::WhatIfLine => what_if::draw(draw),
        Place::Search | Place::SearchLine => search::draw(draw),
        Place::Browser => browser::draw(draw),
        Place::Password => password::draw(draw),
        Place::Settings => settings::draw(draw),
        Place::Cases => cases::draw(draw),
        Place::CaseName | Place::AskDelete => cases::asked(draw),
        Place::AskRemove => evidence::asked(draw),
        Place::Jump => jump::draw(draw),
        Place::Initials | Place::Note | Place::SaveTo | Place::AskQuit => asked::draw(draw),
        _ => step(draw),
    }
}

fn step(draw: &mut Draw) -> Shown {
    use crate::wizard::StepId as S;
    match (draw.model.step, draw.analysis()) {
        (S::Symptom, _) => symptom::draw(draw),
        (S::Evidence, _) => evidence::draw(draw),
        (S::Verify, _) => verify::draw(draw),
        (_, None) => draw.nothing(),
        (S::Compare, Some(analysis)) => compare::draw(draw, analysis),
        (S::Cause, Some(analysis)) => cause::draw(draw, analysis),
        (S::Fix, Some(analysis)) => match draw.model.chosen_option() {
            Some(option) => checklist::draw(draw, option),
            None => options::draw(draw, analysis),
        },
    }
}
