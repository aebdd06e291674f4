//! Steps that many options share: before the change, and after it.

use crate::i18n::{Lang, count, say, short, text};

pub(super) fn save_before(lang: Lang) -> String {
    say!(
        lang,
        "Writes a file into the current folder; it changes nothing. Keep it: it holds every old \
         value.",
        "現在のフォルダーにファイルを書き込むだけで、設定は変更しません。元の値がすべて記録されるため、\
         保管してください。",
    )
}

pub(super) fn look(lang: Lang) -> String {
    say!(
        lang,
        "If a value is not the one of this report, somebody has changed it since: stop, and gather \
         the evidence again.",
        "このレポートと異なる値があれば、その後に変更されています。作業を中止し、証拠ファイルを収集し\
         直してください。",
    )
}

pub(super) fn wait(lang: Lang) -> String {
    say!(
        lang,
        "Microsoft's documents only say that changes may take some time; an hour has been seen. \
         Change nothing else meanwhile, or it cannot be told what helped.",
        "Microsoft の文書には「時間がかかる場合がある」とだけあり、1 時間かかった例があります。どの\
         変更が有効だったか分からなくなるため、その間はほかの変更をしないでください。",
    )
}

pub(super) fn check_send_log(lang: Lang, thumbprint: Option<&str>) -> String {
    let first = say!(
        lang,
        "The command shows where the send logs are (Exchange 2010: Get-TransportServer). Send a \
         mail to an outside recipient and look at its session.",
        "コマンドで送信ログの場所を確認できます (Exchange 2010 では Get-TransportServer)。外部の受信者に\
         メールを送信し、そのセッションを確認してください。",
    );
    let proof = match thumbprint {
        Some(thumbprint) => {
            let thumbprint = short(thumbprint, 40);
            say!(
                lang,
                "It must show the thumbprint {thumbprint} and answer RCPT TO with 250.",
                "拇印 {thumbprint} が記録され、RCPT TO に 250 が返されていることを確認します。",
            )
        }
        None => say!(
            lang,
            "RCPT TO must be answered with 250.",
            "RCPT TO に 250 が返されていることを確認します。",
        ),
    };
    [first, proof].join(text!(lang, " ", ""))
}

pub(super) fn tell_senders(lang: Lang, refused: u64) -> String {
    let recipients = count(refused, "recipient was", "recipients were");
    say!(
        lang,
        "{recipients} refused in the logs at hand. Refused mail is in no queue and goes out by \
         nothing that you change: its senders must send it again. Out-of-office replies and \
         non-delivery reports (sender <>) are lost.",
        "手元のログでは、{refused} 件の受信者あてが拒否されました。拒否されたメールはキューに残らず、設定を\
         変更しても送信されないため、送信者による再送信が必要です。不在通知や配信不能レポート \
         (送信者 <>) は失われています。",
    )
}

pub(super) fn get_evidence(lang: Lang) -> String {
    say!(
        lang,
        "Run the commands under the missing evidence, and start relay-doctor again with their \
         output.",
        "不足している証拠ファイルの項のコマンドを実行し、その出力を加えて relay-doctor を再実行して\
         ください。",
    )
}
