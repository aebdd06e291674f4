//! What only the face of numbered prompts says. Words that are typed are the same in
//! every language.

mod does;
mod lead;

use super::wizard::grouped;
use super::{Lang, comma, count, say, setting_about, text};
use crate::config::Setting;

pub use does::does;
pub use lead::{Lead, lead, lead_name};

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
    SureToRemove,
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
    NumberChanges,
    NoMoreRows,
    Choose,
    SureDelete,
    AnyName,
    RedactReports,
    KeepNames,
    Follows,
    WatchGoesOn,
    WatchEnds,
    NothingNew,
    MissingForProof,
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
             page, back goes back, quit leaves.",
            "番号または英単語を入力して Enter を押します。英単語はどの言語でも同じです。項目に関する単語には \
             done 3 や proof 1 のように後ろに番号を付けます。番号がなければ、最後に表示した項目が対象です。\
             step 4 で手順 4 へ、again または Enter だけでページの再表示、back で前へ、quit で終了します。",
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
        L::SureToRemove => text!(
            lang,
            "y to take it back, n to keep it",
            "取り消す場合は y、残す場合は n",
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
        L::NumberChanges => text!(
            lang,
            "A number from the list above changes that value; Enter alone repeats this page.",
            "上の一覧の番号を入力すると、その値を変更します。Enter だけでこのページを繰り返します。",
        ),
        L::NoMoreRows => text!(
            lang,
            "The list goes no further.",
            "一覧にこれ以上の行はありません。"
        ),
        L::Choose => text!(
            lang,
            "A number chooses, a single dot cancels",
            "番号で選択、ピリオドだけで取り消し",
        ),
        L::SureDelete => text!(lang, "y to delete it, n to keep it", "削除は y、残すには n"),
        L::RedactReports => text!(
            lang,
            "redact replaces them there (a folder of that name is ./redact)",
            "redact と入力すると別の値に置き換えます (同名のフォルダーは ./redact)",
        ),
        L::KeepNames => text!(
            lang,
            "redact leaves the names in after all",
            "もう一度 redact と入力すると実際の名前に戻します",
        ),
        L::Follows => text!(lang, "following", "監視中"),
        L::WatchGoesOn => text!(
            lang,
            "Enter alone reads what is new in the logs and tells it; nothing is said between. back \
             ends it, again repeats all of this.",
            "Enter だけでログの新しい部分を読み込み、結果を表示します。それ以外のときは何も表示しません。back で\
             監視を終了し、again で全体をもう一度表示します。",
        ),
        L::WatchEnds => text!(
            lang,
            "The logs are no longer followed.",
            "ログの監視を終了しました。",
        ),
        L::NothingNew => text!(
            lang,
            "No new session since the last look.",
            "前回から新しいセッションはありません。",
        ),
        L::MissingForProof => text!(
            lang,
            "Missing for the proof:",
            "確認済みになるまでに必要なもの:",
        ),
        L::AnyName => text!(
            lang,
            "Words of any name: server, Send connector, certificate, address, domain.",
            "サーバー、送信コネクタ、証明書、アドレス、ドメインの名前に含まれる語句。",
        ),
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

/// The same without a number, below a list that has too many of its own.
pub fn offer_word(lang: Lang, word: &str, what: &str) -> String {
    say!(lang, "{word}: {what}", "{word}: {what}")
}

/// Which rows of a list are written: `21 to 40 of 1,000`. Both from 1.
pub fn rows_of(lang: Lang, from: usize, to: usize, all: usize) -> String {
    let [from, to, all] = [from, to, all].map(|n| grouped(n as u64));
    say!(
        lang,
        "{from} to {to} of {all}",
        "{all} 件中 {from} から {to} 件目",
    )
}

/// Values that suggest themselves.
pub fn suggested(lang: Lang, values: &[String]) -> String {
    let values = values.join(comma(lang));
    say!(lang, "For example: {values}", "候補: {values}")
}

/// Values of a choice that are not listed.
pub fn more_values(lang: Lang, more: usize) -> String {
    let more = grouped(more as u64);
    say!(
        lang,
        "{more} more are not listed: narrow them down with words",
        "ほか {more} 件は表示していません。words で絞り込んでください",
    )
}

/// What the replay says. The conditions are A and B; the counts are accepted, refused
/// and unknown.
pub fn predicted(
    lang: Lang,
    name: &str,
    relay: &str,
    conditions: [&str; 2],
    counts: [u64; 3],
) -> String {
    let [a, b] = conditions;
    let [accepted, refused, unknown] = counts.map(grouped);
    say!(
        lang,
        "{name}: relay {relay}; A {a}, B {b}; {accepted} accepted, {refused} refused, {unknown} unknown",
        "{name}: 中継は{relay}。A: {a}、B: {b}。受け付け {accepted} 件、拒否 {refused} 件、不明 {unknown} 件",
    )
}

/// How many sessions of all are shown.
pub fn sessions_shown(lang: Lang, shown: usize, all: usize) -> String {
    let [shown, all] = [shown, all].map(|n| grouped(n as u64));
    say!(
        lang,
        "{shown} of {all} sessions",
        "セッション {all} 件中 {shown} 件",
    )
}

/// What else a setting can be.
pub fn other_values(lang: Lang, values: &[&str]) -> String {
    let values = values.join(text!(lang, ", ", "、"));
    say!(lang, "or: {values}", "ほかの値: {values}")
}

/// What a setting does on this face.
pub fn setting_line(lang: Lang, setting: Setting) -> &'static str {
    match setting {
        Setting::Language => text!(
            lang,
            "Of all that is written; --lang wins.",
            "表示とレポートの言語です。--lang の指定が優先します。",
        ),
        Setting::Theme => text!(
            lang,
            "Dark, light and high contrast are for the drawn wizard; without colours the words say \
             the same.",
            "暗い背景、明るい背景、ハイ コントラストの違いは画面表示のウィザードだけです。色がなくても\
             同じ内容を言葉で示します。",
        ),
        Setting::Ascii | Setting::Mouse => setting_about(lang, setting),
    }
}

/// What has come since the last look; `counts` as [`watch::counts`](crate::i18n::watch::counts)
/// tells it.
pub fn new_since(lang: Lang, counts: &str) -> String {
    say!(
        lang,
        "New since the last look: {counts}",
        "前回からの追加: {counts}"
    )
}

/// A way that is followed: server, Send connector, certificate and senders.
pub fn way_watched(lang: Lang, way: [&str; 4], counts: &str) -> String {
    let [server, connector, sent, senders] = way;
    say!(
        lang,
        "{server}, {connector}, certificate: {sent}, {senders}. {counts}",
        "{server}、{connector}、証明書: {sent}、{senders}。{counts}",
    )
}
