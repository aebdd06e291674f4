//! A console that is a script of lines, and what was written to it.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};

use relay_doctor::case::Store;
use relay_doctor::evidence::secret::Secret;
use relay_doctor::evidence::walk::Input;
use relay_doctor::linear::{Console, Looks, run};
use relay_doctor::terminal::{Lang, Painter};
use relay_doctor::wizard::Model;
use relay_doctor::wizard::worker::{Inline, OnTheSpot};

/// 2026-11-02T12:00:00Z, the day of the incident.
pub(crate) const NOW: i64 = 1_793_620_800;
pub(crate) const INCIDENT: &str = "rd101-renewed-certificate-other-name";
pub(crate) const LOOKS: Looks = Looks {
    width: 80,
    height: None,
    progress: false,
    painter: Painter { colour: false },
};

/// The evidence of a scenario, as somebody in the package's folder types it.
pub(crate) fn scenario(name: &str) -> String {
    format!("tests/scenarios/{name}/evidence")
}

/// Lines to be typed, and what was written.
pub(crate) struct Script {
    lines: VecDeque<String>,
    pub(crate) written: String,
    /// Somebody sees what they type.
    pub(crate) echoes: bool,
}

impl Script {
    pub(crate) fn of<T: AsRef<str>>(lines: &[T]) -> Self {
        Self {
            lines: lines.iter().map(|l| l.as_ref().to_owned()).collect(),
            written: String::new(),
            echoes: false,
        }
    }
}

impl Console for Script {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.written.push_str(text);
        Ok(())
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        Ok(self.lines.pop_front())
    }

    fn secret(&mut self) -> io::Result<Option<Secret>> {
        Ok(self.lines.pop_front().map(Secret::new))
    }

    fn echoes(&self) -> bool {
        self.echoes
    }

    fn clock(&self) -> i64 {
        NOW + 60
    }
}

/// A wizard at its beginning, its cases in a folder.
pub(crate) fn model(lang: Lang) -> Model {
    Model::new(lang, "contoso 2 nov", NOW)
}

pub(crate) fn store(folder: &Path) -> Store {
    Store::new(folder.join("cases"))
}

/// Runs a script on a model; what the wizard knew at the end, and what was written.
pub(crate) fn run_with(
    folder: &Path,
    mut script: Script,
    looks: Looks,
    mut model: Model,
    inputs: Vec<Input>,
) -> (Model, String) {
    let begin = match inputs.is_empty() {
        true => Vec::new(),
        false => model.begin_with(inputs),
    };
    let (model, written) = {
        let mut work = work(folder);
        let model = run(&mut script, &mut work, looks, model, begin).unwrap();
        (model, script.written)
    };
    is_plain(&written);
    (model, written)
}

pub(crate) fn work(folder: &Path) -> OnTheSpot {
    OnTheSpot {
        inline: Inline::new(store(folder), Box::new(|_| Ok(()))),
        answers: VecDeque::new(),
    }
}

/// Runs a script from the beginning.
pub(crate) fn played<T: AsRef<str>>(folder: &Path, lang: Lang, lines: &[T]) -> (Model, String) {
    run_with(folder, Script::of(lines), LOOKS, model(lang), Vec::new())
}

/// A folder given on the command line.
pub(crate) fn given(name: &str) -> Vec<Input> {
    vec![Input::Path(PathBuf::from(scenario(name)))]
}

/// Lines and nothing else: no escape sequence, no cursor control, no hidden letter.
pub(crate) fn is_plain(written: &str) {
    let odd = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = written.chars().find(odd);
    assert_eq!(found, None, "{written}");
}
