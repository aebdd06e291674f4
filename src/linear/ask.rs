//! What lies on top of a step: a question is asked, anything else is written and
//! closed.

use std::io;

use super::run::Console;
use super::said::half_width;
use super::screens;
use super::session::Session;
use crate::facts::sessions::FilterField;
use crate::i18n::linear::{Line, line, more_values, suggested};
use crate::i18n::wizard::{
    FileWord, ViewWord as V, Word, file_word, files_of_folder, view_word, word,
};
use crate::i18n::{Lang, filter_name, shown, subject, wrong_setting};
use crate::terminal::Role;
use crate::wizard::worker::Work;
use crate::wizard::{Action, Model, Overlay, SessionsView, ToRemove, ToWrite, WhatIfView};

/// Values of a choice that are listed.
const MAX_VALUES: usize = 60;
/// Values that are suggested.
const MAX_SUGGESTED: usize = 10;

/// Typed in place of a folder: names in the reports are replaced, or left.
const REDACT: &str = "redact";

/// A question for a line.
struct Question {
    heading: String,
    /// What is to be known before it is answered.
    about: Vec<(Role, String)>,
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
            Overlay::AskRemove(what) => self.ask_remove(what),
            Overlay::AskDelete(name) => self.ask_delete(name),
            overlay => match question(&self.model, overlay) {
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
        page.heading(&question.heading);
        for (role, text) in &question.about {
            page.say(*role, text);
        }
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
            "." => self.act(Action::Close)?,
            "" if question.stands.is_empty() && !question.may_be_empty => {
                self.act(Action::Close)?;
            }
            "" => self.act(Action::Submit)?,
            // Asked once more, with what holds now.
            REDACT if self.writes_reports() => self.act(Action::Redact)?,
            "-" if question.erases => {
                self.erase(&question.stands)?;
                self.act(Action::Submit)?;
            }
            typed => {
                self.erase(&question.stands)?;
                self.type_in(typed)?;
                self.act(Action::Submit)?;
            }
        }
        self.tell_row()
    }

    fn writes_reports(&self) -> bool {
        let what = match &self.model.overlay {
            Some(Overlay::SaveTo { what, .. }) => Some(*what),
            _ => None,
        };
        matches!(what, Some(ToWrite::Bundle { .. }))
    }

    /// Asks for a value of the filter's row: one of a list, or one that is typed.
    pub(super) fn choose(&mut self) -> io::Result<()> {
        let Some(Overlay::Sessions(view)) = &self.model.overlay else {
            return Ok(());
        };
        let count = view.choices().len();
        if count == 0 {
            return self.act(Action::Open);
        }
        let mut page = self.page();
        screens::values(&mut page, &self.model, view, MAX_VALUES);
        let lang = self.model.lang;
        if count > MAX_VALUES {
            page.say(Role::Muted, &more_values(lang, count - MAX_VALUES));
        }
        page.say(Role::Muted, line(lang, Line::Choose));
        self.write(page)?;
        let Some(typed) = self.read("> ")? else {
            return self.leave_at_once();
        };
        let typed = half_width(typed.trim());
        let number = typed.parse().ok().filter(|n| (1..=count).contains(n));
        match number {
            Some(number) => {
                self.act(Action::Pick(number - 1))?;
                self.tell_row()
            }
            None if matches!(typed.as_str(), "" | ".") => Ok(()),
            None => self.say(Role::Warning, line(lang, Line::NoSuchNumber)),
        }
    }

    fn ask_delete(&mut self, name: &str) -> io::Result<()> {
        let lang = self.model.lang;
        let mut page = self.page();
        page.heading(word(lang, Word::AskDelete));
        page.say(Role::Plain, name);
        if let Some(path) = self.model.case_file(name) {
            page.say(Role::Muted, &path.to_string_lossy());
        }
        page.say(Role::Warning, word(lang, Word::DeleteIsFinal));
        page.say(Role::Muted, line(lang, Line::SureDelete));
        self.write(page)?;
        self.yes_or_no()
    }

    /// Anything but yes is no.
    fn yes_or_no(&mut self) -> io::Result<()> {
        let Some(typed) = self.read("> ")? else {
            return self.leave_at_once();
        };
        match half_width(typed.trim()).as_str() {
            "y" | "yes" => self.act(Action::Yes),
            _ => self.act(Action::No),
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

    fn ask_remove(&mut self, what: &ToRemove) -> io::Result<()> {
        let lang = self.model.lang;
        let [files, _] = files_of_folder(lang, what.files, 0);
        let mut page = self.page();
        page.heading(file_word(lang, FileWord::AskRemove));
        page.say(Role::Plain, &what.shown);
        page.say(Role::Muted, &files);
        page.say(Role::Plain, file_word(lang, FileWord::NothingDeleted));
        page.say(Role::Muted, line(lang, Line::SureToRemove));
        self.write(page)?;
        self.yes_or_no()
    }

    fn ask_quit(&mut self) -> io::Result<()> {
        let lang = self.model.lang;
        self.say(Role::Warning, word(lang, Word::AskQuit))?;
        self.say(Role::Muted, line(lang, Line::Sure))?;
        self.yes_or_no()
    }
}

/// What the reports will hold, and how that is changed.
fn reports(lang: Lang, redacted: bool) -> [(Role, String); 3] {
    let (holds, other) = match redacted {
        false => (FileWord::ReportsReal, Line::RedactReports),
        true => (FileWord::ReportsRedacted, Line::KeepNames),
    };
    let holds = format!(
        "{}: {}",
        file_word(lang, FileWord::Reports),
        file_word(lang, holds)
    );
    [
        (Role::Plain, holds),
        (
            Role::Muted,
            file_word(lang, FileWord::WorkStaysReal).to_owned(),
        ),
        (Role::Muted, line(lang, other).to_owned()),
    ]
}

/// What is asked, when something is.
fn question(model: &Model, overlay: &Overlay) -> Option<Question> {
    let lang = model.lang;
    let plain = |heading, why, stands: &str| Question {
        heading: word(lang, heading).to_owned(),
        about: vec![(Role::Plain, word(lang, why).to_owned())],
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
                ToWrite::Bundle { .. } => (Word::SaveTo, Word::SaveWhat),
                ToWrite::Collection => (Word::CollectTo, Word::CollectWhat),
            };
            let mut question = plain(heading, why, &line.text);
            if let ToWrite::Bundle { redacted } = what {
                question.about.extend(reports(lang, *redacted));
            }
            Question {
                may_be_empty: true,
                ..question
            }
        }
        Overlay::CaseName { from, line } => Question {
            about: vec![(Role::Plain, from.clone())],
            ..plain(Word::CaseName, Word::CaseName, &line.text)
        },
        Overlay::Sessions(view) => of_filter(lang, view)?,
        Overlay::WhatIf(view) => of_value(lang, view)?,
        Overlay::Search(view) => Question {
            heading: view_word(lang, V::Search).to_owned(),
            about: vec![
                (Role::Plain, view_word(lang, V::SearchHow).to_owned()),
                (Role::Muted, view_word(lang, V::SearchWhat).to_owned()),
            ],
            ..plain(Word::CaseName, Word::CaseName, &view.line.text)
        },
        _ => return None,
    })
}

