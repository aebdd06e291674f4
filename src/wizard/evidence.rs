//! Step 2: what was read, what was noticed in it, and what is missing.

use super::{Action, Effect, EvidenceRow, Model, Place, give, outgoing};

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
        Action::Remove => remove(model),
        Action::Browse => give::browse(model),
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

fn selected(model: &Model) -> Option<EvidenceRow> {
    model
        .evidence_rows()
        .get(model.evidence.selection.row)
        .copied()
}

fn open(model: &mut Model) -> Vec<Effect> {
    match selected(model) {
        Some(EvidenceRow::Source(index)) => {
            let place = place(model, index).into_iter().collect();
            outgoing::show(model, place)
        }
        Some(EvidenceRow::Given(index)) => {
            let place = model.given.get(index).map(|given| Place {
                input: given.input.clone(),
                path: given.shown.clone(),
                line: 1,
                excerpt: String::new(),
            });
            outgoing::show(model, place.into_iter().collect())
        }
        Some(EvidenceRow::Need(_)) => {
            let text = all_commands(model);
            outgoing::plain(model, text)
        }
        // Without a row there is nothing but the line to go to.
        None => {
            model.evidence.typing = true;
            Vec::new()
        }
    }
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

/// Takes back what the selected file came with.
fn remove(model: &mut Model) -> Vec<Effect> {
    let given = match selected(model) {
        Some(EvidenceRow::Source(index)) => model.owner(index),
        Some(EvidenceRow::Given(index)) => Some(index),
        Some(EvidenceRow::Need(_)) | None => None,
    };
    match given {
        Some(index) if index < model.given.len() => {
            model.given.remove(index);
            give::changed(model, false)
        }
        _ => Vec::new(),
    }
}
