//! What only the face of numbered prompts says. Words that are typed are the same in
//! every language.

use super::wizard::{KeyLabel, key_label};
use super::{Lang, count, say, text};

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
            "Type the path of a newer send log: only a log proves that relay works again.",
            "新しい送信ログのパスを入力してください。中継の復旧はログで確認します。",
        ),
    }
}

/// Fixed sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Line {
    YouCanType,
    NumberOpens,
    GivePath,
    Help,
    TextEnds,
    NoSuchNumber,
    More,
    Sure,
    Keep,
    KeepOrErase,
    Hidden,
    NothingSaved,
    Left,
    Everything,
    NotCopied,
    SettingsTrouble,
    PasswordWrong,
    Welcome,
    ToDo,
}

/// The sentence.
pub fn line(lang: Lang, line: Line) -> &'static str {
    use Line as L;
    match line {
        L::YouCanType => text!(lang, "You can type", "入力できるもの"),
        L::NumberOpens => text!(
            lang,
            "A number from the list above shows that item whole; Enter alone repeats this page.",
            "上の一覧の番号を入力すると、その項目の詳細を表示します。Enter だけでこのページを繰り返します。",
        ),
        L::GivePath => text!(
            lang,
            "The path of a file or folder; or paste, a text, and a line with a single dot.",
            "ファイルやフォルダーのパス。または paste、本文、ピリオドだけの行。",
        ),
        L::Help => text!(
            lang,
            "Type a number or a word, then Enter; the words are these in every language. A word about \
             one item takes its number behind it, such as done 3 or proof 1; without one it is about \
             the item that was opened last. step 4 goes to step 4, again or Enter alone repeats the \
             page, back goes back, quit leaves and saves the case. Nothing is lost by going back or \
             leaving.",
            "番号または英単語を入力して Enter を押します。英単語はどの言語でも同じです。項目に関する単語には \
             done 3 や proof 1 のように後ろに番号を付けます。番号がなければ、最後に表示した項目が対象です。\
             step 4 で手順 4 へ、again または Enter だけでページの再表示、back で前へ、quit でケースを保存して\
             終了します。前に戻っても終了しても、内容は失われません。",
        ),
        L::TextEnds => text!(
            lang,
            "Reading a text. A line with a single dot ends it.",
            "本文を読み込んでいます。ピリオドだけの行で終わります。",
        ),
        L::NoSuchNumber => text!(
            lang,
            "There is nothing with that number.",
            "その番号の項目はありません。",
        ),
        L::More => text!(
            lang,
            "Enter for more, q to stop: ",
            "続きは Enter、中止は q: ",
        ),
        L::Sure => text!(lang, "y to leave, n to stay", "終了は y、続行は n"),
        L::Keep => text!(
            lang,
            "Enter keeps what stands there, a single dot cancels",
            "Enter でそのまま、ピリオドだけで取り消し",
        ),
        L::KeepOrErase => text!(
            lang,
            "Enter keeps what stands there, - erases it, a single dot cancels",
            "Enter でそのまま、- で削除、ピリオドだけで取り消し",
        ),
        L::Hidden => text!(
            lang,
            "Enter alone leaves the file out",
            "Enter だけでこのファイルを使用しない",
        ),
        L::NothingSaved => text!(
            lang,
            "There was nothing to save.",
            "保存する内容はありません。",
        ),
        L::Left => text!(
            lang,
            "relay-doctor goes on here next time.",
            "次回はここから再開します。",
        ),
        L::Everything => text!(
            lang,
            "No differences. Type differences to see everything.",
            "相違はありません。differences と入力するとすべて表示します。",
        ),
        L::NotCopied => text!(
            lang,
            "Nothing is copied here: show prints it.",
            "ここではコピーできません。show で表示してください。",
        ),
        L::SettingsTrouble => text!(
            lang,
            "Something in the settings file cannot be used; relay-doctor config says what.",
            "設定ファイルに使用できない項目があります。relay-doctor config で確認できます。",
        ),
        L::PasswordWrong => text!(lang, "The password is wrong.", "パスワードが違います。",),
        L::Welcome => text!(
            lang,
            "relay-doctor, with numbered prompts. ? explains how, quit leaves.",
            "relay-doctor (番号で選ぶ形式)。? で使い方を表示、quit で終了します。",
        ),
        L::ToDo => text!(lang, "to do", "未完了"),
    }
}

