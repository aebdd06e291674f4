//! RD901: two sources disagree.

use jiff::tz::TimeZone;

use super::Wording;
use crate::facts::{Conflict, Dated, Said};
use crate::i18n::{Lang, date_time, quoted, say, short, text};

/// Conflicts that are worded one by one.
const SHOWN: usize = 4;

pub(super) fn conflict(lang: Lang, values: &[Conflict]) -> Wording {
    let title = match values {
        [one] => {
            let object = quoted(lang, &short(&one.object, 20));
            let property = one.property;
            say!(
                lang,
                "Files disagree on {property} of {object}",
                "{object}の {property} が 2 つのファイルで異なります",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "Files disagree on {n} values",
                "{n} 個の値がファイルの間で異なります",
            )
        }
    };
    let mut each: Vec<String> = values.iter().take(SHOWN).map(|v| both(lang, v)).collect();
    if let Some(more @ 1..) = values.len().checked_sub(SHOWN) {
        each.push(say!(lang, "{more} more", "ほか {more} 件"));
    }
    let each = each.join(text!(lang, "; ", "、"));
    Wording {
        title,
        seen: say!(lang, "{each}.", "{each}。"),
        why: why(lang, values),
        doubt: say!(
            lang,
            "That they differ is certain; which is true now is likely.",
            "異なることは確実ですが、どちらが現在の値かは「可能性が高い」にとどまります。",
        ),
        next: say!(
            lang,
            "Gather both sides again, close together in time, and leave the older files out.",
            "両側の証拠ファイルを時間を空けずに集め直し、古いファイルは含めないでください。",
        ),
    }
}

fn why(lang: Lang, values: &[Conflict]) -> String {
    let explained = values.iter().filter(|v| changed_between(v)).count();
    if explained == values.len() {
        return say!(
            lang,
            "The other value is from before the last known change. The diagnosis rests on the value \
             that is used; if that file is of another tenant, it is wrong.",
            "「他方」は、記録にある最後の変更より前の値です。診断には「使用」とした値を用いています。その\
             ファイルが別のテナントのものである場合、診断は誤りになります。",
        );
    }
    let change = match explained {
        0 => text!(
            lang,
            "No change is known that explains it.",
            "その間の変更を示す記録がありません。",
        ),
        _ => text!(
            lang,
            "Known changes explain only some of it.",
            "記録にある変更で説明できるのは一部だけです。",
        ),
    };
    say!(
        lang,
        "{change} The diagnosis rests on the value that is used; if that file is the older one \
         after all, or of another tenant, it is wrong.",
        "{change}診断には「使用」とした値を用いています。そのファイルの方が実際には古い場合や、別の\
         テナントのものである場合、診断は誤りになります。",
    )
}

/// Whether the object of the value that is used was changed after the other was.
fn changed_between(conflict: &Conflict) -> bool {
    match (conflict.used.dated, conflict.other.dated) {
        (Dated::ChangedAt(used), Dated::ChangedAt(other)) => used > other,
        _ => false,
    }
}

fn both(lang: Lang, conflict: &Conflict) -> String {
    let object = quoted(lang, &conflict.object);
    let property = conflict.property;
    let (used, other) = (said(lang, &conflict.used), said(lang, &conflict.other));
    say!(
        lang,
        "{property} of {object}: used {used}, other {other}",
        "{object}の {property}: 使用 {used}、他方 {other}",
    )
}

fn said(lang: Lang, said: &Said) -> String {
    let value = match said.value.is_empty() {
        true => text!(lang, "nothing", "値なし").to_owned(),
        false => short(&said.value, 60),
    };
    let time = |time: jiff::Timestamp| date_time(lang, time.as_millisecond(), &TimeZone::UTC);
    match said.dated {
        Dated::ReadAt(at) => {
            let at = time(at);
            say!(lang, "{value} (as of {at})", "{value} ({at} 時点)")
        }
        Dated::ChangedAt(at) => {
            let at = time(at);
            say!(lang, "{value} (changed {at})", "{value} ({at} に変更)")
        }
        Dated::Undated => say!(lang, "{value} (no date)", "{value} (日時なし)"),
    }
}
