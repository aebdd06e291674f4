//! What to do in a place, and what a place is called.

use crate::i18n::wizard::{ViewWord as V, Word, view_word, word};
use crate::i18n::{Lang, text};

/// Where one is, in words: nothing on this face is seen at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lead {
    Symptom,
    Evidence,
    Compare,
    Cause,
    Options,
    Checklist,
    Verify,
    Sessions,
    SessionFilter,
    Transcript,
    Certificates,
    Certificate,
    WhatIf,
    Search,
    Settings,
    Cases,
    NothingToChange,
    Missing,
    NewerLog,
    OtherFault,
}

/// The name of a view beside the steps; none of a step, which has its own.
pub fn lead_name(lang: Lang, lead: Lead) -> &'static str {
    use Lead as L;
    match lead {
        L::Sessions => view_word(lang, V::Sessions),
        L::SessionFilter => text!(lang, "Filter", "絞り込み"),
        L::Transcript => text!(lang, "Session", "セッション"),
        L::Certificates => view_word(lang, V::Certificates),
        L::Certificate => view_word(lang, V::Certificate),
        L::WhatIf => view_word(lang, V::WhatIf),
        L::Search => text!(lang, "Search", "検索"),
        L::Settings => word(lang, Word::Settings),
        L::Cases => word(lang, Word::Cases),
        L::Symptom
        | L::Evidence
        | L::Compare
        | L::Cause
        | L::Options
        | L::Checklist
        | L::Verify
        | L::NothingToChange
        | L::Missing
        | L::NewerLog
        | L::OtherFault => "",
    }
}

