//! Saved cases in words.

use super::wizard::step_name;
use super::words::relay;
use super::{Lang, ago, list, text};
use crate::attribution::Status;
use crate::case::{Listed, Refused};

/// Domains of a case that are named.
const DOMAINS: usize = 2;

/// What a case is about: the domains, and what was expected of relay. `relayed` is
/// the code of the verdict.
fn case_about(lang: Lang, domains: &[String], relayed: &str) -> String {
    let mut all = [Status::Met, Status::Broken, Status::Unknown].into_iter();
    let status = all.find(|s| s.code() == relayed).unwrap_or(Status::Unknown);
    let verdict = relay(lang, status);
    match domains {
        [] => verdict.to_owned(),
        domains => format!("{} ({verdict})", list(lang, domains, DOMAINS)),
    }
}

/// What a case of the list is about, or why that is not known.
pub fn case_what(lang: Lang, case: &Listed) -> String {
    match (&case.about, case.step) {
        (_, None) => case_unreadable(lang).to_owned(),
        (None, _) => case_not_judged(lang).to_owned(),
        (Some(about), _) => case_about(lang, &about.domains, &about.relay),
    }
}

/// Before anything was judged.
fn case_not_judged(lang: Lang) -> &'static str {
    text!(lang, "not judged yet", "未判定")
}

/// A file that cannot be understood.
fn case_unreadable(lang: Lang) -> &'static str {
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
        Refused::OpenElsewhere => text!(
            lang,
            "it is open in another window; leave it there first.",
            "別のウィンドウで使用中です。先にそちらを終了してください。",
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
