//! The what-if: what can be changed, what it is and would be, and below it what the
//! replay says before and after.

use super::{Draw, input};
use crate::attribution::{Shown as Value, Status};
use crate::i18n::wizard::{ViewWord as V, nth_of, view_word};
use crate::i18n::{shown as value_text, words, wrong_setting};
use crate::terminal::{Column, Overflow, Role, sanitise};
use crate::tui::ink::Part;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::{Overlay, Predicted, Target, WhatIfView};

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::WhatIf(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let bottom = bottom(draw, view);
    let mut how = draw.sheet();
    how.say(Role::Muted, view_word(lang, V::WhatIfHow));
    how.blank();
    let taken = bottom.height() + how.height() + 1;
    let room = usize::from(draw.area.height).saturating_sub(taken).max(1);
    let all = view.targets.len();
    let nth = match all > room {
        true => nth_of(lang, view.row + 1, all),
        false => String::new(),
    };
    let mut head = draw.sheet();
    head.row(vec![
        draw.ink.part(Role::Heading, view_word(lang, V::WhatIf)),
        draw.ink.muted(&format!("  {nth}")),
    ]);
    head.append(how);
    let [above, rest] = draw.split(head.height());
    head.draw(above, draw.buf, None);
    draw.area = rest;
    // The predictions stand right below the values that make them.
    let [list_area, below] = draw.split(room.min(all));
    let mut list = draw.sheet();
    let top = view.top_within(room);
    for at in top..view.targets.len().min(top + room) {
        target(draw, &mut list, view, at);
    }
    let hits = list.draw(list_area, draw.buf, Some(0)).hits;
    let shown = bottom.draw(below, draw.buf, None);
    Shown {
        page: room,
        most: 0,
        hits,
        ..shown
    }
}

/// One value: whose, what it is, what it would be.
fn target(draw: &Draw, sheet: &mut Sheet, view: &WhatIfView, at: usize) {
    let ink = draw.ink;
    let here = at == view.row;
    let Some(target) = view.targets.get(at) else {
        return;
    };
    let (whose, what) = named(draw, target);
    let whose_width = whose_width(sheet.width);
    sheet.row_begins(at, here);
    let mut parts = vec![sheet.cursor(here)];
    let what = vec![ink.part(lifted(Role::Plain, here), what)];
    parts.extend(ink.cell(what, WHAT));
    parts.push(ink.plain("  "));
    let name = vec![ink.part(lifted(Role::Muted, here), whose)];
    parts.extend(ink.cell(name, whose_width));
    parts.push(ink.plain("  "));
    parts.extend(values(draw, view, at, here));
    sheet.row(parts);
}

/// Columns of the longest property.
const WHAT: usize = 25;

/// Columns of the name of a connector.
fn whose_width(width: usize) -> usize {
    let rest = width.saturating_sub(CURSOR + WHAT + 4);
    (rest * 2 / 5).min(34)
}

/// Whose value it is, and which.
fn named<'t>(draw: &Draw, target: &'t Target) -> (&'t str, &'static str) {
    let lang = draw.model.lang;
    match target {
        Target::Inbound(name, property) => (name, property.name()),
        Target::Send(name) => (name, view_word(lang, V::Certificate)),
        Target::AcceptedDomain => ("", view_word(lang, V::OneMoreDomain)),
        Target::EgressAddress => ("", view_word(lang, V::EgressAddress)),
    }
}

/// The selected value whole, where its row is cut.
fn whole(draw: &Draw, sheet: &mut Sheet, view: &WhatIfView) {
    let Some(target) = view.targets.get(view.row) else {
        return;
    };
    let ink = draw.ink;
    let (whose, _) = named(draw, target);
    let width = whose_width(sheet.width);
    let room = sheet.width.saturating_sub(CURSOR + WHAT + 4 + width);
    let is_cut = ink.columns(&values(draw, view, view.row, false)) > room;
    if !is_cut && ink.width(&sanitise(whose)) <= width {
        return;
    }
    let whole = match value(draw, view, view.row) {
        (now, None) => now,
        (now, Some(value)) => format!("{value}  {}", instead(draw, &now)),
    };
    let parts = [whose, &whole].into_iter().filter(|part| !part.is_empty());
    sheet.say(Role::Muted, &parts.collect::<Vec<_>>().join("  "));
    sheet.blank();
}

