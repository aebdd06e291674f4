//! Who must send again: the senders, to be gone through and copied.

use super::update::moved;
use super::{Action, Effect, Model, Overlay, outgoing};
use crate::report::Resend;

/// Its keys.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Refused {
        list: Some(list),
        selection,
    }) = &mut model.overlay
    else {
        return Vec::new();
    };
    let senders = list.senders();
    if let Some(to) = moved(selection.row, senders.len(), page, action) {
        selection.row = to;
        return Vec::new();
    }
    let text = senders.get(selection.row).map(|sender| text(sender));
    match action {
        Action::Copy => outgoing::copy(model, text),
        Action::ShowPlain => outgoing::plain(model, text),
        _ => Vec::new(),
    }
}

/// The sender, and below it those whom the mail did not reach.
fn text(sender: &Resend) -> String {
    let from = match sender.sender.as_str() {
        "" => "<>",
        address => address,
    };
    let lines = std::iter::once(from).chain(sender.to.iter().map(String::as_str));
    lines.collect::<Vec<_>>().join("\n")
}
