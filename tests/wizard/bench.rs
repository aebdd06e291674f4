//! A wizard at work in a folder of its own, with the incident of a renewed certificate.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use relay_doctor::case::Store;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::worker::Inline;
use relay_doctor::wizard::{Action, Effect, Model, handle, update};

/// 2026-11-02T12:00:00Z, the day of the incident.
pub(crate) const NOW: i64 = 1_793_620_800;

pub(crate) const INCIDENT: &str = "rd101-renewed-certificate-other-name";

/// The evidence of a scenario, as a person would type its path: tests that were built
/// on Linux run on Windows too, where a path begins with its drive.
pub(crate) fn scenario(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    std::path::absolute(root.join(name).join("evidence")).unwrap()
}

pub(crate) struct Bench {
    pub(crate) model: Model,
    pub(crate) worker: Inline,
    pub(crate) copied: Arc<Mutex<Vec<String>>>,
    pub(crate) folder: PathBuf,
    /// Every effect so far.
    pub(crate) effects: Vec<Effect>,
    /// Effects are handed out and not done.
    pub(crate) idle: bool,
}

impl Bench {
    pub(crate) fn new(folder: &Path) -> Self {
        let copied = Arc::new(Mutex::new(Vec::new()));
        let clipboard = copied.clone();
        let copy = move |text: &str| {
            clipboard.lock().unwrap().push(text.to_owned());
            Ok(())
        };
        let mut model = Model::new(Lang::En, "contoso 2 nov", NOW);
        model.fix.folder = folder.to_string_lossy().into_owned();
        Self {
            model,
            worker: Inline::new(Store::new(folder.join("cases")), Box::new(copy)),
            copied,
            folder: folder.to_owned(),
            effects: Vec::new(),
            idle: false,
        }
    }

    /// With the incident loaded, on step 2.
    pub(crate) fn with_incident(folder: &Path) -> Self {
        let mut bench = Self::new(folder);
        let path = relay_doctor::evidence::walk::Input::Path(scenario(INCIDENT));
        let effects = bench.model.begin_with([path]);
        bench.settle(effects);
        bench
    }

    pub(crate) fn store(&self) -> Store {
        Store::new(self.folder.join("cases"))
    }

    /// Does effects, and what follows from their answers.
    pub(crate) fn settle(&mut self, effects: Vec<Effect>) {
        let mut todo: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = todo.pop_front() {
            self.effects.push(effect.clone());
            if self.idle {
                continue;
            }
            for event in self.worker.run_inline(effect) {
                todo.extend(handle(&mut self.model, event));
            }
        }
    }

    pub(crate) fn act(&mut self, action: Action) {
        let effects = update(&mut self.model, action);
        self.settle(effects);
    }

    pub(crate) fn run(&mut self, actions: impl IntoIterator<Item = Action>) {
        actions.into_iter().for_each(|a| self.act(a));
    }

    pub(crate) fn type_in(&mut self, text: &str) {
        self.run(text.chars().map(Action::Type));
    }

    pub(crate) fn last_copied(&self) -> String {
        self.copied
            .lock()
            .unwrap()
            .last()
            .cloned()
            .unwrap_or_default()
    }
}
