//! What the words do that can be typed.

use crate::i18n::wizard::{KeyLabel, key_label};
use crate::i18n::{Lang, text};

/// What a word does, where a case is `kept` or not. A list that is read aloud has room
/// for more than a footer.
pub fn does(lang: Lang, label: KeyLabel, word: &str, kept: bool) -> &'static str {
    use KeyLabel as L;
    match label {
        L::Choose => text!(lang, "take this way out", "この方法を選択"),
        L::Tick => text!(
            lang,
            "tick the step, or take its tick back",
            "手順を完了にする、または完了を取り消す",
        ),
        L::OpenPage => text!(lang, "the page about the finding", "検出事項の解説"),
        L::OpenRow => text!(
            lang,
            "the page about a cause, or a file",
            "原因の解説、またはファイルの内容",
        ),
        L::Proof => text!(lang, "the lines that prove it", "根拠の行"),
        L::OpenSource => text!(lang, "its lines in the file", "ファイルの該当する行"),
        L::ShowPlain => text!(
            lang,
            "print it alone, to be copied",
            "コピー用にそのまま表示"
        ),
        L::Save => text!(
            lang,
            "write scripts and checklist to files",
            "スクリプトと手順書をファイルに保存",
        ),
        L::Note => text!(lang, "write a note on the step", "手順にメモを付ける"),
        L::Initials => text!(lang, "change your initials", "イニシャルの変更"),
        L::Collect => text!(
            lang,
            "write scripts that gather what is missing",
            "不足分を収集するスクリプトを保存",
        ),
        L::Whose => text!(
            lang,
            "say whose values a file holds: the tenant's, on-premises, not known",
            "ファイルの値がテナント、オンプレミス、不明のどれかを切り替え",
        ),
        L::WhoseLog => text!(
            lang,
            "say which server a log is of: one after the other, then not known",
            "どのサーバーのログかを切り替え (最後は不明)",
        ),
        L::Watch => text!(
            lang,
            "follow the logs; Enter then tells what is new",
            "ログを監視し、Enter で新しい内容を表示",
        ),
        L::Remove => text!(lang, "take a file back", "ファイルの取り消し"),
        L::LeaveOut => text!(
            lang,
            "leave a file out, or take it back",
            "ファイルの除外、または除外の取り消し",
        ),
        L::Differences => text!(
            lang,
            "differences only, or everything",
            "相違のみとすべての切り替え",
        ),
        L::Table => text!(
            lang,
            "what the rules predict, beside what was answered",
            "規則による予測とログの応答",
        ),
        L::Reload => text!(lang, "read everything again", "すべて読み込み直す"),
        L::Sessions => text!(lang, "the sessions of the logs", "ログのセッション"),
        L::OpenSession | L::Details => text!(lang, "show it whole", "全体を表示"),
        L::NextOutcome => text!(
            lang,
            "only those of the next outcome",
            "次の結果のものだけを表示",
        ),
        L::Filter => text!(lang, "change the filter", "絞り込みの条件を変更"),
        L::FilterWords => text!(lang, "only those with words", "語句で絞り込む"),
        L::ClearFilter => text!(lang, "no filter, show all", "絞り込みをやめる"),
        L::Certificates => text!(
            lang,
            "the certificates of the evidence",
            "証拠ファイルにある証明書",
        ),
        L::WhatIf => text!(
            lang,
            "change values and see what would come of it",
            "値を変えた場合の予測",
        ),
        L::Search => text!(
            lang,
            "look for a text in all evidence",
            "すべての証拠ファイルを検索"
        ),
        L::SearchAgain => text!(lang, "look for another text", "別の語句を検索"),
        L::GoThere => text!(lang, "go there", "該当箇所を表示"),
        L::Change => text!(lang, "change it", "変更"),
        L::OtherValue => text!(lang, "take the next value", "次の値にする"),
        L::TakeBack => text!(lang, "take the change back", "元の値に戻す"),
        L::Settings => text!(lang, "language, theme and the like", "言語や配色などの設定",),
        L::NextValue => text!(lang, "to the next value", "次の値に変更"),
        L::PreviousValue => text!(lang, "to the value before", "前の値に変更"),
        L::Cases => text!(
            lang,
            "saved cases: go on, rename, delete",
            "保存したケースの再開、名前の変更、削除",
        ),
        L::Resume => text!(lang, "go on with it", "再開"),
        L::Rename => text!(lang, "give it another name", "名前の変更"),
        L::DeleteCase => text!(lang, "delete it, once you say yes", "確認してから削除"),
        L::MovePage if word == "more" => text!(lang, "the rows that follow", "続きの行"),
        L::MovePage => text!(lang, "the rows before", "前の行"),
        L::MoveEnds if word == "first" => text!(lang, "the first rows", "先頭の行"),
        L::MoveEnds => text!(lang, "the last rows", "末尾の行"),
        L::Close => text!(lang, "back to where you were", "前に戻る"),
        L::Language => text!(lang, "in Japanese", "English"),
        L::Help => text!(lang, "how this works", "使い方"),
        L::Quit if kept => text!(lang, "leave; the case is saved", "ケースを保存して終了"),
        L::Quit => text!(lang, "leave; no case is kept", "ケースを保存せずに終了"),
        other => key_label(lang, other),
    }
}