/// A value of the filter that is typed.
fn of_filter(lang: Lang, view: &SessionsView) -> Option<Question> {
    let form = view.form.as_ref()?;
    let field = form.field();
    let mut about = Vec::new();
    if form.wrong {
        about.push((Role::Warning, view_word(lang, V::NotATime).to_owned()));
    }
    about.push(match field {
        FilterField::Text => (Role::Plain, line(lang, Line::AnyName).to_owned()),
        _ => (Role::Plain, view_word(lang, V::TimeForm).to_owned()),
    });
    Some(Question {
        heading: filter_name(lang, field).to_owned(),
        about,
        how: Line::KeepOrErase,
        stands: form.line.as_ref()?.text.clone(),
        may_be_empty: true,
        erases: true,
    })
}

/// A value of the what-if.
fn of_value(lang: Lang, view: &WhatIfView) -> Option<Question> {
    let target = view.targets.get(view.row)?;
    let mut about = Vec::new();
    if let Some((setting, wrong)) = &view.wrong {
        let why = wrong_setting(lang, setting, wrong);
        let why = why.trim_end().trim_start_matches("relay-doctor: ");
        about.push((Role::Warning, why.to_owned()));
    }
    if let Some(now) = view.now.get(view.row) {
        let now = format!("{}: {}", view_word(lang, V::AsItIs), shown(lang, now));
        about.push((Role::Plain, now));
    }
    let mut values = view.suggestions();
    values.truncate(MAX_SUGGESTED);
    if !values.is_empty() {
        about.push((Role::Muted, suggested(lang, &values)));
    }
    Some(Question {
        heading: subject(lang, &target.subject()),
        about,
        how: Line::KeepOrErase,
        stands: view.line.as_ref()?.text.clone(),
        may_be_empty: true,
        erases: true,
    })
}
