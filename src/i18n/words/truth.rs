//! The truth table: what the rules predict, and what Exchange Online answered.

use crate::attribution::{RecipientClass, SenderClass};
use crate::i18n::{Lang, say, text};

/// The heading of the truth table.
pub fn heading(lang: Lang) -> &'static str {
    text!(
        lang,
        "What the rules predict, and what the log answered",
        "規則による予測とログの応答",
    )
}

/// Its columns.
pub fn columns(lang: Lang) -> [&'static str; 9] {
    [
        text!(lang, "server", "サーバー"),
        text!(lang, "Send connector", "送信コネクタ"),
        text!(lang, "sent", "証明書"),
        text!(lang, "from", "送信者"),
        text!(lang, "to", "受信者"),
        "A",
        "B",
        text!(lang, "predicted", "予測"),
        text!(lang, "answered", "応答"),
    ]
}

/// No certificate was sent.
pub fn no_certificate(lang: Lang) -> &'static str {
    text!(lang, "none", "なし")
}

/// Whose the sender is, in a word.
pub fn from(lang: Lang, class: SenderClass) -> &'static str {
    match class {
        SenderClass::Own => text!(lang, "own", "自社"),
        SenderClass::Foreign => text!(lang, "foreign", "外部"),
        SenderClass::Null => text!(lang, "<>", "<>"),
        SenderClass::Unknown => text!(lang, "unknown", "不明"),
    }
}

/// Whose the recipients are, in a word.
pub fn to(lang: Lang, class: RecipientClass) -> &'static str {
    match class {
        RecipientClass::Own => text!(lang, "own", "自社"),
        RecipientClass::Outside => text!(lang, "outside", "外部"),
        RecipientClass::Unknown => text!(lang, "unknown", "不明"),
    }
}

/// Recipients accepted and refused.
pub fn answered(lang: Lang, accepted: u64, refused: u64) -> String {
    match (accepted, refused) {
        (0, 0) => text!(lang, "nothing", "なし").to_owned(),
        (accepted, 0) => say!(lang, "{accepted} accepted", "受け付け {accepted}"),
        (0, refused) => say!(lang, "{refused} refused", "拒否 {refused}"),
        (accepted, refused) => say!(
            lang,
            "{accepted} accepted, {refused} refused",
            "受け付け {accepted}、拒否 {refused}",
        ),
    }
}

/// Without any session to Exchange Online there is nothing to compare.
pub fn no_rows(lang: Lang) -> &'static str {
    text!(
        lang,
        "No send log with a session to Exchange Online was read.",
        "Exchange Online へのセッションを含む送信ログが読み込まれていません。",
    )
}

/// What A and B mean.
pub fn legend(lang: Lang) -> &'static str {
    text!(
        lang,
        "A: an accepted domain vouches. B: an inbound connector fits. Mail to own recipients needs \
         neither.",
        "A: 承認済みドメインで確認できること。B: 受信コネクタ (InboundConnector) が一致すること。自社の受信者\
         あてにはどちらも不要です。",
    )
}

/// What the mark beside a prediction means.
pub fn disagrees(lang: Lang) -> &'static str {
    text!(
        lang,
        "! Exchange Online answered otherwise than the rules predict for the values as they are \
         now: the log is believed (RD904), unless a value was changed after it.",
        "! Exchange Online の応答が、現在の値での予測と異なります。その後に値が変更されていなければ、\
         ログの応答を優先します (RD904)。",
    )
}
