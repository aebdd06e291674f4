//! Labels that only documents have.

use crate::i18n::{Lang, say, text};

/// The sections of a document, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Contents {
    Verdict,
    Proof,
    Timeline,
    Comparison,
    Cause,
    Findings,
    Truth,
    Options,
    Steps,
    Missing,
    Evidence,
}

impl Contents {
    /// The anchor, the same in every language.
    pub(in crate::report) fn anchor(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Proof => "proof",
            Self::Timeline => "timeline",
            Self::Comparison => "comparison",
            Self::Cause => "cause",
            Self::Findings => "findings",
            Self::Truth => "truth-table",
            Self::Options => "options",
            Self::Steps => "steps",
            Self::Missing => "missing",
            Self::Evidence => "evidence",
        }
    }
}

/// Below the verdict: which program, which version, as of when.
pub(super) fn made_by(lang: Lang, version: &str, judged_at: &str) -> String {
    say!(
        lang,
        "relay-doctor {version}, judged as of {judged_at}",
        "relay-doctor {version}、{judged_at} 時点の判定",
    )
}

/// Heads of the comparison.
pub(super) fn comparison_columns(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "What", "項目"),
        text!(lang, "On-premises", "オンプレミス"),
        text!(lang, "Judged", "判定"),
        text!(lang, "Exchange Online", "Exchange Online"),
    ]
}

/// Heads of the list of files.
pub(super) fn file_columns(lang: Lang) -> [&'static str; 5] {
    [
        text!(lang, "File", "ファイル"),
        text!(lang, "Kind", "種類"),
        text!(lang, "Records", "レコード"),
        text!(lang, "As of", "時点"),
        "SHA-256",
    ]
}

/// Heads of the options.
pub(super) fn option_columns(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "Option", "選択肢"),
        text!(lang, "Why", "理由"),
        text!(lang, "Relay after it", "実施後の中継"),
        text!(lang, "Writes over", "上書きされる設定"),
    ]
}

/// Heads of the other findings.
pub(super) fn finding_columns(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "Code", "コード"),
        text!(lang, "Weight", "重要度"),
        text!(lang, "Sure", "確度"),
        text!(lang, "What", "内容"),
    ]
}

/// Where values, certificates and addresses were read.
pub(super) fn read_at(lang: Lang) -> &'static str {
    text!(lang, "Where it was read", "記録箇所")
}

/// Beside the addresses of documents.
pub(super) fn references(lang: Lang) -> &'static str {
    text!(lang, "References", "参照")
}

/// Above the notes on files.
pub(super) fn noticed(lang: Lang) -> &'static str {
    text!(lang, "Noticed while reading", "読み取り時の注意点")
}

/// The whole command line of the page of a finding.
pub(super) fn explain(lang: Lang, code: impl std::fmt::Display) -> String {
    say!(
        lang,
        "The whole page: relay-doctor explain {code}",
        "詳しい説明: relay-doctor explain {code}",
    )
}

/// Heads of what happened on each server and Send connector.
pub(super) fn way_columns(lang: Lang) -> [&'static str; 6] {
    [
        text!(lang, "Server", "サーバー"),
        text!(lang, "Send connector", "送信コネクタ"),
        text!(
            lang,
            "Last accepted (until refused)",
            "最後の受け付け (拒否まで)"
        ),
        text!(lang, "First refused", "最初の拒否"),
        text!(lang, "Last refused", "最後の拒否"),
        text!(lang, "Accepted again, last", "再び受け付け (最後)"),
    ]
}

/// Heads of the intervals.
pub(super) fn interval_columns(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "From", "開始"),
        text!(lang, "Accepted", "受け付け"),
        text!(lang, "Refused", "拒否"),
        text!(lang, "Change", "変化"),
    ]
}

/// What the picture or the table of intervals shows.
pub(super) fn over_time(lang: Lang) -> &'static str {
    text!(
        lang,
        "Recipients accepted and refused over time",
        "受け付けられた受信者数と拒否された受信者数の推移",
    )
}

/// From when to when, how wide an interval is, and the sums.
pub(super) fn sums(
    lang: Lang,
    (first, last): (&str, &str),
    each: &str,
    accepted: u64,
    refused: u64,
) -> String {
    say!(
        lang,
        "{first} to {last}, in intervals of {each}: {accepted} accepted, {refused} refused.",
        "{first} から {last}、間隔は {each}: 受け付け {accepted}、拒否 {refused}。",
    )
}

/// How to read the picture without its colours, after what it tells.
pub(super) fn above_and_below(lang: Lang, described: &str) -> String {
    say!(
        lang,
        "{described} Hollow bars above the line are accepted, solid bars below it refused.",
        "{described}線より上の枠だけの棒が受け付け、線より下の塗りつぶした棒が拒否です。",
    )
}

/// Below the table: rows of nothing are not in it.
pub(super) fn left_out(lang: Lang) -> &'static str {
    text!(
        lang,
        "Intervals without mail are left out.",
        "メールがなかった間隔は省いています。",
    )
}

/// One bar.
pub(super) fn interval(lang: Lang, from: &str, accepted: u64, refused: u64) -> String {
    say!(
        lang,
        "{from}: {accepted} accepted, {refused} refused",
        "{from}: 受け付け {accepted}、拒否 {refused}",
    )
}
