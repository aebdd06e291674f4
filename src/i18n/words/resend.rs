//! Who must send again.

use crate::i18n::{Lang, count, say, text};

/// The heading.
pub fn heading(lang: Lang) -> &'static str {
    text!(lang, "Who must send again", "再送信が必要な送信者")
}

/// Why, and where the whole list is.
pub fn why(lang: Lang) -> &'static str {
    text!(
        lang,
        "Refused mail is not queued: it went back to its sender. Once relay is mended, ask these to send again. Every message is listed in refused.csv, which is saved with the fix (step 5), or: relay-doctor diagnose PATH --refused-csv FILE",
        "拒否されたメールはキューに残らず、送信者に返されています。中継が復旧したら、次の送信者に再送信を依頼してください。すべてのメッセージの一覧は、手順 5 で保存する refused.csv、または relay-doctor diagnose PATH --refused-csv FILE で確認できます。",
    )
}

/// The logs are being read for it.
pub fn reading(lang: Lang) -> &'static str {
    text!(
        lang,
        "Reading the send logs...",
        "送信ログを読み取っています..."
    )
}

/// No message was refused.
pub fn nobody(lang: Lang) -> &'static str {
    text!(
        lang,
        "No refused message in the send logs that were read.",
        "読み取った送信ログに、拒否されたメッセージはありません。",
    )
}

/// Bounces and automatic replies: nobody sends them again.
pub fn null_sender(lang: Lang) -> &'static str {
    text!(
        lang,
        "<> (bounces and automatic replies: nobody sends them again)",
        "<> (配信不能レポートや自動応答。再送信は不要です)",
    )
}

/// How much of one sender was refused, when, and for whom.
pub fn refused(lang: Lang, recipients: u64, first: &str, last: &str) -> String {
    let english = count(recipients, "recipient refused", "recipients refused");
    match first == last {
        true => say!(
            lang,
            "{english}, {last}",
            "拒否された受信者 {recipients} 件、{last}"
        ),
        false => say!(
            lang,
            "{english}, {first} to {last}",
            "拒否された受信者 {recipients} 件、{first} から {last}",
        ),
    }
}

/// Recipients of senders that are not listed.
pub fn unlisted(lang: Lang, recipients: u64) -> String {
    let english = count(recipients, "refused recipient", "refused recipients");
    say!(
        lang,
        "{english} of further senders: see refused.csv",
        "ほかの送信者の拒否された受信者 {recipients} 件は refused.csv を参照してください",
    )
}
