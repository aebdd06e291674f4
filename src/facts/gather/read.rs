//! Values of records as the types of the domain.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Object;
use crate::evidence::record::{Field, Value};
use crate::facts::{ItemList, Known};

impl Object<'_> {
    /// A property by its name, read by `read`.
    pub(super) fn known<T>(&self, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Known<T> {
        let Some(field) = self.field(name) else {
            return Known::Unknown;
        };
        if is_nothing(&field.value) {
            return Known::Absent {
                at: self.location(field),
            };
        }
        match read(&field.value) {
            Some(value) => Known::Observed {
                value,
                at: self.location(field),
            },
            None => Known::Unknown,
        }
    }

    pub(super) fn text(&self, name: &str) -> Known<String> {
        self.known(name, text)
    }

    pub(super) fn flag(&self, name: &str) -> Known<bool> {
        self.known(name, flag)
    }

    pub(super) fn list(&self, name: &str) -> Known<ItemList> {
        let Some(field) = self.field(name) else {
            return Known::Unknown;
        };
        match list(field) {
            Some(value) => Known::Observed {
                value,
                at: self.location(field),
            },
            None => Known::Unknown,
        }
    }

    pub(super) fn time(&self, name: &str) -> Known<Timestamp> {
        self.known(name, |value| time(&text(value)?).ok())
    }
}

/// `$null`, a blank, or a text of blanks only.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A value as text: of nested objects the text they print as, or the property
/// that names them.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Bool(value) => Some(if *value { "True" } else { "False" }.to_owned()),
        Value::Int(number) => Some(number.to_string()),
        Value::Object {
            text: Some(text), ..
        } => Some(text.trim().to_owned()),
        Value::Object { fields, .. } => object_text(fields),
        Value::List {
            items,
            complete: true,
        } => match items.as_slice() {
            [only] => text(only),
            _ => None,
        },
        Value::Null | Value::List { .. } | Value::Opaque => None,
    }
}

fn object_text(fields: &[(String, Value)]) -> Option<String> {
    const NAMING: [&str; 9] = [
        "Name",
        "DomainName",
        "Domain",
        "Address",
        "SmtpDomain",
        "Fqdn",
        "HostName",
        "Value",
        "Thumbprint",
    ];
    let get = |name: &str| {
        let field = fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        text(&field.1).filter(|t| !t.is_empty())
    };
    // An AddressSpace prints as `SMTP:*;1`.
    if let (Some(kind), Some(address)) = (get("Type"), get("Address")) {
        let cost = get("Cost").unwrap_or_else(|| "1".to_owned());
        return Some(format!("{kind}:{address};{cost}"));
    }
    NAMING.iter().find_map(|name| get(name))
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(0) => Some(false),
        Value::Int(1) => Some(true),
        other => match text(other)?.to_ascii_lowercase().as_str() {
            "true" | "$true" => Some(true),
            "false" | "$false" => Some(false),
            _ => None,
        },
    }
}

fn list(field: &Field) -> Option<ItemList> {
    match &field.value {
        Value::Null => Some(ItemList::whole(Vec::<String>::new())),
        Value::List { items, complete } => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(text)
                .filter(|t| !t.is_empty())
                .collect();
            Some(ItemList {
                complete: *complete && texts.len() == items.len(),
                items: texts,
            })
        }
        // A list of one prints without braces in some forms; several are joined by commas.
        Value::Text(text) => {
            let items = text.split(',').map(str::trim).filter(|t| !t.is_empty());
            Some(ItemList::whole(items))
        }
        Value::Object { .. } => Some(ItemList::whole(text(&field.value))),
        Value::Bool(_) | Value::Int(_) | Value::Opaque => None,
    }
}

/// Why a date could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadDate {
    /// Day and month cannot be told apart.
    Ambiguous,
    /// No date.
    NotADate,
}

/// A date of any culture; one whose day and month could be either is ambiguous.
pub(super) fn time(text: &str) -> Result<Timestamp, BadDate> {
    let text = text.trim();
    if let Some(millis) = text
        .strip_prefix("/Date(")
        .and_then(|t| t.strip_suffix(")/"))
    {
        let digits = millis.split_once('+').map_or(millis, |(m, _)| m);
        let millis = digits.parse().map_err(|_| BadDate::NotADate)?;
        return Timestamp::from_millisecond(millis).map_err(|_| BadDate::NotADate);
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return utc(civil);
    }
    cultural(text)
}

fn utc(civil: DateTime) -> Result<Timestamp, BadDate> {
    let time = TimeZone::UTC.to_timestamp(civil);
    time.map_err(|_| BadDate::NotADate)
}

/// `02.11.2026 08:12:00`, `11/2/2026 8:12:00 AM`, `2026/11/02 8:12:00`.
fn cultural(text: &str) -> Result<Timestamp, BadDate> {
    let numbers: Vec<i64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 4)
        .map_while(|part| part.parse().ok())
        .collect();
    let [first, second, third, time @ ..] = numbers.as_slice() else {
        return Err(BadDate::NotADate);
    };
    let (year, month, day) = match (*first, *second, *third) {
        (year, month, day) if year > 31 => (year, month, day),
        (a, b, year) if year > 31 && a > 12 => (year, b, a),
        (a, b, year) if year > 31 && b > 12 => (year, a, b),
        (a, b, year) if year > 31 && a == b => (year, a, b),
        (_, _, year) if year > 31 => return Err(BadDate::Ambiguous),
        _ => return Err(BadDate::NotADate),
    };
    let mut hour = time.first().copied().unwrap_or(0);
    let upper = text.to_uppercase();
    if (upper.contains("PM") || text.contains("午後")) && hour < 12 {
        hour += 12;
    }
    if (upper.contains("AM") || text.contains("午前")) && hour == 12 {
        hour = 0;
    }
    let part = |n: i64| i8::try_from(n).map_err(|_| BadDate::NotADate);
    let civil = DateTime::new(
        i16::try_from(year).map_err(|_| BadDate::NotADate)?,
        part(month)?,
        part(day)?,
        part(hour)?,
        part(time.get(1).copied().unwrap_or(0))?,
        part(time.get(2).copied().unwrap_or(0))?,
        0,
    );
    utc(civil.map_err(|_| BadDate::NotADate)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_culture_and_the_ambiguous_ones() {
        let iso = |t: Timestamp| t.to_string();
        for (text, read) in [
            ("2026-07-23T22:55:13.0000000Z", Ok("2026-07-23T22:55:13Z")),
            ("/Date(1771471600000)/", Ok("2026-02-19T03:26:40Z")),
            ("23.07.2026 22:55:13", Ok("2026-07-23T22:55:13Z")),
            ("7/23/2026 10:55:13 PM", Ok("2026-07-23T22:55:13Z")),
            ("2026/07/02 8:05:00", Ok("2026-07-02T08:05:00Z")),
            ("02/07/2026 08:05:00", Err(BadDate::Ambiguous)),
            ("02.02.2028 4:22:23", Ok("2028-02-02T04:22:23Z")),
            ("12/02/2016 1:43:23 PM", Err(BadDate::Ambiguous)),
            ("soon", Err(BadDate::NotADate)),
            ("99.99.2026", Err(BadDate::Ambiguous)),
        ] {
            let read: Result<&str, BadDate> = read;
            let got = time(text).map(iso);
            if text == "99.99.2026" {
                assert!(got.is_err());
                continue;
            }
            assert_eq!(got, read.map(str::to_owned), "{text}");
        }
    }
}
