//! Step 4: the findings, root causes first.

use super::{Action, Effect, Model, Notice, Overlay, Selection, outgoing};
use crate::diagnosis::Finding;

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Open | Action::Submit => {
            if let Some(code) = selected(model).map(|f| f.code) {
                model.put_on_top(Overlay::Page { code, scroll: 0 });
            }
        }
        Action::Proof => {
            let places = selected(model).map(|f| model.places(&f.locations));
            return outgoing::show(model, places.unwrap_or_default());
        }
        Action::Copy => {
            let lines = selected(model).map(proof);
            return outgoing::copy(model, lines);
        }
        Action::ShowPlain => {
            let lines = selected(model).map(proof);
            return outgoing::plain(model, lines);
        }
        Action::Table => model.put_on_top(Overlay::Table(Selection::default())),
        Action::Paste(_) => model.notice = Some(Notice::PasteNotHere),
        _ => {}
    }
    Vec::new()
}

fn selected(model: &Model) -> Option<&Finding> {
    let findings = &model.analysis.as_ref()?.diagnosis.findings;
    findings.get(model.cause.row)
}

/// The lines that prove a finding.
fn proof(finding: &Finding) -> String {
    let lines = finding.locations.iter().map(|l| l.excerpt.as_ref());
    lines.collect::<Vec<&str>>().join("\n")
}
