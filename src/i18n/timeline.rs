//! When relay broke, and what changed just then.

use jiff::tz::TimeZone;

use super::{Lang, clock, date, date_time, duration, say, short, text};
use crate::diagnosis::{Moment, Named, Turn, WayInTime};

/// Columns of a name within a sentence.
const NAME: usize = 40;

/// When the way broke, and with which change where the log shows one.
pub fn broke(lang: Lang, way: &WayInTime, zone: &TimeZone) -> Option<String> {
    let at = date_time(lang, way.first_bad?, zone);
    let server = short(&way.server, NAME);
    let what = way.break_moment().map(|m| began(lang, &m.turn));
    Some(match (what, way.last_good) {
        (Some(what), _) => say!(
            lang,
            "It broke at {at}, when {server} began to {what}.",
            "{at} に、{server} が{what}始めたときから拒否されています。",
        ),
        (None, Some(_)) => say!(
            lang,
            "The first refusal after relay had worked was at {at}, on {server}. The log shows no change in what is sent just then.",
            "中継できていた後の最初の拒否は {at} ({server}) です。そのとき、送信側に変化は記録されていません。",
        ),
        (None, None) => say!(
            lang,
            "The first refusal in the log was at {at}, on {server}; no relay was accepted before it.",
            "ログの最初の拒否は {at} ({server}) です。それより前に受け付けられた中継はありません。",
        ),
    })
}

/// A change in what is sent.
pub fn moment(lang: Lang, moment: &Moment, zone: &TimeZone) -> String {
    let at = date_time(lang, moment.at, zone);
    let what = began(lang, &moment.turn);
    let before = match &moment.turn {
        Turn::Certificate { from, .. } => from.as_ref().map_or_else(
            || text!(lang, "no certificate", "証明書なし").to_owned(),
            named,
        ),
        Turn::Address { from, .. } => from.to_string(),
    };
    say!(
        lang,
        "{at}  began to {what} (before: {before})",
        "{at}  {what}始めた (以前: {before})",
    )
}

/// The same in a few words, for a picture: whose, and what is sent since.
pub fn turned(lang: Lang, server: &str, turn: &Turn) -> String {
    let since = match turn {
        Turn::Certificate { to: Some(to), .. } => named(to),
        Turn::Certificate { to: None, .. } => {
            text!(lang, "no certificate", "証明書なし").to_owned()
        }
        Turn::Address { to, .. } => to.to_string(),
    };
    format!("{}: {since}", short(server, NAME))
}

/// From when to when a row of columns goes, and what a column is. The days are told
/// where there are several.
pub fn columns(lang: Lang, (first, last): (i64, i64), each: i64, zone: &TimeZone) -> String {
    let days = several_days(lang, (first, last), zone);
    let (first, last) = (
        clock(lang, first, zone, days),
        clock(lang, last, zone, days),
    );
    let each = duration(lang, each / 1000);
    say!(
        lang,
        "{first} to {last}, {each} a column",
        "{first} - {last}、1 列 {each}",
    )
}

/// The same without what a column stands for, where there is no room for it.
pub fn ends(lang: Lang, (first, last): (i64, i64), zone: &TimeZone) -> String {
    let days = several_days(lang, (first, last), zone);
    let clock = |at| clock(lang, at, zone, days);
    let (first, last) = (clock(first), clock(last));
    say!(lang, "{first} to {last}", "{first} - {last}")
}

/// Whether two moments (milliseconds since the epoch) are of different days there.
pub fn several_days(lang: Lang, (first, last): (i64, i64), zone: &TimeZone) -> bool {
    let day = |millis: i64| date(lang, millis.div_euclid(1000), zone);
    day(first) != day(last)
}

/// English continues "began to", Japanese is continued by 始めた.
fn began(lang: Lang, turn: &Turn) -> String {
    match turn {
        Turn::Certificate { to: Some(to), .. } => {
            let to = named(to);
            say!(lang, "send the certificate {to}", "証明書 {to} を送信し",)
        }
        Turn::Certificate { to: None, .. } => {
            say!(lang, "send no certificate", "証明書なしで送信し",)
        }
        Turn::Address { to, .. } => say!(
            lang,
            "send from the address {to}",
            "アドレス {to} から送信し",
        ),
    }
}

/// Name and the beginning of the thumbprint: a renewed one may have the same name.
fn named(certificate: &Named) -> String {
    let thumbprint: String = certificate.thumbprint.chars().take(8).collect();
    format!("{} ({thumbprint})", short(&certificate.name, NAME))
}
