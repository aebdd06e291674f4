//! Step 6: following the logs while they are written.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Analysis, Effect, Model, Notice};
use crate::case::Case;
use crate::evidence::SourceKind;
use crate::evidence::walk::{Input, Origin};
use crate::remedy::OptionId;
use crate::watch::{Snapshot, change_of};

/// What is followed, while it is.
#[derive(Debug, Clone)]
pub struct Watching {
    /// Which following.
    pub run: u64,
    /// The folders.
    pub folders: Vec<PathBuf>,
    /// When the last step of the change was ticked, milliseconds since the epoch.
    pub ticked: Option<i64>,
    /// What was seen last; `None` before the first look.
    pub seen: Option<Arc<Snapshot>>,
    /// Why it cannot be done: the words of the system.
    pub failed: Option<String>,
}

/// What is to be followed.
#[derive(Debug, Clone)]
pub struct ToWatch {
    /// Which following.
    pub run: u64,
    /// Folders, or files in them.
    pub folders: Vec<PathBuf>,
    /// Sessions count from then on, milliseconds since the epoch; else from now on.
    pub since: Option<i64>,
    /// What is known of before.
    pub analysis: Option<Arc<Analysis>>,
    /// The option that was taken.
    pub chosen: Option<OptionId>,
}

/// One judgement is equal to itself alone: that is all a test asks.
impl PartialEq for ToWatch {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.analysis, &other.analysis) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same && self.run == other.run
            && self.folders == other.folders
            && self.since == other.since
            && self.chosen == other.chosen
    }
}

/// Begins to follow, or ends it.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    model.verify.scroll = None;
    if model.verify.watching.take().is_some() {
        return vec![Effect::StopWatch];
    }
    let folders = folders(model);
    if folders.is_empty() {
        model.notice = Some(Notice::NoLogToWatch);
        model.verify.typing = true;
        return Vec::new();
    }
    model.pending.run += 1;
    let run = model.pending.run;
    let chosen = model.fix.chosen;
    let plan = model.analysis.as_ref().map(|a| &a.plan);
    let ticks = Case::of(model).ticks;
    let ticked = change_of(&ticks, chosen.map(OptionId::code), plan).map(|c| c.at);
    let watching = Watching {
        run,
        folders,
        ticked,
        seen: None,
        failed: None,
    };
    let wanted = to_watch(model, &watching);
    model.verify.watching = Some(watching);
    vec![Effect::Watch(Box::new(wanted))]
}

fn to_watch(model: &Model, watching: &Watching) -> ToWatch {
    ToWatch {
        run: watching.run,
        folders: watching.folders.clone(),
        since: watching.ticked,
        analysis: model.analysis.clone(),
        chosen: model.fix.chosen,
    }
}

impl Model {
    /// Has the logs that are followed looked at once more, for a face that tells nothing
    /// unasked.
    pub fn look_again(&self) -> Vec<Effect> {
        let wanted = |w| Effect::Look(Box::new(to_watch(self, w)));
        self.verify.watching.iter().map(wanted).collect()
    }
}

/// What was given on this step, else where the logs of the evidence lie.
fn folders(model: &Model) -> Vec<PathBuf> {
    let given = model.verify.given.iter().filter_map(|g| match &g.input {
        Input::Path(path) => Some(path.clone()),
        Input::Without(_) | Input::Stdin | Input::Memory { .. } | Input::Entry { .. } => None,
    });
    let mut folders: Vec<PathBuf> = given.collect();
    if folders.is_empty()
        && let Some(analysis) = &model.analysis
    {
        let gathered = &analysis.gathered;
        let sources = gathered.sources.iter().zip(&gathered.files);
        let logs = sources.filter(|(source, _)| source.kind == SourceKind::SmtpSendLog);
        folders = logs
            .filter_map(|(_, file)| match &file.origin {
                Origin::Path(path) => path.parent().map(PathBuf::from),
                Origin::Stdin | Origin::Memory(..) | Origin::Entry(_) => None,
            })
            .collect();
    }
    folders.sort();
    folders.dedup();
    folders
}

/// Takes what was seen; what belongs to an earlier following is dropped.
pub(super) fn seen(model: &mut Model, run: u64, seen: Result<Arc<Snapshot>, String>) {
    let Some(watching) = model.verify.watching.as_mut().filter(|w| w.run == run) else {
        return;
    };
    match seen {
        Ok(seen) => watching.seen = Some(seen),
        Err(why) => watching.failed = Some(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Lang;
    use crate::wizard::{Action, Event, Given, StepId, Tick, handle, update};

    fn model() -> Model {
        let mut model = Model::new(Lang::En, "contoso", 1_793_620_800);
        model.keeps_case = false;
        model.step = StepId::Verify;
        model
    }

    #[test]
    fn without_a_folder_one_is_asked_for() {
        let mut model = model();
        assert_eq!(update(&mut model, Action::Watch), []);
        assert_eq!(model.notice, Some(Notice::NoLogToWatch));
        assert!(model.verify.typing && model.verify.watching.is_none());
    }

    #[test]
    fn it_counts_since_the_last_tick_and_the_same_key_ends_it() {
        let mut model = model();
        let path = PathBuf::from("logs");
        model.verify.given = vec![Given::of(Input::Path(path.clone()))];
        model.fix.chosen = Some(OptionId::Manual);
        let tick = |at| Tick {
            by: "kt".to_owned(),
            at,
        };
        let checklist = model.fix.checklists.entry(OptionId::Manual).or_default();
        checklist.ticks.insert("save-before".to_owned(), tick(100));
        checklist.ticks.insert("set-name-1".to_owned(), tick(200));
        let effects = update(&mut model, Action::Watch);
        let [Effect::Watch(wanted)] = &effects[..] else {
            unreachable!("{effects:?}");
        };
        assert_eq!(
            (&wanted.folders[..], wanted.since),
            (&[path][..], Some(200_000))
        );
        let failed = |run| Event::Watched {
            run,
            seen: Err("no thread".to_owned()),
        };
        let why = |model: &Model| {
            model
                .verify
                .watching
                .as_ref()
                .and_then(|w| w.failed.clone())
        };
        // What an earlier one has seen is no news.
        handle(&mut model, failed(wanted.run + 1));
        assert_eq!(why(&model), None);
        handle(&mut model, failed(wanted.run));
        assert_eq!(why(&model).as_deref(), Some("no thread"));
        assert_eq!(update(&mut model, Action::Watch), [Effect::StopWatch]);
        assert!(model.verify.watching.is_none());
    }
}