/// Which step this is.
pub fn step_of(lang: Lang, number: usize, name: &str) -> String {
    say!(
        lang,
        "Step {number} of 6: {name}",
        "手順 {number} / 6: {name}"
    )
}

/// A word that means nothing.
pub fn unknown(lang: Lang, word: &str) -> String {
    let word = super::short(word, 40);
    say!(
        lang,
        "Not understood: {word}. Type ? for help.",
        "認識できません: {word}。? でヘルプを表示します。",
    )
}

/// A word that means nothing, where a file may be called so.
pub fn unknown_or_file(lang: Lang, word: &str) -> String {
    let word = super::short(word, 40);
    say!(
        lang,
        "Not understood: {word}. Type ? for help; for a file of that name type ./{word}",
        "認識できません: {word}。? でヘルプを表示します。その名前のファイルは ./{word} と入力してください",
    )
}

/// A word that is known in other places.
pub fn not_here(lang: Lang, word: &str) -> String {
    say!(
        lang,
        "{word} can do nothing here. Type ? for what can be typed.",
        "{word} はここでは使用できません。入力できるものは ? で表示します。",
    )
}

/// From which character on two values differ, and how each goes on from there.
pub fn differs(lang: Lang, from: usize, on_premises: &str, cloud: &str) -> String {
    let (here, there) = (goes_on(lang, on_premises), goes_on(lang, cloud));
    say!(
        lang,
        "Differs from character {from}: on-premises {here}, Exchange Online {there}.",
        "{from} 文字目から異なります: オンプレミスは{here}、Exchange Online は{there}。",
    )
}

fn goes_on(lang: Lang, rest: &str) -> String {
    match rest.is_empty() {
        true => text!(lang, "has nothing more", "ここで終わり").to_owned(),
        false => say!(lang, "has {rest}", "「{rest}」"),
    }
}

/// A value on a side, or what was found instead.
pub fn side_is(lang: Lang, side: &str, value: &str) -> String {
    say!(lang, "{side}: {value}", "{side}: {value}")
}

/// A row of the truth table: whose mail, by which certificate.
pub fn truth_row(lang: Lang, way: (&str, &str), sent: &str, from: &str, to: &str) -> String {
    let (server, connector) = way;
    say!(
        lang,
        "Server {server}, Send connector {connector}, certificate {sent}, sender {from}, recipient {to}",
        "サーバー {server}、送信コネクタ {connector}、証明書 {sent}、送信者 {from}、受信者 {to}",
    )
}

/// What was predicted for it, and answered.
pub fn truth_verdict(lang: Lang, a: &str, b: &str, predicted: &str, answered: &str) -> String {
    say!(
        lang,
        "A {a}, B {b}. Predicted: {predicted}. Answered: {answered}.",
        "A: {a}、B: {b}。予測: {predicted}。応答: {answered}。",
    )
}

/// Who ticked a step.
pub fn done_by(lang: Lang, by: &str, at: &str) -> String {
    say!(lang, "done by {by}, {at}", "完了 ({by}、{at})")
}

/// Further notes of a file, seen with its number.
pub fn more_notes(lang: Lang, more: usize, number: usize) -> String {
    let english = count(more as u64, "more note", "more notes");
    say!(
        lang,
        "{english}: type {number}",
        "ほかの注記 {more} 件は {number} と入力",
    )
}

/// What is typed at a prompt, and what it does.
pub fn offer(lang: Lang, number: usize, word: &str, what: &str) -> String {
    say!(lang, "{number}. {word}: {what}", "{number}. {word}: {what}")
}

/// What a word does. A list that is read aloud has room for more than a footer.
pub fn does(lang: Lang, label: KeyLabel) -> &'static str {
    use KeyLabel as L;
    match label {
        L::Choose => text!(lang, "take this way out", "この方法を選択"),
        L::Tick => text!(
            lang,
            "tick the step, or take its tick back",
            "手順を完了にする、または完了を取り消す",
        ),
        L::OpenPage => text!(lang, "the page about the finding", "検出事項の解説"),
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
        L::Remove => text!(lang, "take a file back", "ファイルの取り消し"),
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
        L::Close => text!(lang, "back to where you were", "前に戻る"),
        L::Language => text!(lang, "in Japanese", "English"),
        L::Help => text!(lang, "how this works", "使い方"),
        L::Quit => text!(lang, "leave; the case is saved", "ケースを保存して終了"),
        other => key_label(lang, other),
    }
}
