//! The filter as a form: a row a property, chosen with the arrows or typed.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::SessionsView;
use crate::facts::sessions::{CertificateWanted, Filter, SessionIndex, SessionOutcome};
use crate::wizard::update::moved;
use crate::wizard::{Action, Effect, LineEdit};

/// A row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterField {
    /// What became of it.
    Outcome,
    /// The server.
    Server,
    /// The Send connector.
    Connector,
    /// The certificate.
    Certificate,
    /// Not before.
    Since,
    /// Not after.
    Until,
    /// Words.
    Text,
}

impl FilterField {
    /// All, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Outcome,
        Self::Server,
        Self::Connector,
        Self::Certificate,
        Self::Since,
        Self::Until,
        Self::Text,
    ];

    /// Whether it is typed.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Since | Self::Until | Self::Text)
    }
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterForm {
    /// Which row of [`FilterField::ALL`].
    pub row: usize,
    /// What is being typed.
    pub line: Option<LineEdit>,
    /// Only the words were asked for: the form closes with its line.
    pub direct: bool,
    /// What was typed is no time.
    pub wrong: bool,
}

impl FilterForm {
    /// The row.
    pub fn field(&self) -> FilterField {
        let field = FilterField::ALL.get(self.row);
        field.copied().unwrap_or(FilterField::Text)
    }
}

/// Keys of the form, while no line is typed.
pub(super) fn update(view: &mut SessionsView, action: &Action, zone: &TimeZone) -> Vec<Effect> {
    let Some(form) = &mut view.form else {
        return Vec::new();
    };
    let field = form.field();
    match action {
        Action::Open | Action::Submit if field.is_typed() => {
            form.wrong = false;
            form.line = Some(LineEdit::with(&typed(&view.filter, field, zone)));
        }
        Action::Open | Action::Submit | Action::CursorRight => {
            let filter = turned(&view.filter, field, &view.held.sessions, true);
            return view.set(filter);
        }
        Action::CursorLeft => {
            let filter = turned(&view.filter, field, &view.held.sessions, false);
            return view.set(filter);
        }
        Action::Remove => return view.set(Filter::default()),
        _ => {
            if let Some(to) = moved(form.row, FilterField::ALL.len(), 1, action) {
                form.row = to;
                form.wrong = false;
            }
        }
    }
    Vec::new()
}

/// The text that a typed row begins with.
fn typed(filter: &Filter, field: FilterField, zone: &TimeZone) -> String {
    let time = match field {
        FilterField::Since => filter.since,
        FilterField::Until => filter.until,
        _ => return filter.text.clone(),
    };
    let at = time.and_then(|t| jiff::Timestamp::from_millisecond(t).ok());
    at.map_or_else(String::new, |at| {
        let at = at.to_zoned_datetime(zone.clone());
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    })
}

/// The filter with what was typed; `None` when that is no time.
pub(super) fn taken(form: &mut FilterForm, filter: &Filter, zone: &TimeZone) -> Option<Filter> {
    let text = form.line.as_ref()?.text.trim().to_owned();
    let mut filter = filter.clone();
    let time = |ends: bool| match text.is_empty() {
        true => Some(None),
        false => moment(&text, zone, ends).map(Some),
    };
    let taken = match form.field() {
        FilterField::Since => time(false).map(|t| filter.since = t),
        FilterField::Until => time(true).map(|t| filter.until = t),
        _ => {
            filter.text.clone_from(&text);
            Some(())
        }
    };
    form.wrong = taken.is_none();
    taken?;
    form.line = None;
    Some(filter)
}

/// A time as somebody types it, in the zone of the screen; a day, minute or second
/// that ends a range counts whole. Milliseconds since the epoch.
fn moment(text: &str, zone: &TimeZone, ends: bool) -> Option<i64> {
    let text = text.replace('/', "-").replace('T', " ");
    let (day, time) = match text.split_once(' ') {
        Some((day, time)) => (day, Some(time.trim())),
        None => (text.as_str(), None),
    };
    let day: Date = day.parse().ok()?;
    let (time, step) = match time {
        None => (Time::midnight(), 86_400_000),
        Some(time) => {
            let step = match time.matches(':').count() {
                1 => 60_000,
                _ => 1_000,
            };
            (time.parse().ok()?, step)
        }
    };
    let at = zone.to_timestamp(DateTime::from_parts(day, time)).ok()?;
    let at = at.as_millisecond();
    Some(if ends { at + step - 1 } else { at })
}

/// The filter with the next choice of a row, or the one before; behind the last one
/// is "any".
fn turned(filter: &Filter, field: FilterField, index: &SessionIndex, on: bool) -> Filter {
    let mut filter = filter.clone();
    match field {
        FilterField::Outcome => {
            let present = SessionOutcome::ALL.into_iter().filter(|o| index.has(*o));
            filter.outcome = turn(present.collect(), filter.outcome, on);
        }
        FilterField::Server => {
            filter.server = turn(numbers(index.servers.len()), filter.server, on);
        }
        FilterField::Connector => {
            filter.connector = turn(numbers(index.connectors.len()), filter.connector, on);
        }
        FilterField::Certificate => {
            let sent = (0u32..).zip(&index.certificates);
            let sent = sent.map(|(number, _)| CertificateWanted::Sent(number));
            let without = [CertificateWanted::NotSent, CertificateWanted::Unknown];
            let all = sent.chain(without).collect();
            filter.certificate = turn(all, filter.certificate, on);
        }
        FilterField::Since | FilterField::Until | FilterField::Text => {}
    }
    filter
}

fn numbers(count: usize) -> Vec<u16> {
    (0..u16::MAX).take(count).collect()
}

fn turn<T: PartialEq + Copy>(choices: Vec<T>, now: Option<T>, on: bool) -> Option<T> {
    let places = choices.len() + 1;
    let at = now.and_then(|now| choices.iter().position(|c| *c == now));
    let at = at.map_or(0, |at| at + 1);
    let to = (at + if on { 1 } else { places - 1 }) % places;
    choices.get(to.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_the_zone_of_the_screen() {
        let tokyo = TimeZone::fixed(jiff::tz::offset(9));
        let at = 1_793_607_240_000;
        for (text, ends, expected) in [
            ("2026-11-02 17:14", false, Some(at)),
            ("2026/11/02 17:14", false, Some(at)),
            ("2026-11-02T17:14:05", false, Some(at + 5_000)),
            ("2026-11-02 17:14", true, Some(at + 59_999)),
            ("2026-11-02 17:14:05", true, Some(at + 5_999)),
            ("2026-11-02", false, Some(1_793_545_200_000)),
            ("2026-11-02", true, Some(1_793_545_200_000 + 86_399_999)),
            ("yesterday", false, None),
            ("2026-11-02 25:00", false, None),
        ] {
            assert_eq!(moment(text, &tokyo, ends), expected, "{text}");
        }
    }

    #[test]
    fn choices_go_round_with_any_between() {
        let turns = |now, on| turn(vec![1, 2], now, on);
        assert_eq!(
            [turns(None, true), turns(Some(1), true)],
            [Some(1), Some(2)]
        );
        assert_eq!(turns(Some(2), true), None);
        assert_eq!([turns(None, false), turns(Some(1), false)], [Some(2), None]);
        assert_eq!(turn(Vec::<u16>::new(), None, true), None);
    }
}
