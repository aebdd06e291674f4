//! Condition A: RD301 to RD304.

use super::{Wording, doubt};
use crate::diagnosis::Confidence;
use crate::facts::Domain;
use crate::i18n::{Lang, list, say, short};

pub(super) fn no_accepted_domain(
    lang: Lang,
    sure: Confidence,
    senders: &[String],
    certificate: Option<&str>,
    predicted: bool,
) -> Wording {
    let few = match senders.is_empty() {
        false => Some(short(&list(lang, senders, 2), 36)),
        true => certificate.map(|name| short(name, 36)),
    };
    let title = match few {
        Some(few) => say!(
            lang,
            "No accepted domain covers {few}",
            "{few} は承認済みドメインに含まれていません",
        ),
        None => say!(
            lang,
            "Neither certificate nor sender is in an accepted domain",
            "証明書も送信者も承認済みドメインに含まれていません",
        ),
    };
    let of_certificate = match certificate {
        Some(name) => {
            let name = short(name, 80);
            say!(
                lang,
                "The certificate's name is {name}.",
                "証明書の名前は {name} です。",
            )
        }
        None => say!(
            lang,
            "No certificate vouches for the mail.",
            "メールを裏付ける証明書はありません。",
        ),
    };
    let all = list(lang, senders, 4);
    let seen = match senders.is_empty() {
        true => of_certificate,
        false => say!(
            lang,
            "Mail comes from {all}. {of_certificate}",
            "送信者のドメインは {all} です。{of_certificate}",
        ),
    };
    let mut known = certificate
        .into_iter()
        .chain(senders.iter().map(String::as_str))
        .peekable();
    let nothing_can_be_added = known.peek().is_some() && known.all(Domain::is_unverifiable);
    Wording {
        title,
        seen,
        why: match predicted {
            true => say!(
                lang,
                "Condition A asks that the certificate's domain or the MAIL FROM domain is an \
                 accepted domain of the tenant; the certificate's is not.",
                "条件 A では、証明書のドメインか MAIL FROM のドメインがテナントの承認済み\
                 ドメインである必要があります。証明書のドメインは該当しません。",
            ),
            false => say!(
                lang,
                "Condition A asks that the certificate's domain or the MAIL FROM domain is an \
                 accepted domain of the tenant; neither is.",
                "条件 A では、証明書のドメインか MAIL FROM のドメインがテナントの承認済み\
                 ドメインである必要があります。どちらも該当しません。",
            ),
        },
        doubt: match predicted {
            true => say!(
                lang,
                "Only possible: no log shows a sender, so it is predicted from the certificate \
                 alone.",
                "可能性の段階です。送信者を示すログがないため、証明書だけから予測しています。",
            ),
            false => doubt(lang, sure),
        },
        next: match nothing_can_be_added {
            true => say!(
                lang,
                "Such a domain cannot be verified in a tenant: send a certificate of an accepted \
                 domain, or from an address in one.",
                "このようなドメインはテナントで所有権を確認できません。承認済みドメインの証明書を\
                 送信するか、承認済みドメインのアドレスから送信してください。",
            ),
            false => say!(
                lang,
                "Add and verify the domain in the tenant, or send a certificate whose domain is \
                 accepted.",
                "テナントにドメインを追加して所有権を確認するか、承認済みドメインの証明書を送信して\
                 ください。",
            ),
        },
    }
}

