//! The tenant's inbound connectors: RD101, RD103 to RD107, RD109 to RD112.

use std::collections::BTreeSet;

use super::{Wording, doubt};
use crate::diagnosis::Confidence;
use crate::i18n::{Lang, count, list, names, quoted, say, short, text};

/// What is sent, for RD101.
pub(super) struct Shown<'a> {
    pub(super) sent: &'a [String],
    pub(super) thumbprint: &'a str,
    pub(super) servers: &'a [String],
    pub(super) configured_only: bool,
    pub(super) by_log: bool,
}

pub(super) fn name_mismatch(
    lang: Lang,
    sure: Confidence,
    shown: &Shown,
    connectors: &[(String, String)],
) -> Wording {
    let sent = shown.sent.first().map_or(shown.thumbprint, String::as_str);
    let short_sent = short(sent, 40);
    let values: BTreeSet<&str> = connectors.iter().map(|(_, value)| value.as_str()).collect();
    let how = match shown.configured_only {
        true => text!(lang, "configured", "構成されている証明書"),
        false => text!(lang, "sent", "送信した証明書"),
    };
    let title = match (values.len(), values.first()) {
        (1, Some(value)) => {
            let expected = short(value, 40);
            say!(
                lang,
                "Certificate {short_sent} {how}, {expected} expected",
                "{how}は {short_sent}、期待されている名前は {expected} です",
            )
        }
        _ => say!(
            lang,
            "Certificate {short_sent} {how}, no connector expects it",
            "{how} {short_sent} に一致するコネクタがありません",
        ),
    };
    Wording {
        title,
        seen: seen_names(lang, shown, connectors),
        why: match shown.by_log {
            true => say!(
                lang,
                "No document says whether these names fit; every answer in the log says that \
                 they do not.",
                "これらの名前が一致するかどうかは文書にありませんが、ログの応答はすべて不一致を\
                 示しています。",
            ),
            false => say!(
                lang,
                "No name fits, so Exchange Online does not recognise the server and refuses to \
                 relay.",
                "どの名前も一致しないため、Exchange Online は自社のサーバーと認識できず、中継を\
                 拒否します。",
            ),
        },
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Decide which certificate is the right one: if it is the one sent, set \
             TlsSenderCertificateName to a name on it; if not, correct the on-premises side.",
            "まず、どちら側が正しいかを決めてください。送信している証明書が正しければ、その証明書に\
             ある名前を TlsSenderCertificateName に設定し、そうでなければオンプレミス側を直します。",
        ),
    }
}

fn seen_names(lang: Lang, shown: &Shown, connectors: &[(String, String)]) -> String {
    let thumbprint = short(shown.thumbprint, 40);
    let sent = list(lang, shown.sent, 3);
    let certificate = match shown.sent.is_empty() {
        true => say!(lang, "the certificate {thumbprint}", "証明書 {thumbprint}"),
        false => say!(
            lang,
            "the certificate for {sent} (thumbprint {thumbprint})",
            "{sent} の証明書 (拇印 {thumbprint})",
        ),
    };
    let servers = list(lang, shown.servers, 3);
    let one = shown.servers.len() == 1;
    let what = match (shown.configured_only, shown.servers.is_empty()) {
        (true, _) => say!(
            lang,
            "The configuration chooses {certificate}; no log shows what is sent.",
            "構成で選ばれているのは {certificate} です。実際に送信された証明書を示すログは\
             ありません。",
        ),
        (false, true) => say!(
            lang,
            "The server sends {certificate}.",
            "サーバーが送信しているのは {certificate} です。",
        ),
        (false, false) => {
            let verb = if one { "sends" } else { "send" };
            say!(
                lang,
                "{servers} {verb} {certificate}.",
                "{servers} が送信しているのは {certificate} です。",
            )
        }
    };
    let expectations: Vec<String> = connectors
        .iter()
        .map(|(name, value)| {
            let name = quoted(lang, name);
            let value = short(value, 80);
            say!(lang, "{name} expects {value}", "{name}は {value}")
        })
        .collect();
    if expectations.is_empty() {
        return what;
    }
    let expected = list(lang, &expectations, 3);
    say!(
        lang,
        "{what} In Exchange Online the inbound connector {expected}.",
        "{what}Exchange Online の受信コネクタ (InboundConnector) が期待する名前: {expected}。",
    )
}

