//! What stands in the views beside the steps.

use crate::facts::sessions::SessionOutcome;
use crate::i18n::{Lang, count, say, text};

/// A view beside the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum View {
    Sessions,
    Transcript,
}

/// What to do in a view.
pub fn view_help(lang: Lang, view: View) -> &'static str {
    match view {
        View::Sessions => text!(
            lang,
            "Every session of the logs, the oldest first. o goes through the outcomes, f filters by \
             server, Send connector, certificate and time, / by words of any name. Enter shows a \
             session whole.",
            "ログのすべてのセッションを古い順に表示します。o で結果、f でサーバー、送信コネクタ、証明書、\
             時刻、/ で名前の語句により絞り込みます。Enter でセッション全体を表示します。",
        ),
        View::Transcript => text!(
            lang,
            "The rows of one session as they stand in the log: > was sent, < was received, * is \
             noted by Exchange, + and - are the connection. The reply that decided is marked. Enter \
             shows the row in its file.",
            "1 つのセッションの行をログのとおりに表示します。> は送信、< は受信、* は Exchange の記録、\
             + と - は接続と切断です。決め手の応答に印を付けています。Enter で行をファイル内で表示します。",
        ),
    }
}

/// Labels of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ViewWord {
    Sessions,
    NoSessions,
    NoneFits,
    Filtering,
    AnyFilter,
    Any,
    NotATime,
    TimeForm,
    NoCertificateSent,
    NotInLog,
    Outcome,
    Server,
    Connector,
    Certificate,
    Since,
    Until,
    Words,
    Time,
    Sender,
    Recipient,
    SeenAs,
    OwnDomain,
    Outside,
    ReadingSession,
    SentCertificate,
    PeersCertificate,
    SomeCertificate,
    Decisive,
}

/// The text of a label.
pub fn view_word(lang: Lang, word: ViewWord) -> &'static str {
    use ViewWord as W;
    match word {
        W::Sessions => text!(lang, "Sessions", "セッション"),
        W::NoSessions => text!(
            lang,
            "Add SMTP send logs in step 2: sessions come from them, and none was read.",
            "手順 2 で SMTP 送信ログを追加してください。セッションが 1 件も読み込まれていません。",
        ),
        W::NoneFits => text!(
            lang,
            "No session fits the filter.",
            "条件に合うセッションはありません。",
        ),
        W::Filtering => text!(lang, "filtering...", "絞り込み中..."),
        W::AnyFilter => text!(lang, "no filter", "絞り込みなし"),
        W::Any => text!(lang, "(any)", "(すべて)"),
        W::NotATime => text!(
            lang,
            "Write the time as in the example: this is none.",
            "例のように入力してください。時刻として読み取れません。",
        ),
        W::TimeForm => text!(
            lang,
            "2026-11-02 or 2026-11-02 17:14",
            "2026/11/02 または 2026/11/02 17:14",
        ),
        W::NoCertificateSent => text!(lang, "(none sent)", "(送信なし)"),
        W::NotInLog => text!(lang, "(not in the log)", "(ログになし)"),
        W::Outcome => text!(lang, "Outcome", "結果"),
        W::Server => text!(lang, "Server", "サーバー"),
        W::Connector => text!(lang, "Send connector", "送信コネクタ"),
        W::Certificate => text!(lang, "Certificate", "証明書"),
        W::Since => text!(lang, "From", "開始"),
        W::Until => text!(lang, "To", "終了"),
        W::Words => text!(lang, "Words", "語句"),
        W::Time => text!(lang, "Time", "時刻"),
        W::Sender => text!(lang, "Sender", "差出人"),
        W::Recipient => text!(lang, "Recipient", "受信者"),
        W::SeenAs => text!(lang, "seen as", "接続元"),
        W::OwnDomain => text!(lang, "accepted domain", "承認済みドメイン"),
        W::Outside => text!(lang, "outside", "外部"),
        W::ReadingSession => text!(
            lang,
            "Reading the session...",
            "セッションを読み込んでいます..."
        ),
        W::SentCertificate => text!(lang, "certificate sent", "送信した証明書"),
        W::PeersCertificate => text!(lang, "certificate of the peer", "相手の証明書"),
        W::SomeCertificate => text!(lang, "certificate", "証明書"),
        W::Decisive => text!(lang, "this decided", "決め手"),
    }
}

/// What became of a session.
pub fn outcome_word(lang: Lang, outcome: SessionOutcome) -> &'static str {
    use SessionOutcome as S;
    match outcome {
        S::Refused => text!(lang, "5.7.64 refused", "5.7.64 拒否"),
        S::InboundRefused => text!(lang, "5.7.51/5.7.68", "5.7.51/5.7.68"),
        S::RefusedOtherwise => text!(lang, "other refusal", "他の拒否"),
        S::Failed => text!(lang, "TLS failed", "TLS 失敗"),
        S::Accepted => text!(lang, "accepted", "受け付け"),
        S::NoCertificate => text!(lang, "no certificate", "証明書なし"),
        S::Unanswered => text!(lang, "no answer", "応答なし"),
        S::NoMail => text!(lang, "no mail", "メールなし"),
    }
}

/// A number with its thousands set apart: `1,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many of all are shown: `12 of 1,000,000`.
pub fn shown_of(lang: Lang, shown: usize, all: usize) -> String {
    let (shown, all) = (grouped(shown as u64), grouped(all as u64));
    say!(lang, "{shown} of {all}", "{all} 件中 {shown} 件")
}

/// Sessions that were not listed because there are too many.
pub fn left_out(lang: Lang, sessions: u64) -> String {
    let n = grouped(sessions);
    say!(
        lang,
        "{n} more were not listed",
        "ほか {n} 件は一覧の対象外"
    )
}

/// Messages of a session.
pub fn messages(lang: Lang, n: u16) -> String {
    let english = count(u64::from(n), "message", "messages");
    say!(lang, "{english}", "メッセージ {n} 通")
}

/// Rows of the log that are folded into one.
pub fn folded(lang: Lang, rows: usize) -> String {
    let english = count(rows as u64, "row", "rows");
    say!(lang, "{english}", "{rows} 行")
}

/// Rows of a session that are not shown.
pub fn more_rows(lang: Lang, n: u64) -> String {
    let english = count(n, "more row", "more rows");
    say!(
        lang,
        "{english} of this session stand in the file",
        "このセッションのほか {n} 行はファイルにあります",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(shown_of(Lang::En, 12, 1_000_000), "12 of 1,000,000");
    }
}