pub(super) fn foreign_or_null(
    lang: Lang,
    sure: Confidence,
    null: bool,
    foreign: &[String],
    certificate: Option<&str>,
) -> Wording {
    let few = short(&list(lang, foreign, 2), 30);
    let all = list(lang, foreign, 4);
    let (title, who) = match (null, foreign.is_empty()) {
        (_, true) => (
            say!(
                lang,
                "Mail from the null sender <> is not vouched for",
                "空の送信者 <> のメールを裏付けるものがありません",
            ),
            say!(lang, "the null sender <>", "空の送信者 <>"),
        ),
        (true, false) => (
            say!(
                lang,
                "Mail from <> and {few} is not vouched for",
                "<> と {few} のメールを裏付けるものがありません",
            ),
            say!(
                lang,
                "the null sender <> and {all}",
                "空の送信者 <> と {all}"
            ),
        ),
        (false, false) => (
            say!(
                lang,
                "Mail from {few} is not vouched for",
                "{few} のメールを裏付けるものがありません",
            ),
            all,
        ),
    };
    let of_certificate = match certificate {
        Some(name) => {
            let name = short(name, 80);
            say!(
                lang,
                "the domain of the certificate {name} is not accepted",
                "証明書 {name} のドメインは承認済みではありません",
            )
        }
        None => say!(
            lang,
            "no certificate is sent that could",
            "裏付けとなる証明書は送信されていません",
        ),
    };
    Wording {
        title,
        seen: say!(
            lang,
            "Your own senders meet condition A; for {who} only the certificate could vouch, and \
             {of_certificate}.",
            "自社の送信者は条件 A を満たします。{who} を裏付けられるのは証明書だけですが、\
             {of_certificate}。",
        ),
        why: match null {
            true => say!(
                lang,
                "That hits non-delivery reports and out-of-office replies, and silently: for mail \
                 from <> no bounce can be sent.",
                "配信不能レポート (NDR) や不在通知が影響を受けます。<> からのメールには NDR を\
                 返せないため、失敗は通知されません。",
            ),
            false => say!(
                lang,
                "That hits forwarded and redirected mail above all.",
                "主に転送またはリダイレクトされたメールが影響を受けます。",
            ),
        },
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Send a certificate whose domain is an accepted domain, and match it on the inbound \
             connector.",
            "承認済みドメインの証明書を送信し、受信コネクタ (InboundConnector) の値をその証明書に\
             合わせてください。",
        ),
    }
}

pub(super) fn subdomain(
    lang: Lang,
    sure: Confidence,
    name: &str,
    missing: &str,
    accepted: &str,
) -> Wording {
    let cut_missing = short(missing, 30);
    let cut_accepted = short(accepted, 24);
    let (name, missing, accepted) = (short(name, 80), short(missing, 80), short(accepted, 80));
    Wording {
        title: say!(
            lang,
            "{cut_missing} is not accepted, only {cut_accepted}",
            "承認済みドメインは {cut_accepted} だけで、{cut_missing} がありません",
        ),
        seen: say!(
            lang,
            "The certificate names {name}, so {missing} would have to be an accepted domain; \
             only {accepted} above it is.",
            "証明書の名前は {name} なので、{missing} が承認済みドメインである必要がありますが、\
             承認済みなのは上位の {accepted} だけです。",
        ),
        why: say!(
            lang,
            "Exchange Online looks at the domain directly above the host (KB4019940), so \
             condition A fails.",
            "Exchange Online はホスト名のすぐ上のドメインを見るため (KB4019940)、条件 A を\
             満たしません。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Add {missing} as an accepted domain, or send a certificate one level below \
             {accepted}.",
            "{missing} を承認済みドメインに追加するか、{accepted} の直下の名前の証明書を\
             送信してください。",
        ),
    }
}

pub(super) fn another_tenant(lang: Lang, senders: &[String], accepted: &[String]) -> Wording {
    let few_senders = short(&list(lang, senders, 1), 24);
    let few_accepted = short(&list(lang, accepted, 1), 24);
    let senders = list(lang, senders, 4);
    let accepted = list(lang, accepted, 4);
    Wording {
        title: say!(
            lang,
            "Another tenant's export? {few_accepted}, not {few_senders}",
            "別のテナントの出力かもしれません (承認済みドメイン {few_accepted}、送信者 {few_senders})",
        ),
        seen: say!(
            lang,
            "The export lists the accepted domains {accepted}; the log's senders are {senders}.",
            "出力にある承認済みドメインは {accepted}、ログの送信者のドメインは {senders} です。",
        ),
        why: say!(
            lang,
            "They have no domain in common: the connectors may be another tenant's, and then the \
             comparison is worthless.",
            "重なりがないため、別のテナントのコネクタと比べている可能性があり、その場合この比較に\
             意味はありません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Check in Exchange Online which tenant you are connected to (Get-OrganizationConfig), \
             and export again.",
            "Exchange Online で接続先のテナントを確認し (Get-OrganizationConfig)、出力し直して\
             ください。",
        ),
    }
}
