//! The verdict for somebody under stress: one or two sentences.

use super::{Lang, say, title};
use crate::attribution::{RecipientClass, Status, last_answers, recipient_class};
use crate::diagnosis::{Code, Finding};
use crate::evidence::reply::ReplyKind;
use crate::facts::Facts;
use crate::facts::traffic::Flow;

/// The verdict: what is expected of relay, and the first root cause. Without one,
/// another fault that the error text names; `still_refused`: the log's newest
/// answers are refusals although both conditions are met.
pub fn summary(lang: Lang, relay: Status, findings: &[Finding], about: Seen) -> String {
    let root_causes: Vec<&Finding> = findings.iter().filter(|f| f.is_root_cause()).collect();
    let Some((first, others)) = root_causes.split_first() else {
        let other = findings.iter().find(|f| f.code == Code(1));
        return match (other, relay) {
            (Some(other), Status::Unknown) => another_fault(lang, other),
            _ => without_cause(lang, relay, about),
        };
    };
    let cause = title(lang, first);
    let refused = about.still_refused || about.refused_by_message;
    let verdict = match (relay, refused) {
        (_, true) => say!(
            lang,
            "Mail to outside recipients is refused. {cause}.",
            "外部あてのメールは拒否されています。原因: {cause}。",
        ),
        (Status::Broken, false) if about.refused_in_part => say!(
            lang,
            "Some of the mail to outside recipients is refused. {cause}.",
            "外部あてのメールの一部が拒否されています。原因: {cause}。",
        ),
        (Status::Broken, false) => say!(
            lang,
            "Mail to outside recipients is expected to be refused. {cause}.",
            "外部あてのメールは拒否される見込みです。原因: {cause}。",
        ),
        (Status::Met | Status::Unknown, false) => say!(
            lang,
            "Mail to outside recipients may not get through. {cause}.",
            "外部あてのメールは届かない可能性があります。原因: {cause}。",
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

/// What was seen, as far as it colours the verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Something was read that can be judged.
    pub evidence: bool,
    /// The log's newest answers are refusals.
    pub still_refused: bool,
    /// The newest answers are refusals for a server or sender, and not for another.
    pub refused_in_part: bool,
    /// A bounce or another message tells of a refusal, and no log of relay says more.
    pub refused_by_message: bool,
}

impl Seen {
    /// What the evidence shows.
    pub fn of(facts: &Facts) -> Self {
        let eop = || {
            facts
                .traffic
                .flows
                .iter()
                .filter(|f| facts.traffic.is_eop(f.path))
        };
        let refused = eop().filter_map(|f| f.refused.last).max();
        // Mail to own domains proves nothing.
        let relay = |f: &&Flow| recipient_class(facts, f.recipient) != RecipientClass::Own;
        let accepted = eop().filter(relay).filter_map(|f| f.accepted.last).max();
        let told = facts
            .symptoms
            .iter()
            .any(|s| matches!(s.kind, ReplyKind::TenantAttribution | ReplyKind::Attr36));
        Self {
            evidence: facts.has_evidence(),
            still_refused: refused.is_some() && refused > accepted,
            refused_in_part: refused.is_some() && refused <= accepted && is_part_refused(facts),
            // Beside sessions of a log, nothing tells which way a bounce came.
            refused_by_message: told && refused.is_none() && accepted.is_none(),
        }
    }
}

/// Whether relay of a sender by a server was refused last.
fn is_part_refused(facts: &Facts) -> bool {
    let counts = |flow: &Flow, _: &_| recipient_class(facts, flow.recipient) != RecipientClass::Own;
    last_answers(facts, counts)
        .values()
        .any(|last| last.is_refused())
}

/// The error text is not 5.7.64 (RD001).
fn another_fault(lang: Lang, finding: &Finding) -> String {
    let fault = title(lang, finding);
    say!(lang, "{fault}.", "{fault}。")
}

fn without_cause(lang: Lang, relay: Status, about: Seen) -> String {
    match (relay, about.evidence) {
        (Status::Met, true) if about.still_refused => say!(
            lang,
            "By the values at hand relay is expected to be accepted, and yet the newest sessions in \
             the log were refused. Bring a newer log: the values may have been mended since.",
            "手元の値では中継は受け付けられる見込みですが、ログの最新のセッションは拒否されています。\
             その後に値が修正された可能性があるため、新しいログを用意してください。",
        ),
        (_, false) => say!(
            lang,
            "Nothing that was given can be judged yet. Run the commands for the missing evidence and add their output.",
            "指定されたファイルだけでは、まだ判定できません。不足している証拠ファイルを収集するコマンドを実行し、\
             出力を追加してください。",
        ),
        (Status::Met, true) => say!(
            lang,
            "Relay is expected to be accepted: both conditions are met.",
            "中継は受け付けられる見込みです。2 つの条件を両方満たしています。",
        ),
        (Status::Broken, true) => say!(
            lang,
            "Mail to outside recipients is expected to be refused: a condition is broken, and no \
             check names the cause. Look at the rows that differ in the comparison.",
            "外部あてのメールは拒否される見込みです。満たしていない条件がありますが、原因は特定できて\
             いません。比較で一致していない行を確認してください。",
        ),
        (Status::Unknown, true) if about.still_refused || about.refused_by_message => say!(
            lang,
            "Mail to outside recipients is refused, and the evidence does not yet show why. Run \
             the commands for the missing evidence and add their output.",
            "外部あてのメールは拒否されています。原因はまだ特定できません。不足している証拠ファイルを収集する\
             コマンドを実行し、出力を追加してください。",
        ),
        (Status::Unknown, true) => say!(
            lang,
            "The evidence is not enough to say whether relay is accepted. Run the commands \
             for the missing evidence and add their output.",
            "中継が受け付けられるかどうかは、まだ判定できません。不足している証拠ファイルを収集するコマンドを\
             実行し、出力を追加してください。",
        ),
    }
}
