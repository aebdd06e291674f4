//! The whole screen: header, body, what to do next, keys. Draws the model and
//! changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{Ink, Part};
use super::keymap::Entry;
use super::next;
use super::notice::noticed;
use super::place::Place;
use super::screens::{self, Draw};
use super::sheet::{Hit, Sheet, Shown};
use super::theme::Theme;
use crate::i18n::wizard::{self as text, KeyLabel, Word, hint, key_label, word};
use crate::remedy::PlanOption;
use crate::terminal::{Role, sanitise};
use crate::wizard::{Action, EvidenceRow, Model, Overlay, StepId, VerifyRow};

/// The smallest screen on which everything can be seen.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Lines above the body: steps, rule.
const ABOVE: u16 = 2;
/// Lines below it: notice, next, keys.
const BELOW: u16 = 3;

/// Lines that a notice takes of the body when it is too long for the rule below it.
const NOTICE: usize = 4;

/// Draws the model. Tells what was shown and where the cursor stands.
pub fn view(model: &Model, theme: &Theme, area: Rect, buf: &mut Buffer) -> Shown {
    let theme = theme.under(&model.settings, model.light);
    let ink = Ink {
        theme: &theme,
        lang: model.lang,
    };
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return too_small(ink, area, buf);
    }
    let row = |y: u16| Rect {
        y: area.y + y,
        height: 1,
        ..area
    };
    let (steps, clicks) = header(model, ink, row(0));
    steps.draw(row(0), buf, None);
    rule(ink, area.width, Some(ink.muted(&model.name))).draw(row(1), buf, None);
    let (said, long) = notice(model, ink, area.width);
    let taken = u16::try_from(long.height()).unwrap_or(0);
    let body = Rect {
        x: area.x + 1,
        y: area.y + ABOVE,
        width: area.width - 2,
        height: area.height - ABOVE - BELOW - taken,
    };
    let mut shown = screens::body(&mut Draw {
        model,
        ink,
        area: body,
        buf,
    });
    let over_rule = Rect {
        y: body.bottom(),
        height: taken,
        ..body
    };
    long.draw(over_rule, buf, Some(0));
    let place = Place::of(model);
    if !place.has_rows() {
        shown.hits.clear();
    }
    if model.overlay.is_none() {
        shown.hits.extend(clicks);
    }
    rule(ink, area.width, said).draw(row(area.height - 3), buf, None);
    next_line(model, ink, area.width).draw(row(area.height - 2), buf, None);
    keys(model, ink, area.width).draw(row(area.height - 1), buf, None);
    shown
}

/// What is said within the rule, or, too long for that, in lines above it.
fn notice<'a>(model: &Model, ink: Ink<'a>, width: u16) -> (Option<Part>, Sheet<'a>) {
    let mut sheet = Sheet::new(ink, usize::from(width - 2));
    let Some((role, text)) = model.notice.as_ref().map(|n| noticed(ink.lang, n)) else {
        return (None, sheet);
    };
    let part = ink.part(role, &text);
    if ink.columns(std::slice::from_ref(&part)) <= usize::from(width - 4) {
        return (Some(part), sheet);
    }
    sheet.say(role, &text);
    sheet.keep(NOTICE);
    (None, sheet)
}

fn too_small(ink: Ink, area: Rect, buf: &mut Buffer) -> Shown {
    let mut sheet = Sheet::new(ink, usize::from(area.width));
    sheet.say(
        Role::Plain,
        &text::too_small(ink.lang, area.width, area.height),
    );
    sheet.draw(area, buf, Some(0))
}

/// The program's name and the six steps, the current one marked.
/// With where a click on each of them is.
fn header<'a>(model: &Model, ink: Ink<'a>, area: Rect) -> (Sheet<'a>, Vec<Hit>) {
    let width = usize::from(u16::MAX);
    let mut sheet = Sheet::new(ink, width);
    let mut parts = vec![ink.part(Role::Title, " relay-doctor"), ink.plain("   ")];
    let mut clicks = Vec::new();
    for step in StepId::ALL {
        let before = ink.columns(&parts);
        let name = format!(
            "{} {}",
            step.number(),
            text::step_name(model.lang, step.number())
        );
        parts.push(match step {
            _ if step == model.step => ink.part(Role::Accent, &format!("[{name}]")),
            _ if step <= model.reached => ink.plain(&format!(" {name} ")),
            _ => ink.muted(&format!(" {name} ")),
        });
        let cell = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        clicks.push(Hit {
            area: Rect {
                x: area.x.saturating_add(cell(before)),
                width: cell(ink.columns(&parts) - before),
                ..area
            },
            action: Action::GoTo(step),
            opens: false,
        });
    }
    sheet.row(parts);
    (sheet, clicks)
}

