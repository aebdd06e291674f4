//! The real run loop on a screen in memory, with keys written as a string.

use std::collections::VecDeque;
use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use relay_doctor::case::Store;
use relay_doctor::demo::INCIDENTS;
use relay_doctor::evidence::walk::Input as Given;
use relay_doctor::i18n::Lang;
use relay_doctor::terminal::is_hidden;
use relay_doctor::tui::{Heard, Input, SMALLEST, Seam, Theme, Turn, run};
use relay_doctor::wizard::worker::{Inline, OnTheSpot};
use relay_doctor::wizard::{Effect, Model};
use unicode_width::UnicodeWidthStr;

/// The moment of the built-in incident.
pub(crate) const NOW: i64 = 1_793_621_100;

/// A screen in memory and a line of keys.
pub(crate) struct Script {
    terminal: Terminal<TestBackend>,
    keys: VecDeque<Step>,
    pub(crate) copied: Vec<String>,
    /// The mouse was taken, given back.
    pub(crate) mouse: Vec<bool>,
    pub(crate) frames: Vec<String>,
}

enum Step {
    Input(Input),
    Resize(u16, u16),
}

impl Script {
    pub(crate) fn new((width, height): (u16, u16), keys: &str) -> Self {
        Self {
            terminal: Terminal::new(TestBackend::new(width, height)).unwrap(),
            keys: parse(keys),
            copied: Vec::new(),
            mouse: Vec::new(),
            frames: Vec::new(),
        }
    }

    pub(crate) fn screen(&self) -> String {
        dump(self.terminal.backend().buffer())
    }

    /// The style of each letter of [`Self::screen`], line by line.
    pub(crate) fn styles(&self) -> Vec<Vec<String>> {
        let buffer = self.terminal.backend().buffer();
        (0..buffer.area.height).map(|y| styles(buffer, y)).collect()
    }
}

impl Seam for Script {
    type Backend = TestBackend;

    fn terminal(&mut self) -> &mut Terminal<TestBackend> {
        &mut self.terminal
    }

    /// Every screen that a person could see passes here.
    fn wait(&mut self, _: Option<Duration>) -> io::Result<Heard> {
        check(self.terminal.backend().buffer());
        let screen = self.screen();
        leads(self.terminal.backend().buffer(), &screen);
        self.frames.push(screen);
        Ok(match self.keys.pop_front() {
            None => Heard::Closed,
            Some(Step::Input(input)) => Heard::Input(input),
            Some(Step::Resize(width, height)) => {
                self.terminal.backend_mut().resize(width, height);
                Heard::Input(Input::Resize)
            }
        })
    }

    fn copy(&mut self, text: &str) -> Result<(), String> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse.push(on);
        Ok(())
    }

    fn clock(&self) -> i64 {
        NOW
    }
}

/// `<down>`, `<ctrl-c>`, `<paste:text>`, `<resize 80x24>`; any other character is its key.
fn parse(keys: &str) -> VecDeque<Step> {
    let mut steps = VecDeque::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (step, len) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (press(KeyCode::Char(c), KeyModifiers::NONE), c.len_utf8()),
        };
        steps.push_back(step);
        rest = &rest[len..];
    }
    steps
}

fn press(code: KeyCode, held: KeyModifiers) -> Step {
    Step::Input(Input::Key(KeyEvent::new(code, held)))
}

fn named(name: &str) -> Step {
    if let Some(text) = name.strip_prefix("paste:") {
        // `>` would end the name of the key.
        return Step::Input(Input::Paste(text.replace('\u{1}', ">")));
    }
    if let Some((x, y)) = name.strip_prefix("click ").and_then(|s| s.split_once(',')) {
        return Step::Input(Input::Click(x.parse().unwrap(), y.parse().unwrap()));
    }
    if let Some((width, height)) = name.strip_prefix("resize ").and_then(|s| s.split_once('x')) {
        return Step::Resize(width.parse().unwrap(), height.parse().unwrap());
    }
    match name {
        "wheel up" => return Step::Input(Input::Wheel(Turn::Up)),
        "wheel down" => return Step::Input(Input::Wheel(Turn::Down)),
        _ => {}
    }
    let (held, name) = match name.split_once('-') {
        Some(("ctrl", key)) => (KeyModifiers::CONTROL, key),
        Some(("alt", key)) => (KeyModifiers::ALT, key),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        "f1" => KeyCode::F(1),
        "f2" => KeyCode::F(2),
        "f3" => KeyCode::F(3),
        "f4" => KeyCode::F(4),
        "f5" => KeyCode::F(5),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
        other => panic!("no such key: <{other}>"),
    };
    press(code, held)
}

/// The screen as text. The cell behind a wide letter belongs to it.
pub(crate) fn dump(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The styles of a line's letters: colours and attributes.
fn styles(buffer: &Buffer, y: u16) -> Vec<String> {
    let mut styles = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let style = format!("{} {} {:?}", cell.fg, cell.bg, cell.modifier);
        styles.extend(cell.symbol().chars().map(|_| style.clone()));
        x += u16::try_from(cell.symbol().width().max(1)).unwrap();
    }
    styles
}

/// What no screen may hold: characters that a terminal obeys or nobody sees, and
/// wide letters that stick out of their line.
fn check(buffer: &Buffer) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            assert!(!symbol.contains(is_hidden), "{symbol:?} at {x},{y}");
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        assert_eq!(x, buffer.area.width, "line {y} is of its width");
    }
}

/// A beginner is led: the line before the last says what to do next.
fn leads(buffer: &Buffer, screen: &str) {
    if buffer.area.width >= SMALLEST.0 && buffer.area.height >= SMALLEST.1 {
        let next = screen.lines().rev().nth(1).unwrap();
        assert!(
            next.starts_with(" Next  ") || next.starts_with(" 次  "),
            "{screen}"
        );
    }
}

pub(crate) fn model(lang: Lang) -> Model {
    let mut model = Model::new(lang, "contoso, 2 Nov", NOW);
    model.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));
    model.keeps_case = false;
    model
}

/// The files of the built-in incident with the renewed certificate.
pub(crate) fn incident() -> Vec<Given> {
    INCIDENTS[0].inputs()
}

pub(crate) fn worker(store: Store) -> OnTheSpot {
    OnTheSpot {
        inline: Inline::new(store, Box::new(|_| Ok(()))),
        answers: VecDeque::new(),
    }
}

pub(crate) fn theme() -> Theme {
    Theme::new(true, false)
}

/// Runs the keys; the script with its last screen, and the model.
pub(crate) fn play(
    size: (u16, u16),
    model: Model,
    begin: Vec<Effect>,
    keys: &str,
) -> (Script, Model) {
    let mut script = Script::new(size, keys);
    let mut work = worker(Store::new(""));
    let model = run(&mut script, &mut work, &theme(), model, begin).unwrap();
    (script, model)
}

/// Runs the keys on the built-in incident.
pub(crate) fn play_incident(size: (u16, u16), lang: Lang, keys: &str) -> (Script, Model) {
    play(size, loaded(lang), Vec::new(), keys)
}

/// The wizard with the incident read: once for all tests of a language.
pub(crate) fn loaded(lang: Lang) -> Model {
    static LOADED: [OnceLock<Model>; 2] = [const { OnceLock::new() }; 2];
    let read = || {
        let mut model = model(lang);
        let begin = model.begin_with(incident());
        play((80, 24), model, begin, "").1
    };
    LOADED[usize::from(lang == Lang::Ja)]
        .get_or_init(read)
        .clone()
}
