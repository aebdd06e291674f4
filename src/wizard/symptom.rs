//! Step 1: the bounce, pasted or as a file; or nothing.

use super::{Action, Effect, Model, browser, give, outgoing};

pub(super) fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Paste(text) => give::paste(model, &text),
        // Enter without anything goes on: the symptom may be skipped.
        Action::Submit | Action::Open if model.symptom.line.text.trim().is_empty() => {
            super::update::next(model)
        }
        Action::Submit | Action::Open => {
            model.symptom.typing = true;
            give::submit(model)
        }
        Action::Proof => {
            let symptoms = model.analysis.clone();
            let symptoms = symptoms.iter().flat_map(|a| &a.gathered.facts.symptoms);
            let places = model.places(symptoms.flat_map(|s| &s.locations));
            outgoing::show(model, places)
        }
        Action::Copy => outgoing::copy(model, model.symptom.pasted.clone()),
        Action::ShowPlain => outgoing::plain(model, model.symptom.pasted.clone()),
        Action::Browse => browser::open(model),
        _ => Vec::new(),
    }
}
