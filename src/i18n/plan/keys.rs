//! Steps on the chain and the key of a certificate.

use super::VALUE;
use crate::i18n::{Lang, say, short, text};

pub(super) fn import_chain(lang: Lang, issuer: Option<&str>, server: Option<&str>) -> String {
    let issuer = match issuer {
        Some(issuer) => short(issuer, 2 * VALUE),
        None => text!(lang, "the issuing CA", "発行元の証明機関").to_owned(),
    };
    let others = match server {
        Some(_) => say!(
            lang,
            "Do it on the other source servers too.",
            "ほかの送信元サーバーでも行ってください。",
        ),
        None => String::new(),
    };
    let what = say!(
        lang,
        "Get the certificate of {issuer}, and of any CA between it and the root, from the CA's own \
         site, never from a mail. Import each with Import-Certificate into Cert:\\LocalMachine\\CA, \
         in Windows PowerShell as administrator. The check must end without a chain error; undo by \
         removing the same thumbprint from that store.",
        "証明機関 ({issuer}) の証明書と、ルートとの間にある証明機関の証明書を、証明機関のサイトから取得して\
         ください (メールで届いたものは使用しないでください)。管理者として実行した Windows PowerShell で、\
         Import-Certificate を使って Cert:\\LocalMachine\\CA にそれぞれインポートします。確認コマンドで\
         チェーンのエラーが出なければ完了です。元に戻すには、同じ拇印の証明書をそのストアから削除します。",
    );
    joined(lang, what, others)
}

pub(super) fn restore(lang: Lang, name: &str, thumbprint: &str, serial: Option<&str>) -> String {
    let (name, thumbprint) = (short(name, VALUE), short(thumbprint, 40));
    let serial = match serial {
        Some(serial) => {
            let serial = short(serial, 48);
            say!(lang, ", serial number {serial}", "、シリアル番号 {serial}")
        }
        None => String::new(),
    };
    say!(
        lang,
        "Find {name} (thumbprint {thumbprint}{serial}) with its key: on the server that made the \
         request, or as a .pfx. Import the .pfx with Import-ExchangeCertificate. If the key is lost, \
         ask the CA to issue it again for a new request. Remove the copy without key only when no \
         other program uses it. Delete the .pfx afterwards. The check must show HasPrivateKey True.",
        "秘密キー付きの {name} (拇印 {thumbprint}{serial}) を、要求を作成したサーバーまたは .pfx で探し、\
         Import-ExchangeCertificate で .pfx をインポートしてください。秘密キーが失われている場合は、新しい\
         要求を作成して証明機関に再発行を依頼します。秘密キーのない証明書は、ほかのプログラムで使われて\
         いないことを確認してから削除します。.pfx は終了後に削除してください。確認コマンドで \
         HasPrivateKey が True になれば完了です。",
    )
}

pub(super) fn mend(lang: Lang, thumbprint: &str, ec_key: bool) -> String {
    let thumbprint = short(thumbprint, 40);
    let look = say!(
        lang,
        "certutil -store My {thumbprint} names the provider of the key. In the Certificates console \
         of the local computer, Manage Private Keys shows whether NETWORK SERVICE may read it. If \
         both are in order, import the .pfx again on this server.",
        "certutil -store My {thumbprint} でキーのプロバイダーを確認してください。ローカル コンピューターの\
         証明書コンソールの [秘密キーの管理] で、NETWORK SERVICE に読み取り権限があるかも確認します。\
         どちらにも問題がなければ、このサーバーで .pfx を再インポートしてください。",
    );
    let curve = match ec_key {
        true => say!(
            lang,
            "The key is of an elliptic curve: Exchange needs a build that supports it, or take an RSA \
             certificate.",
            "キーが楕円曲線 (ECC) のため、対応する Exchange のビルドに更新するか、RSA の証明書を使用して\
             ください。",
        ),
        false => String::new(),
    };
    joined(lang, look, curve)
}

fn joined(lang: Lang, one: String, other: String) -> String {
    let said: Vec<String> = [one, other].into_iter().filter(|s| !s.is_empty()).collect();
    said.join(text!(lang, " ", ""))
}
