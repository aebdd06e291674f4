//! What a key costs until its screen is drawn, on a screen in memory.

use std::collections::VecDeque;
use std::error::Error;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use relay_doctor::case::Store;
use relay_doctor::evidence::walk::Input as Given;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::{Heard, Input, Seam, Theme, run};
use relay_doctor::wizard::Model;
use relay_doctor::wizard::worker::{Inline, OnTheSpot};

use super::made::Options;
use super::table::{median, p99};
use super::{Wanted, logs};

/// 2026-12-01T00:00:00Z, after the last row.
const NOW: i64 = 1_796_083_200;
/// Screens of the wizard by the keys that lead there once the evidence is read; the list
/// of sessions has a row for each.
const SCREENS: [(&str, &str); 3] = [("step 1", ""), ("step 3", "3"), ("sessions", "l")];

/// A screen in memory that notes when it waits for a key.
struct Timed {
    terminal: Terminal<TestBackend>,
    keys: VecDeque<KeyCode>,
    given: Option<Instant>,
    took: Vec<Duration>,
}

impl Seam for Timed {
    type Backend = TestBackend;

    fn terminal(&mut self) -> &mut Terminal<TestBackend> {
        &mut self.terminal
    }

    fn wait(&mut self, _: Option<Duration>) -> io::Result<Heard> {
        self.took.extend(self.given.map(|given| given.elapsed()));
        Ok(match self.keys.pop_front() {
            None => Heard::Closed,
            Some(code) => {
                self.given = Some(Instant::now());
                Heard::Input(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
            }
        })
    }

    fn copy(&mut self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn clock(&self) -> i64 {
        NOW
    }
}

pub(crate) fn measure(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    println!("A key until its screen of 200x60 is drawn (milliseconds)");
    for mib in [40, 400] {
        let options = Options {
            bytes: mib << 20,
            files: 10,
            brief: true,
            ..Options::default()
        };
        let (folder, truth) = logs(wanted, &format!("frames{mib}"), &options)?;
        for (screen, keys) in SCREENS {
            let took = frames(&folder, keys)?;
            let took: Vec<f64> = took.iter().map(|d| d.as_secs_f64() * 1000.0).collect();
            println!(
                "{screen:<10} {:>9} sessions: median {:.2}, p99 {:.2}",
                truth.sessions,
                median(took.clone()),
                p99(took)
            );
        }
    }
    println!();
    Ok(())
}

/// Loads the folder, goes to a screen, and moves about there.
fn frames(folder: &Path, keys: &str) -> io::Result<Vec<Duration>> {
    let way = keys.chars().map(KeyCode::Char);
    let moves = [
        KeyCode::Down,
        KeyCode::PageDown,
        KeyCode::Up,
        KeyCode::End,
        KeyCode::Home,
    ];
    let mut keys: VecDeque<KeyCode> = way.collect();
    let before = keys.len();
    keys.extend(moves.iter().cycle().take(300));
    let mut timed = Timed {
        terminal: Terminal::new(TestBackend::new(200, 60)).map_err(io::Error::other)?,
        keys,
        given: None,
        took: Vec::new(),
    };
    let mut model = Model::new(Lang::En, "bench", NOW);
    model.keeps_case = false;
    let begin = model.begin_with([Given::Path(folder.to_owned())]);
    let mut work = OnTheSpot {
        inline: Inline::new(Store::new(""), Box::new(|_| Ok(()))),
        answers: VecDeque::new(),
    };
    run(
        &mut timed,
        &mut work,
        &Theme::new(true, false),
        model,
        begin,
    )?;
    Ok(timed.took.split_off(before.min(timed.took.len())))
}
