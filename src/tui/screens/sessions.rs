//! The sessions of the logs, or the filter. Of the list only the rows that are seen
//! are written, however many there are.

use super::{Draw, input};
use crate::facts::sessions::{
    FilterField, SessionCertificate, SessionIndex, SessionOutcome, SessionRow,
};
use crate::i18n::wizard::{ViewWord as V, left_out, messages, outcome_word, shown_of, view_word};
use crate::i18n::{self, filter_name, filter_value, from_to, session_certificate, to_the_second};
use crate::terminal::{Role, sanitise};
use crate::tui::ink::Part;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::{FilterForm, Overlay, SessionsView};

/// Lines below the list: a blank one, and what the selected session is about.
const BELOW: usize = 3;
/// Names that tell how wide their column is.
const NAMES: usize = 64;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Sessions(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    if let Some(form) = &view.form {
        return filter(draw, view, form);
    }
    let lang = draw.model.lang;
    let mut sheet = head(draw, view);
    let columns = Columns::of(draw, view.index());
    if view.shown.is_empty() {
        sheet.blank();
        let (role, why) = match () {
            () if view.filtering.1 => (Role::Muted, V::Filtering),
            () if view.index().rows.is_empty() => (Role::Plain, V::NoSessions),
            () => (Role::Plain, V::NoneFits),
        };
        sheet.say(role, view_word(lang, why));
        return draw.show(&sheet, None);
    }
    let heads = [V::Time, V::Outcome, V::Server, V::Connector, V::Certificate];
    let heads = heads.map(|w| (Role::Muted, view_word(lang, w).to_owned()));
    let mut first = vec![draw.ink.plain("  ")];
    first.extend(columns.parts(draw, &heads));
    sheet.row(first);
    let room = usize::from(draw.area.height).saturating_sub(sheet.height() + BELOW);
    for at in view.top_within(room)..view.shown.len().min(view.top_within(room) + room) {
        if let Some(row) = view.session(at) {
            sheet.row_begins(at, at == view.row);
            line(draw, &mut sheet, view, &columns, (at == view.row, row));
        }
    }
    about(draw, &mut sheet, view);
    let shown = draw.show(&sheet, Some(0));
    Shown {
        page: room,
        most: 0,
        ..shown
    }
}

fn head<'m>(draw: &Draw<'m, '_>, view: &SessionsView) -> Sheet<'m> {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let mut sheet = draw.sheet();
    let index = view.index();
    let mut first = vec![
        ink.part(Role::Heading, view_word(lang, V::Sessions)),
        ink.plain("  "),
        ink.plain(&shown_of(lang, view.shown.len(), index.rows.len())),
    ];
    if view.filtering.1 {
        first.push(ink.muted(&format!("  {}", view_word(lang, V::Filtering))));
    }
    if index.left_out > 0 {
        let more = left_out(lang, index.left_out);
        first.push(ink.muted(&format!("  ({more})")));
    }
    sheet.row(first);
    sheet.row(vec![ink.muted(&conditions(draw, view))]);
    sheet
}

/// The filter in words.
fn conditions(draw: &Draw, view: &SessionsView) -> String {
    let lang = draw.model.lang;
    let set = i18n::conditions(lang, &draw.model.zone, view.index(), &view.filter);
    match set.is_empty() {
        true => view_word(lang, V::AnyFilter).to_owned(),
        false => set.join("  "),
    }
}

/// Columns of the widest of the first names, and of what else may stand there.
fn widest<'n>(draw: &Draw, other: V, names: impl Iterator<Item = &'n str>) -> usize {
    let names = names
        .take(NAMES)
        .map(|name| draw.ink.width(&sanitise(name)));
    let other = draw.ink.width(view_word(draw.model.lang, other));
    names.fold(other, usize::max)
}

/// How wide the cells of a row are; the same for all rows, so that nothing jumps.
struct Columns([usize; 5]);

impl Columns {
    fn of(draw: &Draw, index: &SessionIndex) -> Self {
        let rest = usize::from(draw.area.width).saturating_sub(CURSOR + 14 + 14 + 4 * 2);
        let lang = draw.model.lang;
        let server = widest(draw, V::Server, index.servers.iter().map(String::as_str));
        let server = server.min(rest / 4);
        let rest = rest - server;
        let sent = index.certificates.iter();
        let sent = sent.map(|c| session_certificate(lang, SessionCertificate::Sent(c)));
        let certificate = widest(draw, V::NoCertificateSent, sent).min(rest * 3 / 5);
        let connectors = index.connectors.iter().map(String::as_str);
        let connector = widest(draw, V::Connector, connectors).min(rest - certificate);
        Self([14, 14, server, connector, rest - connector])
    }

    fn parts(&self, draw: &Draw, cells: &[(Role, String); 5]) -> Vec<Part> {
        let mut parts = Vec::new();
        for (nth, ((role, text), width)) in cells.iter().zip(self.0).enumerate() {
            let gap = if nth > 0 { "  " } else { "" };
            parts.push(draw.ink.plain(gap));
            parts.extend(draw.ink.cell(vec![draw.ink.part(*role, text)], width));
        }
        parts
    }
}

