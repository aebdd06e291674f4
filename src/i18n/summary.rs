//! The verdict for somebody under stress: one or two sentences.

use super::{Lang, say, title};
use crate::attribution::Status;
use crate::diagnosis::Finding;

/// The verdict: what is expected of relay, and the first root cause.
pub fn summary(lang: Lang, relay: Status, root_causes: &[&Finding], has_evidence: bool) -> String {
    let Some((first, others)) = root_causes.split_first() else {
        return without_cause(lang, relay, has_evidence);
    };
    let cause = title(lang, first);
    let verdict = match relay {
        Status::Broken => say!(
            lang,
            "Mail to outside recipients is refused: {cause}.",
            "外部あてのメールは拒否されます。原因: {cause}。",
        ),
        Status::Met | Status::Unknown => say!(
            lang,
            "Mail to outside recipients is probably refused: {cause}.",
            "外部あてのメールは拒否される可能性があります。原因: {cause}。",
        ),
    };
    match others.len() {
        0 => verdict,
        1 => say!(
            lang,
            "{verdict} One more cause must be mended with it.",
            "{verdict}ほかにも対処が必要な原因が 1 件あります。",
        ),
        n => say!(
            lang,
            "{verdict} {n} more causes must be mended with it.",
            "{verdict}ほかにも対処が必要な原因が {n} 件あります。",
        ),
    }
}

fn without_cause(lang: Lang, relay: Status, has_evidence: bool) -> String {
    match (relay, has_evidence) {
        (_, false) => say!(
            lang,
            "Nothing that was given can be judged yet. The commands below gather what is needed.",
            "判定できる証拠ファイルがまだありません。以下のコマンドで必要な情報を収集してください。",
        ),
        (Status::Met, true) => say!(
            lang,
            "Relay is expected to be accepted: both conditions are met.",
            "中継は受け付けられる見込みです。2 つの条件を両方満たしています。",
        ),
        (Status::Broken, true) => say!(
            lang,
            "Mail to outside recipients is refused: a condition is broken, and no check names the \
             cause. Start with the comparison.",
            "外部あてのメールは拒否されます。満たしていない条件がありますが、原因は特定できて\
             いません。まず比較を確認してください。",
        ),
        (Status::Unknown, true) => say!(
            lang,
            "The evidence is not enough to say whether relay is accepted. The command below \
             settles it.",
            "中継が受け付けられるかどうかを判定するには情報が足りません。以下のコマンドで確認して\
             ください。",
        ),
    }
}
