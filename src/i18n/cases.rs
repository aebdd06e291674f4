//! Saved cases in words.

use super::wizard::step_name;
use super::words::relay;
use super::{Lang, ago, list, text};
use crate::attribution::Status;
use crate::case::Refused;

/// Domains of a case that are named.
const DOMAINS: usize = 2;

/// What a case is about: the domains, and what was expected of relay. `relayed` is
/// the code of the verdict.
pub fn case_about(lang: Lang, domains: &[String], relayed: &str) -> String {
    let mut all = [Status::Met, Status::Broken, Status::Unknown].into_iter();
    let status = all.find(|s| s.code() == relayed).unwrap_or(Status::Unknown);
    let verdict = relay(lang, status);
    match domains {
        [] => verdict.to_owned(),
        domains => format!("{} ({verdict})", list(lang, domains, DOMAINS)),
    }
}

/// Before anything was judged.
pub fn case_not_judged(lang: Lang) -> &'static str {
    text!(lang, "not judged yet", "未判定")
}

/// A file that cannot be understood.
pub fn case_unreadable(lang: Lang) -> &'static str {
    text!(lang, "cannot be read", "読み取れません")
}

/// The step a case stands at, from 1.
pub fn case_step(lang: Lang, step: usize) -> String {
    format!("{step} {}", step_name(lang, step))
}

/// Why nothing was done with a case, in a sentence.
pub fn case_refused(lang: Lang, why: &Refused) -> String {
    match why {
        Refused::NoSuchCase => text!(lang, "there is no such case.", "そのケースはありません。"),
        Refused::NameTaken => text!(
            lang,
            "there is such a case already; nothing was changed.",
            "その名前のケースは既にあります。何も変更していません。",
        ),
        Refused::NoName => text!(
            lang,
            "the name is empty; nothing was changed.",
            "名前が空です。何も変更していません。",
        ),
        Refused::NotUnderstood => text!(
            lang,
            "the file cannot be understood; it stays as it is.",
            "ファイルを読み取れません。ファイルはそのまま残します。",
        ),
        Refused::System(why) => return why.clone(),
    }
    .to_owned()
}

/// How long ago it was saved; a clock that was set back makes nothing of the future.
pub fn case_age(lang: Lang, now: i64, saved: i64) -> String {
    match now.saturating_sub(saved) {
        ..60 => text!(lang, "just now", "たった今").to_owned(),
        age => ago(lang, age),
    }
}