#[cfg(test)]
thread_local! {
    /// Rows that were written.
    static WRITTEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

fn line(
    draw: &Draw,
    sheet: &mut Sheet,
    view: &SessionsView,
    columns: &Columns,
    (selected, row): (bool, &SessionRow),
) {
    #[cfg(test)]
    WRITTEN.with(|count| count.set(count.get() + 1));
    let lang = draw.model.lang;
    let index = view.index();
    let plain = lifted(Role::Plain, selected);
    let (role, outcome) = match row.outcome() {
        Some(outcome) => (of(outcome), outcome_word(lang, outcome)),
        None => (Role::Muted, "-"),
    };
    let cells = [
        (
            plain,
            to_the_second(lang, row.started, &draw.model.zone, true),
        ),
        (lifted(role, selected), outcome.to_owned()),
        (plain, index.server(row).to_owned()),
        (plain, index.connector(row).to_owned()),
        certificate(draw, index, row, plain),
    ];
    let mut parts = vec![sheet.cursor(selected)];
    parts.extend(columns.parts(draw, &cells));
    sheet.row(parts);
}

fn certificate(draw: &Draw, index: &SessionIndex, row: &SessionRow, role: Role) -> (Role, String) {
    let certificate = index.certificate(row);
    let role = match certificate {
        SessionCertificate::Sent(_) => role,
        SessionCertificate::NotSent => Role::Warning,
        SessionCertificate::Unknown => Role::Muted,
    };
    let name = session_certificate(draw.model.lang, certificate);
    (role, name.to_owned())
}

fn of(outcome: SessionOutcome) -> Role {
    match outcome {
        SessionOutcome::Refused | SessionOutcome::InboundRefused => Role::Danger,
        SessionOutcome::RefusedOtherwise | SessionOutcome::Failed => Role::Warning,
        SessionOutcome::Accepted => Role::Ok,
        SessionOutcome::NoCertificate => Role::Warning,
        SessionOutcome::Unanswered | SessionOutcome::NoMail => Role::Muted,
    }
}

/// Who wrote to whom in the selected session, and where it stands.
fn about(draw: &Draw, sheet: &mut Sheet, view: &SessionsView) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let Some(row) = view.session(view.row) else {
        return;
    };
    let index = view.index();
    let [sender, recipient] = from_to(index, row);
    let to = index.recipient(row);
    let class = match to.and_then(|d| view.held.gathered.facts.tenant.accepts(d)) {
        Some(true) => format!(" ({})", view_word(lang, V::OwnDomain)),
        Some(false) => format!(" ({})", view_word(lang, V::Outside)),
        None => String::new(),
    };
    let address = index
        .address(row)
        .map_or_else(String::new, |a| a.to_string());
    sheet.blank();
    sheet.row(vec![
        ink.plain(sender),
        ink.muted(&format!(" {} ", ink.glyphs().arrow)),
        ink.plain(recipient),
        ink.muted(&class),
        ink.muted(&format!("  {}", messages(lang, row.messages))),
        ink.muted(&match address.is_empty() {
            true => String::new(),
            false => format!("  {} {address}", view_word(lang, V::SeenAs)),
        }),
    ]);
    let at = row.decisive().unwrap_or_else(|| row.first());
    let source = view.held.gathered.sources.get(at.source.0 as usize);
    let path = source.map_or("?", |s| s.path.as_str());
    let at = format!("{path}:{}", at.line);
    sheet.row(vec![ink.ending(Role::Muted, &at, sheet.width)]);
}

fn filter(draw: &mut Draw, view: &SessionsView, form: &FilterForm) -> Shown {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let mut sheet = head(draw, view);
    sheet.blank();
    let labels = FilterField::ALL.map(|f| filter_name(lang, f));
    let wide = labels.iter().map(|l| ink.width(l)).max().unwrap_or(0) + 2;
    for (nth, field) in FilterField::ALL.into_iter().enumerate() {
        let here = nth == form.row;
        let start = sheet.height();
        sheet.row_begins(nth, here);
        let mut parts = vec![sheet.cursor(here)];
        let name = ink.part(lifted(Role::Plain, here), labels[nth]);
        parts.extend(ink.cell(vec![name], wide));
        let zone = &draw.model.zone;
        match filter_value(lang, zone, view.index(), &view.filter, field) {
            // What is selected is shown whole.
            Some(value) if here => sheet.hang_parts(parts, Role::Heading, &value),
            Some(value) => {
                parts.push(ink.part(Role::Code, &value));
                sheet.row(parts);
            }
            None => {
                parts.push(ink.muted(view_word(lang, V::Any)));
                sheet.row(parts);
            }
        }
        if here {
            sheet.focus_from(start);
        }
    }
    sheet.blank();
    if let Some(line) = &form.line {
        let typed = form.field();
        sheet.heading(filter_name(lang, typed));
        let empty = match typed {
            FilterField::Since | FilterField::Until => view_word(lang, V::TimeForm),
            _ => "",
        };
        input::draw(&mut sheet, line, &[], true, empty);
        if form.wrong {
            sheet.say(Role::Warning, view_word(lang, V::NotATime));
            sheet.say(Role::Muted, view_word(lang, V::TimeForm));
        }
    }
    draw.show(&sheet, None)
}

#[cfg(test)]
mod tests;
