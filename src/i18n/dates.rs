//! Times as text. The time zone is handed in: nothing here looks at the machine.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Lang, count, say, text};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Local time with its offset, from milliseconds since the epoch:
/// `2026-11-02 17:14:05 +09:00`.
pub fn date_time(lang: Lang, millis: i64, zone: &TimeZone) -> String {
    let format = text!(lang, "%Y-%m-%d %H:%M:%S %:z", "%Y/%m/%d %H:%M:%S %:z");
    show(lang, Timestamp::from_millisecond(millis).ok(), zone, format)
}

/// The day in that zone, from seconds since the epoch: `2026-11-02`.
pub fn date(lang: Lang, seconds: i64, zone: &TimeZone) -> String {
    let format = text!(lang, "%Y-%m-%d", "%Y/%m/%d");
    show(lang, Timestamp::from_second(seconds).ok(), zone, format)
}

/// Hour and minute in that zone, from milliseconds since the epoch: `17:14`; with the
/// day where that does not go without saying: `11-02 17:14`.
pub fn clock(lang: Lang, millis: i64, zone: &TimeZone, with_day: bool) -> String {
    let format = match with_day {
        true => text!(lang, "%m-%d %H:%M", "%m/%d %H:%M"),
        false => "%H:%M",
    };
    show(lang, Timestamp::from_millisecond(millis).ok(), zone, format)
}

/// To the second in that zone, from milliseconds since the epoch: `11-02 17:14:05`, or
/// without the day.
pub fn to_the_second(lang: Lang, millis: i64, zone: &TimeZone, with_day: bool) -> String {
    let format = match with_day {
        true => text!(lang, "%m-%d %H:%M:%S", "%m/%d %H:%M:%S"),
        false => "%H:%M:%S",
    };
    show(lang, Timestamp::from_millisecond(millis).ok(), zone, format)
}

/// A length of time in its largest unit, from seconds: "3 days".
pub fn duration(lang: Lang, seconds: i64) -> String {
    let seconds = seconds.saturating_abs();
    let (n, one, many, japanese) = match seconds {
        DAY.. => (seconds / DAY, "day", "days", "日"),
        HOUR.. => (seconds / HOUR, "hour", "hours", "時間"),
        MINUTE.. => (seconds / MINUTE, "minute", "minutes", "分"),
        _ => return text!(lang, "less than a minute", "1 分未満").to_owned(),
    };
    let english = count(n.unsigned_abs(), one, many);
    say!(lang, "{english}", "{n} {japanese}")
}

/// How long ago something was, from seconds: "3 days ago".
pub fn ago(lang: Lang, seconds: i64) -> String {
    let length = duration(lang, seconds);
    say!(lang, "{length} ago", "{length}前")
}

/// What is left of a validity, from seconds (negative: it is over): "3 days left".
pub fn time_left(lang: Lang, seconds: i64) -> String {
    let length = duration(lang, seconds);
    if seconds < 0 {
        return say!(lang, "expired {length} ago", "{length}前に期限切れ");
    }
    say!(lang, "{length} left", "残り {length}")
}

fn show(lang: Lang, at: Option<Timestamp>, zone: &TimeZone, format: &str) -> String {
    let zoned = at.map(|at| at.to_zoned_datetime(zone.clone()));
    let shown = zoned.and_then(|z| jiff::fmt::strtime::format(format, &z).ok());
    shown.unwrap_or_else(|| text!(lang, "an unknown time", "不明な時刻").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Ja};

    #[test]
    fn local_time_with_its_offset() {
        let tokyo = TimeZone::fixed(jiff::tz::offset(9));
        let at = 1_793_607_245_000;
        assert_eq!(date_time(En, at, &tokyo), "2026-11-02 17:14:05 +09:00");
        assert_eq!(date_time(Ja, at, &tokyo), "2026/11/02 17:14:05 +09:00");
        assert_eq!(
            date_time(En, at, &TimeZone::UTC),
            "2026-11-02 08:14:05 +00:00"
        );
        assert_eq!(date(En, at / 1000, &tokyo), "2026-11-02");
        assert_eq!(date(Ja, at / 1000, &tokyo), "2026/11/02");
        assert_eq!(clock(En, at, &tokyo, false), "17:14");
        assert_eq!(clock(En, at, &tokyo, true), "11-02 17:14");
        assert_eq!(clock(Ja, at, &tokyo, true), "11/02 17:14");
    }

    #[test]
    fn times_out_of_range_are_unknown() {
        assert_eq!(date(En, i64::MAX, &TimeZone::UTC), "an unknown time");
        assert_eq!(date_time(Ja, i64::MIN, &TimeZone::UTC), "不明な時刻");
    }

    #[test]
    fn durations_in_the_largest_unit() {
        for (seconds, english, japanese) in [
            (0, "less than a minute", "1 分未満"),
            (60, "1 minute", "1 分"),
            (7_200, "2 hours", "2 時間"),
            (DAY, "1 day", "1 日"),
            (3 * DAY + 5, "3 days", "3 日"),
            (-2 * DAY, "2 days", "2 日"),
        ] {
            assert_eq!(duration(En, seconds), english);
            assert_eq!(duration(Ja, seconds), japanese);
        }
        assert_eq!(time_left(En, 3 * DAY), "3 days left");
        assert_eq!(time_left(Ja, -3 * DAY), "3 日前に期限切れ");
        assert_eq!(ago(En, 90), "1 minute ago");
        assert!(!duration(En, i64::MIN).is_empty());
    }
}
