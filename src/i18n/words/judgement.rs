//! How something was judged.

use crate::attribution::{RecipientClass, SenderClass, Status};
use crate::diagnosis::{Confidence, Observed, Severity};
use crate::i18n::{Lang, text};

/// Whether a condition holds: "met".
pub fn status(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Met => text!(lang, "met", "満たす"),
        Status::Broken => text!(lang, "broken", "満たさない"),
        Status::Unknown => text!(lang, "unknown", "不明"),
    }
}

/// A row of the comparison; `None` is "not applicable".
pub fn row_status(lang: Lang, status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Met) => text!(lang, "match", "一致"),
        Some(Status::Broken) => text!(lang, "mismatch", "不一致"),
        Some(Status::Unknown) => text!(lang, "unknown", "不明"),
        None => text!(lang, "not applicable", "対象外"),
    }
}

/// What is expected of relay: "accepted".
pub fn relay(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Met => text!(lang, "accepted", "受け付け"),
        Status::Broken => text!(lang, "refused", "拒否"),
        Status::Unknown => text!(lang, "unknown", "不明"),
    }
}

/// What the log answered.
pub fn observed(lang: Lang, observed: Observed) -> &'static str {
    match observed {
        Observed::Accepted => text!(lang, "accepted", "受け付け"),
        Observed::Refused => text!(lang, "refused", "拒否"),
        Observed::Mixed => text!(lang, "some accepted, some refused", "受け付けと拒否が混在"),
        Observed::None => text!(lang, "nothing seen", "記録なし"),
    }
}

/// Whose an envelope sender is.
pub fn sender_class(lang: Lang, class: SenderClass) -> &'static str {
    match class {
        SenderClass::Own => text!(lang, "own senders", "自社の送信者"),
        SenderClass::Foreign => text!(lang, "foreign senders", "外部の送信者"),
        SenderClass::Null => text!(lang, "null sender <>", "空の送信者 <>"),
        SenderClass::Unknown => text!(lang, "senders unknown", "不明な送信者"),
    }
}

/// Whose a recipient is.
pub fn recipient_class(lang: Lang, class: RecipientClass) -> &'static str {
    match class {
        RecipientClass::Own => text!(lang, "own recipients", "自社の受信者"),
        RecipientClass::Outside => text!(lang, "outside recipients", "外部の受信者"),
        RecipientClass::Unknown => text!(lang, "recipients unknown", "不明な受信者"),
    }
}

/// How much a finding weighs.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => text!(lang, "blocking", "拒否の原因"),
        Severity::Warning => text!(lang, "warning", "警告"),
        Severity::Note => text!(lang, "note", "参考"),
    }
}

/// How sure a finding is.
pub fn confidence(lang: Lang, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => text!(lang, "certain", "確実"),
        Confidence::Likely => text!(lang, "likely", "可能性が高い"),
        Confidence::Possible => text!(lang, "possible", "可能性あり"),
    }
}
