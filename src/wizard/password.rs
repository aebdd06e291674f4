//! Files that want a password: one question a file, on top of the step. The password
//! is used once; what is kept of the file are its certificates.

use std::fmt;

use zeroize::Zeroize;

use super::{Analysis, Effect, LineEdit, Model, Overlay, owns};
use crate::evidence::formats::certificate::Locked;
use crate::evidence::secret::Secret;

/// Bytes of a password for which no second buffer is needed.
const ROOM: usize = 1024;

/// A question for the password of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedPassword {
    /// The file as it is shown.
    pub path: String,
    /// The file.
    pub locked: Locked,
    /// What is being typed.
    pub line: SecretLine,
    /// The last one typed was not the right one.
    pub wrong: bool,
    /// One is being tried.
    pub trying: bool,
}

/// A line that is typed and never shown; overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretLine(LineEdit);

impl Default for SecretLine {
    fn default() -> Self {
        Self(LineEdit {
            text: String::with_capacity(ROOM),
            cursor: 0,
        })
    }
}

impl SecretLine {
    /// A line as long, of asterisks.
    pub fn masked(&self) -> LineEdit {
        LineEdit {
            text: "*".repeat(self.0.text.chars().count()),
            cursor: self.0.cursor,
        }
    }

    pub(super) fn edit(&mut self) -> &mut LineEdit {
        &mut self.0
    }

    fn take(&mut self) -> Secret {
        Secret::new(std::mem::take(self).into_text())
    }

    fn into_text(mut self) -> String {
        std::mem::take(&mut self.0.text)
    }
}

impl Drop for SecretLine {
    fn drop(&mut self) {
        self.0.text.zeroize();
    }
}

impl fmt::Debug for SecretLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretLine")
    }
}

/// Asks for the next file that wants a password and was not left out; when all are
/// answered and one was opened, everything is read again.
pub(super) fn ask_next(model: &mut Model) -> Vec<Effect> {
    // Nobody is interrupted in what they are typing or reading.
    let busy = model.overlay.is_some() || model.line().is_some_and(|l| !l.text.is_empty());
    let next = waiting(model).into_iter().find(|(_, locked)| {
        let id = locked.id();
        !model.pending.answered.contains(&id)
    });
    match next {
        Some((path, locked)) if !busy => ask(model, path, locked),
        _ if model.pending.unlocked => {
            model.pending.unlocked = false;
            return model.load();
        }
        _ => {}
    }
    Vec::new()
}

/// Asks for the password of a source, if it wants one; whether it does.
pub(super) fn asked_for(model: &mut Model, source: usize) -> bool {
    let analysis = model.analysis.clone();
    let found = analysis.and_then(|a| locked(&a).find(|(index, ..)| *index == source));
    match found {
        Some((_, path, locked)) => {
            ask(model, path, locked);
            true
        }
        None => false,
    }
}

/// The same of something newer; index into what was given in step 6.
pub(super) fn asked_for_newer(model: &mut Model, given: usize) -> bool {
    match newer(model, given) {
        Some((path, locked)) => {
            ask(model, path, locked);
            true
        }
        None => false,
    }
}

/// The first file of something newer that wants a password.
fn newer(model: &Model, given: usize) -> Option<(String, Locked)> {
    let analysis = model.verify.newer.as_ref()?;
    let given = model.verify.given.get(given)?;
    let of_it = |index: usize| {
        let file = analysis.gathered.files.get(index);
        file.is_some_and(|file| owns(&given.input, file))
    };
    let (_, path, locked) = locked(analysis).find(|(index, ..)| of_it(*index))?;
    Some((path, locked))
}

impl Model {
    /// Whether a file waits for its password; index into the analysis' `gathered.sources`.
    pub fn wants_password(&self, source: usize) -> bool {
        let analysis = self.analysis.as_deref();
        analysis.is_some_and(|a| locked(a).any(|(index, ..)| index == source))
    }

    /// Whether something newer has a file that does; index into what was given in step 6.
    pub fn newer_wants_password(&self, given: usize) -> bool {
        newer(self, given).is_some()
    }
}

fn ask(model: &mut Model, path: String, locked: Locked) {
    model.put_on_top(Overlay::Password(AskedPassword {
        path,
        locked,
        line: SecretLine::default(),
        wrong: false,
        trying: false,
    }));
}

/// All that want one, of the evidence and of the newer.
fn waiting(model: &Model) -> Vec<(String, Locked)> {
    let all = [&model.analysis, &model.verify.newer].into_iter().flatten();
    all.flat_map(|a| locked(a).collect::<Vec<_>>())
        .map(|(_, path, locked)| (path, locked))
        .collect()
}

fn locked(analysis: &Analysis) -> impl Iterator<Item = (usize, String, Locked)> {
    let gathered = &analysis.gathered;
    gathered.locked.iter().filter_map(|(id, locked)| {
        let index = id.0 as usize;
        let path = gathered.sources.get(index)?.path.clone();
        Some((index, path, locked.clone()))
    })
}

/// Tries what was typed.
pub(super) fn submit(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Password(asked)) = &mut model.overlay else {
        return Vec::new();
    };
    if asked.trying || asked.line.0.text.is_empty() {
        return Vec::new();
    }
    asked.trying = true;
    vec![Effect::Unlock {
        locked: asked.locked.clone(),
        password: asked.line.take(),
    }]
}

/// Leaves the file out, until it is asked for again.
pub(super) fn skip(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Password(asked)) = &model.overlay {
        let id = asked.locked.id();
        model.pending.answered.insert(id);
    }
    model.take_off();
    ask_next(model)
}

/// Whether the password was the right one.
pub(super) fn tried(model: &mut Model, id: [u8; 20], right: bool) -> Vec<Effect> {
    if right {
        model.pending.answered.insert(id);
        model.pending.unlocked = true;
    }
    match &mut model.overlay {
        Some(Overlay::Password(asked)) if asked.locked.id() == id => {
            (asked.wrong, asked.trying) = (!right, false);
            if right {
                model.take_off();
            }
        }
        // Help lies on it, or it was left out meanwhile.
        _ => {
            let under = model.under.iter_mut().rev();
            for overlay in under {
                if let Overlay::Password(asked) = overlay
                    && asked.locked.id() == id
                {
                    (asked.wrong, asked.trying) = (!right, false);
                }
            }
        }
    }
    match right {
        true => ask_next(model),
        false => Vec::new(),
    }
}