pub(super) fn none_on_premises(lang: Lang, sure: Confidence, others: usize) -> Wording {
    let n = u64::try_from(others).unwrap_or(u64::MAX);
    let others_en = count(n, "connector", "connectors");
    let seen = match n {
        0 => say!(
            lang,
            "The listing of inbound connectors is empty.",
            "受信コネクタ (InboundConnector) の一覧は空です。",
        ),
        _ => say!(
            lang,
            "The listing holds {others_en} of other types, and none of type OnPremises.",
            "一覧にあるのは別の型のコネクタ {n} 件だけで、OnPremises 型がありません。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "The tenant has no inbound connector of type OnPremises",
            "テナントに OnPremises 型の受信コネクタ (InboundConnector) がありません",
        ),
        seen,
        why: say!(
            lang,
            "Only a connector of type OnPremises lets your mail pass to outside recipients.",
            "オンプレミスから外部への中継を許可するのは OnPremises 型だけです。",
        ),
        doubt: match sure {
            Confidence::Certain => String::new(),
            _ => say!(
                lang,
                "Taken on trust: that the listing is the tenant's whole list.",
                "この一覧がテナントのすべてのコネクタであることを前提としています。",
            ),
        },
        next: say!(
            lang,
            "Run the Hybrid Configuration Wizard where a hybrid exists; otherwise create one with \
             New-InboundConnector -ConnectorType OnPremises.",
            "ハイブリッド環境ではハイブリッド構成ウィザード (HCW) を実行し、それ以外では \
             New-InboundConnector -ConnectorType OnPremises で作成してください。",
        ),
    }
}

pub(super) fn disabled(lang: Lang, sure: Confidence, connector: &str, fits: bool) -> Wording {
    let cut = quoted(lang, &short(connector, 36));
    let name = quoted(lang, connector);
    let seen = match fits {
        true => say!(
            lang,
            "Enabled is False on {name}, the OnPremises connector that this mail needs.",
            "このメールに必要な OnPremises 型の受信コネクタ (InboundConnector){name}の Enabled が \
             False です。",
        ),
        false => say!(
            lang,
            "Enabled is False on {name}, and no enabled OnPremises connector is left; what is \
             sent would not fit this one either.",
            "{name}の Enabled が False で、有効な OnPremises 型の受信コネクタ (InboundConnector) が\
             ありません。送信内容はこのコネクタにも一致しません。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "Inbound connector {cut} is disabled",
            "Exchange Online の受信コネクタ{cut}が無効です",
        ),
        seen,
        why: say!(
            lang,
            "A disabled connector recognises nobody, so mail to the outside is refused. In new \
             tenants connectors were reported to be created disabled; only Microsoft Support \
             enables those.",
            "無効なコネクタでは送信サーバーが認識されず、外部あてのメールは拒否されます。新しい\
             テナントではコネクタが無効な状態で作成されるという報告があり、その場合に有効化\
             できるのは Microsoft サポートだけです。",
        ),
        doubt: doubt(lang, sure),
        next: match fits {
            true => say!(
                lang,
                "Ask who disabled it and why, then enable it.",
                "だれが、なぜ無効にしたかを確認してから有効にしてください。",
            ),
            false => say!(
                lang,
                "Ask who disabled it and why; correct the name or the addresses before enabling \
                 it.",
                "だれが、なぜ無効にしたかを確認し、名前またはアドレスを直してから有効に\
                 してください。",
            ),
        },
    }
}

pub(super) fn partner(lang: Lang, sure: Confidence, connector: &str) -> Wording {
    let cut = quoted(lang, &short(connector, 24));
    let name = quoted(lang, connector);
    Wording {
        title: say!(
            lang,
            "Inbound connector {cut} is Partner, not OnPremises",
            "受信コネクタ (InboundConnector){cut}が OnPremises ではなく Partner です",
        ),
        seen: say!(
            lang,
            "{name} would fit what is sent, but its ConnectorType is Partner.",
            "{name}は送信内容に一致しますが、ConnectorType が Partner です。",
        ),
        why: say!(
            lang,
            "A Partner connector never relays; only type OnPremises does.",
            "Partner 型は中継を許可しません。許可するのは OnPremises 型だけです。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Create a new connector of type OnPremises with the same name or addresses; \
             converting this one is second choice.",
            "同じ名前またはアドレスで OnPremises 型のコネクタを新しく作成してください。この\
             コネクタの変換は次善の方法です。",
        ),
    }
}

