//! Step 6: newer evidence, and what it shows beside the older.

use super::{
    Action, Effect, Given, Model, Overlay, VerifyRow, browser, evidence, give, left_out, outgoing,
    password, watching, whose_log,
};
use crate::evidence::walk::Input;

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Paste(text) => give::paste(model, &text),
        Action::Submit | Action::Open if model.verify.typing => submit(model),
        Action::Open | Action::Submit => open(model),
        Action::Copy => {
            let given = selected_given(model).and_then(|i| model.verify.given.get(i));
            let text = given.map(|g| g.shown.clone());
            outgoing::copy(model, text)
        }
        Action::Remove => match selected_given(model) {
            Some(given) => left_out::take_back(model, true, given),
            None => Vec::new(),
        },
        Action::Whose => match selected_given(model) {
            Some(given) => whose_log::say_next(model, given),
            None => Vec::new(),
        },
        Action::Watch => watching::toggle(model),
        Action::Browse => browser::open(model),
        _ => Vec::new(),
    }
}

/// An empty line gives the focus back to the list.
fn submit(model: &mut Model) -> Vec<Effect> {
    if model.verify.line.text.trim().is_empty() {
        model.verify.typing = false;
        return Vec::new();
    }
    give::submit(model)
}

fn selected(model: &Model) -> Option<VerifyRow> {
    model.verify_rows().get(model.verify.selection.row).copied()
}

fn selected_given(model: &Model) -> Option<usize> {
    match selected(model)? {
        VerifyRow::Given(index) => Some(index).filter(|i| *i < model.verify.given.len()),
        VerifyRow::Cause(_) => None,
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    match selected(model) {
        Some(VerifyRow::Cause(code)) => model.put_on_top(Overlay::Page { code, scroll: 0 }),
        // Without a row there is nothing but the line to go to.
        None => model.verify.typing = true,
        Some(VerifyRow::Given(given)) if password::asked_for_newer(model, given) => {}
        Some(VerifyRow::Given(given)) => match model.verify.given.get(given).cloned() {
            Some(Given {
                input: Input::Path(folder),
                ..
            }) if !is_one_file(model, given) => return browser::open_at(model, folder),
            Some(given) => return evidence::show_whole(model, given),
            None => {}
        },
    }
    Vec::new()
}

/// Whether what was given is a file or text itself, and no folder.
fn is_one_file(model: &Model, given: usize) -> bool {
    let given = model.verify.given.get(given).map(|g| &g.input);
    let files = model.verify.newer.iter().flat_map(|n| &n.gathered.files);
    let mut inputs = files.map(super::input_of);
    inputs.any(|input| Some(&input) == given)
}
