//! What to do in each place, in a few sentences.

use crate::i18n::{Lang, say, text};

/// What to do in a step, by its number from 1.
pub fn place_help(lang: Lang, number: usize) -> &'static str {
    match number {
        1 => text!(
            lang,
            "Paste the non-delivery report (bounce) or the line with 550 5.7.64, if you have it. It \
             tells this fault from others that look alike. Without it, go on: the logs tell too.",
            "配信不能レポート (NDR) または 550 5.7.64 の行があれば貼り付けてください。似た別のエラーと\
             区別できます。なければ次へ進んでください。ログからも判断できます。",
        ),
        2 => text!(
            lang,
            "Give a folder or files; everything in them is looked at. For what is missing, the \
             exact command is shown: copy it, run it where it says, and add the file it makes. Not \
             everything is needed: go on whenever you like. A file that does not belong here can be \
             left out by itself.",
            "フォルダーまたはファイルを指定すると、中のファイルをすべて調べます。不足しているものには、\
             収集するコマンドを表示します。コピーして指定の場所で実行し、できたファイルを追加してください。\
             すべて揃わなくても先へ進めます。関係のないファイルは、1 つずつ除外できます。",
        ),
        3 => text!(
            lang,
            "On the left what your servers send and how they are configured, on the right what \
             Exchange Online expects. Relay is accepted when A and B are both met. The marked row \
             is the break; below it stand both values whole and the lines that prove them.",
            "左はオンプレミスが送る値と構成、右は Exchange Online が期待する値です。A と B の両方を満たすと\
             中継が受け付けられます。相違のある行を選択すると、両側の値の全体と根拠の行を下に表示します。",
        ),
        4 => text!(
            lang,
            "The root cause stands first, with why mail is refused for it and the lines that prove \
             it. What follows from it and what else was noticed stands below.",
            "最初に根本原因を、拒否される理由と根拠の行とともに表示します。その影響とその他の検出事項は\
             下に続きます。",
        ),
        5 => text!(
            lang,
            "First choose a way; the recommended one stands first. Then do its checklist from top \
             to bottom: copy a command, run it where it says, tick it. Every change has its undo \
             beside it. This program changes nothing itself.",
            "まず方法を選択します。推奨する方法が先頭です。次にチェックリストを上から順に実施します。\
             コマンドをコピーし、指定の場所で実行し、完了にします。変更には元に戻すコマンドがあります。\
             このプログラム自体は何も変更しません。",
        ),
        _ => text!(
            lang,
            "Give the newest send log. It shows whether mail to outside recipients is accepted since \
             the change. Only then is it mended; tell the senders to send again what was refused.",
            "最新の送信ログを指定してください。変更後に外部あてのメールが受け付けられたかが分かります。\
             確認できたら、拒否されたメールの再送信を送信者に依頼してください。",
        ),
    }
}

/// What is lost by going back or leaving, by whether the case is kept.
pub fn what_is_kept(lang: Lang, kept: bool) -> &'static str {
    match kept {
        true => text!(
            lang,
            "Nothing is lost by going back or leaving: the case is saved and goes on where it was \
            left.",
            "前の手順に戻っても終了しても、内容は失われません。ケースは保存され、続きから再開できます。",
        ),
        false => text!(
            lang,
            "Going back loses nothing. Leaving does: no case is kept of this one.",
            "前の手順に戻っても、内容は失われません。この実行ではケースを保存しないため、終了すると失われます。",
        ),
    }
}

/// The same, and the keys that hold everywhere.
pub fn general_help(lang: Lang, kept: bool) -> String {
    let kept = what_is_kept(lang, kept);
    say!(
        lang,
        "{kept} F1 helps and F2 changes the language at any time.",
        "{kept}F1 はヘルプ、F2 は言語の切り替えで、いつでも使えます。"
    )
}
