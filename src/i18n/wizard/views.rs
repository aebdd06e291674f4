//! What stands in the views beside the steps.

use crate::facts::sessions::SessionOutcome;
use crate::i18n::{Lang, count, say, text, words};

/// A view beside the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum View {
    Sessions,
    Transcript,
    Certificates,
    WhatIf,
    Search,
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
        View::Certificates => text!(
            lang,
            "Every certificate of the evidence: those that the logs show as sent first, then what \
             is installed, then files. Enter shows one with its validity, its use, who sends it \
             and which inbound connectors it fits; l shows its sessions.",
            "証拠ファイルにあるすべての証明書です。ログで送信されたもの、インストール済みのもの、ファイルの順に\
             並びます。Enter で有効期間、用途、送信元、一致する受信コネクタ (InboundConnector) を、l で\
             セッションを表示します。",
        ),
        View::WhatIf => text!(
            lang,
            "Change a value with the arrows or by typing: the log is replayed under it, and below \
             stands what would be accepted and refused. Several changes count together. Nothing is \
             changed in Exchange; c copies the same as a simulate command.",
            "値を矢印キーまたは入力で変更すると、その値でログを再判定し、受け付けと拒否の予測を下に表示\
             します。複数の変更は合わせて判定します。Exchange の設定は変更しません。c で同じ内容の simulate \
             コマンドをコピーします。",
        ),
        View::Search => text!(
            lang,
            "The text is looked for in findings, certificates, connectors and names of sessions, \
             then line by line in every file. Enter goes to the place. Esc stops the search first.",
            "検出事項、証明書、コネクタ、セッションの名前を調べ、続けてすべてのファイルを 1 行ずつ検索\
             します。Enter で該当箇所を表示します。検索中の Esc は検索を中止します。",
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
    Certificates,
    NoCertificates,
    NotKnown,
    Installed,
    Authority,
    File,
    Names,
    NamesMissing,
    Subject,
    Issuer,
    Serial,
    Thumbprint,
    ValidFrom,
    ValidTo,
    ZoneNotKnown,
    Usages,
    NoUsages,
    Key,
    Chain,
    SelfSigned,
    ChainWhole,
    ChainOpen,
    IssuerListed,
    IssuerMissing,
    UsedBy,
    NobodyUses,
    Sent,
    NamedBy,
    GivenAsFile,
    WithoutKey,
    SomeServer,
    FitsConnectors,
    NoConnectorNames,
    FitYes,
    FitSan,
    FitNo,
    FitUndecided,
    FitNamesUnknown,
    Nothing,
    WhatIf,
    WhatIfHow,
    OneMoreDomain,
    EgressAddress,
    Instead,
    TypeValue,
    WaysTakenNow,
    CountedNow,
    AsItIs,
    AfterIt,
    Replaying,
    NothingChanged,
    Relay,
    ConditionA,
    ConditionB,
    WouldPass,
    WouldBeRefused,
    CannotTell,
    Search,
    SearchWhat,
    SearchHow,
    NoHits,
    MoreHits,
    Finding,
    Object,
    Line,
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
        W::Since => text!(lang, "From", "開始日時"),
        W::Until => text!(lang, "To", "終了日時"),
        W::Words => text!(lang, "Words", "語句"),
        W::Time => text!(lang, "Time", "時刻"),
        W::Sender => text!(lang, "Sender", "送信者"),
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
        W::Certificates => text!(lang, "Certificates", "証明書"),
        W::NoCertificates => text!(
            lang,
            "Add send logs, certificate files or the output of Get-ExchangeCertificate in step 2: \
             no certificate was read.",
            "手順 2 で送信ログ、証明書ファイル、または Get-ExchangeCertificate の出力を追加してください。\
             証明書が読み込まれていません。",
        ),
        W::NotKnown => text!(lang, "not in the evidence", "証拠ファイルになし"),
        W::Installed => text!(lang, "Installed", "インストール済み"),
        W::Authority => text!(lang, "authority", "証明機関"),
        W::File => text!(lang, "File", "ファイル"),
        W::Names => text!(lang, "Names", "名前"),
        W::NamesMissing => text!(
            lang,
            "(the evidence does not tell all of its names)",
            "(証拠ファイルからすべての名前は分かりません)",
        ),
        W::Subject => text!(lang, "Subject", "サブジェクト"),
        W::Issuer => text!(lang, "Issuer", "発行者"),
        W::Serial => text!(lang, "Serial number", "シリアル番号"),
        W::Thumbprint => text!(lang, "Thumbprint", "拇印"),
        W::ValidFrom => text!(lang, "Valid from", "有効期間の開始"),
        W::ValidTo => text!(lang, "Valid to", "有効期間の終了"),
        W::ZoneNotKnown => text!(
            lang,
            "(written without a time zone: may be off by hours)",
            "(タイム ゾーンの記載がないため、数時間ずれている可能性があります)",
        ),
        W::Usages => text!(lang, "Enhanced key usage", "拡張キー使用法"),
        W::NoUsages => text!(lang, "any use (no such extension)", "制限なし (拡張なし)"),
        W::Key => text!(lang, "Key", "キー"),
        W::Chain => text!(lang, "Chain", "証明書チェーン"),
        W::SelfSigned => text!(lang, "self-signed", "自己署名"),
        W::ChainWhole => text!(lang, "known up to a root", "ルートまで判明"),
        W::ChainOpen => text!(
            lang,
            "its issuer is not in the evidence",
            "発行者の証明書は証拠ファイルになし",
        ),
        W::IssuerListed => text!(
            lang,
            "its issuer is in the server's store",
            "発行者はサーバーのストアにあり",
        ),
        W::IssuerMissing => text!(
            lang,
            "its issuer is missing from the server's store",
            "発行者がサーバーのストアになし",
        ),
        W::UsedBy => text!(lang, "Used by", "使用元"),
        W::NobodyUses => text!(
            lang,
            "Nothing in the evidence uses it.",
            "証拠ファイルの範囲では使用されていません。",
        ),
        W::Sent => text!(lang, "Sent", "送信"),
        W::NamedBy => text!(lang, "Send connector", "送信コネクタ"),
        W::GivenAsFile => text!(
            lang,
            "given as a certificate file",
            "証明書ファイルとして指定"
        ),
        W::WithoutKey => text!(lang, "without private key", "秘密キーなし"),
        W::SomeServer => text!(lang, "a server", "サーバー (名前不明)"),
        W::FitsConnectors => text!(
            lang,
            "TlsSenderCertificateName of the inbound connectors",
            "受信コネクタ (InboundConnector) の TlsSenderCertificateName",
        ),
        W::NoConnectorNames => text!(
            lang,
            "No inbound connector in the evidence names a certificate.",
            "証拠ファイルには、証明書を指定した受信コネクタ (InboundConnector) がありません。",
        ),
        W::FitYes => text!(lang, "fits", "一致します"),
        W::FitSan => text!(
            lang,
            "fits by a SAN only; documents disagree whether that counts",
            "SAN だけが一致します (有効かどうかは文書により異なります)",
        ),
        W::FitNo => text!(lang, "does not fit", "一致しません"),
        W::FitUndecided => text!(
            lang,
            "the documents do not say whether it fits",
            "一致するかどうかは文書に記載がありません",
        ),
        W::FitNamesUnknown => text!(
            lang,
            "not all names are known; none of the known ones fits",
            "一部の名前が不明です。判明している名前は一致しません",
        ),
        W::Nothing => "",
        W::WhatIf => text!(lang, "What if", "値を変えて予測"),
        W::WhatIfHow => text!(
            lang,
            "Change values and see what the log says then. Exchange stays as it is.",
            "値を変えた場合の結果をログから予測します。Exchange の設定は変更しません。",
        ),
        W::OneMoreDomain => text!(lang, "One more AcceptedDomain", "AcceptedDomain の追加"),
        W::EgressAddress => text!(lang, "Address mail leaves by", "送信元アドレス"),
        W::Instead => text!(lang, "now", "現在"),
        W::TypeValue => text!(lang, "the new value", "新しい値"),
        W::WaysTakenNow => text!(lang, "only ways taken now", "現在の経路のみ"),
        W::CountedNow => text!(
            lang,
            "Counted are only messages on the ways that mail takes now; simulate counts every \
             logged one.",
            "現在使われている経路のメールだけを数えます。simulate はログのすべてのメールを数えます。",
        ),
        W::AsItIs => text!(lang, "now", "現在"),
        W::AfterIt => text!(lang, "then", "変更後"),
        W::Replaying => text!(lang, "then (replaying...)", "変更後 (判定中...)"),
        W::NothingChanged => text!(lang, "then (nothing changed)", "変更後 (変更なし)"),
        W::Relay => text!(lang, "relay", "中継"),
        W::ConditionA => "A",
        W::ConditionB => "B",
        W::WouldPass => text!(lang, "accepted", "受け付け"),
        W::WouldBeRefused => text!(lang, "refused", "拒否"),
        W::CannotTell => text!(lang, "unknown", "不明"),
        W::Search => text!(lang, "Search all evidence", "すべての証拠ファイルの検索"),
        W::SearchWhat => text!(
            lang,
            "a name, a thumbprint, an address, any text",
            "名前、拇印、アドレス、任意の語句",
        ),
        W::SearchHow => text!(
            lang,
            "In findings, certificates, connectors, sessions and every line of the files.",
            "検出事項、証明書、コネクタ、セッション、ファイルのすべての行を検索します。",
        ),
        W::NoHits => text!(lang, "Nothing holds this text.", "見つかりませんでした。"),
        W::MoreHits => text!(lang, "(there are more)", "(ほかにもあります)"),
        W::Finding => text!(lang, "finding", "検出事項"),
        W::Object => text!(lang, "connector", "コネクタ"),
        W::Line => text!(lang, "line", "行"),
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

/// Sessions, so many.
pub fn sessions_count(lang: Lang, n: u64) -> String {
    let english = match n {
        1 => "1 session".to_owned(),
        _ => format!("{} sessions", grouped(n)),
    };
    let n = grouped(n);
    say!(lang, "{english}", "セッション {n} 件")
}

/// How far a search has come.
pub fn looked_through(lang: Lang, files: usize, of: usize, bytes: u64) -> String {
    let size = words::size(bytes);
    say!(
        lang,
        "searching: {files} of {of} files, {size}",
        "検索中: {of} 件中 {files} 件、{size}",
    )
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
