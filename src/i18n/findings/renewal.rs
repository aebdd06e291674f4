//! What a renewal brings: RD214 to RD216, RD219, RD220.

use jiff::tz::TimeZone;

use super::Wording;
use super::certificate::head;
use super::key::Named;
use crate::diagnosis::Confidence;
use crate::i18n::{Lang, count, date, list, quoted, say, short, text};

pub(super) fn client_auth(lang: Lang, named: Named, before: Option<&str>) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let seen = match before {
        Some(before) => {
            let before = short(before, 40);
            say!(
                lang,
                "{named} may be used by servers only; the earlier one, {before}, also by clients.",
                "{named} の用途はサーバー認証だけです。以前の証明書 {before} にはクライアント認証もありました。",
            )
        }
        None => say!(
            lang,
            "Client Authentication is not among the uses of {named}.",
            "{named} の用途にクライアント認証がありません。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "Certificate {cut} lacks Client Authentication",
            "証明書 {cut} にクライアント認証の用途がありません",
        ),
        seen,
        why: say!(
            lang,
            "For information: a sending server is a TLS client, and public CAs are taking this use \
             away.",
            "参考情報です。送信サーバーは TLS クライアントにあたり、公的な証明機関はこの用途を廃止しつつ\
             あります。",
        ),
        doubt: say!(
            lang,
            "No statement of Microsoft says that Exchange Online asks for it, and none that it does \
             not.",
            "Exchange Online が必要とするかどうかを述べた Microsoft の文書は見つかっていません。",
        ),
        next: say!(
            lang,
            "Look for the cause among the other findings; order no certificate because of this alone.",
            "ほかの検出事項から原因を探してください。これだけを理由に証明書を取り直す必要はありません。",
        ),
    }
}

pub(super) fn edge_name(lang: Lang, connector: &str, length: usize, edge: &[String]) -> Wording {
    let cut = quoted(lang, &short(connector, 24));
    let connector = quoted(lang, connector);
    let edge = match edge.is_empty() {
        true => text!(lang, "the Edge server", "エッジ サーバー").to_owned(),
        false => list(lang, edge, 3),
    };
    Wording {
        title: say!(
            lang,
            "TlsCertificateName of {cut} is too long for Edge",
            "送信コネクタ{cut}の TlsCertificateName はエッジ サーバーには長すぎます",
        ),
        seen: say!(
            lang,
            "TlsCertificateName of the Send connector {connector} has {length} characters; \
             {edge} takes 256.",
            "送信コネクタ{connector}の TlsCertificateName は {length} 文字です。{edge} に複製できるのは \
             256 文字までです。",
        ),
        why: say!(
            lang,
            "It does not replicate, and the server that sends chooses its certificate without it.",
            "複製されないため、実際に送信するサーバーは、この値なしで証明書を選びます。",
        ),
        doubt: say!(
            lang,
            "What is sent instead, the log of the Edge server shows.",
            "代わりに何が送信されるかは、エッジ サーバーのログで分かります。",
        ),
        next: say!(
            lang,
            "Set Fqdn to a name on the certificate and clear TlsCertificateName.",
            "Fqdn に証明書の名前を設定し、TlsCertificateName を空にしてください。",
        ),
    }
}

pub(super) fn expires_soon(lang: Lang, named: Named, not_after: i64, days: u64) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let end = date(lang, not_after, &TimeZone::UTC);
    let days_en = count(days, "day", "days");
    Wording {
        title: say!(
            lang,
            "Certificate {cut} expires in {days_en}",
            "証明書 {cut} の有効期限まであと {days} 日です",
        ),
        seen: say!(
            lang,
            "{named} expires on {end}.",
            "{named} の有効期限: {end}。",
        ),
        why: say!(
            lang,
            "Relay breaks most often at a renewal: another issuer or subject, a server that was \
             forgotten, a connector that still expects the old name.",
            "中継の障害の多くは更新時に起こります (発行者やサブジェクトの変更、更新し忘れたサーバー、古い名前を\
             期待するコネクタなど)。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Order the new one with the same subject, and run relay-doctor rehearse with it before it \
             is installed.",
            "同じサブジェクトで新しい証明書を取得し、インストールする前に relay-doctor rehearse で確認して\
             ください。",
        ),
    }
}

