//! Steps of the Hybrid Configuration Wizard (the article, option 1).

use super::VALUE;
use crate::i18n::{Lang, say, short, text};

pub(super) fn download(lang: Lang) -> String {
    say!(
        lang,
        "Download it from the Exchange admin center (https://aka.ms/HybridWizard). It needs a \
         browser sign-in from a machine with internet access, Organization Management on both \
         sides, and the certificate on all servers that will be chosen in it.",
        "Exchange 管理センターからダウンロードします (https://aka.ms/HybridWizard)。インターネットに\
         接続できるコンピューターでのブラウザーのサインイン、両側の Organization Management、選択する\
         すべてのサーバー上の証明書が必要です。",
    )
}

/// The certificate to be seen selected on the page.
fn page(lang: Lang, certificate: Option<&str>, thumbprint: Option<&str>) -> String {
    match (certificate, thumbprint) {
        (Some(name), Some(thumbprint)) => {
            let (name, thumbprint) = (short(name, VALUE), short(thumbprint, 40));
            say!(
                lang,
                "On the transport certificate page check that the new certificate is selected: \
                 {name} (thumbprint {thumbprint}).",
                "[トランスポート証明書] ページで、新しい証明書 {name} (拇印 {thumbprint}) が選択されている\
                 ことを確認してください。",
            )
        }
        _ => say!(
            lang,
            "On the transport certificate page check that the new certificate is selected.",
            "[トランスポート証明書] ページで、新しい証明書が選択されていることを確認してください。",
        ),
    }
}

pub(super) fn update(lang: Lang, certificate: Option<&str>, thumbprint: Option<&str>) -> String {
    let page = page(lang, certificate, thumbprint);
    let rest = say!(
        lang,
        "It refreshes the certificate and leaves customisations alone. Which connectors it touches \
         beyond HCW's own is not documented. A version without this choice is too old: download it \
         again.",
        "証明書だけを更新し、カスタマイズはそのまま残ります。HCW 以外のコネクタのうち、どれが変更される\
         かは文書にありません。この選択肢がない古いバージョンの場合は、ダウンロードし直してください。",
    );
    [page, rest].join(text!(lang, " ", ""))
}

pub(super) fn rerun(lang: Lang, certificate: Option<&str>, thumbprint: Option<&str>) -> String {
    let page = page(lang, certificate, thumbprint);
    let rest = say!(
        lang,
        "The full run writes over the connectors' properties named with this option. Manual \
         customisations must be redone after it has finished; the files saved before hold the old \
         values.",
        "この選択肢に示したコネクタのプロパティは上書きされます。手動カスタマイズは、ウィザードの完了後に\
         やり直す必要があります。元の値は、事前に保存したファイルにあります。",
    );
    [page, rest].join(text!(lang, " ", ""))
}

pub(super) fn read_log(lang: Lang) -> String {
    say!(
        lang,
        "Open the newest .log in that folder of the account that ran the wizard, and search for \
         \"actual\": the tables show what was compared and changed, the TLS sender certificate \
         value among it. That value must be a name on the certificate that is sent.",
        "ウィザードを実行したアカウントのフォルダーで最新の .log を開き、actual を検索してください。\
         TLS 送信者証明書の値を含め、比較と変更の内容が表で記録されています。その値は、送信される\
         証明書の名前と一致する必要があります。",
    )
}

pub(super) fn other_send_connector(lang: Lang) -> String {
    say!(
        lang,
        "Mail to the tenant leaves by this Send connector too, and that HCW changes it is not \
         documented. If TlsCertificateName, or Fqdn where that is empty, still stands for the old \
         certificate, change it by hand.",
        "この送信コネクタもテナントにメールを送信しますが、HCW が変更するかどうかは文書にありません。\
         TlsCertificateName (空の場合は Fqdn) が古い証明書を指している場合は、手動で変更してください。",
    )
}
