//! The line that leads: what to do next, said beside its key.

use crate::i18n::{Lang, text};

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Hint {
    PasteOrSkip,
    TakeTyped,
    SymptomDone,
    TypePath,
    FinishPath,
    AddEvidence,
    WaitForLoading,
    GetMissing,
    ToCompare,
    ReadAgain,
    ToCause,
    ToFix,
    ToMissing,
    TakeRecommended,
    ChooseOther,
    TickStep,
    ToOpenStep,
    ToVerify,
    GiveNewLog,
    StillRefused,
    NotProven,
    Done,
    NothingToFix,
    Back,
    Answer,
    Sign,
    TypeNote,
    WriteHere,
    Unlock,
    PickFolder,
    TakeMarked,
    ToParent,
    GoToTyped,
    TypeOrPick,
    TakeOffered,
    LookInto,
    ToList,
    SeeMissing,
    OpenSession,
    WidenFilter,
    ChangeFilter,
    TypeFilter,
    FollowLine,
    ChangeSetting,
    ResumeCase,
    NoCases,
    TypeName,
    KeepCase,
    TypeToJump,
}

/// The sentence beside the key.
pub fn hint(lang: Lang, hint: Hint) -> &'static str {
    use Hint as H;
    match hint {
        H::PasteOrSkip => text!(
            lang,
            "paste the bounce and it is read; without one, go on",
            "配信不能レポートを貼り付けてください。なければそのまま次へ",
        ),
        H::TakeTyped => text!(lang, "take what is typed", "入力した内容を読み込む"),
        H::SymptomDone => text!(lang, "on to the evidence", "証拠ファイルの手順へ"),
        H::TypePath => text!(
            lang,
            "type the path of the folder with the evidence",
            "証拠ファイルのフォルダーのパスを入力",
        ),
        H::FinishPath => text!(lang, "read this path", "このパスを読み込む"),
        H::AddEvidence => text!(
            lang,
            "give a folder or file with evidence",
            "証拠ファイルのフォルダーまたはファイルを指定",
        ),
        H::WaitForLoading => text!(
            lang,
            "wait, or stop reading",
            "お待ちください (中止できます)"
        ),
        H::GetMissing => text!(
            lang,
            "copy the command for what is missing, run it, add its file",
            "不足分のコマンドをコピーして実行し、出力を追加",
        ),
        H::ToCompare => text!(lang, "compare the two sides", "両側の値を比較"),
        H::ReadAgain => text!(lang, "read everything again", "すべて読み込み直す"),
        H::ToCause => text!(lang, "see the cause", "原因を確認"),
        H::ToFix => text!(lang, "see the ways to mend it", "対処の方法を確認"),
        H::ToMissing => text!(
            lang,
            "get the missing evidence (step 2)",
            "不足している証拠ファイルを収集 (手順 2)",
        ),
        H::TakeRecommended => text!(
            lang,
            "take this way and see its checklist",
            "この方法を選択してチェックリストを表示",
        ),
        H::ChooseOther => text!(
            lang,
            "this way is not open here: move to another",
            "この方法は使用できません。ほかの方法へ移動",
        ),
        H::TickStep => text!(
            lang,
            "do the marked step, then tick it (s saves scripts and checklist)",
            "この手順を実施してから完了にする (s で手順とスクリプトを保存)",
        ),
        H::ToOpenStep => text!(
            lang,
            "this step is done: move to one that is not",
            "この手順は完了しています。未完了の手順へ移動",
        ),
        H::ToVerify => text!(
            lang,
            "all done: verify with a new log",
            "すべて完了。新しいログで確認"
        ),
        H::GiveNewLog => text!(
            lang,
            "type the path of a newer send log",
            "新しい送信ログのパスを入力",
        ),
        H::StillRefused => text!(
            lang,
            "still refused: see the checklist again",
            "まだ拒否されています。チェックリストを再確認",
        ),
        H::NotProven => text!(
            lang,
            "not proven yet: give a log with mail to an outside recipient",
            "未確認です。外部あてのメールを含むログを指定",
        ),
        H::Done => text!(lang, "relay works: leave", "中継は復旧しました。終了"),
        H::NothingToFix => text!(lang, "verify with a new log", "新しいログで確認"),
        H::Back => text!(lang, "back to where you were", "元の画面に戻る"),
        H::Answer => text!(lang, "stay here", "終了せずに戻る"),
        H::Sign => text!(lang, "type your initials", "イニシャルを入力"),
        H::TypeNote => text!(lang, "type the note", "メモを入力"),
        H::WriteHere => text!(lang, "write the files here", "ここに保存"),
        H::Unlock => text!(
            lang,
            "type the password of this file, or leave it out (Esc)",
            "このファイルのパスワードを入力 (使用しない場合は Esc)",
        ),
        H::ToList => text!(lang, "leave the line", "入力を終える"),
        H::ChangeSetting => text!(
            lang,
            "change the marked setting; it holds at once",
            "選択した設定を変更 (すぐに反映されます)",
        ),
        H::ResumeCase => text!(lang, "go on with the marked case", "選択したケースを再開"),
        H::NoCases => text!(lang, "back to where you were", "元の画面に戻る"),
        H::TypeName => text!(lang, "type the new name", "新しい名前を入力"),
        H::KeepCase => text!(lang, "keep the case", "削除せずに戻る"),
        H::TypeToJump => text!(
            lang,
            "type a part of what you want, or its number",
            "操作の名前の一部または番号を入力",
        ),
        H::SeeMissing => text!(lang, "see what is missing", "不足しているものを確認"),
        H::OpenSession => text!(
            lang,
            "see the selected session whole, its deciding reply marked",
            "選択したセッションの全体を表示 (決め手の応答に印)",
        ),
        H::WidenFilter => text!(
            lang,
            "nothing fits the filter: show all sessions again",
            "条件に合うものがありません。すべてのセッションを表示",
        ),
        H::ChangeFilter => text!(
            lang,
            "change the marked row; the list follows at once",
            "選択した条件を変更 (一覧にすぐ反映)",
        ),
        H::TypeFilter => text!(
            lang,
            "filter by what is typed; nothing typed takes the condition away",
            "入力した条件で絞り込む (空にすると条件を解除)",
        ),
        H::FollowLine => text!(
            lang,
            "see the selected row in its file",
            "選択した行をファイルで確認",
        ),
        H::TakeMarked => text!(lang, "read what is marked", "選択したものを読み込む"),
        H::ToParent => text!(lang, "to the folder above", "上のフォルダーへ"),
        H::GoToTyped => text!(lang, "open it", "開く"),
        H::TypeOrPick => text!(
            lang,
            "pick a folder below, or type or paste its path",
            "下のフォルダーを選択するか、パスを入力または貼り付け",
        ),
        H::TakeOffered => text!(lang, "read this folder", "このフォルダーを読み込む"),
        H::LookInto => text!(lang, "look into this folder", "このフォルダーを開く"),
        H::PickFolder => text!(
            lang,
            "read this whole folder, or open one below",
            "このフォルダー全体を読み込む (下のフォルダーは開いて選択)",
        ),
    }
}