/// What to do there.
pub fn lead(lang: Lang, lead: Lead) -> &'static str {
    use Lead as L;
    match lead {
        L::Symptom => text!(
            lang,
            "Give the bounce: type paste, then its text, then a line with a single dot; or type the \
             path of its file. Without one, type next.",
            "配信不能レポートを読み込みます。paste と入力し、本文を貼り付け、最後にピリオドだけの行を入力\
             してください。ファイルのパスでも指定できます。なければ next と入力してください。",
        ),
        L::Evidence => text!(
            lang,
            "Type the path of a folder or file with evidence. For what is missing, type its number: \
             it says what to run and where. Not everything is needed: next goes on.",
            "証拠ファイルのフォルダーまたはファイルのパスを入力してください。不足しているものは番号を入力すると、\
             実行するコマンドと場所を表示します。すべて揃わなくても next で先へ進めます。",
        ),
        L::Compare => text!(
            lang,
            "What is sent and configured on-premises, beside what Exchange Online expects. Relay is \
             accepted when A and B are both met.",
            "オンプレミスが送る値と構成を、Exchange Online が期待する値と比べます。A と B の両方を満たすと\
             中継が受け付けられます。",
        ),
        L::Cause => text!(
            lang,
            "The root cause stands first. A number says why mail is refused for it and which lines \
             prove it; next leads to the ways to mend it.",
            "根本原因を最初に示します。番号を入力すると、拒否される理由と根拠の行を表示します。next で対処の\
             方法に進みます。",
        ),
        L::Options => text!(
            lang,
            "Choose a way with choose and its number; a number alone tells all about it. The \
             recommended one stands first.",
            "choose と番号で方法を選択してください。番号だけを入力すると詳細を表示します。推奨する方法が\
             先頭です。",
        ),
        L::NothingToChange => text!(
            lang,
            "Nothing has to be changed. To verify it with a newer send log, type step 6; quit leaves.",
            "変更は必要ありません。新しい送信ログで確認するには step 6、終了するには quit と入力してください。",
        ),
        L::Missing => text!(
            lang,
            "No cause is known yet. Type step 2 and get the missing evidence.",
            "原因はまだ分かりません。step 2 と入力し、不足している証拠ファイルを収集してください。",
        ),
        L::NewerLog => text!(
            lang,
            "No cause is known. Type step 6 and give a newer send log.",
            "原因が分かりません。step 6 と入力し、新しい送信ログを指定してください。",
        ),
        L::OtherFault => text!(
            lang,
            "This is another fault, not 5.7.64. Type step 4, then explain with the number of RD001: \
             it says what to do.",
            "5.7.64 とは別の障害です。step 4 と入力し、続けて explain と RD001 の番号を入力すると、対処を\
             表示します。",
        ),
        L::Checklist => text!(
            lang,
            "Do the steps from first to last: a number shows its commands and the way back, done and \
             a number ticks it. This program changes nothing itself. save writes scripts and \
             checklist to files.",
            "手順を上から順に実施します。番号でコマンドと元に戻す方法を表示し、done と番号で完了にします。\
             このプログラム自体は何も変更しません。save でスクリプトと手順書をファイルに保存します。",
        ),
        L::Verify => text!(
            lang,
            "Type the path of a newer send log: only a log proves that relay works again. watch \
             follows the logs while Exchange writes them.",
            "新しい送信ログのパスを入力してください。中継の復旧はログで確認します。watch で書き込み中のログを\
             監視できます。",
        ),
        L::Sessions => text!(
            lang,
            "Every session of the logs, the oldest first. A number shows one whole; filter narrows \
             the list by outcome, server, Send connector, certificate and time, words by words of \
             any name.",
            "ログのすべてのセッションを古い順に表示します。番号でセッション全体を表示します。filter で結果、\
             サーバー、送信コネクタ、証明書、時刻により、words で名前の語句により絞り込みます。",
        ),
        L::SessionFilter => text!(
            lang,
            "A number changes that condition; a session has to fit them all. back shows those that do.",
            "番号で条件を変更します。すべての条件に合うセッションが対象です。back で該当するセッションを\
             表示します。",
        ),
        L::Transcript => text!(
            lang,
            "The rows of one session as they stand in the log: > was sent, < was received, * is \
             noted by Exchange, + and - are the connection. The reply that decided is marked. A \
             number shows the row in its file.",
            "1 つのセッションの行をログのとおりに表示します。> は送信、< は受信、* は Exchange の記録、\
             + と - は接続と切断です。決め手の応答に印を付けています。番号で行をファイル内で表示します。",
        ),
        L::Certificates => text!(
            lang,
            "Every certificate of the evidence, those sent last first. A number shows one with its \
             validity, its use, who sends it and which inbound connectors it fits.",
            "証拠ファイルにあるすべての証明書です。最近送信されたものが先頭です。番号で有効期間、用途、送信元、\
             一致する受信コネクタ (InboundConnector) を表示します。",
        ),
        L::Certificate => text!(
            lang,
            "sessions lists those that sent it; source shows where the evidence has it.",
            "sessions でこの証明書を送信したセッションを、source で証拠ファイルの該当箇所を表示します。",
        ),
        L::WhatIf => text!(
            lang,
            "A number changes that value: the log is replayed under it, and it is said what would be \
             accepted and refused. Several changes count together. Nothing is changed in Exchange.",
            "番号で値を変更すると、その値でログを再判定し、受け付けと拒否の予測を表示します。複数の変更は\
             合わせて判定します。Exchange の設定は変更しません。",
        ),
        L::Search => text!(
            lang,
            "What holds the text: findings, certificates, connectors, names of sessions, then lines \
             of the files. A number goes there.",
            "語句を含む検出事項、証明書、コネクタ、セッションの名前、ファイルの行です。番号で該当箇所を\
             表示します。",
        ),
        L::Settings => text!(
            lang,
            "A number changes that setting to its next value, which holds at once.",
            "番号で設定を次の値に切り替えます。変更はすぐに有効になります。",
        ),
        L::Cases => text!(
            lang,
            "resume and a number goes on with that case; the one that is open is saved before. rename \
             gives it another name, delete asks first.",
            "resume と番号でそのケースを再開します。使用中のケースは先に保存します。rename で名前を変更し、\
             delete は確認してから削除します。",
        ),
    }
}
