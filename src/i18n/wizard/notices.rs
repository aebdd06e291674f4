//! One line about what has just happened.

use crate::case::Refused;
use crate::config::NotSaved;
use crate::i18n::{Lang, quoted, say, short};

/// What has happened, with what is needed to word it (raw).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Said<'a> {
    Copied(&'a str),
    NotCopied,
    Written(&'a str),
    Writing,
    NotWritten(&'a str),
    CaseSaved,
    CaseNotSaved(&'a str),
    CaseElsewhere(&'a str),
    Resumed,
    CaseKeptAside(&'a str),
    SettingSaved(&'a str),
    SettingForNow,
    SettingNotSaved(&'a NotSaved),
    NoCases,
    CaseRefused(&'a str, &'a Refused),
    CaseRenamed(&'a str),
    CaseDeleted(&'a str),
    CaseIsOpen,
    NotSuspended,
    SettingsTrouble,
    Cancelled,
    NeedsEvidence,
    NoLogToWatch,
    NoSuchPath(&'a str),
    PasteNotHere,
    NothingToCopy,
    NoPathPasted,
    PasteTellsNothing,
    LeftOut(&'a str),
    ReadAgain(&'a str),
    TakenBack(&'a str, usize),
    GivenAlready(&'a str),
    NoPlace,
    NeverSent,
    NotOffered,
    NothingToMend,
    NotRead(&'a str),
    Failed(&'a str),
}

/// It as a sentence.
pub fn said(lang: Lang, said: Said) -> String {
    match said {
        Said::Copied(what) => {
            let what = short(what, 50);
            say!(lang, "Copied: {what}", "コピーしました: {what}")
        }
        Said::NotCopied => say!(
            lang,
            "Copying is not possible here; v shows the text to select it.",
            "ここではコピーできません。v でテキストを表示して選択してください。",
        ),
        Said::Written(folder) => {
            say!(lang, "Written to {folder}", "保存しました: {folder}")
        }
        Said::Writing => say!(
            lang,
            "Making the files; with many logs that takes a while.",
            "ファイルを作成しています (ログが多いと時間がかかります)。",
        ),
        Said::NotWritten(why) => say!(lang, "Not written: {why}", "保存できません: {why}"),
        Said::CaseSaved => say!(lang, "The case is saved.", "ケースを保存しました。"),
        Said::CaseNotSaved(why) => {
            say!(
                lang,
                "The case is not saved: {why}",
                "ケースを保存できません: {why}"
            )
        }
        Said::CaseElsewhere(name) => {
            let name = quoted(lang, name);
            say!(
                lang,
                "Another window has changed this case; yours is saved as {name}.",
                "別のウィンドウがこのケースを変更したため、こちらは{name}として保存しました。",
            )
        }
        Said::Resumed => say!(
            lang,
            "Resumed where you left (relay-doctor --new starts a new case).",
            "前回の続きから再開しました (新しく始めるには relay-doctor --new)。",
        ),
        Said::CaseKeptAside(path) => {
            say!(
                lang,
                "The saved case could not be read and was kept aside: {path}",
                "保存済みのケースを読み取れないため、別名で残しました: {path}",
            )
        }
        Said::SettingSaved(path) => say!(lang, "Saved in {path}", "保存しました: {path}"),
        Said::SettingForNow => say!(
            lang,
            "It holds until you leave; there is no settings file here.",
            "終了するまで有効です。ここには設定ファイルがありません。",
        ),
        Said::SettingNotSaved(NotSaved::Broken(line)) => say!(
            lang,
            "Not saved: mend line {line} of the settings file first. It holds until you leave.",
            "保存できません。先に設定ファイルの {line} 行目を修正してください。終了するまでは有効です。",
        ),
        Said::SettingNotSaved(NotSaved::System(why)) => say!(
            lang,
            "Not saved, it holds until you leave: {why}",
            "保存できません。終了するまでは有効です: {why}",
        ),
        Said::NoCases => say!(
            lang,
            "Nothing is kept of this one, so there are no cases here.",
            "この実行では何も保存しないため、ケースの一覧はありません。",
        ),
        Said::CaseRefused(name, why) => format!(
            "{}: {}",
            quoted(lang, name),
            crate::i18n::case_refused(lang, why)
        ),
        Said::CaseRenamed(name) => {
            let name = quoted(lang, name);
            say!(
                lang,
                "It is called {name} now.",
                "名前を{name}に変更しました。"
            )
        }
        Said::CaseDeleted(name) => {
            let name = quoted(lang, name);
            say!(lang, "Deleted: {name}", "{name}を削除しました。")
        }
        Said::CaseIsOpen => say!(
            lang,
            "This case is open here; go on with another one before you delete it.",
            "このケースは使用中です。削除するには、先に別のケースを再開してください。",
        ),
        Said::NotSuspended => say!(
            lang,
            "There is no shell to go back to here.",
            "ここでは一時停止できません。",
        ),
        Said::SettingsTrouble => say!(
            lang,
            "Something in the settings file cannot be used; F4 says what.",
            "設定ファイルに使用できない項目があります。F4 で確認できます。",
        ),
        Said::Cancelled => say!(lang, "Reading was stopped.", "読み込みを中止しました。"),
        Said::NoLogToWatch => say!(
            lang,
            "Type the folder of the send logs first.",
            "先に送信ログのフォルダーを入力してください。"
        ),
        Said::NeedsEvidence => say!(
            lang,
            "Evidence is needed first: give a folder or file in step 2.",
            "先に手順 2 でフォルダーまたはファイルを指定してください。",
        ),
        Said::NoSuchPath(path) => {
            let path = quoted(lang, path);
            say!(lang, "There is no {path}.", "{path}が見つかりません。")
        }
        Said::PasteNotHere => say!(
            lang,
            "A paste is taken as evidence in steps 1, 2 and 6.",
            "貼り付けは手順 1、2、6 で使用できます。",
        ),
        Said::NothingToCopy => say!(
            lang,
            "There is nothing to copy here.",
            "コピーするものがありません。",
        ),
        Said::NoPathPasted => say!(
            lang,
            "What was pasted is no path.",
            "貼り付けた内容はパスではありません。",
        ),
        Said::PasteTellsNothing => say!(
            lang,
            "What was pasted is neither a path nor a bounce, log or cmdlet output that is known.",
            "貼り付けた内容は、パスでも、既知の配信不能レポート、ログ、コマンドレット出力でもありません。",
        ),
        Said::LeftOut(shown) => {
            let shown = quoted(lang, shown);
            say!(
                lang,
                "{shown} is left out. The same again on its row takes it back.",
                "{shown}を除外しました。その行で同じ操作をすると元に戻ります。",
            )
        }
        Said::ReadAgain(shown) => {
            let shown = quoted(lang, shown);
            say!(
                lang,
                "{shown} is read again.",
                "{shown}をもう一度読み込みます。"
            )
        }
        Said::TakenBack(shown, files) => {
            let shown = quoted(lang, shown);
            match files {
                0 | 1 => say!(lang, "{shown} is taken back.", "{shown}を取り消しました。"),
                _ => say!(
                    lang,
                    "{shown} is taken back, with {files} files.",
                    "{shown}を取り消しました (ファイル {files} 件)。",
                ),
            }
        }
        Said::GivenAlready(shown) => {
            let shown = quoted(lang, shown);
            say!(
                lang,
                "{shown} was given already; it is read once.",
                "{shown}は指定済みです。1 回だけ読み込みます。",
            )
        }
        Said::NeverSent => say!(
            lang,
            "No session in these logs sent this certificate.",
            "このログには、この証明書を送信したセッションがありません。",
        ),
        Said::NoPlace => say!(
            lang,
            "No line of the evidence shows this.",
            "これを示す行は証拠ファイルにありません。",
        ),
        Said::NothingToMend => say!(
            lang,
            "Nothing has to be changed: 6 verifies it with a newer send log.",
            "変更は必要ありません。6 で新しい送信ログを指定して確認できます。",
        ),
        Said::NotOffered => say!(
            lang,
            "This way is not open in this case.",
            "この方法は今回の状況では使用できません。",
        ),
        Said::Failed(why) => say!(
            lang,
            "Not done, by a fault in relay-doctor: {why}",
            "relay-doctor の不具合により処理できませんでした: {why}",
        ),
        Said::NotRead(why) => say!(lang, "Could not be read: {why}", "読み取れません: {why}"),
    }
}