pub(super) fn several(lang: Lang, connectors: &[String]) -> Wording {
    let n = connectors.len();
    let which = names(lang, connectors, 4);
    Wording {
        title: say!(
            lang,
            "{n} inbound connectors fit the same mail",
            "{n} 個の受信コネクタ (InboundConnector) が同じメールに一致します",
        ),
        seen: say!(
            lang,
            "These enabled OnPremises connectors fit: {which}.",
            "次の有効な OnPremises コネクタが一致します: {which}。",
        ),
        why: say!(
            lang,
            "Mail is not refused for that, but which of them wins decides how it is treated.",
            "それだけでは拒否されませんが、どれが使われるかで扱いが変わります。",
        ),
        doubt: say!(
            lang,
            "No document says which one Exchange Online takes.",
            "どれが選ばれるかは文書にありません。",
        ),
        next: say!(
            lang,
            "Before you change one of them, check that the others are meant to fit too.",
            "どれかを変更する前に、ほかのコネクタも一致してよいものかを確認してください。",
        ),
    }
}

pub(super) fn domains_exclude_sender(
    lang: Lang,
    connector: &str,
    listed: &[String],
    (senders, foreign): (&[String], &[String]),
) -> Wording {
    let all = [senders, foreign].concat();
    let first = all.first().map_or("", String::as_str);
    let cut_sender = short(first, 26);
    let cut = quoted(lang, &short(connector, 20));
    let name = quoted(lang, connector);
    let listed = list(lang, listed, 3);
    let missing = list(lang, &all, 3);
    Wording {
        title: say!(
            lang,
            "Connector {cut} leaves out sender domain {cut_sender}",
            "受信コネクタ (InboundConnector){cut}の対象に送信者ドメイン {cut_sender} がありません",
        ),
        seen: say!(
            lang,
            "AssociatedAcceptedDomains of {name} holds {listed}; mail comes from {missing}.",
            "{name}の AssociatedAcceptedDomains は {listed} で、送信者のドメインは {missing} です。",
        ),
        why: say!(
            lang,
            "That list restricts the sender domains that may use the connector.",
            "この一覧は、コネクタを使える送信者のドメインを制限します。",
        ),
        doubt: say!(
            lang,
            "Likely: no document says what Exchange Online answers in this case.",
            "可能性は高いものの、この場合の Exchange Online の応答は文書にありません。",
        ),
        next: match (senders.is_empty(), foreign.is_empty()) {
            (_, true) => say!(
                lang,
                "Add the missing domains to the list, or clear it.",
                "足りないドメインを一覧に追加してください。一覧を空にすると、制限がなくなります。",
            ),
            (false, false) => say!(
                lang,
                "Add your own domains to the list. It takes no domain of a stranger: for forwarded \
                 mail it has to be cleared.",
                "自社のドメインを一覧に追加してください。外部のドメインは追加できないため、\
                 転送メールも中継するには、一覧を空にする必要があります。",
            ),
            (true, false) => say!(
                lang,
                "It takes no domain of a stranger: if forwarded mail is to pass, clear the list.",
                "外部のドメインは追加できません。転送メールを中継するには、一覧を空にしてください。",
            ),
        },
    }
}

pub(super) fn matched_by_san(
    lang: Lang,
    connector: &str,
    san: &str,
    common_name: Option<&str>,
) -> Wording {
    let cut = short(san, 40);
    let name = quoted(lang, connector);
    let san = short(san, 80);
    let cn = match common_name {
        Some(cn) => {
            let cn = short(cn, 80);
            say!(lang, "the CN is {cn}", "CN は {cn} です")
        }
        None => say!(lang, "the CN is no domain", "CN はドメイン名ではありません"),
    };
    Wording {
        title: say!(
            lang,
            "{cut} fits by SAN only, not by CN",
            "{cut} は SAN だけで一致し、CN では一致しません",
        ),
        seen: say!(
            lang,
            "The SAN {san} fits the connector {name}; {cn}.",
            "サブジェクト代替名 (SAN) の {san} が受信コネクタ (InboundConnector){name}に\
             一致します。{cn}。",
        ),
        why: say!(
            lang,
            "It is taken as a match.",
            "ここでは一致として扱います。",
        ),
        doubt: say!(
            lang,
            "Documents disagree: KB3169958 and the Exchange team's blog take a SAN, a community guide on \
             Microsoft Q&A speaks of the CN only.",
            "文書により異なります。KB3169958 と Exchange チームのブログは SAN を認め、Microsoft Q&A の\
             コミュニティのガイドは CN だけを挙げています。",
        ),
        next: say!(
            lang,
            "If relay is refused all the same, use a value that fits the CN.",
            "それでも中継が拒否される場合は、CN に一致する値にしてください。",
        ),
    }
}

