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

/// Stands before a change as well as after the wizard has run.
pub(super) fn look(lang: Lang) -> String {
    say!(
        lang,
        "Before your change every value must be the one of this report: if not, somebody has \
         changed it since, so stop and gather the evidence again. After it only what you meant to \
         change may differ.",
        "変更前は、すべての値がこのレポートと同じはずです。異なる値があれば、その後に変更されて\
         いるため、作業を中止し、証拠ファイルを収集し直してください。変更後は、変更した値だけが\
         異なるはずです。",
    )
}

pub(super) fn wait(lang: Lang) -> String {
    say!(
        lang,
        "Microsoft's documents only say that changes may take some time; an hour has been seen. \
         Change nothing else meanwhile, or it cannot be told what helped.",
        "待つ間は、ほかの変更をしないでください。どの変更が効いたのか分からなくなります。Microsoft の\
         文書には「時間がかかる場合がある」とだけあり、1 時間かかった例があります。",
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
         non-delivery reports (sender <>) are lost. Who they are stands in refused.csv, which saving in \
         step 5 of the wizard writes, as does diagnose --refused-csv FILE.",
        "手元のログでは、受信者 {refused} 件への送信が拒否されています。拒否されたメールはキューに残らず、設定を\
         変更しても送信されないため、送信者による再送信が必要です。不在通知や配信不能レポート \
         (送信者 <>) は失われています。対象の一覧は refused.csv です (ウィザードの手順 5 の保存、または \
         diagnose --refused-csv FILE で書き込まれます)。",
    )
}

pub(super) fn check_tenant(lang: Lang) -> String {
    say!(
        lang,
        "No accepted domain of the export meets a sender in the log. Look which tenant the shell is \
         connected to before anything is changed, and gather the evidence again if it is another.",
        "変更する前に、シェルがどのテナントに接続しているかを確認し、違うテナントであれば証拠ファイルを\
         収集し直してください。出力の承認済みドメインが、ログの送信者のドメインとまったく重なりません。",
    )
}
