//! Evidence as it is handed over: typed, pasted, dropped, chosen in the browser,
//! on every step that takes any.

use std::path::PathBuf;

use super::{Effect, Given, Model, Notice, StepId, paths, whose_log};
use crate::evidence::walk::Input;
use crate::terminal::Lang;

/// What a text is called that was pasted in a language; a number follows. It is a name,
/// as that of a file: another language leaves it.
const fn pasted_as(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "pasted text ",
        Lang::Ja => "貼り付けたテキスト ",
    }
}

/// A paste where the step takes evidence.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    // Terminals send the line ends of a paste as carriage returns.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let single = !text.trim_end().contains('\n');
    if let Some((line, candidates)) = model.line_mut()
        && single
        && !line.text.is_empty()
    {
        line.insert(text.trim_end());
        if let Some(candidates) = candidates {
            candidates.clear();
        }
        return Vec::new();
    }
    match paths::pasted(&text, model.home.as_deref()) {
        Some(found) => give(model, found.into_iter().map(Input::Path)),
        None => pasted(model, text),
    }
}

/// What was typed into the line of the step.
pub(super) fn submit(model: &mut Model) -> Vec<Effect> {
    let Some((line, candidates)) = model.line_mut() else {
        return Vec::new();
    };
    let text = line.take();
    if let Some(candidates) = candidates {
        candidates.clear();
    }
    // What was given is looked at next; the symptom's line waits for more.
    if model.step != StepId::Symptom
        && let Some(typing) = model.typing_mut()
    {
        *typing = false;
    }
    match paths::typed(&text, model.home.as_deref()) {
        Some(found) => give(model, found.into_iter().map(Input::Path)),
        None => pasted(model, text),
    }
}

/// A folder that is offered.
pub(super) fn path(model: &mut Model, path: PathBuf) -> Vec<Effect> {
    give(model, [Input::Path(path)])
}

fn pasted(model: &mut Model, text: String) -> Vec<Effect> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let content: std::sync::Arc<[u8]> = text.as_bytes().into();
    if model.step == StepId::Symptom {
        model.symptom.pasted = Some(text);
    }
    let given = model.given.iter().chain(&model.verify.given);
    let same =
        |input: &Input| matches!(input, Input::Memory { content: known, .. } if *known == content);
    if let Some(known) = given.map(|g| &g.input).find(|i| same(i)).cloned() {
        return give(model, [known]);
    }
    let path = pasted_name(model.lang, next_number(model));
    model.pending.pasted = Some(path.clone());
    give(model, [Input::Memory { path, content }])
}

/// How a pasted text is shown; its number tells it from the others.
pub(super) fn pasted_name(lang: Lang, number: u32) -> String {
    format!("{}{number}", pasted_as(lang))
}

fn next_number(model: &Model) -> u32 {
    let given = model.given.iter().chain(&model.verify.given);
    let numbers = given.filter_map(|g| {
        let number = |lang| g.shown.strip_prefix(pasted_as(lang));
        Lang::ALL.into_iter().find_map(number)?.parse::<u32>().ok()
    });
    numbers.max().unwrap_or(0).saturating_add(1)
}

impl Given {
    /// An input with how it is shown.
    pub fn of(input: Input) -> Self {
        let shown = match &input {
            Input::Path(path) | Input::Without(path) => path.to_string_lossy().into_owned(),
            Input::Stdin => "-".to_owned(),
            Input::Memory { path, .. } | Input::Entry { path, .. } => path.clone(),
        };
        Self { input, shown }
    }
}

impl Model {
    /// Whether a line would be taken as a path, and not as a text.
    pub fn reads_as_path(&self, line: &str) -> bool {
        paths::typed(line, self.home.as_deref()).is_some()
    }
}

/// Takes inputs on the step's behalf; what is known already is read again.
pub(super) fn give(model: &mut Model, inputs: impl IntoIterator<Item = Input>) -> Vec<Effect> {
    let newer = model.step == StepId::Verify;
    let given = match newer {
        true => &mut model.verify.given,
        false => &mut model.given,
    };
    let (mut known, mut again) = (None, None);
    for input in inputs {
        // What was left out is wanted after all.
        if let Input::Path(path) = &input
            && !newer
            && model.left_out.remove(path)
        {
            again = Some(Given::of(input).shown);
            continue;
        }
        match given
            .iter()
            .any(|g| g.input == input || holds(&g.input, &input))
        {
            true => known = Some(Given::of(input).shown),
            false => given.push(Given::of(input)),
        }
    }
    let said = known.map(Notice::GivenAlready);
    let said = said.or(again.map(Notice::ReadAgain));
    model.notice = said.or(model.notice.take());
    changed(model, newer)
}

/// Whether a folder that was given holds what is given now.
fn holds(given: &Input, input: &Input) -> bool {
    match (given, input) {
        (Input::Path(given), Input::Path(path)) => path.starts_with(given),
        _ => false,
    }
}

/// What was given has changed: the case is saved, everything is read again.
pub(super) fn changed(model: &mut Model, newer: bool) -> Vec<Effect> {
    if newer {
        whose_log::forget_gone(model);
    }
    let mut effects = model.save_case();
    effects.extend(match newer {
        true => model.load_newer(),
        false => model.load(),
    });
    effects
}

/// Completes the path in the line that has the focus.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let home = model.home.clone();
    let Some((line, Some(_))) = model.line_mut() else {
        return Vec::new();
    };
    if let (Some(home), Some(rest)) = (home, line.text.strip_prefix('~'))
        && rest.starts_with(['/', '\\'])
    {
        *line = super::LineEdit::with(&format!("{}{rest}", home.to_string_lossy()));
    }
    vec![Effect::Complete(line.text.clone())]
}

/// What completion found.
pub(super) fn completed(model: &mut Model, typed: &str, text: &str, found: Vec<String>) {
    let Some((line, Some(candidates))) = model.line_mut() else {
        return;
    };
    // Typing has gone on meanwhile.
    if line.text != typed {
        return;
    }
    if found.is_empty() {
        model.notice = Some(Notice::NoSuchPath(typed.to_owned()));
        return;
    }
    *line = super::LineEdit::with(text);
    *candidates = match found.len() {
        1 => Vec::new(),
        _ => found,
    };
}