pub(super) fn name_not_a_domain(lang: Lang, connector: &str, value: &str) -> Wording {
    let cut = short(value, 34);
    let name = quoted(lang, connector);
    let value = quoted(lang, value);
    Wording {
        title: say!(
            lang,
            "TlsSenderCertificateName is no domain: {cut}",
            "TlsSenderCertificateName の値「{cut}」はドメイン名ではありません",
        ),
        seen: say!(
            lang,
            "On the inbound connector {name} it is {value}.",
            "受信コネクタ (InboundConnector){name}の値は{value}です。",
        ),
        why: say!(
            lang,
            "Documented forms are a domain and *.domain; <I>..<S>.. belongs to the Send connector.",
            "文書にある形式は、ドメイン名と *.ドメイン名だけです。<I>..<S>.. は送信コネクタの\
             形式です。",
        ),
        doubt: say!(
            lang,
            "How Exchange Online reads other forms is documented nowhere.",
            "ほかの形式がどう解釈されるかは、どの文書にもありません。",
        ),
        next: say!(
            lang,
            "Set it to a name on the certificate that is sent.",
            "送信している証明書にある名前を設定してください。",
        ),
    }
}

pub(super) fn without_identity(lang: Lang, sure: Confidence, connectors: &[String]) -> Wording {
    let first = connectors.first().map_or("", String::as_str);
    let which = names(lang, connectors, 3);
    let title = match connectors {
        [_] => {
            let cut = quoted(lang, &short(first, 22));
            say!(
                lang,
                "Connector {cut} names no certificate and no address",
                "受信コネクタ (InboundConnector){cut}に証明書名も IP アドレスもありません",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "{n} OnPremises connectors name no certificate and no address",
                "{n} 個の OnPremises コネクタに証明書名も IP アドレスもありません",
            )
        }
    };
    Wording {
        title,
        seen: say!(
            lang,
            "TlsSenderCertificateName and SenderIPAddresses are both empty on {which}, and no \
             other OnPremises connector is enabled.",
            "{which}の TlsSenderCertificateName と SenderIPAddresses がどちらも空で、ほかに有効な \
             OnPremises コネクタはありません。",
        ),
        why: say!(
            lang,
            "With neither, Exchange Online has nothing to recognise your server by.",
            "どちらもないと、Exchange Online が自社のサーバーを認識する手がかりがありません。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Set TlsSenderCertificateName to a name on the certificate that is sent.",
            "送信している証明書にある名前を TlsSenderCertificateName に設定してください。",
        ),
    }
}

pub(super) fn restricted(lang: Lang, connector: Option<&str>) -> Wording {
    let title = match connector {
        Some(name) => {
            let cut = quoted(lang, &short(name, 34));
            say!(
                lang,
                "Inbound connector {cut} is restricted",
                "受信コネクタ (InboundConnector){cut}が制限されています",
            )
        }
        None => say!(
            lang,
            "An inbound connector of the tenant is restricted (5.7.711)",
            "テナントの受信コネクタ (InboundConnector) が制限されています (5.7.711)",
        ),
    };
    let seen = match connector {
        Some(name) => {
            let name = quoted(lang, name);
            say!(
                lang,
                "{name} is a blocked connector, or a reply said 5.7.711 \"bad inbound connector\".",
                "{name}がブロックされているか、応答に 5.7.711 bad inbound connector があります。",
            )
        }
        None => say!(
            lang,
            "A reply said 5.7.711 \"bad inbound connector\"; it does not name the connector.",
            "応答に 5.7.711 bad inbound connector があります。コネクタ名は示されていません。",
        ),
    };
    Wording {
        title,
        seen,
        why: text!(
            lang,
            "Microsoft does that after signs of abuse: an account or server may be compromised.",
            "悪用の兆候があったときに Microsoft が行う制限です。アカウントかサーバーが侵害されて\
             いる可能性があります。",
        )
        .to_owned(),
        doubt: String::new(),
        next: say!(
            lang,
            "Investigate first (Get-BlockedConnector names the connector); release it in the \
             portal only afterwards.",
            "まず調査してください (対象は Get-BlockedConnector で確認できます)。ポータルでの\
             解除はその後です。",
        ),
    }
}