pub(super) fn several_fit(
    lang: Lang,
    connector: &str,
    certificates: &[(String, Option<i64>)],
    sent: Option<&str>,
) -> Wording {
    let cut = quoted(lang, &short(connector, 30));
    let connector = quoted(lang, connector);
    let n = certificates.len();
    let each: Vec<String> = certificates
        .iter()
        .map(|(thumbprint, end)| {
            let head = head(thumbprint);
            match end.map(|end| date(lang, end, &TimeZone::UTC)) {
                Some(end) => say!(lang, "{head} (until {end})", "{head} (期限: {end})"),
                None => head,
            }
        })
        .collect();
    let each = list(lang, &each, 3);
    let sent = match sent {
        Some(sent) => {
            let sent = head(sent);
            say!(
                lang,
                " The log shows {sent}.",
                "ログにあるのは {sent} です。"
            )
        }
        None => String::new(),
    };
    Wording {
        title: say!(
            lang,
            "{n} installed certificates answer to {cut}",
            "送信コネクタ{cut}に該当する証明書が {n} 件あります",
        ),
        seen: say!(
            lang,
            "The Send connector {connector} names issuer and subject, which these have: {each}.{sent}",
            "送信コネクタ{connector}の発行者とサブジェクトを持つ証明書: {each}。{sent}",
        ),
        why: say!(
            lang,
            "The one with the latest expiry is documented to win, and is used as soon as it is \
             imported, fit or not.",
            "文書では有効期限が最も遅いものが選ばれます。適切かどうかに関係なく、インポートするとすぐに\
             使用されます。",
        ),
        doubt: say!(
            lang,
            "Microsoft's page says so of receiving; the Exchange team blog says it of choosing in \
             general.",
            "Microsoft の文書にあるのは受信側の説明で、Exchange チームのブログは選択全般についてそう述べて\
             います。",
        ),
        next: say!(
            lang,
            "Check key, chain, SMTP and names of the latest one; watch the thumbprint in new sessions.",
            "最も遅いものの秘密キー、チェーン、SMTP、名前を確認し、新しいセッションの拇印を確認してください。",
        ),
    }
}

pub(super) fn issuer_changes(
    lang: Lang,
    sure: Confidence,
    connector: &str,
    issuer: &str,
    next: Option<&(String, String)>,
) -> Wording {
    let cut = quoted(lang, &short(connector, 20));
    let connector = quoted(lang, connector);
    let issuer = short(issuer, 80);
    let why = match next {
        Some((thumbprint, next)) => {
            let (head, next) = (head(thumbprint), short(next, 80));
            say!(
                lang,
                "The next certificate, {head}, has the same subject and comes from {next}: the \
                 connector will not choose it.",
                "次の証明書 {head} はサブジェクトが同じで、発行者が {next} のため、このコネクタでは選ばれません。",
            )
        }
        None => say!(
            lang,
            "The certificate is due for renewal, and CAs change the issuer that they sign with.",
            "証明書の更新時期が近づいています。証明機関は署名に使う発行者を変えることがあります。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "The issuer in TlsCertificateName of {cut} will go stale",
            "送信コネクタ{cut}の TlsCertificateName の発行者は更新で古くなります",
        ),
        seen: say!(
            lang,
            "The Send connector {connector} names the issuer {issuer}.",
            "送信コネクタ{connector}には発行者 {issuer} が指定されています。",
        ),
        why,
        doubt: match sure {
            Confidence::Certain => String::new(),
            Confidence::Likely | Confidence::Possible => say!(
                lang,
                "Whether the next one has another issuer, only your CA knows.",
                "次の証明書の発行者が変わるかどうかは、証明機関に確認してください。",
            ),
        },
        next: say!(
            lang,
            "Set TlsCertificateName anew at each renewal, on every Send connector to the tenant, or \
             let Fqdn choose.",
            "更新のたびに、テナントに向かうすべての送信コネクタの TlsCertificateName を設定し直すか、Fqdn で\
             選択するようにしてください。",
        ),
    }
}
