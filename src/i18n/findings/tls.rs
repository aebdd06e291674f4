//! How TLS came about, or did not: RD210, RD212, RD217.

use super::{Wording, doubt, send_connectors};
use crate::diagnosis::Confidence;
use crate::i18n::{Lang, count, list, say, short};

pub(super) fn failed(
    lang: Lang,
    sure: Confidence,
    errors: &[(String, u64)],
    connectors: &[String],
) -> Wording {
    let sessions = errors
        .iter()
        .fold(0, |sum: u64, (_, n)| sum.saturating_add(*n));
    let sessions_en = count(sessions, "session", "sessions");
    let kinds: Vec<&str> = errors.iter().map(|(error, _)| error.as_str()).collect();
    let few = short(&list(lang, &kinds, 1), 34);
    let each: Vec<String> = errors
        .iter()
        .map(|(error, n)| {
            let error = short(error, 80);
            let n_en = count(*n, "session", "sessions");
            say!(lang, "{error} ({n_en})", "{error} ({n} 件)")
        })
        .collect();
    let each = list(lang, &each, 3);
    let which = send_connectors(lang, connectors);
    Wording {
        title: say!(
            lang,
            "TLS failed in {sessions_en}: {few}",
            "{sessions} 件のセッションで TLS がエラー {few} で失敗しています",
        ),
        seen: say!(
            lang,
            "TLS negotiation of the {which} failed with {each}.",
            "{which}の TLS ネゴシエーションが失敗しました: {each}。",
        ),
        why: say!(
            lang,
            "Without TLS no certificate reaches Exchange Online. Microsoft names two causes of \
             NoCredentials and UnknownCredentials: no private key, or SMTP not enabled on the \
             certificate.",
            "TLS が成立しないと、証明書は Exchange Online に届きません。NoCredentials と \
             UnknownCredentials の原因として Microsoft が挙げているのは、秘密キーがないことと、\
             証明書で SMTP が有効でないことです。",
        ),
        doubt: match sure {
            Confidence::Certain => say!(
                lang,
                "Its documents disagree whether a Send connector needs SMTP enabled.",
                "ただし、送信コネクタに SMTP の有効化が必要かどうかは文書により異なります。",
            ),
            _ => doubt(lang, sure),
        },
        next: say!(
            lang,
            "Look at HasPrivateKey and Services in Get-ExchangeCertificate on the sending server.",
            "送信サーバーの Get-ExchangeCertificate で HasPrivateKey と Services を確認して\
             ください。",
        ),
    }
}

pub(super) fn not_offered(
    lang: Lang,
    sure: Confidence,
    connectors: &[String],
    sessions: u64,
) -> Wording {
    let sessions_en = count(sessions, "session", "sessions");
    let which = send_connectors(lang, connectors);
    Wording {
        title: say!(
            lang,
            "STARTTLS is not offered in {sessions_en}",
            "{sessions} 件のセッションで STARTTLS が提示されていません",
        ),
        seen: say!(
            lang,
            "In {sessions_en} of the {which} the EHLO reply of Exchange Online arrives without STARTTLS.",
            "{which}の {sessions} 件のセッションで、届いた Exchange Online の EHLO 応答に STARTTLS が\
             ありません。",
        ),
        why: say!(
            lang,
            "Exchange Online offers it; something in between, such as a firewall that inspects \
             SMTP, takes it out, and so no certificate can be sent.",
            "Exchange Online は本来 STARTTLS を提示します。SMTP を検査するファイアウォールなど、途中の\
             機器が取り除いているため、証明書を送信できません。",
        ),
        doubt: match sure {
            Confidence::Certain => say!(
                lang,
                "What takes it out is not in the evidence.",
                "どの機器が取り除いているかは、証拠ファイルからは分かりません。",
            ),
            _ => doubt(lang, sure),
        },
        next: say!(
            lang,
            "Have SMTP inspection switched off for port 25 from this server to Exchange Online.",
            "このサーバーから Exchange Online へのポート 25 で、SMTP の検査を無効にしてください。",
        ),
    }
}

pub(super) fn ignored(
    lang: Lang,
    sure: Confidence,
    connectors: &[String],
    sessions: u64,
    ignore_configured: bool,
) -> Wording {
    let sessions_en = count(sessions, "session", "sessions");
    let which = send_connectors(lang, connectors);
    let next = match ignore_configured {
        true => say!(
            lang,
            "IgnoreSTARTTLS is True there: set it to False and RequireTLS to True.",
            "IgnoreSTARTTLS が True です。IgnoreSTARTTLS を False、RequireTLS を True に設定して\
             ください。",
        ),
        false => say!(
            lang,
            "Set RequireTLS to True and IgnoreSTARTTLS to False on it.",
            "そのコネクタの RequireTLS を True、IgnoreSTARTTLS を False に設定してください。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "STARTTLS is offered but not used in {sessions_en}",
            "{sessions} 件のセッションで STARTTLS が使われていません",
        ),
        seen: say!(
            lang,
            "The {which} sent mail in {sessions_en} without STARTTLS, although it was offered.",
            "{which}は、提示された STARTTLS を使わずに {sessions} 件のセッションでメールを送信\
             しました。",
        ),
        why: say!(
            lang,
            "Without TLS no certificate is sent, and the inbound connector goes by certificate.",
            "TLS を使わないと証明書は送信されません。受信コネクタ (InboundConnector) は証明書で\
             サーバーを認識します。",
        ),
        doubt: doubt(lang, sure),
        next,
    }
}
