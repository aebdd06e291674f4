//! Step 2: what was read, what was noticed in it, and what is missing.

use super::{
    Action, Effect, EvidenceRow, Given, Model, Place, browser, give, left_out, outgoing, password,
};
use crate::evidence::walk::Input;
use crate::evidence::{NoteKind, Side};

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Paste(text) => give::paste(model, &text),
        Action::Submit | Action::Open if model.evidence.typing => submit(model),
        Action::Open | Action::Submit => open(model),
        Action::Copy => {
            let text = selected_command(model);
            outgoing::copy(model, text)
        }
        Action::ShowPlain => {
            let text = all_commands(model);
            outgoing::plain(model, text)
        }
        Action::CursorLeft => command(model, |c| c.saturating_sub(1)),
        Action::CursorRight => command(model, |c| c.saturating_add(1)),
        Action::Remove => left_out::remove(model),
        Action::Whose => whose(model),
        Action::Browse => browser::open(model),
        _ => Vec::new(),
    }
}

/// An empty line gives the focus back to the list.
fn submit(model: &mut Model) -> Vec<Effect> {
    if model.evidence.line.text.trim().is_empty() {
        model.evidence.typing = false;
        return Vec::new();
    }
    give::submit(model)
}

pub(super) fn selected(model: &Model) -> Option<EvidenceRow> {
    model
        .evidence_rows()
        .get(model.evidence.selection.row)
        .copied()
}

fn open(model: &mut Model) -> Vec<Effect> {
    match selected(model) {
        Some(EvidenceRow::Source(index)) if password::asked_for(model, index) => Vec::new(),
        Some(EvidenceRow::Source(index)) => {
            let place = place(model, index).into_iter().collect();
            outgoing::show(model, place)
        }
        Some(EvidenceRow::Given(index)) => match model.given.get(index).cloned() {
            Some(Given {
                input: Input::Path(folder),
                ..
            }) if model.came_with(index) + model.left_out_of(index) > 0 => {
                browser::open_at(model, folder)
            }
            Some(given) => show_whole(model, given),
            None => Vec::new(),
        },
        Some(EvidenceRow::LeftOut(index)) => match model.left_out.iter().nth(index).cloned() {
            Some(path) => show_whole(model, Given::of(Input::Path(path))),
            None => Vec::new(),
        },
        Some(EvidenceRow::Need(_)) => {
            let text = all_commands(model);
            outgoing::plain(model, text)
        }
        Some(EvidenceRow::Offered(index)) => match model.offered.get(index).cloned() {
            Some(folder) if folder.kind.is_evidence() => give::path(model, folder.path),
            Some(folder) => browser::open_at(model, folder.path),
            None => Vec::new(),
        },
        // Without a row there is nothing but the line to go to.
        None => {
            model.evidence.typing = true;
            Vec::new()
        }
    }
}

/// Something of which no source tells, from its first line.
pub(super) fn show_whole(model: &mut Model, given: Given) -> Vec<Effect> {
    let place = Place {
        input: given.input,
        path: given.shown,
        line: 1,
        excerpt: String::new(),
    };
    outgoing::show(model, vec![place])
}

/// A file at the first line in which something was noticed.
fn place(model: &Model, index: usize) -> Option<Place> {
    let analysis = model.analysis.as_ref()?;
    let source = analysis.gathered.sources.get(index)?;
    Some(Place {
        input: analysis.input(index)?,
        path: source.path.clone(),
        line: source.notes.iter().find_map(|n| n.line).unwrap_or(1),
        excerpt: String::new(),
    })
}

/// The command under the cursor, when what is missing is selected.
fn selected_command(model: &Model) -> Option<String> {
    match selected(model)? {
        EvidenceRow::Need(need) => {
            let commands = model.collect(need);
            let last = commands.len().checked_sub(1)?;
            let collect = commands.get(model.evidence.command.min(last))?;
            Some(collect.command.to_text())
        }
        EvidenceRow::Source(index) => Some(
            model
                .analysis
                .as_ref()?
                .gathered
                .sources
                .get(index)?
                .path
                .clone(),
        ),
        EvidenceRow::Given(index) => Some(model.given.get(index)?.shown.clone()),
        EvidenceRow::LeftOut(index) => {
            let path = model.left_out.iter().nth(index)?;
            Some(path.to_string_lossy().into_owned())
        }
        EvidenceRow::Offered(index) => {
            let folder = &model.offered.get(index)?.path;
            Some(folder.to_string_lossy().into_owned())
        }
    }
}

fn all_commands(model: &Model) -> Option<String> {
    let Some(EvidenceRow::Need(need)) = selected(model) else {
        return selected_command(model);
    };
    let commands = model.collect(need);
    let texts: Vec<String> = commands.iter().map(|c| c.command.to_text()).collect();
    Some(texts.join("\n\n"))
}

fn command(model: &mut Model, to: impl Fn(usize) -> usize) -> Vec<Effect> {
    if let Some(EvidenceRow::Need(need)) = selected(model) {
        let last = model.collect(need).len().saturating_sub(1);
        model.evidence.command = to(model.evidence.command).min(last);
    }
    Vec::new()
}

/// Says whose the selected file's objects are: the tenant's, on-premises, and that
/// it is not known. Only where the file asks, or was told.
fn whose(model: &mut Model) -> Vec<Effect> {
    let Some(EvidenceRow::Source(index)) = selected(model) else {
        return Vec::new();
    };
    let Some(path) = model.asks_whose(index) else {
        return Vec::new();
    };
    match model.sides.remove(&path) {
        None => {
            model.sides.insert(path, Side::Tenant);
        }
        Some(Side::Tenant) => {
            model.sides.insert(path, Side::OnPremises);
        }
        Some(Side::OnPremises) => {}
    }
    give::changed(model, false)
}

impl Model {
    /// Under which name the side of a file is kept, if nothing in it tells whose its
    /// objects are; index into the analysis' `gathered.sources`.
    pub fn asks_whose(&self, source: usize) -> Option<String> {
        let analysis = self.analysis.as_ref()?;
        let file = analysis.gathered.sources.get(source)?;
        let name = match analysis.input(source)? {
            Input::Path(path) | Input::Without(path) => path.to_string_lossy().into_owned(),
            Input::Memory { path, .. } | Input::Entry { path, .. } => path,
            Input::Stdin => "-".to_owned(),
        };
        let asks = file.notes.iter().any(|n| n.kind == NoteKind::SideUnknown);
        (asks || self.sides.contains_key(&name)).then_some(name)
    }
}
