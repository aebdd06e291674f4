//! The words of the folder browser, and of folders and files that are handed over.

use crate::i18n::{Lang, count, say, text, words};

/// Labels of files and folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FileWord {
    Log,
    Hybrid,
    Mail,
    Certificate,
    Output,
    Archive,
    Hidden,
    Closed,
    HubLogs,
    FrontEndLogs,
    EdgeLogs,
    TransportLogs,
    HybridLogs,
    Downloads,
    Desktop,
    Roots,
    Offered,
    Listing,
    OnlyFirst,
    FindsNothing,
    Folder,
    LeftOut,
    LeftOutHint,
    Locked,
    LockedHint,
    AskRemove,
    NothingDeleted,
    Reports,
    ReportsReal,
    ReportsRedacted,
    WorkStaysReal,
}

/// It in words.
pub fn file_word(lang: Lang, word: FileWord) -> &'static str {
    use FileWord as W;
    match word {
        W::Log => text!(lang, "log", "ログ"),
        W::Hybrid => text!(lang, "HCW log", "HCW ログ"),
        W::Mail => text!(lang, "mail", "メール"),
        W::Certificate => text!(lang, "certificate", "証明書"),
        W::Output => text!(lang, "output", "出力"),
        W::Archive => text!(lang, "archive", "アーカイブ"),
        W::Hidden => text!(lang, "hidden", "隠し"),
        W::Closed => text!(lang, "no access", "アクセス不可"),
        W::HubLogs => text!(
            lang,
            "send logs of this server (Transport service)",
            "このサーバーの送信ログ (トランスポート サービス)",
        ),
        W::FrontEndLogs => text!(
            lang,
            "send logs of this server (Front End Transport)",
            "このサーバーの送信ログ (フロントエンド トランスポート)",
        ),
        W::EdgeLogs => text!(
            lang,
            "send logs of this server (Edge Transport)",
            "このサーバーの送信ログ (エッジ トランスポート)",
        ),
        W::TransportLogs => text!(
            lang,
            "send logs of this server (Exchange 2010)",
            "このサーバーの送信ログ (Exchange 2010)",
        ),
        W::HybridLogs => text!(
            lang,
            "logs of the Hybrid Configuration Wizard",
            "ハイブリッド構成ウィザードのログ",
        ),
        W::Downloads => text!(lang, "downloads", "ダウンロード"),
        W::Desktop => text!(lang, "desktop", "デスクトップ"),
        W::Roots => text!(lang, "this computer", "このコンピューター"),
        W::Offered => text!(
            lang,
            "On this computer",
            "このコンピューターにあるフォルダー"
        ),
        W::Listing => text!(
            lang,
            "Listing... Esc or the folder above leaves it.",
            "一覧を取得しています... Esc または上のフォルダーで中断できます。",
        ),
        W::OnlyFirst => text!(
            lang,
            "There are more entries than are listed here.",
            "項目が多いため、一部だけを表示しています。",
        ),
        W::Folder => text!(lang, "folder", "フォルダー"),
        W::LeftOut => text!(lang, "left out", "除外"),
        W::LeftOutHint => text!(lang, "reads it again", "でもう一度読み込みます"),
        W::Locked => text!(lang, "needs a password", "パスワードが必要"),
        W::LockedHint => text!(
            lang,
            "asks for its password. The file is encrypted and was not read.",
            "でパスワードを入力します。暗号化されたファイルのため、まだ読み込んでいません。",
        ),
        W::AskRemove => text!(
            lang,
            "Take this folder back, with all its files?",
            "このフォルダーを、すべてのファイルとともに取り消しますか。",
        ),
        W::NothingDeleted => text!(
            lang,
            "They are no longer read. On the disk nothing is changed.",
            "読み込みの対象から外れます。ディスク上のファイルは変更しません。",
        ),
        W::Reports => text!(
            lang,
            "In the reports (report.html, .md, .json)",
            "レポート (report.html、.md、.json) の内容",
        ),
        W::ReportsReal => text!(lang, "names as they are", "実際の名前のまま"),
        W::ReportsRedacted => text!(
            lang,
            "for passing on: names, addresses, domains, thumbprints and serial numbers replaced",
            "社外に渡せるように置き換え: 名前、アドレス、ドメイン、拇印、シリアル番号",
        ),
        W::WorkStaysReal => text!(
            lang,
            "Checklist, scripts and refused.csv always have the real names: the work needs them.",
            "チェックリスト、スクリプト、refused.csv は作業に必要なため、常に実際の名前のままです。",
        ),
        W::FindsNothing => text!(lang, "no such name here", "該当する名前はありません"),
    }
}

/// How many files a folder has given, and how many of it are left out.
pub fn files_of_folder(lang: Lang, read: usize, left_out: usize) -> [String; 2] {
    let english = count(read as u64, "file", "files");
    let read = say!(lang, "{english}", "ファイル {read} 件");
    let left_out = match left_out {
        0 => String::new(),
        n => say!(lang, "{n} left out", "除外 {n} 件"),
    };
    [read, left_out]
}

/// What is typed to go to.
pub fn go_to(lang: Lang, typed: &str) -> String {
    say!(lang, "Go to: {typed}", "移動先: {typed}")
}

/// How many entries are marked.
pub fn marked(lang: Lang, n: usize) -> String {
    say!(lang, "{n} marked", "選択 {n} 件")
}

/// How many entries could not be listed.
pub fn entries_left_out(lang: Lang, n: usize) -> String {
    let english = count(n as u64, "entry", "entries");
    say!(
        lang,
        "{english} could not be listed.",
        "{n} 件は一覧に表示できません。"
    )
}

/// How fast files are read, bytes a second, and the file that is being read.
pub fn rate(lang: Lang, bytes: u64) -> String {
    let size = words::size(bytes);
    say!(lang, "{size}/s", "毎秒 {size}")
}
