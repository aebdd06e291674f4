//! Step 2: what was given is taken back, and one file of a folder or an archive is left
//! out by itself. Nothing on the disk is touched.

use std::path::{Path, PathBuf};

use super::{Action, Effect, EvidenceRow, Given, Model, Notice, Overlay, ToRemove, evidence, give};
use crate::evidence::walk::{Input, natural};

/// Leaves out the selected file; what was given by itself is taken back, and what was
/// left out is read again.
pub(super) fn remove(model: &mut Model) -> Vec<Effect> {
    match evidence::selected(model) {
        Some(EvidenceRow::Source(source)) => {
            let Some(given) = model.owner(source) else {
                return Vec::new();
            };
            match model.location(source).filter(|at| !is_given(model, at)) {
                Some(file) => leave_out(model, file),
                None => take_back(model, false, given),
            }
        }
        Some(EvidenceRow::Given(given)) => take_back(model, false, given),
        Some(EvidenceRow::LeftOut(index)) => match model.left_out.iter().nth(index).cloned() {
            Some(file) => read_again(model, &file),
            None => Vec::new(),
        },
        Some(EvidenceRow::Need(_) | EvidenceRow::Offered(_)) | None => Vec::new(),
    }
}

fn is_given(model: &Model, file: &Path) -> bool {
    let path = |g: &Given| matches!(&g.input, Input::Path(path) if path == file);
    model.given.iter().any(path)
}

fn leave_out(model: &mut Model, file: PathBuf) -> Vec<Effect> {
    let shown = model.below_given(&file);
    model.left_out.insert(file);
    let effects = give::changed(model, false);
    model.notice = Some(Notice::LeftOut(shown));
    effects
}

/// Reads a file again that was left out.
pub(super) fn read_again(model: &mut Model, file: &Path) -> Vec<Effect> {
    if !model.left_out.remove(file) {
        return Vec::new();
    }
    let effects = give::changed(model, false);
    model.notice = Some(Notice::ReadAgain(model.below_given(file)));
    effects
}

/// Takes back what was given, in step 2 or the newer of step 6. More than one file is
/// not taken back unasked.
pub(super) fn take_back(model: &mut Model, newer: bool, given: usize) -> Vec<Effect> {
    let (list, files) = match newer {
        true => (&model.verify.given, model.came_with_newer(given)),
        false => (&model.given, model.came_with(given)),
    };
    let Some(shown) = list.get(given).map(|g| g.shown.clone()) else {
        return Vec::new();
    };
    let what = ToRemove {
        newer,
        given,
        shown,
        files,
    };
    if files < 2 {
        return taken_back(model, what);
    }
    model.put_on_top(Overlay::AskRemove(what));
    Vec::new()
}

