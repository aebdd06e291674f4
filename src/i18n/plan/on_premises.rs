//! Steps on Exchange on-premises.

use std::net::IpAddr;

use super::VALUE;
use crate::i18n::{Lang, list, say, short, text};

pub(super) fn take_out(lang: Lang, servers: &[String]) -> String {
    let servers = list(lang, servers, 3);
    say!(
        lang,
        "Mail then leaves only by the servers whose certificate is accepted; they must carry the \
         load. {servers} comes back in a later step, when it sends the right certificate.",
        "メールは、証明書が受け付けられるサーバーだけから送信されます。負荷に問題がないか確認して\
         ください。{servers} は、正しい証明書を送信できるようになったら、後の手順で戻します。",
    )
}

pub(super) fn put_back(lang: Lang, servers: &[String]) -> String {
    let servers = list(lang, servers, 3);
    say!(
        lang,
        "Only when {servers} has the certificate with its private key and SMTP. The next session \
         from there shows whether it is sent.",
        "{servers} に秘密キー付きの証明書があり、SMTP が有効になってから戻してください。次の\
         セッションで、その証明書が送信されるかを確認できます。",
    )
}

pub(super) fn restart_transport(lang: Lang) -> String {
    say!(
        lang,
        "The Send connector names this certificate already: issuer and subject are those of the old \
         one. Run the command on one server at a time; mail waits there for a moment meanwhile.",
        "送信コネクタは、この証明書を既に指定しています (発行者とサブジェクトが古い証明書と同じ)。\
         コマンドは 1 台ずつ実行してください。実行中、そのサーバーのメールは一時的に待機します。",
    )
}

pub(super) fn import(lang: Lang, name: &str, thumbprint: &str) -> String {
    let (name, thumbprint) = (short(name, VALUE), short(thumbprint, 40));
    say!(
        lang,
        "Export {name} (thumbprint {thumbprint}) with its private key as a .pfx from a server that \
         has it, and import it where it is missing, together with the certificates of its \
         issuers. The file holds the private key: give it a password, and delete it afterwards.",
        "{name} (拇印 {thumbprint}) があるサーバーから秘密キー付きの .pfx としてエクスポートし、\
         発行者の証明書とともに、証明書がないサーバーにインポートしてください。ファイルには秘密キーが含まれる\
         ため、パスワードを設定し、終了後に削除してください。",
    )
}

pub(super) fn enable_smtp(lang: Lang) -> String {
    say!(
        lang,
        "The command may ask whether to replace the default SMTP certificate. Answer No (the \
         letter N): a bare Enter means Yes. Never add -Force, which answers Yes. The services it \
         already has stay.",
        "既定の SMTP 証明書を置き換えるかどうかを質問されたら、No (N) と入力してください。Enter だけを\
         押すと Yes になります。-Force を付けると Yes と答えたことになるため、使用しないでください。有効になっている\
         サービスはそのまま残ります。",
    )
}

pub(super) fn set_certificate(
    lang: Lang,
    name: &str,
    thumbprint: &str,
    old: Option<&str>,
) -> String {
    let (name, thumbprint) = (short(name, VALUE), short(thumbprint, 40));
    let what = say!(
        lang,
        "TlsCertificateName holds issuer and subject, no thumbprint; the first line reads both \
         from {name} (thumbprint {thumbprint}).",
        "TlsCertificateName には拇印ではなく発行者とサブジェクトを指定します。1 行目で {name} \
         (拇印 {thumbprint}) から読み取ります。",
    );
    let old = match old {
        Some(old) => {
            let old = short(old, 2 * VALUE);
            say!(lang, "The value so far: {old}.", "現在の値は {old} です。")
        }
        None => String::new(),
    };
    let watch = say!(
        lang,
        "Restart MSExchangeTransport only if new sessions still show the old thumbprint, one \
         server at a time. Exchange 2010 has no TlsCertificateName: there Fqdn must be a name on \
         the certificate.",
        "新しいセッションにまだ古い拇印が記録される場合だけ、MSExchangeTransport を 1 台ずつ再起動\
         してください。Exchange 2010 には TlsCertificateName がないため、Fqdn に証明書の名前を指定します。",
    );
    let said: Vec<String> = [what, old, watch]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    said.join(text!(lang, " ", ""))
}