/// What a value is, and what it was changed to.
fn value(draw: &Draw, view: &WhatIfView, at: usize) -> (String, Option<String>) {
    let lang = draw.model.lang;
    let now = view.now.get(at).unwrap_or(&Value::Unknown);
    let changed = view.changed.get(&at);
    let changed = changed.map(|value| match value.is_empty() || value == "$null" {
        true => value_text(lang, &Value::Empty),
        false => value.clone(),
    });
    (value_text(lang, now), changed)
}

/// What a changed value is as yet.
fn instead(draw: &Draw, now: &str) -> String {
    format!("({} {now})", view_word(draw.model.lang, V::Instead))
}

fn values(draw: &Draw, view: &WhatIfView, at: usize, here: bool) -> Vec<Part> {
    let ink = draw.ink;
    match value(draw, view, at) {
        (now, None) => vec![ink.part(lifted(Role::Plain, here), &now)],
        (now, Some(value)) => vec![
            ink.part(Role::Accent, &value),
            ink.muted(&format!("  {}", instead(draw, &now))),
        ],
    }
}

/// The line that is typed, and the two predictions.
fn bottom<'m>(draw: &Draw<'m, '_>, view: &WhatIfView) -> Sheet<'m> {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.blank();
    whole(draw, &mut sheet, view);
    if let Some(line) = &view.line {
        input::draw(&mut sheet, line, &[], true, view_word(lang, V::TypeValue));
    }
    if let Some((setting, wrong)) = &view.wrong {
        let why = wrong_setting(lang, setting, wrong);
        let why = why.trim_end().trim_start_matches("relay-doctor: ");
        sheet.say(Role::Warning, why);
    }
    if view.line.is_some() || view.wrong.is_some() {
        sheet.blank();
    }
    let after = match (view.after, view.replaying.1) {
        (Some(after), _) => row(draw, V::AfterIt, Some(after)),
        (None, true) => row(draw, V::Replaying, None),
        (None, false) => row(draw, V::NothingChanged, None),
    };
    let heads = [V::WaysTakenNow, V::Relay, V::ConditionA, V::ConditionB];
    let counts = [V::WouldPass, V::WouldBeRefused, V::CannotTell];
    let heads = heads.into_iter().chain(counts);
    let heads = heads.map(|w| (Role::Muted, view_word(lang, w).to_owned()));
    let text = Column::left(Overflow::Keep, 0);
    let columns = [
        text,
        text,
        text,
        text,
        Column::number(),
        Column::number(),
        Column::number(),
    ];
    let rows = [
        heads.collect(),
        row(draw, V::AsItIs, Some(view.before)),
        after,
    ];
    sheet.table(&columns, &rows, None, |_, _| {});
    sheet
}

fn row(draw: &Draw, name: V, predicted: Option<Predicted>) -> Vec<(Role, String)> {
    let lang = draw.model.lang;
    let name = (Role::Plain, view_word(lang, name).to_owned());
    let Some(predicted) = predicted else {
        let dash = || (Role::Muted, "-".to_owned());
        return std::iter::once(name)
            .chain((0..6).map(|_| dash()))
            .collect();
    };
    let role = |status| match status {
        Status::Met => Role::Ok,
        Status::Broken => Role::Danger,
        Status::Unknown => Role::Warning,
    };
    let condition = |status: Status| {
        let glyphs = draw.ink.glyphs();
        let mark = match status {
            Status::Met => glyphs.ok,
            Status::Broken => glyphs.mismatch,
            Status::Unknown => glyphs.unknown,
        };
        (role(status), mark.to_owned())
    };
    let count = |n: u64| (Role::Plain, crate::i18n::wizard::grouped(n));
    vec![
        name,
        (
            role(predicted.relay),
            words::relay(lang, predicted.relay).to_owned(),
        ),
        condition(predicted.organization),
        condition(predicted.connector),
        count(predicted.accepted),
        count(predicted.refused),
        count(predicted.unknown),
    ]
}