/// Takes the answer.
pub(super) fn asked(model: &mut Model, action: &Action) -> Vec<Effect> {
    let Some(Overlay::AskRemove(what)) = model.overlay.clone() else {
        return Vec::new();
    };
    match action {
        Action::Yes => {
            model.take_off();
            taken_back(model, what)
        }
        Action::No => {
            model.take_off();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn taken_back(model: &mut Model, what: ToRemove) -> Vec<Effect> {
    let list = match what.newer {
        true => &mut model.verify.given,
        false => &mut model.given,
    };
    if what.given >= list.len() {
        return Vec::new();
    }
    let gone = list.remove(what.given);
    if !what.newer {
        forget_left_out(model, &gone);
    }
    let effects = give::changed(model, what.newer);
    model.notice = Some(Notice::TakenBack(what.shown, what.files));
    effects
}

/// What is left out of something that is not given any more.
fn forget_left_out(model: &mut Model, gone: &Given) {
    // Another folder that was given may hold it all the same.
    if let Input::Path(path) = &gone.input
        && model.holder(path).is_some()
    {
        model.left_out.insert(path.clone());
    }
    // Of what is not given any more nothing is left out.
    let kept = std::mem::take(&mut model.left_out);
    let kept = kept.into_iter().filter(|p| model.holder(p).is_some());
    model.left_out = kept.collect();
}

impl Model {
    /// Which of what was given holds a file.
    fn holder(&self, file: &Path) -> Option<usize> {
        let holds = |g: &Given| matches!(&g.input, Input::Path(path) if file.starts_with(path));
        self.given.iter().position(holds)
    }

    /// Where a file that was read is; index into the analysis' `gathered.sources`.
    fn location(&self, source: usize) -> Option<PathBuf> {
        let files = &self.analysis.as_ref()?.gathered.files;
        files.get(source)?.origin.location()
    }

    /// How many files came with something given: index into [`Model::given`].
    pub fn came_with(&self, given: usize) -> usize {
        let sources = self.analysis.as_ref().map_or(0, |a| a.gathered.files.len());
        let came = (0..sources).filter(|s| self.owner(*s) == Some(given));
        came.filter(|s| !self.is_left_out(*s)).count()
    }

    /// How many files came with newer evidence: index into [`VerifyView::given`](super::VerifyView).
    fn came_with_newer(&self, given: usize) -> usize {
        let (Some(newer), Some(given)) = (&self.verify.newer, self.verify.given.get(given)) else {
            return 0;
        };
        let files = newer.gathered.files.iter();
        files.filter(|f| super::owns(&given.input, f)).count()
    }

    /// A file that is left out as its neighbours are shown: below what was given. Index
    /// into `Model::left_out`.
    pub fn left_out_as_shown(&self, index: usize) -> Option<String> {
        Some(self.below_given(self.left_out.iter().nth(index)?))
    }

    fn below_given(&self, file: &Path) -> String {
        let given = self.holder(file).and_then(|given| self.given.get(given));
        let below = match given.map(|g| &g.input) {
            Some(Input::Path(folder)) => file.strip_prefix(folder).unwrap_or(file),
            _ => file,
        };
        let parts = below.components();
        let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    }

    /// How many files of something given are left out.
    pub fn left_out_of(&self, given: usize) -> usize {
        let of = self.left_out.iter();
        of.filter(|p| self.holder(p) == Some(given)).count()
    }

    /// What is left out, each with all that lies in it.
    pub(super) fn left_out_whole(&self) -> impl Iterator<Item = &Path> {
        let all = self.left_out.iter().map(PathBuf::as_path);
        all.filter(|path| {
            let mut above = path.ancestors().skip(1);
            !above.any(|above| self.left_out.contains(above))
        })
    }

    /// Whether something given is a folder of files that were read: it has a row of its
    /// own above them.
    fn is_folder(&self, given: usize, source: usize) -> bool {
        let Some(Input::Path(path)) = self.given.get(given).map(|g| &g.input) else {
            return false;
        };
        let files = self.analysis.as_ref().map(|a| &a.gathered.files);
        let file = files
            .and_then(|f| f.get(source))
            .map(|f| f.origin.outermost());
        file.and_then(|f| f.location())
            .is_some_and(|at| at != *path)
    }

    /// Whether a file that was read is left out by now, itself or with its archive.
    fn is_left_out(&self, source: usize) -> bool {
        !self.left_out.is_empty()
            && self.location(source).is_some_and(|at| {
                let mut above = at.ancestors();
                above.any(|path| self.left_out.contains(path))
            })
    }

    /// The rows of the files, each folder above its own, and where it would stand what
    /// was left out.
    pub(super) fn file_rows(&self) -> Vec<EvidenceRow> {
        let sources = self.analysis.as_ref().map_or(0, |a| a.gathered.files.len());
        let mut rows: Vec<(Option<usize>, EvidenceRow)> = Vec::with_capacity(sources);
        let mut seen = vec![false; self.given.len()];
        for source in 0..sources {
            let owner = self.owner(source);
            if let Some(given) = owner
                && !std::mem::replace(&mut seen[given], true)
                && self.is_folder(given, source)
            {
                rows.push((owner, EvidenceRow::Given(given)));
            }
            if !self.is_left_out(source) {
                rows.push((owner, EvidenceRow::Source(source)));
            }
        }
        let unread = (0..self.given.len()).filter(|given| !seen[*given]);
        rows.extend(unread.map(|given| (Some(given), EvidenceRow::Given(given))));
        for (index, file) in self.left_out.iter().enumerate() {
            let holder = self.holder(file);
            let at = self.place_of(&rows, holder, file);
            rows.insert(at, (holder, EvidenceRow::LeftOut(index)));
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Where a file that is left out stands among the rows: as if it had been read.
    fn place_of(
        &self,
        rows: &[(Option<usize>, EvidenceRow)],
        holder: Option<usize>,
        file: &Path,
    ) -> usize {
        let Some(first) = rows.iter().position(|(owner, _)| *owner == holder) else {
            return rows.len();
        };
        let group = rows.iter().skip(first);
        let of_it = group.take_while(|(owner, _)| *owner == holder).count();
        let wanted = walk_key(file);
        let before = |(_, row): &(Option<usize>, EvidenceRow)| {
            let at = match row {
                EvidenceRow::Source(source) => self.location(*source),
                EvidenceRow::LeftOut(index) => self.left_out.iter().nth(*index).cloned(),
                EvidenceRow::Given(_) | EvidenceRow::Need(_) | EvidenceRow::Offered(_) => None,
            };
            at.is_none_or(|at| walk_key(&at) < wanted)
        };
        first + rows[first..first + of_it].partition_point(before)
    }
}

/// Files stand in the order of the walk: a folder's entries as Exchange counts them.
fn walk_key(file: &Path) -> Vec<Vec<(u8, u128, String)>> {
    let parts = file.components();
    let parts = parts.map(|part| natural(&part.as_os_str().to_string_lossy()));
    parts.collect()
}
