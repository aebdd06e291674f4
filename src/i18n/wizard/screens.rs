//! What stands on the screens, apart from keys and findings.

use crate::i18n::{Lang, text};

/// The name of a step by its number, from 1.
pub fn step_name(lang: Lang, number: usize) -> &'static str {
    match number {
        1 => text!(lang, "Symptom", "症状"),
        2 => text!(lang, "Evidence", "証拠"),
        3 => text!(lang, "Compare", "比較"),
        4 => text!(lang, "Cause", "原因"),
        5 => text!(lang, "Fix", "対処"),
        _ => text!(lang, "Verify", "確認"),
    }
}

/// Headings and labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Word {
    Next,
    OnPremises,
    ExchangeOnline,
    ConditionA,
    ConditionB,
    WhatItIsNot,
    WhatNow,
    PasteHere,
    SeenSoFar,
    GivenSoFar,
    Path,
    PathHint,
    Completions,
    FilesRead,
    NotReadYet,
    Missing,
    NothingMissing,
    NothingGiven,
    NothingGivenHint,
    NoAnalysis,
    Place,
    RunIn,
    WhoseHint,
    Needs,
    Command,
    Undo,
    Check,
    RootCause,
    RootCauses,
    Consequences,
    AlsoSeen,
    NoDifferences,
    Proof,
    ExplainedBy,
    LastRefused,
    LastAccepted,
    Never,
    Recommended,
    NotOpen,
    Why,
    WritesOver,
    WritesOverNothing,
    Predicted,
    NothingToMend,
    WhatYouCanDo,
    Steps,
    Before,
    After,
    RefusedCount,
    AcceptedCount,
    NewerEvidence,
    VerifyIntro,
    VerifyHow,
    Initials,
    InitialsWhy,
    Note,
    NoteWhy,
    Noted,
    SaveTo,
    SaveWhat,
    CollectTo,
    CollectWhat,
    AskQuit,
    Settings,
    SavedIn,
    SavedNowhere,
    KeysInFile,
    SettingsTroubles,
    ColourIsOff,
    Cases,
    CasesIn,
    CasesReading,
    NoCases,
    CaseIsOpen,
    CaseName,
    AskDelete,
    DeleteIsFinal,
    Jump,
    JumpHint,
    JumpNothing,
    Password,
    PasswordWhy,
    PasswordWrong,
    PasswordTrying,
    Folder,
    EmptyFolder,
    NoText,
    NoPage,
    PlainHint,
    KeysHere,
    WhatToDo,
    Answers,
    Expected,
    ConnectorsAreOld,
    NowByWay,
    Watching,
    WatchBegins,
    Proven,
    StillRefused,
    Undecided,
    CauseGone,
    CauseStill,
    CauseNew,
    CauseUntold,
}

