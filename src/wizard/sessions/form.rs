//! The filter as a form: a row a property, chosen with the arrows or typed.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::SessionsView;
use crate::facts::sessions::{
    CertificateWanted, Filter, FilterField, SessionIndex, SessionOutcome,
};
use crate::wizard::update::moved;
use crate::wizard::{Action, Effect, LineEdit};

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
        Action::Pick(nth) if *nth <= choices(&view.held.sessions, field) => {
            let filter = chosen(&view.filter, &view.held.sessions, field, *nth);
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

/// How many values a row can be chosen from; none where it is typed.
pub(super) fn choices(index: &SessionIndex, field: FilterField) -> usize {
    match field {
        FilterField::Outcome => present(index).count(),
        FilterField::Server => index.servers.len().min(NUMBERS),
        FilterField::Connector => index.connectors.len().min(NUMBERS),
        FilterField::Certificate => index.certificates.len() + WITHOUT.len(),
        FilterField::Since | FilterField::Until | FilterField::Text => 0,
    }
}

/// The filter with the nth value of a row, from 1; with 0 it asks for nothing there.
pub(super) fn chosen(
    filter: &Filter,
    index: &SessionIndex,
    field: FilterField,
    nth: usize,
) -> Filter {
    let mut filter = filter.clone();
    let at = nth.checked_sub(1);
    let number = |at: usize| u16::try_from(at).ok();
    match field {
        FilterField::Outcome => filter.outcome = at.and_then(|at| present(index).nth(at)),
        FilterField::Server => filter.server = at.and_then(number),
        FilterField::Connector => filter.connector = at.and_then(number),
        FilterField::Certificate => filter.certificate = at.and_then(|at| certificate(index, at)),
        FilterField::Since | FilterField::Until | FilterField::Text => {}
    }
    filter
}

/// Which value of a row the filter asks for, as [`chosen`] counts.
pub(super) fn choice(filter: &Filter, index: &SessionIndex, field: FilterField) -> usize {
    let sent = index.certificates.len();
    let at = match field {
        FilterField::Outcome => filter
            .outcome
            .and_then(|now| present(index).position(|o| o == now)),
        FilterField::Server => filter.server.map(usize::from),
        FilterField::Connector => filter.connector.map(usize::from),
        FilterField::Certificate => filter.certificate.and_then(|now| match now {
            CertificateWanted::Sent(number) => Some(number as usize),
            without => Some(sent + WITHOUT.iter().position(|w| *w == without)?),
        }),
        FilterField::Since | FilterField::Until | FilterField::Text => None,
    };
    at.map_or(0, |at| at + 1)
}

/// So many servers and connectors have a number.
const NUMBERS: usize = u16::MAX as usize;
/// What follows the certificates.
const WITHOUT: [CertificateWanted; 2] = [CertificateWanted::NotSent, CertificateWanted::Unknown];

fn present(index: &SessionIndex) -> impl Iterator<Item = SessionOutcome> {
    SessionOutcome::ALL.into_iter().filter(|o| index.has(*o))
}

fn certificate(index: &SessionIndex, at: usize) -> Option<CertificateWanted> {
    match at.checked_sub(index.certificates.len()) {
        None => u32::try_from(at).ok().map(CertificateWanted::Sent),
        Some(without) => WITHOUT.get(without).copied(),
    }
}

/// The filter with the next value of a row, or the one before; behind the last one
/// is "any".
fn turned(filter: &Filter, field: FilterField, index: &SessionIndex, on: bool) -> Filter {
    let places = choices(index, field) + 1;
    let at = choice(filter, index, field);
    let to = (at + if on { 1 } else { places - 1 }) % places;
    chosen(filter, index, field, to)
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
        let index = crate::facts::sessions::sample(500);
        for field in FilterField::ALL {
            let all = choices(&index, field);
            assert_eq!(all == 0, field.is_typed());
            let mut filter = Filter::default();
            for nth in 1..=all {
                let before = filter.clone();
                filter = turned(&filter, field, &index, true);
                assert_eq!(choice(&filter, &index, field), nth, "{field:?}");
                assert_eq!(turned(&filter, field, &index, false), before);
                assert_eq!(filter, chosen(&before, &index, field, nth));
            }
            filter = turned(&filter, field, &index, true);
            assert_eq!(filter, Filter::default(), "{field:?}: round");
        }
        let none = SessionIndex::default();
        assert_eq!(
            turned(&Filter::default(), FilterField::Server, &none, true),
            Filter::default()
        );
    }
}