/// A line across, with something said in it.
fn rule<'a>(ink: Ink<'a>, width: u16, said: Option<Part>) -> Sheet<'a> {
    let width = usize::from(width);
    let mut sheet = Sheet::new(ink, width);
    let line = |columns| ink.clean(Role::Muted, ink.glyphs().rule(columns, ink.theme.ambiguous));
    let mut parts = vec![line(1)];
    if let Some(said) = said {
        parts.push(ink.plain(" "));
        let room = width.saturating_sub(4);
        parts.extend(ink.fit(vec![said], room));
        parts.push(ink.plain(" "));
    }
    let left = width.saturating_sub(ink.columns(&parts));
    parts.push(line(left));
    sheet.row(parts);
    sheet
}

/// What to do next, and its key.
fn next_line<'a>(model: &Model, ink: Ink<'a>, width: u16) -> Sheet<'a> {
    let mut sheet = Sheet::new(ink, usize::from(width));
    let next = next::next(model);
    let mut parts = vec![ink.part(Role::Accent, &format!(" {}", word(ink.lang, Word::Next)))];
    if let Some(key) = next.key(ink) {
        parts.push(ink.part(Role::Title, &format!("  {key}")));
    }
    parts.push(ink.plain(&format!("  {}", hint(ink.lang, next.hint))));
    sheet.row(parts);
    sheet
}

/// What a key does with the selected row, where that differs from row to row.
fn label_here(model: &Model, label: KeyLabel) -> KeyLabel {
    let is_locked = match (model.step, label) {
        (StepId::Evidence, KeyLabel::OpenSource) => {
            let rows = model.evidence_rows();
            let row = rows.get(model.evidence.selection.row);
            matches!(row, Some(EvidenceRow::Source(index)) if model.wants_password(*index))
        }
        (StepId::Verify, KeyLabel::OpenRow) => {
            let rows = model.verify_rows();
            let row = rows.get(model.verify.selection.row);
            matches!(row, Some(VerifyRow::Given(index)) if model.newer_wants_password(*index))
        }
        _ => false,
    };
    if is_locked {
        KeyLabel::AskPassword
    } else {
        label
    }
}

/// Whether a key opens a row where there is none.
fn opens_nothing(model: &Model, place: Place, label: KeyLabel) -> bool {
    match (place, label, &model.overlay) {
        (Place::Table, KeyLabel::Sessions, _) => {
            model.analysis.as_ref().is_none_or(|a| a.rows.is_empty())
        }
        (Place::Sessions, KeyLabel::OpenSession, Some(Overlay::Sessions(view))) => {
            view.shown.is_empty()
        }
        (Place::Options, KeyLabel::Choose, _) => {
            let options = model.analysis.as_ref().map(|a| &a.plan.options);
            let option = options.and_then(|o| o.get(model.fix.selection.row));
            !option.is_some_and(PlanOption::can_be_taken)
        }
        (Place::Verify, KeyLabel::OpenRow, _) => model.verify_rows().is_empty(),
        (Place::Search, KeyLabel::GoThere, Some(Overlay::Search(view))) => view.hits.is_empty(),
        (Place::Cases, KeyLabel::Resume, Some(Overlay::Cases(cases))) => cases.selected().is_none(),
        _ => false,
    }
}

/// The keys of the place, as many as there is room for; help and leaving always.
fn keys<'a>(model: &Model, ink: Ink<'a>, width: u16) -> Sheet<'a> {
    let width = usize::from(width);
    let mut sheet = Sheet::new(ink, width);
    let keys = &ink.theme.keys;
    let place = Place::of(model);
    let all = keys.entries(place, model.lang, ink.theme.ascii());
    let is_shown = |e: &Entry| e.footer && !opens_nothing(model, place, e.label);
    let shown = all.into_iter().filter(is_shown).map(|entry| Entry {
        label: label_here(model, entry.label),
        ..entry
    });
    let shown: Vec<Entry> = shown.collect();
    let is_last = |e: &&Entry| matches!(e.label, KeyLabel::Help | KeyLabel::Quit);
    let last: Vec<Part> = shown
        .iter()
        .filter(is_last)
        .flat_map(|e| entry(ink, e))
        .collect();
    let mut room = width.saturating_sub(ink.columns(&last) + 1);
    let mut parts = vec![ink.plain(" ")];
    room = room.saturating_sub(1);
    for one in shown.iter().filter(|e| !is_last(e)) {
        let words = entry(ink, one);
        let wide = ink.columns(&words);
        if wide > room {
            continue;
        }
        room -= wide;
        parts.extend(words);
    }
    parts.push(ink.clean(Role::Plain, " ".repeat(room)));
    parts.extend(last);
    sheet.row(parts);
    sheet
}

fn entry(ink: Ink, entry: &Entry) -> Vec<Part> {
    let keys = sanitise(&entry.keys);
    vec![
        ink.part(Role::Title, &keys),
        ink.plain(" "),
        ink.muted(key_label(ink.lang, entry.label)),
        ink.plain("  "),
    ]
}