pub(super) fn set_fqdn(lang: Lang, fqdn: &str, thumbprint: &str) -> String {
    let (fqdn, thumbprint) = (short(fqdn, VALUE), short(thumbprint, 40));
    say!(
        lang,
        "The listing shows no TlsCertificateName, which Exchange 2010 does not have: there the \
         certificate is chosen by Fqdn. {fqdn} is a name on the certificate with thumbprint \
         {thumbprint}, which must serve SMTP. Fqdn is also what the server says in EHLO. On \
         Exchange 2013 and later gather Get-SendConnector | Format-List * again instead.",
        "出力に TlsCertificateName がありません。Exchange 2010 にはこのプロパティがなく、証明書は \
         Fqdn で選択されます。{fqdn} は拇印 {thumbprint} の証明書にある名前で、この証明書では SMTP が\
         有効である必要があります。Fqdn は EHLO で名乗る名前にもなります。Exchange 2013 以降の場合は\
         変更せず、Get-SendConnector | Format-List * を収集し直してください。",
    )
}

pub(super) fn switch_logging_on(lang: Lang) -> String {
    say!(
        lang,
        "Logging is off on this connector, so nothing shows what is sent. The next message writes \
         the log that proves the change.",
        "このコネクタではログが無効のため、送信の内容を確認できません。有効にすると、次のメールから\
         ログに記録され、変更の結果を確認できます。",
    )
}

pub(super) fn get_certificate(lang: Lang, expected: &[String]) -> String {
    let first = match expected.is_empty() {
        true => say!(
            lang,
            "No installed certificate is known to fit.",
            "一致するインストール済みの証明書は見つかっていません。",
        ),
        false => {
            let expected = list(lang, expected, 3);
            say!(
                lang,
                "Exchange Online expects {expected}, and no installed certificate is known to fit.",
                "Exchange Online は {expected} を期待していますが、一致するインストール済みの証明書は\
                 見つかっていません。",
            )
        }
    };
    let next = say!(
        lang,
        "The command lists what is there. Import the right certificate with its private key, or \
         get one from a public CA, then run relay-doctor again: it gives the next commands.",
        "コマンドでインストール済みの証明書を確認してください。正しい証明書を秘密キー付きで\
         インポートするか、公的な証明機関から取得してください。その後 relay-doctor を再実行すると、\
         次のコマンドを表示します。",
    );
    [first, next].join(text!(lang, " ", ""))
}

pub(super) fn use_starttls(lang: Lang) -> String {
    say!(
        lang,
        "Without TLS no certificate is sent. With RequireTLS mail waits in the queue, instead of \
         going out without TLS, if the peer does not offer it: watch the queue after the change.",
        "TLS を使用しないと証明書は送信されません。RequireTLS を有効にすると、相手が TLS に対応しない\
         場合、メールは TLS なしで送信されずにキューに残ります。変更後にキューを確認してください。",
    )
}

pub(super) fn let_starttls_through(lang: Lang) -> String {
    say!(
        lang,
        "Something between the server and Exchange Online removes STARTTLS from the EHLO reply: a \
         firewall, proxy or mail filter that inspects SMTP. Have that inspection switched off for \
         port 25 from the source servers, then look for STARTTLS in a new session.",
        "サーバーと Exchange Online の間で、SMTP を検査するファイアウォール、プロキシ、メール フィルターの\
         いずれかが EHLO 応答から STARTTLS を取り除いています。送信元サーバーからのポート 25 の検査を\
         無効にしてもらい、新しいセッションで STARTTLS を確認してください。",
    )
}

pub(super) fn check_private_key(lang: Lang) -> String {
    say!(
        lang,
        "HasPrivateKey must be True and Services must name SMTP. If the key is missing, import the \
         certificate again with it. If both are right and TLS still fails, the service may not be \
         allowed to read the key, or cannot use its provider.",
        "HasPrivateKey が True で、Services に SMTP があることを確認してください。秘密キーがなければ、\
         秘密キー付きで再インポートしてください。両方とも正しいのに TLS が失敗する場合は、サービスに\
         キーの読み取り権限がないか、キーのプロバイダーを使用できない可能性があります。",
    )
}

pub(super) fn ipv4_only(lang: Lang, addresses: &[IpAddr]) -> String {
    let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let addresses = list(lang, &texts, 3);
    say!(
        lang,
        "Exchange Online saw {addresses}, and connectors take IPv4 addresses only. Either keep the \
         source servers from reaching Exchange Online by IPv6, or send a CA-signed certificate and \
         let a connector name it, which is the recommended way.",
        "Exchange Online から見えたアドレスは {addresses} ですが、コネクタに指定できるのは IPv4 だけです。\
         送信元サーバーが IPv6 で Exchange Online に接続しないようにするか、証明機関が署名した証明書を\
         送信し、その名前をコネクタに指定してください (後者を推奨)。",
    )
}
