//! Step 3: sent, configured, expected side by side.

use super::{Action, CompareRow, Effect, Model, Notice, Overlay, Selection, outgoing};

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Differences => differences(model),
        Action::Open | Action::Proof | Action::Submit => {
            let places = selected(model).map(|row| model.compared_places(row));
            return outgoing::show(model, places.unwrap_or_default());
        }
        Action::Copy => {
            let value = selected(model).and_then(|row| model.compared_value(row));
            return outgoing::copy(model, value);
        }
        Action::ShowPlain => {
            let value = selected(model).and_then(|row| model.compared_value(row));
            return outgoing::plain(model, value);
        }
        Action::CursorLeft => model.compare_side = crate::evidence::Side::OnPremises,
        Action::CursorRight => model.compare_side = crate::evidence::Side::Tenant,
        Action::Table => model.put_on_top(Overlay::Table(Selection::default())),
        Action::Paste(_) => model.notice = Some(Notice::PasteNotHere),
        _ => {}
    }
    Vec::new()
}

fn selected(model: &Model) -> Option<CompareRow> {
    model.compare_rows().get(model.compare.0.row).copied()
}

/// The selected row stays selected where it is still shown.
fn differences(model: &mut Model) {
    let row = selected(model);
    model.compare.1 = !model.compare.1;
    let rows = model.compare_rows();
    let at = rows.iter().position(|r| Some(*r) == row);
    model.compare.0 = Selection {
        row: at.unwrap_or(0),
    };
}
