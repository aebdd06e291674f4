//! The what-if: what can be changed, what it is and would be, and what the replay says
//! before and after.

use super::{numbered, pages};
use crate::attribution::{Shown, Status};
use crate::i18n::linear::predicted;
use crate::i18n::wizard::{ViewWord as V, view_word};
use crate::i18n::words::{relay, status};
use crate::i18n::{shown, subject};
use crate::linear::offers::on_page;
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Model, Predicted, WhatIfView};

pub(super) fn write(page: &mut Page, model: &Model, view: &WhatIfView) {
    page.blank();
    pages(page, model);
    on_page(model).for_each(|nth| value(page, model, view, nth));
    page.blank();
    both(page, model, view);
    page.say(Role::Muted, view_word(model.lang, V::CountedNow));
}

/// A value, and what would come of all that was changed.
pub(super) fn changed(page: &mut Page, model: &Model, view: &WhatIfView, nth: usize) {
    value(page, model, view, nth);
    both(page, model, view);
}

fn value(page: &mut Page, model: &Model, view: &WhatIfView, nth: usize) {
    let lang = model.lang;
    let Some(target) = view.targets.get(nth) else {
        return;
    };
    let now = shown(lang, view.now.get(nth).unwrap_or(&Shown::Unknown));
    let (role, value) = match view.changed.get(&nth) {
        None => (Role::Plain, now),
        Some(value) => {
            let value = match value.is_empty() || value == "$null" {
                true => shown(lang, &Shown::Empty),
                false => value.clone(),
            };
            let was = view_word(lang, V::Instead);
            (Role::Accent, format!("{value} ({was} {now})"))
        }
    };
    let text = format!("{}: {value}", subject(lang, &target.subject()));
    numbered(page, nth, role, &text);
}

fn both(page: &mut Page, model: &Model, view: &WhatIfView) {
    let lang = model.lang;
    one(page, model, V::AsItIs, view.before);
    match (view.after, view.replaying.1) {
        (Some(after), _) => one(page, model, V::AfterIt, after),
        (None, true) => page.say(Role::Muted, view_word(lang, V::Replaying)),
        (None, false) => page.say(Role::Muted, view_word(lang, V::NothingChanged)),
    }
}

fn one(page: &mut Page, model: &Model, name: V, told: Predicted) {
    let lang = model.lang;
    let role = match told.relay {
        Status::Met => Role::Ok,
        Status::Broken => Role::Danger,
        Status::Unknown => Role::Warning,
    };
    let text = predicted(
        lang,
        view_word(lang, name),
        relay(lang, told.relay),
        [told.organization, told.connector].map(|s| status(lang, s)),
        [told.accepted, told.refused, told.unknown],
    );
    page.say(role, &text);
}
