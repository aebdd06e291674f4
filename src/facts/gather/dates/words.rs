//! Names of months, halves of the day and eras, as Windows writes them.

/// Before or after noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayHalf {
    Morning,
    Afternoon,
}

/// Names of the months in the languages of Western Europe; a word of three letters
/// or more that begins just one of the twelve means that month.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari feber",
    "march märz maerz mars marzo março marco maart marts mrz",
    "april avril abril aprile",
    "may mai mayo maggio maio mei maj",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus augusti",
    "september septembre septiembre settembre setembro sept",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
];

/// The month that a word names; `None` also where it may be one of two.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    // `ma` may begin two of them.
    word.chars().nth(2)?;
    let begins = |names: &str| names.split(' ').any(|name| name.starts_with(&word));
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| begins(names));
    match (found.next(), found.next()) {
        (Some((number, _)), None) => Some(number),
        _ => None,
    }
}

/// AM and PM as cultures with a clock of twelve hours write them.
pub(super) fn day_half(word: &str) -> Option<DayHalf> {
    const MORNING: [&str; 5] = ["am", "午前", "오전", "上午", "πμ"];
    const AFTERNOON: [&str; 5] = ["pm", "午後", "오후", "下午", "μμ"];
    let plain: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let plain = plain.to_lowercase();
    if MORNING.contains(&plain.as_str()) {
        return Some(DayHalf::Morning);
    }
    let afternoon = AFTERNOON.contains(&plain.as_str());
    afternoon.then_some(DayHalf::Afternoon)
}

/// The year before the first of a Japanese era.
pub(super) fn era(word: &str) -> Option<i64> {
    match word {
        "令和" | "R" => Some(2018),
        "平成" | "H" => Some(1988),
        _ => None,
    }
}

pub(super) fn is_zone_utc(word: &str) -> bool {
    ["Z", "UTC", "GMT"]
        .iter()
        .any(|zone| zone.eq_ignore_ascii_case(word))
}

/// Words between a date and its time, and units behind numbers.
pub(super) fn is_between(word: &str) -> bool {
    const BETWEEN: [&str; 23] = [
        "T", "at", "um", "à", "kl", "o", "alle", "a", "las", "de", "del", "às", "om", "uhr", "h",
        "年", "月", "日", "時", "分", "秒", "년", "월",
    ];
    let word = word.trim_end_matches('.');
    BETWEEN.iter().any(|known| known.eq_ignore_ascii_case(word)) || is_weekday(word)
}

/// Days of the week that stand behind the date in Japanese: `2026/12/31 (木)`.
fn is_weekday(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(|c| "月火水木金土日".contains(c));
    first && matches!(chars.as_str(), "" | "曜" | "曜日")
}