/// The text of a heading or label.
pub fn word(lang: Lang, word: Word) -> &'static str {
    use Word as W;
    match word {
        W::Next => text!(lang, "Next", "次"),
        W::OnPremises => text!(lang, "ON-PREMISES", "オンプレミス"),
        W::ExchangeOnline => text!(lang, "EXCHANGE ONLINE", "EXCHANGE ONLINE"),
        W::ConditionA => text!(lang, "A  your organization", "A  自社の組織"),
        W::ConditionB => text!(lang, "B  a connector", "B  コネクタ"),
        W::WhatItIsNot => text!(
            lang,
            "It is no spam filter, no block list, no wrong password and no unknown recipient.",
            "迷惑メール対策、ブロック リスト、パスワードの誤り、存在しない宛先のいずれでもありません。",
        ),
        W::WhatNow => text!(
            lang,
            "Refused mail is not queued. Its senders got it back and must send it again once \
             relay works.",
            "拒否されたメールはキューに残らず、送信者に返されています。中継が復旧したら、送信者に再送信を依頼\
             してください。",
        ),
        W::PasteHere => text!(
            lang,
            "Paste the bounce or the error text here, or type the path of a folder or file",
            "配信不能レポートまたはエラー テキストを貼り付けるか、フォルダーやファイルのパスを入力",
        ),
        W::SeenSoFar => text!(lang, "Seen so far", "これまでに見つかった応答"),
        W::GivenSoFar => text!(lang, "Given so far", "これまでに読み込んだもの"),
        W::Path => text!(lang, "Folder or file", "フォルダーまたはファイル"),
        W::PathHint => text!(
            lang,
            "a folder with send logs and cmdlet output, or one file",
            "送信ログとコマンドレットの出力があるフォルダー、またはファイル",
        ),
        W::Completions => text!(lang, "Fits", "候補"),
        W::FilesRead => text!(lang, "Files", "ファイル"),
        W::NotReadYet => text!(lang, "not read", "未読み込み"),
        W::Missing => text!(lang, "Missing", "不足"),
        W::NothingMissing => text!(lang, "Nothing is missing.", "不足はありません。"),
        W::NothingGiven => text!(
            lang,
            "Nothing has been given yet.",
            "まだ何も読み込まれていません。",
        ),
        W::NothingGivenHint => text!(
            lang,
            "Best is a folder with the send logs of the source servers and the output of \
             Get-InboundConnector, Get-AcceptedDomain and Get-SendConnector. Everything in it is \
             looked at; nothing is changed and nothing is sent anywhere.",
            "送信元サーバーの送信ログと、Get-InboundConnector、Get-AcceptedDomain、Get-SendConnector の\
             出力を入れたフォルダーを指定してください。中のファイルをすべて調べます。変更や外部への送信は\
             行いません。",
        ),
        W::NoAnalysis => text!(
            lang,
            "There is nothing to show before evidence has been read (step 2).",
            "証拠ファイルを読み込むと表示されます (手順 2)。",
        ),
        W::Place => text!(lang, "Where", "場所"),
        W::WhoseHint => text!(
            lang,
            "says whose these are: the tenant's, on-premises, not known",
            "でテナント、オンプレミス、不明を切り替えます。",
        ),
        W::RunIn => text!(lang, "Run in", "実行場所"),
        W::Needs => text!(lang, "needs", "必要な役割:"),
        W::Command => text!(lang, "run", "実行"),
        W::Undo => text!(lang, "undo", "元に戻す"),
        W::Check => text!(lang, "check", "確認"),
        W::RootCause => text!(lang, "Root cause", "根本原因"),
        W::RootCauses => text!(
            lang,
            "Root causes (all must be mended)",
            "根本原因 (すべて対処が必要です)",
        ),
        W::Consequences => text!(lang, "Follows from it", "根本原因による影響"),
        W::AlsoSeen => text!(lang, "Also seen", "その他の検出事項"),
        W::NoDifferences => text!(
            lang,
            "No differences. d shows everything.",
            "相違はありません。d ですべて表示します。",
        ),
        W::Proof => text!(lang, "Proof", "根拠"),
        W::ExplainedBy => text!(lang, "explained by", "原因:"),
        W::LastRefused => text!(lang, "Last refused", "最後の拒否"),
        W::LastAccepted => text!(lang, "Last accepted", "最後の受け付け"),
        W::Never => text!(lang, "not in the logs", "ログに記録なし"),
        W::Recommended => text!(lang, "recommended", "推奨"),
        W::NotOpen => text!(lang, "not open here", "この状況では対象外"),
        W::Why => text!(lang, "Why", "理由"),
        W::WritesOver => text!(lang, "Writes over", "上書きする値"),
        W::WritesOverNothing => text!(lang, "only what its steps name", "各手順に書かれた値のみ",),
        W::Predicted => text!(lang, "Predicted after it", "対処後の予測"),
        W::NothingToMend => text!(
            lang,
            "Nothing has to be changed: relay is expected to be accepted.",
            "変更は必要ありません。中継は受け付けられる見込みです。",
        ),
        W::WhatYouCanDo => text!(
            lang,
            "To verify it, give a newer send log in step 6. Before the certificate is renewed, \
             relay-doctor rehearse says what must be done first.",
            "確認するには、手順 6 で新しい送信ログを指定してください。証明書を更新する前には、relay-doctor \
             rehearse で必要な作業と順序を確認できます。",
        ),
        W::Steps => text!(lang, "Steps", "手順"),
        W::Before => text!(lang, "before", "対処前"),
        W::After => text!(lang, "now", "現在"),
        W::RefusedCount => text!(lang, "Recipients refused", "拒否された受信者"),
        W::AcceptedCount => text!(lang, "Recipients accepted", "受け付けられた受信者"),
        W::NewerEvidence => text!(lang, "Newer evidence", "新しい証拠ファイル"),
        W::VerifyIntro => text!(
            lang,
            "After the change, wait, send one message to an outside recipient, and give the \
             newest send log here.",
            "変更後、しばらく待ってから外部の受信者に 1 通送信し、最新の送信ログをここに指定してください。",
        ),
        W::VerifyHow => text!(
            lang,
            "Only a log proves it; the configuration alone does not.",
            "中継が受け付けられるようになったかは、構成ではなくログで確認します。",
        ),
        W::Initials => text!(lang, "Your initials", "イニシャル"),
        W::InitialsWhy => text!(
            lang,
            "They are written beside each tick, with the time. Asked once.",
            "完了の印に時刻とともに記録します。入力は最初の 1 回だけです。",
        ),
        W::Note => text!(lang, "Note on this step", "この手順のメモ"),
        W::NoteWhy => text!(
            lang,
            "It is kept with the case and stands in the saved checklist. Empty it to take it away.",
            "ケースに記録し、保存するチェックリストにも書き込みます。空にすると削除します。",
        ),
        W::Noted => text!(lang, "Note", "メモ"),
        W::SaveTo => text!(lang, "Folder to write into", "保存先のフォルダー",),
        W::CollectTo => text!(
            lang,
            "Folder for the scripts that gather the evidence",
            "証拠ファイルを収集するスクリプトの保存先",
        ),
        W::CollectWhat => text!(
            lang,
            "A new folder is made in it, with one script for the Exchange Management Shell, one for \
             Exchange Online, and a page that says how to run them. The scripts only read; then add \
             the folders that they write here.",
            "この中に新しいフォルダーを作り、Exchange 管理シェル用と Exchange Online 用のスクリプト、および\
             使い方の説明を保存します。スクリプトは読み取るだけです。実行後、書き込まれたフォルダーを\
             ここで追加してください。",
        ),
        W::SaveWhat => text!(
            lang,
            "A new folder is made in it. Nothing that exists is written over.",
            "この中に新しいフォルダーを作ります。既存のファイルは上書きしません。",
        ),
        W::Password => text!(lang, "Password of the file", "ファイルのパスワード"),
        W::PasswordWhy => text!(
            lang,
            "The file is encrypted. Only its certificates are read: its private key is passed \
             over, and the password is kept nowhere.",
            "暗号化されたファイルです。読み取るのは証明書だけです。秘密キーは読み込まず、パスワードも\
             保存しません。",
        ),
        W::PasswordWrong => text!(
            lang,
            "Type it again, or leave the file out with Esc: the password is wrong.",
            "もう一度入力してください (Esc で使用しない)。パスワードが違います。",
        ),
        W::PasswordTrying => text!(lang, "Opening the file...", "ファイルを開いています..."),
        W::Settings => text!(lang, "Settings", "設定"),
        W::SavedIn => text!(lang, "Saved in", "保存先"),
        W::SavedNowhere => text!(
            lang,
            "There is no settings file here; what you change holds until you leave.",
            "ここには設定ファイルがありません。変更は終了するまで有効です。",
        ),
        W::KeysInFile => text!(
            lang,
            "Other keys are set in that file; relay-doctor config prints how.",
            "キーの割り当ては設定ファイルで変更します (書き方は relay-doctor config で表示)。",
        ),
        W::SettingsTroubles => text!(
            lang,
            "What of the file cannot be used:",
            "設定ファイルの使用できない項目:",
        ),
        W::ColourIsOff => text!(
            lang,
            "NO_COLOR, TERM, CLICOLOR or --color never has switched colours off.",
            "NO_COLOR、TERM、CLICOLOR または --color never により、色は使用しません。",
        ),
        W::Cases => text!(lang, "Saved cases", "保存したケース"),
        W::CasesIn => text!(lang, "Kept in", "保存場所"),
        W::CasesReading => text!(lang, "Reading...", "読み込み中..."),
        W::NoCases => text!(
            lang,
            "There are none yet. A case is saved after every step, once something was given.",
            "まだありません。何かを読み込むと、手順ごとにケースが保存されます。",
        ),
        W::CaseIsOpen => text!(lang, "(open)", "(使用中)"),
        W::CaseName => text!(lang, "New name of the case", "ケースの新しい名前"),
        W::AskDelete => text!(lang, "Delete this case?", "このケースを削除しますか。"),
        W::DeleteIsFinal => text!(
            lang,
            "It cannot be brought back. The evidence itself is not touched.",
            "元には戻せません。証拠ファイル自体は削除されません。",
        ),
        W::Jump => text!(lang, "What do you want to do?", "操作の検索"),
        W::JumpHint => text!(
            lang,
            "a part of its name, a key, a code such as RD101",
            "操作の名前の一部、キー、RD101 などのコード",
        ),
        W::JumpNothing => text!(
            lang,
            "Nothing here is called that.",
            "該当する操作はありません。"
        ),
        W::AskQuit => text!(
            lang,
            "Something has not been saved yet. Leave all the same?",
            "保存されていない内容があります。終了しますか。",
        ),
        W::Folder => text!(lang, "Folder", "フォルダー"),
        W::EmptyFolder => text!(lang, "The folder is empty.", "フォルダーは空です。"),
        W::NoText => text!(
            lang,
            "There is no text in this file to show.",
            "このファイルには表示できるテキストがありません。",
        ),
        W::NoPage => text!(
            lang,
            "There is no page for this finding.",
            "この検出事項の解説はありません。",
        ),
        W::PlainHint => text!(
            lang,
            "Select with the mouse or the terminal's own means. Long lines go on below.",
            "マウスなど端末の機能で選択してください。長い行は次の行に続きます。",
        ),
        W::KeysHere => text!(lang, "Keys", "キー"),
        W::WhatToDo => text!(lang, "What to do here", "この画面の使い方"),
        W::NowByWay => text!(
            lang,
            "Now, by server and Send connector, with the certificate sent last",
            "現在の状態 (サーバーと送信コネクタごと、最後に送信した証明書)",
        ),
        W::Watching => text!(lang, "Following the logs", "ログの監視"),
        W::WatchBegins => text!(
            lang,
            "Looking at the folders for the first time...",
            "フォルダーを確認しています...",
        ),
        W::Proven => text!(
            lang,
            "Relay works: every way that was refused has been accepted since. Ask the senders to \
             send again what was refused.",
            "中継は復旧しました。拒否されていた経路がすべて受け付けられています。拒否されたメールの再送信を\
             送信者に依頼してください。",
        ),
        W::StillRefused => text!(
            lang,
            "Relay is still refused. A change may take a while to work; if it stays so, look at \
             the causes below.",
            "まだ拒否されています。変更の反映に時間がかかることがあります。続く場合は以下の原因を確認して\
             ください。",
        ),
        W::Undecided => text!(
            lang,
            "Not proven yet: no mail to an outside recipient is in the newer log.",
            "未確認です。新しいログに外部の受信者あてのメールがありません。",
        ),
        W::CauseGone => text!(lang, "gone", "解消"),
        W::CauseStill => text!(lang, "still there", "未解消"),
        W::CauseNew => text!(lang, "new", "新規"),
        W::CauseUntold => text!(
            lang,
            "cannot be told from this evidence",
            "この証拠ファイルからは判断できません"
        ),
        W::Answers => text!(lang, "Recipients", "受信者"),
        W::Expected => text!(lang, "Expected", "判定"),
        W::ConnectorsAreOld => text!(
            lang,
            "The inbound connectors are still the older export: give a new one to be sure.",
            "受信コネクタ (InboundConnector) は古い出力のままです。新しい出力も指定してください。",
        ),
    }
}

/// What the error is, for somebody who sees it for the first time.
pub fn what_it_is(lang: Lang) -> &'static str {
    text!(
        lang,
        "Exchange Online did not recognise your server as yours, so it refused to relay its mail \
         to outside recipients. It recognises it by the certificate that is sent, or by the \
         address; most often a certificate was renewed and one side still knows the old one.",
        "Exchange Online が送信元サーバーを自社のものと認識できず、外部あてのメールの中継を拒否しました。\
         サーバーは、送信された証明書またはアドレスで認識されます。証明書を更新した後、片方に古い値が残って\
         いることが最も多い原因です。",
    )
}

/// What it is where every refusal names ATTR36 (RD003).
pub fn what_attr36_is(lang: Lang) -> &'static str {
    text!(
        lang,
        "ATTR36: neither the domain of the certificate nor that of the sender belongs to your tenant, \
         so Exchange Online refused to relay the mail to outside recipients. One of the two has to be \
         an accepted domain.",
        "ATTR36: 証明書のドメインも送信者のドメインもテナントに属していないため、Exchange Online が外部あての\
         メールの中継を拒否しました。どちらか一方が承認済みドメインである必要があります。",
    )
}
