//! What of the servers and connectors is not seen, or serves others too: RD213, RD305,
//! RD507, RD508.

use super::{Wording, send_connectors};
use crate::diagnosis::Confidence;
use crate::i18n::{Lang, list, names, quoted, say, short};

pub(super) fn logging_off(lang: Lang, connectors: &[String]) -> Wording {
    let first = connectors.first().map_or("", String::as_str);
    let cut = quoted(lang, &short(first, 36));
    let which = send_connectors(lang, connectors);
    Wording {
        title: say!(
            lang,
            "Protocol logging is off on {cut}",
            "送信コネクタ{cut}のプロトコル ログが無効です",
        ),
        seen: say!(
            lang,
            "ProtocolLoggingLevel of the {which} is None.",
            "{which}の ProtocolLoggingLevel が None です。",
        ),
        why: say!(
            lang,
            "Its sessions are in no log: neither the certificate nor the answer can be seen, and a \
             fix cannot be proven.",
            "セッションが記録されないため、証明書も応答も確認できず、修正後の確認もできません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Set it to Verbose, send one test mail to an outside address, and bring the new log.",
            "Verbose に設定し、外部あてのテスト メールを 1 通送信して、新しいログを用意してください。",
        ),
    }
}

fn pairs(lang: Lang, all: &[(String, String)]) -> String {
    let one = |(name, value): &(String, String)| {
        let name = quoted(lang, name);
        let value = short(value, 80);
        say!(lang, "{name} ({value})", "{name} ({value})")
    };
    let all: Vec<String> = all.iter().map(one).collect();
    list(lang, &all, 2)
}

pub(super) fn shared(
    lang: Lang,
    sure: Confidence,
    certificate: Option<&str>,
    ours: &[(String, String)],
    others: &[(String, String)],
) -> Wording {
    let (title, seen) = match others.first() {
        Some((_, target)) => {
            let cut = short(target, 30);
            let (ours, others) = (pairs(lang, ours), pairs(lang, others));
            let with = match certificate {
                Some(name) => {
                    let name = short(name, 60);
                    say!(lang, "with the certificate {name}", "証明書 {name} を使用")
                }
                None => say!(lang, "with one certificate", "同じ証明書を使用"),
            };
            (
                say!(
                    lang,
                    "One certificate for another tenant too: {cut}",
                    "別のテナント ({cut}) にも同じ証明書が使われています",
                ),
                say!(
                    lang,
                    "Mail goes to this tenant by {ours} and to another by {others}, {with}.",
                    "このテナントには{ours}、別のテナントには{others} で送信しています ({with})。",
                ),
            )
        }
        None => {
            let cut = short(certificate.unwrap_or_default(), 30);
            let name = short(certificate.unwrap_or_default(), 80);
            (
                say!(
                    lang,
                    "The domain of certificate {cut} is not the tenant's",
                    "証明書 {cut} のドメインはテナントのものではありません",
                ),
                say!(
                    lang,
                    "A connector of the tenant knows you by {name}, whose domain is not among the \
                     accepted ones.",
                    "テナントのコネクタは {name} でサーバーを認識していますが、そのドメインは承認済み\
                     ドメインにありません。",
                ),
            )
        }
    };
    Wording {
        title,
        seen,
        why: say!(
            lang,
            "Exchange Online goes by the certificate's domain first: mail may be attributed to the \
             wrong tenant, and what works today may stop.",
            "Exchange Online は最初に証明書のドメインで判断します。別のテナントのメールとみなされることが\
             あり、今は動作していても突然停止する可能性があります。",
        ),
        doubt: match sure {
            Confidence::Certain => String::new(),
            Confidence::Likely | Confidence::Possible => say!(
                lang,
                "Only possible: how other tenants are configured is not in the evidence.",
                "可能性の段階です。ほかのテナントの構成は証拠ファイルにありません。",
            ),
        },
        next: say!(
            lang,
            "Use a certificate and a Send connector of its own for each tenant.",
            "テナントごとに、専用の証明書と送信コネクタを使用してください。",
        ),
    }
}

pub(super) fn not_covered(lang: Lang, connectors: &[String], servers: &[String]) -> Wording {
    let cut = short(&list(lang, servers, 2), 40);
    let all = names(lang, servers, 4);
    let which = send_connectors(lang, connectors);
    Wording {
        title: say!(
            lang,
            "No evidence from source server {cut}",
            "送信元サーバー {cut} の証拠ファイルがありません",
        ),
        seen: say!(
            lang,
            "SourceTransportServers of the {which} also names {all}; neither a log nor a certificate \
             list of it was given.",
            "{which}の SourceTransportServers に{all}がありますが、そのログも証明書の一覧もありません。",
        ),
        why: say!(
            lang,
            "Each source server takes the certificate from its own store: one that was forgotten \
             makes mail fail now and then.",
            "送信元サーバーはそれぞれ自分のストアの証明書を使います。1 台でも更新し忘れると、メールがときどき\
             拒否されます。",
        ),
        doubt: say!(
            lang,
            "How these servers are is not known.",
            "これらのサーバーの状態は不明です。",
        ),
        next: say!(
            lang,
            "Bring the SmtpSend folder and Get-ExchangeCertificate of each, in a folder named after it.",
            "各サーバーの SmtpSend フォルダーと Get-ExchangeCertificate の出力を、サーバー名のフォルダーに\
             入れて用意してください。",
        ),
    }
}

pub(super) fn reverse(
    lang: Lang,
    sure: Confidence,
    certificate: &str,
    receive: &[(String, String)],
    outbound: &[(String, String)],
) -> Wording {
    let certificate = short(certificate, 60);
    let mut seen = Vec::new();
    if !receive.is_empty() {
        let receive = pairs(lang, receive);
        seen.push(say!(
            lang,
            "TlsCertificateName of the Receive connector {receive} names a certificate that is gone or \
             about to go.",
            "オンプレミスの受信コネクタ{receive} の TlsCertificateName は、もうないか、間もなく使えなくなる\
             証明書を指定しています。",
        ));
    }
    if !outbound.is_empty() {
        let outbound = pairs(lang, outbound);
        seen.push(say!(
            lang,
            "TlsDomain of the Outbound connector {outbound} is not on the certificate.",
            "Exchange Online の送信コネクタ{outbound} の TlsDomain が証明書にありません。",
        ));
    }
    Wording {
        title: match receive.is_empty() {
            false => say!(
                lang,
                "A Receive connector still names the old certificate",
                "オンプレミスの受信コネクタが古い証明書を指定しています",
            ),
            true => say!(
                lang,
                "TlsDomain of an Outbound connector does not fit",
                "Exchange Online の送信コネクタの TlsDomain が一致しません",
            ),
        },
        seen: seen.join(crate::i18n::text!(lang, " ", "")),
        why: say!(
            lang,
            "Relay does not suffer, but mail from Exchange Online to your servers may stop.",
            "中継には影響しませんが、Exchange Online からオンプレミスへのメールが止まる可能性があります。",
        ),
        doubt: match sure {
            Confidence::Certain => String::new(),
            Confidence::Likely | Confidence::Possible => say!(
                lang,
                "Likely: read from the configuration; no log of this direction was judged.",
                "可能性は高いものの、構成だけで判断しています (この方向のログは判定していません)。",
            ),
        },
        next: say!(
            lang,
            "Set the value to fit {certificate}, the certificate in use.",
            "使用中の証明書 {certificate} に合わせて値を設定してください。",
        ),
    }
}
